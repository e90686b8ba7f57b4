"""What is said of a dated fact: when it held, on what terms, and what is not known of it."""

from __future__ import annotations

from collections.abc import Iterable

from .dates import PartialDate
from .facts import Certainty, State
from .language import N_
from .model import Fact, FactBox, Figure, Reading, Role
from .views import Shown
from .words import Words

BASES = {"agreement": N_("by agreement"), "unilateral": N_("its own decision")}


def unknown(words: Words) -> Shown:
    return Shown("question", words.say("Not known"))


def membership(words: Words, state: State) -> Shown:
    """Whether somebody belonged on a day."""
    if state.certainty is Certainty.DISPUTED:
        return Shown("triangle", words.say("In dispute"))
    if state.certainty is Certainty.UNKNOWN:
        return unknown(words)
    if state.counted:
        return Shown("disc", words.say("Member"))
    return Shown("ring", words.say("Not a member"))


def label(box: FactBox, value: str) -> str:
    """What readers call one of the box's values."""
    return box.values[value].label if value in box.values else value


def key_label(box: FactBox, key: str) -> str:
    """What readers call a figure."""
    return box.labels.get(key, key.replace("-", " ").capitalize())


def amount(words: Words, said: Figure | Reading, unit: str) -> str:
    """A value in words, with its *unit* where it is not a share."""
    if said.number is None:
        return said.value
    if unit.startswith("share") and abs(said.number) <= 1:
        return words.per_cent(said.number)
    return words.quantity(said.number, unit)


def in_dispute(box: FactBox, readings: Iterable[Reading], words: Words) -> Shown:
    """A value on which sources disagree, with all that they give."""
    labels = [words.within(label(box, reading.value)) for reading in readings]
    return Shown("triangle", words.say("In dispute"), words.either(labels))


def disputed_name(words: Words, name: str) -> str:
    """Somebody whom sources do not agree on."""
    return words.say("%(name)s (in dispute)", name=name)


def terms(words: Words, days: str, basis: str) -> str:
    """For how long a rule lets people stay, and whose rule it is."""
    stay = words.say("up to %(days)s days", days=days) if days else ""
    return ", ".join(filter(None, (stay, words.say(BASES.get(basis, basis)) if basis else "")))


def since(words: Words, day: PartialDate | None) -> str:
    """Some languages put an article before a day, and none before a month or a year."""
    if day is None:
        return ""
    if day.day:
        return words.say_in("a day", "since %(day)s", day=words.day(day).words)
    return words.say("since %(day)s", day=words.day(day).words)


def until(words: Words, day: PartialDate | None) -> str:
    if day is None:
        return ""
    if day.day:
        return words.say_in("a day", "until %(day)s", day=words.day(day).words)
    return words.say("until %(day)s", day=words.day(day).words)


def stretch(words: Words, fact: Fact) -> str:
    """When a fact held; what is not known of it is said."""
    if fact.since or fact.until:
        return " ".join(filter(None, (since(words, fact.since), until(words, fact.until))))
    if not fact.attested:
        return words.say("not known")
    days = _days(words, fact.attested)
    return words.say("seen %(days)s; beginning and end not known", days=days)


def when(words: Words, state: State) -> str:
    """Since when a state is known to hold."""
    if state.fact is None:
        return ""
    if state.fact.since:
        return since(words, state.fact.since)
    if state.last_seen:
        day = words.day(state.last_seen).words
        return words.say("seen %(days)s; beginning not known", days=day)
    return words.say("beginning not known")


def tenure(words: Words, role: Role) -> str:
    """When somebody held a role; "seen" where only days are known."""
    if role.since or role.until:
        return " ".join(filter(None, (since(words, role.since), until(words, role.until))))
    return words.say("seen %(days)s", days=_days(words, role.attested)) if role.attested else ""


def _days(words: Words, days: Iterable[PartialDate]) -> str:
    return ", ".join(words.day(day).words for day in days)
