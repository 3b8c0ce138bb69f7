"""取材篮: ticks that stay while one turns pages, and articles made of them in their order."""

import pytest
from django.urls import reverse

from accounts.refusal import Refused
from bulletins.actions import basket
from bulletins.models import Article, Pick
from submissions.actions import move
from submissions.states import State
from tests.bulletins.conftest import item_of, texts
from tests.bulletins.test_candidates import listed, meant
from tests.factories import PublicationFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def picked(user):
    return [row.submission_id for row in Pick.objects.visible_to(user).kept()]


def save(client, shown, ticked, **fields):
    data = {"shown": [item.pk for item in shown], "items": [item.pk for item in ticked]}
    return client.post(reverse("bulletins:basket_tick"), data | fields)


def make(client, items, publication, **fields):
    data = {"items": [item.pk for item in items], "publication": publication.pk, "how": "together", "use": ""}
    return client.post(reverse("bulletins:article_new"), data | fields)


# ---- ticks stay


def test_turning_the_page_keeps_the_ticks_and_comes_back_to_them(office, as_user):
    items = [meant(office) for _ in range(31)]
    client = as_user(office.editor)
    first = listed(client)

    turned = save(client, first.context["page"], items[:2], go="publication=x&page=2")
    second = client.get(turned.url).context["page"]
    back = client.get(save(client, second, second[:1], go="page=1").url)

    assert (turned.url, len(second)) == (f"{reverse('bulletins:candidates')}?publication=x&page=2", 1)
    assert picked(office.editor) == [items[0].pk, items[1].pk, second[0].pk]
    assert back.text.count(" checked") == 2
    assert "取材篮 <b>3</b> 篇" in back.text


def test_of_two_quick_ticks_the_one_that_arrives_last_takes_nothing_out(office, as_user):
    one, two = meant(office), meant(office)
    client = as_user(office.editor)
    touched = {box: {"HX-Request": "true", "HX-Trigger": f"item-{box.pk}"} for box in (one, two)}
    url, shown = reverse("bulletins:basket_tick"), [one.pk, two.pk]

    client.post(url, {"shown": shown, "items": [one.pk, two.pk]}, headers=touched[two])
    client.post(url, {"shown": shown, "items": [one.pk]}, headers=touched[one])
    both = picked(office.editor)
    client.post(url, {"shown": shown, "items": [two.pk]}, headers=touched[one])

    assert both == [two.pk, one.pk]
    assert picked(office.editor) == [two.pk]


def test_filtering_keeps_the_ticks(office, as_user):
    one, two = meant(office, title="甲事"), meant(office, title="乙事")
    client = as_user(office.editor)

    found = save(
        client, [one, two], [one], go="find", q="乙", state="waiting", publication=office.publication.code
    )

    assert [item.pk for item in client.get(found.url).context["page"]] == [two.pk]
    assert picked(office.editor) == [one.pk]


def test_a_tick_taken_away_leaves_the_basket_and_rows_not_shown_stay(office, as_user):
    one, two, three = (meant(office) for _ in range(3))
    client = as_user(office.editor)
    save(client, [one, two], [one, two])

    save(client, [two, three], [three])

    assert picked(office.editor) == [one.pk, three.pk]


def test_with_script_a_tick_is_kept_at_once(office, as_user):
    item = meant(office)
    data = {"shown": [item.pk], "items": [item.pk]}

    answer = as_user(office.editor).post(
        reverse("bulletins:basket_tick"), data, headers={"HX-Request": "true"}
    )

    assert answer.text.strip().startswith('<div id="basket"')
    assert "取材篮 <b>1</b> 篇" in answer.text


def test_a_basket_is_its_editors_own(office, as_user):
    item, colleague = meant(office), UserFactory(home=office.unit, role="editor")
    basket.tick([item.pk], [item.pk], by=colleague)

    page = as_user(office.editor).get(reverse("bulletins:article_new"))

    assert (picked(office.editor), page.context["rows"]) == ([], [])
    assert "取材篮是空的" in page.text


