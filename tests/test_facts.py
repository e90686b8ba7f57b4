"""What held on a day: the queries, held against answers worked out by hand from the data."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from briefing.diagnostics import TextFile
from briefing.factfile import read_fact_box
from briefing.facts import (
    Certainty,
    Shift,
    agrees,
    count,
    figure_on,
    shift,
    snapshot,
    state_on,
    total,
    value_of,
)
from briefing.model import FactBox
from command import ROOT


def box_of(text: str) -> FactBox:
    box, found = read_fact_box(TextFile("content/facts/box.yaml", text), "box")
    assert found == []
    assert box is not None
    return box


def published(name: str) -> FactBox:
    path = Path(ROOT, "content/facts", f"{name}.yaml")
    box, found = read_fact_box(TextFile(path.name, path.read_text(encoding="utf-8")), name)
    assert found == []
    assert box is not None
    return box


CELAC, BRICS, VISAS = (published(n) for n in ("celac-membership", "brics", "visa-regimes"))


@pytest.mark.parametrize(
    ("box", "day", "expected"),
    [
        (CELAC, "2011-12-02", 0),
        (CELAC, "2011-12-03", 33),
        (CELAC, "2013-05-29", 33),
        (CELAC, "2020-01-15", 33),
        (CELAC, "2020-01-16", 32),
        (CELAC, "2023-01-04", 32),
        (CELAC, "2023-01-05", 33),
        (CELAC, "2026-11-24", 33),
        (BRICS, "2009-06-15", 0),
        (BRICS, "2009-06-16", 4),
        (BRICS, "2010-12-23", 4),
        (BRICS, "2010-12-24", 5),
        (BRICS, "2013-05-29", 5),
        (BRICS, "2023-12-31", 5),
        (BRICS, "2024-01-01", 9),
        (BRICS, "2025-01-05", 9),
        (BRICS, "2025-01-06", 10),
        (BRICS, "2026-11-24", 10),
    ],
)
def test_members_on_a_day(box: FactBox, day: str, expected: int) -> None:
    assert count(snapshot(box.facts, date.fromisoformat(day))) == expected


@pytest.mark.parametrize(
    ("subject", "day", "value", "certainty"),
    [
        ("CR", "2013-05-29", "visa-required", Certainty.HELD),
        ("CR", "2014-03-31", "visa-required", Certainty.HELD),
        ("CR", "2014-04-01", "visa-free", Certainty.HELD),
        ("PA", "2013-05-29", "visa-required", Certainty.HELD),
        ("PA", "2026-11-24", "visa-free", Certainty.HELD),
        ("HT", "2013-05-29", "", Certainty.UNKNOWN),
        ("HT", "2025-01-12", "visa-free", Certainty.HELD),
        ("HT", "2026-11-24", "visa-free", Certainty.INFERRED),
        ("HT", "2027-01-01", "", Certainty.UNKNOWN),
        ("BS", "2009-04-30", "visa-free", Certainty.HELD),
        ("BS", "2013-05-29", "visa-free", Certainty.INFERRED),
        ("BS", "2013-05-30", "", Certainty.UNKNOWN),
        ("BZ", "2026-11-24", "visa-free", Certainty.DISPUTED),
        ("BO", "2016-10-02", "visa-on-arrival", Certainty.HELD),
        ("BO", "2016-10-03", "visa-free", Certainty.HELD),
    ],
)
def test_regime_of_a_state_on_a_day(
    subject: str, day: str, value: str, certainty: Certainty
) -> None:
    state = state_on(subject, VISAS.facts[subject], date.fromisoformat(day))
    assert (state.value, state.certainty) == (value, certainty)


def test_regimes_on_the_day_of_the_report() -> None:
    then = snapshot(VISAS.facts, date(2013, 5, 29))
    counted = {value: count(then, value) for value in VISAS.values}
    assert counted == {
        "visa-free": 23,
        "visa-on-arrival": 2,
        "electronic-authorisation": 1,
        "visa-required": 3,
    }
    assert sum(state.certainty is Certainty.UNKNOWN for state in then.values()) == 4


@pytest.mark.parametrize(
    ("then", "now", "subject", "expected"),
    [
        ("2013-05-29", "2026-11-24", "BR", Shift.RETURNED),
        ("2013-05-29", "2020-06-01", "BR", Shift.LEFT),
        ("2020-06-01", "2026-11-24", "BR", Shift.JOINED),
        ("2023-02-01", "2026-11-24", "BR", Shift.SAME),
        ("2013-05-29", "2026-11-24", "CU", Shift.SAME),
    ],
)
def test_what_became_of_a_member(then: str, now: str, subject: str, expected: Shift) -> None:
    days = date.fromisoformat(then), date.fromisoformat(now)
    facts = CELAC.facts[subject]
    first, last = (state_on(subject, facts, day) for day in days)
    assert shift(facts, first, last, days) is expected


MADE = """
title: A club
view: membership
as-of: 2020
members:
  AR:
    - {since: 2001, until: 2010, source: [s]}
  BR:
    - {since: 2005-06, source: [s]}
  CL:
    - {attested: [2004, 2006-03-05], source: [s]}
  PE:
    - {since: 2002, disputed: [{value: member, source: s}, {value: guest, source: s}]}
  UY:
    - since: 2002
      disputed: [{value: member, source: s, counted: true}, {value: guest, source: s}]
quantities:
  AR: {people: [{value: 10, date: 2003, source: s}, {value: 12, date: 2008, source: s}]}
  BR: {people: [{value: 100, date: 2004, source: s}]}
