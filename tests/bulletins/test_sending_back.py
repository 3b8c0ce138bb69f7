"""退改 from an article: the source goes back to its unit by the submissions' own table, and the article is honest about it."""

import pytest
from django.urls import reverse

from accounts.models import Event
from accounts.refusal import NotYours, Refused
from bulletins.actions import articles
from bulletins.actions.sending_back import return_source
from bulletins.states import ArticleState
from submissions import actions as submissions
from submissions.states import State
from tests.bulletins.conftest import register

pytestmark = pytest.mark.django_db

WHY = "数据存疑待核实"


def back(office, article, item, **more):
    return return_source(
        article, item, by=more.pop("by", office.editor), reason=more.pop("reason", WHY), **more
    )


def again(row):
    return type(row).objects.get(pk=row.pk)


def test_one_of_several_sources_leaves_the_article_and_its_text_stays(office):
    first, second = office.item(body="甲。"), office.item(body="乙。")
    article = office.article(first, second)

    back(office, article, second)

    item, article = again(second), again(article)
    assert (item.state, item.reason, item.taken_at) == (State.RETURNED, WHY, None)
    assert [source.submission for source in article.sources.all()] == [first]
    assert (article.state, article.body) == (ArticleState.EDITING, "甲。\n乙。")
    verbs = Event.objects.about(second).values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["restore", "return"]


def test_the_only_source_takes_its_article_with_it_and_both_can_come_back(office):
    item = office.item()
    article = office.article(item, body="编辑过的文字。")

    back(office, article, item)

    assert (again(item).state, again(article).state) == (State.RETURNED, ArticleState.DROPPED)
    with pytest.raises(Refused):
        articles.move(article, "revive", by=office.editor)
    submissions.move(item, "send", by=office.informant)
    submissions.sign(item, by=office.reviewer, reviewed=True)
    submissions.move(item, "accept", by=office.editor)
    revived = articles.move(article, "revive", by=office.editor)
    assert (revived.state, revived.body) == (ArticleState.EDITING, "编辑过的文字。")


def test_what_another_article_needs_stays(office):
    item = office.item()
    article, other = office.article(item, office.item()), office.article(item, title="另一篇")

    with pytest.raises(Refused, match="还用于稿件《另一篇》"):
        back(office, article, item)

    assert again(item).state == State.ACCEPTED
    assert article.sources.count() == 2
    articles.move(other, "drop", by=office.editor)
    assert back(office, article, item).state == State.RETURNED


def test_what_was_used_above_stays(office, carrier):
    item = office.item()
    article = office.article(item, office.item())
    register(office, carrier, item)

    with pytest.raises(Refused, match="已有采用记录"):
        back(office, article, item)


def test_a_placed_article_keeps_its_only_source(office):
    item = office.item()
    article = office.article(item, ready=True)
    office.issue(article)

    with pytest.raises(Refused, match="先把稿件移出本期"):
        back(office, article, item)

    assert again(item).state == State.ACCEPTED


def test_a_reason_is_asked_for_and_nothing_is_half_done(office):
    first, second = office.item(), office.item()
    article = office.article(first, second)

    with pytest.raises(Refused, match="须写明意见"):
        back(office, article, second, reason=" ")

    assert article.sources.count() == 2
    assert again(second).state == State.ACCEPTED


def test_only_the_offices_editor_sends_back(office, elsewhere):
    item = office.item()
    article = office.article(item)

    for person in (office.checker, elsewhere.editor):
        with pytest.raises(NotYours):
            back(office, article, item, by=person)


@pytest.mark.parametrize(("sources", "said"), [(1, "本稿随之弃用"), (2, "移出本稿")])
def test_the_page_says_what_becomes_of_the_article_and_does_it(office, as_user, sources, said):
    items = [office.item(title=f"来稿{n}") for n in range(sources)]
    article = office.article(*items)
    client = as_user(office.editor)
    address = reverse("bulletins:article_return", args=[article.pk, items[0].pk])

    page = client.get(address).text
    empty = client.post(address, {})
    client.post(address, {"reasons": [WHY], "words": "请补凭据"})

    assert said in page
    assert (empty.status_code, again(items[0]).reason) == (422, f"{WHY}。请补凭据")


def test_what_is_no_source_cannot_be_sent_back(office, as_user):
    address = reverse("bulletins:article_return", args=[office.article().pk, office.item().pk])

    assert as_user(office.editor).get(address).status_code == 404
