"""A saved web page: its text by plain rules, everything else by name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment as Hidden
from bs4.element import PreformattedString

from ..plaintext import normalised
from .extracted import Extracted, LeftOut, OwnNote, UnreadableError
from .markup import Blocks
from .opinion import second_opinion
from .pagefacts import facts_of
from .settling import settled
from .tagends import Page
from .text import decoded, script_told

_TAGS = {
    "script": "script",
    "style": "style",
    "noscript": "page furniture",
    "template": "hidden text",
    "iframe": "embedded page",
    "object": "embedded page",
    "embed": "embedded page",
    "video": "video",
    "audio": "audio",
    "canvas": "drawing",
    "svg": "drawing",
    "form": "form",
    "button": "button",
    "input": "form",
    "select": "form",
    "textarea": "form",
    "nav": "navigation",
    "aside": "aside",
    "footer": "footer",
    "dialog": "dialog",
}
_NAMED = (
    (
        "advert",
        r"ad|ads|adv|advert\w*|advertisement|banner-?ad|sponsor\w*|promo\w*|commercial|dfp|taboola|outbrain",
    ),
    ("cookie notice", r"cookies?|consent|gdpr"),
    ("newsletter", r"newsletter|subscribe|subscription|signup|paywall"),
    ("sharing", r"share|sharing|social|follow|sharebar"),
    (
        "related",
        r"related|recommend\w*|more-?stories|read-?(?:more|also|next)|most-?read|trending|popular",
    ),
    ("comments", r"comments?|disqus|respond"),
    ("navigation", r"breadcrumbs?|navigation|navbar|menu|pagination|skip-?link|sidebar|toc"),
    ("hidden text", r"visually-?hidden|sr-only|screen-?reader\w*|hidden"),
    (
        "byline",
        r"byline|author\w*|article-?author|dateline|published?|pub-?date|timestamp|post-?meta|article-?meta|entry-?meta",
    ),
)
NAMED = tuple(
    (kind, re.compile(rf"(?:^|[\s_-])(?:{form})(?:$|[\s_-])", re.IGNORECASE))
    for kind, form in _NAMED
)
_ROLES = {
    "navigation": "navigation",
    "banner": "page header",
    "contentinfo": "footer",
    "search": "form",
    "complementary": "aside",
    "dialog": "dialog",
}
_HIDING = re.compile(
    r"display:none|visibility:hidden|font-size:0(?:px|em|pt)?(?:;|$)|opacity:0(?:\.0+)?(?:;|$)"
    r"|(?:left|top|text-indent):-\d{3,}"
)
DEEPEST = 200
"""Elements in one another that a page may have; real ones have some thirty. The work on each grows
with what is around it."""
_NOTES = re.compile(r"foot-?notes?|endnotes?|references", re.IGNORECASE)
_TEXTUAL = (
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "td",
    "th",
    "figcaption",
    "blockquote",
    "pre",
    "dt",
    "dd",
)


@dataclass(slots=True)
class _Page:
    """A page while it is read: what was left out so far, and which of it is to be kept."""

    keep: frozenset[int]
    left: list[LeftOut] = field(default_factory=list)

    def drop(self, kind: str, words: str) -> bool:
        """Note a block as left out; False if the editor has asked to keep it."""
        self.left.append(LeftOut(len(self.left) + 1, kind, words))
        return len(self.left) not in self.keep


def extract_html(data: bytes, name: str, keep: frozenset[int] = frozenset()) -> Extracted:
    """The text of a saved page: headings, paragraphs, captions, lists, tables, its own notes.

    Raises:
        UnreadableError: the page shows no text.
    """
    read = decoded(data, name, markup=True)
    soup = Page(read.text, DEEPEST)
    if _depth(soup) > DEEPEST:
        raise UnreadableError(
            f"{name} nests more than {DEEPEST} elements in one another: save the text alone"
        )
    facts = facts_of(soup)
    for unseen in soup.select("body title"):  # a head with what can be in none ends there
        unseen.decompose()
    page = _Page(keep)
    root = _root(soup)
    for tag in _unshown(soup):
        tag["hidden"] = ""
    for tag in list(soup.select("*")):
        if tag.parent is not None:  # else it is gone with what was around it
            _consider(tag, root, page, facts.get("title", ""))
    for stray in soup.find_all(string=lambda s: isinstance(s, Hidden)):
        stray.extract()
    _outside(soup, root, page)
    _remains(soup, root, page)
    blocks = Blocks(facts.get("url", ""))
    text, _ = settled(blocks.of(root))
    if not text.strip():
        raise UnreadableError(
            f"{name} shows no text: a script may fill it in; save the page as the browser shows it"
        )
    told = script_told(text)
    doubts = [*blocks.doubts, *second_opinion(read.text, text, page.left)]
    for address in blocks.refused:
        page.left.append(LeftOut(len(page.left) + 1, "dangerous link", address))
    return Extracted(
        kind=f"a web page, {read.encoding}",
        markdown=text,
        facts=facts,
        captions=frozenset(blocks.captions),
        left_out=tuple(block for block in page.left if block.number not in keep),
        own=tuple(OwnNote(sign, words) for sign, words in blocks.notes),
        told=(told,) if told else (),
        doubts=tuple(doubts),
    )


def _depth(soup: BeautifulSoup) -> int:
    """How many elements stand in one another, at most."""
    depth = {id(soup): 0}
    for tag in soup.select("*"):
        depth[id(tag)] = depth[id(tag.parent)] + 1
    return max(depth.values())


def _root(soup: BeautifulSoup) -> Tag:
    """The element that holds the text: an article or main with most of the page's paragraphs."""
    body = soup.body or soup
    found = [
        *soup.select("[itemprop~=articleBody]"),
        *soup.select("article"),
        *soup.select("main, [role=main]"),
        body,
    ]
    whole = _weight(body)
    good = [tag for tag in found if _weight(tag) >= 0.5 * whole]
    best = next(iter(good), body)
    if best is body and whole:  # no element says that it is the article: the closest around it
        inner = [tag for tag in best.find_all(["div", "section", "td"]) if _weight(tag) == whole]
        best = inner[-1] if inner else body
    return best


