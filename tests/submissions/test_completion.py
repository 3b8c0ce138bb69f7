"""Completion: units and commissions of a period, on the screen and in the file."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from submissions.actions import clock, commissions
from tests.calling import (
    DEADLINE,
    SENT,
    a_commission,
    an_answer,
    at,
    editor_of,
    file,
    invitation_of,
    person,
)
from tests.factories import UnitFactory
from tests.sheets import rows_of, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def busy(unit):
    """Four units, two commissions, every standing."""
    units = [unit, *(UnitFactory(parent=unit.office) for _ in range(3))]
    editor = editor_of(unit.office)
    with at(SENT):
        first = a_commission(*units, by=editor, title="甲题", deadline=DEADLINE)
        second = a_commission(*units[:2], by=editor, title="乙题", deadline=DEADLINE + timedelta(days=9))
        file(an_answer(invitation_of(first, units[0])))
        commissions.reply(
            invitation_of(first, units[1]), "decline", by=person(Role.REVIEWER, units[1]), reason="忙"
        )
    with at(DEADLINE + timedelta(hours=2)):
        file(an_answer(invitation_of(first, units[2])))
        clock.keep_time()
    return editor, units, first, second


def test_completion_of_a_period_sums_up_by_unit_and_commission(busy, client):
    editor, units, *_ = busy
    client.force_login(editor)
    with at(DEADLINE + timedelta(days=1)):
        client.force_login(editor)
        table = client.get(reverse("submissions:completion")).context["table"]

    assert table.head == ["单位", "约稿", "按时", "迟报", "谢绝", "未报", "未到期", "完成率", "甲题", "乙题"]
    assert {row[0].value: [cell.value for cell in row[1:]] for row in table.rows} == {
        units[0]: [2, 1, 0, 0, 0, 1, "100%", "按时报送", "待答复"],
        units[1]: [2, 0, 0, 1, 0, 1, "0%", "已谢绝", "待答复"],
        units[2]: [1, 0, 1, 0, 0, 0, "100%", "迟报", "—"],
        units[3]: [1, 0, 0, 0, 1, 0, "0%", "逾期未报", "—"],
    }
    assert [cell.value for cell in table.foot[1:8]] == [6, 1, 1, 1, 1, 2, "50%"]


@pytest.mark.parametrize("name", ["completion", "commission"])
def test_the_spreadsheet_of_completion_has_the_rows_of_the_screen(busy, client, name):
    editor, _, first, _ = busy
    keys = [first.pk] if name == "commission" else []
    with at(DEADLINE + timedelta(days=1)):
        client.force_login(editor)
        table = client.get(reverse(f"submissions:{name}", args=keys)).context["table"]
        book = rows_of(client.get(reverse(f"submissions:{name}_xlsx", args=keys)))

    assert book == {table.name: [table.head, *map(shown, table.lines)]}


def test_the_tabs_of_commissions_count_what_they_open(busy, client):
    editor, *_ = busy
    with at(DEADLINE + timedelta(days=1)):
        client.force_login(editor)
        url = reverse("submissions:commissions")
        tabs = client.get(url).context["tabs"]
        opened = {
            value: client.get(url, {"state": value}).context["page"].paginator.count for value, *_ in tabs
        }

    assert {value: count for value, _, count in tabs} == opened
    assert opened == {"open": 2, "overdue": 1, "closed": 0, "cancelled": 0, "": 2}


def test_the_tabs_of_a_unit_count_what_they_open(busy, client):
    _, units, *_ = busy
    with at(DEADLINE + timedelta(days=1)):
        client.force_login(person(Role.REVIEWER, units[0]))
        url = reverse("submissions:calls")
        tabs = client.get(url).context["tabs"]
        opened = {tab: client.get(url, {"tab": tab}).context["page"].paginator.count for tab, *_ in tabs}

    assert {tab: count for tab, _, count in tabs} == opened == {"todo": 1, "current": 0, "done": 1, "past": 0}


def test_pages_of_commissions_cost_the_same_for_many_units(unit, client, django_assert_max_num_queries):
    editor = editor_of(unit.office)
    units = [unit, *(UnitFactory(parent=unit.office) for _ in range(12))]
    made = [a_commission(*units, by=editor, title=f"题{n}") for n in range(8)]
    for invitation in made[0].invitations.all():
        file(an_answer(invitation))
    client.force_login(editor)

    for name, keys, most in (
        ("commissions", [], 14),
        ("commission", [made[0].pk], 11),
        ("completion", [], 10),
        ("invitation", [made[0].invitations.first().pk], 11),
    ):
        with django_assert_max_num_queries(most):
            client.get(reverse(f"submissions:{name}", args=keys))
