"""Titles are cited as titles, so that quotation marks inside them stay legible."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.models import Notice
from accounts.refusal import Refused
from bulletins.actions import articles, instructions, issues, signing
from tests.bulletins.conftest import register

pytestmark = pytest.mark.django_db

TITLE = "街道建成“暖蜂驿站”"


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_what_an_author_who_also_reads_the_issue_is_told(office, carrier):
    """That the item was used and that the issue is there to read are two facts; so are the end of both."""
    item = office.item(title=TITLE)
    issue = office.signed(office.article(item, ready=True))
    instructions.instruct(by=office.leader, issue=issue, text="很好。", level="county")
    register(office, carrier, item)
    signing.void(issue, by=office.approver, reason="印错")

    told = Notice.objects.filter(person=office.informant).order_by("pk").values_list("text", flat=True)

    assert list(told) == [
        f"《{TITLE}》已由{issue}采用",
        f"{issue}已印发，请阅读",
        f"《{TITLE}》获领导批示",
        f"《{TITLE}》已由《市工会信息》采用",
        f"《{TITLE}》的采用已撤销：{issue.label}作废：印错",
        f"{issue}已作废，请勿再传阅、引用。原因：印错",
    ]


def test_what_an_editor_is_told(office, as_user):
    item, more = office.item(title=TITLE), office.item(title=TITLE)
    article, client = office.article(item), as_user(office.editor)

    merged = client.post(reverse("bulletins:article_merge", args=[article.pk]), {"item": more.pk})
    unmerged = client.post(reverse("bulletins:article_unmerge", args=[article.pk, more.pk]))
    finished = client.post(
        reverse("bulletins:article_move", args=[article.pk, "finish"]), {"base": article.version}
    )
    issue = office.issue(article)
    lifted = client.post(reverse("bulletins:issue_lift", args=[issue.pk, article.pk]))

    assert [said(answer)[-1] for answer in (merged, unmerged, finished, lifted)] == [
        f"已并入《{TITLE}》，来稿文字附在正文末尾，请编辑成文。",
        f"已移出《{TITLE}》，正文没有改动，请检查署名和正文。",
        f"已定稿：《{TITLE}》。",
        f"《{TITLE}》已移出本期，回到待编发。",
    ]


def test_how_a_refusal_names_an_article(office):
    article, item = office.article(title=TITLE), office.item(title=TITLE)
    issue = issues.open_issue(office.publication, by=office.editor)
    acts = {
        f"稿件《{TITLE}》现为“编辑中”，不能编入本期。": lambda: issues.place(
            issue, article, by=office.editor
        ),
        f"《{TITLE}》不在本期，可能刚被移出，请刷新页面。": lambda: issues.lift(
            issue, article, by=office.editor
        ),
        f"《{TITLE}》已是本稿来源。": lambda: articles.merge(
            article, article.submissions.get(), by=office.editor
        ),
        f"《{TITLE}》不是本稿的来源。": lambda: articles.unmerge(
            office.article(office.item(), office.item()), item, by=office.editor
        ),
    }
    article.submissions.get().revisions.update(title=TITLE)

    for sentence, act in acts.items():
        with pytest.raises(Refused) as refusal:
            act()
        assert str(refusal.value) == sentence
