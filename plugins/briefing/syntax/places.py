"""Where words stand: each inline token's place in its block's source, each block's in the file.

The stock parser keeps line numbers of blocks and nothing finer. Here the inline loop notes where a
token begins, and texts keep those places when they are joined, so that a character on the page
leads back to the character that an editor typed, past emphasis, escapes, entities and links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from markdown_it import MarkdownIt
from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, heading, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: where it begins in the text, how long it is, where it stands in the
    block's source, and its width there. Escapes and entities are wider there than here."""

    offset: int
    length: int
    at: int
    width: int


OPENERS = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "emphasis": "*_",
    "point": "[",
    "target": "[",
    "citation": "[",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "entity": "&",
}
"""The characters at which a rule can begin; one that is not named here is asked at every one."""
Rule = Callable[[StateInline, bool], bool]


class PlacedInline(ParserInline):
    """The stock loop, noting in each token's ``meta`` where it begins (*at*) and ends (*end*).

    It asks only the rules that can begin with the character at hand: the stock loop asks all of
    them everywhere, which takes a third of the parsing of a text with many notes.
    """

    _known: list[Rule] | None = None
    _by_character: dict[str, list[Rule]]

    def _rules(self) -> dict[str, list[Rule]]:
        """The rules for each character that opens one; those for all others under ""."""
        rules = self.ruler.getRules("")
        if rules is not self._known:  # the ruler makes a new list when it is changed
            named = list(zip(self.ruler.get_active_rules(), rules, strict=True))
            self._known = rules
            self._by_character = {
                sign: [rule for name, rule in named if sign in OPENERS.get(name, sign)]
                for sign in {"", *"".join(OPENERS.values())}
            }
            self._by_character[""] = [rule for name, rule in named if name not in OPENERS]
        return self._by_character

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 (their name)
        at = state.pos
        if at in state.cache:
            state.pos = state.cache[at]
            return
        found = False
        if state.level >= state.md.options["maxNesting"]:
            state.pos = state.posMax
        else:
            rules = self._rules()
            state.level += 1
            found = any(rule(state, True) for rule in rules.get(state.src[at], rules[""]))
            state.level -= 1
        if not found:
            state.pos += 1
        state.cache[at] = state.pos

    def tokenize(self, state: StateInline) -> None:
        rules = self._rules()
        others = rules[""]
        deepest, end = state.md.options["maxNesting"], state.posMax
        waiting = state.pos
        while state.pos < end:
            at, had, pending = state.pos, len(state.tokens), bool(state.pending)
            waiting = waiting if pending else at
            asked = rules.get(state.src[at], others)
            if state.level >= deepest or not any(rule(state, False) for rule in asked):
                state.append_pending(state.src[at])
                state.pos = at + 1
            elif len(state.tokens) > had:
                _place(state.tokens[had:], waiting if pending else None, at, state.pos)
        if state.pending:
            state.pushPending().meta = {"at": waiting}


def _place(tokens: Sequence[Token], waiting: int | None, at: int, end: int) -> None:
    """Note the places of the tokens that one rule has added between *at* and *end*.

    *waiting* is where the text began that the rule pushed out before its own tokens.
    """
    if waiting is not None and tokens[0].type == "text":
        tokens[0].meta = {"at": waiting}
        tokens = tokens[1:]
    for token in tokens:
        if "at" in token.meta:  # placed already, by the loop inside a link or a target
            continue
        token.meta |= {"at": at, "end": end}
        if token.type == "text" or token.markup == "autolink":  # emphasis: a token a character
            at += max(1, len(token.content))


def place_plugin(md: MarkdownIt) -> None:
    """Teach *md* places; ``md.inline`` must be a PlacedInline."""
    md.inline.ruler2.disable("fragments_join")
    md.core.ruler.at("text_join", join_texts)
    md.core.ruler.after("block", "places", place_blocks)
    md.block.ruler.at("table", placed_table, {"alt": ["paragraph", "reference"]})
    interrupts = ["paragraph", "reference", "blockquote"]
    md.block.ruler.at("heading", placed_heading, {"alt": interrupts})


