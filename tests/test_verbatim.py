"""The promise: without our notes and boxes, the article is the emended seed, word for word."""

from briefing.bare import stripped
from briefing.containers import without_boxes
from briefing.plaintext import plain_text
from briefing.render import html_of
from briefing.syntax import plain_parser
from briefing.verbatim import check_verbatim, words_of
from briefing.weave import weave
from pairs import Pair, pairs_of
from reading import article_of, files, look_of, seed_of, told


def verdict(text: str) -> str:
    """What the check says of an article and its seed; that they agree, if it says nothing."""
    given = files(text)
    article = article_of(given["article.md"])
    seed, problems = seed_of(given)
    assert not problems
    found = list(check_verbatim(article, seed))
    page = html_of(list(without_boxes(weave(article))), look_of(article))
    assert bool(found) == (words_of(page) != seed.plain.flat)
    return told(found) or f"{article.plain.text}\n"


@pairs_of("verbatim.md")
def test_verbatim(pair: Pair) -> None:
    assert verdict(pair.given) == pair.expected


@pairs_of("bare.md")
def test_what_is_ours_is_cut_out(pair: Pair) -> None:
    assert bare(pair.given) == pair.expected


def bare(text: str) -> str:
    article = article_of(text)
    assert told(article.found) == ""
    source = stripped(article)
    assert plain_text(plain_parser().parse(source)).flat == article.plain.flat
    return source.strip("\n") + "\n"
