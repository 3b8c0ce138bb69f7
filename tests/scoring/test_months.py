"""Closing a month: it books the difference once, in order, and stays as it was."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import Event, Unit
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.models import Adoption
from scoring import actions
from scoring.models import Entry, Period
from scoring.rules import Rule
from scoring.standings import standing
from tests.factories import OfficeFactory, UserFactory
from tests.scoring.stage import NOVEMBER_5, OCTOBER, SEPTEMBER, stage, worked_month

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield


def points(view, span="month"):
    return {row["name"]: row[span]["points"] for row in view.rows()}


def ranks(view):
    return {row["name"]: row["month"]["rank"] for row in view.rows()}


def booked(office):
    rows = Entry.objects.filter(office=office).order_by("pk")
    return [(row.unit.name, row.points, row.on, row.month) for row in rows]


def close(scene, *months):
    return [actions.close_month(scene.office, month, by=scene.scorer) for month in months]


def revoke(adoption, by):
    """As bulletins does it."""
    Adoption.objects.filter(pk=adoption.pk).update(
        revoked_at=timezone.now(), revoked_by=by, revoked_why="登记有误"
    )


def september_on(scene):
    """A scene whose first open month is September."""
    scene.book(since=SEPTEMBER)
    return scene


def test_the_worked_month_gives_45_35_30_0():
    scene = stage()
    worked_month(scene)
    view = standing(scene.office, SEPTEMBER)
    assert points(view) == {"甲镇总工会": "45", "丙局工会": "35", "乙街道总工会": "30", "丁局工会": "0"}
    assert ranks(view) == {"甲镇总工会": 1, "丙局工会": 2, "乙街道总工会": 3, "丁局工会": 4}


def test_with_highest_only_the_worked_month_gives_25_20_15_0():
    scene = stage(multi="highest")
    worked_month(scene)
    view = standing(scene.office, SEPTEMBER)
    assert points(view) == {"甲镇总工会": "25", "丙局工会": "15", "乙街道总工会": "20", "丁局工会": "0"}
    assert ranks(view) == {"甲镇总工会": 1, "乙街道总工会": 2, "丙局工会": 3, "丁局工会": 4}


def test_closing_books_exactly_what_the_open_month_showed():
    scene = september_on(stage(book=False))
    worked_month(scene)
    before = standing(scene.office, SEPTEMBER)
    close(scene, SEPTEMBER)
    after = standing(scene.office, SEPTEMBER)
    assert after.table == before.table
    assert after.tally.data == before.tally.data
    assert sum(row.points for row in Entry.objects.all()) == Decimal(110)
    assert len(booked(scene.office)) == 10
    assert after.period.is_intact


def test_what_closing_wrote_is_in_the_log():
    scene = september_on(stage(book=False))
    worked_month(scene)
    (period,) = close(scene, SEPTEMBER)
    event = Event.objects.get(verb="close")
    assert (event.who, event.unit, event.note) == (
        scene.scorer,
        scene.office,
        "2026年9月入账10笔，合计110分",
    )
    assert event.data == {"sha256": period.sha256}


def test_a_late_fact_lands_in_the_open_month_with_a_note():
    scene = september_on(stage(book=False))
    unit = scene.unit("甲镇总工会")
    item = scene.filed(unit)
    close(scene, SEPTEMBER)
    scene.adopted(item, "city", on=date(2026, 9, 20))
    close(scene, OCTOBER)
    entry = Entry.objects.get()
    assert (entry.month, entry.on, entry.points) == (OCTOBER, date(2026, 9, 20), Decimal(15))
    assert entry.reason == "《市工运信息》全文采用，15分（规则 city-union-full）；补记：2026年9月事项"
    assert points(standing(scene.office, SEPTEMBER)) == {"甲镇总工会": "0"}
    assert points(standing(scene.office, OCTOBER)) == {"甲镇总工会": "15"}


def test_what_is_revoked_after_closing_is_reversed_in_the_open_month():
    scene = september_on(stage(book=False))
    unit = scene.unit("甲镇总工会")
    adoption = scene.adopted(scene.filed(unit), "city")
    scene.adopted(scene.filed(unit), "own", on=date(2026, 10, 8))
    close(scene, SEPTEMBER)
    revoke(adoption, scene.scorer)
    view = standing(scene.office, OCTOBER)
    assert points(view) == {"甲镇总工会": "-5"}
    assert points(view, "year") == {"甲镇总工会": "10"}
    close(scene, OCTOBER)
    assert booked(scene.office) == [
        ("甲镇总工会", Decimal(15), date(2026, 9, 10), SEPTEMBER),
        ("甲镇总工会", Decimal(-15), date(2026, 9, 10), OCTOBER),
        ("甲镇总工会", Decimal(10), date(2026, 10, 8), OCTOBER),
    ]
    first, second, _ = Entry.objects.order_by("pk")
    assert second.reverses == first


def test_a_closed_month_never_changes():
    scene = september_on(stage(book=False))
    units = worked_month(scene)
    adoption = Adoption.objects.first()
    close(scene, SEPTEMBER)
    before = standing(scene.office, SEPTEMBER).table
    scene.adopted(scene.filed(units.ding), "central", on=date(2026, 9, 30))
    revoke(adoption, scene.scorer)
    scene.book(since=OCTOBER, multi="highest")
    Unit.objects.filter(pk=units.jia.pk).update(name="改了名的总工会")
    close(scene, OCTOBER)
    assert standing(scene.office, SEPTEMBER).table == before


def test_a_new_book_leaves_what_was_earned_under_the_old_one():
    scene = september_on(stage(book=False))
    worked_month(scene)
    close(scene, SEPTEMBER)
    scene.book(since=OCTOBER, multi="highest")
    assert set(points(standing(scene.office, OCTOBER)).values()) == {"0"}


def test_the_month_after_an_open_one_counts_as_if_it_were_closed_first():
    scene = stage(multi="highest")
    unit = scene.unit("甲镇总工会")
    item = scene.filed(unit)
    scene.adopted(item, "own", on=date(2026, 9, 10))
    scene.adopted(item, "city", on=date(2026, 10, 10))
    assert points(standing(scene.office, SEPTEMBER)) == {"甲镇总工会": "10"}
    view = standing(scene.office, OCTOBER)
    assert points(view) == {"甲镇总工会": "5"}
    assert points(view, "year") == {"甲镇总工会": "15"}


def test_late_facts_of_last_year_are_booked_under_last_years_book():
    scene = stage(book=False)
    last_year = scene.book(since=date(2025, 12, 1))
    item = scene.filed(scene.unit("甲镇总工会"), on=date(2025, 12, 2))
    close(scene, date(2025, 12, 1))
    scene.book(since=date(2026, 1, 1), rules=(Rule("all", Decimal(99)),), use_as={})
    scene.adopted(item, "city", on=date(2025, 12, 20))
    close(scene, date(2026, 1, 1))
    entry = Entry.objects.get()
    assert (entry.book, entry.points, entry.month) == (last_year, Decimal(15), date(2026, 1, 1))


def test_an_item_settled_under_the_old_year_stays_unpaid_under_a_new_one():
    scene = stage(book=False)
    scene.book(since=date(2025, 12, 1), multi="highest", year_starts=12)
    item = scene.filed(scene.unit("甲镇总工会"), on=date(2025, 12, 3))
    scene.adopted(item, "city", on=date(2025, 12, 10))
    outdone = scene.adopted(item, "own", on=date(2026, 2, 10))
    scene.book(since=date(2026, 7, 1), multi="highest")
    view = standing(scene.office, date(2026, 7, 1))
    assert points(view) == {"甲镇总工会": "0"}
    assert [one["fact"] for one in view.unpaid["year"]] == [f"adoption:{outdone.pk}"]


def dissolve(unit):
    Unit.objects.filter(pk=unit.pk).update(is_active=False)


def hand_over(unit):
    """The unit reports to another office from now on."""
    unit.parent = OfficeFactory(name="另一个总工会")
    unit.save()


@pytest.mark.parametrize("leave", [dissolve, hand_over])
def test_units_that_left_are_named_no_more_and_ranked_only_with_figures_of_the_year(leave):
    scene = september_on(stage(book=False))
    group = scene.group("单位")
    stayed, silent, active = (scene.unit(name, group) for name in ("甲镇总工会", "乙局工会", "丙局工会"))
    scene.filed(active)
    for unit in (silent, active):
        leave(unit)
    (table,) = standing(scene.office, OCTOBER).table["groups"]
    assert (table["zero_reports"], table["zero_adoptions"]) == ([stayed.name], [stayed.name])
    assert [row["name"] for row in table["rows"]] == [stayed.name, active.name]


def test_a_month_is_closed_once():
    scene = september_on(stage(book=False))
    close(scene, SEPTEMBER)
    with pytest.raises(Refused) as refusal:
        close(scene, SEPTEMBER)
    expected = f"2026年9月已由{scene.scorer}于2026年11月05日 09:00关账，不必再关。"
    assert str(refusal.value) == expected
    assert Period.objects.count() == 1


@pytest.mark.parametrize(
    ("month", "sentence"),
    [
        (OCTOBER, "月份须按顺序关账，请先关2026年9月。"),
        (date(2026, 12, 1), "月份须按顺序关账，请先关2026年9月。"),
        (date(2026, 8, 1), "积分从2026年9月开始，此前的月份不必关账。"),
    ],
)
def test_months_close_in_order(month, sentence):
    scene = september_on(stage(book=False))
    with pytest.raises(Refused) as refusal:
        close(scene, month)
    assert str(refusal.value) == sentence


def test_a_month_does_not_close_before_it_is_over():
    scene = september_on(stage(book=False))
    close(scene, SEPTEMBER, OCTOBER)
    with pytest.raises(Refused) as refusal:
        close(scene, date(2026, 11, 1))
    assert str(refusal.value) == "2026年11月还没有结束，请在12月1日以后关账。"


def test_without_a_book_there_is_nothing_to_close():
    scene = stage(book=False)
    with pytest.raises(Refused) as refusal:
        close(scene, SEPTEMBER)
    assert str(refusal.value) == "还没有发布考核办法，请先制定并发布，再关账。"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SCORER])
def test_only_the_scorer_closes(role):
    scene = september_on(stage(book=False))
    with pytest.raises(NotYours):
        actions.close_month(scene.office, SEPTEMBER, by=UserFactory(home=scene.office, role=role))
    assert Period.objects.count() == 0


def refused_by_the_database(statement, pk):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [pk])


@pytest.mark.parametrize("table", ["scoring_entry", "scoring_period"])
def test_the_database_itself_keeps_the_ledger_and_closed_months(table):
    scene = september_on(stage(book=False))
    worked_month(scene)
    close(scene, SEPTEMBER)
    pk = (Entry if table == "scoring_entry" else Period).objects.first().pk
    refused_by_the_database(f"DELETE FROM {table} WHERE id = %s", pk)
    refused_by_the_database(f"UPDATE {table} SET month = '2026-10-01' WHERE id = %s", pk)
