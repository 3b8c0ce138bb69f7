"""Merging and comparing articles; the workshop's pages and their doors."""

import pytest
from django.urls import reverse

from accounts.models import Event
from accounts.refusal import Refused
from bulletins.actions import articles
from bulletins.states import ARTICLE_MOVES, ArticleState, IssueState, Use
from submissions.actions import move
from tests.bulletins.conftest import item_of, texts, words
from tests.factories import PASSWORD, UnitFactory

pytestmark = pytest.mark.django_db


# ---- merging


def test_merging_adds_text_unit_and_source(office):
    article, item = office.article(office.item(body="甲。")), item_of(UnitFactory(parent=office.unit))

    articles.merge(article, item, by=office.editor)

    _, byline, body = texts(article)
    assert (byline, body) == (f"{office.town.name}、{item.unit.name}", f"甲。\n{item.filed.body}")
    assert article.use == Use.COMPOSITE
    assert article.sources.count() == 2


def test_unmerging_frees_the_item_and_leaves_the_text(office):
    first, second = office.item(), office.item()
    article = office.article(first, second)
    before = texts(article)

    articles.unmerge(article, second, by=office.editor)

    second.refresh_from_db()
    assert texts(article) == before
    assert second.taken_at is None
    assert [source.submission for source in article.sources.all()] == [first]


def test_the_only_source_stays(office):
    item = office.item()
    article = office.article(item)

    with pytest.raises(Refused, match="唯一的来稿"):
        articles.unmerge(article, item, by=office.editor)


def test_an_item_that_is_no_source_cannot_be_taken_out(office):
    article = office.article(office.item(), office.item())

    with pytest.raises(Refused, match="不是本稿的来源"):
        articles.unmerge(article, office.item(), by=office.editor)


def test_a_source_is_merged_once(office):
    item = office.item()
    article = office.article(item)

    with pytest.raises(Refused, match="已是本稿来源"):
        articles.merge(article, item, by=office.editor)

    assert article.sources.count() == 1


def test_merging_through_the_page(office, as_user):
    article, item = office.article(), office.item(title="并入的来稿")
    client = as_user(office.editor)
    address = reverse("bulletins:article_merge", args=[article.pk])

    offered = client.get(address).text
    client.post(address, {"item": item.pk})

    assert "并入的来稿" in offered
    assert article.sources.count() == 2
    client.post(reverse("bulletins:article_unmerge", args=[article.pk, item.pk]))
    assert article.sources.count() == 1


def test_a_unit_does_not_learn_beside_whose_item_its_own_was_placed(office, as_user):
    article = office.article(office.item(title="甲街道劳资纠纷"))
    theirs = item_of(UnitFactory(parent=office.unit))
    articles.merge(article, theirs, by=office.editor)
    articles.unmerge(article, theirs, by=office.editor)

    page = as_user(theirs.author).get(reverse("submissions:detail", args=[theirs.pk])).text

    events = Event.objects.about(article).filter(verb__in=("merge", "unmerge"))
    assert ("劳资纠纷" in page, "移出综合稿" in page) == (False, True)
    assert [(e.label, e.note, e.unit, e.data["source"]) for e in events] == [
        (label, f"《{theirs.filed}》", office.unit, theirs.pk) for label in ("并入来稿", "移出来稿")
    ]


@pytest.mark.parametrize("item", ["abc", "", "-1", "９９９９"])
def test_what_is_no_item_cannot_be_merged(office, as_user, item):
    article = office.article()

    answer = as_user(office.editor).post(
        reverse("bulletins:article_merge", args=[article.pk]), {"item": item}
    )

    assert answer.status_code == 404


def test_another_offices_item_cannot_be_merged_through_the_page(office, elsewhere, as_user):
    article, item = office.article(), elsewhere.item()

    answer = as_user(office.editor).post(
        reverse("bulletins:article_merge", args=[article.pk]), {"item": item.pk}
    )

    assert answer.status_code == 404


# ---- comparing and reading


def test_a_source_withdrawn_after_the_article_was_dropped_is_said_and_not_shown(office, as_user):
    item = office.item(title="撤回的来稿")
    article = office.article(item, title="弃用的稿件", body="正文。")
    articles.move(article, "drop", by=office.editor)
    move(item, "restore", by=office.editor)
    move(item, "withdraw", by=office.informant)
    client = as_user(office.editor)

    page = client.get(article.get_absolute_url())
    compared = client.get(reverse("bulletins:article_compare", args=[article.pk]))

    assert [page.status_code, compared.status_code] == [200, 200]
    assert ["撤回的来稿" in page.text, "撤回的来稿" in compared.text] == [False, False]
    assert f"{office.town}的一篇来稿已由报送单位撤回。" in page.text
    with pytest.raises(Refused, match="有来稿已由报送单位撤回"):
        articles.move(article, "revive", by=office.editor)


