"""Files as editors find them, each imported and held against what a person made of it by hand."""

import io
import random
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfWriter

from briefing.article import Article, read_article
from briefing.diagnostics import Severity, TextFile
from briefing.extract.anyfile import extract
from briefing.extract.extracted import UnreadableError
from briefing.importer import draft
from briefing.model import Catalogue, Provenance
from briefing.seedfile import read_provenance
from briefing.seedfolder import NotImportedError, Wishes
from briefing.survey import survey
from briefing.taking import import_file
from command import briefing
from made import column, docx, par, pdf, run
from project import digests

NOTHING = Catalogue({}, {}, {}, {})
FILES = Path(__file__).parent / "fixtures" / "imports"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "pelicanconf.py").write_text("")
    (tmp_path / "content").mkdir()
    return tmp_path


def imported(root: Path, name: str, data: bytes | None = None, **wishes: Any) -> list[str]:
    """Import *data*, or the fixture file *name*, under the slug ``text``; what was said."""
    path = root / name
    path.write_bytes((FILES / name).read_bytes() if data is None else data)
    return import_file(root, path, Wishes(slug="text", **wishes))


def article(root: Path) -> Article:
    """The drafted article; every promise of it is kept."""
    errors = [d for d in survey(root).found if d.severity is Severity.ERROR]
    assert not errors
    return read_article(TextFile("a.md", (root / "content/briefings/text.md").read_text("utf-8")))


def provenance(root: Path) -> Provenance:
    file = TextFile("seed.yaml", (root / "seeds/text/seed.yaml").read_text("utf-8"))
    read, found = read_provenance(file, "text")
    assert read
    assert not found
    return read


def expected(name: str) -> str:
    return (FILES / name).read_text("utf-8")


# --- eight files ---------------------------------------------------------------------------------


def test_a_saved_news_page(root: Path) -> None:
    told = imported(root, "harbour-news.html")
    made, came = article(root), provenance(root)
    assert made.plain.text + "\n" == expected("harbour-news.body.txt")
    assert (came.title, came.author) == ("North Quay to reopen in May", "A Staff Reporter")
    assert (came.publisher, str(came.issued)) == ("The Example Courier", "2024-03-11")
    assert came.url == "https://news.example.org/2024/03/11/north-quay"
    assert made.file.text.count("::: caption") == 2
    assert [d.sign for d in made.definitions if d.kind == "own"] == ["[1]"]
    kinds = {line.split("(")[1].split(")")[0] for line in told if line.startswith("  Left out")}
    assert kinds == {
        *("advert", "aside", "byline", "comments", "cookie notice", "dangerous link", "footer"),
        *("headline", "hidden text", "navigation", "outside the text", "page header", "picture"),
        *("script", "sharing", "style", "tracker"),
    }


def test_nothing_that_runs_or_spies_reaches_the_article(root: Path) -> None:
    imported(root, "harbour-news.html")
    text = (root / "content/briefings/text.md").read_text("utf-8")
    for evil in ("script", "onerror", "onload", "utm_", "pixel", "cheap holidays", "iframe"):
        assert evil not in text


def test_every_word_of_the_page_is_in_the_text_or_among_what_was_left_out(root: Path) -> None:
    imported(root, "harbour-news.html")
    page = BeautifulSoup((FILES / "harbour-news.html").read_bytes(), "html.parser")
    kept = (root / "seeds/text/seed.md").read_text("utf-8")
    kept += (root / "seeds/text/left-out.md").read_text("utf-8")
    assert page.body
    lost = [word for word in re.findall(r"\w+", page.body.get_text(" ")) if word not in kept]
    assert lost == []


def test_a_block_is_taken_back(root: Path) -> None:
    told = imported(root, "harbour-news.html")
    advert = next(line for line in told if "(advert)" in line)
    number = int(re.findall(r"\d+", advert)[0])
    fresh = root / "again"
    (fresh / "content").mkdir(parents=True)
    imported(fresh, "harbour-news.html", keep=frozenset({number}))
    text = (fresh / "content/briefings/text.md").read_text("utf-8")
    assert "Buy two, get one free!" in text
    assert "iframe" not in text


