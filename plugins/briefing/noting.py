"""A note from the command line: put on the words that it quotes, checked, then written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from .article import Article, read_article
from .briefing import Briefing
from .check import check, check_words
from .diagnostics import Diagnostic, Severity, TextFile, did_you_mean
from .insert import insert_note
from .kinds import UNSOURCED
from .model import Stretch
from .notetext import NotPlacedError, braces_of, free_id
from .output import write_beside
from .plaintext import normalised, span_of
from .proposals import literal
from .selector import find_quote
from .sentences import sentences
from .survey import Survey, survey

_FOLDED = str.maketrans("“”„«»‘’‚–—‐‑\u00a0", '"""""\'\'\'---- ')


@dataclass(frozen=True, slots=True)
class Request:
    """What an editor asks for: the words, the kind, the attributes, the text; "" where not said.

    *occurrence* counts from 1; 0 says that the words stand there once.
    """

    words: str
    kind: str
    id: str = ""
    text: str = ""
    occurrence: int = 0
    values: Mapping[str, str] = field(default_factory=dict)


def add_note(root: Path, slug: str, request: Request, today: str) -> str:
    """Write the note into the article; its place, as ``path:line``.

    A note without a text of its own is a draft; a claim without a verdict is unchecked.

    Raises:
        NotPlacedError: why not, in a sentence; the file is as it was.
    """
    surveyed = survey(root)
    briefing = _briefing(surveyed, slug)
    if request.kind not in surveyed.kinds:
        hint = did_you_mean(request.kind, surveyed.kinds, f"one of: {', '.join(surveyed.kinds)}")
        raise NotPlacedError(f"unknown kind '{request.kind}'; {hint}")
    article = briefing.article
    stretch = place_of(article, request.words, request.occurrence)
    words = article.plain.flat[stretch.start : stretch.end]
    id_ = request.id or free_id(words, {d.id.text for d in article.definitions})
    values, text = _completed(request, words, surveyed, today)
    new = insert_note(
        article.file, stretch, id_, braces_of(request.kind, values), text, surveyed.kinds
    )
    made = read_article(TextFile(article.file.path, new), surveyed.kinds)
    _hold(surveyed, briefing, made)
    _write(root / article.file.path, article.file, new)
    note = next(d for d in made.definitions if d.id.text == id_)
    return f"{article.file.path}:{note.id.span.line}: [^{id_}]"


def _briefing(surveyed: Survey, slug: str) -> Briefing:
    known = {b.edition.slug: b for b in surveyed.site.briefings}
    if slug not in known:
        hint = did_you_mean(slug, known, f"known: {', '.join(known) or 'none'}")
        raise NotPlacedError(f"there is no article '{slug}'; {hint}")
    return known[slug]


def place_of(article: Article, quote: str, occurrence: int = 0) -> Stretch:
    """Where *quote* stands in the article's words; typewriter signs find printers' ones.

    Raises:
        NotPlacedError: nowhere, or more than once and *occurrence* does not say which.
    """
    flat = article.plain.flat
    places = find_quote(quote, flat) or find_quote(
        quote.translate(_FOLDED), flat.translate(_FOLDED)
    )
    if not places:
        near = _nearest(normalised(quote), flat)
        raise NotPlacedError(
            f"the words “{quote}” are not in the text"
            + (f"; the nearest there are “{near}”" if near else "")
        )
    if occurrence > len(places) or (not occurrence and len(places) > 1):
        lines = ", ".join(str(span_of(article.file, article.plain, s).line) for s in places)
        raise NotPlacedError(
            f"these words stand in the text {len(places)} times, on lines {lines}: quote more of "
            "them, or say --occurrence 1 (or another number)"
        )
    return places[max(0, occurrence - 1)]


def _nearest(quote: str, flat: str) -> str:
    parts = [flat[start:end].strip() for start, end in sentences(flat)]
    count = len(quote.split())
    windows = [
        " ".join(words[n : n + count])
        for words in (part.split() for part in parts)
        for n in range(max(1, len(words) - count + 1))
    ]
    return next(iter(get_close_matches(quote, windows, n=1, cutoff=0.75)), "")


def _completed(
    request: Request, words: str, surveyed: Survey, today: str
) -> tuple[dict[str, str], str]:
    """The attributes that the kind needs, and the text; a draft where something is left to do."""
    values = dict(request.values)
    kind = surveyed.kinds[request.kind]
    if "verdict" in kind.requires:
        values.setdefault("verdict", "unchecked")
    if "as-of" in kind.requires:
        values.setdefault("as-of", today)
    unsourced = kind.name == "claim" and values["verdict"] not in UNSOURCED
    if unsourced and not values.get("source") and "[@" not in request.text:
        raise NotPlacedError(f"a claim that is {values['verdict']} needs a source: say --source id")
    if not request.text:
        values["status"] = "draft"
    said = "To check" if kind.name == "claim" else "To be written, on"
    return values, request.text or f"{said}: “{literal(words)}”."


def _hold(surveyed: Survey, briefing: Briefing, made: Article) -> None:
    """Refuse what would be an error: in the article itself, against its seed, or in the site."""
    site = surveyed.site
    changed = replace(
        site,
        briefings=tuple(replace(b, article=made) if b is briefing else b for b in site.briefings),
    )
    before = (*briefing.article.found, *check_words(briefing.article, briefing), *check(site))
    old = {_key(d) for d in before if d.severity is Severity.ERROR}
    path = made.file.path
    for problem in (*made.found, *check_words(made, briefing), *check(changed)):
        new = problem.severity is Severity.ERROR and problem.span.path == path
        if new and _key(problem) not in old:
            raise NotPlacedError(f"{problem.message}; {problem.hint}".split("\n")[0])


def _key(problem: Diagnostic) -> tuple[str, str, str]:
    return problem.code, problem.message, problem.span.path


def _write(path: Path, read: TextFile, text: str) -> None:
    """Write *text* with the line ends that the file has, unless it was changed meanwhile."""
    data = path.read_bytes()
    if TextFile(read.path, data.decode("utf-8-sig")).text != read.text:
        raise NotPlacedError(f"{read.path} was changed meanwhile: nothing was written")
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    ends = "\r\n" if b"\r\n" in data else "\n"
    write_beside(path, mark + text.replace("\n", ends).encode())
