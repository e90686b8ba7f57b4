"""Settings of a site: kinds of notes of its own, read without running them."""

from briefing.article import read_article
from briefing.diagnostics import TextFile
from briefing.kinds import KINDS
from briefing.settings import read_settings
from pairs import Pair, pairs_of
from reading import told


def kinds(text: str) -> str:
    """What a site sets of kinds, review period and drafted notes; or what is wrong."""
    settings, found = read_settings(TextFile("pelicanconf.py", text))
    own = [str(kind) for name, kind in settings.kinds.items() if name not in KINDS]
    notes = "drafted notes" if settings.drafted_notes else "no drafted notes"
    return told(found) or "\n".join([*own, f"{settings.review_days} days", notes]) + "\n"


@pairs_of("settings.md")
def test_settings(pair: Pair) -> None:
    assert kinds(pair.given) == pair.expected


def test_a_kind_of_the_sites_own_is_a_kind() -> None:
    setting = (
        "BRIEFING_KINDS = [{'name': 'correction', 'label': 'Correction', 'motivation': 'editing',"
        " 'requires': ['source']}]"
    )
    settings, _ = read_settings(TextFile("pelicanconf.py", setting))
    text = "A [word][^a] and [two][^b].\n\n[^a]: {.correction} A.\n[^b]: {.correction} [@oas].\n"
    article = read_article(TextFile("a.md", text), settings.kinds)
    assert [note.kind for note in article.annotations] == ["correction", "correction"]
    assert [d.message for d in article.found] == ["a .correction note needs 'source='"]
