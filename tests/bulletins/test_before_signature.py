"""Nothing leaves before signature, and a return burns no number."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from bulletins.actions import corrections, issues, signing
from bulletins.models import Adoption, Correction, Counter, Delivery, Document, Issue
from bulletins.preview import as_if_signed, preview_of
from submissions.models import Text

pytestmark = pytest.mark.django_db

TITLE = "丁香湖畔骑手歇脚"


@pytest.fixture
def awaiting(office):
    """One step before signature, looked at by the approver page by page."""
    office.informant.email = "informant@example.com"
    office.informant.save()
    issue = office.awaiting(office.article(office.item(title=TITLE), ready=True))
    preview_of(issue, as_if_signed(issue, office.approver))
    return issue


def test_no_word_of_an_unsigned_issue_reaches_its_informants_or_readers(office, awaiting):
    told = Notice.objects.filter(person__in=[office.informant, office.reviewer, office.leader])

    assert list(told) == []
    assert [m for m in mail.outbox if "informant@example.com" in m.to] == []
    assert Delivery.objects.count() == 0


def test_an_unsigned_issue_has_no_number_no_adoption_no_document_and_no_address(office, awaiting, as_user):
    client, year = as_user(office.approver), timezone.localdate().year
    counts = (Adoption.objects.count(), Document.objects.count(), Counter.objects.count())

    assert counts == (0, 0, 0)
    assert (awaiting.number, awaiting.date, awaiting.paper, awaiting.paper_sha256) == (None, None, None, "")
    for name, more in (("number", {}), ("document", {"format": "pdf"}), ("document", {"format": "docx"})):
        keys = {"code": office.publication.code, "year": year, "number": "1"} | more
        assert client.get(reverse(f"bulletins:{name}", kwargs=keys)).status_code == 404


def test_no_reader_sees_or_finds_an_unsigned_issue(office, awaiting, as_user):
    for reader in (office.leader, office.reviewer, office.informant):
        assert list(Issue.objects.visible_to(reader)) == []
        client = as_user(reader)
        pages = [client.get(reverse("bulletins:index")), client.get(office.publication.get_absolute_url())]
        pages.append(client.get(awaiting.get_absolute_url()))
        assert [TITLE in page.text for page in pages] == [False] * 3
    assert Text.objects.filter(kind="issue").count() == 0


def test_signature_lets_all_of_it_out_at_once(office, awaiting, as_user):
    signed = signing.sign(awaiting, by=office.approver)

    assert (Adoption.objects.count(), Document.objects.count()) == (1, 2)
    assert Notice.objects.filter(person=office.informant, text__contains="采用").count() == 1
    assert TITLE in as_user(office.leader).get(signed.number_url).text
    assert Text.objects.filter(kind="issue").count() == 1


def test_looking_returning_and_signing_again_burns_no_number(office, awaiting, as_user):
    client = as_user(office.approver)
    for _ in range(3):
        client.get(reverse("bulletins:issue_sign", args=[awaiting.pk]))
        issues.move(awaiting, "refuse", by=office.approver, reason="再核")
        issues.move(awaiting, "submit", by=office.editor)
        issues.move(awaiting, "check", by=office.checker)

    signed = signing.sign(awaiting, by=office.approver)

    assert signed.number == 1
    assert [counter.last for counter in Counter.objects.filter(year=signed.year)] == [1]


def test_a_draft_of_a_correction_tells_only_the_desk(office, awaiting, as_user):
    signed = signing.sign(awaiting, by=office.approver)
    Notice.objects.all().delete()
    words = {"wrong": TITLE, "right": "别的题目", "reason": "有误", "asked_by": "街道"}
    draft = corrections.correct(signed, by=office.editor, article=signed.articles.get(), **words)

    corrections.move(draft, "submit", by=office.editor)

    assert {notice.person for notice in Notice.objects.all()} == {office.approver}
    assert list(Correction.objects.visible_to(office.leader)) == []
    assert "别的题目" not in as_user(office.leader).get(signed.number_url).text
