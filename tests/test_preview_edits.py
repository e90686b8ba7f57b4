"""An edit in the preview: its page at once, all else after it, and at last what a build writes."""

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.diagnostics import TextFile
from briefing.model import Source
from briefing.preview.records import sources_with
from briefing.preview.session import Session
from briefing.preview.worker import Worker
from briefing.records import SOURCE_KEYS, read_all, read_source
from command import ROOT
from corpus import long_article
from dialects import ours
from project import ARTICLE, change, copy_project, digests, with_everything

PAGE = "briefings/russia-celac-2013/index.html"
EDITS = [
    (ARTICLE, "Foreign minister of Russia since", "Russia's foreign minister since"),
    (ARTICLE, "In May 2013 a Moscow newspaper reported", "A newspaper of Moscow reported"),
    ("content/sources.yaml", "title: El presidente de Uruguay recibirá", "title: Uruguay recibirá"),
    ("content/facts/brics.yaml", "title: ", "title: The group "),
    ("content/pages/about.md", "\n\n", "\n\nA new paragraph, which no list shows.\n\n"),
]
"""A file, words in it, and the words to be put for the first of them."""


@contextmanager
def on(project: Path) -> Iterator[Session]:
    """A session on *project*, its site built."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT / "plugins"))
        one = Session(project, project / ".preview")
        one.whole()
        assert one.state["ok"], one.state
        yield one
        one.stop()
    assert [path.name for path in project.glob("*preview*")] == [".preview"]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with on(copy_project(tmp_path_factory.mktemp("edits") / "project")) as one:
        yield one


def clean(project: Path, output: Path) -> dict[str, str]:
    """What a builder that knows nothing of any edit writes of *project*."""
    built = subprocess.run(
        [sys.executable, "-m", "briefing.preview.builder", output],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
        input='{"do": "build"}\n',
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(built.stdout)["ok"], built.stderr
    return digests(output)


def test_after_edits_all_is_as_a_clean_build_writes_it(session: Session) -> None:
    with session.watched(PAGE):
        at_once: dict[str, bytes] = {}
        for name, old, new in EDITS:
            text = (session.root / name).read_text("utf-8")
            assert old in text
            (session.root / name).write_text(text.replace(old, new, 1), "utf-8")
            session.changed([name])
            assert session.state["ok"], session.state
            assert session.state["behind"], f"{name} needed a whole build"
            pages = session.state["pages"]
            assert pages, name
            at_once |= {page: (session.output / page).read_bytes() for page in pages}
        assert [*at_once] == [PAGE, "about/index.html"]
        assert b"A newspaper of Moscow reported" in at_once[PAGE]
        session.settle()
    assert session.state["ok"], session.state
    assert not session.state["behind"]
    assert {page: (session.output / page).read_bytes() for page in at_once} == at_once
    assert digests(session.output) == clean(session.root, session.root / ".clean")


Edit = Callable[[str, random.Random], str]
NOTE_LINE = re.compile(r"(?<=^    )\w+", re.MULTILINE)
TARGET = re.compile(r"\[(\w+) (\w+ \w[^]]*)(?=\]\[\^)")
WORD = re.compile(
    r"^(?![ \[]).* (?P<word>harvest|figures|auditors|opposition)(?=[ .])", re.MULTILINE
)
VERDICT = re.compile(r"(?<=verdict=)\w+")


def reword(text: str, rng: random.Random) -> str:
    at = rng.choice([*NOTE_LINE.finditer(text)])
    return f"{text[: at.start()]}Word{rng.randrange(1000)} “{at[0]}”{text[at.end() :]}"


def lengthen(text: str, rng: random.Random) -> str:
    at = text.index("\n", rng.choice([*NOTE_LINE.finditer(text)]).end())
    return f"{text[:at]}\n\n    More *of* our own words.{text[at:]}"


def retitle(text: str, rng: random.Random) -> str:
    return text.replace("\ntitle: ", f"\ntitle: {rng.randrange(1000)} ", 1)


def narrow(text: str, rng: random.Random) -> str:
    at = rng.choice([*TARGET.finditer(text)])
    return f"{text[: at.start()]}{at[1]} [{at[2]}{text[at.end() :]}"


def emphasise(text: str, rng: random.Random) -> str:
    at = rng.choice([*WORD.finditer(text)])
    return f"{text[: at.start('word')]}*{at['word']}*{text[at.end() :]}"


def judge_anew(text: str, rng: random.Random) -> str:
    at = rng.choice([*VERDICT.finditer(text)])
    verdict = rng.choice([each for each in ("wrong", "imprecise", "contested") if each != at[0]])
    return f"{text[: at.start()]}{verdict}{text[at.end() :]}"


def test_a_long_text_is_at_each_edit_as_a_clean_build_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept from one edit to the next must be no older than the text."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "plugins"))
    project, long, rng = tmp_path / "project", long_article(20_000, 300), random.Random(1)
    ours(project, [long])
    article = project / f"content/briefings/{long.slug}.md"
    edits: list[Edit] = [reword, lengthen, retitle, narrow, emphasise, judge_anew]
    edited = Worker(project, project / ".preview")
    assert edited.ask("build")["ok"]
    for turn in range(3):
        for edit in rng.sample(edits, len(edits)):
            article.write_text(edit(article.read_text("utf-8"), rng), "utf-8")
            told = edited.ask("edit", names=[str(article.relative_to(project))], looked_at=[])
            assert told.get("ok"), (edit, told)
            (page,) = told["pages"]
        clean(project, project / f".clean-{turn}")
        written = (project / ".preview" / page).read_bytes()
        assert written == (project / f".clean-{turn}" / page).read_bytes()
        assert edited.ask("verify") == {"same": True}
    edited.stop()


def test_an_edit_of_a_short_text_leaves_the_style_of_a_long_one(tmp_path: Path) -> None:
    with on(with_everything(tmp_path / "project")) as session:
        style = (session.output / "theme/style.css").read_bytes()
        article = "content/briefings/everything.md"
        change(session.root / article, "In a table.", "In the table.")
        session.changed([article])
        assert session.state["pages"] == ["briefings/everything/index.html"]
        assert (session.output / "theme/style.css").read_bytes() == style


def test_a_fault_in_facts_is_told_until_it_is_mended(session: Session) -> None:
    facts = "content/facts/brics.yaml"
    before = (session.output / PAGE).read_bytes()
    text = (session.root / facts).read_text("utf-8")
    for broken in (text.replace("view: ", "vieuw: ", 1), text + "\n - [", ""):
        (session.root / facts).write_text(broken, "utf-8")
        session.changed([facts])
        assert not session.state["ok"]
        assert {d["file"] for d in session.state["found"] if d["severity"] == "error"} == {facts}
        (session.root / facts).write_text(text, "utf-8")
        session.changed([facts])
        assert session.state["ok"]
        assert (session.output / PAGE).read_bytes() == before


def test_some_records_of_a_long_file_are_as_all_of_them() -> None:
    text = (ROOT / "content/sources.yaml").read_text("utf-8")[:9000].rpartition("\n\n")[0] + "\n"
    known, rng, told = read(text), random.Random(1), 0
    put = ["", "x", "\n", "# said\n", "x-1:\n  type: webpage\n  title: y\n", text[700:1900]]
    for _ in range(300):
        at = rng.randrange(len(text))
        end = min(len(text), at + rng.choice([0, 1, 5, 400, 1200]))
        changed = text[:at] + rng.choice(put) + text[end:]
        found = sources_with(known, "sources.yaml", text, changed)
        if found is not None:
            told += 1
            assert unplaced(found) == unplaced(read(changed))
    assert told > 30


def read(text: str) -> dict[str, Source]:
    return dict(read_all(TextFile("sources.yaml", text), read_source, SOURCE_KEYS)[0])


def unplaced(sources: dict[str, Source]) -> list[tuple[str, Source]]:
    nowhere = TextFile("", "").span(1)
    return [(id_, replace(source, span=nowhere)) for id_, source in sources.items()]


def test_what_is_asked_for_meanwhile_is_never_old(session: Session) -> None:
    change(session.root / ARTICLE, "Undersecretary Alfonso Silva", "its undersecretary")
    session.changed([ARTICLE])
    claims = session.output / "claims/index.html"
    assert "its undersecretary" not in claims.read_text("utf-8")
    session.freshen("claims/index.html")
    assert "its undersecretary" in claims.read_text("utf-8")


def test_a_fault_in_another_file_is_told_after_the_page(session: Session) -> None:
    """A claim made a draft changes the number of claims that another page names."""
    old, new = "[^founded-2010]: {.claim ", "[^founded-2010]: {.claim status=draft "
    change(session.root / ARTICLE, old, new)
    session.changed([ARTICLE])
    assert session.state["ok"]
    session.settle()
    assert not session.state["ok"]
    assert session.state["found"][0]["code"] == "fact-differs"
    assert session.state["found"][0]["file"] == "content/pages/how-we-check.md"
    change(session.root / ARTICLE, new, old)
    session.changed([ARTICLE])
    session.settle()
    assert session.state["ok"]
    assert not session.state["behind"]
