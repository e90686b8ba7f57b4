/* Search, on its own page only: reads an index that lies beside the page, asks nobody else.
   Nothing that is found is put in as HTML. */
(() => {
const d = document, id = i => d.getElementById(i), form = id('find'), field = id('q'), found = id('found');
const FIRST = 4, MORE = 20, WINDOW = 45;
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

/* words of a record from one to another, those that were asked for marked */
const lit = (p, words, from, to, hits) => {
  for (let i = from; i < to; i++) {
    if (i > from) p.append(' ');
    p.append(hits.has(i) ? make('mark', words[i]) : words[i]);
  }
  return p;
};
const hit = ({ content, locations, meta }) => {
  const words = content.trim().split(/\s+/), hits = new Set(locations);
  const own = words.length - (meta.quote || 0), serif = meta.group === 'text';
  const li = make('li'), h = make('h3'), a = make('a', meta.title), p = make('p', '', serif ? 'q' : '');
  const near = locations.find(i => i < own) || 0;
  const from = own <= WINDOW ? 0 : Math.max(0, Math.min(near - 12, own - WINDOW)), to = Math.min(own, from + WINDOW);
  if (meta.shape) a.prepend(shape(meta.shape));
  a.href = new URL('../' + meta.url, location.href);
  h.append(a);
  li.append(h);
  if (from) p.append('… ');
  lit(p, words, from, to, hits);
  if (to < own) p.append(' …');
  if (meta.lang && serif) [p.lang, p.dir] = [meta.lang, 'auto'];
  if (own && meta.title !== p.textContent) li.append(p);
  if (meta.quote && meta.group !== 'dates') {
    const q = make('p', '', 'q of');
    q.append('“');
    lit(q, words, own, words.length, hits).append('”');
    if (meta.lang) [q.lang, q.dir] = [meta.lang, 'auto'];
    li.append(q);
  }
  if (meta.where) li.append(make('p', meta.where, 'meta'));
  return li;
};

/* the engine and the index come with the first question */
let ready, turn = 0;
const start = () => ready ??= Promise.all([
  import(new URL('pagefind/pagefind.js', location.href)),
  fetch('groups.json').then(r => r.json()),
]).then(([engine, lists]) => [engine, new Map(
  Object.entries(lists).flatMap(([name, ids]) => ids.map(i => [i, name])))]);

const fill = async (section, rest, number, mine, focus) => {
  const list = section.querySelector('ol'), more = section.querySelector('button');
  const data = await Promise.all(rest.splice(0, number).map(r => r.data()));
  if (mine !== turn) return;
  const rows = data.map(hit);
  list.append(...rows);
  more.hidden = !rest.length;
  more.textContent = found.dataset.more.replace('{n}', Math.min(MORE, rest.length));
  more.onclick = () => fill(section, rest, MORE, mine, true);
  if (focus) rows[0].querySelector('a').focus();
};
const ask = async q => {
  const mine = ++turn;
  found.hidden = !q;
  if (!q) return;
  say('wait');
  try {
    const [engine, group] = await start(), { results } = await engine.search(q);
    if (mine !== turn) return;
    const count = (name, n) => {
      const radio = id('in-' + name);
      radio.disabled = !n;
      radio.parentNode.querySelector('i').textContent = n;
    };
    count('all', results.length);
    if (!results.some(r => group.get(r.id) === choice().value)) id('in-all').checked = true;
    const sections = [...d.querySelectorAll('.hits')];
    const numbers = await Promise.all(sections.map(async section => {
      const name = section.id.slice(5), rest = results.filter(r => group.get(r.id) === name);
      const number = rest.length;
      count(name, number);
      section.querySelector('.n2').textContent = number;
      section.querySelector('ol').replaceChildren();
      await fill(section, rest, FIRST, mine);
      return number;
    }));
    if (mine !== turn) return;
    sections.forEach((section, i) => { section.hidden = !numbers[i]; });
    say(['none', 'one'][results.length] || 'many', results.length, q);
  } catch (problem) {
    found.hidden = id('noscript').hidden = true;
    id('lists').hidden = id('broken').hidden = false;
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
