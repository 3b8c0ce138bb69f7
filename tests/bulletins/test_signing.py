"""Signature: three hands, one number, frozen content, adoptions; and the way back."""

import threading
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import articles, documents, issues, publications, signing
from bulletins.compose import shown
from bulletins.models import Adoption, Document, Issue
from bulletins.paper import Paper
from bulletins.states import ArticleState, IssueState
from infohub.tasks import sweep
from tests.bulletins.conftest import open_office
from tests.factories import PostFactory
from tests.queues import send_tasks_to
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOBODY = "redis://127.0.0.1:1/0"


def at(*moment):
    return time_machine.travel(datetime(*moment, tzinfo=SHANGHAI), tick=False)


# ---- three hands


def also(user, role, office):
    PostFactory(user=user, role=role, unit=office.unit)
    user.__dict__.pop("current_posts", None)
    return user


def test_the_editor_does_not_check_their_own_issue(office):
    issue = issues.move(office.issue(), "submit", by=also(office.editor, Role.CHECKER, office))

    with pytest.raises(Refused, match="须为三人"):
        issues.move(issue, "check", by=office.editor)


@pytest.mark.parametrize("hand", ["editor", "checker"])
def test_neither_editor_nor_checker_signs(office, hand):
    issue = office.awaiting()
    person = also(getattr(office, hand), Role.APPROVER, office)

    with pytest.raises(Refused, match="须为三人"):
        signing.sign(issue, by=person)

    issue.refresh_from_db()
    assert (issue.state, issue.number) == (IssueState.AWAITING, None)


def test_a_small_office_may_switch_it_off_and_the_record_says_so(office):
    publications.amend(office.publication, by=office.editor, three_hands=False)
    office.publication.refresh_from_db()
    for role in (Role.CHECKER, Role.APPROVER):
        also(office.editor, role, office)
    issue = issues.move(office.issue(), "submit", by=office.editor)
    issues.move(issue, "check", by=office.editor)

    signed = signing.sign(issue, by=office.editor)

    assert (signed.editor, signed.checker, signed.approver) == (office.editor,) * 3
    assert signed.three_hands is False


@pytest.mark.parametrize("pair", [("editor", "checker"), ("editor", "approver"), ("checker", "approver")])
def test_the_database_itself_keeps_the_hands_apart(office, pair):
    issue = office.awaiting()

    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(**dict.fromkeys(pair, office.leader))


# ---- numbers


def test_numbers_follow_one_another_within_series_and_year(office):
    regular = [office.signed() for _ in range(3)]
    supplements = [office.signed(series="supplement") for _ in range(2)]

    assert [issue.number for issue in regular] == [1, 2, 3]
    assert [issue.number for issue in supplements] == [1, 2]
    assert supplements[0].label.endswith("增刊第1期")


def test_each_publication_counts_by_itself(office, elsewhere):
    office.signed()

    assert elsewhere.signed().number == 1


@pytest.mark.django_db
def test_new_year_in_shanghai_begins_a_new_count():
    with at(2026, 12, 31, 23, 59):
        office = open_office()
        first = office.awaiting()
        last = office.signed()
    with at(2027, 1, 1, 0, 0):
        first = signing.sign(first, by=office.approver)

    assert (last.year, last.number, last.date) == (2026, 1, date(2026, 12, 31))
    assert (first.year, first.number, first.date) == (2027, 1, date(2027, 1, 1))


def test_an_office_goes_on_from_the_numbers_it_had():
    with at(2026, 6, 1, 9, 0):
        office = open_office(shows_total=True, started_in=2026, number_before=28, total_before=430)
        first = office.signed()
        supplement = office.signed(series="supplement")
    with at(2027, 1, 4, 9, 0):
        next_year = office.signed()

    assert (first.number, first.total) == (29, 431)
    assert (supplement.number, supplement.total) == (1, None)
    assert (next_year.number, next_year.total) == (1, 432)
    assert shown(first).number == "第29期（总第431期）"


def test_a_refusal_on_the_way_leaves_no_gap(office):
    refused = office.awaiting()
    issues.move(refused, "refuse", by=office.approver, reason="再核数字")
    second = office.signed()
    issues.move(refused, "submit", by=office.editor)
    issues.move(refused, "check", by=office.checker)

    again = signing.sign(refused, by=office.approver)

    assert (second.number, again.number) == (1, 2)


def test_signing_twice_is_told_in_a_sentence_and_doubles_nothing(office):
    issue = office.signed()

    with pytest.raises(Refused, match=rf"现为“已签发”（{office.approver}于.*签发），不能签发"):
        signing.sign(issue, by=office.approver)

    issue.refresh_from_db()
    assert (issue.number, Adoption.objects.count(), Document.objects.count()) == (1, 1, 2)


def test_a_double_click_on_sign_shows_the_sentence(office, as_user):
    issue = office.awaiting()
    client, address = as_user(office.approver), reverse("bulletins:issue_sign", args=[issue.pk])

    asked = client.get(address)
    first = client.post(address, {"base": issue.version})
    second = client.post(address, {"base": issue.version})

    issue.refresh_from_db()
    assert "期号取本刊正刊的下一号" in asked.text
    assert timezone.localdate().strftime("%Y年") in asked.text
    assert first.url == issue.get_absolute_url()
    assert second.status_code == 409
    assert "本期现为“已签发”" in second.text
    assert Adoption.objects.count() == 1