def test_a_block_is_taken_back_when_there_are_notes(root: Path) -> None:
    imported(root, "harbour-news.html")
    before = article(root)
    listed = (root / "seeds/text/left-out.md").read_text("utf-8")
    number = re.findall(r"^(\d+)\. \*\*aside", listed, re.MULTILINE)[0]
    command = re.findall(r"`python -m briefing (.+) --keep", listed)[0]
    done = briefing(*command.split(), "--keep", number, "--yes", cwd=root)
    assert done.returncode == 0, done.stderr
    after = article(root)
    assert "The storm of 2022, hour by hour" in after.plain.text
    assert {d.id.text for d in after.definitions} == {d.id.text for d in before.definitions}


def test_a_pdf_of_two_columns_and_page_numbers(root: Path) -> None:
    told = imported(root, "survey.pdf", survey_pdf())
    assert article(root).plain.text + "\n" == expected("survey.body.txt")
    came = provenance(root)
    assert (came.title, came.author) == ("A survey of the harbour", "Three Surveyors")
    assert sum("(page number)" in line for line in told) == 2
    assert sum("(running line)" in line for line in told) == 2


def survey_pdf() -> bytes:
    running = (72.0, 800.0, 8.0, "Harbour Studies 12 (2024)")
    left = (
        "The harbour was measured twice, in the",
        "spring and in the autumn of 2023, by the",
        "same three people with the same two",
        "boats. Their well-",
        "known method is described below.",
        "",
        "The depth had changed by less than a",
        "tenth of a metre in most places. Where it",
        "had changed more, the cause was al-",
    )
    right = (
        "ways the same, a storm in the month be-",
        "fore the second measurement.",
        "",
        "That storm moved the sand of the outer",
        "bank to the south, and with it the",
    )
    rows = [*column(72, 700, left), *column(310, 700, right)]
    first = [
        running,
        (72.0, 740.0, 18.0, "A survey of the harbour"),
        *sorted(rows, key=lambda r: -r[1]),
    ]
    second = [
        running,
        *column(72, 740, ("channel. Ships now enter from the east.",)),
        *column(72, 690, ("We thank the harbour office for its boats.",)),
        *column(310, 740, ()),
    ]
    return pdf(
        [[*first, (295.0, 40.0, 9.0, "12")], [*second, (295.0, 40.0, 9.0, "13")]],
        "A survey of the harbour",
        "Three Surveyors",
    )


def test_a_docx_with_notes_lists_tables_and_comments(root: Path) -> None:
    told = imported(root, "treaty.docx", treaty(), changes="accept")
    made = article(root)
    assert made.plain.text + "\n" == expected("treaty.body.txt")
    assert [d.sign for d in made.definitions if d.kind == "own"] == ["[1]", "[2]"]
    comment = next(note for note in made.annotations if note.id == "comment-1")
    assert (comment.by, str(comment.as_of), comment.draft) == ("A Reader", "2024-03-12", True)
    place = comment.targets[0].stretch
    assert made.plain.flat[place.start : place.end] == "open to the public"
    assert any("3 tracked changes: all accepted." in line for line in told)
    assert any("(page header): “Draft of March”" in line for line in told)
    assert any("(hidden text): “secret”" in line for line in told)
    assert "::: caption\nFigure 1. The seat of the secretariat.\n:::" in made.file.text
    came = provenance(root)
    assert (came.title, came.author) == ("A treaty", "A Secretary")


def test_tracked_changes_are_rejected_or_refused(root: Path) -> None:
    with pytest.raises(NotImportedError, match="3 tracked changes: say --changes accept or"):
        imported(root, "treaty.docx", treaty())
    assert not (root / "seeds").exists()
    imported(root, "treaty.docx", treaty(), changes="reject")
    text = article(root).plain.text
    assert "meet twice a year." in text
    assert "unless one of them objects" not in text


