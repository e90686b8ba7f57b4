"""What a seed says and Markdown would not show: lines taken for an address, numbers counted anew.

A seed is read as CommonMark. A source that was never meant as Markdown may hold a line that looks
like the address of a link, or items whose numbers do not follow each other; a reader of the page
would see the first not at all, and the second with other numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

from .declare import pasted
from .diagnostics import Diagnostic, Span, TextFile, error, warning
from .model import Emendation
from .seed import Seed, occurrences
from .syntax import seed_parser
from .syntax.depth import DEEPEST

SUSPECT = re.compile(
    r"^[ \t>*+-]*(?:\[[^\]\n]+\]:|\d{1,9}[.)](?:[ \t]|$))|^[ \t>*+\-\d.)]{18}", re.MULTILINE
)
"""A line that may be one of those; a seed without any is not parsed once more."""
LABEL = re.compile(
    r"(?P<first>^[ \t>]*)?\[(?P<label>(?:[^\[\]\\]|\\.)+)\](?P<colon>:)?", re.MULTILINE
)
ADDRESS = re.compile(r"[:/#@]|\.\w")
"""What an address has, and a word has not."""
ITEM = re.compile(r"(?P<number>\d{1,9})(?P<sign>[.)])")


def read_unseen(seed: Seed, file: TextFile) -> Iterator[Diagnostic]:
    """What readers would not see of *seed* as it stands; *file* is what was received."""
    if not SUSPECT.search(seed.edition):
        return
    edition = TextFile(file.path, seed.edition)
    env: dict[str, Any] = {}
    tokens = seed_parser().parse(seed.edition, env)
    for line in env.get("too_deep", ()):
        yield error(
            "nesting-too-deep",
            _place(seed, file, edition, line),
            "too many lists and quotations stand in each other here",
            f"more than {DEEPEST} cannot be shown: take levels out by an emendation in "
            f"{seed.provenance.span.path}",
        )
    for line in _lost_lines(seed.edition, env):
        yield warning(
            "seed-line-unseen",
            _place(seed, file, edition, line),
            "readers do not see this line: to Markdown it is the address of a link",
            _how_to_show(seed, edition, line),
        )
    for line, shown in _counted_anew(tokens):
        yield warning(
            "seed-renumbered",
            _place(seed, file, edition, line),
            f"readers see {shown}. here: to Markdown it is the next item of a list",
            _how_to_show(seed, edition, line),
        )


def _lost_lines(text: str, env: Mapping[str, Any]) -> Iterator[int]:
    """Lines that are the address of a link, of one that is not there or leads nowhere."""
    used = {
        normalizeReference(match["label"])
        for match in LABEL.finditer(text)
        if match["first"] is None or not match["colon"]
    }
    again = [("", told) for told in env.get("duplicate_refs", ())]
    for label, told in [*env.get("references", {}).items(), *again]:
        if label not in used or not ADDRESS.search(told["href"]):
            yield told["map"][0]


def _counted_anew(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The lines of items with another number than readers see, and that; the same number before
    each is a way to count, too."""
    for opening, items in _ordered(tokens):
        start = int(opening.attrs.get("start", 1))
        numbers = [int(item.info) for item in items]
        for shown, (number, item) in enumerate(zip(numbers, items, strict=True), start):
            if number != shown and item.map and len(set(numbers)) > 1:
                yield item.map[0], shown


def _ordered(tokens: Sequence[Token]) -> Iterator[tuple[Token, list[Token]]]:
    """Each numbered list, with its items."""
    open_: list[tuple[Token, list[Token]]] = []
    for token in tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            open_.append((token, []))
        elif token.type == "list_item_open":
            open_[-1][1].append(token)
        elif token.type == "ordered_list_close":
            yield open_.pop()
        elif token.type == "bullet_list_close":
            open_.pop()


def _place(seed: Seed, file: TextFile, edition: TextFile, line: int) -> Span:
    """Where *line*, counted from 0 in the edition, begins in the file as received."""
    text = edition.lines[line]
    offset = edition.starts[line] + len(text) - len(text.lstrip())
    before = [placed for placed in seed.placed if placed.edition.start <= offset]
    last = before[-1] if before else None
    if last is None:
        return file.at(offset, len(text.strip()))
    if offset < last.edition.end:
        return file.at(last.received.start, last.received.end - last.received.start)
    return file.at(offset - last.edition.end + last.received.end, len(text.strip()))


def _how_to_show(seed: Seed, edition: TextFile, line: int) -> str:
    """The emendation that lets readers see the line as it stands."""
    words = edition.lines[line].strip()
    found = ITEM.search(words)
    if words.startswith("["):
        shown = f"\\{words}"
    elif found:
        shown = f"{words[: found.start('sign')]}\\{words[found.start('sign') :]}"
    else:  # the mark of the list that it stands in was on another line
        shown = words
    told = [f"if the source has it as words, let the article have them too: {shown}"]
    starts = list(occurrences(seed.received, words))
    if starts and shown != words:
        place = seed.provenance.span
        begins = edition.starts[line] + edition.lines[line].index(words)
        nth = sum(start <= begins for start in occurrences(edition.text, words))
        emendation = Emendation(words, shown, "", "", nth if len(starts) > 1 else None, place)
        told += [f"and add to {place.path}:", *pasted(emendation)]
    return "\n".join(told)
