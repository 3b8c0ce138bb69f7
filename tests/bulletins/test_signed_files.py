"""The files of a signed issue; many signatures at once; a worker, and Redis gone."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from accounts.refusal import Refused
from bulletins.actions import articles, documents, issues, signing
from bulletins.models import Adoption, Document, Issue
from bulletins.paper import Paper
from bulletins.states import ArticleState, IssueState
from infohub.tasks import sweep
from tests.bulletins.conftest import open_office
from tests.queues import send_tasks_to
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db

NOBODY = "redis://127.0.0.1:1/0"


# ---- the files


def sizes(issue):
    return {d.format: d.ready for d in issue.documents.all()}


def test_the_files_are_made_after_the_signature_is_committed(office, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        issue = office.signed()

    assert sizes(issue) == {"docx": True, "pdf": True}
    docx, pdf = (issue.documents.get(format=kind) for kind in ("docx", "pdf"))
    assert (bytes(docx.content[:2]), bytes(pdf.content[:5])) == (b"PK", b"%PDF-")
    assert bytes(pdf.content) == documents.render(Paper.from_dict(issue.paper), "pdf")


def test_a_file_that_cannot_be_made_says_why(office, as_user, django_capture_on_commit_callbacks):
    office.publication.measures = {"red": "不是颜色"}
    office.publication.save()

    with django_capture_on_commit_callbacks(execute=True):
        issue = office.signed()
    document = issue.documents.get(format="pdf")
    at_desk = as_user(office.editor).get(issue.number_url).text
    reader = as_user(office.leader).get(issue.number_url).text

    assert (document.ready, document.attempts) == (False, 1)
    assert document.error != ""
    assert "PDF 没有生成成功" in at_desk
    assert ("重新生成" in at_desk, "重新生成" in reader) == (True, False)


def test_a_file_that_is_long_not_made_may_be_asked_for_again_by_the_desk(office, as_user):
    issue = office.signed()

    with time_machine.travel(issue.signed_at + timedelta(seconds=110)):
        soon = as_user(office.editor).get(issue.number_url).text
    with time_machine.travel(issue.signed_at + timedelta(seconds=130)):
        late, reader = (as_user(user).get(issue.number_url).text for user in (office.editor, office.leader))

    assert ["重新生成" in page for page in (soon, late, reader)] == [False, True, False]
    assert "正在生成" in late


def test_a_file_that_failed_is_made_when_the_desk_asks_again(
    office, as_user, django_capture_on_commit_callbacks
):
    issue = office.signed()
    issue.documents.update(attempts=5, error="磁盘已满")

    with django_capture_on_commit_callbacks(execute=True):
        as_user(office.editor).post(reverse("bulletins:issue_retry", args=[issue.pk]))

    assert sizes(issue) == {"docx": True, "pdf": True}


def test_readers_do_not_have_files_made_again(office, as_user):
    issue = office.signed()

    answer = as_user(office.leader).post(reverse("bulletins:issue_retry", args=[issue.pk]))

    assert answer.status_code == 403


# ---- many at once, and with real services


def in_threads(acts):
    """Run all acts at the same moment, each on its own connection; the refusals are returned."""
    start, refusals = threading.Barrier(len(acts)), []

    def run(act):
        try:
            start.wait(timeout=30)
            act()
        except Refused as refusal:
            refusals.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return refusals


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_24_issues_signed_at_once_get_24_consecutive_numbers(queue):
    office = open_office(shows_total=True, total_before=400)
    waiting = [office.awaiting() for _ in range(24)]

    refusals = in_threads([lambda i=issue: signing.sign(i, by=office.approver) for issue in waiting])

    assert refusals == []
    signed = Issue.objects.signed()
    assert sorted(signed.values_list("number", flat=True)) == list(range(1, 25))
    assert sorted(signed.values_list("total", flat=True)) == list(range(401, 425))
    assert Adoption.objects.count() == 24
    assert Document.objects.count() == 48


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_of_twelve_contradictory_decisions_on_one_issue_one_wins(queue):
    office = open_office()
    issue = office.awaiting()
    sign = lambda: signing.sign(issue, by=office.approver)  # noqa: E731
    refuse = lambda: issues.move(issue, "refuse", by=office.approver, reason="改题")  # noqa: E731

    refusals = in_threads([sign, refuse] * 6)

    issue.refresh_from_db()
    assert len(refusals) == 11
    assert all("本期现为" in refusal for refusal in refusals)
    assert issue.number == (1 if issue.state == IssueState.SIGNED else None)
    assert Adoption.objects.count() == (1 if issue.number else 0)


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_placing_and_writing_at_once_do_not_wait_for_each_other_forever(queue):
    office = open_office()
    pieces = [office.article(ready=True) for _ in range(6)]
    issue = office.issue(*pieces)
    words = {"title": "改", "byline": "", "body": "改。", "use": "full"}
    lift = [lambda a=a: issues.lift(issue, a, by=office.editor) for a in pieces]
    write = [lambda a=a: articles.write(a, by=office.editor, base=2, **words) for a in pieces]

    in_threads([act for pair in zip(lift, write, strict=True) for act in pair])

    assert issue.placements.count() == 0
    assert {a.state for a in office.publication.articles.all()} == {ArticleState.READY}


def all_made(issue):
    return lambda: all(sizes(issue).values())


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_makes_the_files(worker):
    issue = open_office().signed()

    wait_until(all_made(issue))

    assert sizes(issue) == {"docx": True, "pdf": True}


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_with_redis_stopped_signing_works_and_the_sweep_sends_what_waited(queue, worker):
    office = open_office()
    send_tasks_to(NOBODY)

    issue = office.signed()
    made_without_redis = sizes(issue)
    send_tasks_to(queue)
    sweep()
    wait_until(all_made(issue))

    assert (issue.state, issue.number) == (IssueState.SIGNED, 1)
    assert made_without_redis == {"docx": False, "pdf": False}
    assert sizes(issue) == {"docx": True, "pdf": True}
