"""Tokens into HTML: the source's words with their marks, and the bodies of notes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.token import Token
from markupsafe import Markup, escape

from .fragments import text_fragment
from .language import direction, same
from .syntax import new_parser, parser
from .syntax.factlinks import REFERENCE, SCHEME

EXTENDED = re.compile("[\u0100-\u0130\u0132-\u0151\u0154-\u017f\u0218-\u021b\u2020]")
OUR_LINK = re.compile(r'(?P<link><a class="(?:cite|fact)" href=")(?P<to>#|\.\./)')
"""A link that we made to a place of the page, or to another page of the site."""
QUOTES = {
    "en": "“”‘’",
    "es": "«»“”",
    "de": "„“‚‘",
    "fr": ["«\u00a0", "\u00a0»", "‹\u00a0", "\u00a0›"],
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What a note's mark shows. A note without a mark of its own in the text has *number* 0."""

    id: str
    number: int
    shape: str
    said: str


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that rendering needs to know of the page around the tokens.

    *marks* by note id; *words* the ids whose words are only linked to; *signs* the marks of the
    source's own notes; *cites* a source's short name by its id, as HTML; *boxes* where each fact
    box is; *sources* the page that lists the sources ("" for this one); *addresses* where each
    source itself is, by its id. *ours* are the attributes of our words where the source's are in
    another language; *quotes* our quotation marks. *numbered* gives paragraphs their numbers as
    addresses; *paragraph* is what a link to one is called, with "{}" for the number, "" for no
    links. *seen* counts the marks already shown, for the ids of a note's further places, and the
    paragraphs.
    """

    marks: Mapping[str, Mark]
    words: frozenset[str]
    signs: Mapping[str, str]
    cites: Mapping[str, str]
    boxes: Mapping[str, str]
    sources: str = ""
    ours: Markup = field(default_factory=Markup)
    quotes: Sequence[str] = QUOTES["en"]
    addresses: Mapping[str, str] = field(default_factory=dict)
    numbered: bool = True
    paragraph: str = ""
    seen: Counter[str] = field(default_factory=Counter)


def html_of(tokens: Sequence[Token], look: Look) -> Markup:
    """The HTML of block *tokens*, with marks, citations and fact references as *look* says."""
    md = _markdown()
    return Markup(md.renderer.render(list(tokens), md.options, {"look": look}))


def inline_html(token: Token, look: Look) -> Markup:
    """The HTML of one inline token's children."""
    md = _markdown()
    children = token.children or []
    return Markup(md.renderer.render(children, md.options, {"look": look}))


def quotes_of(language: str) -> Sequence[str]:
    """The quotation marks of *language*: double, then single."""
    return QUOTES.get(language[:2], QUOTES["en"])


def smart(tokens: Sequence[Token], language: str) -> Sequence[Token]:
    """*tokens* with typographic quotation marks: for our words, never for the source's.

    Where a line of the file ends they have a space, as readers see it; it packs better.
    """
    state = StateCore("", _quoting(language), {})
    for token in tokens:
        if token.type == "inline" and token.children:
            process_inlines(token.children, state)
            for child in token.children:
                if child.type == "softbreak":
                    child.type, child.content = "text", " "
    return tokens


@cache
def _quoting(language: str) -> MarkdownIt:
    return MarkdownIt("commonmark", {"quotes": quotes_of(language)})


@cache
def _markdown() -> MarkdownIt:
    md = new_parser()
    rules = {
        "target_open": _target_open,
        "target_close": _target_close,
        "piece_open": _target_open,
        "piece_close": _target_close,
        "marks": _marks,
        "citation": _citation,
        "link_open": _link_open,
        "link_close": _link_close,
        "paragraph_open": _paragraph_open,
        "note_open": _own_open,
        "note_close": _own_close,
        "code_woven": _code_woven,
        "code_inline_woven": _code_inline_woven,
        "container_box_open": _figure_open,
        "container_box_close": _figure_close,
    }
    for name, rule in rules.items():
        md.add_render_rule(name, _as_rule(rule))
    return md


