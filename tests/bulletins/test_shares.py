"""Whose part of an article is how large: shared out, changed, frozen at signature; and what un-merging restores."""

from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Event
from accounts.refusal import NotYours, Refused
from bulletins.actions import articles, issues, shares, signing
from bulletins.actions.shares import Part, apportion, seen_of
from bulletins.models import Adoption, Article, Source
from bulletins.shares import portions, share_beside
from tests.bulletins.conftest import item_of, register, texts, words
from tests.factories import PublicationFactory, UnitFactory, UserFactory

HUNDRED = Decimal(100)
weights = st.decimals(Decimal("0.01"), Decimal("999"), places=2)


def three_units(office, **fields):
    """An article of three items of three units."""
    items = [item_of(UnitFactory(parent=office.unit, name=name)) for name in ("甲街道", "乙街道", "丙街道")]
    return items, office.article(*items, **fields)


def standing(article):
    """The sources in order: item, percentage, whether it is the main one."""
    rows = list(article.sources.all())
    return [
        (row.submission_id, share, row.is_main)
        for row, share in zip(rows, portions([row.share for row in rows]), strict=True)
    ]


def wanted(items, *parts, main=0):
    return [
        Part(item.pk, Decimal(part), place == main)
        for place, (item, part) in enumerate(zip(items, parts, strict=True))
    ]


# ---- the arithmetic


@given(st.lists(weights, min_size=1, max_size=60))
def test_the_portions_of_any_parts_are_together_a_hundred_and_none_is_nothing(parts):
    found = portions(parts)

    assert sum(found) == HUNDRED
    assert min(found) > 0


@given(st.lists(weights, min_size=1, max_size=20))
def test_a_larger_part_never_gets_a_portion_smaller_by_more_than_the_rounding(parts):
    found = [portion for _, portion in sorted(zip(parts, portions(parts), strict=True))]

    assert min([after - before for before, after in pairwise(found)], default=0) >= -Decimal("0.01")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["1"], ["100"]),
        (["1", "1"], ["50", "50"]),
        (["1", "1", "1"], ["33.34", "33.33", "33.33"]),
        (["60", "40"], ["60", "40"]),
        (["2", "1"], ["66.67", "33.33"]),
        (["999", "0.01"], ["99.99", "0.01"]),
    ],
)
def test_parts_become_hundredths_of_a_percent(parts, expected):
    assert portions(list(map(Decimal, parts))) == list(map(Decimal, expected))


def test_who_joins_equals_gets_as_much_as_they_have():
    assert share_beside([]) == 1
    assert share_beside([Decimal(1), Decimal(1)]) == 1
    assert share_beside([Decimal(60), Decimal(40)]) == 50


# ---- sharing out


@pytest.mark.django_db
def test_sources_start_with_equal_parts_and_the_first_is_the_main_one(office):
    items, article = three_units(office)

    assert standing(article) == [
        (items[0].pk, Decimal("33.34"), True),
        (items[1].pk, Decimal("33.33"), False),
        (items[2].pk, Decimal("33.33"), False),
    ]


@pytest.mark.django_db
def test_order_parts_and_main_source_are_saved_as_one_list(office):
    (a, b, c), article = three_units(office)

    apportion(article, wanted([c, a, b], "5", "3", "2", main=1), by=office.editor, rewritten_half=True)

    article.refresh_from_db()
    assert standing(article) == [(c.pk, 50, False), (a.pk, 30, True), (b.pk, 20, False)]
    assert article.rewritten_half
    event = Event.objects.about(article).filter(verb="apportion").get()
    assert event.note == (
        f"《{c.filed}》50.00%，《{a.filed}》30.00%（主要来稿），《{b.filed}》20.00%；本单位改写过半"
    )


@pytest.mark.django_db
def test_a_byline_that_only_names_the_units_follows_their_order(office):
    (a, b, c), article = three_units(office)

    apportion(article, wanted([c, a, b], 1, 1, 1), by=office.editor)

    assert texts(article)[1] == "丙街道、甲街道、乙街道"


