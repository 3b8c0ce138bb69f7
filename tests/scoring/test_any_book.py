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
from scoring.engine import together
from scoring.policies import (
    AGAINST,
    AGGREGATES,
    CAPPED_BY,
    CHOSEN,
    INSTRUCTION_COUNTS,
    MULTI,
    PAY_SPLITS,
    SPLITS,
    TIMES_OF,
)
from scoring.settle import settle_all
from scoring.spans import TASK_PERIODS as PERIODS
from scoring.spans import Span
from scoring.terms import EVENTS, Fact, Reporter
from scoring.wording import said
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
BOOLEANS = ("true", "false")
numbers = st.decimals(Decimal("0.25"), 40, places=2).map(str)
maybe = st.booleans()


CLAUSES = (
    lambda draw, pick: (
        f'[[filings]]\ncode = "f"\npoints = "{draw(numbers)}"\ncap = 30\nper = "{pick(PERIODS)}"\nunadopted_only = true\n'
    ),
    lambda draw, pick: f'[[instructions]]\ncode = "i"\nlevel = "city"\npoints = "{draw(numbers)}"\n',
    lambda draw, pick: '[[instructions]]\ncode = "t"\nlevel = ["province", "central"]\ntimes = 2\n',
    lambda draw, pick: (
        f'[[quotas]]\ncode = "q"\nlabel = "任务"\ncounts = "{pick(("filings", "items", "uses", "instructions"))}"\n'
        f'per = "{pick(PERIODS)}"\nneed = 2\nlump = 5\nproportional = true\nproportional_from = "0.5"\n'
        f'each_missing = "-0.5"\nlevel = ["city", "county"]\nvoid_after = 3\nin_a_row = {pick(BOOLEANS)}\n'
    ),
    lambda draw, pick: (
        f'[[quotas]]\ncode = "p"\nlabel = "得分"\ncounts = "points"\nper = "{pick(PERIODS)}"\nneed = 9\n'
        f'of = ["adoption", "bonus"]\nmissed_share = "-0.5"\n'
    ),
    lambda draw, pick: '[[events]]\ncode = "e"\nevent = "late"\npoints = -3\ncap = 10\n',
    lambda draw, pick: '[[events]]\ncode = "s"\nevent = "false"\nshare = "-0.5"\nafter = 1\n',
    lambda draw, pick: (
        f'[[events]]\ncode = "w"\nevent = "wrong"\nby_time = [-1, -2, "-2.5"]\neach_day = "-0.5"\nper = "{pick(PERIODS)}"\n'
    ),
    lambda draw, pick: '[[families]]\nname = "一家"\nlevel = ["city", "province"]\n',
    lambda draw, pick: "[[timeliness]]\nwithin_days = 5\n",
    lambda draw, pick: (
        '[[rules]]\ncode = "long"\nlevel = "province"\nwords_from = 800\npoints = 9\n'
        '[[rules]]\ncode = "short"\nlevel = "province"\nwords_to = 799\neach = "picture"\npoints = 2\nat_most = 5\n'
    ),
    lambda draw, pick: (
        '[[additions]]\ncode = "a"\nsort = ["调研", "动态"]\npoints = "0.5"\neach = "picture"\nat_most = 2\n'
    ),
    lambda draw, pick: (
        '[[multipliers]]\ncode = "m"\nsystem = ["union", "party"]\nuse = "brief"\ntimes = "1.5"\n'
    ),
    lambda draw, pick: (
        f'[[tiers]]\ncode = "t1"\nper = "{pick(PERIODS)}"\nafter = 1\ntimes = "0.5"\n'
        f'[[tiers]]\ncode = "t2"\nof = "filing"\nper = "{pick(PERIODS)}"\nafter = 2\npoints = "0.25"\n'
    ),
    lambda draw, pick: (
        f'[[caps]]\ncode = "c1"\nof = ["adoption", "instruction", "filing", "event"]\nper = "{pick(PERIODS)}"\n'
        f'by = "{pick(CAPPED_BY)}"\nchoose = "{pick(CHOSEN)}"\nitems = 2\n'
    ),
    lambda draw, pick: f'[[caps]]\ncode = "c2"\nper = "{pick(PERIODS)}"\nlevel = "city"\npoints = 30\n',
    lambda draw, pick: (
        f'[[bounds]]\ncode = "b1"\nlabel = "报送"\nof = ["filing"]\nper = "{pick(PERIODS)}"\nceiling = 8\n'
        f'[[bounds]]\ncode = "b2"\nlabel = "扣分"\nof = ["deduction", "adoption"]\nper = "month"\nfloor = 0\n'
    ),
    lambda draw, pick: f'[[rates]]\ncode = "r"\nabove = "0.4"\npoints = 3\nper = "{pick(PERIODS)}"\n',
    lambda draw, pick: f'[[rates]]\ncode = "r2"\nbelow = "0.2"\npoints = -3\nper = "{pick(PERIODS)}"\n',
    lambda draw, pick: '[[person_rules]]\ncode = "own"\npoints = 2\n',
    lambda draw, pick: (
        f'[money]\nper_point = 3\nsplit = "{pick(PAY_SPLITS)}"\ncap = 100\nper = "month"\n'
        '[[money_rules]]\ncode = "m1"\nwords_from = 500\neach = "thousand_words"\namount = 50\n'
        '[[money_rules]]\ncode = "m2"\nof = "instruction"\namount = 20\n'
    ),
    lambda draw, pick: (
        f'[[parts]]\nname = "质量"\nof = ["adoption"]\nworth = 80\nagainst = "{pick(AGAINST)}"\n'
        '[[parts]]\nname = "工作量"\nof = ["filing", "bonus"]\nworth = 20\nbenchmark = 30\nweight = "0.9"\n'
    ),
    lambda draw, pick: (
        f'[total]\naggregate = "{pick(AGGREGATES)}"\nclass_times = {{ "一类" = "1.2" }}\nconvert_against = "{pick(AGAINST)}"\n'
        'convert_to = 10\npass_by_class = { "一类" = 6 }\npass_mark = 5\n'
    ),
)


