"""Columns: added, renamed, ordered and retired on a page of their own; what is used stays."""

import pytest
from django.urls import reverse

from accounts.models import Event
from accounts.refusal import NotYours, Refused
from bulletins.actions import columns, issues
from bulletins.compose import shown
from bulletins.models import Article
from tests.factories import PublicationFactory

pytestmark = pytest.mark.django_db

NAMES = ("工作动态", "基层经验", "问题与建议")


def three_columns(office):
    return [columns.add(office.publication, name, by=office.editor) for name in NAMES]


def names(office):
    return list(office.publication.column_set.values_list("name", flat=True))


def page(name, office, *keys):
    return reverse(f"bulletins:{name}", args=[office.publication.code, *keys])


def in_column(office, column):
    article = office.article(ready=True)
    Article.objects.filter(pk=article.pk).update(column=column)
    return Article.objects.get(pk=article.pk)


def test_columns_stand_in_the_order_they_were_added(office):
    three_columns(office)

    assert names(office) == list(NAMES)


def test_an_editor_adds_a_column_on_the_page(office, as_user):
    answer = as_user(office.editor).post(page("columns", office), {"name": " 工作  动态 "}, follow=True)

    assert names(office) == ["工作 动态"]
    assert "已增设栏目“工作 动态”。" in answer.text
    assert Event.objects.about(office.publication).get().label == "增设栏目"


def test_a_name_is_given_once_and_the_page_keeps_what_was_typed(office, as_user):
    first, second, _ = three_columns(office)
    client = as_user(office.editor)

    added = client.post(page("columns", office), {"name": "工作动态"})
    renamed = client.post(page("column", office, second.pk), {"name": "工作动态"})
    nameless = client.post(page("column", office, first.pk), {"name": " "})

    assert [answer.status_code for answer in (added, renamed, nameless)] == [409, 409, 422]
    assert added.text.count("本刊已有“工作动态”栏目。") == renamed.text.count("本刊已有“工作动态”栏目。") == 1
    assert "请填写栏目名称。" in nameless.text
    assert names(office) == list(NAMES)


def test_the_same_name_again_is_no_change(office):
    first, *_ = three_columns(office)

    columns.rename(first, "工作动态", by=office.editor)

    assert not Event.objects.about(office.publication).filter(label="栏目改名").exists()


def test_a_new_name_is_printed_from_now_on_only(office):
    column = columns.add(office.publication, "工作动态", by=office.editor)
    old = office.signed(in_column(office, column))

    columns.rename(column, "动态", by=office.editor)

    old.refresh_from_db()
    assert shown(old).pieces[0].column == "工作动态"
    assert shown(office.signed(in_column(office, column))).pieces[0].column == "动态"


def test_a_column_keeps_its_name_while_an_issue_that_prints_it_is_checked(office):
    used, free, _ = three_columns(office)
    issue = issues.move(office.issue(in_column(office, used)), "submit", by=office.editor)

    with pytest.raises(Refused, match="有稿件在“工作动态”栏目的期正在核对或待签发"):
        columns.rename(used, "动态", by=office.editor)
    columns.rename(free, "经验", by=office.editor)
    issues.move(issue, "pull", by=office.editor)
    columns.rename(used, "动态", by=office.editor)

    assert names(office) == ["动态", "经验", "问题与建议"]


@pytest.mark.parametrize(
    ("button", "which", "after"),
    [
        ("up", 2, ["工作动态", "问题与建议", "基层经验"]),
        ("down", 0, ["基层经验", "工作动态", "问题与建议"]),
        ("up", 0, list(NAMES)),
        ("down", 2, list(NAMES)),
    ],
)
def test_a_column_moves_one_place(office, as_user, button, which, after):
    pks = [column.pk for column in three_columns(office)]

    as_user(office.editor).post(page("columns_order", office), {"order": pks, button: pks[which]})

    assert names(office) == after


def test_an_order_that_is_no_longer_what_the_page_showed_is_not_saved(office, as_user):
    pks = [column.pk for column in three_columns(office)]
    columns.reorder(office.publication, pks[::-1], by=office.editor, was=pks)

    answer = as_user(office.editor).post(
        page("columns_order", office), {"order": pks, "up": pks[2]}, follow=True
    )

    assert "栏目刚有变动，请看过现在的次序再调整。" in answer.text
    assert names(office) == list(NAMES[::-1])


def test_a_used_column_is_retired_and_not_deleted(office):
    column = columns.add(office.publication, "工作动态", by=office.editor)
    article = in_column(office, column)

    with pytest.raises(Refused, match="“工作动态”已有稿件，不能删除"):
        columns.remove(column, by=office.editor)
    columns.retire(column, by=office.editor)

    article.refresh_from_db()
    assert (article.column.name, article.column.is_active) == ("工作动态", False)


def test_a_column_comes_back_and_an_unused_one_goes(office, as_user):
    first, second, _ = three_columns(office)
    client = as_user(office.editor)
    for verb in ("retire", "restore"):
        client.post(page("column_move", office, first.pk, verb))

    client.post(page("column_move", office, second.pk, "remove"))

    first.refresh_from_db()
    assert (first.is_active, names(office)) == (True, ["工作动态", "问题与建议"])
    assert [each.label for each in Event.objects.about(office.publication)[:3]] != []


def test_columns_are_the_editors_to_keep(office, elsewhere, as_user):
    column = columns.add(office.publication, "工作动态", by=office.editor)

    for user in (office.checker, office.leader, office.informant):
        assert as_user(user).get(page("columns", office)).status_code == 403
    shown_to_approver = as_user(office.approver).get(page("columns", office))
    assert "工作动态" in shown_to_approver.text
    assert "改名" not in shown_to_approver.text
    with pytest.raises(NotYours):
        columns.rename(column, "动态", by=office.approver)
    with pytest.raises(NotYours):
        columns.add(office.publication, "越权", by=elsewhere.editor)


def test_a_column_of_another_publication_is_not_found(office, as_user):
    other = columns.add(PublicationFactory(office=office.unit), "别刊", by=office.editor)

    answer = as_user(office.editor).post(page("column", office, other.pk), {"name": "改名"})

    assert answer.status_code == 404


def test_a_carrier_above_has_no_columns(office):
    with pytest.raises(Refused, match="上级载体没有栏目"):
        columns.add(PublicationFactory(office=None), "栏目", by=office.editor)


def test_the_page_costs_the_same_for_many_columns(office, as_user, django_assert_max_num_queries):
    client = as_user(office.editor)
    client.get(page("columns", office))
    for number in range(12):
        columns.add(office.publication, f"栏目{number}", by=office.editor)

    with django_assert_max_num_queries(14):
        answer = client.get(page("columns", office))

    assert answer.text.count('class="column-rows"') == 1
    assert len(answer.context["columns"]) == 12


def test_an_office_without_columns_is_told_what_to_do(office, as_user):
    answer = as_user(office.editor).get(page("columns", office))

    assert "本刊没有分栏目，各篇按次序直排。要分栏目的，在下面填写名称。" in answer.text