figures:
  seat: [{value: a tent, date: 2001, source: s}, {value: a house, date: 2007-05, source: s}]
"""


def test_a_year_and_a_month_mean_all_of_it() -> None:
    club = box_of(MADE)
    assert not state_on("AR", club.facts["AR"], date(2000, 12, 31)).counted
    assert state_on("AR", club.facts["AR"], date(2001, 1, 1)).counted
    assert state_on("AR", club.facts["AR"], date(2009, 12, 31)).counted
    assert state_on("AR", club.facts["AR"], date(2010, 1, 1)).certainty is Certainty.ABSENT
    assert not state_on("BR", club.facts["BR"], date(2005, 5, 31)).counted
    assert state_on("BR", club.facts["BR"], date(2005, 6, 1)).counted


def test_attested_days_say_nothing_of_other_days() -> None:
    facts = box_of(MADE).facts["CL"]
    assert state_on("CL", facts, date(2004, 7, 1)).certainty is Certainty.HELD
    assert state_on("CL", facts, date(2005, 7, 1)).certainty is Certainty.UNKNOWN
    assert state_on("CL", facts, date(2006, 3, 5)).certainty is Certainty.HELD
    assert state_on("CL", facts, date(2006, 3, 6)).certainty is Certainty.UNKNOWN


def test_before_a_membership_is_first_shown_it_is_not_known() -> None:
    club = box_of(
        MADE.replace("members:\n", "members:\n  PY: [{until: 2010, attested: 2006, source: s}]\n")
    )
    facts = club.facts["PY"]
    assert state_on("PY", facts, date(2005, 12, 31)).certainty is Certainty.UNKNOWN
    assert state_on("PY", facts, date(2009, 12, 31)).counted
    assert state_on("PY", facts, date(2010, 1, 1)).certainty is Certainty.ABSENT


def test_a_dispute_is_counted_only_where_the_editor_says_so() -> None:
    club = box_of(MADE)
    on = snapshot(club.facts, date(2003, 1, 1))
    assert on["PE"].certainty is on["UY"].certainty is Certainty.DISPUTED
    assert not on["PE"].counted
    assert on["UY"].counted
    assert count(on) == 2  # Argentina and Uruguay


def test_who_is_ruled_out_is_counted_as_what_the_ruling_says() -> None:
    club = box_of("""
title: A club
view: membership
as-of: 2020
values:
  member: {label: Member}
  guest: {label: Guest}
members:
  PE:
    - since: 2002
      disputed: [{value: member, source: s}, {value: guest, source: s, counted: true}]
""")
    day = date(2003, 1, 1)
    assert value_of(club, "count", day) == value_of(club, "count(member)", day) == "0"
    assert value_of(club, "count(guest)", day) == "1"


def test_sums_take_each_members_latest_figure_and_name_who_is_missing() -> None:
    club = box_of(MADE)
    assert total(club, "people", date(2009, 1, 1)).total == Decimal(112)
    assert total(club, "people", date(2009, 1, 1)).missing == ("UY",)
    assert total(club, "people", date(2006, 1, 1)).total == Decimal(110)
    assert total(club, "people", date(2011, 1, 1)).total == Decimal(100)


def test_a_figure_is_the_latest_one_that_is_not_of_a_later_day() -> None:
    club = box_of(MADE)
    assert figure_on(club.figures["seat"], date(2000, 1, 1)) is None
    assert value_of(club, "seat", date(2007, 4, 30)) == "a tent"
    assert value_of(club, "seat", date(2007, 5, 1)) == "a house"
    assert value_of(club, "count", date(2006, 1, 1)) == "3"


def test_population_of_the_members_is_what_the_research_added_up() -> None:
    assert value_of(CELAC, "sum(population)", date(2013, 5, 29)) == "596202978"
    assert value_of(CELAC, "sum(population)", date(2026, 11, 24)) == "658384812"
    assert value_of(CELAC, "count", date(2020, 6, 1)) == "32"


@pytest.mark.parametrize(
    ("words", "value", "expected"),
    [
        ("33", "33", True),
        ("34", "33", False),
        ("596,202,978", "596202978", True),
        ("596 million", "596202978", True),
        ("596.2 million", "596202978", True),
        ("597 million", "596202978", False),
        ("6.1 trillion", "6090000000000", True),
        ("1,5 million", "15000000", False),
        ("1,5 million", "1500000", False),
        ("3,3", "33", False),
        ("1234,567", "1234567", False),
        ("1,500.5 million", "1500500000", True),
        ("1,00,000", "100000", True),
        ("1\u202f500\u00a0000", "1500000", True),
        ("33.", "33", True),
        (".5 million", "500000", True),
        ("a house", "a house", True),
        ("a tent", "a house", False),
        ("December 2011", "December 2011", True),
        ("", "33", False),
        (".", "33", False),
        ("5 million", "1e999999999", False),
        (f"5.{'0' * 40} million", "5000000", False),
    ],
)
def test_prose_agrees_with_a_fact(words: str, value: str, *, expected: bool) -> None:
    assert agrees(words, value) is expected


def test_a_subject_with_endless_facts_is_told_of_in_a_few_lines() -> None:
    rows = "\n".join(f"    - {{since: {1000 + n}, source: s}}" for n in range(1500))
    text = f"title: T\nas-of: 2026-11-24\nview: membership\nmembers:\n  BR:\n{rows}\n"
    _, found = read_fact_box(TextFile("t.yaml", text), "t")
    assert {problem.code for problem in found} == {"interval-overlaps"}
    assert len(found) < 100
