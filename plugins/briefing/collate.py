"""A changed source: the article on its new text, every note on its words or kept as an orphan."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate

from .additions import attribute, literal_line, placed, shortened, with_comments
from .article import Article, closing, container_name, is_fact_box, read_article
from .definitions import OWN, Definition
from .diagnostics import TextFile
from .extract.extracted import Comment, OwnNote
from .importer import body, passages_of
from .kinds import KINDS, Kind
from .model import Annotation, Stretch
from .notetext import placed_at
from .owned import Owned
from .plaintext import plain_text, source_of
from .proposals import Passage, words_of
from .rehang import Found, Texts, rehang
from .seed import Seed


class NotCollatedError(ValueError):
    """Why a text cannot be collated, as one sentence for the editor."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one target of a note: the words that it had, and where they are now."""

    note: str
    words: str
    found: Found


@dataclass(frozen=True, slots=True)
class Collated:
    """The article on the new text, and what became of each target of each note.

    *unowned* are the source's own notes that the new text does not print as the old one did: each
    by its id and its sign.
    """

    article: str
    fates: tuple[Fate, ...]
    unowned: tuple[tuple[str, str], ...] = ()

    @property
    def orphans(self) -> list[Fate]:
        return [fate for fate in self.fates if fate.found.stretch is None]

    @property
    def changed(self) -> list[Fate]:
        return [fate for fate in self.fates if fate.found.changed]


@dataclass(frozen=True, slots=True)
class Hung:
    """A note to be written: its definition as it stands, and its places in the new text."""

    id: str
    definition: str
    quoted: bool
    places: tuple[Stretch, ...]


def collate(
    article: Article,
    seed: Seed,
    own: Sequence[OwnNote] = (),
    kinds: Mapping[str, Kind] = KINDS,
    comments: Sequence[Comment] = (),
) -> Collated:
    """*article* on the text of the new *seed*.

    Every note keeps its words where `rehang` finds them; all others stand below the text as
    ``status=orphan``, each with the words that it had. Fact boxes stay after their paragraphs.

    Args:
        own: The source's own notes in the new file; where it tells of none, those of the article
            are looked for, and are notes again where their signs stand as they stood.
        comments: Those that the new file brings; they become drafts.
    Raises:
        NotCollatedError: the outcome would not be the new text with every note of the old one.
    """
    texts = Texts(article.plain.flat, seed.flat)
    fates = [
        fate for note in article.annotations if note.kind != OWN for fate in _fates(note, texts)
    ]
    passages = _contained(passages_of(seed), article)
    front = _front(article)
    hung, orphans = _sorted(article, fates)
    owned = Owned.of(article, own)
    failed: set[str] = set()
    text = ""
    for _ in range(len(hung) + 1):
        text = front + _woven(article, passages, hung, failed, texts.new)
        text = "\n\n".join([text.rstrip("\n"), *(_orphan(article, o) for o in orphans)]) + "\n"
        text, unowned = owned.put(text, article, kinds)
        wrong = _wrong(text, hung, seed, kinds, failed)
        if not wrong:
            break
        failed |= wrong
    kept = [_unowned(definition) for definition in unowned]
    text = "\n\n".join([text.rstrip("\n"), *kept]) + "\n"
    there = read_article(TextFile("", text), kinds)
    taken = {d.id.text for d in (*article.definitions, *there.definitions)}
    text = with_comments(text, comments, seed.flat, taken)
    _complete(article, text, kinds)
    return Collated(text, tuple(fates), tuple((d.id.text, d.sign) for d in unowned))


def _fates(note: Annotation, texts: Texts) -> Iterator[Fate]:
    for target in note.targets:
        words = texts.old[target.stretch.start : target.stretch.end]
        yield Fate(note.id, words, rehang(target.stretch, texts))


def _front(article: Article) -> str:
    text = article.file.text
    end = re.search(r"\n---[ \t]*\n", text[3:])
    return text[: 3 + end.end()] + "\n" if article.front is not None and end else ""


def _sorted(article: Article, fates: Sequence[Fate]) -> tuple[list[Hung], list[Fate]]:
    """The notes that have a place, in the order of their definitions; and those that have none."""
    hung, orphans = [], []
    marks = {note for place in article.plain.places for note, _ in place.notes}
    for definition in article.definitions:
        id_ = definition.id.text
        mine = [fate for fate in fates if fate.note == id_]
        places = tuple(fate.found.stretch for fate in mine if fate.found.stretch)
        if definition.kind == OWN:
            continue
        if mine and not places:
            orphans.append(mine[0])
        else:  # one on the headline, and one that was an orphan already, has no place in the text
            hung.append(Hung(id_, _written(article, definition), id_ not in marks, places))
    return hung, orphans


def _written(article: Article, definition: Definition) -> str:
    first, end = definition.lines
    start = definition.at - article.file.starts[first]
    lines = [
        line[start:] if not line[:start].strip() else line for line in article.file.lines[first:end]
    ]
    return "\n".join(lines).rstrip()


def _orphan(article: Article, fate: Fate) -> str:
    """A definition with the words that it had, marked as having lost them."""
    definition = next(d for d in article.definitions if d.id.text == fate.note)
    quote = [f"quote={attribute(fate.words)}"] if fate.words else []
    return placed_at(_written(article, definition), ["status=orphan", *quote])


def _unowned(definition: Definition) -> str:
    """One of the source's own notes, kept as an orphan of ours with its sign and its words."""
    said = f"The source's own note “{definition.sign}”, which its new text does not print so: "
    words = literal_line(said + plain_text(definition.tokens).flat)
    return f"[^{definition.id}]: {{.note status=orphan}}\n    {words}"


