"""Merging and un-merging: what is taken out can be used again, and the rest keeps its parts."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.refusal import Refused
from bulletins.actions import articles, presence
from bulletins.actions.shares import apportion
from bulletins.states import Use
from tests.bulletins.conftest import item_of, texts, words
from tests.bulletins.test_shares import HUNDRED, standing, three_units, wanted
from tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_merging_and_unmerging_in_any_order_keeps_a_hundred_and_one_main_source(office):
    items, article = three_units(office)
    more = item_of(UnitFactory(parent=office.unit, name="丁街道"))
    apportion(article, wanted(items, "5", "3", "2"), by=office.editor)

    articles.merge(article, more, by=office.editor)
    merged = standing(article)
    articles.unmerge(article, items[0], by=office.editor)

    assert [share for _, share, _ in merged] == [Decimal("37.51"), Decimal("22.51"), 15, Decimal("24.98")]
    assert standing(article) == [
        (items[1].pk, Decimal("36.01"), True),
        (items[2].pk, Decimal("24.01"), False),
        (more.pk, Decimal("39.98"), False),
    ]
    for found in (merged, standing(article)):
        assert sum(share for _, share, _ in found) == HUNDRED
        assert sum(is_main for _, _, is_main in found) == 1


def test_what_was_taken_out_is_made_an_article_of_its_own_again(office):
    (_, b, _), article = three_units(office)
    b.refresh_from_db()
    taken = b.taken_at is not None

    articles.unmerge(article, b, by=office.editor)
    b.refresh_from_db()
    free = b.taken_at is None
    own = office.article(b)

    assert (taken, free) == (True, True)
    assert texts(own) == (b.filed.title, "乙街道", b.filed.body)
    assert texts(article)[1] == "甲街道、丙街道"
    assert [row.order for row in article.sources.all()] == [1, 2]


def test_a_composite_of_which_one_is_left_is_an_article_of_its_own(office):
    first, second = item_of(UnitFactory(parent=office.unit, name="甲街道")), office.item()
    article = office.article(first, second)

    articles.unmerge(article, second, by=office.editor)

    article.refresh_from_db()
    assert (article.use, article.byline) == (Use.FULL, "甲街道")


def test_of_a_byline_the_editor_wrote_only_the_unit_goes_that_left(office):
    (_, b, _), article = three_units(office)
    articles.write(article, by=office.editor, base=1, **words(byline="丙街道、本刊编辑部、乙街道"))

    articles.unmerge(article, b, by=office.editor)

    assert texts(article)[1] == "丙街道、本刊编辑部"


def test_a_unit_with_another_item_in_the_article_stays_in_the_byline(office):
    first, second = office.item(), office.item()
    article = office.article(first, second)

    articles.unmerge(article, second, by=office.editor)

    assert texts(article)[1] == office.town.name


def test_the_passage_goes_with_its_source_if_wanted_and_still_whole(office):
    article = office.article(office.item(body="甲一。\n甲二。"), title="题")
    item = office.item(body="乙一。\n乙二。")
    articles.merge(article, item, by=office.editor)
    whole = texts(article)[2]

    articles.unmerge(article, item, by=office.editor, pull=True)

    assert (whole, texts(article)[2]) == ("甲一。\n甲二。\n乙一。\n乙二。", "甲一。\n甲二。")


def test_a_passage_that_was_rewritten_stays(office):
    article, item = office.article(office.item(body="甲一。")), office.item(body="乙一。\n乙二。")
    articles.merge(article, item, by=office.editor)
    article.refresh_from_db()
    written = words(title="题", byline="", body="甲一。\n乙一。\n乙二改。")
    articles.write(article, by=office.editor, base=article.version, **written)

    articles.unmerge(article, item, by=office.editor, pull=True)

    assert texts(article)[2] == "甲一。\n乙一。\n乙二改。"


def test_every_wording_before_an_unmerge_is_kept(office):
    article, item = office.article(office.item(body="甲。")), office.item(body="乙。")
    articles.merge(article, item, by=office.editor)

    articles.unmerge(article, item, by=office.editor, pull=True)

    assert [row.body for row in article.revisions.order_by("number")] == ["甲。", "甲。\n乙。", "甲。"]


def test_what_was_taken_out_is_remembered_until_it_comes_back(office):
    article, item = office.article(), office.item()
    articles.merge(article, item, by=office.editor)
    articles.unmerge(article, item, by=office.editor)
    remembered = [row.submission for row in article.former_sources.all()]

    articles.merge(article, item, by=office.editor)

    assert (remembered, article.former_sources.count()) == ([item], 0)


def test_nobody_merges_under_the_pen_of_another(office):
    article, item = office.article(), office.item()
    colleague = UserFactory(home=office.unit, role="editor", name="胡编辑")
    presence.enter(article, by=colleague)

    with pytest.raises(Refused, match="胡编辑正在编辑"):
        articles.merge(article, item, by=office.editor)

    assert article.sources.count() == 1


def test_the_page_of_unmerging_offers_to_pull_only_what_still_stands_whole(office, as_user):
    article, item = office.article(office.item(body="甲。")), office.item(body="乙一。\n乙二。")
    articles.merge(article, item, by=office.editor)
    client = as_user(office.editor)
    address = reverse("bulletins:article_unmerge", args=[article.pk, item.pk])

    offered = client.get(address)
    said = client.post(address, {"pull": "1"}, follow=True).text

    assert 'name="pull"' in offered.text
    assert "并抽出了它的段落" in said
    assert texts(article)[2] == "甲。"
