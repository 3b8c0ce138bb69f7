"""Signature: three hands, one number, frozen content, adoptions; and the way back."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event, Notice
from accounts.refusal import Refused
from accounts.roles import Role
from bulletins.actions import documents, issues, publications, signing
from bulletins.compose import shown
from bulletins.models import Adoption, Document, Issue
from bulletins.states import IssueState
from tests.bulletins.conftest import open_office
from tests.factories import PostFactory

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
    for role in (Role.CHECKER, Role.APPROVER):
        also(office.editor, role, office)
    publications.amend(office.publication, by=office.editor, three_hands=False)
    office.publication.refresh_from_db()
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


def test_the_running_total_is_counted_before_it_is_printed(office):
    first = office.signed()
    publications.amend(office.publication, by=office.editor, shows_total=True)
    office.publication.refresh_from_db()
    second = office.signed()

    assert [first.total, second.total] == [1, 2]
    assert [shown(issue).number for issue in (first, second)] == ["第1期", "第2期（总第2期）"]


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
