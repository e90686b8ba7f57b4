/* Writing a note: on selected words, or anew. What it looks like is shown as it is written. */
import { make, problem } from './preview.js';
import { selectedWords } from './words.js';

const PAUSE = 180;
/** Words that fit into a margin. */
const FIT = 45;
/** From here on there is a margin; the theme's own measure. */
const WIDE = matchMedia('(min-width: 56rem)');
/** The attributes that the form shows; any others of a note are kept as they are. */
const SHOWN = ['verdict', 'as-of', 'said-by', 'entity', 'source', 'status'];

export class Composer {
  /** @param about gives what the server said of this page, @param key the session's key. */
  constructor(frame, about, key) {
    Object.assign(this, { frame, about, key, draft: null, begun: null });
    this.offer = make('button', { type: 'button', className: 'poffer', hidden: true }, 'Annotate');
    this.panel = make('form', { className: 'pform', hidden: true, noValidate: true });
    this.panel.setAttribute('aria-label', 'A note');
    this.place = make('div', { id: 'preview-form' }, this.panel);
    this.place.dataset.preview = 'form';
    this.place.toggleAttribute('data-ours', true);
    frame.append(this.offer);
    this.offer.addEventListener('mousedown', event => event.preventDefault());
    this.offer.addEventListener('click', () => this.begin());
    this.panel.addEventListener('input', () => this.later());
    this.panel.addEventListener('submit', event => { event.preventDefault(); this.save(); });
    this.panel.addEventListener('keydown', event => {
      if (event.key == 'Enter' && (event.ctrlKey || event.metaKey)) this.save();
      if (event.key == 'Escape' && !this.changed) this.close();
    });
    document.addEventListener('selectionchange', () => this.notice());
    addEventListener('resize', () => this.settle());
    document.addEventListener('dblclick', event => {
      const note = event.target.closest?.('#text .n[id^="note-"]');
      if (note) this.edit(note.id.slice('note-'.length));
    });
  }

  /** After the page has changed: the form stays beside its words. */
  stay() {
    if (this.draft) this.settle();
    else this.notice();
  }

  /** Put the form beside the words that its note is on, below the notes before it; those after it
      make room. On a narrow page the style sheet makes it a sheet at the foot. */
  settle() {
    const text = document.getElementById('text');
    if (!this.draft || !text) return;
    this.release();
    const own = this.draft.act == 'edit' ? document.getElementById('note-' + this.draft.id) : null;
    const beside = own ?? this.range;
    const shown = own || this.range?.startContainer.isConnected;
    if (!WIDE.matches || !shown) {
      if (!text.contains(this.place)) text.append(this.place);
      return;
    }
    const notes = [...text.querySelectorAll('.n[data-n]')];
    const after = note => {
      const mark = document.getElementById('mark-' + note.id.slice('note-'.length));
      return own ? Number(note.dataset.n) > Number(own.dataset.n)
        : mark && this.range.comparePoint(mark, 0) > 0;
    };
    const next = notes.find(after), at = next ? notes.indexOf(next) : notes.length;
    const before = notes[own ? at - 2 : at - 1];
    // like a note, it stands below the one before it, and above the next; what is moved loses its focus
    if (next && next.previousElementSibling != this.place) next.before(this.place);
    if (!next && this.place != text.lastElementChild) text.append(this.place);
    const top = beside.getBoundingClientRect().top - text.getBoundingClientRect().top;
    this.place.style.top = `${top}px`;
    if (!own && before) {
      this.place.style.top = `max(${top}px, anchor(--n bottom, 0px) + 1rem)`;
    }
    own?.classList.add('pedited');
  }

  /** The notes as they are without the form. */
  release() {
    for (const note of document.querySelectorAll('.pedited')) note.classList.remove('pedited');
  }

  /** Show which words the note is on. */
  mark(range) {
    if (!globalThis.Highlight) return;
    if (range) CSS.highlights.set('preview-words', new Highlight(range));
    else CSS.highlights.delete('preview-words');
  }

  /** Offer to annotate what is selected. */
  notice() {
    const found = !this.draft && this.about().file ? selectedWords() : null;
    this.offer.hidden = !found;
    if (!found) return;
    const box = [...found.range.getClientRects()].pop() ?? found.range.getBoundingClientRect();
    this.offer.style.left = `${Math.min(box.right, innerWidth - 110)}px`;
    this.offer.style.top = `${Math.min(box.bottom + 6, innerHeight - 40)}px`;
  }

  begin() {
    const { words, start, range } = selectedWords(), { file, base, day } = this.about();
    this.range = range.cloneRange();
    const begun = this.begun ?? { id: '', kind: 'note', body: '', values: { 'as-of': day } };
    this.open({ ...begun, act: 'insert', file, base, words, start });
  }