Show = Callable[[Sequence[Token], int, Look], str]
PLAIN, OPTIONS = RendererHTML(), parser().options


def _as_rule(show: Show) -> Callable[..., str]:
    """*show* in the form in which the renderer calls its rules."""
    return lambda _renderer, tokens, index, _options, env: show(tokens, index, env["look"])


def _notes(token: Token) -> list[str]:
    return [note if isinstance(note, str) else note[0] for note in token.meta["notes"]]


def _target_open(tokens: Sequence[Token], index: int, look: Look) -> str:
    opened = "".join(
        f'<span class="w" id="{escape(_place(f"words-{note}", look))}">'
        for note in _addressed(tokens[index], look)
    )
    marked = " ".join(note for note in _notes(tokens[index]) if note in look.marks)
    return opened + (f'<mark data-notes="{escape(marked)}">' if marked else "")


def _target_close(tokens: Sequence[Token], index: int, look: Look) -> str:
    marked = any(note in look.marks for note in _notes(tokens[index]))
    return ("</mark>" if marked else "") + "</span>" * len(_addressed(tokens[index], look))


def _addressed(token: Token, look: Look) -> list[str]:
    """The notes without a mark whose words begin here, and so have an address."""
    first = token.meta.get("first", _notes(token))
    return [note for note in _notes(token) if note in look.words and note in first]


def _marks(tokens: Sequence[Token], index: int, look: Look) -> str:
    return "".join(_mark(note, look) for note in tokens[index].meta["notes"])


def _mark(note: str, look: Look) -> str:
    """A note's mark: a link that puts no words into the sentence."""
    if note in look.signs:
        return (
            f'<a class="o" id="{escape(_place(f"mark-{note}", look))}" href="#note-{escape(note)}"'
            f' role="doc-noteref"><sup>{escape(look.signs[note])}</sup></a>'
        )
    mark = look.marks.get(note)
    if mark is None:
        return ""
    place = _place(f"mark-{note}", look)
    sort = "r" if place == f"mark-{note}" else "r more"
    return (  # ``Markup.format`` would take five times as long, and there are many of these
        f'<a class="{sort}" data-ours role="doc-noteref" aria-label="{escape(mark.said)}"'
        f' id="{escape(place)}" href="#note-{escape(note)}" data-n="{mark.number}"{look.ours}>'
        f'<span class="nocss">[{mark.number}]</span>{shape(mark.shape)}</a>'
    )


@cache
def tongue(language: str, around: str) -> Markup:
    """The attributes of words in *language* within words in *around*; none where it is the same."""
    way = direction(language)
    if way != direction(around):
        return Markup(' lang="{}" dir="{}"').format(language, way)
    return Markup("") if same(language, around) else Markup(' lang="{}"').format(language)


def titled(language: str, around: str) -> Markup:
    """The same for a title of a source in *language*: an editor may have put it into our words, so
    its letters say which way it is written."""
    told = tongue(language, around)
    turned = direction(language) != direction(around)
    return Markup(' lang="{}" dir="auto"').format(language) if turned else told


def isolated(name: str, around: str) -> Markup:
    """A *name* in a line in the language *around*: where it has letters that run the other way, set
    apart, so that days and names beside it keep their order."""
    turned = ("R", "AL") if direction(around) == "ltr" else ("L",)
    if not any(unicodedata.bidirectional(letter) in turned for letter in name):
        return escape(name)
    return Markup("<bdi>{}</bdi>").format(name)


def extended(text: str) -> bool:
    """Whether *text* has letters for which the theme has a face of its own (10-tokens.css)."""
    return EXTENDED.search(text) is not None


def _place(place: str, look: Look) -> str:
    """The next id of its kind: ``mark-x``, then ``mark-x-2``."""
    look.seen[place] += 1
    return place if look.seen[place] == 1 else f"{place}-{look.seen[place]}"