def treaty() -> bytes:
    by = 'w:author="A Reader" w:date="2024-03-12T10:00:00Z"'
    ref = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    item = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{par(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in (("Year", "Budget"), ("2024", "4 million"))
    )
    return docx(
        par("A treaty", style="Title")
        + par(
            "The parties shall meet ",
            f'<w:del w:id="1" {by}>{run("twice", tag="delText")}</w:del>',
            f'<w:ins w:id="2" {by}>{run("once")}</w:ins>',
            " a year.",
            ref.format(2),
            " Their meetings are ",
            '<w:commentRangeStart w:id="0"/>',
            run("open", "<w:b/>"),
            " to the public",
            '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
            f'<w:ins w:id="3" {by}>{run(", unless one of them objects")}</w:ins>.',
            run("secret", "<w:vanish/>"),
        ).replace("</w:ins>.", "</w:ins>" + run("."))
        + par("What they may decide", style="Heading2")
        + par("the budget,", extra=item.format(0))
        + par("the seat of the secretariat,", extra=item.format(0))
        + par("its rooms,", extra=item.format(1))
        + par("its staff.", extra=item.format(1))
        + f"<w:tbl>{cells}</w:tbl>"
        + par("Figure 1. The seat of the secretariat.", style="Caption")
        + par("This article", ref.format(3), " enters into force on 1 May 2024."),
        footnotes='<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        + f'<w:footnote w:id="2">{par("Or more often, where both agree.")}</w:footnote>'
        + f'<w:footnote w:id="3">{par("As amended in 2023.")}</w:footnote>',
        comments=f'<w:comment w:id="0" {by}>{par("Is this still so?")}</w:comment>',
        header1=par("Draft of March"),
        core="<dc:title>A treaty</dc:title><dc:creator>A Secretary</dc:creator>"
        "<dcterms:created>2024-03-01T09:00:00Z</dcterms:created>",
    )


def test_markdown_with_front_matter(root: Path) -> None:
    imported(root, "ferry.md")
    came = provenance(root)
    assert article(root).plain.text + "\n" == expected("ferry.body.txt")
    assert (came.author, str(came.issued)) == ("First Writer, Second Writer", "2023-06-01")
    assert came.file == "seed.md"
    assert came.received is None
    assert (root / "seeds/text/seed.md").read_bytes() == (FILES / "ferry.md").read_bytes()


NOTED = """\
# A speech

Ladies[^a] and gentlemen[^two], this harbour[^a] is `[^a]` old.

~~~
[^a]: code
~~~

[^a]: The hall was half empty,
for it rained.
[^two]: In 1911.

    It cost much.

A mark[^nowhere] without a note.

[^unmarked]: A note without a mark.
"""


def test_footnotes_of_markdown_are_the_sources_own_notes(root: Path) -> None:
    told = imported(root, "speech.md", NOTED.encode())
    assert "  Notes of the source's own: 2." in told
    text = (root / "content/briefings/text.md").read_text("utf-8")
    notes = text[text.index("\n[^own-1]:") :]
    assert "Ladies[^own-1] and gentlemen[^own-2], this harbour[^own-1] is `[^a]` old." in text
    assert (
        notes
        == """
[^own-1]: {.own sign="[1]"}
    The hall was half empty, for it rained.

[^own-2]: {.own sign="[2]"}
    In 1911. It cost much.
"""
    )
    assert "A mark\\[^nowhere] without a note." in text
    assert "\\[^unmarked]: A note without a mark." in text
    received = provenance(root).received
    assert received
    assert (root / "seeds/text" / received.file).read_bytes() == NOTED.encode()
    assert briefing("check", cwd=root).returncode == 0


def test_line_ends_of_windows(root: Path) -> None:
    data = expected("ferry.md").replace("\n", "\r\n").encode()
    told = imported(root, "ferry.md", data)
    assert article(root).plain.text + "\n" == expected("ferry.body.txt")
    assert (root / "seeds/text/seed.md").read_bytes() == data
    assert "  Read as text, UTF-8, its line ends those of Windows." in told


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("cp1252", "Windows-1252"), ("utf-16", "UTF-16"), ("utf-16-be", "UTF-16"), ("utf-8-sig", "")],
)
def test_encodings(root: Path, encoding: str, said: str) -> None:
    text = "Le “café” de la gare a coûté 4 millions d’euros, et la façade 2 millions.\n"
    told = imported(root, "note.txt", text.encode(encoding))
    assert article(root).plain.text + "\n" == text
    assert said in told[1]


