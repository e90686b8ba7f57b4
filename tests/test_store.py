"""An editor's files, however they were saved; and what cannot be read of them."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.diagnostics import (
    Span,
    TextFile,
    as_github,
    as_json,
    as_text,
    did_you_mean,
    error,
    warning,
)
from briefing.survey import survey
from command import ROOT, briefing
from pairs import FIXTURES, read_pairs
from project import copy_project, leave_behind
from reading import files, project, told

ALL = next(
    pair
    for pair in read_pairs((FIXTURES / "check.md").read_text("utf-8"), "check.md")
    if pair.title == "All files in one run, in order"
)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_a_byte_order_mark_move_no_place(
    tmp_path: Path, end: str, mark: bytes
) -> None:
    project(tmp_path, ALL.given)
    for name in files(ALL.given):
        path = tmp_path / name
        if path.name != "seed.txt" and path.suffix != ".py":
            text = path.read_text("utf-8").replace("\n", end)
            path.write_bytes(mark + text.encode())
    assert told(survey(tmp_path).found) == ALL.expected


def test_a_file_that_is_no_text_is_told_of_at_its_line(tmp_path: Path) -> None:
    surveyed = project(tmp_path, "=== content/pages/a.md\none\n=== content/pages/b.md\ntwo\n")
    assert told(surveyed.found) == ""
    (tmp_path / "content/pages/a.md").write_bytes(b"one\ntwo\n\xff\n")
    (tmp_path / "content/pages/b.md").unlink()
    (tmp_path / "content/pages/b.md").symlink_to(ROOT / "README.md")
    (tmp_path / "content/pages/c.md").mkdir()
    os.mkfifo(tmp_path / "content/pages/d.md")
    found = project(tmp_path, "").found
    assert [(d.code, d.span.path, d.span.line) for d in found] == [
        ("file-unreadable", "content/pages/a.md", 3),
        ("file-unreadable", "content/pages/b.md", 1),
        ("file-unreadable", "content/pages/c.md", 1),
        ("file-unreadable", "content/pages/d.md", 1),
    ]


def test_hidden_files_are_passed_over(tmp_path: Path) -> None:
    leave_behind(project(tmp_path, ALL.given).root)
    assert told(survey(tmp_path).found) == ALL.expected


def test_a_hidden_drawing_is_published_and_so_looked_at(tmp_path: Path) -> None:
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' onload='a()'/>"
    found = project(tmp_path, f"=== content/images/.drawing.svg\n{drawing}\n").found
    assert [d.span.path for d in found] == ["content/images/.drawing.svg"]


def test_a_seed_that_is_no_text_is_told_of(tmp_path: Path) -> None:
    front = "{title: T, seed: s, edition: 2026-01-01, summary: S}"
    article = f"=== content/briefings/s.md\n---\n{front}\n---\n"
    provenance = "=== seeds/s/seed.yaml\n{file: seed.txt, sha256: DIGEST, title: T, issued: 2013}\n"
    (tmp_path / "seeds/s").mkdir(parents=True)
    (tmp_path / "seeds/s/seed.txt").write_bytes(b"one\xff")
    found = project(tmp_path, provenance + article).found
    assert [(d.code, d.span.path) for d in found] == [("seed-unreadable", "seeds/s/seed.yaml")]


def test_a_message_in_githubs_form_and_as_json() -> None:
    span = Span("a:b,c.md", 2, 3, 4, "  word")
    found = [error("x-y", span, "50 % of\nit", "do this"), warning("x-z", span, "é")]
    assert as_github(found[0]) == (
        "::error file=a%3Ab%2Cc.md,line=2,col=3,endColumn=7,title=x-y::50 %25 of%0Ait%0Ado this"
    )
    assert json.loads(as_json(found))[1] == {
        "code": "x-z",
        "severity": "warning",
        "message": "é",
        "hint": "",
        "file": "a:b,c.md",
        "line": 2,
        "column": 3,
        "length": 4,
    }


@pytest.mark.parametrize(
    ("line", "shown", "caret"),
    [
        ("\tword", "    word", "    ^^^^"),
        ("共\tword", "共   word", "     ^^^^"),
        ("e\u0301 word", "e\u0301 word", "  ^^^^"),
        ("👩\u200d👩 word", "👩\u200d👩 word", "     ^^^^"),
        ("\x1b[2J\u202e\x9b word", "␛[2J�� word", "       ^^^^"),
    ],
)
def test_the_caret_stands_below_the_word(line: str, shown: str, caret: str) -> None:
    span = TextFile("a", line).at(line.index("word"), 4)
    _, source, below = as_text(error("x", span, "m")).split("\n")
    assert (source, below) == (f"    1 | {shown}", f"      | {caret}")


@pytest.mark.parametrize("word", ["AS_OF", "as-off", "Asof"])
def test_names_are_compared_without_case_hyphens_and_underscores(word: str) -> None:
    assert did_you_mean(word, ("as-of", "by"), "known: …") == "did you mean 'as-of'? known: …"


def test_a_name_that_is_near_nothing_gets_the_list() -> None:
    assert did_you_mean("xyz", ("as-of", "by"), "known: …") == "known: …"


def test_the_command_speaks_json_and_is_strict_where_asked(tmp_path: Path) -> None:
    root = copy_project(tmp_path / "project")
    done = briefing("check", "--format", "json", cwd=root)
    rows = json.loads(done.stdout)
    assert done.returncode == 0
    assert {row["severity"] for row in rows} == {"warning"}
    assert briefing("check", "--format", "json", "--strict", cwd=root).returncode == 1


def test_this_site_is_checked_in_less_than_half_a_second() -> None:
    """In time of the processor, so that another process on the machine does not count."""
    environ = {name: value for name, value in os.environ.items() if "COV" not in name}
    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "briefing", "check"],
            cwd=ROOT,
            env={**environ, "PYTHONPATH": str(ROOT / "plugins")},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) < 0.5, spent


def test_a_pipe_among_the_texts_is_not_waited_for(tmp_path: Path) -> None:
    root = copy_project(tmp_path / "project")
    os.mkfifo(root / "content/x.md")
    done = briefing("build", cwd=root)
    assert done.returncode == 1
    assert "content/x.md:1:1: error[file-unreadable]: the file cannot be read: it is" in done.stderr
