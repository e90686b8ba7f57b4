"""The table of annotation kinds, and of the verdicts that a claim can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """What sort of note it is.

    *motivation* is the W3C Web Annotation motivation that it maps to; *shape* names a symbol of
    the theme's sprite ("" for none); *requires* lists the attributes that it cannot be without.
    """

    name: str
    label: str
    motivation: str
    shape: str
    means: str
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Half of a verdict: what was so on one day. *scored* is False for opinions and forecasts."""

    label: str
    shape: str
    scored: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """A pair of findings: for the day of the source, and for the day of the edition."""

    name: str
    label: str
    shape: str
    then: str
    now: str
    means: str


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "claim",
            "Claim",
            "assessing",
            "",
            "What the text asserts, checked.",
            ("verdict", "as-of"),
        ),
        Kind(
            "update",
            "Since then",
            "commenting",
            "arrow",
            "What happened after the text was printed.",
            ("as-of",),
        ),
        Kind(
            "context",
            "Context",
            "commenting",
            "square",
            "What a reader of the day would have known.",
        ),
        Kind("definition", "Meaning", "describing", "bars", "Who, or what, is meant."),
        Kind(
            "translation", "Translation", "commenting", "arrows", "What the original language says."
        ),
        Kind("question", "Question", "questioning", "question", "Something we would like to know."),
        Kind("note", "Note", "commenting", "", "Any other remark."),
        Kind("own", "Source's own note", "commenting", "", "A note that the source itself prints."),
    )
}

MOTIVATIONS = (
    "assessing",
    "bookmarking",
    "classifying",
    "commenting",
    "describing",
    "editing",
    "highlighting",
    "identifying",
    "linking",
    "moderating",
    "questioning",
    "replying",
    "tagging",
)
"""Why a note may be written. Source: W3C Web Annotation Vocabulary, motivations."""

FINDINGS: Mapping[str, Finding] = {
    "supported": Finding("Supported", "disc"),
    "imprecise": Finding("Imprecise", "half"),
    "outdated": Finding("No longer so", "slot"),
    "contested": Finding("Contested", "triangle"),
    "wrong": Finding("Wrong", "cross"),
    "borne-out": Finding("Came about", "tick"),
    "partly-borne-out": Finding("Came about in part", "half-tick"),
    "lapsed": Finding("Came about, then ended", "slot-tick"),
    "not-borne-out": Finding("Did not come about", "struck"),
    "forecast": Finding("Forecast", "forward", scored=False),
    "opinion": Finding("Opinion", "diamond", scored=False),
    "unchecked": Finding("No document found", "ring", scored=False),
}

VERDICTS: Mapping[str, Verdict] = {
    verdict.name: verdict
    for verdict in (
        Verdict(
            "supported",
            "Supported",
            "disc",
            "supported",
            "supported",
            "Right when printed, and nothing has overtaken it.",
        ),
        Verdict(
            "imprecise",
            "Imprecise",
            "half",
            "imprecise",
            "imprecise",
            "Broadly right, but a name, date or number is off.",
        ),
        Verdict(
            "outdated",
            "True then, not now",
            "slot",
            "supported",
            "outdated",
            "Right when printed, no longer so.",
        ),
        Verdict(
            "contested",
            "Contested",
            "triangle",
            "contested",
            "contested",
            "Informed people or sources disagree.",
        ),
        Verdict("wrong", "Wrong", "cross", "wrong", "wrong", "Not so, even then."),
        Verdict(
            "borne-out", "Borne out", "tick", "forecast", "borne-out", "A forecast that came about."
        ),
        Verdict(
            "partly-borne-out",
            "Borne out in part",
            "half-tick",
            "forecast",
            "partly-borne-out",
            "A forecast that came about in part.",
        ),
        Verdict(
            "lapsed",
            "Came about, then ended",
            "slot-tick",
            "forecast",
            "lapsed",
            "It came about, and then it ended.",
        ),
        Verdict(
            "not-borne-out",
            "Not borne out",
            "struck",
            "forecast",
            "not-borne-out",
            "A forecast that did not come about.",
        ),
        Verdict(
            "uncheckable",
            "Not checkable",
            "diamond",
            "opinion",
            "opinion",
            "An opinion: listed, never scored.",
        ),
        Verdict(
            "unchecked",
            "Not yet checked",
            "ring",
            "unchecked",
            "unchecked",
            "It could be checked; no document was found yet.",
        ),
    )
}

UNSOURCED = frozenset({"uncheckable", "unchecked"})
"""Verdicts that may stand without a source: nothing to check, or nothing found."""

THEN = ("supported", "imprecise", "contested", "wrong", "forecast", "opinion", "unchecked")
"""Findings that ``then=`` may name: those that can be made of the source's own day."""
