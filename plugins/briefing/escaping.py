"""What our own Markdown would claim in a source's words, and how it is kept from that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .forms import _NEUTRAL
from .model import Stretch
from .syntax import parser
from .syntax.places import offset_in_file


def escaped(text: str) -> str:
    """*text* with every sign escaped that our Markdown would take for its own."""
    for sign in sorted(all_signs(text), key=lambda sign: -sign.start):
        text = f"{text[: sign.start]}\\{text[sign.start :]}"
    return text


def all_signs(text: str) -> Iterator[Stretch]:
    """The signs of *text*, which has none of ours, that our Markdown would take for its own."""
    while found := list(signs(text)):
        yield from found
        text = neutral(text, found)


def neutral(text: str, found: Iterable[Stretch]) -> str:
    """*text* with letters of no meaning in place of *found*, so that every offset stays."""
    for sign in found:
        plain = text[sign.start : sign.end].translate(_NEUTRAL)
        text = text[: sign.start] + plain + text[sign.end :]
    return text


def signs(text: str) -> Iterator[Stretch]:
    """Marks, definitions and edges of containers that a first look finds; hidden ones come to
    light once these are gone."""
    starts: set[int] = set()
    for token in parser().parse(text):
        if token.type == "note_open":
            starts.add(token.meta["at"] - len("[^"))
        elif token.type == "container_box_open":
            starts.add(token.meta["at"])
        elif token.type == "inline":
            edges = re.finditer(r"^[ \t]*(?=:::)", token.content, re.MULTILINE)
            starts |= {offset_in_file(token, edge.end()) for edge in edges}
        for child in token.children or ():
            if child.type in ("target_open", "point"):
                marks = child.meta["notes"]
                starts |= {offset_in_file(token, at - len("[^")) for _, at in marks}
    for start in sorted(starts):
        sign = re.compile(r"\[\^[^\[\]\n]*\]|:{3,}").match(text, start)
        if sign:
            yield Stretch(start, sign.end())


def without_needless_escapes(source: str) -> str:
    r"""*source* with ``$`` and ``%`` for ``\$`` and ``\%``: Markdown gives them no meaning."""
    if "`" in source or "<" in source:
        return source
    return re.sub(r"(?<!\\)((?:\\\\)*)\\([$%])", r"\1\2", source)
