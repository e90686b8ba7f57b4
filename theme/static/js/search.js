/* Search, on its own page only: reads an index that lies beside the page, asks nobody else.
   Nothing that is found is put in as HTML. */
(() => {
const d = document, id = i => d.getElementById(i), form = id('find'), field = id('q'), found = id('found');
const FIRST = 4, MORE = 20, LOADED = 12, WINDOW = 45;
if (location.protocol === 'file:') {
  id('noscript').hidden = true;
  id('asfile').hidden = false;
  return;
}
form.hidden = false;
id('lists').hidden = true;

const make = (name, text, cls) => {
  const e = d.createElement(name);
  if (text) e.textContent = text;
  if (cls) e.className = cls;
  return e;
};
const shape = name => {
  const [svg, use] = ['svg', 'use'].map(n => d.createElementNS('http://www.w3.org/2000/svg', n));
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', '#i-' + name);
  svg.append(use);
  return svg;
};
const say = (word, n, q) => {
  id('status').textContent = found.dataset[word].replace('{n}', n).replace('{q}', () => q);
};

/* letters of Han and Kana, each of which counts as a word, as pagefind.py says; what stands in the index
   apart is shown together, and what is asked in a row is a phrase */
const LETTER = '[々-〇ぁ-ゖゝ-ヿ㐀-䶿一-鿿豈-\ufaffｦ-ﾝ\u{20000}-\u{3ffff}]';
const SIGN = `(?:${LETTER}|[\u3001-\u3003\u3008-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65])`;
const ROW = new RegExp(`^${LETTER}{2,}$`, 'u'), APART = new RegExp(`${SIGN}(?=[\\p{L}\\p{N}])|\\S(?=${LETTER})`, 'gu');
const TOGETHER = new RegExp(`${SIGN}\n(?:${SIGN}|\\p{N})|\\p{N}\n${LETTER}`, 'u');

/* what is asked, as the engine compares it: without accents, capitals and punctuation */
const bare = words => words.normalize('NFD').toLowerCase().replace(/[^\p{L}\p{N}\s]/gu, '');
const asked = typed => {
  const q = (ROW.test(typed) ? `"${typed}"` : typed).replace(APART, '$& ').replace(/^" /, '"');
  const quoted = /^".+"$/.test(q), words = bare(q).split(/\s+/).filter(Boolean), phrase = quoted && words[0];
  return { q: quoted ? q.slice(1, -1) : q, phrase, words: phrase ? words : [...new Set(words)] };
};
/* records with all the words, best first, and where in them each word is. A phrase is sought here:
   the engine tells one place of it in a record, and none where a word has two spellings. Its results
   are kept as they are, for it forgets what is to be loaded when nobody holds them any more */
const seek = async (engine, { q, phrase, words }) => {
  const { results } = await engine.search(q);
  const of = async word => new Map((await engine.search(word)).results.map(r => [r.id, r.words]));
  const each = words[1] ? await Promise.all(words.map(of)) : [new Map(results.map(r => [r.id, r.words]))];
  const records = results.map(result => ({ result, hits: each.map(at => new Set(at.get(result.id))) }));
  if (!phrase) return records;
  const whole = await Promise.all(words.map(word => of(`"${word}"`)));
  return records.filter(({ result, hits }) => whole.every(at => at.has(result.id)) && runs(hits)[0] >= 0);
};
const runs = ([first, ...rest]) => [...first].filter(i => rest.every((at, k) => at.has(i + k + 1)));
/* a word of a phrase, or a part of it, may end otherwise than what was asked; one alone may not */
const same = (word, ask, alone) => [word, ...word.split(/[^\p{L}\p{N}]+/u)].map(bare).some(part => {
  let i = 0;
  while (i < ask.length && part[i] === ask[i]) i++;
  return part === ask || (!alone && i > 2 && Math.max(part.length, ask.length) - i < 4);
});
/* the places of a record that have hits, those with the most of the words asked for; else the first,
   for what is said of all. pagefind.py says how places are joined */
const places = ({ content, raw_url }, { result, hits }, { phrase, words: ask }) => {
  const [group, page, common, those] = JSON.parse(raw_url), words = content.split(' ');
  const like = i => ask.every((word, k) => same(words[i + k], word, !ask[1]));
  const within = (start, end) => {
    const here = at => [...at].filter(i => start <= i && i < end);
    if (!phrase) return [here(result.words), hits.map(at => here(at).length > 0)];
    const all = here(runs(hits)), right = all.filter(like), some = right.length ? right : all;
    return [some.flatMap(i => ask.map((_, k) => i + k)), [all.length > 0, right.length > 0]];
  };
  const cut = (start, end) => {
    const [at, has] = within(start, end);
    return { words: words.slice(start, end), hits: new Set(at.map(i => i - start)), has };
  };
  let end = -1;
  const next = () => {
    const start = end + 1;
    end = words.indexOf('⸎', start);
    if (end < 0) end = words.length;
    return cut(start, end);
  };
  const all = those.map(own => ({ ...common, ...own, ...next(), group, url: page + own.at }));
  const about = common.about && next(), hit = all.filter(place => place.hits.size);
  for (const place of all) {
    place.about = about;
    place.number = place.has.filter((has, i) => has || (about && about.has[i])).length;
  }
  const most = Math.max(...hit.map(place => place.number));
  return hit[0] ? hit.filter(place => place.number === most) : all.slice(0, 1);
};

/* words of a place from one to another, those that were asked for marked */
const lit = (p, words, from, to, hits) => {
  for (let i = from; i < to; i++) {
    if (i > from && !TOGETHER.test(words[i - 1] + '\n' + words[i])) p.append(' ');
    p.append(hits.has(i) ? make('mark', words[i]) : words[i]);
  }
  return p;
};
/* its first words may be its title, its last a quotation */
const row = ({ group, url, title, head = 0, quote = 0, shape: sign, where, about, lang, words, hits }) => {
  const first = +head, own = words.length - quote, source = group === 'text';
  const tongue = e => { if (lang) [e.lang, e.dir] = [lang, 'auto']; };
  const li = make('li'), h = make('h3'), a = make('a', title);
  const near = [...hits].find(i => first <= i && i < own) ?? first;
  const from = own - first <= WINDOW ? first : Math.max(first, Math.min(near - 12, own - WINDOW)), to = Math.min(own, from + WINDOW);
  if (sign) a.prepend(shape(sign));
  a.href = new URL('../' + url, location.href);
  lit(a, words, 0, first, hits);
  h.append(a);
  li.append(h);
  if (first < own) {
    const p = make('p', '', source ? 'q' : '');
    if (first < from) p.append('… ');
    lit(p, words, from, to, hits);
    if (to < own) p.append(' …');
    if (source) tongue(p);
    li.append(p);
  } else if (source) tongue(a);
  if (own < words.length) {
    const q = make('p', '', 'q of');
    q.append('“');
    lit(q, words, own, words.length, hits).append('”');
    tongue(q);
    li.append(q);
  }
  if (where) li.append(make('p', where, 'meta'));
  else if (about) li.append(lit(make('p', '', 'meta'), about.words, 0, about.words.length, about.hits));
  return li;
};

/* of the answer, for each group: its records not loaded yet, places of loaded ones not shown yet,
   and how many are known. Only the first records are loaded, for an answer may have thousands. Where
   these are all, a place with fewer of the words than another is left out; else it comes later */
let turn = 0, lists = [];
const load = async (list, question) => {
  const some = list.records.splice(0, LOADED), data = await Promise.all(some.map(r => r.result.data()));
  const all = data.flatMap((record, i) => places(record, some[i], question));
  const most = list.known || list.records.length ? 0 : Math.max(...all.map(place => place.number));
  const more = all.filter(place => place.number >= most).sort((a, b) => b.number - a.number);
  list.places.push(...more);
  list.known += more.length;
};
const tell = () => {
  const number = (n, over) => over ? found.dataset.over.replace('{n}', n) : n;
  const count = (name, n, over) => {
    const radio = id('in-' + name);
    radio.disabled = !n;
    radio.parentNode.querySelector('i').textContent = number(n, over);
  };
  const all = lists.reduce((n, list) => n + list.known, 0), over = lists.some(list => list.records.length);
  count('all', all, over);
  for (const { name, section, known, records } of lists) {
    count(name, known, records.length);
    section.querySelector('.n2').textContent = number(known, records.length);
  }
  return [all, over];
};
const fill = async (list, number, question, focus) => {
  const mine = turn, more = list.section.querySelector('button');
  more.onclick = null;
  while (list.places.length < number && list.records.length) {
    await load(list, question);
    if (mine !== turn) return;
  }
  const rows = list.places.splice(0, number).map(row);
  list.section.querySelector('ol').append(...rows);
  const next = Math.min(MORE, list.places.length + list.records.length);  // each has a place at least
  more.hidden = !next;
  more.textContent = found.dataset.more.replace('{n}', next);
  more.onclick = () => fill(list, next, question, true).then(tell, fail);
  if (focus) rows[0].querySelector('a').focus();
};
const fail = () => {
  found.hidden = id('noscript').hidden = true;
  id('lists').hidden = id('broken').hidden = false;
};

/* the engine and the index come with the first question */
let ready;
const start = () => ready ??= Promise.all([
  import(new URL('pagefind/pagefind.js', location.href)),
  fetch('groups.json').then(r => r.json()),
]).then(([engine, lists]) => [engine, new Map(
  Object.entries(lists).flatMap(([name, ids]) => ids.map(i => [i, name])))]);

const ask = async q => {
  const mine = ++turn;
  found.hidden = !q;
  if (!q) return;
  say('wait');
  try {
    const [engine, group] = await start(), question = asked(q), records = await seek(engine, question);
    if (mine !== turn) return;
    if (!records.some(r => group.get(r.result.id) === choice().value)) id('in-all').checked = true;
    const answer = [...d.querySelectorAll('.hits')].map(section => {
      const name = section.id.slice(5), own = records.filter(r => group.get(r.result.id) === name);
      return { name, section, records: own, places: [], known: 0 };
    });
    await Promise.all(answer.map(list => load(list, question)));
    if (mine !== turn) return;
    lists = answer;
    for (const list of lists) {
      list.section.querySelector('ol').replaceChildren();
      await fill(list, FIRST, question);
      list.section.hidden = !list.known;
    }
    const [all, over] = tell();
    say(over ? 'lot' : ['none', 'one'][all] || 'many', all, q);
  } catch (problem) {
    fail();
  }
};

/* the question and the choice are in the address */
const choice = () => d.querySelector('[name=in]:checked');
const address = () => {
  const q = field.value.trim(), chosen = choice().value;
  const query = new URLSearchParams({ ...q && { q }, ...chosen !== 'all' && { in: chosen } });
  return location.pathname + (query.size ? '?' + query : '');
};
const read = () => {
  const query = new URLSearchParams(location.search);
  field.value = query.get('q') || '';
  (id('in-' + query.get('in')) || id('in-all')).checked = true;
  ask(field.value.trim());
};
form.addEventListener('submit', e => {
  e.preventDefault();
  if (address() !== location.pathname + location.search) history.pushState(0, '', address());
  ask(field.value.trim());
});
found.addEventListener('change', () => history.replaceState(0, '', address()));
addEventListener('popstate', read);
read();
})();
