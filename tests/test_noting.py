"""A note from the command line, and the report on notes."""

import subprocess
from pathlib import Path

import pytest

from briefing.article import read_article
from briefing.diagnostics import TextFile
from briefing.notetext import NotPlacedError
from briefing.noting import Request, add_note
from briefing.report import notes_of, report
from briefing.reporting import before, now
from briefing.survey import survey
from command import briefing
from project import ARTICLE, change, copy_project, digests

SLUG = "russia-celac-2013"
DAY = "2026-11-24"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


def added(project: Path, request: Request) -> str:
    return add_note(project, SLUG, request, DAY)


def test_a_claim_is_put_on_its_words(project: Path) -> None:
    done = briefing("note", SLUG, "rapidly increased", "--kind", "claim", cwd=project)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{ARTICLE}:")
    assert done.stdout.endswith(": [^rapidly-increased]\n")
    text = (project / ARTICLE).read_text("utf-8")
    assert "[rapidly increased][^rapidly-increased]" in text
    assert "[^rapidly-increased]: {.claim verdict=unchecked as-of=" in text
    assert briefing("check", cwd=project).returncode == 0


def test_a_note_with_all_that_it_needs(project: Path) -> None:
    values = {"verdict": "supported", "source": "wb-gdp", "by": "A Reader"}
    request = Request("rapidly increased", "claim", "growth", "So it did.", values=values)
    place = added(project, request)
    line = int(place.split(":")[1])
    lines = (project / ARTICLE).read_text("utf-8").splitlines()
    assert lines[line - 1] == (
        '[^growth]: {.claim verdict=supported as-of=2026-11-24 by="A Reader" source="wb-gdp"}'
    )
    assert lines[line] == "    So it did."


REFUSED = (
    (Request("rapidly decreased", "note"), "are not in the text; the nearest there are “rapidly"),
    (Request("Latin America", "note"), "times, on lines"),
    (Request("rapidly increased", "remark"), "unknown kind 'remark'"),
    (Request("rapidly increased", "note", "lavrov"), "'lavrov' is taken"),
    (Request("rapidly increased", "claim", values={"verdict": "wrong"}), "needs a source"),
    (Request("rapidly increased", "note", values={"source": "wb-gpd"}), "unknown source 'wb-gpd'"),
    (Request("rapidly increased", "claim", values={"verdict": "so"}), ""),
    (
        Request("rapidly increased", "note", text="See [33](fact:nothing.count)."),
        "unknown fact box",
    ),
)


@pytest.mark.parametrize(("request_", "said"), REFUSED)
def test_what_would_be_wrong_is_refused(project: Path, request_: Request, said: str) -> None:
    before_ = digests(project)
    with pytest.raises(NotPlacedError) as problem:
        added(project, request_)
    assert said in str(problem.value)
    assert digests(project) == before_


def test_line_ends_of_windows_stay(project: Path) -> None:
    path = project / ARTICLE
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    added(project, Request("rapidly increased", "context", text="One line."))
    data = path.read_bytes()
    assert b"{.context}\r\n    One line.\r\n" in data
    assert data.count(b"\n") == data.count(b"\r\n")


def git(project: Path, *arguments: str) -> str:
    known = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *known, *arguments], cwd=project, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def tracked(project: Path) -> str:
    """The project under version control, its commit; then a note new, one changed, one gone."""
    git(project, "init", "-q")
    git(project, "add", "content")
    git(project, "commit", "-qm", "x")
    commit = git(project, "rev-parse", "HEAD")
    added(project, Request("rapidly increased", "claim"))
    change(project / ARTICLE, "A slip in the caption", "An error in the caption")
    return commit


def test_a_report_since_a_commit(project: Path, tracked: str) -> None:
    change(
        project / ARTICLE,
        "[Russian State University for the Humanities][^rsuh]",
        "Russian State University for the Humanities",
    )
    change(
        project / ARTICLE,
        "[^rsuh]: {.definition entity=rsuh",
        "[^rsuh]: {.definition status=orphan entity=rsuh",
    )
    text = briefing("report", "--since", tracked, "--on", DAY, cwd=project).stdout
    assert f"## Added: 1\n\n- {ARTICLE}: `rapidly-increased`\n" in text
    assert f"## Changed: 2\n\n- {ARTICLE}: `caption-name`, `rsuh`\n" in text
    assert "## Removed: 0\n" in text
    assert f"## Drafts: 1\n\n- {ARTICLE}: `rapidly-increased`\n" in text
    assert f"## Orphaned: their words are gone: 1\n\n- {ARTICLE}: `rsuh`\n" in text
    assert "| wrong | " in text


def test_a_commit_that_is_not_there(project: Path, tracked: str) -> None:
    done = briefing("report", "--since", tracked[::-1], cwd=project)
    assert done.returncode == 1
    assert "there is no commit" in done.stderr


def test_a_report_since_the_last_release(project: Path) -> None:
    assert briefing("release", cwd=project).returncode == 0
    added(project, Request("rapidly increased", "context", text="New."))
    surveyed = survey(project)
    text = report(surveyed.site, before(project, surveyed, ""), now(surveyed))
    assert "Since the last release (content/published.yaml; what changed is not known)." in text
    assert f"## Added: 1\n\n- {ARTICLE}: `rapidly-increased`\n" in text
    assert "## Removed: 0" in text
    assert "## Changed" not in text


def test_notes_of_the_source_are_not_ours() -> None:
    file = TextFile("a.md", "A[^1] [word][^a].\n\n[^1]: {.own}\n    Its own.\n\n[^a]: Ours.\n")
    assert notes_of(read_article(file)) == {"a": "[^a]: Ours."}
