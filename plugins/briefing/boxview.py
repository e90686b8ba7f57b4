"""A fact box for two days, decided down to the last word: what its template shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from .citing import Bibliography
from .dates import PartialDate
from .disputes import disputes
from .facts import (
    Certainty,
    Snapshot,
    State,
    count,
    figure_on,
    readings,
    shift,
    snapshot,
    sources_behind,
    state_on,
    total,
)
from .factwords import (
    amount,
    disputed_name,
    in_dispute,
    key_label,
    membership,
    terms,
    unknown,
    when,
)
from .joins import MANY, bars, steps
from .language import N_
from .model import Catalogue, FactBox, Figure, Layout, Written
from .tilemap import Names, shift_map, value_map
from .views import (
    BoxView,
    DisputeView,
    Group,
    Link,
    Pair,
    Shown,
    TileMap,
)
from .words import Words


@dataclass(frozen=True)
class BoxMaker:
    """Makes the views of a page's boxes: the two days, the names, the sources and Markdown.

    *facts* leads to the pages of fact boxes; "" on such a page, which then gives each row's own
    sources itself.
    """

    catalogue: Catalogue
    words: Words
    bibliography: Bibliography
    then: PartialDate
    now: PartialDate
    markdown: Callable[[str], Markup]
    facts: str = ""

    @property
    def days(self) -> tuple[date, date]:
        """The last days that "then" and "now" mean."""
        return min(self.then.last, self.now.last), self.now.last

    def view(self, box: FactBox, lead: Markup) -> BoxView:
        """The box as its page shows it."""
        then, now = (snapshot(box.facts, day) for day in self.days)
        status = box.view == "status"
        members = box.view == "membership"
        place = Link(box.short, f"#box-{box.id}")
        layout = self.catalogue.layouts.get(box.layout.text) if box.layout else None
        self.bibliography.cite(box.cited, place)
        maps = self._maps(box, layout, then, now) if layout else (None, None, None)
        return BoxView(
            id=box.id,
            view=box.view,
            title=box.title,
            short=box.short,
            lead=lead,
            as_of=self.words.day(box.as_of),
            then=self.words.day(self.then),
            now=self.words.day(self.now),
            numbers=(str(count(then)), str(count(now))) if members else None,
            tile_map=maps[0],
            then_map=maps[1],
            now_map=maps[2],
            bars=bars(box, then, self.days, self.name) if members and not layout else None,
            pairs=tuple(self._pairs(box, place)),
            groups=tuple(self._groups(box, then, now, place)) if status else (),
            steps=tuple(steps(box, self.days, self.name, self.words)) if members else (),
            counts=tuple(self._counts(box, then, now)) if status else (),
            note=self.markdown("\n\n".join(filter(None, (box.definition, box.note)))),
            dispute=self.markdown(box.dispute),
            disputes=tuple(self._disputes(box, place)),
            cites=self.bibliography.cite_ids(_drawn_sources(box, then, now), place),
            span=box.span,
            more=self._more(box) if self.facts else None,
        )

    def _more(self, box: FactBox) -> Link:
        return Link(self.words.say("All dates and sources"), self._page(box))

    def _page(self, box: FactBox) -> str:
        return f"{self.facts}{box.id}/index.html"

    def name(self, subject: str) -> str:
        """What readers call a country or an entity."""
        entity = self.catalogue.entities.get(subject)
        return self.words.country(subject) or (entity.name if entity else subject)

    def value(self, figure: Figure) -> str:
        """A figure's value in words; of a dispute without a ruling, all readings."""
        if figure.value:
            return amount(self.words, figure, figure.unit)
        share = figure.unit if figure.unit.startswith("share") else ""
        return self.words.either(amount(self.words, r, share) for r in figure.disputed)

    def _maps(
        self, box: FactBox, layout: Layout, then: Snapshot, now: Snapshot
    ) -> tuple[TileMap | None, TileMap | None, TileMap | None]:
        """One map of what became of the members; or two, of a value then and now."""
        names = Names(self.name, self.words)
        if box.view == "status":
            days = (self.words.day(day).words for day in (self.then, self.now))
            first, last = (
                value_map(layout, box, states, day, names)
                for states, day in zip((then, now), days, strict=True)
            )
            return None, first, last
        shifts = {
            subject: shift(facts, then[subject], now[subject], self.days)
            for subject, facts in box.facts.items()
        }
        years = str(self.then.year), str(self.now.year)
        return shift_map(layout, shifts, (then, now), years, names), None, None

    # --- tables -------------------------------------------------------------------------------

    def _pairs(self, box: FactBox, place: Link) -> Iterator[Pair]:
        """Then and now for the count, each role and each figure."""
        if box.view == "membership":
            numbers = [str(count(snapshot(box.facts, day))) for day in self.days]
            yield _pair(box.labels.get("count") or self.words.say("Members"), *numbers)
            yield from self._unknown(box)
        for role, holders in box.roles.items():
            states = [snapshot(holders, day) for day in self.days]
            held = [self._listed([*self._holders(on)]) for on in states]
            yield _pair(box.labels.get(role, role.capitalize()), *held)
        quantities = {name for figures in box.quantities.values() for name in figures}
        for key, figures in box.figures.items():
            if key in quantities:
                continue
            shown = [self._figure(figure_on(figures, day), day) for day in self.days]
            cites = self.bibliography.cite_ids(
                (
                    source
                    for day in self.days
                    if (f := figure_on(figures, day))
                    for source in sources_behind(f)
                ),
                place,
            )
            yield Pair(
                key_label(box, key), shown[0], shown[1], shown[0].word != shown[1].word, cites=cites
            )
        for key in sorted(quantities):
            yield self._summed(box, key)

    def _unknown(self, box: FactBox) -> Iterator[Pair]:
        """Of whom it is not known whether they belonged, on either day."""
        states = [snapshot(box.facts, day) for day in self.days]
        dark = [[self.name(s) for s in on if on[s].certainty is Certainty.UNKNOWN] for on in states]
        if any(dark):
            yield _pair(self.words.say("Not known"), *map(self._listed, dark))

    def _listed(self, names: Sequence[str]) -> str:
        """The names; of many, how many they are."""
        if len(names) > MANY:
            return str(len(names))
        return ", ".join(names) or self.words.say("none")

    def _holders(self, states: Snapshot) -> Iterator[str]:
        """Who holds a role, or does so in the words of some."""
        for subject, state in states.items():
            if state.certainty is Certainty.DISPUTED:
                yield disputed_name(self.words, self.name(subject))
            elif state.counted:
                yield self.name(subject)

    def _figure(self, figure: Figure | None, day: date) -> Shown:
        """A figure with its own day, where that is not the year of the column."""
        if figure is None:
            return unknown(self.words)
        own = "" if figure.date.year == day.year else self.words.day(figure.date).words
        ruled = self._within_dispute() if figure.value and figure.disputed else ""
        return Shown("", self.value(figure), ", ".join(filter(None, (own, ruled))))

    def _within_dispute(self) -> str:
        return self.words.within(self.words.say("In dispute"))

    def _summed(self, box: FactBox, key: str) -> Pair:
        shown = []
        for day in self.days:
            sums = total(box, key, day)
            years = {
                figure.date.year
                for subject, state in snapshot(box.facts, day).items()
                if state.counted
                and (figure := figure_on(box.quantities.get(subject, {}).get(key, ()), day))
            }
            details = [", ".join(map(str, sorted(years)))] if years - {day.year} else []
            if sums.missing:
                names = ", ".join(self.name(s) for s in sums.missing)
                details.append(self.words.say("without %(names)s", names=names))
            none = unknown(self.words)
            sum_ = Shown("", self.words.number(sums.total)) if sums.total else none
            shown.append(replace(sum_, detail="; ".join(details)))
        return Pair(key_label(box, key), shown[0], shown[1], shown[0].word != shown[1].word)

    def _groups(self, box: FactBox, then: Snapshot, now: Snapshot, place: Link) -> Iterator[Group]:
        """The table of states: changed, then in dispute, then not known, then the same."""
        changed, open_, unclear, same = map(
            self.words.say, (N_("Changed"), N_("In dispute"), N_("Not known"), N_("The same"))
        )
        kinds: dict[str, list[Pair]] = {changed: [], open_: [], unclear: [], same: []}
        for subject in sorted(box.facts, key=self.name):
            before, after = then[subject], now[subject]
            pair = self._status_pair(box, before, after, place)
            dark = Certainty.UNKNOWN in (before.certainty, after.certainty)
            kind = unclear if dark else changed if pair.changed else same
            kind = open_ if not dark and (_is_open(before) or _is_open(after)) else kind
            kinds[kind].append(pair)
        yield from (Group(title, tuple(rows)) for title, rows in kinds.items() if rows)

    def _status_pair(self, box: FactBox, then: State, now: State, place: Link) -> Pair:
        sources = [s for state in (then, now) if state.fact for s in sources_behind(state.fact)]
        before = self._status(box, then)
        if then.counted and then.certainty is Certainty.DISPUTED:
            details = filter(None, (before.detail, self._within_dispute()))
            before = replace(before, detail=", ".join(details))
        disputed = now.counted and now.certainty is Certainty.DISPUTED
        return Pair(
            name=self.name(now.subject),
            then=before,
            now=self._status(box, now),
            changed=then.value != now.value,
            when=when(self.words, now),
            cites=() if self.facts else self.bibliography.cite_ids(sources, place),
            href=f"{self._page(box)}#subject-{now.subject}" if self.facts else "",
            note=self.words.say("In dispute") if disputed else "",
        )

    def subject_pair(self, box: FactBox, subject: str, place: Link) -> Pair:
        """One subject of the box then and now."""
        then, now = (state_on(subject, box.facts[subject], day) for day in self.days)
        if box.view == "status":
            return self._status_pair(box, then, now, place)
        shown = [membership(self.words, state) for state in (then, now)]
        return Pair(self.name(subject), shown[0], shown[1], shown[0] != shown[1])

    def _status(self, box: FactBox, state: State) -> Shown:
        if _is_open(state):
            return in_dispute(box, readings(state), self.words)
        value = box.values.get(state.value)
        if value is None or state.fact is None:
            return unknown(self.words)
        if state.certainty is Certainty.DISPUTED:
            reading = next(r for r in state.fact.disputed if r.counted)
            return Shown(value.shape, value.label, terms(self.words, reading.days, reading.basis))
        detail = terms(self.words, state.fact.days, state.fact.basis)
        if state.fact.evidence == "recalled":
            detail = self.words.say("from memory, to be checked")
        elif state.certainty is Certainty.INFERRED and state.last_seen is None:
            detail = self.words.say("from evidence before and after")
        return Shown(value.shape, value.label, detail)

    def _counts(
        self, box: FactBox, then: Snapshot, now: Snapshot
    ) -> Iterator[tuple[Shown, str, str]]:
        for value in box.values.values():
            numbers = count(then, value.name), count(now, value.name)
            if any(numbers):
                yield Shown(value.shape, value.label), str(numbers[0]), str(numbers[1])
        open_ = [sum(map(_is_open, on.values())) for on in (then, now)]
        dark = [sum(not s.counted and not _is_open(s) for s in on.values()) for on in (then, now)]
        disputed = Shown("triangle", self.words.say("In dispute"))
        for shown, many in ((disputed, open_), (unknown(self.words), dark)):
            if any(many):
                yield shown, str(many[0]), str(many[1])

    def _disputes(self, box: FactBox, place: Link) -> Iterator[DisputeView]:
        for told in disputes(box, self.days, self.name, self.words):
            cited = ((said, self.bibliography.cite_ids(by, place)) for said, by in told.readings)
            yield DisputeView(told.subject, tuple(cited), told.note)


def _pair(name: str, then: str, now: str) -> Pair:
    return Pair(name, Shown("", then), Shown("", now), then != now)


def _is_open(state: State) -> bool:
    """Whether sources dispute it, and the count follows none of them."""
    return state.certainty is Certainty.DISPUTED and not state.counted


def _drawn_sources(box: FactBox, then: Snapshot, now: Snapshot) -> Iterator[Written]:
    """The sources of what the box shows: the facts of both days, their roles, and its sums."""
    if box.view == "status":  # each row names its own
        return
    for states in (then, now):
        for state in states.values():
            if state.fact:
                yield from sources_behind(state.fact)
    for figures in box.quantities.values():
        for series in figures.values():
            for figure in series:
                yield from figure.sources