  /** Keep what was written, and let other words be selected for it. */
  choose() {
    const begun = this.read();
    this.close();
    this.begun = begun;
    this.offer.textContent = 'Put the note here';
  }

  async edit(id) {
    if (this.draft) return;
    const { file } = this.about();
    const answer = await fetch(`/__preview/note?file=${encodeURIComponent(file)}&id=${id}`);
    if (!answer.ok) return;
    const note = await answer.json();
    this.range = null;
    this.open({ ...note, act: 'edit', file, start: 0, words: note.words.join(' … ') });
  }

  open(draft) {
    this.draft = draft;
    this.changed = false;
    this.offer.hidden = true;
    this.begun = null;
    this.offer.textContent = 'Annotate';
    this.build();
    this.panel.hidden = false;
    this.settle();
    this.mark(this.range);
    (draft.act == 'edit' ? this.body : this.panel.querySelector('input')).focus();
    this.look();
  }

  close() {
    this.draft = null;
    this.panel.hidden = true;
    this.panel.replaceChildren();
    this.place.remove();
    this.release();
    this.mark(null);
  }

  /* --- the form -------------------------------------------------------------------------------- */

  build() {
    const { draft } = this, { kinds, verdicts, sources, entities } = this.about();
    this.live = make('div', { className: 'plive' });
    this.live.setAttribute('aria-live', 'polite');
    this.said = make('div', { className: 'psays' });
    this.kinds = make('fieldset', { className: 'pkinds' }, make('legend', {}, 'Kind'),
      ...kinds.map(kind => make('label', {},
        make('input', { type: 'radio', name: 'kind', value: kind.name,
          checked: kind.name == draft.kind }), make('span', {}, kind.label))));
    this.verdict = make('select', { id: 'preview-verdict' }, make('option', { value: '' }, '—'),
      ...verdicts.map(v => make('option', { value: v.name, title: v.means }, v.label)));
    this.verdict.value = draft.values.verdict ?? '';
    this.day = make('input', { id: 'preview-as-of', value: draft.values['as-of'] ?? '' });
    this.speaker = listed('preview-said-by', entities, draft.values['said-by']);
    this.entity = listed('preview-entity', entities, draft.values.entity);
    this.sources = listed('preview-source', sources, '');
    this.sources.field.addEventListener('change', () => this.cite());
    this.cited = make('p', { className: 'pcited' });
    this.chosen = (draft.values.source ?? '').split(/\s+/).filter(Boolean);
    this.isDraft = make('input', { type: 'checkbox', checked: draft.values.status == 'draft' });
    this.body = make('textarea', { id: 'preview-body', rows: 6, value: draft.body });
    this.counted = make('span', { className: 'pcounted' });
    this.where = make('p', { className: 'pwhere' });
    const others = draft.act == 'insert'
      ? [make('button', { type: 'button', className: 'pothers', onclick: () => this.choose() },
        'Select others')] : [];
    const text = labelled('Note, in Markdown', this.body);
    this.claims = [labelled('Verdict', this.verdict), labelled('Said by', this.speaker.field)];
    text.firstChild.append(this.counted);
    this.panel.replaceChildren(this.live,
      make('p', { className: 'prow' }, make('span', {}, 'Words'), ...others),
      make('p', { className: 'pwords' }, draft.words), this.kinds,
      this.claims[0],
      make('div', { className: 'ptwo' }, this.claims[1], labelled('Checked on', this.day)),
      this.means = labelled('Entity', this.entity.field), labelled('Sources', this.sources.field),
      this.cited, text,
      make('label', { className: 'pdraft' }, this.isDraft, ' Draft: left out of the published site'),
      this.said, this.buttons(), this.where, this.speaker.list, this.entity.list,
      this.sources.list);
    this.list();
    this.count();
  }

  /** How long the note is, beside what fits into a margin. */
  count() {
    const words = this.body.value.split(/\s+/).filter(Boolean).length;
    this.counted.textContent = `${words} of ${FIT} words`;
    this.counted.classList.toggle('pbad', words > FIT);
  }

  buttons() {
    const row = make('p', { className: 'pacts' },
      make('button', { type: 'submit', className: 'pgo' }, 'Save'),
      make('button', { type: 'button', onclick: () => this.close() }, 'Cancel'),
      make('span', { className: 'pkeys' }, make('kbd', {}, 'Ctrl'), ' ', make('kbd', {}, 'Enter')));
    if (this.draft.act == 'edit') {
      row.append(make('button', { type: 'button', className: 'pdel',
        onclick: event => this.remove(event.currentTarget) }, 'Delete'));
    }
    return row;
  }