def test_only_what_the_office_accepted_is_picked(office, elsewhere):
    items = [office.item(state=State.HELD), elsewhere.item(), meant(office)]

    basket.tick([], [item.pk for item in items], by=office.editor)

    assert picked(office.editor) == [items[2].pk]


def test_what_was_restored_meanwhile_is_not_offered(office, as_user):
    item = meant(office)
    basket.tick([item.pk], [item.pk], by=office.editor)
    move(item, "restore", by=office.editor)

    assert as_user(office.editor).get(reverse("bulletins:article_new")).context["rows"] == []


def test_a_basket_holds_fifty(office):
    items = [office.item().pk for _ in range(51)]

    with pytest.raises(Refused, match="最多放 50 篇"):
        basket.tick([], items, by=office.editor)

    assert picked(office.editor) == []


def test_only_editors_have_a_basket(office, as_user):
    item = meant(office)

    for user in (office.checker, office.leader, office.informant):
        assert save(as_user(user), [item], [item]).status_code == 403


@pytest.mark.parametrize("go", ["", "page=2&evil=//x", "//evil.example", "\r\nLocation: x"])
def test_wherever_one_goes_it_is_the_list(office, as_user, go):
    answer = save(as_user(office.editor), [], [], go=go)

    assert answer.url.startswith(f"{reverse('bulletins:candidates')}?")
    assert "\n" not in answer.url


# ---- order and making


def test_the_order_of_the_basket_is_the_order_of_the_sources(office, as_user):
    names = ("甲街道", "乙街道", "丙街道")
    items = [item_of(UnitFactory(parent=office.unit, name=name)) for name in names]
    basket.tick([], [item.pk for item in items], by=office.editor)
    client = as_user(office.editor)

    client.post(reverse("bulletins:basket"), {"do": f"up-{items[2].pk}"})
    client.post(reverse("bulletins:basket"), {"do": f"out-{items[0].pk}"})
    rows = client.get(reverse("bulletins:article_new")).context["rows"]
    make(client, rows, office.publication)

    article = Article.objects.get()
    assert [item.pk for item in rows] == [items[2].pk, items[1].pk]
    assert (texts(article)[1], article.sources.get(is_main=True).submission) == ("丙街道、乙街道", items[2])
    assert picked(office.editor) == []


def test_what_was_not_ticked_stays_in_the_basket(office, as_user):
    one, two = meant(office), meant(office)
    basket.tick([], [one.pk, two.pk], by=office.editor)

    make(as_user(office.editor), [one], office.publication)

    assert picked(office.editor) == [two.pk]


def test_each_becomes_an_article_of_its_own(office, as_user):
    items = [meant(office, title=title) for title in ("甲", "乙")]

    make(as_user(office.editor), items, office.publication, how="each")

    assert [article.title for article in Article.objects.order_by("pk")] == ["甲", "乙"]


def test_an_item_becomes_an_article_of_each_bulletin_without_being_asked_twice(office, as_user):
    item, other = meant(office), PublicationFactory(office=office.unit, name="要情")
    client = as_user(office.editor)

    answers = [make(client, [item], each).status_code for each in (office.publication, other)]

    assert answers == [302, 302]


def test_a_basket_is_emptied(office, as_user):
    item = meant(office)
    basket.tick([], [item.pk], by=office.editor)

    as_user(office.editor).post(reverse("bulletins:basket"), {"do": "empty"})

    assert picked(office.editor) == []


@pytest.mark.parametrize("do", ["", "up-", "up-x", "down-99999", "out-", "nonsense-3"])
def test_a_button_that_is_none_changes_nothing(office, as_user, do):
    item = meant(office)
    basket.tick([], [item.pk], by=office.editor)

    as_user(office.editor).post(reverse("bulletins:basket"), {"do": do})

    assert picked(office.editor) == [item.pk]


def test_the_basket_is_offered_where_one_merges(office, as_user):
    item = meant(office, title="篮中的来稿")
    basket.tick([], [item.pk], by=office.editor)
    article = office.article()

    page = as_user(office.editor).get(reverse("bulletins:article_merge", args=[article.pk]))

    assert [row.pk for row in page.context["basket"]] == [item.pk]
