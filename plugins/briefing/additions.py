"""What a received file brings besides its text: the source's own notes, readers' comments."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import count

from .extract.extracted import Comment, OwnNote
from .extract.markdown import words
from .plaintext import normalised
from .selector import find_quote

_NOTE, _GOES_ON = re.compile(r"\[\^[^\[\]]*\]:"), re.compile(r"    |\s*$")


def with_own_notes(article: str, own: Sequence[OwnNote], ids: Sequence[str] = ()) -> str:
    """*article* with the signs of the source's notes as marks, and their texts as ``.own`` notes.

    A sign that stands in the text otherwise too, or a note that is not found, is left as words.

    Args:
        ids: Of the notes, in their order; ``own-1`` and so on where there are none.
    """
    head, fence, body = article.partition("\n---\n\n")
    for note, id_ in zip(own, ids or [f"own-{n}" for n in range(1, len(own) + 1)], strict=True):
        forms = (words(note.sign), note.sign)  # as Markdown, and as a text has it that is the seed
        found = (_owned(body, form, note.sign, id_) for form in forms)
        body = next(filter(None, found), body)
    return head + fence + body


def is_own_text(source: str, own: Iterable[OwnNote]) -> bool:
    """Whether the passage *source* is the text of one of the source's own notes."""
    return any(source.startswith((f"{words(n.sign)} ", f"{n.sign} ")) for n in own)


def _owned(body: str, written: str, sign: str, id_: str) -> str:
    lines = body.split("\n")
    texts = [i for i, line in enumerate(lines) if line.startswith(f"{written} ")]
    if not texts:
        return ""
    at = texts[-1]
    marks = 0
    ours = False
    for number, line in enumerate(lines):
        ours = bool(_NOTE.match(line) or (ours and _GOES_ON.match(line)))
        if number != at and not ours:
            marks += line.count(written)
            lines[number] = line.replace(written, f"[^{id_}]")
    if not marks:
        return ""
    text = lines[at].removeprefix(f"{written} ")
    lines[at] = f"[^{id_}]: {{.own sign={attribute(sign)}}}\n    {text}"
    return "\n".join(lines)


def with_comments(
    article: str, comments: Sequence[Comment], flat: str, taken: Collection[str] = ()
) -> str:
    """*article* with *comments* as drafted notes at its end, each quoting its words in *flat*; ids
    that are *taken* are another note's."""
    free = (id_ for n in count(1) if (id_ := f"comment-{n}") not in taken)
    notes = [comment_note(c, id_, flat) for c, id_ in zip(comments, free, strict=False)]
    return "\n\n".join([article.rstrip("\n"), *notes]) + "\n" if notes else article


def comment_note(comment: Comment, id_: str, flat: str) -> str:
    """A comment as a note: a draft on its words, an orphan where they are not in the text."""
    given = [f"by={attribute(comment.author)}"] if comment.author else []
    given += [f"as-of={comment.day}"] if re.fullmatch(r"\d{4}-\d\d-\d\d", comment.day) else []
    place = placed(comment.words, comment.occurrence, flat)
    status = "draft" if place else "orphan"
    if not place and comment.words:
        place = f"quote={attribute(comment.words)}"
    braces = " ".join([".note", f"status={status}", *given, *([place] if place else [])])
    lines = comment.text.split("\n\n") or [""]
    text = "\n\n".join(f"    {literal_line(line)}" for line in lines if line)
    return f"[^{id_}]: {{{braces}}}\n{text or '    (An empty comment.)'}"


def placed(quote: str, occurrence: int, flat: str) -> str:
    """``quote=`` and, where it is needed, ``occurrence=`` for words of *flat*; "" if not there."""
    quote = shortened(normalised(quote), flat)
    found = find_quote(quote, flat) if quote else []
    if len(found) > 1 and occurrence <= len(found):
        return f"quote={attribute(quote)} occurrence={occurrence}"
    return f"quote={attribute(quote)}" if len(found) == 1 else ""


def shortened(quote: str, flat: str) -> str:
    """*quote*, or its first and last words where it is long and they find the same stretch."""
    parts = quote.split(" ")
    if len(parts) <= 24 or "…" in quote or "..." in quote:
        return quote
    short = f"{' '.join(parts[:8])} … {' '.join(parts[-8:])}"
    return short if find_quote(short, flat) == find_quote(quote, flat) else quote


def attribute(text: str) -> str:
    """*text* as the value of an attribute, between quotation marks."""
    return '"' + re.sub(r'(["\\])', r"\\\1", normalised(text)) + '"'


def literal_line(text: str) -> str:
    """Markdown that shows one line of plain text."""
    return re.sub(r"^(?=[#>+=~:|-])|^(\d{1,9})(?=[.)](?:\s|$))", r"\1\\", words(text).strip())
