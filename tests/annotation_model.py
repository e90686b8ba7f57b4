"""What the Web Annotation Data Model says MUST be so; no package that we found has its schemas.

Source: W3C Recommendation of 23 February 2017; the number before each rule is its section's.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
AGENTS = {"Person", "Organization", "Software"}
PURPOSES = {
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing"),
    *("highlighting", "identifying", "linking", "moderating", "questioning", "replying", "tagging"),
}


def broken_rules(page: dict[str, Any]) -> Iterator[str]:
    """The rules that an AnnotationPage breaks, each with where."""
    contexts = page.get("@context")
    anno = "http://www.w3.org/ns/anno.jsonld"
    if contexts != anno and anno not in (contexts or ()):
        yield "5.2: the page has the anno.jsonld context"
    if page.get("type") != "AnnotationPage" or not iri(page.get("id")):
        yield "5.2: the page has the class AnnotationPage and one IRI"
    if not isinstance(page.get("items"), list):
        yield "5.2: the page lists its annotations in items"
    index = page.get("startIndex", 0)
    if not isinstance(index, int) or index < 0:
        yield "5.2: startIndex is a whole number that is not negative"
    collection = page.get("partOf")
    if collection and collection.get("type") != "AnnotationCollection":
        yield "5.1: what the page is part of has the class AnnotationCollection"
    ids = [item.get("id") for item in page["items"]]
    if len(set(ids)) != len(ids):
        yield "3.1: an annotation has one IRI, its own"
    for item in page["items"]:
        for rule in annotation(item):
            yield f"{item.get('id')}: {rule}"


def iri(value: object) -> bool:
    return isinstance(value, str) and bool(urlsplit(value).scheme) and " " not in value


def many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def annotation(item: dict[str, Any]) -> Iterator[str]:
    if not iri(item.get("id")):
        yield "3.1: an annotation has exactly one IRI"
    if item.get("type") != "Annotation":
        yield "3.1: its class is Annotation"
    if not many(item.get("target")):
        yield "3.1: it has one target or more"
    if "body" in item and "bodyValue" in item:
        yield "3.2.5: body and bodyValue exclude each other"
    for moment in ("created", "modified", "generated"):
        if moment in item and not MOMENT.fullmatch(str(item[moment])):
            yield f"3.3.1: {moment} is an xsd:dateTime in UTC, with Z"
    for who in many(item.get("creator")):
        if not isinstance(who, str) and not (set(many(who.get("type"))) & AGENTS):
            yield "3.3.2: an agent has the class Person, Organization or Software"
    if any(motivation not in PURPOSES for motivation in many(item.get("motivation"))):
        yield "3.3.5: a motivation is one of the model's or an IRI"
    for body in many(item.get("body")):
        yield from resource(body)
    for target in many(item.get("target")):
        yield from resource(target)


def resource(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if not iri(value):
            yield "3.2.1: a web resource is named by its IRI"
        return
    if "purpose" in value and not set(many(value["purpose"])) <= PURPOSES:
        yield "3.3.5: a purpose is one of the motivations"
    kind = value.get("type")
    if kind == "TextualBody":
        if not isinstance(value.get("value"), str):
            yield "3.2.4: a TextualBody has exactly one value, a string"
        if not isinstance(value.get("format", ""), str):
            yield "3.2.4: format is one media type"
    elif kind == "Choice":
        if not many(value.get("items")):
            yield "3.2.7: a Choice has a list of items"
        for item in many(value.get("items")):
            yield from resource(item)
    elif kind == "SpecificResource" or "source" in value:
        if not iri(value.get("source")):
            yield "4: a specific resource has exactly one source"
        if not all(iri(scope) for scope in many(value.get("scope"))):
            yield "4.4: a scope is an IRI"
        for selector in many(value.get("selector")):
            yield from select(selector)
    elif not iri(value.get("id")):
        yield "3.2.2: an external web resource has an IRI"


def select(selector: dict[str, Any]) -> Iterator[str]:
    kind = selector.get("type")
    if kind == "TextQuoteSelector":
        if not isinstance(selector.get("exact"), str) or not selector["exact"]:
            yield "4.2.4: a TextQuoteSelector has exactly one exact, the words"
        if any(not isinstance(selector.get(side, ""), str) for side in ("prefix", "suffix")):
            yield "4.2.4: prefix and suffix are strings"
    elif kind == "TextPositionSelector":
        start, end = selector.get("start"), selector.get("end")
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end:
            yield "4.2.5: start and end are whole numbers that are not negative"
    elif kind == "FragmentSelector":
        if not isinstance(selector.get("value"), str):
            yield "4.2.1: a FragmentSelector has exactly one value"
    else:
        yield f"4.2: {kind} is no selector of the model"
    for finer in many(selector.get("refinedBy")):
        yield from select(finer)
