"""Claims as JSON, and as schema.org ClaimReview in a page's linked data.

Source: schema.org, ClaimReview, Claim and Rating. Opinions, forecasts that cannot be judged yet and
claims for which no document was found are not rated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..apparatus import Apparatus
from ..briefing import Briefing
from ..kinds import FINDINGS, VERDICTS
from ..model import Annotation
from ..views import ClaimView
from . import as_json

RATINGS = {
    "supported": 5,
    "borne-out": 5,
    "outdated": 4,
    "imprecise": 3,
    "partly-borne-out": 3,
    "lapsed": 3,
    "contested": 2,
    "not-borne-out": 2,
    "wrong": 1,
}
"""From 1 (wrong, even then) to 5 (supported); the finding in words stands beside it."""


SOURCE, PUBLISHER = "#source", "#publisher"
"""The parts of a page's linked data that others refer to, relative to the page."""


def claims_json(apparatus: Apparatus, briefing: Briefing) -> str:
    """Every claim of a briefing, with both findings, its day, its words and its sources' ids."""
    return as_json(
        {
            "briefing": briefing.edition.title,
            "source-issued": str(briefing.issued),
            "edition": str(briefing.edition.day),
            "claims": [_claim(note, claim) for note, claim in apparatus.claims()],
        }
    )


def _claim(note: Annotation, claim: ClaimView) -> dict[str, Any]:
    verdict = VERDICTS[note.verdict]
    place: dict[str, Any] = {"in": "headline"}
    if note.targets:
        stretch = note.targets[0].stretch
        place = {"start": stretch.start, "end": stretch.end}
    return {
        "id": note.id,
        "quote": claim.quote,
        **place,
        "said-by": claim.said_by,
        "verdict": note.verdict,
        "then": note.then or verdict.then,
        "now": verdict.now,
        "as-of": str(note.as_of or ""),
        "sources": [*dict.fromkeys(citation.id.text for citation in note.citations)],
    }


def claim_reviews(apparatus: Apparatus, briefing: Briefing, url: str) -> Iterator[dict[str, Any]]:
    """A ClaimReview for each claim that has a rating; *url* is the briefing's public address.

    What differs from one to the next comes first, what all share is only referred to: the reviews
    are a sixth of what a page weighs, and packed they are half that.
    """
    for note, claim in apparatus.claims():
        verdict = VERDICTS[note.verdict]
        if not rated(note):
            continue
        yield {
            "@type": "ClaimReview",
            "url": f"{url}#claim-{note.id}",
            "claimReviewed": claim.quote,
            "reviewRating": {
                "@type": "Rating",
                "alternateName": apparatus.words.say(verdict.label),
                "ratingValue": RATINGS[note.verdict],
                "bestRating": 5,
                "worstRating": 1,
            },
            "itemReviewed": {
                "@type": "Claim",
                "author": {"@type": _speaker(apparatus, note), "name": claim.said_by},
                "datePublished": str(briefing.issued),
                "appearance": {"@id": SOURCE},
            },
            "datePublished": str(note.as_of or briefing.edition.day),
            "author": {"@id": PUBLISHER},
        }


def _speaker(apparatus: Apparatus, note: Annotation) -> str:
    """What schema.org calls whose claim it is: people are persons, all else organisations."""
    entities = apparatus.setting.catalogue.entities
    entity = entities.get(note.said_by.text) if note.said_by else None
    return "Person" if entity is None or entity.kind == "person" else "Organization"


def rated(note: Annotation) -> bool:
    """Whether a claim's verdict is a rating: an opinion, or what nobody found, has none."""
    verdict = VERDICTS[note.verdict]
    return note.verdict in RATINGS and FINDINGS[verdict.now].scored and note.then != "opinion"


def linked_data(
    briefing: Briefing, reviews: Iterable[dict[str, Any]], url: str, publisher: str, image: str
) -> dict[str, Any]:
    """The page as a schema.org graph: an article based on its source, and the claims reviewed.

    *image* is its card's address, "" where it has none.
    """
    edition = briefing.edition
    provenance = briefing.seed.provenance if briefing.seed else None
    article: dict[str, Any] = {
        "@type": "Article",
        "@id": url,
        "url": url,
        "headline": edition.title,
        "datePublished": str(edition.history[-1].date if edition.history else edition.day),
        "dateModified": str(edition.day),
        "publisher": {"@type": "Organization", "@id": PUBLISHER, "name": publisher},
        "author": {"@type": "Organization", "name": edition.by or publisher},
    }
    if image:
        article["image"] = image
    if provenance:
        based: dict[str, Any] = {
            "@type": "Article",
            "@id": SOURCE,
            "headline": provenance.title,
            "datePublished": str(provenance.issued),
        }
        if provenance.url:
            based["url"] = provenance.url
        if provenance.author:
            based["author"] = {"@type": "Person", "name": provenance.author}
        if provenance.publisher:
            based["publisher"] = {"@type": "Organization", "name": provenance.publisher}
        article["isBasedOn"] = based
    return {"@context": "https://schema.org", "@graph": [article, *reviews]}