def shape(name: str) -> Markup:
    """The sprite's symbol *name*, drawn in the colour of the text around it."""
    if not name:
        return Markup("")
    return Markup(f'<svg aria-hidden="true"><use href="#i-{escape(name)}"/></svg>')


def _citation(tokens: Sequence[Token], index: int, look: Look) -> str:
    meta = tokens[index].meta
    words = look.cites.get(meta["id"], meta["id"])
    detail = f", {meta['locator']}" if meta["locator"] else ""
    source = f"{escape(look.sources)}#source-{escape(meta['id'])}"
    cited = f'<a class="cite" href="{source}">{escape(words + detail)}</a>'
    if not meta["quote"]:
        return cited
    quoted = escape(meta["quote"])
    outside = text_fragment(look.addresses.get(meta["id"], ""), meta["quote"])
    if outside:
        quoted = Markup(f'<a class="cite" href="{escape(outside)}">{quoted}</a>')
    return f"{cited}: {look.quotes[0]}{quoted}{look.quotes[1]}"


def _link_open(tokens: Sequence[Token], index: int, look: Look) -> str:
    href = str(tokens[index].attrs.get("href", ""))
    match = REFERENCE.fullmatch(href)
    if match is None:
        return PLAIN.renderToken(tokens, index, OPTIONS, {})
    if match["box"] in look.boxes:
        return f'<a class="fact" href="{escape(look.boxes[match["box"]])}">'
    return '<span class="fact">'


def _link_close(tokens: Sequence[Token], index: int, look: Look) -> str:
    opening = index - 1
    while tokens[opening].type != "link_open":
        opening -= 1
    href = str(tokens[opening].attrs.get("href", ""))
    box = REFERENCE.fullmatch(href)
    return "</span>" if href.startswith(SCHEME) and box and box["box"] not in look.boxes else "</a>"


def _paragraph_open(tokens: Sequence[Token], index: int, look: Look) -> str:
    """A paragraph of the source, with its number as its address."""
    if tokens[index].hidden or not look.numbered:
        return PLAIN.renderToken(tokens, index, OPTIONS, {})
    look.seen["p"] += 1
    lede = ' class="lede"' if tokens[index].meta.get("lede") else ""
    return f'<p id="p{look.seen["p"]}"{lede}>{paragraph_link(look)}'


def paragraph_link(look: Look) -> Markup:
    """The link to the paragraph that was counted last. It has no words, so it is never copied."""
    if not look.paragraph:
        return Markup("")
    number = look.seen["p"]
    label = escape(look.paragraph.format(number))
    return Markup(f'<a class="pn" href="#p{number}" aria-label="{label}"{look.ours}></a>')


def _own_open(tokens: Sequence[Token], index: int, look: Look) -> str:
    note = tokens[index].meta["id"]
    return Markup(
        '<div class="own" id="note-{}" role="doc-footnote">'
        '<a class="ownb" href="#mark-{}" role="doc-backlink">{}</a> '
    ).format(note, note, look.signs.get(note, note))


def _own_close(_tokens: Sequence[Token], _index: int, _look: Look) -> str:
    return "</div>\n"


def _code_woven(tokens: Sequence[Token], index: int, look: Look) -> str:
    """A block of code in which stand-off notes mark words."""
    return f"<pre>{_code_inline_woven(tokens, index, look)}</pre>\n"


def _code_inline_woven(tokens: Sequence[Token], index: int, look: Look) -> str:
    return f"<code>{inline_html(tokens[index], look)}</code>"


def _figure_open(tokens: Sequence[Token], index: int, _look: Look) -> str:
    """A caption or a pull quotation inside another block; the page numbers those that are not."""
    kind = "cap pull" if tokens[index].meta["name"] == "pull" else "cap"
    return f'<figure class="{kind}"><figcaption>'


def _figure_close(_tokens: Sequence[Token], _index: int, _look: Look) -> str:
    return "</figcaption></figure>\n"
