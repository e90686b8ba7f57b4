/* The preview's bar, its problems, and the way from a place on the page to its line in the editor. */
import { refresh } from './live.js';
import { Composer } from './composer.js';

export const make = (name, attributes = {}, ...inside) => {
  const element = Object.assign(document.createElement(name), attributes);
  element.append(...inside);
  return element;
};

const frame = make('div', { id: 'preview', lang: 'en' });
frame.toggleAttribute('data-ours', true);
const bar = make('div', { className: 'pbar' });
const problems = make('details', { className: 'pprob', id: 'preview-problems' });
const status = make('p', { className: 'pst' }), shown = make('p', { className: 'pshown' });
const count = make('button', { type: 'button', className: 'pcount' });
const drafts = make('span', {}, 'Drafts'), published = make('input', { type: 'radio', name: 'preview-as' });
const shownAs = make('fieldset', { className: 'pas', hidden: true },
  make('legend', { className: 'vh' }, 'Drafts'),
  make('label', {}, make('input', { type: 'radio', name: 'preview-as', checked: true }), drafts),
  make('label', {}, published, make('span', {}, 'As published')));
const opening = make('input', { type: 'checkbox', id: 'preview-opening' });
const mode = make('label', { htmlFor: opening.id, title: 'Or hold Alt and click, at any time' },
  opening, make('span', {}, 'Click opens the editor'));
bar.setAttribute('role', 'region');
bar.setAttribute('aria-label', 'Preview');
status.setAttribute('role', 'status');
bar.append(make('p', {}, make('b', {}, 'Preview')), status, shown, mode, shownAs, count);
frame.append(bar, problems);
count.addEventListener('click', () => { problems.open = !problems.open; });

published.checked = sessionStorage.getItem('preview-published') == 'yes';
shownAs.addEventListener('change', () => {
  sessionStorage.setItem('preview-published', published.checked ? 'yes' : '');
  anew();
});

/** The page again, as it is wanted. */
async function anew() {
  await refresh(published.checked && about.file);
  composer.stay();
}

/* the key comes with the start address, and stays with the tab */
const given = /^#key=([\w-]+)$/.exec(location.hash);
if (given) {
  sessionStorage.setItem('preview-key', given[1]);
  history.replaceState(0, '', location.pathname + location.search);
}
export const key = () => sessionStorage.getItem('preview-key') ?? '';

/** What the server says of this page: its file, and where its parts stand. */
export let about = { places: {} };
const composer = new Composer(frame, () => about, key);

async function learn() {
  const answer = await fetch('/__preview/page?path=' + encodeURIComponent(location.pathname));
  if (answer.ok) about = await answer.json();
  document.documentElement.classList.toggle('annotates', Boolean(about.file));
  shownAs.hidden = !about.file;
}

/* --- news -------------------------------------------------------------------------------------- */

let build = -1;
/** So many warnings are sent at most. */
const MOST = 200;

async function hear(state) {
  const known = build;
  build = state.build;
  if (state.reload) return location.reload();
  if (state.restyled) restyle();
  if ((state.ok || state.pages?.length) && known >= 0 && known != build) await anew();
  if (state.ok || !about.file) await learn();
  show(state);
  if (known < 0 && published.checked) await anew();
  document.documentElement.dataset.build = String(build);
}

/** A note more than any page had: the style sheet that places it is another. */
function restyle() {
  for (const sheet of document.querySelectorAll('link[rel="stylesheet"][href*="style.css"]')) {
    sheet.href = `${sheet.href.split('?')[0]}?${build}`;
  }
}

function show(state) {
  const errors = state.found.filter(d => d.severity == 'error');
  const warnings = state.found.filter(d => d.severity != 'error');
  status.classList.toggle('bad', !state.ok);
  status.textContent = state.ok ? `Built at ${state.at}, ${seconds(state.took)}`
    : `Not built: ${number(errors.length, 'error')} at ${state.at}`;
  shown.textContent = state.ok ? (state.behind ? 'Lists and files follow' : '') : state.shown ? `You see the build of ${state.shown}` : '';
  drafts.textContent = `Drafts ${about.drafts ?? 0}`;
  drafts.title = `${state.drafts ?? 0} on the whole site`;
  count.textContent = `Problems ${state.found.length}${warnings.length < MOST ? '' : '+'}`;
  count.hidden = !state.found.length;
  const title = [[errors, 'error'], [warnings, 'warning']]
    .filter(([list]) => list.length).map(([list, name]) => number(list.length, name)).join(', ');
  problems.hidden = state.ok && !state.found.length;
  problems.replaceChildren(
    make('summary', {}, make('b', {}, title || 'The build stopped')),
    ...[...errors, ...warnings].map(problem),
    ...(state.said && !errors.length ? [make('pre', { className: 'psaid' }, state.said)] : []),
  );
  problems.open = !state.ok;
}

const seconds = took => took < 1000 ? `${took} ms` : `${(took / 1000).toFixed(1)} s`;
const number = (n, name) => `${n} ${name}${n == 1 ? '' : 's'}`;

/** One problem: what, where, the line with the place marked, what to do. */
export function problem(d) {
  const before = d.text.slice(0, d.column - 1);
  const marked = d.text.slice(d.column - 1, d.column - 1 + d.length) || ' ';
  const line = make('code', {}, make('span', { className: 'pln' }, String(d.line)), before,
    make('mark', {}, marked), d.text.slice(d.column - 1 + d.length));
  const source = make('pre', { tabIndex: 0 }, line);
  source.setAttribute('aria-label', `Line ${d.line}`);
  const link = make('a', { href: editorAddress(d.file, d.line, d.column) }, 'Open in editor');
  return make('article', { className: d.severity },
    make('h3', {}, d.message),
    make('p', { className: 'ploc' }, make('code', {}, `${d.file}:${d.line}:${d.column}`), ' ', link),
    source,
    make('p', { className: 'pfix' }, d.hint, ' ', make('span', {}, d.code)));
}

/* --- to the editor ----------------------------------------------------------------------------- */

export function editorAddress(file, line, column) {
  const path = encodeURI(`${about.root ?? ''}/${file}`);
  return (about.editor ?? '').replace('{path}', path).replace('{line}', line)
    .replace('{column}', column);
}

function placeOf(target) {
  for (let at = target; at && at.id != 'text'; at = at.parentElement) {
    const mark = at.matches('.r') ? at.hash.slice(1) : '';
    const found = about.places[mark] ?? about.places[at.id];
    if (found) return found;
  }
  return null;
}

document.addEventListener('click', event => {
  if (!(event.altKey || opening.checked) || frame.contains(event.target)) return;
  const place = placeOf(event.target);
  if (!place) return;
  event.preventDefault();
  event.stopPropagation();
  const link = make('a', { href: editorAddress(...place), hidden: true });
  frame.append(link);
  link.click();
  link.remove();
}, true);

document.body.append(frame);
await learn();
new EventSource('/__preview/events?page=' + encodeURIComponent(location.pathname)).onmessage = event => hear(JSON.parse(event.data));
