"""The source's own notes in a changed text: as its file tells, or the old ones where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from .additions import with_own_notes
from .article import Article, read_article
from .definitions import OWN, Definition
from .diagnostics import TextFile
from .extract.extracted import OwnNote
from .kinds import Kind


@dataclass(frozen=True, slots=True)
class Owned:
    """*notes* to be put into a text under *ids*; *told* by its file, or else those of the article
    before, which are put only where they are marked as often as they were."""

    notes: tuple[OwnNote, ...]
    ids: tuple[str, ...]
    told: bool

    @classmethod
    def of(cls, article: Article, own: Sequence[OwnNote]) -> Owned:
        """Those of the new file, which keep the ids of the *article*'s with the same signs; where
        it tells of none, the article's."""
        before = [d for d in article.definitions if d.kind == OWN]
        if not own:
            notes = tuple(OwnNote(d.sign, "") for d in before)
            return cls(notes, tuple(d.id.text for d in before), told=False)
        signs = Counter(d.sign for d in before)
        same = {d.sign: d.id.text for d in before if signs[d.sign] == 1}
        taken = {d.id.text for d in article.definitions}
        free = (id_ for n in count(1) if (id_ := f"own-{n}") not in taken)
        twice = Counter(note.sign for note in own)
        ids = [
            same[note.sign] if note.sign in same and twice[note.sign] == 1 else next(free)
            for note in own
        ]
        return cls(tuple(own), tuple(ids), told=True)

    def put(
        self, text: str, article: Article, kinds: Mapping[str, Kind]
    ) -> tuple[str, list[Definition]]:
        """*text* with these notes, and those of *article* that it has no more."""
        left = list(zip(self.notes, self.ids, strict=True))
        marks = _marks(article)
        while True:
            made = with_own_notes(text, [note for note, _ in left], [id_ for _, id_ in left])
            after = _marks(read_article(TextFile("", made), kinds))
            wrong = [each for each in left if not self.told and after[each[1]] != marks[each[1]]]
            if not wrong:
                break
            left.remove(wrong[-1])
        there = {d.id.text for d in read_article(TextFile("", made), kinds).definitions}
        return made, [d for d in article.definitions if d.kind == OWN and d.id.text not in there]


def _marks(article: Article) -> Counter[str]:
    """How often each note is marked."""
    return Counter(id_ for place in article.plain.places for id_, _ in place.notes)