@pytest.mark.django_db
def test_a_byline_the_editor_wrote_stays(office):
    (a, b, c), article = three_units(office)
    articles.write(article, by=office.editor, base=1, **words(byline="本刊综合"))

    apportion(article, wanted([c, a, b], 1, 1, 1), by=office.editor)

    assert texts(article)[1] == "本刊综合"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parts", "main", "said"),
    [
        (("1", "0", "1"), 0, "份数须在"),
        (("1", "1000", "1"), 0, "份数须在"),
        (("1", "1", "1"), 9, "请指定一篇"),
    ],
)
def test_parts_that_are_none_are_refused(office, parts, main, said):
    items, article = three_units(office)

    with pytest.raises(Refused, match=said):
        apportion(article, wanted(items, *parts, main=main), by=office.editor)


@pytest.mark.django_db
def test_a_list_that_is_not_the_sources_is_refused(office):
    items, article = three_units(office)

    with pytest.raises(Refused, match="来稿有增减"):
        apportion(article, wanted(items[:2], 1, 1), by=office.editor)


@pytest.mark.django_db
def test_who_shared_out_meanwhile_is_named(office):
    items, article = three_units(office)
    seen, colleague = seen_of(article), UserFactory(home=office.unit, role="editor", name="胡编辑")
    apportion(article, wanted(items, 2, 1, 1), by=colleague, seen=seen)

    with pytest.raises(Refused, match=r"胡编辑于.*确定来稿份额"):
        apportion(article, wanted(items, 1, 2, 1), by=office.editor, seen=seen)

    assert [share for _, share, _ in standing(article)] == [50, 25, 25]


@pytest.mark.django_db
def test_only_the_offices_editors_share_out_and_only_before_the_check(office, elsewhere):
    items, article = three_units(office, ready=True)
    for stranger in (office.checker, office.informant, elsewhere.editor):
        with pytest.raises(NotYours):
            apportion(article, wanted(items, 2, 1, 1), by=stranger)
    office.awaiting(article)

    with pytest.raises(Refused, match="不能修改"):
        apportion(article, wanted(items, 2, 1, 1), by=office.editor)


@pytest.mark.django_db
@pytest.mark.parametrize("share", [0, -1])
def test_the_database_keeps_no_part_that_is_none(office, share):
    article = office.article()

    with pytest.raises(IntegrityError), transaction.atomic():
        article.sources.update(share=share)


@pytest.mark.django_db
def test_the_database_keeps_one_main_source(office):
    _, article = three_units(office)

    with pytest.raises(IntegrityError), transaction.atomic():
        article.sources.update(is_main=True)


# ---- frozen at signature


@pytest.mark.django_db
def test_the_signature_freezes_the_parts(office):
    (a, b, c), article = three_units(office, ready=True)
    apportion(article, wanted([b, a, c], "6", "3", "1", main=0), by=office.editor)
    article.refresh_from_db()

    issue = office.signed(article)

    rows = Adoption.objects.filter(issue=issue).order_by("pk").values_list("submission", "share", "is_main")
    assert list(rows) == [(b.pk, 60, True), (a.pk, 30, False), (c.pk, 10, False)]


@pytest.mark.django_db
def test_the_shares_of_each_article_of_an_issue_sum_to_a_hundred(office):
    pieces = [three_units(office, ready=True)[1], office.article(ready=True)]

    issue = office.signed(*pieces)

    sums = [sum(row.share for row in issue.adoptions.filter(article=piece)) for piece in pieces]
    assert sums == [HUNDRED, HUNDRED]


@pytest.mark.django_db
def test_a_use_registered_by_hand_is_the_items_alone(office, carrier):
    adoption = register(office, carrier)

    assert (adoption.share, adoption.is_main) == (100, True)