@st.composite
def books(draw):
    """A book with any of the clauses, in combination."""
    pick = lambda known: draw(st.sampled_from(sorted(known)))  # noqa: E731 - a word for drawing one
    tables = [PRICES.format(one=draw(numbers), two=draw(numbers))]
    tables.append(
        f'[joint]\nsplit = "{pick(SPLITS)}"\nfraction = "0.4"\ninstructions = {str(draw(maybe)).lower()}\n'
    )
    optional = [clause(draw, pick) for clause in CLAUSES]
    tables += [clause for clause in optional if draw(maybe)]
    if '"q"' in "".join(tables):
        tables.append(
            '[[together]]\ncode = "g"\nlabel = "合并"\ntasks = ["q"]\nper = "year"\nlump = 4\nmissed = -2\n'
        )
    head = (
        f'name = "任意办法"\nversion = 1\nmulti = "{pick(MULTI)}"\nyear_starts = {draw(st.sampled_from([1, 12]))}\n'
        f'opening = {draw(st.sampled_from([0, 6]))}\ninstruction_count = "{pick(INSTRUCTION_COUNTS)}"\n'
        f'times_of = "{pick(TIMES_OF)}"\nrewritten = "0.5"\nmulti_rest = "{draw(st.sampled_from(["0", "0.5"]))}"\n'
        'opening_by_class = { "一类" = 3 }\n'
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
                event=draw(st.sampled_from(["late", "false", "wrong", *sorted(EVENTS)[:1]]))
                if kind == "event"
                else "",
                units=units,
                place=draw(st.integers(1, units)),
                event_on=on - timedelta(days=draw(st.integers(0, 9))),
                filed_on=on,
                rewritten=draw(maybe),
                person=draw(st.sampled_from([None, "李明", "王芳"])),
                coauthors=draw(st.sampled_from([(), ("赵强",)])),
                sort=draw(st.sampled_from([None, "调研"])),
                words=draw(st.sampled_from([None, 300, 799, 800, 1500])),
                pictures=draw(st.integers(0, 5)),
            )
        )
    return found


CLASSES = {"甲镇": "一类", "乙镇": "一类", "丙局": "二类"}
ROSTER = [Reporter(unit=unit, sort=CLASSES[unit], group=CLASSES[unit], heads=2) for unit in UNITS]
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
    capped = replace(book, total=replace(book.total, floor=Decimal(0), deduction_cap=Decimal(4)))
    found = capped.reckon(happened, ROSTER, HALF_YEAR)

    for unit, score in scores(capped, found).items():
        assert score.score == points(found).get(unit, 0) + sum(step.points for step in score.steps)
        assert sum(score.parts.values()) == score.points
        assert score.score >= 0


def scores(book, found):
    lines = {unit: [line for line in found.lines if line.unit == unit] for unit in UNITS}
    return settle_all(book, lines, {}, {one.unit: one for one in ROSTER})


@settings(max_examples=60, deadline=None)
@given(books(), facts())
def test_units_are_reckoned_one_by_one_as_together_and_no_line_is_nothing(book, happened):
    whole = book.reckon(happened, ROSTER, HALF_YEAR)
    single = [
        book.reckon_unit([one], [fact for fact in happened if fact.unit == one.unit], HALF_YEAR)
        for one in sorted(ROSTER, key=lambda one: one.unit)
    ]

    assert together(single) == whole
    assert [line for line in whole.lines if not line.points] == []
    assert all(line.points == round(line.points, 2) for line in whole.lines)


@settings(max_examples=40, deadline=None)
@given(books())
def test_any_book_can_be_said(book):
    assert all(heading and all(sentences) for heading, sentences in said(book))


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
