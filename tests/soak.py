"""What becomes of a project when the program is killed, or the disk full, at every moment.

``python tests/soak.py COUNT KIND…`` tries COUNT moments, spread evenly over what each command does
to the disk, and prints what it tried. After each: no file of an editor is other than it was,
or was to be; the last good site is whole; the next run of the same command ends as if nothing had
been.
"""

import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pelican  # noqa: F401 (read before the children are made, and so are these:)
import rapidfuzz  # noqa: F401

import briefing.__main__ as command
import briefing.plugin
import briefing.preview.builder
import briefing.preview.desk
from briefing.preview.editor import hash_of
from briefing.seedfolder import UNFINISHED
from briefing.together import finish_writing
from faulty import Ended, Fault, run_with
from made import docx, par
from project import copy_project, digests

TEXT = "One two three four.\n\nFive six seven eight, nine ten.\n"
CHANGED = TEXT.replace("seven", "eleven")
FRONT = "---\ntitle: Text\nseed: text\nedition: 2026-11-24\nsummary: S\n---\n\n"
NOTE = "\n[^two]: {.note} A note.\n"
PAGE = "---\ntitle: Page\n---\n\nWords of a page.\n"
EDITORS = ("content", "seeds", "incoming", "pelicanconf.py", "theme")
MAY_STAY = (".nojekyll", ".preview", ".cache")
KINDS = ("kill", "tear", "full", "short", "denied")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that an editor does: what makes the project ready for it, and the doing."""

    name: str
    ready: Callable[[Path], object]
    do: Callable[[], object]
    tail: int = 0
    """How many of the last touches are meant; 0 for all."""


def run(*words: str) -> Callable[[], object]:
    return lambda: command.main(words)


def save() -> int:
    """What the preview does when a note is saved in the browser; it is built before."""
    finish_writing(Path.cwd())  # as `briefing serve` does when it begins
    builder = briefing.preview.builder.Builder(Path.cwd(), Path(".preview").absolute())
    outcome = builder.build()
    assert outcome["ok"], outcome
    desk = briefing.preview.desk.Desk(Path.cwd(), builder)
    text = Path("content/briefings/text.md").read_text("utf-8")
    if "three][" in text:
        return 0  # the editor sees that it is there
    draft = {
        "act": "insert",
        "file": "content/briefings/text.md",
        "base": hash_of(text),
        "words": "three",
        "start": TEXT.index("three"),
        "kind": "note",
        "values": {},
        "body": "From the browser.",
    }
    answer = desk.answer("save", {"draft": draft})
    return 0 if answer.get("status", 200) == 200 else 1


def nothing(_: Path) -> None:
    pass


def built_then_changed(root: Path) -> None:
    quietly(root, run("build"))
    page = root / "content/pages/page.md"
    page.write_text(page.read_text("utf-8").replace("Words", "Other words"), encoding="utf-8")


def dropped(root: Path) -> None:
    (root / "seeds/dropped").mkdir()
    shutil.copy(root / "incoming/letter.docx", root / "seeds/dropped/seed.docx")


def left_alone(root: Path) -> None:
    (root / "seeds/alone").mkdir()
    (root / "seeds/alone/seed.txt").write_text("HEADLINE\n\nA text of its own.\n", "utf-8")


ACTS = (
    Act("build", built_then_changed, run("build")),
    Act("import", nothing, run("import", "incoming/letter.docx")),
    Act("import of a dropped file", dropped, run("import", "seeds/dropped")),
    Act("build that drafts", left_alone, run("build")),
    Act("collate", nothing, run("collate", "text", "incoming/changed.txt", "--yes")),
    Act("release", nothing, run("release")),
    Act("note", nothing, run("note", "text", "six", "--text", "Said.", "--id", "six")),
    Act("save in the browser", nothing, save, tail=4),
)


def project(folder: Path) -> Path:
    """A small project that everything can be done to."""
    root = copy_project(folder, ("theme", "pelicanconf.py"))
    files = {
        "seeds/text/seed.txt": TEXT,
        "seeds/text/seed.yaml": "file: seed.txt\nsha256: "
        f"{sha256(TEXT.encode()).hexdigest()}\ntitle: Text\nissued: 2013-05-29\n",
        "content/briefings/text.md": FRONT + TEXT.replace("two", "[two][^two]", 1) + NOTE,
        "content/pages/page.md": PAGE,
        "incoming/changed.txt": CHANGED,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    body = par("A letter", style="Title") + par("Its words, and more of them.") + par("The end.")
    (root / "incoming/letter.docx").write_bytes(docx(body))
    return root


def quietly(root: Path, do: Callable[[], object]) -> None:
    """Do it here, in a child that nothing befalls."""
    with tempfile.TemporaryDirectory() as scratch:
        ended = run_with(Fault(), do, root, Path(scratch))
    assert ended.status == 0, ended.said


def of_editors(root: Path) -> dict[str, str]:
    return {
        name: digest
        for name, digest in digests(root).items()
        if name.split("/", 1)[0] in EDITORS and "/." not in name and not name.endswith(UNFINISHED)
    }


def site(root: Path) -> dict[str, str]:
    return digests(root / "output")


class Trial:
    """One act, tried with a fault at each of many moments."""

    def __init__(self, act: Act, scratch: Path) -> None:
        self.act, self.scratch = act, scratch
        self.first = project(scratch / "first")
        act.ready(self.first)
        self.before, self.site_before = of_editors(self.first), site(self.first)
        whole = self.copy("whole")
        ended = self.run(whole, Fault())
        assert ended.status == 0, ended.said
        self.after, self.site_after = of_editors(whole), site(whole)
        self.touches = ended.touches
        outside = [
            line
            for line in ended.seen
            if not line.startswith(("program: ", "network: ", "/dev/null"))
        ]
        self.outside = [p for p in outside if not Path(p).is_relative_to(whole.resolve())]
        self.network = [line for line in ended.seen if line.startswith("network: ")]
        self.programs = [line for line in ended.seen if line.startswith("program: ")]

    def copy(self, name: str) -> Path:
        folder = self.scratch / name
        shutil.rmtree(folder, ignore_errors=True)
        return Path(shutil.copytree(self.first, folder, symlinks=True))

    def run(self, root: Path, fault: Fault) -> Ended:
        return run_with(fault, self.act.do, root, self.scratch)

    def at(self, fault: Fault) -> None:
        """Let *fault* happen, then hold the project to what was promised."""
        root = self.copy("project")
        ended = self.run(root, fault)
        where = f"{self.act.name}, {fault.kind} at {fault.at} of {self.touches}:\n{ended.said}"
        if fault.kind in ("kill", "tear"):
            assert ended.status in (-signal.SIGKILL, 0), where
        assert "Traceback" not in ended.said, where
        found = of_editors(root)
        for name, digest in found.items():
            assert digest in (self.before.get(name), self.after.get(name)), f"{where}{name}"
        missing = [name for name in self.before if name not in found]
        assert not missing, f"{where}{missing}"
        assert site(root) in (self.site_before, self.site_after), where
        if fault.kind in ("full", "short") and self.act.name == "collate":
            assert found in (self.before, self.after), where
        again = self.run(root, Fault())
        assert "Traceback" not in again.said, where + again.said
        assert of_editors(root) == self.after, where + again.said
        assert self.site_after == {} or site(root) == self.site_after, where
        left = [p.name for p in root.rglob(".*") if p.name not in MAY_STAY]
        assert left == [], f"{where}{left}"


def moments(touches: int, count: int, first: int = 1) -> Iterator[int]:
    """*count* of the moments from *first* to *touches*, spread evenly, both ends among them.

    A single one is late, where most is at stake: what was made takes its place.
    """
    span = touches - first
    if count == 1:
        yield touches - span // 6
        return
    count = min(count, span + 1)
    yield from (first + span * n // max(1, count - 1) for n in range(count))


def main(count: int, kinds: Sequence[str]) -> None:
    tried: Counter[str] = Counter()
    share = max(1, count // (len(ACTS) * len(kinds)))
    for act in ACTS:
        with tempfile.TemporaryDirectory() as folder:
            trial = Trial(act, Path(folder))
            assert not trial.outside, trial.outside
            assert not trial.network, trial.network
            assert all("pagefind" in program for program in trial.programs), trial.programs
            first = trial.touches - act.tail + 1 if act.tail else 1
            for kind in kinds:
                if kind == "short" and act.tail:
                    continue  # it would befall what comes before
                sizes = moments(2000, share) if kind == "short" else ()
                for moment in sizes or moments(trial.touches, share, first):
                    trial.at(Fault(kind, moment))
                    tried[kind] += 1
            sys.stdout.write(f"{act.name}: {trial.touches} touches of the disk\n")
            sys.stdout.flush()
    each = ", ".join(f"{number} {kind}" for kind, number in tried.items())
    sys.stdout.write(f"{tried.total()} faults ({each}); no file lost, no site broken\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:] or KINDS)
