/* The page brought up to date in place: only what differs is changed, and the reader's line stays. */

const PARTS = ['.mast', '.sprite', 'main', '.foot'];
/** Classes that the reader's or the editor's own doing has put. */
const OPEN = ['open', 'on', 'floats', 'pedited'];

/** Fetch this page again, without its drafts where they are not wanted, and take over what differs. */
export async function refresh(asPublished) {
  const address = location.pathname + (asPublished ? '?published' : '');
  const answer = await fetch(address, { cache: 'no-store' });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (!fresh.querySelector('main')) return;
  if (!document.querySelector('main')) {
    location.reload();
    return;
  }
  const line = lineInSight();
  document.title = fresh.title;
  takeStyle(fresh);
  for (const part of PARTS) {
    const [old, now] = [document.querySelector(part), fresh.querySelector(part)];
    if (old && now) sync(old, now);
  }
  keep(line);
  dispatchEvent(new Event('hashchange'));
}

/** The page's own style block: the anchors of its notes. */
function takeStyle(fresh) {
  const [old, now] = [document, fresh].map(page => page.head.querySelector('style'));
  if (old && now) old.textContent = now.textContent;
  else if (now) document.head.append(document.adoptNode(now));
}

/** The first block in sight, and where it is. */
function lineInSight() {
  const blocks = document.querySelectorAll('#text > *, main section, main article > *');
  for (const block of blocks) {
    const box = block.getBoundingClientRect();
    if (box.height && box.bottom > 0 && box.height < innerHeight) {
      return { block, id: block.id, top: box.top, y: scrollY };
    }
  }
  return null;
}

function keep(line) {
  if (!line || !line.y) return;
  const block = line.block.isConnected ? line.block : document.getElementById(line.id);
  if (block) scrollBy({ top: block.getBoundingClientRect().top - line.top, behavior: 'instant' });
}

/** Make *old* equal to *now*; what is equal already is left alone. */
function sync(old, now) {
  if (old.isEqualNode(now)) return;
  if (old.nodeType != Node.ELEMENT_NODE || old.localName != now.localName || old.id != now.id) {
    old.replaceWith(document.importNode(now, true));
    return;
  }
  syncAttributes(old, now);
  const before = [...old.childNodes].filter(node => !node.dataset?.preview);
  const after = [...now.childNodes];
  let first = 0;
  while (first < Math.min(before.length, after.length)
    && before[first].isEqualNode(after[first])) first++;
  let [last, end] = [before.length, after.length];
  while (last > first && end > first && before[last - 1].isEqualNode(after[end - 1])) last--, end--;
  const next = before[last] ?? old.querySelector(':scope > [data-preview]');
  syncRun(old, before.slice(first, last), after.slice(first, end), next);
}

/** Between what is equal before and after: pair what has the same name and id, in order. */
function syncRun(parent, before, after, next) {
  const alike = (a, b) => a.nodeName == b.nodeName && a.id == b.id;
  let at = 0;
  for (const now of after) {
    const found = before.findIndex((old, n) => n >= at && alike(old, now));
    if (found < 0) {
      parent.insertBefore(document.importNode(now, true), before[at] ?? next);
      continue;
    }
    before.slice(at, found).forEach(gone => gone.remove());
    sync(before[found], now);
    at = found + 1;
  }
  before.slice(at).forEach(gone => gone.remove());
}

function syncAttributes(old, now) {
  const open = OPEN.filter(name => old.classList.contains(name));
  for (const { name } of [...old.attributes]) if (!now.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of now.attributes) {
    if (old.getAttribute(name) != value) old.setAttribute(name, value);
  }
  if (open.length) old.classList.add(...open);
}
