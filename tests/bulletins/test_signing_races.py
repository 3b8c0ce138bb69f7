"""Many signatures at once, at New Year, against a return and a void: threads on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection

from accounts.refusal import Refused
from bulletins.actions import corrections, issues, sequels, signing
from bulletins.models import Adoption, Correction, Document, Issue
from bulletins.states import IssueState
from tests.bulletins.conftest import open_office, titles

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SHANGHAI = ZoneInfo("Asia/Shanghai")
MANY = 50


def at_once(*acts):
    """All acts in threads of their own, begun together: the refusals of those that were refused."""
    start = Barrier(len(acts))

    def alone(act):
        try:
            start.wait(timeout=60)
            act()
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as threads:
        return [each.result(timeout=120) for each in [threads.submit(alone, act) for act in acts]]


def awaiting(office, count):
    """Issues without sources: what is raced for is the number."""
    made = [Issue(publication=office.publication, editor=office.editor) for _ in range(count)]
    Issue.objects.bulk_create(made)
    Issue.objects.update(state=IssueState.AWAITING, checker=office.checker)
    return list(Issue.objects.order_by("pk"))


def signs(office, issue):
    return lambda: signing.sign(issue, by=office.approver)


def test_fifty_signatures_at_once_give_fifty_consecutive_numbers():
    office = open_office(shows_total=True)
    waiting = awaiting(office, MANY)

    answers = at_once(*(signs(office, issue) for issue in waiting))

    signed = Issue.objects.order_by("number")
    assert set(answers) == {None}
    assert [issue.number for issue in signed] == list(range(1, MANY + 1))
    assert [issue.total for issue in signed] == list(range(1, MANY + 1))
    assert [issue.paper["number"] for issue in signed] == [
        f"第{n}期（总第{n}期）" for n in range(1, MANY + 1)
    ]


def test_signatures_across_new_year_in_shanghai_leave_no_gap_in_either_year():
    office = open_office()
    waiting = awaiting(office, 20)
    with time_machine.travel(datetime(2026, 12, 31, 23, 59, 59, 700_000, tzinfo=SHANGHAI), tick=True):
        at_once(*(signs(office, issue) for issue in waiting[:10]))
    with time_machine.travel(datetime(2027, 1, 1, 0, 0, tzinfo=SHANGHAI), tick=True):
        at_once(*(signs(office, issue) for issue in waiting[10:]))

    by_year = {2026: [], 2027: []}
    for issue in Issue.objects.order_by("year", "number"):
        by_year[issue.year].append(issue.number)
        assert issue.date.year == issue.year
    assert {year: numbers == list(range(1, len(numbers) + 1)) for year, numbers in by_year.items()} == {
        2026: True,
        2027: True,
    }
    assert sum(map(len, by_year.values())) == 20
    assert len(by_year[2027]) >= 10


def test_of_ten_signatures_of_one_issue_one_counts():
    office = open_office()
    issue = office.awaiting()

    answers = at_once(*[signs(office, issue)] * 10)

    issue.refresh_from_db()
    told = [answer for answer in answers if answer]
    assert (len(told), issue.number, Adoption.objects.count(), Document.objects.count()) == (9, 1, 1, 2)
    assert {"现为“已签发”" in answer and str(office.approver) in answer for answer in told} == {True}


def test_of_a_signature_and_a_return_one_wins_and_a_return_takes_no_number():
    office = open_office()
    signed = returned = 0
    for _ in range(6):
        issue = office.awaiting()
        refuse = lambda issue=issue: issues.move(issue, "refuse", by=office.approver, reason="再核")  # noqa: E731
        answers = at_once(signs(office, issue), refuse)
        issue.refresh_from_db()
        assert sum(answer is None for answer in answers) == 1
        won = issue.state == IssueState.SIGNED
        assert (answers[0] is None, issue.number is not None, issue.paper is not None) == (won, won, won)
        signed, returned = signed + won, returned + (not won)

    assert list(Issue.objects.signed().order_by("number").values_list("number", flat=True)) == [
        *range(1, signed + 1)
    ]
    assert signed + returned == 6


def test_of_two_voids_one_counts_and_the_articles_come_back_once():
    office = open_office()
    issue = office.signed()

    def void():
        signing.void(issue, by=office.approver, reason="印错")

    answers = at_once(void, void)

    assert sum(answer is None for answer in answers) == 1
    assert Adoption.objects.filter(revoked_at=None).count() == 0
    assert issue.former_placements.count() == 1


def test_a_void_issue_made_again_twice_at_once_is_made_again_once():
    office = open_office()
    void = signing.void(office.signed(), by=office.approver, reason="印错")

    answers = at_once(*[lambda: sequels.reissue(void, by=office.editor)] * 4)

    opened = Issue.objects.get(state=IssueState.COMPILING)
    assert sum(answer is None for answer in answers) == 1
    assert all("本期已在重编" in answer for answer in answers if answer)
    assert len(titles(opened)) == 1


def test_a_correction_printed_in_two_issues_at_once_is_printed_in_one():
    office = open_office()
    signed = office.signed(office.article(title="甲", ready=True))
    words = {"wrong": "甲", "right": "乙", "reason": "有误", "asked_by": "街道"}
    correction = corrections.correct(signed, by=office.editor, article=signed.articles.get(), **words)
    corrections.move(correction, "submit", by=office.editor)
    corrections.move(correction, "sign", by=office.approver)
    here, there = office.issue(), office.issue()

    answers = at_once(
        *(
            lambda into=into: corrections.print_in(into, [correction], by=office.editor)
            for into in (here, there)
        )
    )

    assert sum(answer is None for answer in answers) == 1
    assert sorted([titles(here)[-1], titles(there)[-1]]).count("更正") == 1


def test_of_a_correction_and_a_void_no_void_issue_gets_a_correction_afterwards():
    office = open_office()
    signed = office.signed(office.article(title="甲", ready=True))
    words = {"wrong": "甲", "right": "乙", "reason": "有误", "asked_by": "街道"}
    correction = corrections.correct(signed, by=office.editor, article=signed.articles.get(), **words)
    corrections.move(correction, "submit", by=office.editor)

    answers = at_once(
        lambda: corrections.move(correction, "sign", by=office.approver),
        lambda: signing.void(signed, by=office.approver, reason="印错"),
    )

    correction = Correction.objects.select_related("issue").get()
    assert answers[1] is None
    assert correction.is_signed == (answers[0] is None)
    assert correction.issue.state == IssueState.VOID


def test_of_two_orders_saved_at_once_one_is_told_of_the_other():
    office = open_office()
    pieces = [office.article(title=title, ready=True) for title in ("甲", "乙", "丙")]
    issue = office.issue(*pieces)
    one, other = [pieces[2], pieces[0], pieces[1]], [pieces[1], pieces[2], pieces[0]]

    answers = at_once(
        *(
            lambda order=order: issues.reorder(
                issue, [piece.pk for piece in order], by=office.editor, base=issue.version
            )
            for order in (one, other)
        )
    )

    assert sum(answer is None for answer in answers) == 1
    assert titles(issue) in (["丙", "甲", "乙"], ["乙", "丙", "甲"])
    assert [place.position for place in issue.ordered()] == [1, 2, 3]
