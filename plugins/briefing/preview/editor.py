"""A note from the browser: read, put into the article's text, held against it, written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from pathlib import Path
from typing import Any

from ..article import Article
from ..definitions import Definition
from ..diagnostics import Diagnostic, Severity, TextFile
from ..insert import edit_note, insert_note, remove_note
from ..kinds import Kind
from ..model import Stretch
from ..notetext import braces_of, free_id
from ..output import write_beside
from ..plaintext import normalised
from ..store import CONTENT, is_inside
from ..syntax.notes import INDENT

ACTS = ("insert", "edit", "remove")


class RefusedError(ValueError):
    """Why a note is not taken, as one sentence; *status* is HTTP's."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status = status


@dataclass(frozen=True, slots=True)
class Draft:
    """A note as the browser sends it.

    *words* are those that it is put on and *start* their offset in the plain text, in code points;
    *base* is the hash of the file that the browser saw.
    """

    act: str
    file: str
    base: str
    id: str
    words: str
    start: int
    kind: str
    values: Mapping[str, str]
    body: str


def read_draft(sent: Mapping[str, Any]) -> Draft:
    """The draft in what was *sent*.

    Raises:
        RefusedError: it is none.
    """
    values = sent.get("values", {})
    start = sent.get("start", 0)
    if sent.get("act") not in ACTS or not isinstance(values, dict) or not isinstance(start, int):
        raise RefusedError(400, "this is no note")
    texts = {
        name: str(sent.get(name, ""))
        for name in ("act", "file", "base", "id", "words", "kind", "body")
    }
    kept = {str(key): str(value) for key, value in values.items()}
    if any(not re.fullmatch(r"[\w-]+", key) for key in (*kept, texts["kind"] or "note")):
        raise RefusedError(400, "an attribute is a word")
    return Draft(start=start, values=kept, **texts)


def article_path(root: Path, name: str) -> Path:
    """The article *name*, which must be a Markdown file below ``content/``.

    Raises:
        RefusedError: it is another file, or a link that leads elsewhere.
    """
    path = root / name
    inside = is_inside(root / CONTENT, path) and ".." not in Path(name).parts
    if Path(name).is_absolute() or not inside or path.suffix != ".md" or not path.is_file():
        raise RefusedError(400, "only Markdown files below content/ can be annotated")
    if path.is_symlink():
        raise RefusedError(400, "this file is a link to another")
    return path


def hash_of(text: str) -> str:
    """What names a version of a file, whatever its line ends are."""
    return hashlib.sha256(text.encode()).hexdigest()


def with_note(article: Article, draft: Draft, kinds: Mapping[str, Kind]) -> tuple[str, str]:
    """The text of *article* after *draft*, and the note's id.

    Raises:
        NotPlacedError: the note cannot stand there.
        RefusedError: the words are not where the browser saw them.
    """
    file = article.file
    if draft.act == "remove":
        return remove_note(file, draft.id, kinds), draft.id
    braces = braces_of(draft.kind, draft.values)
    if draft.act == "edit":
        return edit_note(file, draft.id, braces, draft.body, kinds), draft.id
    words = normalised(draft.words)
    stretch = Stretch(draft.start, draft.start + len(words))
    if not words or article.plain.flat[stretch.start : stretch.end] != words:
        raise RefusedError(409, "these words no longer stand there: select them again")
    id_ = draft.id or free_id(words, {d.id.text for d in article.definitions})
    return insert_note(file, stretch, id_, braces, draft.body, kinds), id_


def note_source(article: Article, id_: str) -> dict[str, Any]:
    """What an editor wrote of a note, as the form of the browser wants it.

    Raises:
        RefusedError: there is no such note.
    """
    found = [d for d in article.definitions if d.id.text == id_]
    if not found:
        raise RefusedError(404, f"there is no note '{id_}'")
    each = found[0]
    notes = [note for note in article.annotations if note.id == id_]
    targets = notes[0].targets if notes else ()
    flat = article.plain.flat
    return {
        "id": id_,
        "kind": each.kind,
        "values": {key: value.text for key, value in each.attributes.values.items()},
        "body": _body(article.file, each),
        "words": [flat[t.stretch.start : t.stretch.end] for t in targets],
        "line": each.id.span.line,
        "base": hash_of(article.file.text),
    }


def source_of_note(article: Article, id_: str) -> str:
    """A note's definition as it stands in the file; "" where there is none."""
    found = [d for d in article.definitions if d.id.text == id_]
    return "\n".join(article.file.lines[slice(*found[0].lines)]) if found else ""


def _body(file: TextFile, each: Definition) -> str:
    """A note's Markdown at the margin."""
    first, end = each.lines
    head = file.text[each.body : file.starts[first] + len(file.lines[first])].strip()
    rest = [
        line[INDENT:] if line.startswith(" " * INDENT) else line.lstrip()
        for line in (file.lines[n].expandtabs(INDENT) for n in range(first + 1, end))
    ]
    return "\n".join([*([head] if head else []), *rest]).strip("\n")


def new_errors(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The errors that a change has brought; a line that has only moved is no change."""
    known = {(d.code, d.message, d.span.path, d.span.text) for d in before}
    for d in after:
        new = (d.code, d.message, d.span.path, d.span.text) not in known
        if new and d.severity is Severity.ERROR:
            yield d


def difference(before: str, after: str) -> str:
    """What another editor changed, as lines with + and -."""
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
    return "\n".join(list(lines)[2:])


def write_text(path: Path, received: bytes, text: str) -> None:
    """Write *text* in the place of *received*: whole or not at all, each kept line as it was.

    Raises:
        RefusedError: the file has changed since *received* was read.
    """
    content = in_lines_of(received, text)
    if path.read_bytes() != received:
        raise RefusedError(409, "the file was changed at this very moment")
    write_beside(path, content)


def in_lines_of(received: bytes, text: str) -> bytes:
    """*text*, its lines ended as those of *received*, with the same mark at its beginning."""
    old = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", received.decode("utf-8-sig"))
    if all(line.endswith("\n") and not line.endswith("\r\n") for line in old[:-1]):
        lines: Sequence[str] = [text]
    else:
        lines = list(_ended(old, re.findall(r"[^\n]*\n|[^\n]+\Z", text)))
    mark = b"\xef\xbb\xbf" if received.startswith(b"\xef\xbb\xbf") else b""
    return mark + "".join(lines).encode()


def _ended(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    bare = [re.sub(r"\r\n?", "\n", line) for line in old]
    for kind, a, b, c, d in SequenceMatcher(None, bare, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from old[a:b]
        else:
            yield from (line.replace("\n", "\r\n") for line in new[c:d])