@pytest.mark.django_db
def test_one_item_is_adopted_by_two_bulletins_and_one_of_them_may_be_void(office):
    item, other = office.item(), PublicationFactory(office=office.unit, name="要情")
    first = office.signed(office.article(item, ready=True))
    office.publication = other
    second = office.signed(office.article(item, ready=True))
    taken = item.adoptions.standing().count()

    signing.void(first, by=office.approver, reason="印错")
    item.refresh_from_db()

    assert (taken, [row.issue for row in item.adoptions.standing()]) == (2, [second])
    assert item.taken_at is not None
    back = Article.objects.exclude(publication=other).get()
    articles.move(articles.move(back, "rework", by=office.editor), "drop", by=office.editor)
    item.refresh_from_db()
    assert item.taken_at is not None


# ---- the pages


def shares_form(article, items, parts, **fields):
    data = {f"share-{item.pk}": part for item, part in zip(items, parts, strict=True)}
    data |= {f"order-{item.pk}": place for place, item in enumerate(items, 1)}
    return data | {"unit": "parts", "main": items[0].pk, "seen": seen_of(article)} | fields


@pytest.mark.django_db
def test_the_parts_are_set_on_the_page_of_the_article(office, as_user):
    (a, b, c), article = three_units(office)
    address = reverse("bulletins:article_sources", args=[article.pk])

    data = shares_form(article, [c, b, a], [50, 30, 20], unit="percent", main=b.pk, rewritten_half="on")
    answer = as_user(office.editor).post(address, data)

    page = as_user(office.checker).get(answer.url).text
    assert standing(article) == [(c.pk, 50, False), (b.pk, 30, True), (a.pk, 20, False)]
    assert [text in page for text in ("50%", "30%", "20%", "主要来稿", "本单位改写过半")] == [True] * 5


@pytest.mark.django_db
def test_percentages_that_are_not_a_hundred_are_asked_again_and_stay_in_the_form(office, as_user):
    items, article = three_units(office)
    address = reverse("bulletins:article_sources", args=[article.pk])

    answer = as_user(office.editor).post(address, shares_form(article, items, [50, 30, 30], unit="percent"))

    assert answer.status_code == 422
    assert "各篇百分比合计须为 100，现为 110" in answer.text
    assert [str(share.value()) for _, share, _ in answer.context["form"].lines()] == ["50", "30", "30"]


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["", "abc", "0", "-3", "NaN", "1e9"])
def test_a_part_that_is_no_number_is_named(office, as_user, part):
    items, article = three_units(office)
    address = reverse("bulletins:article_sources", args=[article.pk])

    answer = as_user(office.editor).post(address, shares_form(article, items, [part, 1, 1]))

    assert answer.status_code == 422
    assert f"share-{items[0].pk}" in answer.context["form"].errors


@pytest.mark.django_db
def test_the_article_says_where_else_its_items_are_used(office, as_user):
    item = office.item()
    here = office.article(item)
    office.publication = PublicationFactory(office=office.unit, name="要情快报")
    office.article(item, ready=True)

    pages = [
        as_user(office.editor).get(address).text
        for address in (here.get_absolute_url(), reverse("bulletins:used", args=[item.pk]))
    ]

    assert ["要情快报" in page for page in pages] == [True, True]
    assert "要情快报" not in as_user(office.informant).get(reverse("bulletins:used", args=[item.pk])).text


@pytest.mark.django_db
def test_an_issue_that_is_placed_keeps_its_parts_while_it_is_compiled(office):
    items, article = three_units(office, ready=True)
    issue = office.issue(article)

    apportion(article, wanted(items, 2, 1, 1), by=office.editor)
    issues.move(issue, "submit", by=office.editor)

    assert Source.objects.get(article=article, is_main=True).share == 2
    with pytest.raises(Refused):
        shares.apportion(article, wanted(items, 1, 1, 1), by=office.editor)
