"""Annotations made elsewhere, as notes: from Hypothesis' API and from W3C Web Annotation JSON.

Source: Hypothesis API reference, Annotation; Web Annotation Data Model, 3, 4.2.4 and 4.2.5.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from .exports.markdown import escaped, markdown_of
from .exports.tree import simplified
from .model import Stretch
from .plaintext import PlainText, normalised

KINDS = {"questioning": "question", "describing": "definition", "identifying": "definition"}
"""The kind that a motivation becomes; any other becomes ``note``, which promises nothing."""
MOST = 100_000
"""Annotations in one file, beyond which it is taken for a mistake."""


class NotAnnotationsError(Exception):
    """A file that holds none, with the reason."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words that somebody marked: what stands around them, and where they began (-1: not said)."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = -1


@dataclass(frozen=True, slots=True)
class Incoming:
    """One annotation from elsewhere. *about* are the places it was put on; *body* is Markdown;
    *reply* if it answers another."""

    id: str
    kind: str
    by: str
    day: str
    body: str
    about: tuple[Quoted, ...]
    reply: bool = False

    @property
    def note(self) -> str:
        """The id of its note: the same at each import."""
        known = self.id or "\0".join([self.by, self.body, *(q.exact for q in self.about)])
        return f"in-{hashlib.sha256(known.encode()).hexdigest()[:10]}"

    @property
    def fragment(self) -> str:
        """The note's own id, where the annotation is an export of ours: ``#note-founded``."""
        name = self.id.rpartition("#")[2] if "#" in self.id else ""
        return re.sub(r"^(note|claim)-", "", name)


def read_incoming(text: str) -> list[Incoming]:
    """The annotations in *text*, whichever of the two it holds.

    Raises:
        NotAnnotationsError: It is not JSON, or JSON of another kind.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise NotAnnotationsError(f"this is not JSON: {problem}") from problem
    found = [_one(item) for item in _items(data)]
    if not found:
        raise NotAnnotationsError("there are no annotations in it")
    return found


def _items(data: Any) -> Iterator[dict[str, Any]]:
    """The annotations in a list, an answer of Hypothesis' API, a page, a collection, or alone."""
    if isinstance(data, dict):
        inside = data.get("rows", data.get("items"))
        first = data.get("first")
        if inside is None and isinstance(first, dict):
            inside = first.get("items")
        data = [data] if inside is None and "target" in data else inside
    if not isinstance(data, list) or len(data) > MOST:
        raise NotAnnotationsError(
            "a list of annotations is wanted: Hypothesis' rows, or an AnnotationPage"
        )
    yield from (item for item in data if isinstance(item, dict) and "target" in item)


