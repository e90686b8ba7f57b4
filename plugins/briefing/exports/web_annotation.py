"""Notes as W3C Web Annotations: one AnnotationPage a briefing.

Source: Web Annotation Data Model, W3C Recommendation of 23 February 2017. Positions count Unicode
code points of ``source.txt`` (section 4.2.5), as does its own digest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..dates import PartialDate
from ..kinds import FINDINGS, VERDICTS
from ..model import Annotation, Stretch
from . import as_json
from .markdown import markdown_of
from .publication import Publication
from .tree import relinked, simplified

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Code points of prefix and suffix."""
HTML_FRAGMENT = "http://tools.ietf.org/rfc/rfc3236"


def annotation_page(publication: Publication) -> str:
    """Every note and claim of ours, stand-off ones alike; the source's own notes are its text."""
    annotations = list(_annotations(publication))
    address = publication.address("annotations.jsonld")
    return as_json(
        {
            "@context": CONTEXT,
            "id": address,
            "type": "AnnotationPage",
            "partOf": {
                "id": f"{address}#all",
                "type": "AnnotationCollection",
                "label": publication.briefing.edition.title,
                "total": len(annotations),
            },
            "startIndex": 0,
            "items": annotations,
        }
    )


def _annotations(publication: Publication) -> Iterator[dict[str, Any]]:
    history = publication.briefing.edition.history
    first = history[-1].date if history else publication.briefing.edition.day
    for note, body in publication.said():
        since = [change.date for change in history if change.about == note.id]
        changed = since[0] if since else note.as_of or first
        targets = list(_targets(publication, note))
        yield {
            "id": publication.address(publication.place(note)),
            "type": "Annotation",
            "motivation": publication.setting.kinds[note.kind].motivation,
            "creator": {"type": _creator(publication, note), "name": publication.author(note)},
            "created": _moment(first),
            "modified": _moment(max(changed, first, key=lambda day: day.last)),
            "body": list(_bodies(publication, note, body)),
            "target": targets[0] if len(targets) == 1 else targets,
        }


def _creator(publication: Publication, note: Annotation) -> str:
    entity = publication.setting.catalogue.entities.get(note.by)
    person = entity.kind == "person" if entity else bool(note.by)
    return "Person" if person else "Organization"


def _moment(day: PartialDate) -> str:
    """A day as section 3.3.1 wants it: with a time, in UTC."""
    return f"{day.first.isoformat()}T00:00:00Z"


def _bodies(publication: Publication, note: Annotation, html: str) -> Iterator[dict[str, Any]]:
    """What the note says, to be had as HTML or Markdown; its kind and verdict; its sources."""
    language = publication.language
    told = {"type": "TextualBody", "language": language}
    yield {
        "type": "Choice",
        "items": [
            {**told, "format": "text/html", "value": relinked(html, publication.address)},
            {
                **told,
                "format": "text/markdown",
                "value": markdown_of(simplified(html, publication.address)),
            },
        ],
    }
    say = publication.words.say
    labels = [publication.setting.kinds[note.kind].label]
    if note.verdict:
        verdict = VERDICTS[note.verdict]
        labels += [verdict.label]
        if note.then:
            labels += [FINDINGS[note.then].label]
    for label in dict.fromkeys(labels):
        yield {**told, "purpose": "tagging", "format": "text/plain", "value": say(label)}
    sources = publication.setting.catalogue.sources
    cited = dict.fromkeys(c.id.text for c in note.citations)
    for address in dict.fromkeys(sources[id_].url for id_ in cited if id_ in sources):
        if address:
            yield {"type": "SpecificResource", "purpose": "linking", "source": address}


def _targets(publication: Publication, note: Annotation) -> Iterator[dict[str, Any]]:
    if note.headline:
        quoted = {"type": "TextQuoteSelector", "exact": note.headline}
        yield {
            "type": "SpecificResource",
            "source": publication.address("index.html"),
            "selector": {
                "type": "FragmentSelector",
                "conformsTo": HTML_FRAGMENT,
                "value": "headline",
                "refinedBy": quoted,
            },
        }
    text = publication.page.text
    for target in note.targets:
        yield {
            "type": "SpecificResource",
            "source": publication.address("source.txt"),
            "scope": publication.address("index.html"),
            "selector": list(_selectors(text, target.stretch)),
        }


def _selectors(text: str, stretch: Stretch) -> Iterator[dict[str, Any]]:
    """The words with what stands around them, and their place. A point has its place alone."""
    if stretch.end > stretch.start:
        yield {
            "type": "TextQuoteSelector",
            "exact": text[stretch.start : stretch.end],
            "prefix": text[max(0, stretch.start - AROUND) : stretch.start],
            "suffix": text[stretch.end : stretch.end + AROUND],
        }
    yield {"type": "TextPositionSelector", "start": stretch.start, "end": stretch.end}
