"""Voiding: the way back from a signature, which hides nothing."""

import pytest
from django.urls import reverse

from accounts.models import Notice
from accounts.refusal import NotYours
from bulletins.actions import signing
from bulletins.models import Adoption
from bulletins.states import ArticleState, IssueState

pytestmark = pytest.mark.django_db


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
