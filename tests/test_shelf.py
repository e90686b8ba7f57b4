"""What is kept from one build to the next: never seen in the site, whatever changed between."""

import hashlib
import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from briefing.shelf import Shelf
from command import ROOT, briefing
from project import change, copy_project, digests
from warm import builder

Change = Callable[[Path], object]
ONE, TWO = "content/briefings/harbour.md", "content/briefings/ferry.md"
SOURCE = "seeds/harbour/seed.yaml"
SMALL = {
    "seeds/harbour/seed.txt": "The Union has three members.\n\n- an item\n\nTHE LAST WORDS.\n",
    "seeds/ferry/seed.txt": "The ferry of the Union sails.\n",
    SOURCE: """\
file: seed.txt
sha256: DIGEST
title: The harbour
publisher: The Ledger
issued: 2013-05-29
rights: in the public domain
emendations:
  - seed: THE LAST WORDS
    reads: The last words
    why: set in capitals
""",
    "seeds/ferry/seed.yaml": """\
file: seed.txt
sha256: DIGEST
title: The ferry
issued: 2014-06-30
""",
    ONE: """\
---
title: The harbour
seed: harbour
edition: 2026-11-24
summary: Who belonged.
---

The [Union][^union] has [three members][^three].

[^union]: {.definition entity=union as-of=2026-11-24}
    A body of states, with [3](fact:union.count@2013-05-29) \"states\" then.
[^three]: {.claim verdict=wrong as-of=2026-11-24 source=charter} There were four.
[^last]: {.note status=draft quote="The last words"} Not published.

::: factbox union
As [@charter] says.
:::

- an item

The last words.
""",
    TWO: """\
---
title: The ferry
seed: ferry
edition: 2026-11-24
summary: What sailed.
---

The [ferry][^ferry] of the Union sails.

[^ferry]: {.context} A ship [@charter].
""",
    "content/sources.yaml": """\
charter:
  title: The charter
  type: treaty
  issued: 1950-01-02
  URL: https://example.org/charter
  tier: primary
  evidence: seen
register:
  title: The register
  type: webpage
  issued: 1951-01-02
  tier: agency
  evidence: seen
""",
    "content/entities.yaml": """\
union:
  kind: organisation
  name: Union
  description: A body of states.
harbour:
  kind: place
  name: Harbour of the North
  description: A place.
""",
    "content/facts/union.yaml": """\
title: Membership of the Union
view: membership
layout: coast
as-of: 2026-11-24
headline: count
members:
  AR: [{since: 1950-01-02, source: [charter], note: a founder}]
  BR: [{since: 1950-01-02, source: [charter]}]
  CL: [{since: 1951-01-02, source: [charter, register]}]
""",
    "content/layouts/coast.yaml": "title: The coast\nrows:\n  - AR BR CL\n",
    "content/timeline.yaml": """\
title: Timeline
as-of: 2026-11-24
events:
  - {date: 1950-01-02, event: The Union is founded., core: true, source: [charter]}
""",
    "content/pages/about.md": "---\ntitle: About\n---\n\nWhat this is.\n",
}
"""A small site with a little of everything: files by their paths."""


def small(root: Path) -> Path:
    """The small site, in *root*, which is made."""
    copy_project(root, ("theme", "pelicanconf.py"))
    for path, text in SMALL.items():
        seed = SMALL.get(path.replace("seed.yaml", "seed.txt"), "")
        digest = hashlib.sha256(seed.encode()).hexdigest()
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text.replace("DIGEST", digest), encoding="utf-8", newline="\n")
    return root


def edit(path: str, old: str, new: str) -> Change:
    return lambda root: change(root / path, old, new)


