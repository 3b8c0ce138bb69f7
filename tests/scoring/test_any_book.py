"""Whatever the book and the facts: order means nothing, the ledger equals a fresh reckoning, totals are sums."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.bookcase import Bookcase, Shelved, end_of, months_from
from scoring.booking import Booked, difference
from scoring.books import dump, load
from scoring.policies import INSTRUCTION_COUNTS, MULTI, SPLITS, TIMES_OF
from scoring.settle import settle
from scoring.spans import PERIODS, Span
from scoring.terms import EVENTS, Fact, Reporter
from tests.scoring.reckoned import points

UNITS = ("甲镇", "乙镇", "丙局")
PRICES = """
[[rules]]
code = "county"
level = "county"
points = "{one}"

[[rules]]
code = "city"
level = "city"
points = "{two}"

[[rules]]
code = "city-brief"
level = "city"
use = "brief"
points = "{one}"
"""
numbers = st.decimals(Decimal("0.25"), 40, places=2).map(str)
maybe = st.booleans()


@st.composite
def books(draw):
    """A book with any of the clauses, in combination."""
    pick = lambda known: draw(st.sampled_from(sorted(known)))  # noqa: E731 - a word for drawing one
    tables = [PRICES.format(one=draw(numbers), two=draw(numbers))]
    tables.append(
        f'[joint]\nsplit = "{pick(SPLITS)}"\nfraction = "0.4"\ninstructions = {str(draw(maybe)).lower()}\n'
    )
    optional = [
        f'[[filings]]\ncode = "f"\npoints = "{draw(numbers)}"\ncap = 30\nper = "{pick(PERIODS)}"\nunadopted_only = true\n',
        f'[[instructions]]\ncode = "i"\nlevel = "city"\npoints = "{draw(numbers)}"\n',
        '[[instructions]]\ncode = "t"\nlevel = "province"\ntimes = 2\n',
        f'[[quotas]]\ncode = "q"\nlabel = "任务"\ncounts = "{pick(("filings", "items", "uses"))}"\n'
        f'per = "{pick(PERIODS)}"\nneed = 2\nlump = 5\nproportional = true\neach_missing = "-0.5"\n',
        '[[events]]\ncode = "e"\nevent = "late"\npoints = -3\ncap = 10\n',
        '[[events]]\ncode = "s"\nevent = "false"\nshare = "-0.5"\n',
        '[[families]]\nname = "一家"\nlevel = "city"\n',
        "[[timeliness]]\nwithin_days = 5\n",
    ]
    tables += [clause for clause in optional if draw(maybe)]
    head = (
        f'name = "任意办法"\nversion = 1\nmulti = "{pick(MULTI)}"\nyear_starts = {draw(st.sampled_from([1, 12]))}\n'
        f'opening = {draw(st.sampled_from([0, 6]))}\ninstruction_count = "{pick(INSTRUCTION_COUNTS)}"\n'
        f'times_of = "{pick(TIMES_OF)}"\nrewritten = "0.5"\n'
    )
    return load(head + "\n".join(tables))


@st.composite
def facts(draw):
    """Things that happened to a few items within half a year."""
    found = []
    for number in range(draw(st.integers(0, 14))):
        kind = draw(st.sampled_from(["use", "use", "use", "filing", "filing", "instruction", "event"]))
        on = date(2014, 1, 1) + timedelta(days=draw(st.integers(0, 180)))
        units = draw(st.integers(1, 2))
        unit = draw(st.sampled_from(UNITS))
        found.append(
            Fact(
                key=f"{'adoption' if kind == 'use' else kind}:{number}",
                kind=kind,
                unit=unit,
                on=on,
                item=draw(st.sampled_from(["a", "b", "c"])),
                level=draw(st.sampled_from(["county", "city", "province"])),
                system=draw(st.sampled_from(["union", "party"])),
                carrier=draw(st.sampled_from(["x", "y"])),
                use=draw(st.sampled_from(["full", "brief"])) if kind == "use" else None,
                event=draw(st.sampled_from(["late", "false", *sorted(EVENTS)[:1]]))
                if kind == "event"
                else "",
                units=units,
                place=draw(st.integers(1, units)),
                event_on=on - timedelta(days=draw(st.integers(0, 9))),
                filed_on=on,
                rewritten=draw(maybe),
            )
        )
    return found


ROSTER = [Reporter(unit=unit) for unit in UNITS]
HALF_YEAR = Span(date(2014, 1, 1), date(2014, 6, 30))


@settings(max_examples=60, deadline=None)
@given(books(), facts(), st.randoms(use_true_random=False))
def test_the_order_of_events_makes_no_difference(book, happened, random: Random):
    shuffled = list(happened)
    random.shuffle(shuffled)

    assert book.reckon(shuffled, ROSTER, HALF_YEAR) == book.reckon(happened, ROSTER, HALF_YEAR)


@settings(max_examples=60, deadline=None)
@given(books(), facts())
def test_every_fact_is_paid_or_told_why_not(book, happened):
    found = book.reckon(happened, ROSTER, HALF_YEAR)

    paid = {(line.fact, line.unit) for line in found.lines}
    unpaid = {(one.fact.key, one.fact.unit) for one in found.unpaid}
    asked = {(fact.key, fact.unit) for fact in happened if fact.kind == "use"}
    assert paid & unpaid == set()
    assert asked <= paid | unpaid
    assert {one.reason for one in found.unpaid} - {""} == {one.reason for one in found.unpaid}


@settings(max_examples=60, deadline=None)
@given(books(), facts())
def test_a_score_is_the_sum_of_its_lines_and_its_steps(book, happened):
    capped = replace(
        book, total=replace(book.total, ceiling=Decimal(50), floor=Decimal(0), deduction_cap=Decimal(4))
    )
    found = capped.reckon(happened, ROSTER, HALF_YEAR)

    for unit in UNITS:
        score = settle(capped, [line for line in found.lines if line.unit == unit])
        assert score.score == points(found).get(unit, 0) + sum(step.points for step in score.steps)
        assert sum(score.parts.values()) == score.points
        assert 0 <= score.score <= 50


@settings(max_examples=40, deadline=None)
@given(books(), facts(), st.data())
def test_closing_month_by_month_books_what_a_fresh_reckoning_finds(book, happened, data):
    """Facts turn up late, change and disappear between closings; the ledger ends equal to the reckoning."""
    case = Bookcase([Shelved(1, date(2013, 12, 1), book)])
    booked, known = [], list(happened)
    for month in months_from(date(2014, 1, 1), date(2014, 6, 1)):
        known = data.draw(st.lists(st.sampled_from(happened), unique_by=lambda f: f.key)) if happened else []
        booked += rows(booked, case.dues(known, booked, month, ROSTER))
    known = happened
    booked += rows(booked, case.dues(known, booked, date(2014, 6, 1), ROSTER))

    span = Span(case.horizon(date(2014, 6, 1)), end_of(date(2014, 6, 1)))
    fresh = case.reckon([fact for fact in known if fact.on <= span.last], ROSTER, span)
    totals = {unit: total for unit, total in sums(booked).items() if total}
    assert difference(fresh.lines, booked) == []
    assert totals == points(fresh)


def rows(booked, dues):
    return [Booked(len(booked) + place, due.line, due.reverses) for place, due in enumerate(dues)]


def sums(booked):
    totals = dict.fromkeys(UNITS, Decimal(0))
    for row in booked:
        totals[row.line.unit] += row.line.points if row.reverses is None else -row.line.points
    return totals


@settings(max_examples=40, deadline=None)
@given(books())
def test_any_book_written_out_reads_back_as_itself(book):
    assert load(dump(book)) == book
