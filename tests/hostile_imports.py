"""Import each hostile file in a limited child: what became of it, as JSON. Run by its test."""

import json
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path

import pypdf  # noqa: F401 (read before the children are made)

from briefing.seedfolder import NotImportedError, Wishes
from briefing.survey import survey
from briefing.taking import import_file
from hostile import MADE
from limited import limited


def make(incoming: Path) -> str:
    """Write all the files: in a child, whose memory then ends with it."""
    for name, made in MADE.items():
        (incoming / name).write_bytes(made())
    return ""


def read(folder: Path, name: str) -> str:
    """Import the file *name*: its sentence, or "read" and the article's words."""
    root = folder / name
    (root / "content").mkdir(parents=True)
    try:
        import_file(root, folder / "incoming" / name, Wishes(slug="text"))
    except NotImportedError as refused:
        assert not (root / "seeds").exists(), "something was written"
        return f"refused: {refused}"
    surveyed = survey(root)
    errors = [d.message for d in surveyed.found if d.severity.value == "error"]
    return f"read: {errors or ''}{surveyed.site.briefings[0].article.plain.flat}"[:5000]


def main(folder: Path) -> None:
    incoming = folder / "incoming"
    incoming.mkdir()
    calls = {"": partial(make, incoming)}
    assert [spent.said for _, spent in limited(calls, folder)] == [""]
    calls = {name: partial(read, folder, name) for name in MADE}
    sys.stdout.write(json.dumps({name: asdict(s) for name, s in limited(calls, folder)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
