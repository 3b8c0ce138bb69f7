"""Fifty hands sign at once: the numbers of every count are consecutive and unique, whichever series share it."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection

from accounts.refusal import Refused
from bulletins.actions import publications, signing
from bulletins.models import Issue
from tests.bulletins.conftest import open_office
from tests.factories import IssueFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

HANDS = 50
SERIES = ("regular", "special", "supplement", "dedicated", "report")


def open_press(**fields):
    """A publication of all series; special and dedicated issues stand among the regular numbers."""
    office = open_office(**fields)
    on = {series: {"is_on": True} for series in SERIES[1:]}
    on["dedicated"]["own_numbers"] = False
    office.publication = publications.amend(office.publication, by=office.editor, series=on)
    return office


def awaiting(office, series):
    """An issue on the approver's desk, without the road that led there."""
    return IssueFactory(
        publication=office.publication,
        series=series,
        state="awaiting",
        editor=office.editor,
        checker=office.checker,
    )


def sign(issue, by):
    try:
        signing.sign(issue, by=by)
    finally:
        connection.close()


def sign_at_once(office, issues):
    with ThreadPoolExecutor(HANDS) as threads:
        list(threads.map(lambda issue: sign(issue, office.approver), issues))


def numbers_of(issues):
    """The numbers given, by count and year."""
    rows = Issue.objects.filter(pk__in=[issue.pk for issue in issues]).order_by("number")
    found = defaultdict(list)
    for count, year, number in rows.values_list("counted_in", "year", "number"):
        found[count, year].append(number)
    return found


def test_fifty_signatures_of_mixed_series_leave_no_gap_and_no_double():
    office = open_press()
    issues = [awaiting(office, SERIES[place % len(SERIES)]) for place in range(HANDS)]

    sign_at_once(office, issues)

    year = Issue.objects.order_by("pk").values_list("year", flat=True).first()
    assert numbers_of(issues) == {
        ("regular", year): [*range(1, 31)],
        ("supplement", year): [*range(1, 11)],
        ("report", year): [*range(1, 11)],
    }
    totals = Issue.objects.filter(counted_in="regular").order_by("total").values_list("total", flat=True)
    assert list(totals) == [*range(1, 31)]


def test_fifty_signatures_of_a_running_number_leave_no_gap():
    office = open_press(restarts_yearly=False, total_before=431)
    issues = [awaiting(office, SERIES[place % 3]) for place in range(HANDS)]

    sign_at_once(office, issues)

    numbers = {count: given for (count, _), given in numbers_of(issues).items()}
    assert numbers == {"regular": [*range(432, 466)], "supplement": [*range(1, 17)]}


def test_signatures_on_both_sides_of_new_year_count_each_year_from_its_start():
    office = open_press(started_in=2026, number_before=28)
    old, new = ([awaiting(office, SERIES[place % 2]) for place in range(20)] for _ in range(2))
    shanghai = ZoneInfo("Asia/Shanghai")

    for issues, moment in ((old, (2026, 12, 31, 23, 59, 59)), (new, (2027, 1, 1, 0, 0, 0))):
        with time_machine.travel(datetime(*moment, tzinfo=shanghai), tick=False):
            office.approver.__dict__.pop("current_posts", None)
            sign_at_once(office, issues)

    assert numbers_of(old) == {("regular", 2026): [*range(29, 49)]}
    assert numbers_of(new) == {("regular", 2027): [*range(1, 21)]}


def test_one_issue_signed_by_many_hands_takes_one_number():
    office = open_press()
    issue = awaiting(office, "special")
    answers = []

    def attempt(_):
        try:
            sign(issue, office.approver)
        except Refused as refusal:
            answers.append(str(refusal))

    with ThreadPoolExecutor(HANDS) as threads:
        list(threads.map(attempt, range(20)))

    assert len(answers) == 19
    assert numbers_of([issue]).popitem()[1] == [1]
    assert office.publication.next_number() == 2
