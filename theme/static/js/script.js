/* Reading aids. The page is complete without this file. */
(() => {
const d = document, id = i => d.getElementById(i), all = s => d.querySelectorAll(s);
const body = id('text'), wide = matchMedia('(min-width:56rem)');
if (!body) return;
const tap = () => !wide.matches && !id('n-all')?.checked, box = e => e.getBoundingClientRect();
const noteAt = a => /^#note-/.test(a.hash) && id(a.hash.slice(1));
const markOf = n => all(`.r[href="#${n.id}"]`)[0];
const notesOf = t => {
  const e = t.closest('.r,.n,mark');
  return !e ? [] : e.matches('.n') ? [e] : e.hash ? [noteAt(e)]
    : e.dataset.notes.split(' ').map(i => id('note-' + i));
};
for (const [type, on] of [['pointerover', 1], ['pointerout', 0], ['focusin', 1], ['focusout', 0]])
  body.addEventListener(type, e => notesOf(e.target).forEach(n => {
    for (const x of [n, ...all(`mark[data-notes~="${n.id.slice(5)}"]`)]) x.classList.toggle('on', on);
  }));

/* narrow: open in place; the tapped line stays */
let from;
const say = () => all('.r').forEach(r => tap()
  ? r.setAttribute('aria-expanded', noteAt(r).matches('.open')) : r.removeAttribute('aria-expanded'));
const set = (n, open) => { n.classList.toggle('open', open); say(); };
const close = n => {
  const r = from?.hash == '#' + n.id ? from : markOf(n), y = box(r).top;
  set(n, 0);
  if (location.hash == '#' + n.id) history.replaceState(0, '', location.pathname + location.search);
  r.focus({ preventScroll: true });
  y > 0 && y < innerHeight ? scrollBy(0, box(r).top - y) : r.scrollIntoView({ block: 'center' });
};
d.addEventListener('click', e => {
  if (e.metaKey || e.ctrlKey || !tap()) return;
  const a = e.target.closest('a'), hit = (a || e.target).closest(a ? '.r' : 'mark'), n = hit && notesOf(hit)[0];
  if (a?.matches('.nb')) {
    e.preventDefault();
    close(a.closest('.n'));
  } else if (n) {
    const far = n.compareDocumentPosition(hit) & 4;
    e.preventDefault();
    from = a || markOf(n);
    if (!far && n.matches('.open')) return close(n);
    notesOf(hit).forEach(x => set(x, 1));
    n.focus({ preventScroll: !far });
  } else if (a && noteAt(a)) set(noteAt(a), 1);
});
const arrive = () => { const n = noteAt(location); n ? set(n, 1) : say(); };

/* preview a note from elsewhere: pointer only */
let pv, timer;
const hide = () => { clearTimeout(timer); pv?.remove(); pv = null; };
if (matchMedia('(hover:hover)').matches) d.addEventListener('pointerover', e => {
  clearTimeout(timer);
  if (pv?.contains(e.target)) return;
  const a = e.target.closest('a'), n = a && noteAt(a);
  timer = !n || (a.matches('.r') && !tap()) ? setTimeout(hide, 250) : setTimeout(() => {
    hide();
    pv = d.createElement('div');
    pv.className = 'pv n';
    pv.ariaHidden = true;
    pv.innerHTML = n.innerHTML.replaceAll('<a ', '<a tabindex="-1" ');
    d.body.append(pv);
    const b = box(a), h = pv.offsetHeight, low = b.bottom + 6;
    pv.style.left = Math.max(8, Math.min(b.left, innerWidth - pv.offsetWidth - 8)) + 'px';
    pv.style.top = (low + h < innerHeight ? low : Math.max(8, b.top - h - 6)) + 'px';
  }, 180);
});
addEventListener('scroll', hide, { passive: true });
d.addEventListener('keydown', e => {
  if (e.key != 'Escape') return;
  const n = pv ? hide() : notesOf(d.activeElement)[0];
  if (n?.matches('.open') && tap()) close(n);
});

/* notes that outgrow the text go back to floats */
const last = [...all('.body .n')].pop();
if (last) new ResizeObserver(() => wide.matches && box(last).bottom > box(body).bottom
  && body.classList.add('floats')).observe(body);

/* the view goes in the address */
const q = new URLSearchParams(location.search);
for (const k of ['v', 't']) { const x = id(k + '-' + q.get(k)); if (x) x.checked = true; }
d.addEventListener('change', e => {
  const [k, v] = e.target.id.split('-');
  if (k != 'n') {
    /ann|both/.test(v) ? q.delete(k) : q.set(k, v);
    history.replaceState(0, '', (q + '' ? '?' + q : location.pathname) + location.hash);
  }
  say();
});
wide.addEventListener('change', say);
addEventListener('hashchange', arrive);
arrive();
d.documentElement.classList.add('ready');
})();