def _weight(tag: Tag) -> int:
    """How many letters stand in paragraphs below *tag*, outside what is furniture by its name."""
    return sum(
        len(p.get_text())
        for p in tag.find_all("p")
        if not any(_kind(above) for above in [p, *p.parents] if above is not tag)
    )


def _kind(tag: Tag) -> str:
    """What *tag* is where it is no part of a text; "" where it may be one."""
    if not tag.name or tag.name in ("html", "body", "[document]", "main", "article"):
        return ""
    named = f"{_names(tag)} {tag.get('role') or ''}"
    if tag.name != "script" and _NOTES.search(named):
        return ""
    if tag.name in _TAGS:
        return _TAGS[tag.name]
    style = re.sub(r"\s+", "", str(tag.get("style") or "")).lower()
    if tag.has_attr("hidden") or tag.get("aria-hidden") == "true" or _HIDING.search(style):
        return "hidden text"
    role = str(tag.get("role") or "")
    if role in _ROLES:
        return _ROLES[role]
    return next((kind for kind, form in NAMED if form.search(_names(tag))), "")


def _names(tag: Tag) -> str:
    classes = tag.get("class")
    listed = classes if isinstance(classes, list) else []
    return " ".join(
        [
            *map(str, listed),
            str(tag.get("id") or ""),
            str(tag.get("rel") or "")
            if tag.name == "a" and "author" in str(tag.get("rel"))
            else "",
        ]
    )


def _consider(tag: Tag, root: Tag, page: _Page, title: str) -> None:
    """Take *tag* out if it is no part of the text, and say so if it shows anything."""
    if tag is root or tag in root.parents:
        return
    kind = _kind(tag)
    words = normalised(tag.get_text(" "))
    inside = root in tag.parents
    if tag.name == "img":
        kind, words = _picture(tag)
    elif inside and tag.name in ("h1", "h2") and title and words.casefold() == title.casefold():
        kind = "headline"
    elif inside and tag.name == "time":
        around = normalised(tag.parent.get_text()) if tag.parent else ""
        kind = kind or ("byline" if len(around) < len(words) + 40 else "")
    elif kind == "byline" and len(words) > 160:
        kind = ""
    if not kind:
        return
    shown = words or str(tag.get("src") or "") or ("…" if tag.name in ("script", "style") else "")
    if shown and not page.drop(kind, _short(shown) if tag.name in ("script", "style") else shown):
        return
    tag.decompose()


def _picture(tag: Tag) -> tuple[str, str]:
    size = {str(tag.get("width") or ""), str(tag.get("height") or "")}
    if size & {"0", "1", "0px", "1px"}:
        return "tracker", str(tag.get("src") or "")
    return "picture", str(tag.get("alt") or "") or str(tag.get("src") or "")


def _outside(soup: BeautifulSoup, root: Tag, page: _Page) -> None:
    """Every block of the page outside its text."""
    for tag in list((soup.body or soup).find_all(_TEXTUAL)):
        if tag.parent is None or tag is root or root in tag.parents or tag in root.parents:
            continue
        words = normalised(tag.get_text(" "))
        if not words or tag.find(_TEXTUAL):
            continue
        header = any(above.name == "header" for above in tag.parents)
        if not page.drop("page header" if header else "outside the text", words):
            root.append(tag.extract())
            continue
        tag.decompose()


def _unshown(soup: BeautifulSoup) -> list[Tag]:
    """The elements that the page's own style sheet never shows, named there by class or id."""
    sheets = "".join(style.get_text() for style in soup.find_all("style"))
    sheets = re.sub(
        r"/\*.*?\*/|@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheets, flags=re.DOTALL
    )
    hiding = re.findall(r"([^{}]+)\{[^{}]*display\s*:\s*none[^{}]*\}", sheets)
    names = [name.strip() for group in hiding for name in group.split(",")]
    plain = [name for name in names if re.fullmatch(r"(?:\w+)?[.#][\w-]+", name)]
    return [tag for name in plain for tag in soup.select(name)]


def _remains(soup: BeautifulSoup, root: Tag, page: _Page) -> None:
    """What is still outside the text, and stands in no block of its own."""
    for above in [root, *root.parents]:
        for other in list(above.next_siblings) + list(above.previous_siblings):
            words = normalised(other.get_text(" "))
            if words and not isinstance(other, PreformattedString) and above is not soup:
                page.drop("outside the text", words)


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}…"
