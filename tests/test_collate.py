"""A changed source: shown, agreed to, written; the old text stays, and so does every note."""

import random
import re
from pathlib import Path

import pytest

from briefing.additions import with_own_notes
from briefing.article import Article, read_article
from briefing.collate import NotCollatedError
from briefing.collating import Plan, carry_out, plan
from briefing.diagnostics import Severity, TextFile
from briefing.extract.extracted import OwnNote
from briefing.seedfolder import Wishes
from briefing.survey import survey
from briefing.taking import import_file
from command import briefing
from made import docx, par, run
from project import ARTICLE, SEED, change, copy_project, digests, unreleased

SLUG = "russia-celac-2013"
CHANGES = (
    ("rapidly increased", "quickly increased"),
    ("founded in 2010", "founded in 2011"),
    ("Russia seeks a visa-free", "Russia now seeks a visa-free"),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that has published nothing: a note that readers have may not become an orphan."""
    return unreleased(copy_project(tmp_path / "project"))


def changed_text(project: Path, *changes: tuple[str, str]) -> Path:
    text = (project / SEED / "seed.txt").read_text("utf-8")
    for old, new in changes:
        text = text.replace(old, new)
    path = project / "new.txt"
    path.write_text(text, "utf-8")
    return path


def planned(project: Path, path: Path) -> Plan:
    return plan(project, SLUG, path, Wishes())


def read(project: Path) -> Article:
    return read_article(TextFile(ARTICLE, (project / ARTICLE).read_text("utf-8")))


def ids(article: Article) -> set[str]:
    return {definition.id.text for definition in article.definitions}


def wrong(project: Path) -> list[str]:
    """Errors in the article and its seed; pages that count claims may count too many."""
    found = [d for d in survey(project).found if d.severity is Severity.ERROR]
    return [d.message for d in found if not d.span.path.startswith("content/pages/")]


def test_notes_move_to_the_new_text_and_none_is_lost(project: Path) -> None:
    before, seed = read(project), (project / SEED / "seed.txt").read_bytes()
    carry_out(planned(project, changed_text(project, *CHANGES[:2])))
    after = read(project)
    assert ids(after) == ids(before)
    orphans = [d.id.text for d in after.definitions if d.value("status") == "orphan"]
    assert orphans == ["founded-2010"]
    assert 'quote="CELAC was founded in 2010"' in after.file.text
    assert "the Soviet Union quickly increased" in after.plain.flat
    assert wrong(project) == []
    assert (project / SEED / "seed.txt").read_bytes() == seed
    assert sorted(path.name for path in (project / SEED).iterdir()) == [
        "seed-1.yaml",
        "seed-2.txt",
        "seed.txt",
        "seed.yaml",
    ]


def test_what_is_told(project: Path) -> None:
    told = planned(project, changed_text(project, *CHANGES[:2])).told
    assert told[0] == "Read as text, UTF-8. 2 places differ:"
    assert sum(line.startswith("Changed: [^soviet-rise]") for line in told) == 1
    orphaned = [line for line in told if line.startswith("Orphaned: ")]
    assert len(orphaned) == 1
    assert "name or count something else; candidates: …" in orphaned[0]
    assert "[CELAC was founded in 2011]" in orphaned[0]


def test_the_same_text_changes_nothing_but_the_file(project: Path) -> None:
    before = read(project).file.text
    path = changed_text(project, ("\n", "\r\n"))
    carry_out(planned(project, path))
    assert read(project).file.text == before
    again = planned(project, path)
    assert again.files == {}
    assert "holds this file already" in again.told[0]


def test_nothing_is_written_before_the_yes(project: Path) -> None:
    path = changed_text(project, *CHANGES)
    before = digests(project)
    done = briefing("collate", SLUG, path, cwd=project)
    assert done.returncode == 1
    assert "Nothing was changed." in done.stdout
    assert digests(project) == before
    assert briefing("collate", SLUG, path, "--yes", cwd=project).returncode == 0
    assert digests(project) != before


def test_an_edit_made_meanwhile_is_not_overwritten(project: Path) -> None:
    ready = planned(project, changed_text(project, *CHANGES))
    change(project / ARTICLE, "A slip in the caption", "A slip in this caption")
    before = digests(project)
    with pytest.raises(NotCollatedError, match="was changed meanwhile: nothing was written"):
        carry_out(ready)
    assert digests(project) == before


def test_an_unsound_article_is_refused(project: Path) -> None:
    change(project / ARTICLE, "as a counterweight", "as a competitor")
    with pytest.raises(NotCollatedError, match="no sound article"):
        planned(project, changed_text(project, *CHANGES))


def test_a_page_takes_the_place_of_a_text(project: Path) -> None:
    text = (project / SEED / "seed.txt").read_text("utf-8").split("\n\n")
    paragraphs = [
        re.sub(r"[\\*]|^# .*", "", p) for p in text if not p.startswith(("By ", "<", "Orig"))
    ]
    page = "".join(f"<p>{' '.join(p.split())}</p>\n" for p in paragraphs[3:])
    path = project / "page.html"
    path.write_text(f"<html><body><nav>Home</nav><article>{page}</article></body></html>", "utf-8")
    before = read(project)
    carry_out(planned(project, path))
    assert ids(read(project)) == ids(before)
    assert wrong(project) == []
    assert (project / SEED / "seed-2-as-received.html").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("number", range(20))
def test_random_edits_of_the_seed(project: Path, number: int) -> None:
    rng = random.Random(number)
    text = (project / SEED / "seed.txt").read_text("utf-8")
    blocks = text.split("\n\n")
    for _ in range(3):
        at = rng.randrange(6, len(blocks) - 3)
        words = blocks[at].split(" ")
        word = rng.randrange(len(words))
        edit = rng.choice(("word", "drop", "lose", "double", "swap"))
        if edit == "word":
            words[word] = "otherwise"
        elif edit == "drop":
            words.pop(word)
        blocks[at] = " ".join(words)
        if edit == "lose":
            blocks.pop(at)
        elif edit == "double":
            blocks.insert(at, blocks[at])
        elif edit == "swap":
            blocks[at - 1], blocks[at] = blocks[at], blocks[at - 1]
    path = project / "new.txt"
    path.write_text("\n\n".join(blocks), "utf-8")
    before = read(project)
    carry_out(planned(project, path))
    assert ids(read(project)) == ids(before)
    assert wrong(project) == []


OWN_TEXT = (
    "A Treaty\n\nThe parties shall meet once a year.[1] Their seat is Geneva.\n\n"
    "They decide on the budget of the year to come.\n\n[1] As amended in 2023.\n"
)
MARKED = "\n\nThe parties shall meet once a year.[^star]"


def owned_project(folder: Path) -> Path:
    """A text whose own note an editor has made one."""
    root = copy_project(folder, ("pelicanconf.py",))
    (root / "content").mkdir()
    with (root / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write("\nBRIEFING_DRAFTED_NOTES = False\n")
    (root / "treaty.txt").write_text(OWN_TEXT, "utf-8")
    import_file(root, root / "treaty.txt", Wishes())
    article = root / "content/briefings/treaty.md"
    change(article, "\n\nThe parties shall meet once a year.[1]", MARKED)
    change(
        article,
        "[1] As amended in 2023.",
        '[^star]: {.own sign="[1]"}\n    As amended in 2023.',
    )
    assert wrong(root) == []
    return root


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("Their seat is Geneva", "Their seat is in Geneva", ""),
        ("As amended in 2023", "As amended in 2024", ""),
        ("a year.[1] Their", "a year. Their", "orphan"),
        ("\n\n[1] As amended in 2023.", "", "orphan"),
        ("is Geneva.", "is Geneva.[1]", "orphan"),
    ],
)
def test_the_sources_own_notes_stay_or_are_kept(
    tmp_path: Path, old: str, new: str, status: str
) -> None:
    root = owned_project(tmp_path / "project")
    (root / "new.txt").write_text(OWN_TEXT.replace(old, new), "utf-8")
    ready = plan(root, "treaty", root / "new.txt", Wishes())
    carry_out(ready)
    text = (root / "content/briefings/treaty.md").read_text("utf-8")
    made = read_article(TextFile("a.md", text))
    star = next(d for d in made.definitions if d.id.text == "star")
    assert (star.kind, star.value("status")) == (("note", status) if status else ("own", ""))
    assert any(line.startswith("Orphaned: [^star]") for line in ready.told) == bool(status)
    assert "As amended in 202" in text
    assert wrong(root) == []


def test_a_mark_in_an_indented_line_of_the_source_is_one() -> None:
    body = "1.  a boat\n\n    of wood;[1]\n\n[^a]: Ours.\n\n    Not [1].\n\nThe end.\n\n"
    made = with_own_notes(
        f"---\ntitle: T\n---\n\n{body}[1] Of old.\n", [OwnNote("[1]", "")], ["star"]
    )
    assert "    of wood;[^star]\n" in made
    assert "    Not [1].\n" in made
    assert made.endswith('[^star]: {.own sign="[1]"}\n    Of old.\n')


def test_new_comments_of_a_docx_become_drafts(tmp_path: Path) -> None:
    root = copy_project(tmp_path / "project", ("pelicanconf.py",))
    (root / "content").mkdir()
    by = '<w:comment w:id="{}" w:author="A Reader" w:date="2024-03-{:02}T10:00:00Z">{}</w:comment>'
    said = [by.format(n, n + 12, par(text)) for n, text in enumerate(("So?", "Still so?"))]
    body = "".join(
        par(
            f'<w:commentRangeStart w:id="{n}"/>',
            run(words),
            f'<w:commentRangeEnd w:id="{n}"/><w:r><w:commentReference w:id="{n}"/></w:r>',
        )
        for n, words in enumerate(("The parties shall meet once a year.", "Their seat is Geneva."))
    )
    (root / "treaty.docx").write_bytes(docx(body, comments=said[0]))
    import_file(root, root / "treaty.docx", Wishes())
    article = root / "content/briefings/treaty.md"
    change(article, "So?", "So it is.")
    (root / "new.docx").write_bytes(docx(body, comments="".join(said)))
    ready = plan(root, "treaty", root / "new.docx", Wishes())
    carry_out(ready)
    assert "New comment of A Reader, now a drafted note: “Still so?”" in ready.told
    assert "Comments that the file had before: 1; what became of them stays." in ready.told
    made = read_article(TextFile("a.md", article.read_text("utf-8")))
    comments = {d.id.text: d for d in made.definitions if d.id.text.startswith("comment-")}
    assert [*comments] == ["comment-1", "comment-2"]
    assert comments["comment-2"].value("quote") == "Their seat is Geneva."
    assert "So it is." in made.file.text
    assert made.file.text.count("So?") == 0
    assert wrong(root) == []
