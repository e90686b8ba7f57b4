"""A page as a tree, with the ends of elements that HTML lets a page leave out."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag

_PAST_PARAGRAPH = frozenset(
    """
    address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre search section
    summary table ul
    """.split()  # noqa: SIM905
)
_SCOPE = frozenset({"applet", "button", "caption", "html", "marquee", "object", "table", "td"})
_SCOPE |= {"template", "th"}
_SELECT = frozenset({"datalist", "select"})
_TABLE = frozenset({"html", "table", "template"})
_ITEM = (_PAST_PARAGRAPH | _SCOPE) - {"address", "div", "p"}
_CELL = frozenset({"caption", "colgroup", "td", "th"})
_GROUP = _CELL | {"tbody", "tfoot", "thead", "tr"}
_BODIES = frozenset({"body", "frameset"})
_ROWLESS = frozenset({"table", "tbody", "tfoot", "thead"})
_HEAD = frozenset(
    {"base", "head", "html", "link", "meta", "noscript", "script", "style", "template", "title"}
)
_ENDS = {
    "li": (frozenset({"li"}), _ITEM),
    "dd": (frozenset({"dd", "dt"}), _ITEM),
    "dt": (frozenset({"dd", "dt"}), _ITEM),
    "td": (_CELL, _TABLE),
    "th": (_CELL, _TABLE),
    "tr": (_CELL | {"tr"}, _TABLE),
    "tbody": (_GROUP, _TABLE),
    "tfoot": (_GROUP, _TABLE),
    "thead": (_GROUP, _TABLE),
    "option": (frozenset({"option"}), _SELECT),
    "optgroup": (frozenset({"optgroup", "option"}), _SELECT),
}
"""What the beginning of an element ends, and what it does not reach beyond.

Source: HTML Living Standard, 13.1.2.4 Optional tags, and 13.2.6 Tree construction.
"""


class Page(BeautifulSoup):
    """Beautiful Soup on Python's own parser, which ends an element only where its end is written.

    Args of the constructor: the page's text, and *deepest*: below so many elements nothing is
    ended, since the page will be refused.
    """

    def __init__(self, text: str, deepest: int) -> None:
        self.deepest = deepest
        self.bodied = False
        super().__init__(text, "html.parser")

    def handle_starttag(self, name: str, *args: Any, **kwargs: Any) -> Tag | None:
        if name not in _HEAD:
            self._begin_body(name)
        if len(self.tagStack) <= self.deepest + 1:
            if name in _ENDS:
                self._end(*_ENDS[name])
            if name in _PAST_PARAGRAPH:
                self._end(frozenset({"p"}), _SCOPE)
            if name in ("td", "th") and self.currentTag and self.currentTag.name in _ROWLESS:
                super().handle_starttag("tr", None, None, {})
        return super().handle_starttag(name, *args, **kwargs)

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:
        if name not in ("body", "html"):  # what comes after these is in the body all the same
            super().handle_endtag(name, nsprefix)

    def _begin_body(self, name: str) -> None:
        """End the head and begin the body, before the first element that can be in no head."""
        if self.currentTag and self.currentTag.name == "head":
            self.handle_endtag("head")
        around = self.currentTag.name if self.currentTag else ""
        if not self.bodied and name not in _BODIES and around in ("html", self.ROOT_TAG_NAME):
            super().handle_starttag("body", None, None, {})
        self.bodied = True

    def _end(self, ended: frozenset[str], beyond: frozenset[str]) -> None:
        """End the outermost of the open elements in *ended*, and all in it, up to *beyond*."""
        last = ""
        for tag in reversed(self.tagStack):
            if tag.name in ended:
                last = tag.name
            elif tag.name in beyond:
                break
        if last:
            self.handle_endtag(last)
