"""The importer: two real texts against hand-made expectations, and a promise for any text."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.article import Article, read_article
from briefing.diagnostics import TextFile
from briefing.edition import read_edition
from briefing.factfile import read_fact_box
from briefing.importer import Draft, draft
from briefing.model import Catalogue, Provenance, Written
from briefing.plaintext import normalised
from briefing.proposals import literal, words_of
from briefing.provenance import quotes, scalar
from briefing.records import ENTITY_KEYS, read_all, read_entity
from briefing.seed import read_seed
from briefing.seedfile import read_provenance
from briefing.store import read_catalogue
from briefing.verbatim import check_verbatim
from briefing.written import Mapping, read_yaml

ROOT = Path(__file__).parent.parent
SEEDS = Path(__file__).parent / "fixtures" / "seeds"
CELAC = ROOT / "seeds" / "russia-celac-2013"
URL = (
    "https://www.themoscowtimes.com/2013/05/29/"
    "russia-seeks-to-restore-influence-in-latin-america-a24503"
)
NOTHING = Catalogue({}, {}, {}, {})
ENTITIES = """
oas: {kind: organisation, name: Organization of American States, also: [OAS]}
states: {kind: country, name: American States, description: A shorter name than the other.}
cuba: {kind: country, name: Cuba, description: An island.}
celac: {kind: organisation, name: CELAC, description: A forum.}
claim-1: {kind: thing, name: harbour}
"""
BOX = "{title: A box, view: figures, as-of: 2024, figures: {x: {value: 1, date: 2024}}}"


def catalogue(boxes: dict[str, str] | None = None) -> Catalogue:
    """The entities above, and a fact box for each id and its triggers."""
    entities, found = read_all(TextFile("entities.yaml", ENTITIES), read_entity, ENTITY_KEYS)
    made = {}
    for name, triggers in (boxes or {}).items():
        text = BOX.removesuffix("}") + f", triggers: [{triggers}]}}"
        box, _ = read_fact_box(TextFile(f"{name}.yaml", text), name)
        assert box
        made[name] = box
    assert not found
    return Catalogue({}, entities, made, {})


def read_back(made: Draft, data: bytes) -> tuple[Provenance, Article]:
    """What a build makes of a draft, after every check that concerns it alone."""
    provenance, found = read_provenance(TextFile("seed.yaml", made.provenance or ""), "slug")
    assert provenance
    assert not found
    seed, mismatches = read_seed(data, provenance)
    assert seed
    assert not mismatches
    article = read_article(TextFile("content/briefings/slug.md", made.article))
    assert not article.found
    assert article.plain.flat == seed.plain.flat
    assert not list(check_verbatim(article, seed))
    edition, problems = read_edition(article, "slug")
    assert edition
    assert not problems
    return provenance, article


def body(text: str, known: Catalogue = NOTHING) -> str:
    """The drafted article of *text* without its front matter, and every promise kept."""
    made = draft(text.encode(), "slug", known)
    read_back(made, text.encode())
    return made.article.split("\n---\n\n", 1)[1]


# --- two texts -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def celac() -> Draft:
    found = read_catalogue(ROOT, [])
    return draft((CELAC / "seed.txt").read_bytes(), "russia-celac-2013", found)


def test_a_newspaper_text(celac: Draft) -> None:
    provenance, article = read_back(celac, (CELAC / "seed.txt").read_bytes())
    assert provenance.title == "Russia Seeks to Restore Influence in Latin America"
    assert provenance.author == "Ivan Nechepurenko"
    assert str(provenance.issued) == "2013-05-29"
    assert provenance.url == URL
    assert provenance.language == "en"
    expected = (SEEDS / "russia-celac-2013.body.txt").read_text("utf-8")
    assert article.plain.text + "\n" == expected


def test_its_emendations(celac: Draft) -> None:
    provenance, _ = read_back(celac, (CELAC / "seed.txt").read_bytes())
    omitted = [e.seed for e in provenance.emendations if e.omit]
    assert omitted == [
        "# Russia Seeks to Restore Influence in Latin America",
        "By [Ivan Nechepurenko](#)",
        "May 29, 2013",
        "Contact the author at [i.nechepurenko@imedia.ru](mailto:i.nechepurenko@imedia.ru)",
        "Original url:",
        f"<{URL}>",
    ]
    assert [(e.seed, e.reads) for e in provenance.emendations if not e.omit] == [
        ("producing \\$7\n\ntrillion in annual GDP", "producing $7 trillion in annual GDP"),
        (
            "Foreign  \nMinister Sergei  \nLavrov  \ndiscusses trade  \nand a visa-free  \n"
            "regime with the  \nforeign  \nministers of  \nCuba, Costa Rica  \nand Haiti.",
            "Foreign Minister Sergei Lavrov discusses trade and a visa-free regime with the "
            "foreign ministers of Cuba, Costa Rica and Haiti.",
        ),
    ]


def test_its_captions_and_boxes(celac: Draft) -> None:
    _, article = read_back(celac, (CELAC / "seed.txt").read_bytes())
    assert celac.article.count("\n::: caption\nForeign Minister ") == 1
    assert celac.article.count("\n::: pull\nForeign Minister Sergei Lavrov discusses") == 1
    assert {box.text for box in article.boxes} == {"brics", "celac-membership", "visa-regimes"}


def test_its_notes(celac: Draft) -> None:
    _, article = read_back(celac, (CELAC / "seed.txt").read_bytes())
    assert all(note.draft for note in article.annotations)
    words = {
        note.id: article.plain.flat[note.targets[0].stretch.start : note.targets[0].stretch.end]
        for note in article.annotations
    }
    assert words["oas"] == "Organization of American States"
    assert words["celac"] == "Community of Latin American and Caribbean States"
    assert [words[f"claim-{n}"] for n in range(1, 6)] == [
        "CELAC was founded in 2010",
        "It consists of 33 states representing almost 600 million people",
        "in 2015",
        "CELAC countries have enjoyed strong economic growth of 4.5 percent on average over the "
        "last three years",
        "Trade between Russia and Latin America reached $16 billion in 2012 alone",
    ]


def test_it_is_the_text_of_the_article_annotated_by_hand(celac: Draft) -> None:
    ours = read_article(TextFile("", celac.article))
    path = ROOT / "content" / "briefings" / "russia-celac-2013.md"
    assert ours.plain.flat == read_article(TextFile("", path.read_text("utf-8"))).plain.flat


def test_a_provenance_that_is_there_is_followed(celac: Draft) -> None:
    data = (CELAC / "seed.txt").read_bytes()
    file = TextFile("seed.yaml", (CELAC / "seed.yaml").read_text("utf-8"))
    provenance, _ = read_provenance(file, "russia-celac-2013")
    made = draft(data, "russia-celac-2013", read_catalogue(ROOT, []), provenance)
    assert made.provenance is None
    assert made.article == celac.article


def test_a_speech() -> None:
    data = (SEEDS / "harbour-speech.txt").read_bytes()
    made = draft(data, "harbour-speech", NOTHING)
    provenance, article = read_back(made, data)
    assert provenance.title == "On the Rebuilding of the North Quay"
    assert provenance.author == "the Harbour Master"
    assert str(provenance.issued) == "2024-03-05"
    expected = (SEEDS / "harbour-speech.body.txt").read_text("utf-8")
    assert article.plain.text + "\n" == expected
    joined = [(normalised(e.seed), e.reads) for e in provenance.emendations if " " in e.reads]
    assert joined == [
        (
            "for the 1 North Quay Harbour Office lorries that now wait",
            "for the lorries that now wait",
        ),
        (
            "with the 2 North Quay Harbour Office noise, the mud and",
            "with the noise, the mud and",
        ),
    ]
    assert sum(note.kind == "claim" for note in article.annotations) == 5
    assert any("“well-built”" in line for line in made.found)


def test_the_summary_lists_all_that_was_set_aside() -> None:
    made = draft((SEEDS / "harbour-speech.txt").read_bytes(), "harbour-speech", NOTHING)
    assert made.found[:4] == (
        "Title: On the Rebuilding of the North Quay.",
        "Author: the Harbour Master.",
        "Date: 2024-03-05.",
        "No address was found.",
    )
    assert sum(line.startswith("Set aside: ") for line in made.found) == 5
    assert sum("a page break split the sentence" in line for line in made.found) == 2
    assert "Drafted: 0 definitions, 5 claims, 0 fact boxes." in made.found


# --- the article ---------------------------------------------------------------------------------

LONG = "The harbour has been closed to all of the ships since the wall came down."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{LONG}\nIt will\n  be opened.", f"{LONG} It will be opened."),
        (f"{LONG}\n\n## A heading\n\n- one\n- two\n\n> {LONG}", None),
        ("The lamp  \nburns low  \nat night.", None),
        (f"{LONG} Some \\$ and \\*more\\*.", f"{LONG} Some $ and \\*more\\*."),
        (f"{LONG} `\\$7`", None),
        (f"{LONG}\n\n![A crane](crane.png)", f"{LONG}\n\n::: caption\nA crane\n:::"),
        (f"    {LONG.replace(' of', '')}\nIt is so.\n\n{LONG}",
         f"{LONG.replace(' of', '')}\n\nIt is so.\n\n{LONG}"),
        (f"{LONG}\n\n    x = {{1}}", None),
        (f"See [here][a] and [there].\n\n[a]: http://h.example\n\n{LONG}",
         f"See [here][a] and [there].\n\n[a]: http://h.example\n\n{LONG}"),
        (f"{LONG}[^1]\n\n[^1]: A ledger.", f"{LONG}\\[^1]\n\n\\[^1]: A ledger."),
        (f"{LONG}[^1]", f"{LONG}\\[^1]"),
        (f"[^1]: {LONG}", f"\\[^1]: {LONG}"),
        (f"{LONG} [So][^1]\n\n[^1]: A ledger.", f"{LONG} [So]\\[^1]\n\n\\[^1]: A ledger."),
        (f"{LONG}\n\n::: note\n{LONG}\n:::", f"{LONG}\n\n\\::: note {LONG} \\:::"),
    ],
)  # fmt: skip
def test_what_a_text_becomes(text: str, expected: str | None) -> None:
    assert body(text) == (expected or text) + "\n"


@pytest.mark.parametrize(
    ("text", "title", "edition"),
    [
        (LONG, "A slug", "0001-12-31"),
        (f"# Of: a #quay\n\nMay 2013\n\n{LONG}", '"Of: a #quay"', "2013-05-31"),
        (f"Un muelle\n\n14 de abril de 1931\n\n{LONG}", "Un muelle", "1931-04-14"),
        (f"---\ntitle: x\n---\n\n{LONG}", "A slug", "0001-12-31"),
    ],
)
def test_front_matter(text: str, title: str, edition: str) -> None:
    made = draft(text.encode(), "a-slug", NOTHING)
    read_back(made, text.encode())
    rows = f'title: {title}\nseed: a-slug\nedition: {edition}\nsummary: "Draft: {LONG}"\n'
    assert made.article.startswith(f"---\n{rows}---\n\n")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "seed.txt is empty: there is no text to import"),
        (b"\xef\xbb\xbf \n\t\n", "seed.txt is empty: there is no text to import"),
        (b"caf\xe9", "seed.txt is not UTF-8 text: byte 3 cannot be read"),
        (b"PK\0\1", "seed.txt is a binary file, not text: it holds NUL bytes"),
    ],
)
def test_what_is_no_text(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draft(data, "slug", NOTHING)


def test_another_file_than_the_provenance_describes() -> None:
    made = draft(LONG.encode(), "slug", NOTHING)
    provenance, _ = read_provenance(TextFile("seed.yaml", made.provenance or ""), "slug")
    with pytest.raises(ValueError, match="is not the file that was received"):
        draft(b"Another text.", "slug", NOTHING, provenance)


def test_line_ends_and_byte_order_mark() -> None:
    data = b"\xef\xbb\xbf" + f"On Quays\r\n\r\n{LONG}\r\n".encode()
    provenance, article = read_back(draft(data, "slug", NOTHING), data)
    assert (provenance.title, article.plain.text) == ("On Quays", LONG)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (LONG, "en"),
        (
            "La casa de la calle y el puerto de la ciudad que los barcos del mar no ven por las",
            "es",
        ),
        ("Порт закрыт для всех судов.", "ru"),
        ("Порт зачинено для всіх суден; її підсумки є в цій книзі.", "uk"),
        ("Το λιμάνι έκλεισε για όλα τα πλοία.", "el"),
        ("أغلق الميناء أمام جميع السفن.", "ar"),
        ("بندر به روی همه کشتی‌ها بسته شد و دیگر گشوده نمی‌شود.", "fa"),
        ("الميناء مغلق بحسب https://harbour.example/closed", "ar"),
        ("הנמל נסגר לכל הספינות.", "he"),
        ("港はすべての船に対して閉鎖された。", "ja"),
        ("港口对所有船只关闭。", "zh"),
        ("항구는 모든 배에 닫혔다.", "ko"),
        ("बंदरगाह सभी जहाज़ों के लिए बंद है।", "hi"),
        ("Kwa heri", "en"),
        ("1921", "en"),
    ],
)
def test_language(text: str, tag: str) -> None:
    made = draft((text + "\n\n" + text).encode(), "slug", NOTHING)
    assert f"\nlanguage: {tag}\n" in (made.provenance or "")


@pytest.mark.parametrize(
    ("site", "text", "tag"),
    [
        ("sw", "Kwa heri", "sw"),
        ("en-GB", "Kwa heri", "en"),
        ("ar", "Kwa heri", "en"),
        ("es", LONG, "en"),
        ("bg", "Порт закрыт", "bg"),
        ("zh-Hant", "港口關閉", "zh-Hant"),
        ("zh-Hant", "港は閉じた", "ja"),
    ],
)
def test_language_where_the_text_alone_does_not_tell(site: str, text: str, tag: str) -> None:
    made = draft((text + "\n\n" + text).encode(), "slug", NOTHING, language=site)
    assert f"\nlanguage: {tag}\n" in (made.provenance or "")


# --- drafted notes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Cuba and Cuba.", "[Cuba][^cuba] and Cuba."),
        ("The Organization of American States.", "The [Organization of American States][^oas]."),
        ("Cubans, Russia-Cuba, Cuba-led.", "Cubans, Russia-Cuba, Cuba-led."),
        ("cuba", "cuba"),
        ("See `Cuba` or [Cuba](http://h.example) or Cuba.",
         "See `Cuba` or [Cuba](http://h.example) or [Cuba][^cuba]."),
        ("It is **in Cuba** now.", "It is **in [Cuba][^cuba]** now."),
        ("# Cuba\n\n- Cuba is one.\n- CELAC is two.",
         "- [Cuba][^cuba] is one.\n- [CELAC][^celac] is two."),
        ("The harbour.", "The harbour."),
        ("See [Cuba][a], in Cuba.\n\n[a]: http://h.example", "See [Cuba][a], in Cuba."),
    ],
)  # fmt: skip
def test_entities(text: str, marked: str) -> None:
    article = body(text, catalogue())
    assert article.split("\n\n[")[0].rstrip() == marked


def test_a_definition() -> None:
    assert body("In Cuba.\n\nIn the OAS.", catalogue()) == (
        "In [Cuba][^cuba].\n\n"
        "[^cuba]: {.definition entity=cuba status=draft}\n    An island.\n\n"
        "In the [OAS][^oas].\n\n"
        "[^oas]: {.definition entity=oas status=draft}\n    Organization of American States.\n"
    )


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Trade reached $16 billion in 2012 alone.", ["Trade reached $16 billion in 2012 alone"]),
        ("The wall grew by 4.5 percent, it is said.", ["The wall grew by 4.5 percent"]),
        ("It has 33 members. It had 12 boats.", ["It has 33 members", "It had 12 boats"]),
        ("The wall was built in 1931 as a shelter.", ["The wall was built in 1931"]),
        ("On May 29, 2013 the wall fell.", ["On May 29, 2013 the wall fell"]),
        ("In 2012, the wall fell.", ["In 2012, the wall fell"]),
        ("“We lost 12 boats,” said the harbour master.", ["We lost 12 boats"]),
        ("It holds **12 boats** and a crane.", ["It holds 12 boats and a crane"]),
        ("It holds **12 boats, and** a crane.", []),
        ("It holds `12 boats, and` a crane.", []),
        ("Article 12 says so, as Chapter 3 does.", []),
        ("The U.S. fleet of Mr. Smith has 12 boats.", ["The U.S. fleet of Mr. Smith has 12 boats"]),
        ("We lost Cuba with 12 boats.", ["with 12 boats"]),
    ],
)  # fmt: skip
def test_claims(text: str, claims: list[str]) -> None:
    article = read_article(TextFile("", body(f"{LONG} {text}", catalogue())))
    found = [
        article.plain.flat[note.targets[0].stretch.start : note.targets[0].stretch.end]
        for note in article.annotations
        if note.kind == "claim"
    ]
    assert found == claims


def test_a_claim() -> None:
    assert body("It costs *all of* \\$7 million.\n\nIt is so.") == (
        "[It costs *all of* $7 million][^claim-1].\n\n"
        "[^claim-1]: {.claim verdict=unchecked status=draft as-of=0001}\n"
        "    To check: “It costs all of $7 million”.\n\nIt is so.\n"
    )


@pytest.mark.parametrize(
    ("box", "triggers", "after"),
    [
        ("celac-membership", "", "On CELAC."),
        ("cuba", "", "On Cuba."),
        ("visas", "'visa-free, now', visa-free", "On visa-free ports."),
        ("visas", "visa", None),
        ("unknown", "", None),
    ],
)
def test_fact_boxes(box: str, triggers: str, after: str | None) -> None:
    text = "On it all.\n\n# CELAC\n\nOn CELAC.\n\nOn Cuba.\n\nOn visa-free ports.\n\nOn CELAC."
    known = catalogue({box: triggers})
    article = body(text, Catalogue({}, {}, known.boxes, {}) if triggers else known)
    lines = [line for line in article.split("\n") if line.startswith(("On ", ":::"))]
    before = article.split(f"\n\n::: factbox {box}\n:::\n")[0] if after else ""
    assert (f"::: factbox {box}" in lines) == bool(after)
    if after:
        words = read_article(TextFile("", before)).plain.text
        assert words.endswith(after)


# --- promises for any text -----------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "CELAC",
        "Cuba",
        "the harbour",
        "grew by",
        "4.5 percent",
        "in 2012",
        "$7",
        "\\$7 trillion",
        "33 states",
        "end.",
        "So",
        "[^1]",
        "[^a-b]:",
        "[x][^1]",
        ":::",
        "::: factbox brics",
        "*bold",
        "**Cuba**",
        "`code",
        "`Cuba`",
        "[Cuba](http://a.example)",
        "<http://a.example>",
        "#",
        "-",
        "1.",
        "12",
        "By",
        "Page 2 of 3",
        "May 29, 2013",
        "Russia-Cuba",
        "—",
        "“so”",
        "fast-",
        "---",
        "===",
        ">",
        "![Cuba](x.png)",
        "&amp;",
        "\\",
        "[@x, p. 3]",
        "Share",
        "(Photo: x)",
        "Read more",
        "[a]: http://a.example",
        "[Cuba][a]",
        "[a]",
        "e\u0301",
        "\x0c",
        "\u2028",
        "[3](fact:a.b)",
        "~~~",
        "```",
        "[",
        "]",
        "**",
        "{.x}",
        "_",
        "\\[^q]",
        "``[^q]``",
        "Title",
    ]
)
LEADS = st.sampled_from([*[""] * 6, "- ", "> ", "    ", "1. ", "# ", "\t", " "])
ENDS = st.sampled_from(["\n", "\n\n", "\n\n", "  \n", "\\\n", "\n\n\n"])
LINES = st.tuples(LEADS, st.lists(WORDS, min_size=1, max_size=8).map(" ".join), ENDS).map("".join)
TEXTS = st.one_of(
    st.lists(LINES, min_size=1, max_size=7).map("".join),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60),
    st.text("ab[]^:*_`\\ \n#->1.!(){}<&|=~", max_size=60),
)


@settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(TEXTS)
def test_any_text_is_kept_to_the_letter(text: str) -> None:
    data = text.encode()
    known = catalogue({"celac-membership": ""})
    if not data.decode("utf-8-sig").strip():
        with pytest.raises(ValueError, match="is empty"):
            draft(data, "slug", known)
        return
    made = draft(data, "slug", known)
    provenance, _ = read_back(made, data)
    assert draft(data, "slug", known) == made
    assert draft(data, "slug", known, provenance).article == made.article


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_yaml_values_read_as_they_were_written(text: str) -> None:
    root, found = read_yaml(TextFile("", f"a: {quotes(text)}\nb: {scalar(text)}\n"))
    assert not found
    assert isinstance(root, Mapping)
    values = [item.text for item in root.items.values() if isinstance(item, Written)]
    assert values == [text, normalised(text)]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.one_of(TEXTS, st.text("[]^:*_`\\ #->1.!(){}<&|=~ab;", max_size=20)))
def test_literal_words_show_as_they_are(text: str) -> None:
    words = normalised(text)
    assert words_of(literal(words)) == words
