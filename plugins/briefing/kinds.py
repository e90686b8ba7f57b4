"""The table of annotation kinds, and of the verdicts that a claim can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .language import N_


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
            N_("Claim"),
            "assessing",
            "",
            N_("What the text asserts, checked."),
            ("verdict", "as-of"),
        ),
        Kind(
            "update",
            N_("Since then"),
            "commenting",
            "arrow",
            N_("What happened after the text was printed."),
            ("as-of",),
        ),
        Kind(
            "context",
            N_("Context"),
            "commenting",
            "square",
            N_("What a reader of the day would have known."),
        ),
        Kind("definition", N_("Meaning"), "describing", "bars", N_("Who, or what, is meant.")),
        Kind(
            "translation",
            N_("Translation"),
            "commenting",
            "arrows",
            N_("What the original language says."),
        ),
        Kind(
            "question",
            N_("Question"),
            "questioning",
            "question",
            N_("Something we would like to know."),
        ),
        Kind("note", N_("Note"), "commenting", "", N_("Any other remark.")),
        Kind(
            "own",
            N_("Source's own note"),
            "commenting",
            "",
            N_("A note that the source itself prints."),
        ),
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
    "supported": Finding(N_("Supported"), "disc"),
    "imprecise": Finding(N_("Imprecise"), "half"),
    "outdated": Finding(N_("No longer so"), "slot"),
    "contested": Finding(N_("Contested"), "triangle"),
    "wrong": Finding(N_("Wrong"), "cross"),
    "borne-out": Finding(N_("Came about"), "tick"),
    "partly-borne-out": Finding(N_("Came about in part"), "half-tick"),
    "lapsed": Finding(N_("Came about, then ended"), "slot-tick"),
    "not-borne-out": Finding(N_("Did not come about"), "struck"),
    "forecast": Finding(N_("Forecast"), "forward", scored=False),
    "opinion": Finding(N_("Opinion"), "diamond", scored=False),
    "unchecked": Finding(N_("No document found"), "ring", scored=False),
}

VERDICTS: Mapping[str, Verdict] = {
    verdict.name: verdict
    for verdict in (
        Verdict(
            "supported",
            N_("Supported"),
            "disc",
            "supported",
            "supported",
            N_("Right when printed, and nothing has overtaken it."),
        ),
        Verdict(
            "imprecise",
            N_("Imprecise"),
            "half",
            "imprecise",
            "imprecise",
            N_("Broadly right, but a name, date or number is off."),
        ),
        Verdict(
            "outdated",
            N_("True then, not now"),
            "slot",
            "supported",
            "outdated",
            N_("Right when printed, no longer so."),
        ),
        Verdict(
            "contested",
            N_("Contested"),
            "triangle",
            "contested",
            "contested",
            N_("Informed people or sources disagree."),
        ),
        Verdict("wrong", N_("Wrong"), "cross", "wrong", "wrong", N_("Not so, even then.")),
        Verdict(
            "borne-out",
            N_("Borne out"),
            "tick",
            "forecast",
            "borne-out",
            N_("A forecast that came about."),
        ),
        Verdict(
            "partly-borne-out",
            N_("Borne out in part"),
            "half-tick",
            "forecast",
            "partly-borne-out",
            N_("A forecast that came about in part."),
        ),
        Verdict(
            "lapsed",
            N_("Came about, then ended"),
            "slot-tick",
            "forecast",
            "lapsed",
            N_("It came about, and then it ended."),
        ),
        Verdict(
            "not-borne-out",
            N_("Not borne out"),
            "struck",
            "forecast",
            "not-borne-out",
            N_("A forecast that did not come about."),
        ),
        Verdict(
            "uncheckable",
            N_("Not checkable"),
            "diamond",
            "opinion",
            "opinion",
            N_("An opinion: listed, never scored."),
        ),
        Verdict(
            "unchecked",
            N_("Not yet checked"),
            "ring",
            "unchecked",
            "unchecked",
            N_("It could be checked; no document was found yet."),
        ),
    )
}

UNSOURCED = frozenset({"uncheckable", "unchecked"})
"""Verdicts that may stand without a source: nothing to check, or nothing found."""

THEN = ("supported", "imprecise", "contested", "wrong", "forecast", "opinion", "unchecked")
"""Findings that ``then=`` may name: those that can be made of the source's own day."""