def _one(item: dict[str, Any]) -> Incoming:
    ours = "uri" in item and "user" in item  # as Hypothesis writes it
    motivations = _list(item.get("motivation"))
    return Incoming(
        id=str(item.get("id", "")),
        kind=next((KINDS[m] for m in motivations if isinstance(m, str) and m in KINDS), "note"),
        by=(_name(item.get("user_info")) or _name(item["user"])) if ours else _creator(item),
        day=_day(item.get("updated") or item.get("modified") or item.get("created")),
        body=_safe(str(item.get("text", ""))) if ours else _body(item),
        about=tuple(_about(item["target"])),
        reply=bool(item.get("references")),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _creator(item: dict[str, Any]) -> str:
    creators = [_name(creator) for creator in _list(item.get("creator"))]
    return ", ".join(name for name in creators if name)


def _name(who: Any) -> str:
    """A person's name; ``jane`` of Hypothesis' ``acct:jane@hypothes.is``."""
    if isinstance(who, dict):
        who = who.get("display_name") or who.get("name") or who.get("nickname") or who.get("id")
    found = _list(who)
    name = str(found[0]) if found else ""
    return normalised(re.sub(r"^acct:([^@]+)@.*$", r"\1", name))[:200]


def _day(moment: Any) -> str:
    """The day of a moment such as 2026-11-24T10:00:00Z; "" for none that can be read."""
    try:
        return date.fromisoformat(str(moment)[:10]).isoformat()
    except ValueError:
        return ""


# --- what is said --------------------------------------------------------------------------------


def _body(item: dict[str, Any]) -> str:
    said = [_said(body) for body in _list(item.get("body", item.get("bodyValue")))]
    return "\n\n".join(words for words in said if words)


def _said(body: Any) -> str:
    """A body as Markdown. Tags say what kind of note it is, not what it says; links are kept."""
    if isinstance(body, str):
        return "" if re.match(r"https?://\S+$", body) else _plain(body)
    if not isinstance(body, dict) or body.get("purpose") in ("tagging", "classifying", "linking"):
        return ""
    if body.get("type") in ("Choice", "oa:Choice"):
        choices = [c for c in _list(body.get("items")) if isinstance(c, dict)]
        choices.sort(key=lambda choice: choice.get("format") != "text/markdown")
        return _said(choices[0]) if choices else ""
    value = body.get("value")
    if not isinstance(value, str):
        return ""
    if body.get("format") == "text/html":
        return _safe(markdown_of(simplified(value, _outside)))
    return _safe(value) if body.get("format") == "text/markdown" else _plain(value)


def _outside(href: str) -> str:
    return href if re.match(r"https?://", href) else ""


def _plain(text: str) -> str:
    """Plain text as Markdown: a blank line parts paragraphs, nothing else means anything."""
    parts = [escaped(part).strip() for part in re.split(r"\n\s*\n", text)]
    return "\n\n".join(re.sub(r"^([-+=#>:]|\d+(?=[.)]))", r"\\\1", part) for part in parts if part)


def _safe(markdown: str) -> str:
    """Markdown of others, in which nothing is read as ours: no mark, no citation, no container."""
    lines = markdown.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip().split("\n")
    kept = (re.sub(r"(?<!\\)\[(?=[\^@])", r"\\[", line).rstrip() for line in lines)
    kept = (re.sub(r"^(\s*):::", r"\1\\:::", line) for line in kept)
    kept = (re.sub(r"(?<!\\)\{(?=\.|[\w-]+=)", r"\\{", line) for line in kept)
    return "\n".join(re.sub(r"\]\(\s*fact:", r"]\\(fact:", line) for line in kept)


# --- what it is about ----------------------------------------------------------------------------


def _about(target: Any) -> Iterator[Quoted]:
    for one in _list(target):
        selectors = list(_selectors(one.get("selector"))) if isinstance(one, dict) else []
        starts = [s.get("start") for s in selectors if s.get("type") == "TextPositionSelector"]
        start = next((at for at in starts if isinstance(at, int)), -1)
        for selector in selectors:
            exact = selector.get("exact")
            if selector.get("type") == "TextQuoteSelector" and isinstance(exact, str):
                before, after = (str(selector.get(side) or "") for side in ("prefix", "suffix"))
                yield Quoted(exact, before, after, start)
                break


def _selectors(given: Any) -> Iterator[dict[str, Any]]:
    """Every selector, those that refine another among them."""
    waiting = _list(given)
    while waiting:
        selector = waiting.pop(0)
        if isinstance(selector, dict):
            yield selector
            waiting += _list(selector.get("refinedBy"))


def places(quoted: Quoted, plain: PlainText) -> tuple[list[Stretch], Stretch | None]:
    """Every place of the words, and the one that is meant: what stands around it agrees best.

    The place is None where nothing tells two of them apart.
    """
    words, text = normalised(quoted.exact), plain.flat
    starts = [match.start() for match in re.finditer(f"(?={re.escape(words)})", text)]
    found = [Stretch(at, at + len(words)) for at in starts] if words else []

    def agrees(stretch: Stretch) -> tuple[int, int]:
        before, after = normalised(quoted.prefix), normalised(quoted.suffix)
        alike = _alike(text[: stretch.start].rstrip()[::-1], before[::-1])
        alike += _alike(text[stretch.end :].lstrip(), after)
        return alike, -abs(stretch.start - quoted.start) if quoted.start >= 0 else 0

    ranked = sorted(found, key=agrees, reverse=True)
    if len(ranked) > 1 and agrees(ranked[0]) == agrees(ranked[1]):
        return found, None
    return found, ranked[0] if ranked else None


def _alike(one: str, other: str) -> int:
    """How many letters two texts have in common at their beginnings."""
    number = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        number += 1
    return number
