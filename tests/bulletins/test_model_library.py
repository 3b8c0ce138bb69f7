"""The library of models: searched, ordered, counted, and reached from where one writes."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from bulletins.actions import model_items
from bulletins.models import ModelItem
from tests.bulletins.test_edits import narrow
from tests.bulletins.test_model_items import WORDS, held_up, library, page, printed
from tests.factories import PublicationFactory, UnitFactory, UserFactory
from tests.pictures import show_picture

pytestmark = pytest.mark.django_db


def test_the_library_is_searched_by_words_kind_and_year(office, as_user):
    wanted = held_up(office, title="驿站的经验")
    other = held_up(office, title="另一篇", kind="problem", tags="", comment="喜忧兼报。")
    ModelItem.objects.filter(pk=other.pk).update(year=2019)
    client = as_user(office.informant)

    def found(**query):
        return [model.pk for model in library(client, **query).context["page"]]

    assert found(q="驿站") == found(q="数字说话") == found(kind="experience") == [wanted.pk]
    assert found(q="喜忧") == found(kind="problem") == found(year="2019") == [other.pk]
    assert found(q="驿站", year="2019") == []
    assert "没有符合条件的范文" in library(client, q="没有的词").text
    assert set(found(kind="nonsense", year="x")) == {wanted.pk, other.pk}


def test_the_order_is_the_editors(office, as_user):
    later, first = held_up(office, title="后", order=50), held_up(office, title="先", order=5)

    rows = list(library(as_user(office.informant)).context["page"])

    assert rows == [first, later]


def test_an_empty_library_says_what_to_do(office, as_user):
    assert "列为范文" in library(as_user(office.editor)).text
    assert "编辑选出后，这里会列出来" in library(as_user(office.informant)).text


def test_the_counts_on_the_tabs_are_those_of_the_lists(office, as_user):
    model_items.take_off(held_up(office), by=office.editor, reason="旧了")
    held_up(office)
    client = as_user(office.editor)

    lists = tuple(library(client, state=state).context["page"].paginator.count for state in ("", "off"))

    assert library(client).context["counts"] == lists == (1, 1)


def test_the_library_costs_the_same_for_few_and_for_many(office, as_user, django_assert_max_num_queries):
    client = as_user(office.informant)
    held_up(office)
    library(client)
    with django_assert_max_num_queries(12) as few:
        library(client)
    for _ in range(4):
        office.publication = PublicationFactory(office=office.unit)
        held_up(office)

    with django_assert_max_num_queries(12) as many:
        library(client)

    assert len(few) == len(many)


def test_the_writing_page_leads_to_the_library(office, as_user):
    text = as_user(office.informant).get(reverse("submissions:new")).text

    assert f'<a href="{reverse("bulletins:model_items")}" target="_blank">写作参考：范文</a>' in text


def test_its_pictures_are_read_with_it_and_no_others(office, elsewhere, as_user):
    narrow(office)
    item = office.item(body="甲。")
    picture = show_picture(item, "图一", before="<p>甲。</p>")
    item.refresh_from_db()
    issue, article = printed(office, item)
    model = model_items.hold_up(issue, article, by=office.editor, **WORDS)
    foreign = show_picture(elsewhere.item(), "别处的图")
    client = as_user(UserFactory(home=UnitFactory(parent=office.unit), role=Role.INFORMANT))

    def get(attachment):
        address = reverse("bulletins:model_item_picture", args=[model.pk, attachment.pk])
        answer = client.get(address)
        list(answer)  # read to its end, it closes its file
        return answer.status_code

    shown = page(client, model).text
    assert reverse("bulletins:model_item_picture", args=[model.pk, picture.pk]) in shown
    assert (get(picture), get(foreign)) == (200, 404)
