"""What a call brought: every figure equals the list it opens."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from submissions import actions
from submissions.models import Call
from tests.calling import a_call, answer_to, editor_of, file
from tests.factories import UnitFactory, UserFactory
from tests.sheets import rows_of, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def busy(unit):
    """Two units with items in every stage under one call."""
    call, other = a_call(unit.office), UnitFactory(parent=unit.office)
    first, second = call.topics.all()
    editor = editor_of(unit.office)
    filed = [file(answer_to(first, unit)) for _ in range(2)] + [file(answer_to(second, other))]
    actions.move(filed[0], "accept", by=editor)
    answer_to(first, unit)
    actions.move(file(answer_to(first, other)), "withdraw", by=UserFactory(home=other, role=Role.REVIEWER))
    return call, unit, other, editor


def figures(page, name):
    """(value, the count of the list its link opens) for every linked figure of a page."""
    return [
        (cell.value, cell.url)
        for table in page.context["tables"]
        if table.name == name
        for row in table.rows
        for cell in row
        if cell.url
    ]


@pytest.mark.parametrize("name", ["各要点", "各单位"])
def test_every_figure_of_a_call_equals_the_list_it_opens(busy, client, name):
    call, *_, editor = busy
    client.force_login(editor)

    shown = figures(client.get(reverse("submissions:call", args=[call.pk])), name)

    assert len(shown) == (3 if name == "各要点" else 2)
    assert [client.get(url).context["page"].paginator.count for _, url in shown] == [n for n, _ in shown]


def test_the_office_counts_filed_and_accepted_by_topic_and_unit(busy, client):
    call, unit, other, editor = busy
    client.force_login(editor)

    by_topic, by_unit = client.get(reverse("submissions:call", args=[call.pk])).context["tables"]

    assert [[cell.value for cell in row[2:]] for row in by_topic.lines] == [[2, 1, 1], [1, 0, 1], [3, 1, 2]]
    assert {row[0].value: [cell.value for cell in row[1:]] for row in by_unit.rows} == {
        unit: [2, 1, 2, 0],
        other: [1, 0, 0, 1],
    }


def test_a_unit_counts_only_its_own(busy, client):
    call, unit, *_ = busy
    client.force_login(UserFactory(home=unit, role=Role.REVIEWER))

    page = client.get(reverse("submissions:call", args=[call.pk]))

    assert [(row["filed"], row["accepted"]) for row in page.context["rows"]] == [(2, 1), (0, 0)]
    assert "tables" not in page.context
    opened = client.get(reverse("submissions:topic", args=[call.topics.first().pk]), {"stage": "filed"})
    assert opened.context["page"].paginator.count == 2


def test_a_leader_reads_the_figures_without_the_items(busy, client):
    call, unit, *_ = busy
    client.force_login(UserFactory(home=unit.office, role=Role.LEADER))

    page = client.get(reverse("submissions:call", args=[call.pk]))

    assert figures(page, "各要点") == []
    assert [cell.value for cell in page.context["tables"][0].foot] == ["", "合计", 3, 1, 2]


def test_the_spreadsheet_has_the_rows_of_the_screen(busy, client):
    call, *_, editor = busy
    client.force_login(editor)
    tables = client.get(reverse("submissions:call", args=[call.pk])).context["tables"]

    book = rows_of(client.get(reverse("submissions:call_xlsx", args=[call.pk])))

    assert book == {table.name: [table.head, *[shown(line) for line in table.lines]] for table in tables}


def test_pages_of_calls_cost_the_same_for_three_and_for_thirty(unit, client, django_assert_max_num_queries):
    editor = editor_of(unit.office)
    for n in range(30):
        a_call(unit.office, by=editor, title=f"要点{n}", topics=[f"第{m}条" for m in range(12)])
    for topic in Call.objects.last().topics.all():
        file(answer_to(topic, unit))
    reader = UserFactory(home=unit, role=Role.INFORMANT)

    for user, names in ((editor, ["call_desk"]), (reader, ["calls"])):
        client.force_login(user)
        for name in names:
            with django_assert_max_num_queries(14):
                client.get(reverse(f"submissions:{name}"), {"tab": "current"})
    for user in (editor, reader):
        client.force_login(user)
        with django_assert_max_num_queries(15):
            client.get(reverse("submissions:call", args=[Call.objects.last().pk]))