def add(path: str, text: str) -> Change:
    def write(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        with (root / path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)

    return write


def another_briefing(root: Path) -> None:
    text = (root / TWO).read_text("utf-8").replace("title: The ferry", "title: A\nslug: another")
    (root / "content/briefings/another.md").write_text(text, encoding="utf-8", newline="\n")


def without_another(root: Path) -> None:
    (root / "content/briefings/another.md").unlink()


def in_the_source(old: str, new: str) -> Change:
    """An edit of the seed, declared in its digest."""

    def make(root: Path) -> None:
        seed = root / "seeds/harbour/seed.txt"
        before = hashlib.sha256(seed.read_bytes()).hexdigest()
        change(seed, old, new)
        change(root / SOURCE, before, hashlib.sha256(seed.read_bytes()).hexdigest())

    return make


def both(*changes: Change) -> Change:
    return lambda root: [make(root) for make in changes]


CHANGES: dict[str, Change] = {
    # a note
    "a word of a note": edit(ONE, "There were four.", "There were five."),
    "a kind": edit(TWO, "{.context} A ship", "{.definition as-of=2026-11-24} A ship"),
    "a verdict": edit(ONE, "{.claim verdict=wrong", "{.claim verdict=imprecise"),
    "a day of verification": edit(ONE, "as-of=2026-11-24 source", "as-of=2026-11-23 source"),
    "a note's source": edit(ONE, "source=charter", "source=register"),
    "a draft published": edit(ONE, "{.note status=draft", "{.note"),
    "a note moved": edit(ONE, 'quote="The last words"', 'quote="The last"'),
    "a note's id": edit(ONE, "[^last]: {.note", "[^end]: {.note"),
    "a new note": add(ONE, '\n[^new]: {.note quote="an item"} New.\n'),
    "a note taken out": edit(ONE, '\n[^new]: {.note quote="an item"} New.\n', ""),
    # an article
    "a title": edit(ONE, "title: The harbour", "title: Harbour"),
    "a summary": edit(ONE, "summary: Who", "summary: Those who"),
    "an edition's day": edit(ONE, "edition: 2026-11-24", "edition: 2026-11-25"),
    "an edition's number": edit(ONE, "seed: harbour", "seed: harbour\nedition-number: 2"),
    "an editor": edit(ONE, "seed: harbour", "seed: harbour\nby: the night desk"),
    "tags": edit(ONE, "seed: harbour", "seed: harbour\ntags: one, two"),
    "an address": edit(TWO, "seed: ferry", "seed: ferry\nslug: boat"),
    "a lead-in": edit(ONE, "As [@charter] says.", "So [@charter] says."),
    "a box taken out": edit(ONE, "::: factbox union\nSo [@charter] says.\n:::\n\n", ""),
    "a briefing more": both(edit(TWO, "slug: boat\n", ""), another_briefing),
    "a briefing less": without_another,
    # a source
    "a source's words": both(
        in_the_source("three members", "three friends"),
        edit(ONE, "[three members]", "[three friends]"),
    ),
    "a source's form": in_the_source("- an item", "-  an item"),
    "a source's day": edit(SOURCE, "issued: 2013-05-29", "issued: 2013-05-30"),
    "a source's publisher": edit(SOURCE, "The Ledger", "A Ledger"),
    "a source's language": edit(SOURCE, "title: The harbour", "title: The harbour\nlanguage: es"),
    "a reason for a repair": edit(SOURCE, "why: set in capitals", "why: shouted"),
    "a source's rights": edit(SOURCE, "in the public domain", "public domain"),
    # what all articles share
    "the title of a work": edit("content/sources.yaml", "title: The charter", "title: Charter"),
    "a work's address": edit("content/sources.yaml", "org/charter", "org/the-charter"),
    "a body's name": edit("content/entities.yaml", "name: Union", "name: The Union"),
    "a body's other name": edit(
        "content/entities.yaml", "name: Harbour of the North", "name: North\n  also: [ferry]"
    ),
    "a body's description": edit("content/entities.yaml", "A body of states", "A league"),
    "a box's title": edit("content/facts/union.yaml", "title: Membership of", "title: In"),
    "a fact's note": edit("content/facts/union.yaml", "note: a founder", "note: first"),
    "a fact's source": edit("content/facts/union.yaml", "[charter, register]", "[register]"),
    "a fact": edit("content/facts/union.yaml", "CL: [{since: 1951", "CL: [{since: 1952"),
    "a layout": edit("content/layouts/coast.yaml", "AR BR CL", "CL BR AR"),
    "an event": edit("content/timeline.yaml", "The Union is founded", "It is founded"),
    # the site
    "the words of a page": edit("content/pages/about.md", "What this is.", "What is this?"),
    "a page's title": edit("content/pages/about.md", "title: About", "title: About this site"),
    "a new page": add("content/pages/new.md", "---\ntitle: New\n---\n\nNew.\n"),
    "a picture": add("content/images/one.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "the site's name": edit("pelicanconf.py", '"The Second Reading"', '"A Third Reading"'),
    "the notes' licence": edit("pelicanconf.py", "CC BY 4.0", "CC BY-SA 4.0"),
    "the language": edit("pelicanconf.py", '"en-GB"', '"es"'),
    "a setting of ours": add("pelicanconf.py", "BRIEFING_REVIEW_DAYS = 30\n"),
    "the theme's page": edit(
        "theme/templates/head.html", '"headmain"><h1>', '"headmain"><h1 id="h">'
    ),
    "the theme's note": edit("theme/templates/notes/note.html", 'tabindex="-1"', 'tabindex="0"'),
    "the theme's style": add("theme/css/zz.css", ".zz{color:red}\n"),
    "the theme's paper": add("theme/static/print.css", ".zz{color:black}\n"),
    "a file of the theme": add("theme/static/zz.txt", "new"),
}


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The changes, one upon the other; after each, the files that a build which keeps and a build
    from nothing do not agree on."""
    home = tmp_path_factory.mktemp("shelf")
    keeping, clean = small(home / "keeping"), small(home / "clean")
    found: dict[str, set[str]] = {}
    with builder() as one, builder() as other:
        for name, make in {"nothing": both(), "again": both(), **CHANGES}.items():
            for root in (keeping, clean):
                make(root)
            anew = "theme" in name or "setting" in name or name == "the language"
            for kept in ("",) if anew else ("site", "readings"):
                shutil.rmtree(clean / ".cache" / kept, ignore_errors=True)
            one.begin(keeping, ["build"])
            other.begin(clean, ["build"])
            for each, root in ((one, keeping), (other, clean)):
                assert each.end() == 0, f"{name}: {(root / 'build.log').read_text()}"
            held, fresh = digests(keeping / "output"), digests(clean / "output")
            found[name] = {path for path, _ in held.items() ^ fresh.items()}
    return found


@pytest.mark.parametrize("name", ["nothing", "again", *CHANGES])
def test_no_change_is_overlooked(steps: dict[str, set[str]], name: str) -> None:
    assert steps[name] == set()


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A project that was built once, and its site."""
    root = small(tmp_path / "project")
    assert briefing("build", cwd=root).returncode == 0
    return root, digests(root / "output")


def entries(root: Path) -> list[Path]:
    return sorted((root / ".cache/site").iterdir())


def readings(root: Path) -> dict[str, Path]:
    """Where it is kept how each text was read, by the text's path."""
    files = {path.name: path for path in (root / ".cache/readings/site").iterdir()}
    texts = (path.relative_to(root).as_posix() for path in sorted(root.glob("content/**/*.md")))
    found = {text: files.pop(hashlib.sha256(text.encode()).hexdigest()) for text in texts}
    assert files == {}, "what is gone is not kept"
    return found


def values(entry: Path) -> Path:
    """Where an entry holds its values: how a text was read is nothing else."""
    return entry / "printed" if entry.is_dir() else entry


def truncate(entry: Path) -> None:
    file = values(entry)
    file.write_bytes(file.read_bytes()[:-100])


def empty(entry: Path) -> None:
    values(entry).write_bytes(b"")


def lose_a_file(entry: Path) -> None:
    (entry / "files/briefing.md").unlink()


def change_a_file(entry: Path) -> None:
    page = entry / "files/index.html"
    text = page.read_bytes()
    page.unlink()  # what is linked to it is the last site, which is not to be changed
    page.write_bytes(text.replace(b"The", b"Thy", 1))


def be_of_another_version(entry: Path) -> None:
    content = values(entry).read_bytes()[32:]
    other = re.sub(rb"[0-9a-f]{64}", b"0" * 64, content, count=1)
    values(entry).write_bytes(hashlib.sha256(other).digest() + other)


def hold_what_there_is_no_more(entry: Path) -> None:
    """As a release leaves it that had a module or a kind of value by another name."""
    content = values(entry).read_bytes()[32:]
    other = content.replace(b"briefing.views", b"briefing.voews").replace(b"Written", b"Wrytten")
    assert other != content
    values(entry).write_bytes(hashlib.sha256(other).digest() + other)


def hold_a_program(entry: Path) -> None:
    class Run:
        def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
            return os.system, (f"touch {entry.parent / 'ran'}",)

    content = pickle.dumps(Run())
    values(entry).write_bytes(hashlib.sha256(content).digest() + content)


@pytest.mark.parametrize(
    "spoil",
    [
        truncate,
        empty,
        lose_a_file,
        change_a_file,
        be_of_another_version,
        hold_what_there_is_no_more,
        hold_a_program,
    ],
)
def test_what_is_not_as_it_was_left_is_not_taken(
    kept: tuple[Path, dict[str, str]], spoil: Callable[[Path], None]
) -> None:
    root, site = kept
    for entry in entries(root):
        spoil(entry)
    for reading in readings(root).values() if spoil not in (lose_a_file, change_a_file) else ():
        spoil(reading)
    for template in (root / ".cache/templates").iterdir():
        template.write_bytes(template.read_bytes()[:-9])
    assert briefing("build", cwd=root).returncode == 0
    assert digests(root / "output") == site
    assert not list((root / ".cache").rglob("ran"))


def test_a_second_build_prints_only_what_was_edited(kept: tuple[Path, dict[str, str]]) -> None:
    root, site = kept
    before = {entry.name: entry.stat().st_ino for entry in entries(root)}
    change(root / TWO, "A ship", "A boat")
    assert briefing("build", cwd=root).returncode == 0
    after = {entry.name: entry.stat().st_ino for entry in entries(root)}
    assert {name for name in after if after[name] != before[name]} == {"briefings-ferry"}
    assert digests(root / "output") != site


def test_a_second_build_reads_only_what_was_edited(kept: tuple[Path, dict[str, str]]) -> None:
    root, _ = kept
    before = {text: reading.stat().st_ino for text, reading in readings(root).items()}
    assert len(before) == 3
    change(root / TWO, "A ship", "A boat")
    change(root / SOURCE, "why: set in capitals", "why: shouted")
    assert briefing("build", cwd=root).returncode == 0
    after = {text: reading.stat().st_ino for text, reading in readings(root).items()}
    assert {text for text in after if after[text] == before[text]} == {"content/pages/about.md"}


def test_a_text_may_have_as_long_a_name_as_the_disk_allows(
    kept: tuple[Path, dict[str, str]],
) -> None:
    root, _ = kept
    page = root / "content/pages" / f"{'о' * 118}.md"
    page.write_text("---\ntitle: Long\n---\n\nA page.\n", encoding="utf-8")
    for _ in range(2):
        done = briefing("build", cwd=root)
        assert done.returncode == 0, done.stderr


def test_what_was_wrong_is_told_of_again(kept: tuple[Path, dict[str, str]]) -> None:
    root, site = kept
    change(root / TWO, "The [ferry]", "The old [ferry]")
    first, second = (briefing("build", cwd=root) for _ in range(2))
    assert (first.returncode, second.returncode) == (1, 1)
    assert "'old' is not in the source" in first.stderr
    assert first.stderr == second.stderr
    change(root / TWO, "The old [ferry]", "The [ferry]")
    assert briefing("build", cwd=root).returncode == 0
    assert digests(root / "output") == site


def test_a_source_that_leads_out_of_the_project_is_seen_at_once(
    kept: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    root, _ = kept
    seed = root / "seeds/ferry/seed.txt"
    seed.rename(tmp_path / "elsewhere.txt")
    seed.symlink_to(tmp_path / "elsewhere.txt")
    done = briefing("build", cwd=root)
    assert done.returncode == 1
    assert "leads out of the project" in done.stderr


def test_files_of_the_search_that_are_as_they_were_are_not_written_again(
    kept: tuple[Path, dict[str, str]],
) -> None:
    root, _ = kept

    def fragments() -> dict[str, int]:
        folder = root / "output/search/pagefind/fragment"
        return {path.name: path.stat().st_ino for path in folder.iterdir()}

    before = fragments()
    change(root / TWO, "A ship", "A boat")
    assert briefing("build", cwd=root).returncode == 0
    after = fragments()
    same = before.keys() & after.keys()
    assert len(same) > len(after) / 2
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert after.keys() - before.keys()


def test_a_site_edited_by_hand_is_made_anew(kept: tuple[Path, dict[str, str]]) -> None:
    root, site = kept
    page = root / "output/briefings/ferry/index.html"
    page.write_text("spoilt")
    assert briefing("build", cwd=root).returncode == 0
    assert digests(root / "output") == site


def test_what_is_gone_is_not_kept(kept: tuple[Path, dict[str, str]]) -> None:
    root, _ = kept
    (root / TWO).unlink()
    shutil.rmtree(root / "seeds/ferry")
    assert briefing("build", cwd=root).returncode == 0
    assert [entry.name for entry in entries(root)] == ["briefings-harbour"]
    assert list(readings(root)) == [ONE, "content/pages/about.md"]


def test_two_builds_at_once_keep_no_mixture(kept: tuple[Path, dict[str, str]]) -> None:
    root, site = kept
    shutil.rmtree(root / ".cache")
    command = [sys.executable, "-m", "briefing", "build", "--output"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
    both = [
        subprocess.Popen([*command, str(root / f"output-{n}")], cwd=root, env=environ)
        for n in range(2)
    ]
    assert [process.wait() for process in both] == [0, 0]
    assert briefing("build", cwd=root).returncode == 0
    assert digests(root / "output-0") == digests(root / "output-1") == site
    assert digests(root / "output") == site


def run_on(root: Path, processors: set[int], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "briefing", "build", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
        preexec_fn=partial(os.sched_setaffinity, 0, processors),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A project of so many briefings that processes share them; its site, made by one."""
    home = tmp_path_factory.mktemp("many")
    corpus = [sys.executable, str(ROOT / "bench/corpus.py"), "14", str(home), "ours"]
    subprocess.run(corpus, check=True, capture_output=True)
    run_on(home / "ours", {0})
    return home / "ours", digests(home / "ours/output")


def test_many_processes_write_what_one_writes(many: tuple[Path, dict[str, str]]) -> None:
    """And so does a build that finds everything kept."""
    root, site = many
    shutil.rmtree(root / ".cache")
    for _ in range(2):
        run_on(root, set(range(os.cpu_count() or 1)))
        assert digests(root / "output") == site


def test_a_site_is_made_of_shares_that_others_have_printed(
    many: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    root, site = many
    last = tmp_path / "last"
    aside = shutil.ignore_patterns(".cache", "output")
    shutil.copytree(root, last, ignore=aside)
    for number in (1, 2):
        machine = tmp_path / f"machine-{number}"
        shutil.copytree(root, machine, ignore=aside)
        said = run_on(machine, {0}, "--shard", f"{number}/2")
        assert said == f"share {number}/2: 7 of 14 briefings are in .cache/\n"
        assert not (machine / "output").exists()
        shutil.copytree(machine / ".cache/site", last / ".cache/site", dirs_exist_ok=True)
    before = {entry.name: entry.stat().st_ino for entry in entries(last)}
    run_on(last, {0})
    assert digests(last / "output") == site
    assert {entry.name: entry.stat().st_ino for entry in entries(last)} == before
    assert len(before) == 14


def test_a_share_that_is_none_is_told_of(tmp_path: Path) -> None:
    for words in ("0/2", "3/2", "half", "1/0"):
        done = briefing("build", "--shard", words, cwd=tmp_path)
        assert done.returncode == 2
        assert f"'{words}' is no share: write 1/4 for the first of four" in done.stderr


def test_another_program_takes_nothing_of_the_one_before(tmp_path: Path) -> None:
    root = small(tmp_path / "project")
    shutil.copytree(
        ROOT / "plugins",
        root / "plugins",
        ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"),
    )
    sites: list[dict[str, str]] = []
    for arguments in (["build"], ["build"], ["build", "--fresh"]):
        done = briefing(*arguments, cwd=root, PYTHONPATH=str(root / "plugins"))
        assert done.returncode == 0, done.stderr
        sites.append(digests(root / "output"))
        if len(sites) == 1:
            change(root / "plugins/briefing/render.py", "“”‘’", "””’’")
    assert sites[0] != sites[1] == sites[2]


def test_fresh_takes_nothing(kept: tuple[Path, dict[str, str]]) -> None:
    root, site = kept
    before = {entry.name: entry.stat().st_ino for entry in entries(root)}
    assert briefing("build", "--fresh", cwd=root).returncode == 0
    assert all(before[entry.name] != entry.stat().st_ino for entry in entries(root))
    assert digests(root / "output") == site


def test_what_another_build_makes_aside_stays(tmp_path: Path) -> None:
    own, dead = f".a-text-{os.getpid()}", f".a-text-{2**22 + 1}"
    for name in ("kept", "gone", own, dead):
        (tmp_path / name / "files").mkdir(parents=True)
    Shelf(tmp_path).only(["kept"])
    assert {path.name for path in tmp_path.iterdir()} == {"kept", own}