def _contained(passages: Sequence[Passage], article: Article) -> list[Passage]:
    """*passages* with captions and pull quotations as the article has them."""
    kinds: dict[str, str] = {}
    for at, token in enumerate(article.body):
        if token.type == "container_box_open" and not is_fact_box(token):
            inner = article.body[at + 1 : closing(article.body, at)]
            kinds[plain_text(inner).flat] = container_name(token)[0]
    known = {p.source: words_of(p.source) for p in passages}
    return [
        replace(p, kind=kinds[known[p.source]]) if known[p.source] in kinds else p for p in passages
    ]


def _woven(
    article: Article,
    passages: Sequence[Passage],
    hung: Sequence[Hung],
    failed: Collection[str],
    flat: str,
) -> str:
    """The text with marks, definitions and boxes; notes in *failed* quote their words instead."""
    chunks = [passage.markdown for passage in passages]
    starts = [0, *accumulate(len(chunk) + 2 for chunk in chunks)]
    bare = read_article(TextFile("", body(passages)))
    marks: dict[int, list[tuple[int, int, str]]] = {}
    below: dict[int, list[str]] = {}
    for note in hung:
        ends = [source_of(bare.plain, stretch) or (0, 0) for stretch in note.places]
        at = [_chunk(starts, end[0]) for end in ends]
        quoting = note.quoted or note.id in failed
        if not quoting:
            for (start, end), number in zip(ends, at, strict=True):
                marks.setdefault(number, []).append(
                    (start - starts[number], end - starts[number], note.id)
                )
        text = _quoting(note, flat) if quoting and note.places else note.definition
        below.setdefault(at[0] if at else -1, []).append(text)
    boxes = _boxes(article, passages)
    parts: list[str] = [*below.get(-1, []), *boxes.get(-1, [])]
    for number, chunk in enumerate(chunks):
        parts += [
            _marked(chunk, marks.get(number, [])),
            *below.get(number, []),
            *boxes.get(number, []),
        ]
    return "\n\n".join(parts) + "\n"


def _chunk(starts: Sequence[int], at: int) -> int:
    return max(number for number, start in enumerate(starts[:-1]) if start <= at)


def _quoting(note: Hung, flat: str) -> str:
    """A stand-off definition whose quotation fits the new text; as it is where it fits already."""
    place = note.places[0]
    words = flat[place.start : place.end]
    before = sum(
        1 for m in re.finditer(f"(?={re.escape(words)})", flat) if m.start() <= place.start
    )
    quote = placed(words, max(1, before), flat) or f"quote={attribute(shortened(words, flat))}"
    if quote in note.definition.split("\n")[0]:
        return note.definition
    return placed_at(note.definition, [quote])


def _marked(chunk: str, marks: Sequence[tuple[int, int, str]]) -> str:
    """*chunk* with its targets in brackets, longer ones outside, on the same words in a row."""
    same: dict[tuple[int, int], list[str]] = {}
    for start, end, id_ in marks:
        same.setdefault((start, end), []).append(f"[^{id_}]")
    put: list[tuple[int, int, int, str]] = []
    for order, ((start, end), ids) in enumerate(
        sorted(same.items(), key=lambda i: (i[0][0], -i[0][1]))
    ):
        if start == end:
            put.append((start, 1, order, "".join(ids)))
        else:
            put.append((start, 2, order, "["))
            put.append((end, 0, -order, f"]{''.join(ids)}"))
    for at, _, _, sign in sorted(put, reverse=True):
        chunk = chunk[:at] + sign + chunk[at:]
    return chunk


def _boxes(article: Article, passages: Sequence[Passage]) -> dict[int, list[str]]:
    """Each fact box as it stands, by the number of the passage that it follows; -1 for none."""
    rows: list[tuple[str, str]] = []
    for at, token in enumerate(article.body):
        if token.type == "container_box_open" and is_fact_box(token):
            first, last = token.map or (0, 0)
            rows.append(
                ("box", "\n".join(article.file.lines[first : last + bool(token.meta["closed"])]))
            )
        elif token.level == 0 and token.nesting >= 0 and token.map:
            end = closing(article.body, at) if token.nesting == 1 else at
            rows.append(("text", plain_text(article.body[at : end + 1]).flat))
    old = [words for kind, words in rows if kind == "text"]
    to = _aligned(old, [words_of(p.source) for p in passages])
    boxes: dict[int, list[str]] = {}
    seen = 0
    for kind, words in rows:
        if kind == "text":
            seen += 1
        else:
            boxes.setdefault(to[seen - 1] if seen else -1, []).append(words)
    return boxes


def _aligned(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """For each old block, the new one that it is, or else the last one before it that is there."""
    to = [-1] * len(old)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for n in range(a, b):
            to[n] = min(c + n - a, d - 1) if kind in ("equal", "replace") else c - 1
    return to


def _wrong(
    text: str, hung: Sequence[Hung], seed: Seed, kinds: Mapping[str, Kind], failed: Collection[str]
) -> set[str]:
    """The notes whose brackets do not hold what they should, the outermost trouble first."""
    read = read_article(TextFile("", text), kinds)
    targets = {note.id: tuple(t.stretch for t in note.targets) for note in read.annotations}
    wrong = {n.id for n in hung if n.places and set(targets.get(n.id, ())) != set(n.places)}
    if read.plain.flat != seed.flat and not wrong - set(failed):
        wrong = {n.id for n in hung if n.places and not n.quoted}
    return wrong - set(failed)


def _complete(article: Article, text: str, kinds: Mapping[str, Kind]) -> None:
    """Make sure that no note was dropped."""
    after = read_article(TextFile("", text), kinds)
    before = {d.id.text for d in article.definitions}
    lost = before - {d.id.text for d in after.definitions}
    if lost:
        raise NotCollatedError(f"the note '{min(lost)}' would be lost: nothing was changed")
