"""Books in the order they came into force, and months closed one after the other."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.bookcase import NO_BOOK, Bookcase, Shelved, end_of, following, months_from, preceding
from scoring.booking import Booked
from scoring.engine import RuleBook
from scoring.rules import Rule
from scoring.terms import Fact

DECEMBER = date(2025, 12, 1)
YEAR_END = date(2026, 12, 31)
MONTHS = months_from(DECEMBER, date(2026, 12, 1))


def rules(multi="accumulate", factor=1, version=1, year_starts=1):
    prices = (
        Rule("full", Decimal(10 * factor), use="full"),
        Rule("brief", Decimal("2.5") * factor, use="brief"),
    )
    return RuleBook("办法", version, prices, multi=multi, year_starts=year_starts)


def fact(number, on, unit="甲", item=1, use="full"):
    return Fact(
        key=f"adoption:{number}",
        unit=unit,
        item=item,
        level="county",
        system="union",
        carrier="own",
        use=use,
        on=on,
    )


def case(*since_and_rules):
    return Bookcase(Shelved(n, since, book) for n, (since, book) in enumerate(since_and_rules))


def points(reckoning):
    return sum((line.points for line in reckoning.lines), Decimal(0))


def test_each_fact_is_priced_by_the_book_of_its_day():
    books = case((DECEMBER, rules()), (date(2026, 6, 15), rules(factor=2, version=2)))
    facts = [fact(1, date(2026, 6, 14)), fact(2, date(2026, 6, 15), item=2)]
    assert [line.points for line in books.reckon(facts).lines] == [Decimal(10), Decimal(20)]


def test_before_the_first_book_nothing_is_earned_and_it_is_said():
    unpaid = case((date(2026, 2, 1), rules())).reckon([fact(1, date(2026, 1, 31))]).unpaid
    assert [one.reason for one in unpaid] == [NO_BOOK]


def test_of_two_books_of_one_day_the_later_counts():
    books = case((DECEMBER, rules()), (DECEMBER, rules(factor=3)))
    assert books.on(DECEMBER).key == 1


def test_an_assessment_year_may_start_in_december():
    books = case((date(2020, 1, 1), rules(year_starts=12)))
    assert books.year(date(2026, 1, 15)) == (date(2025, 12, 1), date(2026, 11, 30))
    assert books.year(date(2026, 12, 1)) == (date(2026, 12, 1), date(2027, 11, 30))


def test_without_a_book_the_year_is_the_calendars():
    assert case().year(date(2026, 5, 5)) == (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("month", "after", "before", "last"),
    [
        (date(2026, 12, 1), date(2027, 1, 1), date(2026, 11, 1), date(2026, 12, 31)),
        (date(2028, 2, 1), date(2028, 3, 1), date(2028, 1, 1), date(2028, 2, 29)),
        (date(2026, 1, 1), date(2026, 2, 1), date(2025, 12, 1), date(2026, 1, 31)),
    ],
)
def test_months_follow_one_another(month, after, before, last):
    assert (following(month), preceding(month), end_of(month)) == (after, before, last)


def test_a_better_use_later_takes_back_what_a_closed_month_paid():
    books = case((DECEMBER, rules("highest")))
    facts = [fact(1, date(2026, 1, 5), use="brief"), fact(2, date(2026, 3, 5))]
    postings = books.project(facts, [], months_from(DECEMBER, date(2026, 3, 1)))
    assert [(posting.month, posting.points) for posting in postings] == [
        (date(2026, 1, 1), Decimal("2.5")),
        (date(2026, 3, 1), Decimal("-2.5")),
        (date(2026, 3, 1), Decimal(10)),
    ]
    assert [posting.late for posting in postings] == [False, True, False]
    assert postings[1].reason.endswith("；补记：2026年1月事项")


def worth_after(books, facts, last):
    """The ledger's balance once every month up to the last is closed."""
    postings = books.project(facts, [], months_from(facts[0].on.replace(day=1), last))
    return sum((posting.points for posting in postings), Decimal(0))


@pytest.mark.parametrize("last", [date(2026, 7, 1), date(2027, 1, 1)])
def test_a_book_with_another_year_does_not_pay_again_what_its_forerunner_settled(last):
    old, new = rules("highest", year_starts=12), rules("highest", version=2)
    books = case((date(2024, 12, 1), old), (date(2026, 7, 1), new))
    facts = [fact(1, date(2025, 12, 15)), fact(2, date(2026, 2, 10), use="brief")]
    assert worth_after(books, facts, last) == Decimal(10)


def test_corrections_reach_back_to_where_a_books_own_year_begins():
    books = case((date(2020, 1, 1), rules(year_starts=12)), (date(2026, 7, 1), rules(version=2)))
    assert books.horizon(date(2026, 6, 1)) == date(2024, 12, 1)
    assert books.horizon(date(2027, 1, 1)) == date(2025, 12, 1)


days = st.integers(0, (YEAR_END - DECEMBER).days).map(lambda number: DECEMBER + timedelta(days=number))
acts = st.one_of(
    st.tuples(
        st.just("adopt"), days, st.sampled_from("甲乙"), st.integers(1, 3), st.sampled_from(["full", "brief"])
    ),
    st.tuples(st.just("revoke"), st.integers(0, 50)),
    st.tuples(st.just("close")),
)


class Office:
    """A ledger kept by closing alone."""

    def __init__(self, books):
        self.books, self.facts, self.rows, self.months, self.made = books, [], [], list(MONTHS), 0

    def adopt(self, on, unit, item, use):
        self.made += 1
        self.facts.append(fact(self.made, on, unit, item, use))

    def revoke(self, number):
        if self.facts:
            self.facts.pop(number % len(self.facts))

    def close(self):
        """The year's last month stays open, so that there is somewhere to book what comes after."""
        if len(self.months) > 1:
            self.close_next()

    def close_next(self):
        month = self.months.pop(0)
        for posting in self.books.project(self.facts, self.rows, [month]):
            self.rows.append(Booked((month, posting.key), posting.due.line, posting.due.reverses))

    def balance(self):
        signed = (row.line.points if row.reverses is None else -row.line.points for row in self.rows)
        return sum(signed, Decimal(0))


@given(st.lists(acts, max_size=30), st.sampled_from(["accumulate", "highest"]))
def test_whatever_happened_the_ledger_ends_at_what_the_facts_are_worth(history, multi):
    office = Office(case((DECEMBER, rules(multi)), (date(2026, 7, 1), rules(multi, factor=2, version=2))))
    for name, *given_ in history:
        getattr(office, name)(*given_)
    while office.months:
        office.close_next()
    assert office.balance() == points(office.books.reckon(office.facts))


@given(st.lists(acts, max_size=30), st.sampled_from(["accumulate", "highest"]))
def test_the_projection_is_what_closing_month_by_month_books(history, multi):
    office = Office(case((DECEMBER, rules(multi))))
    for name, *given_ in history:
        getattr(office, name)(*given_)
    projected = office.books.project(office.facts, office.rows, office.months)
    known = len(office.rows)
    while office.months:
        office.close_next()
    booked = [(row.line, row.reverses is None) for row in office.rows[known:]]
    assert booked == [(posting.due.line, posting.due.reverses is None) for posting in projected]