def test_a_spanish_page_in_an_old_encoding(root: Path) -> None:
    told = imported(root, "puerto.html")
    came = provenance(root)
    assert article(root).plain.text + "\n" == expected("puerto.body.txt")
    assert (came.language, came.title, came.author) == ("es", "El puerto reabre", "Redacción")
    assert "  Read as a web page, Windows-1252." in told
    assert any("Aviso legal" in line for line in told)


def test_a_russian_text(root: Path) -> None:
    text = expected("gavan.body.txt").replace("\n", "\n\n")
    imported(root, "гавань.txt", text.encode())
    assert article(root).plain.text + "\n" == expected("gavan.body.txt")
    assert provenance(root).language == "ru"


# --- what stays as it is -------------------------------------------------------------------------


def test_the_same_file_twice_changes_nothing(root: Path) -> None:
    imported(root, "harbour-news.html")
    before = digests(root)
    assert imported(root, "harbour-news.html") == [
        "seeds/text holds this file already: nothing was changed"
    ]
    assert digests(root) == before


def test_the_file_as_received_is_kept_and_held_to(root: Path) -> None:
    imported(root, "harbour-news.html")
    kept = root / "seeds/text/seed-as-received.html"
    assert kept.read_bytes() == (FILES / "harbour-news.html").read_bytes()
    kept.write_bytes(b"<p>Another page.")
    assert [d.code for d in survey(root).found if d.severity is Severity.ERROR] == ["seed-changed"]
    kept.unlink()
    assert [d.code for d in survey(root).found if d.severity is Severity.ERROR] == ["seed-unknown"]


def test_another_text_of_that_name_is_refused(root: Path) -> None:
    imported(root, "ferry.md")
    before = digests(root / "seeds")
    with pytest.raises(NotImportedError, match="there is a text called 'text' already"):
        imported(root, "puerto.html")
    assert digests(root / "seeds") == before


def test_a_page_dropped_into_its_folder(root: Path) -> None:
    folder = root / "seeds" / "text"
    folder.mkdir(parents=True)
    (folder / "seed.html").write_bytes((FILES / "puerto.html").read_bytes())
    done = briefing("import", "seeds/text", cwd=root)
    assert done.returncode == 0, done.stderr
    assert article(root).plain.text + "\n" == expected("puerto.body.txt")
    received = provenance(root).received
    assert received
    assert received.file == "seed.html"


# --- one sentence each ---------------------------------------------------------------------------

WRONG = (
    ("empty.txt", b"", "empty.txt is empty"),
    ("blank.md", b" \n\r\n", "blank.md is empty"),
    ("big.txt", b"word " * 10_000_000, "has 48 MB, and at most 32 MB are read"),
    ("a.bin.txt", b"\x7fELF\0\0\0\1\2\0\0\3", "is a binary file, not text"),
    ("scan.png", b"\x89PNG\r\n", "is a picture: save it as"),
    ("letter.doc", b"\xd0\xcf\x11\xe0rest", "is encrypted, or a .doc of before 2007"),
    ("broken.docx", b"PK\x03\x04rest", "is damaged, or encrypted"),
    ("broken.pdf", b"%PDF-1.7 nothing more", "is damaged, or no PDF"),
    ("fake.pdf", b"A text.", "is no PDF, though it is called so"),
    ("koi8.txt", "Северный причал".encode("koi8-r"), "save it as UTF-8"),
    ("app.html", b"<html><body><script>draw()</script></body></html>", "shows no text"),
    ("scan.pdf", pdf([[]]), "holds pictures of pages and no text"),
    ("none.docx", docx(par("")), "none.docx is empty"),
)


@pytest.mark.parametrize(("name", "data", "said"), WRONG, ids=[name for name, _, _ in WRONG])
def test_what_cannot_be_read_is_said_in_a_sentence(
    root: Path, name: str, data: bytes, said: str
) -> None:
    with pytest.raises(NotImportedError) as problem:
        imported(root, name, data)
    assert said in str(problem.value)
    assert "\n" not in str(problem.value)
    assert not (root / "seeds").exists()
    assert not (root / "content/briefings").exists()


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_damaged_files_are_read_or_refused(kind: str) -> None:
    whole = (FILES / "harbour-news.html").read_bytes() if kind == "html" else survey_pdf()
    for seed in range(150):
        rng, data = random.Random(seed), bytearray(whole)
        for _ in range(12):
            at = rng.randrange(len(data))
            data[at : at + rng.randrange(9)] = rng.choice(
                (b"<", b">", b"[", b"*", b"](", b"\xff", b"")
            )
        try:
            made = extract(bytes(data), f"a.{kind}")
        except UnreadableError:
            continue
        assert made.markdown
        draft(made.markdown.encode(), "slug", NOTHING, file_name="seed.md", extracted=made)


