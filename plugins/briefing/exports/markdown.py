"""Simple HTML as plain Markdown: CommonMark with tables and footnotes, nothing of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from xml.etree.ElementTree import Element

from markdown_it import MarkdownIt

from .markup import tree_of
from .tree import items, put, words

SPECIAL = re.compile(r"([\\`*_\[\]<>~|^$]|&(?=[#\w])|!$|(?<!\w):(?=:))")
SIGNS = re.compile(r"[\\`*_\[\]<>~|^$&!:]")
"""What `SPECIAL` can begin with: most words have none of these, which is sooner seen."""
LINE_START = re.compile(r"(?P<sign>[-+=#>:]|\d{1,9}(?=[.)](?:\s|$)))")
SPACES = re.compile(r"\s{2,}|[^\S ]")
"""White space that is not one space."""
UNLINKED = re.compile(r"[\s<>]")
"""What cannot stand in a link's address."""
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset(
    {*HEADINGS, "p", "ul", "ol", "blockquote", "pre", "table", "figure", "hr", "div", "section"}
)
PLAIN = r"\w .,;%/()“”‘’'–—\-"
CLEAR = re.compile(rf"(?:[{PLAIN}]|(?<!\S)(\*\*?)\w(?:[{PLAIN}:]*\w)?\1(?!\S))*")
"""A line whose emphasis begins and ends with whole words, and that has no other sign."""
EMPHASIS = {"em": "*", "i": "*", "strong": "**", "b": "**"}


def markdown_of(root: Element) -> str:
    """The blocks in *root*, parted by blank lines."""
    return "\n\n".join(_blocks(root))


def indented(text: str, by: str = "    ") -> str:
    """*text* as what follows in a list item or a footnote: every line but the first is set in."""
    lines = text.split("\n")
    return "\n".join([lines[0], *(by + line if line else line for line in lines[1:])])


def escaped(text: str) -> str:
    """Words that Markdown must not read as anything else; at a line's start see `_paragraph`."""
    text = SPACES.sub(" ", text)
    return SPECIAL.sub(r"\\\1", text) if SIGNS.search(text) else text


def _blocks(root: Element) -> Iterator[str]:
    loose: list[Element | str] = []
    for item in items(root):
        if isinstance(item, str):
            if loose or not item.isspace():
                loose.append(item)
        elif item.tag not in BLOCKS:
            loose.append(item)
        else:
            yield from filter(None, (_loose(loose), _block(item)))
            loose = []
    yield from filter(None, (_loose(loose),))


def _loose(inlines: Sequence[Element | str]) -> str:
    """What stands between blocks, as a paragraph; "" for nothing."""
    if not inlines:
        return ""
    holder = Element("p")
    for item in inlines:
        put(holder, item)
    return _line(holder)


def _block(element: Element) -> str:
    tag = element.tag
    if tag in HEADINGS:
        return "#" * HEADINGS[tag] + " " + _line(element)
    if tag in ("ul", "ol"):
        return "\n".join(_list(element))
    if tag == "blockquote":
        return "\n".join(f"> {line}".rstrip() for line in markdown_of(element).split("\n"))
    if tag == "pre":
        code = "".join(element.itertext()).removesuffix("\n")
        fence = "`" * (max([2, *map(len, re.findall("`+", code))]) + 1)
        marks = "".join(f"[^{ref.get('note')}]" for ref in element.iter("ref"))
        return f"{fence}\n{code}\n{fence}" + (f"\n\n{marks}" if marks else "")
    if tag == "table":
        return "\n".join(_table(element))
    if tag in ("figure", "figcaption", "div", "section"):
        return markdown_of(element)
    return "***" if tag == "hr" else _line(element)


def _line(element: Element) -> str:
    """A paragraph. Where emphasis would not be read as such, it is left out, not the words."""
    text = _paragraph(element, EMPHASIS)
    emphatic = "*" in text and any(inner.tag in EMPHASIS for inner in element.iter())
    if emphatic and not CLEAR.fullmatch(text):
        shown = _reader().renderInline(re.sub(r"\[\^[\w-]+\]", "", text))
        if words(element) != _bare(shown):
            return _paragraph(element, {})
    return text


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt()


def _bare(html: str) -> str:
    return words(tree_of(html))


def _paragraph(element: Element, emphasis: dict[str, str]) -> str:
    lines = "".join(_inline(element, emphasis)).strip(" ").split("\n")
    return "\n".join(map(_begun, lines))


def _begun(line: str) -> str:
    """*line* with a sign at its start that Markdown must not read as a list, a heading …"""
    match = LINE_START.match(line)
    if match is None:
        return line
    sign, rest = match["sign"], line[match.end() :]
    return f"{sign}\\{rest}" if sign.isdigit() else f"\\{sign}{rest}"


def _inline(element: Element, emphasis: dict[str, str]) -> Iterator[str]:
    after_ref = False
    for item in items(element):
        if isinstance(item, str):
            text = escaped(item)
            yield f"\\{text}" if after_ref and text[:1] in ("(", ":") else text
            after_ref = False
            continue
        after_ref = item.tag == "ref"
        if after_ref:
            yield f"[^{item.get('note')}]"
        elif item.tag == "br":
            yield "\\\n"
        elif item.tag == "img":
            yield escaped(item.get("alt", ""))
        elif item.tag == "code":
            yield _code("".join(item.itertext()))
        else:
            yield from _wrapped(item, "".join(_inline(item, emphasis)), emphasis)


def _wrapped(item: Element, inside: str, emphasis: dict[str, str]) -> Iterator[str]:
    mark = emphasis.get(item.tag, "")
    address = item.get("href", "") if item.tag == "a" else ""
    if address:
        target = UNLINKED.sub(lambda match: f"%{ord(match[0]):02X}", address)
        nested = "(" in target or ")" in target
        yield f"[{inside}](<{target}>)" if nested else f"[{inside}]({target})"
    elif mark and inside.strip():
        core = inside.strip(" ")
        lead, tail = inside.partition(core)[::2]
        yield f"{lead}{mark}{core}{mark}{tail}"
    else:
        yield inside


def _code(text: str) -> str:
    text = SPACES.sub(" ", text)
    fence = "`" * (max([0, *map(len, re.findall("`+", text))]) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _list(element: Element) -> Iterator[str]:
    first = int(element.get("start", "1")) if element.get("start", "1").isdigit() else 1
    for number, item in enumerate(element, first):
        sign = "-" if element.tag == "ul" else f"{number}."
        yield f"{sign} {indented(markdown_of(item), ' ' * (len(sign) + 1))}"


def _table(element: Element) -> Iterator[str]:
    rows = [[_cell(cell) for cell in row] for row in element.iter("tr")]
    width = max(map(len, rows), default=0)
    for number, row in enumerate(rows):
        yield f"| {' | '.join([*row, *[''] * (width - len(row))])} |"
        if not number:
            yield f"|{' --- |' * width}"


def _cell(cell: Element) -> str:
    """A cell's words on one line; blocks in it are parted by a space."""
    return re.sub(r"\s*\\?\n\s*", " ", markdown_of(cell)).strip()