  /** Take the source in the field into the list of those that are cited. */
  cite() {
    const id = this.sources.field.value.trim();
    if (!this.about().sources.some(source => source.id == id)) return;
    if (!this.chosen.includes(id)) this.chosen.push(id);
    this.sources.field.value = '';
    this.list();
    this.later();
  }

  list() {
    this.cited.replaceChildren(...this.chosen.map(id => make('span', {}, make('code', {}, id),
      make('button', { type: 'button', ariaLabel: `Remove ${id}`, onclick: () => {
        this.chosen = this.chosen.filter(other => other != id);
        this.list();
        this.later();
      } }, 'remove'))));
  }

  /** The draft as the form has it. */
  read() {
    const kind = this.kinds.querySelector(':checked')?.value ?? 'note', isClaim = kind == 'claim';
    const others = Object.entries(this.draft.values).filter(([name]) => !SHOWN.includes(name));
    for (const field of this.claims) field.hidden = !isClaim;
    this.means.hidden = kind != 'definition' && !this.entity.field.value;
    const values = {
      ...Object.fromEntries(others),
      verdict: isClaim ? this.verdict.value : '',
      'said-by': isClaim ? this.speaker.field.value.trim() : '',
      'as-of': this.day.value.trim(),
      entity: this.entity.field.value.trim(),
      status: this.isDraft.checked ? 'draft' : '',
      source: this.chosen.join(' '),
    };
    const plain = kind == 'note' && !this.chosen.length && this.draft.act == 'insert';
    if (plain) values['as-of'] = '';
    return { ...this.draft, kind, values, body: this.body.value };
  }

  /* --- with the server -------------------------------------------------------------------------- */

  later() {
    this.changed = true;
    this.count();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), PAUSE);
  }

  async send(where, draft) {
    const answer = await fetch('/__preview/' + where, { method: 'POST', body: JSON.stringify(draft),
      headers: { 'Content-Type': 'application/json', 'X-Preview-Key': this.key() } });
    return [answer.status, await answer.json()];
  }

  /** Show the note as its page would. */
  async look() {
    if (!this.draft) return;
    const draft = this.read(), asked = this.asked = {};
    if (!draft.body.trim()) return this.live.replaceChildren();
    const [status, answer] = await this.send('draft', draft);
    if (asked != this.asked || !this.draft) return;
    if (status != 200) return this.tell(answer.error, answer.found);
    const note = new DOMParser().parseFromString(answer.html, 'text/html').querySelector('.n');
    this.live.replaceChildren(...(note ? [...note.childNodes] : []));
    this.where.replaceChildren(...(answer.line ? ['Writes ', make('code', {}, `[^${answer.id}]`),
      ` to line ${answer.line} of `, make('code', {}, draft.file.split('/').pop()),
      ', and nothing else.'] : []));
    this.tell('', answer.found);
  }

  async save(draft = this.read()) {
    clearTimeout(this.timer);
    this.asked = {};
    const [status, answer] = await this.send('save', draft);
    if (status == 200) this.close();
    else if (status == 409 && answer.base) this.conflict(draft, answer);
    else this.tell(answer.error, answer.found);
  }

  remove(button) {
    if (button.dataset.sure) return this.save({ ...this.draft, act: 'remove' });
    button.dataset.sure = 'yes';
    button.textContent = 'Delete for good';
  }

  tell(sentence, found = []) {
    this.said.replaceChildren(...(sentence ? [make('p', { className: 'pbad' }, sentence)] : []),
      ...found.map(problem));
  }

  /** Another editor was here: show what they changed and what would be written; nothing is lost. */
  conflict(draft, { error, theirs, mine, base }) {
    const again = make('button', { type: 'button', className: 'pagain', onclick: () => {
      this.draft.base = base;
      this.tell('');
      this.save({ ...draft, base });
    } }, 'Put my note into the file as it is now');
    this.said.replaceChildren(
      make('p', { className: 'pbad' }, error),
      make('h4', {}, 'In the file'), make('pre', { className: 'ptheirs' }, theirs),
      make('h4', {}, 'Yours'), make('pre', { className: 'pmine' }, mine), again);
    again.focus();
  }
}

function labelled(words, field) {
  return make('label', { className: 'pfield' }, make('span', {}, words), field);
}

/** A field with completion from *rows*. */
function listed(id, rows, value) {
  const list = make('datalist', { id: id + '-list' },
    ...rows.map(row => make('option', { value: row.id, label: row.words })));
  const field = make('input', { id, value: value ?? '', autocomplete: 'off' });
  field.setAttribute('list', list.id);
  return { field, list };
}