def test_what_the_pages_style_sheet_hides_is_left_out(root: Path) -> None:
    page = """<style>@media print { .lead { display: none } }
        .seo, #x{color:red;display:none}</style>
        <p class="lead">Shown on the screen.</p><p class="seo">Cheap!</p><p id="x">Cheaper!</p>"""
    told = imported(root, "page.html", f"<html><body>{page}</body></html>".encode())
    assert article(root).plain.text == "Shown on the screen."
    assert sum("(hidden text): “Cheap" in line for line in told) == 2


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<table><tr><td>1<td>2</table>", "| 1 | 2 |\n| --- | --- |"),
        ("<table><caption>C<thead><tr><th>A<th>B<tbody><tr><td>1<td>2<tr><td>3<td>4<tfoot>"
         "<tr><td>5<td>6</table>",
         "C\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |"),
        ("<table><td>1<td>2</table>", "| 1 | 2 |\n| --- | --- |"),
        ("<table>Loose<tr><td>1<td>2</table>", "Loose\n\n| 1 | 2 |\n| --- | --- |"),
        ("<table><tr><td>a<table><tr><td>b<td>c</table><td>d</table>",
         "| a b c | d |\n| --- | --- |"),
        ("<p>x<table><tr><td><p>a<p>b<td>c</table>y", "x\n\n| a b | c |\n| --- | --- |\n\ny"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<ol><li>a<ul><li>x<li>y</ul><li>b</ol>", "1. a\n\n   - x\n   - y\n2. b"),
        ("<ul><li><p>a<p>b<li><div>c<li>d</ul>e", "- a\n\n  b\n- c\n- d\n\ne"),
        ("<ul><li>a</li><ul><li>b</ul><li>c</ul>", "- a\n\n  - b\n- c"),
        ("<ul>Loose<li>a</li><div>more</div></ul>", "- Loose\n- a\n\n  more"),
        ("<dl><dt>a<dd>b<p>c<dt>d<dd>e</dl>", "a\n\nb\n\nc\n\nd\n\ne"),
        ("<p>one<p><b>two<p>three<ul><li>x</ul>four<h2>five</h2></p>six",
         "one\n\n**two**\n\nthree\n\n- x\n\nfour\n\n## five\n\nsix"),
        ("<p>a <select><option>b<option>c</select> d", "a  d"),
    ],
)  # fmt: skip
def test_ends_that_a_page_leaves_out(page: str, text: str) -> None:
    made = extract(f"<html><head><title>T</title><body>{page}".encode(), "a.html")
    assert (made.markdown or "").strip() == text


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><title>T</title><p>one<p>two",
        "<html><head><title>T</title><p>one<p>two</html>",
        "<html><head><title>T</title><body><p>one</body></html><p>two",
        "<html><head><div></div><title>T</title></head><body><p>one<p>two</body></html>",
    ],
)
def test_a_page_without_its_head_and_body(page: str) -> None:
    made = extract(page.encode(), "a.html")
    assert (made.facts["title"], made.markdown) == ("T", "one\n\ntwo\n")


def test_an_encrypted_pdf(root: Path) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(survey_pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(NotImportedError, match="is encrypted: save a copy without a password"):
        imported(root, "locked.pdf", out.getvalue())


def test_a_page_in_another_script_says_what_is_not_recognised(root: Path) -> None:
    page = "<html><body><p>Το βόρειο λιμάνι ανοίγει ξανά, είπε ο λιμενάρχης.</p></body></html>"
    told = imported(root, "page.html", page.encode())
    assert any("is in Greek script" in line for line in told)
    assert "λιμάνι" in article(root).plain.text


def test_a_missing_extractor_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(NotImportedError, match="needs pypdf, which is not installed: 'make extra"):
        imported(root, "survey.pdf", survey_pdf())
