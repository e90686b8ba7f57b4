/* Which words of the source are selected, counted as the plugin counts them (verbatim.words_of). */

const INLINE = new Set(['A', 'ABBR', 'B', 'CODE', 'EM', 'I', 'MARK', 'SPAN', 'STRONG', 'SUP']);

/** The selected words and their offset in the source's plain text, in code points; null if none. */
export function selectedWords() {
  const text = document.getElementById('text'), selection = getSelection();
  if (!text || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return null;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const head = folded(shown(text, before)).replace(/^ /, '');
  const words = folded(shown(text, range)).trim();
  if (!words) return null;
  const whole = folded(head + shown(text, range)).replace(/^ /, '');
  const start = whole.indexOf(words, head.trimEnd().length);
  return { words, start: [...whole.slice(0, start)].length, range };
}

const folded = text => text.normalize('NFC').replace(/\s+/g, ' ');

/** The source's words inside *range*: nothing of ours, a space wherever a block begins or ends. */
function shown(root, range) {
  const parts = [];
  const walk = node => {
    if (!range.intersectsNode(node)) return;
    if (node.nodeType == Node.TEXT_NODE) {
      const start = node == range.startContainer ? range.startOffset : 0;
      const end = node == range.endContainer ? range.endOffset : node.length;
      parts.push(node.data.slice(start, end));
    } else if (node.nodeType == Node.ELEMENT_NODE && !isOurs(node)) {
      if (node.nodeName == 'BR') parts.push(' ');
      else if (node.nodeName == 'IMG') parts.push(node.alt);
      else {
        const gap = INLINE.has(node.nodeName) ? '' : ' ';
        parts.push(gap);
        node.childNodes.forEach(walk);
        parts.push(gap);
      }
    }
  };
  root.childNodes.forEach(walk);
  return parts.join('');
}

const isOurs = node => node.hasAttribute('data-ours') || node.matches('#text > h2.vh');