def join_texts(state: StateCore) -> None:
    """Join neighbouring texts, as the stock rules do, keeping their places as ``pieces``."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = _joined(token.children or [])


def _joined(tokens: list[Token]) -> list[Token]:
    joined: list[Token] = []
    for textual, group in groupby(_levelled(tokens), lambda t: t.type in ("text", "text_special")):
        if not textual:
            joined += group
            continue
        texts = list(group)
        first = texts[0]
        first.meta = {"at": first.meta["at"], "pieces": _pieces(texts)}
        first.content = "".join(text.content for text in texts)
        first.type, first.markup, first.info = "text", "", ""
        joined.append(first)
    return joined


def _levelled(tokens: list[Token]) -> Iterator[Token]:
    """Levels counted anew after emphasis has turned texts into tags; images go the same way."""
    level = 0
    for token in tokens:
        level -= token.nesting < 0
        token.level = level
        level += token.nesting > 0
        if token.children:
            token.children = _joined(token.children)
        yield token


def _pieces(texts: Iterable[Token]) -> list[Piece]:
    pieces, offset = [], 0
    for text in texts:
        length = len(text.content)
        width = len(text.markup) if text.type == "text_special" else length
        if length:
            pieces.append(Piece(offset, length, text.meta["at"], width))
        offset += length
    return pieces


def range_in_source(child: Token, start: int, end: int) -> tuple[int, int]:
    """Where a stretch of an inline token's content stands in its block's source.

    An escape or entity belongs to it whole. A picture stands for its description.
    """
    return _offset(child, start)[0], _offset(child, end - 1)[1] if end > start else _offset(
        child, start
    )[0]


def _offset(child: Token, offset: int) -> tuple[int, int]:
    """The ends, in the source, of the character at *offset* of the content."""
    at, end = int(child.meta.get("at", 0)), int(child.meta.get("end", 0))
    if child.type == "code_inline":
        at += (end - at - len(child.content)) // 2
    elif child.type == "image":
        at += len("![")
    elif child.type != "text":
        return at, end
    pieces: list[Piece] = child.meta.get("pieces") or []
    piece = next((p for p in pieces if p.offset <= offset < p.offset + p.length), None)
    if piece is None:
        return at + offset, at + offset + 1
    if piece.width != piece.length:
        return piece.at, piece.at + piece.width
    return piece.at + offset - piece.offset, piece.at + offset - piece.offset + 1


def place_blocks(state: StateCore) -> None:
    """Note in each block's ``meta`` where its source stands: ``breaks``, as `offset_in_file`
    reads them. A line of a paragraph is the end of a line of the file."""
    starts = [0]
    for line in state.src.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for token in state.tokens:
        placeable = token.map and token.type in ("inline", "fence", "code_block")
        if placeable and "breaks" not in token.meta:
            token.meta["breaks"] = list(_breaks(state.src, starts, token))


def _breaks(source: str, starts: Sequence[int], token: Token) -> Iterator[tuple[int, int]]:
    first = (token.map or [0])[0] + (token.type == "fence")
    lines = token.content.split("\n")
    offset = 0
    for number, line in enumerate(lines):
        if first + number + 1 >= len(starts):
            return
        start, end = starts[first + number], starts[first + number + 1] - 1
        if number == len(lines) - 1 and token.type == "inline":
            end = start + len(source[start:end].rstrip(MD_TRIM_CHARS))
        yield offset, end - len(line)
        offset += len(line) + 1


def offset_in_file(token: Token, offset: int) -> int:
    """Where the character at *offset* of a block token's source stands in the whole file."""
    breaks: list[tuple[int, int]] = token.meta.get("breaks") or [(0, 0)]
    begins, at = next((b for b in reversed(breaks) if b[0] <= offset), breaks[0])
    return at + offset - begins


def placed_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The stock heading, its words placed: closing marks may follow them."""
    had = len(state.tokens)
    found = heading(state, start, end, silent)
    if found and not silent:
        at = state.bMarks[start] + state.tShift[start] + len(state.tokens[had].markup)
        words = state.src[at : state.eMarks[start]]
        at += len(words) - len(words.lstrip(MD_TRIM_CHARS))
        state.tokens[had + 1].meta["breaks"] = [(0, at)]
    return found


def placed_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The stock table, each cell placed: a row may hold the same words twice."""
    had = len(state.tokens)
    found = table(state, start, end, silent)
    if found and not silent:
        cells: Iterator[list[tuple[int, int]]] = iter(())
        for token in state.tokens[had:]:
            if token.type == "tr_open" and token.map:
                line = token.map[0]
                at = state.bMarks[line] + state.tShift[line]
                cells = _cells(state.src, at, state.eMarks[line])
            elif token.type == "inline":
                token.meta["breaks"] = next(cells, [(0, state.eMarks[line])])
    return found


def _cells(source: str, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
    r"""The breaks of each cell of the row between *start* and *end*; ``\|`` becomes ``|``."""
    edges, bars = [start - 1], []
    for at in range(start, end):
        if source[at] == "|":
            if source[at - 1] == "\\" and at > start:
                bars.append(at)
            else:
                edges.append(at)
    edges.append(end)
    if not source[start : edges[1]].strip(MD_TRIM_CHARS):
        edges.pop(0)
    for before, after in pairwise(edges):
        words = source[before + 1 : after]
        at = before + 1 + len(words) - len(words.lstrip(MD_TRIM_CHARS))
        breaks, dropped = [(0, at)], 0
        for bar in bars:
            if at < bar < after:
                dropped += 1
                breaks.append((bar - at - dropped, bar))
        yield breaks
