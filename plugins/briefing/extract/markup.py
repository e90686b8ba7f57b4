"""Elements of a page as Markdown blocks, with its captions and its own notes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from ..plaintext import normalised
from .extracted import MARK
from .markdown import fenced, link, listed, paragraph, quoted, table, words, wrapped

_BLOCKS = frozenset(
    """
    address article blockquote body caption center dd details div dl dt fieldset figcaption figure
    footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td tfoot th
    thead tr ul
    """.split()  # noqa: SIM905
)
_ROWS, _CELLS = ("tbody", "tfoot", "thead", "tr"), ("td", "th")
_NOTES = re.compile(r"foot-?notes?|end-?notes?|reference-?list|references", re.IGNORECASE)
_BACK = re.compile(r"^[\s↩↑^⤴︎️]*$")


class Blocks:
    """A page's elements as Markdown. *notes* are the page's own, each a sign and its text."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.captions: list[str] = []
        self.notes: list[tuple[str, str]] = []
        self.refused: list[str] = []
        self.doubts: list[str] = []
        self.signs: dict[str, str] = {}

    def of(self, root: Tag) -> str:
        """The text of *root*: its blocks, then the notes that it refers to."""
        noted = self._take_notes(root)
        text = "\n\n".join(block for block in self._blocks(root) if block.strip())
        for anchor, tag in noted:
            sign = self.signs[anchor]
            body = paragraph(self._inline(tag)).replace("\n", " ")
            self.notes.append((sign, body))
        below = [f"{words(sign)} {body}" for sign, body in self.notes]
        return "\n\n".join([text, *below]).strip() + "\n"

    def _take_notes(self, root: Tag) -> list[tuple[str, Tag]]:
        """The notes to which a mark in the text leads, taken out of it, in the marks' order."""
        found: list[tuple[str, Tag]] = []
        for mark in root.find_all("a", href=re.compile("^#.")):
            anchor = str(mark["href"])[1:]
            target = root.find(id=anchor) or root.select_one(f"[name={json.dumps(anchor)}]")
            sign = normalised(mark.get_text()).strip("[]()")
            inside = isinstance(target, Tag) and mark in target.descendants
            if not isinstance(target, Tag) or inside or not re.fullmatch(r"\d{1,3}|[a-z*†‡]", sign):
                continue
            item = (
                target
                if target.name in ("li", "p", "div", "dd")
                else target.find_parent(["li", "p", "div", "dd"])
            )
            if item is None or item is root or item in mark.parents:
                continue
            if (
                mark.find_parent(["li", "p", "div"])
                and _in_notes(mark)
                and mark.find_previous(id=anchor) is None
            ):
                continue
            if anchor not in self.signs:
                if len(normalised(item.get_text())) < 3 or not _is_note(item):
                    continue
                self.signs[anchor] = f"[{sign}]"
                found.append((anchor, item))
            outer = mark.parent if mark.parent and mark.parent.name == "sup" else mark
            outer.replace_with(NavigableString(f"{MARK}{self.signs[anchor]}{MARK}"))
        for _, item in found:
            self._clean(item)
        for _, item in found:
            holder = item.find_parent(["ol", "ul", "section", "div"])
            item.extract()
            if holder and holder is not root and not normalised(holder.get_text()):
                holder.extract()
        return found

    def _clean(self, item: Tag) -> None:
        """Take out of a note the links that lead back, and the sign that it begins with."""
        for back in item.find_all("a", href=re.compile("^#")):
            if _BACK.match(back.get_text()) or re.fullmatch(
                r"[\[(]?\w{1,3}[\])]?", normalised(back.get_text())
            ):
                back.decompose()
        first = item.find(string=lambda s: bool(s and s.strip()))
        if isinstance(first, NavigableString):
            first.replace_with(
                NavigableString(re.sub(r"^\s*[\[(]?\d{1,3}[\])]?[.:]?\s+", "", first))
            )

    def _blocks(self, tag: Tag) -> Iterator[str]:
        yield from self._blocks_of(tag.children)

    def _blocks_of(self, children: Iterable[PageElement]) -> Iterator[str]:
        waiting: list[PageElement] = []
        for child in children:
            if isinstance(child, Tag) and self._is_block(child):
                yield from self._flushed(waiting)
                waiting = []
                yield from self._block(child)
            else:
                waiting.append(child)
        yield from self._flushed(waiting)

    def _flushed(self, waiting: list[PageElement]) -> Iterator[str]:
        inline = "".join(map(self._piece, waiting))
        for part in re.split(r"(?:\\\n\s*){2,}", inline):
            if part.strip("\\\n "):
                yield paragraph(re.sub(r"^(?:\\\n)+|(?:\\\n)+$", "", part.strip()))

    def _is_block(self, tag: Tag) -> bool:
        return tag.name in _BLOCKS or tag.find(list(_BLOCKS)) is not None

    def _block(self, tag: Tag) -> Iterator[str]:
        name = tag.name
        if name in ("ul", "ol"):
            start = str(tag.get("start") or "1")
            yield listed(
                self._items(tag),
                ordered=name == "ol",
                first=int(start) if start.isdecimal() else 1,
            )
        elif name == "table":
            yield from self._table(tag)
        elif name == "blockquote":
            yield quoted("\n\n".join(self._blocks(tag)))
        elif name == "pre":
            yield fenced(tag.get_text())
        elif name == "hr":
            return
        elif name in ("figcaption", "caption"):
            text = paragraph(self._inline(tag)).replace("\\\n", " ")
            self.captions.append(_plain(text))
            yield text
        elif re.fullmatch("h[1-6]", name):
            text = self._inline(tag).replace("\\\n", " ").strip()
            if text:
                yield "#" * max(2, int(name[1])) + " " + text
        else:
            yield from self._blocks(tag)

    def _items(self, tag: Tag) -> list[str]:
        """The items of a list; what stands between two of them belongs to the one before."""
        items: list[str] = []
        for is_item, group in groupby(tag.children, lambda child: _is(child, ("li",))):
            if is_item:
                items += ["\n\n".join(self._blocks_of([item])) for item in group]
            else:
                items[-1:] = ["\n\n".join([*items[-1:], *self._blocks_of(group)])]
        return [item for item in items if item.strip()]

    def _table(self, tag: Tag) -> Iterator[str]:
        """A table of its own cells, below what stands in none of them."""
        parts = [tag, *(p for p in tag.find_all(_ROWS) if p.find_parent("table") is tag)]
        for part in parts:
            yield from self._blocks_of(c for c in part.children if not _is(c, _ROWS + _CELLS))
        rows = [
            [self._inline(c).replace("\\\n", " ") for c in part.find_all(_CELLS, recursive=False)]
            for part in parts
            if part.name == "tr"
        ]
        rows = [row for row in rows if any(cell.strip() for cell in row)]
        if rows and max(map(len, rows)) > 1:
            yield table(rows)
        elif rows:
            yield from (paragraph(row[0]) for row in rows)

    def _inline(self, tag: Tag) -> str:
        return "".join(map(self._piece, tag.children))

    def _piece(self, node: PageElement) -> str:
        if isinstance(node, NavigableString):
            return words(str(node))
        if not isinstance(node, Tag):
            return ""
        inner = self._inline(node)
        if node.name == "br":
            return "\\\n"
        if node.name in ("em", "i", "cite"):
            return wrapped(inner, "*")
        if node.name in ("strong", "b"):
            return wrapped(inner, "**")
        if node.name == "a" and node.get("href"):
            linked, safe = link(inner, str(node["href"]), self.base)
            if not safe:
                self.refused.append(f"{normalised(node.get_text())} ({str(node['href'])[:60]})")
            return linked
        return f" {inner} " if node.name in _BLOCKS else inner


def _is(node: PageElement, names: Sequence[str]) -> bool:
    return isinstance(node, Tag) and node.name in names


def _in_notes(tag: Tag) -> bool:
    return any(_NOTES.search(f"{p.get('id') or ''} {p.get('class') or ''}") for p in tag.parents)


def _is_note(item: Tag) -> bool:
    """Whether an element is a note: by its role or name, or a link in it that leads back."""
    named = f"{item.get('id') or ''} {item.get('class') or ''} {item.get('role') or ''}"
    back = item.find("a", href=re.compile("^#"))
    return (
        bool(re.search(r"fn|note|cite|footnote|endnote", named, re.IGNORECASE))
        or _in_notes(item)
        or back is not None
    )


def _plain(markdown: str) -> str:
    return normalised(re.sub(r"\\(?=\W)|[*_]{1,2}|\]\([^)]*\)|\[", "", markdown))
