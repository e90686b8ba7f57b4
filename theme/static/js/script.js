/* Reading aids. The page is complete without this file. */
(() => {
const d = document, id = i => d.getElementById(i), all = s => [...d.querySelectorAll(s)];
const hear = (type, f) => d.addEventListener(type, f), box = e => e.getBoundingClientRect();
const body = id('text'), wide = matchMedia('(min-width:56rem)'), on = i => id(i)?.checked;
if (!body) return;
const marks = all('.r'), names = marks.map(r => r.ariaLabel);
const tap = () => !wide.matches && !on('n-all');
const noteAt = a => /^#note-/.test(a?.hash) && id(a.hash.slice(1))?.closest('.n,.own');
const notesOf = t => {
  const e = t.closest('.r,.n,mark');
  return !e ? [] : e.matches('.n') ? [e]
    : (e.dataset.notes || e.hash.slice(6)).split(' ').map(i => id('note-' + i));
};
for (const type of ['pointerover', 'pointerout', 'focusin', 'focusout'])
  hear(type, e => notesOf(e.target).forEach(n =>
    [n, ...all(`mark[data-notes~="${n.id.slice(5)}"]`)].forEach(x =>
      x.classList.toggle('on', /over|sin/.test(type)))));

const say = () => marks.forEach((r, i) => {
  r.ariaExpanded = tap() ? noteAt(r)?.matches('.open') : null;
  r.ariaLabel = names[i].replace(on('v-open') ? /:.*/ : '', '');
});

/* narrow: in place */
let from;
const go = to => history.replaceState(0, '', location.pathname + to);
const set = (n, open) => { n.classList.toggle('open', open); say(); };
const close = n => {
  const r = [from, ...marks].find(r => noteAt(r) == n), y = box(r).top;
  set(n, 0);
  if (noteAt(location) == n) go(location.search);
  r.focus({ preventScroll: true });
  y > 0 && y < innerHeight ? scrollBy(0, box(r).top - y) : r.scrollIntoView();
};
hear('click', e => {
  const a = e.target.closest('a'), hit = (a || e.target).closest(a ? '.r' : 'mark');
  const n = hit && notesOf(hit)[0], far = n && n.compareDocumentPosition(hit) & 4;
  if (a?.matches('.rep:not([href*="&"])')) a.href += '&body=' + encodeURIComponent(a.closest('.n,.fb').innerText
    .replace(a.parentNode.innerText, '').replace(/^↩\s+\d+\s+/, '').slice(0, 900).replace(/^/gm, '> ') + '\n\n' + a.previousElementSibling);
  if (e.metaKey || e.ctrlKey || !tap()) return;
  const shut = a?.matches('.nb') ? a.closest('.n') : n && !far && n.matches('.open') && n;
  if (n) from = a;
  if (n || shut) e.preventDefault();
  if (shut) return close(shut);
  if (!n) return a && noteAt(a) && set(noteAt(a), 1);
  notesOf(hit).forEach(x => set(x, 1));
  n.focus({ preventScroll: !far });
});
const arrive = () => { const n = noteAt(location); n ? set(n, 1) : say(); };

/* preview of a note that is elsewhere */
const pv = d.createElement('div'), hide = () => { clearTimeout(timer); pv.remove(); };
let timer;
pv.className = 'pv n';
pv.ariaHidden = true;
hear('pointerover', e => {
  clearTimeout(timer);
  if (pv.contains(e.target)) return;
  const a = e.target.closest('a'), n = a && noteAt(a);
  const here = !n || e.pointerType != 'mouse' || n.contains(a) || a.matches('.r');
  timer = here ? setTimeout(hide, 250) : setTimeout(() => {
    const b = box(a), left = ` min(${b.left}px,100% - 19rem)`;
    pv.innerHTML = n.innerHTML.replaceAll('<a ', '<a tabindex="-1" ');
    pv.style.inset = (b.top * 2 > innerHeight ? `auto auto ${innerHeight - b.top + 6}px`
      : `${b.bottom + 6}px auto auto`) + left;
    d.body.append(pv);
  }, 180);
});
hear('scroll', hide);
hear('keydown', e => {
  const n = e.key == 'Escape' && (pv.isConnected ? hide() : notesOf(d.activeElement)[0]);
  if (n && n.matches('.open') && tap()) close(n);
});

/* notes outgrow the text: float them */
const last = all('.n').pop();
if (last) new ResizeObserver(() =>
  box(last).bottom > box(body).bottom && body.classList.add('floats')).observe(body);

/* the view, in the address */
const q = new URLSearchParams(location.search);
for (const [k, v] of q) (id(k + '-' + v) || {}).checked = true;
hear('change', e => {
  const [k, v] = e.target.id.split('-');
  /ann|both|tap/.test(v) ? q.delete(k) : q.set(k, v);
  go((q + '' && '?' + q) + location.hash);
  say();
});
wide.onchange = say;
onhashchange = arrive;
arrive();
d.documentElement.classList.add('ready');
})();