def test_pages_that_changed_since_they_were_read_are_not_signed(office, as_user):
    issue = office.awaiting()
    read_at = issue.version
    issues.move(issue, "refuse", by=office.approver, reason="改题")
    issues.move(issue, "submit", by=office.editor)
    issues.move(issue, "check", by=office.checker)

    answer = as_user(office.approver).post(
        reverse("bulletins:issue_sign", args=[issue.pk]), {"base": read_at}
    )

    issue.refresh_from_db()
    assert answer.status_code == 409
    assert "请重新看过再签发" in answer.text
    assert issue.state == IssueState.AWAITING


# ---- what signature writes


def test_each_source_is_adopted_and_its_author_told(office):
    first, second = office.item(), office.item()
    article = office.article(first, second, ready=True, title="综合稿")

    issue = office.signed(article)

    adoptions = issue.adoptions.order_by("pk")
    assert [(a.submission, a.use, a.unit, a.person, a.title) for a in adoptions] == [
        (item, "composite", office.town, office.informant, "综合稿") for item in (first, second)
    ]
    assert {a.on for a in adoptions} == {issue.date}
    assert Notice.objects.filter(person=office.informant, text__contains="采用").count() == 2
    assert Event.objects.about(first).last().label == "刊发采用"


def test_the_frozen_content_ignores_whatever_happens_later(office):
    item = office.item(title="原来的题目")
    issue = Issue.objects.get(pk=office.signed(office.article(item, ready=True)).pk)
    before, sha = issue.paper, issue.paper_sha256

    item.title, item.body = "改过的题目", "改过的正文"
    item.save()
    publications.amend(office.publication, by=office.editor, name="改名信息", measures={"lines": 20})
    office.informant.name = "改名"
    office.informant.save()
    issue = Issue.objects.get(pk=issue.pk)

    assert (issue.paper, issue.paper_sha256) == (before, sha)
    assert shown(issue).masthead == "工会信息"
    assert shown(issue).measures.lines == 22
    assert issue.headlines == ["原来的题目"]


@pytest.mark.parametrize(
    "change",
    [
        {"number": 99},
        {"date": date(2020, 1, 1)},
        {"paper": {"masthead": "伪造"}},
        {"paper_sha256": "0" * 64},
        {"state": IssueState.COMPILING},
        {"year": 2020},
    ],
)
def test_the_database_refuses_to_change_what_was_signed(office, change):
    issue = office.signed()

    with pytest.raises(DatabaseError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(**change)


def test_the_database_refuses_to_change_or_remove_a_made_document(office):
    issue = office.signed()
    document = documents.make(issue.documents.get(format="docx").pk)

    for act in (
        lambda: Document.objects.filter(pk=document.pk).update(content=b"forged"),
        lambda: Document.objects.filter(pk=document.pk).update(sha256=""),
        lambda: Document.objects.filter(pk=document.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()

    again = documents.make(document.pk)
    assert (bytes(again.content), again.made_at) == (bytes(document.content), document.made_at)


# ---- the way back


def test_a_void_keeps_the_number_revokes_adoptions_and_frees_the_articles(office):
    item = office.item()
    article = office.article(item, ready=True)
    issue = office.signed(article)

    signing.void(issue, by=office.approver, reason="标题有误")
    following = office.signed()

    issue.refresh_from_db()
    article.refresh_from_db()
    adoption = issue.adoptions.get()
    assert (issue.state, issue.number, following.number) == (IssueState.VOID, 1, 2)
    assert adoption.revoked_by == office.approver
    assert adoption.revoked_why == f"{issue.label}作废：标题有误"
    assert article.state == ArticleState.READY
    assert Notice.objects.filter(person=office.informant, text__contains="采用已撤销").count() == 1


def test_a_freed_article_is_signed_again_under_a_new_number(office):
    article = office.article(ready=True)
    signing.void(office.signed(article), by=office.approver, reason="标题有误")

    again = office.signed(article)

    assert again.number == 2
    assert Adoption.objects.standing().count() == 1


def test_voiding_asks_and_keeps_the_reason(office, as_user):
    issue = office.signed()
    client, address = as_user(office.approver), reverse("bulletins:issue_void", args=[issue.pk])

    asked = client.get(address).text
    empty = client.post(address, {"base": issue.version})
    done = client.post(address, {"base": issue.version, "reason": "印错"}, follow=True)

    assert "期号保留不再使用" in asked
    assert (empty.status_code, "作废须写明意见。" in empty.text) == (422, True)
    assert "本期已作废：印错" in done.text


def test_only_the_approver_signs_and_voids(office, as_user):
    issue, signed = office.awaiting(), office.signed()

    for user in (office.editor, office.checker):
        assert as_user(user).post(reverse("bulletins:issue_sign", args=[issue.pk])).status_code == 403
        assert as_user(user).post(reverse("bulletins:issue_void", args=[signed.pk])).status_code == 403
    with pytest.raises(NotYours):
        signing.sign(issue, by=office.leader)


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
