"""How each text was read in the last build, taken again only where nothing could differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .output import is_being_made, write_beside
from .pickles import UNREADABLE, pickled, unpickled
from .readings import Reading
from .seeds import is_as_read
from .store import read_file, relative


@dataclass(frozen=True, slots=True)
class Memory:
    """Readings in *folder*, a file each, of the project in *root*.

    *state* stands for all that a reading depends on, but for its own text and seed.
    """

    root: Path
    folder: Path
    state: str

    def take(self, path: Path) -> Reading | None:
        """The text at *path* as it was read, if it would be read the same again."""
        try:
            state, reading = unpickled(self._file(path).read_bytes())
        except UNREADABLE:
            return None
        return reading if state == self.state and self._is_as_read(path, reading) else None

    def keep(self, path: Path, reading: Reading) -> None:
        """Remember how the text at *path* was read. One whose seed is amiss is read each time."""
        if reading.article and (reading.briefing is None or reading.briefing.seed):
            write_beside(self._file(path), pickled((self.state, reading)))

    def only(self, paths: Iterable[Path]) -> None:
        """Forget every text that is none of *paths*; what another build writes is its own."""
        kept = {self._file(path) for path in paths}
        if self.folder.is_dir():
            for file in self.folder.iterdir():
                if file not in kept and not is_being_made(file.name):
                    file.unlink(missing_ok=True)

    def _file(self, path: Path) -> Path:
        """By a digest: a path may be longer than a file's name."""
        return self.folder / sha256(relative(self.root, path).encode()).hexdigest()

    def _is_as_read(self, path: Path, reading: Reading) -> bool:
        article, briefing = reading.article, reading.briefing
        if article is None or read_file(self.root, path, []) != article.file:
            return False
        return not briefing or bool(briefing.seed and is_as_read(self.root, briefing.seed))