def test_the_article_is_compared_with_its_source_character_by_character(office, as_user):
    item = office.item(title="开展慰问活动", body="街道工会走访慰问职工二十人。")
    article = office.article(item)
    articles.write(
        article, by=office.editor, base=1, **words(title="开展走访活动", body="街道工会走访慰问职工三十人。")
    )

    page = (
        as_user(office.checker)
        .get(reverse("bulletins:article_compare", args=[article.pk]), {"a": f"s{item.pk}"})
        .text
    )

    assert "开展<del>慰问</del><ins>走访</ins>活动" in page
    assert "走访慰问职工<del>二</del><ins>三</ins>十人。" in page


def test_two_revisions_are_compared(office, as_user):
    article = office.article()
    articles.write(article, by=office.editor, base=1, **words(body="甲乙丙丁。"))
    articles.write(article, by=office.editor, base=2, **words(body="甲乙戊丁。"))

    page = (
        as_user(office.editor)
        .get(reverse("bulletins:article_compare", args=[article.pk]), {"a": "r3", "b": "r2"})
        .text
    )

    assert "甲乙<del>戊</del><ins>丙</ins>丁。" in page


def test_the_article_stands_beside_its_sources_and_its_history(office, as_user):
    article = office.article(office.item(title="来稿的题目", body="来稿的正文。"), title="编辑后的题目")

    page = as_user(office.editor).get(article.get_absolute_url()).text

    for text in ("编辑后的题目", "来稿的题目", "来稿的正文。", "建稿", "定稿", "弃用"):
        assert text in page


def test_dropping_asks_first(office, as_user):
    article = office.article()
    client, address = as_user(office.editor), reverse("bulletins:article_move", args=[article.pk, "drop"])

    page = client.get(address)
    article.refresh_from_db()
    state_after_asking = article.state
    client.post(address)
    article.refresh_from_db()

    assert "来稿回到“拟采用”" in page.text
    assert (state_after_asking, article.state) == (ArticleState.EDITING, ArticleState.DROPPED)


ARTICLE_PAGES = ("article", "article_edit", "article_merge", "article_compare")


@pytest.mark.parametrize("name", ARTICLE_PAGES)
def test_strangers_find_no_article(office, elsewhere, as_user, name):
    article = elsewhere.article(title="别处的题目")
    users = [office.editor, office.leader, office.informant, elsewhere.informant, elsewhere.leader]

    answers = [as_user(user).get(reverse(f"bulletins:{name}", args=[article.pk])) for user in users]

    assert [answer.status_code for answer in answers] == [404] * len(users)
    assert not any("别处的题目" in answer.text for answer in answers)


@pytest.mark.parametrize("verb", [verb for verb, move in ARTICLE_MOVES.items() if move.button])
def test_strangers_move_no_article(office, elsewhere, as_user, verb):
    article = elsewhere.article()

    answer = as_user(office.editor).post(reverse("bulletins:article_move", args=[article.pk, verb]))

    assert answer.status_code == 404


def test_counts_on_the_tabs_are_those_of_the_lists(office, as_user):
    for ready in (False, False, True):
        office.article(ready=ready)
    articles.move(office.article(), "drop", by=office.editor)
    client, address = as_user(office.editor), reverse("bulletins:articles")

    tabs = client.get(address).context["tabs"]

    counted = {state: count for state, _, count in tabs}
    listed = {s: client.get(address, {"state": s}).context["page"].paginator.count for s in counted}
    assert counted == listed
    assert (counted["editing"], counted["ready"], counted["dropped"]) == (2, 1, 1)
    assert client.get(address).context["open"] == client.get(address).context["page"].paginator.count == 3


def test_the_list_costs_the_same_for_one_and_for_many(office, as_user, django_assert_max_num_queries):
    client, address = as_user(office.editor), reverse("bulletins:articles")
    office.signed()
    office.issue()
    client.get(address)
    with django_assert_max_num_queries(12) as few:
        client.get(address)
    for _ in range(8):
        office.issue()

    with django_assert_max_num_queries(12) as many:
        client.get(address)

    assert len(few) == len(many)


def test_a_signed_issues_article_is_no_longer_written(office):
    article = office.article(ready=True)
    issue = office.signed(article)
    article.refresh_from_db()

    with pytest.raises(Refused):
        articles.write(article, by=office.editor, base=article.version, **words())

    assert (issue.state, article.state) == (IssueState.SIGNED, ArticleState.PRINTED)


def test_a_text_posted_after_the_session_ended_is_given_back(office, client):
    article = office.article()
    address = reverse("bulletins:article_edit", args=[article.pk])
    client.force_login(office.editor)
    form = client.get(address).context["form"]
    client.logout()

    client.post(address, words(body="断线前写的。") | {"base": 1, "writer": form["writer"].value()})
    client.post(reverse("accounts:login"), {"username": office.editor.username, "password": PASSWORD})

    assert client.get(address).context["form"]["body"].value() == "断线前写的。"


def test_a_closed_article_opens_no_form_and_no_question(office, as_user):
    article = office.article(ready=True)
    office.signed(article)
    client = as_user(office.editor)

    edit = client.get(reverse("bulletins:article_edit", args=[article.pk]), follow=True)
    drop = client.get(reverse("bulletins:article_move", args=[article.pk, "drop"]), follow=True)

    assert "稿件现为“已刊发”，不能修改。" in edit.text
    assert "稿件现为“已刊发”，不能弃用。" in drop.text
