"""A project of an editor's own, to be broken and mended without touching this repository."""

import hashlib
import shutil
from pathlib import Path

from command import ROOT
from pairs import BLOCK, FIXTURES
from reading import files

PARTS = ("content", "seeds", "theme", "pelicanconf.py")
ARTICLE = "content/briefings/russia-celac-2013.md"
SEED = "seeds/russia-celac-2013"


def copy_project(folder: Path, parts: tuple[str, ...] = PARTS) -> Path:
    """Copy what an editor's project consists of into *folder*, which is made."""
    folder.mkdir(parents=True)
    for part in parts:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part)
        else:
            shutil.copy(source, folder / part)
    return folder


def unreleased(root: Path) -> Path:
    """The project *root* as if it had released nothing: no reader has any of its notes yet."""
    for name in ("published.yaml", "findings.yaml"):
        (root / "content" / name).unlink(missing_ok=True)
    shutil.rmtree(root / "content/editions", ignore_errors=True)
    return root


def with_everything(folder: Path) -> Path:
    """A project with one more briefing: the article of `fixtures/everything.md`."""
    root = copy_project(folder)
    block = BLOCK.search((FIXTURES / "everything.md").read_text("utf-8"))
    assert block
    given = files(block["text"])
    (root / "content/pages/how-we-check.md").unlink()  # it counts the claims of the real site
    (root / "seeds/everything").mkdir()
    digest = hashlib.sha256(given["seeds/everything/seed.txt"].encode()).hexdigest()
    for name, text in given.items():
        (root / name).write_text(text.replace("DIGEST", digest), encoding="utf-8", newline="\n")
    return root


def leave_behind(root: Path) -> None:
    """What Emacs, macOS and note-taking programs leave beside an editor's files in *root*."""
    for folder in (
        "briefings",
        "facts",
        "pages",
        "images",
        "layouts",
        "editions/russia-celac-2013",
    ):
        (root / "content" / folder).mkdir(parents=True, exist_ok=True)
    for name in ("briefings/{}x.md", "pages/{}x.md", "facts/{}brics.yaml", "images/{}x.svg"):
        (root / "content" / name.format(".#")).symlink_to("somebody@machine.1234:5678")
        (root / "content" / name.format("._")).write_bytes(b"\0\5\x16\7Mac OS X \xff")
    (root / "content/editions/russia-celac-2013/._2026.json").write_bytes(b"\0\xff")
    (root / "content/briefings/.trash").mkdir()
    (root / "content/briefings/.trash/old.md").write_text("---\nseed: nowhere\n---\n")
    (root / "content/images/.DS_Store").write_bytes(b"\0\xff")


def change(path: Path, old: str, new: str) -> tuple[int, int]:
    """Put *new* for *old*, which must stand in the file once; the line and column of its place."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"'{old}' stands {text.count(old)} times in {path.name}"
    at = text.index(old)
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def digests(folder: Path) -> dict[str, str]:
    """Every file below *folder*, by its name there, with the digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
