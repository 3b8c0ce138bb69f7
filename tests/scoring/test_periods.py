"""What becomes of a closed month: opened again for a reason while it is the newest, or published for good."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from scoring import actions, books
from scoring.actions.periods import publish_month, publish_plainly, reopen_month
from scoring.models import Entry, Fate, Period
from scoring.rules import Rule
from scoring.standings import standing
from tests.factories import OfficeFactory, UserFactory
from tests.scoring.stage import NOVEMBER_5, OCTOBER, SEPTEMBER, stage, worked_month

pytestmark = pytest.mark.django_db
NOW = "2026年11月05日 09:00"


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield


@pytest.fixture
def scene():
    """September closed, with one hand at the desk beside the scorer's."""
    made = stage(book=False)
    made.book(since=SEPTEMBER)
    made.units = worked_month(made)
    made.closed = actions.close_month(made.office, SEPTEMBER, by=made.scorer)
    return made


def points(view):
    return {row["name"]: row["month"]["points"] for row in view.rows()}


def refusal(act, *args, **words):
    with pytest.raises(Refused) as refused:
        act(*args, **words)
    return str(refused.value)


def test_a_month_opened_again_is_reckoned_live_and_closed_in_a_second_round(scene):
    jia = scene.units.jia
    reopen_month(scene.closed, by=scene.scorer, reason="漏登一条市级采用")
    scene.adopted(scene.filed(jia), "city", "full")
    view = standing(scene.office, SEPTEMBER)
    again = actions.close_month(scene.office, SEPTEMBER, by=scene.scorer)
    assert view.state == "due"
    assert points(view)["甲镇总工会"] == "60"
    assert points(standing(scene.office, SEPTEMBER)) == points(view)
    assert (again.round, again.is_intact) == (2, True)
    assert [row.snapshot["total"]["month"]["points"] for row in Period.objects.order_by("round")] == [
        "110",
        "125",
    ]


def test_what_was_booked_stays_booked_and_only_the_difference_follows(scene):
    before = set(Entry.objects.values_list("pk", flat=True))
    reopen_month(scene.closed, by=scene.scorer, reason="核对")
    actions.close_month(scene.office, SEPTEMBER, by=scene.scorer)
    assert set(Entry.objects.values_list("pk", flat=True)) == before


def test_a_new_book_may_reach_into_a_month_that_was_opened_again(scene):
    reopen_month(scene.closed, by=scene.scorer, reason="办法有误")
    flat = replace(books.example("r1"), version=2, rules=(Rule("一律计分", Decimal(1)),))
    draft = actions.new_book(scene.office, books.dump(flat), since=SEPTEMBER, by=scene.scorer)
    actions.enact_book(draft, by=scene.scorer, replacing=True)
    actions.close_month(scene.office, SEPTEMBER, by=scene.scorer)
    assert standing(scene.office, SEPTEMBER).table["total"]["month"]["points"] == "10"


@pytest.mark.parametrize("reason", ["", "　 "], ids=["nothing", "blanks"])
def test_a_month_is_not_opened_again_without_a_reason(scene, reason):
    told = refusal(reopen_month, scene.closed, by=scene.scorer, reason=reason)
    assert told == "请写明重新打开的原因，它会永久留在关账记录里。"
    assert not Fate.objects.exists()


def test_a_reason_that_would_be_cut_is_refused(scene):
    told = refusal(reopen_month, scene.closed, by=scene.scorer, reason="长" * 201)
    assert told == "原因请写在200字以内，现有201字。"


def test_only_the_newest_closed_month_is_opened_again(scene):
    october = actions.close_month(scene.office, OCTOBER, by=scene.scorer)
    told = refusal(reopen_month, scene.closed, by=scene.scorer, reason="核对")
    assert told == (
        f"2026年10月已由{scene.scorer}于{NOW}关账，只能重新打开最近关账的一个月；"
        "要改2026年9月，请先重新打开2026年10月。"
    )
    reopen_month(october, by=scene.scorer, reason="核对")
    reopen_month(scene.closed, by=scene.scorer, reason="核对")
    assert Period.objects.last_closed(scene.office) is None


def test_after_opening_again_the_next_month_is_told_what_to_close_first(scene):
    reopen_month(scene.closed, by=scene.scorer, reason="核对")
    told = refusal(actions.close_month, scene.office, OCTOBER, by=scene.scorer)
    assert told == f"月份须按顺序关账，请先关2026年9月（由{scene.scorer}于{NOW}重新打开）。"


def test_a_published_month_is_final(scene):
    other = UserFactory(home=scene.office, role=Role.SCORER)
    publish_month(scene.closed, by=other)
    told = refusal(reopen_month, scene.closed, by=scene.scorer, reason="核对")
    assert told == f"2026年9月已由{other}于{NOW}公布，不能重新打开。"
    assert refusal(publish_month, scene.closed, by=scene.scorer).endswith("公布，不能公布。")
    assert Period.objects.of(scene.office, SEPTEMBER).is_published


def test_a_closing_that_was_taken_back_is_not_published(scene):
    reopen_month(scene.closed, by=scene.scorer, reason="漏登")
    told = refusal(publish_month, scene.closed, by=scene.scorer)
    assert told == f"2026年9月已由{scene.scorer}于{NOW}重新打开，原因：漏登，不能公布。"


def test_a_month_is_published_though_an_earlier_one_never_was(scene):
    october = actions.close_month(scene.office, OCTOBER, by=scene.scorer)
    publish_month(october, by=scene.scorer)
    assert [period.is_published for period in Period.objects.closed(scene.office)] == [True, False]
    assert "只能重新打开最近关账的一个月" in refusal(
        reopen_month, scene.closed, by=scene.scorer, reason="核对"
    )


def test_figures_that_were_tampered_with_are_not_published(scene):
    Period.objects.bulk_create([broken(scene.closed)])
    told = refusal(publish_month, Period.objects.get(round=2), by=scene.scorer)
    assert told == "2026年9月的数字与关账时的校验值不符，不能公布，请告知系统管理员核查。"


def broken(period):
    """A row as somebody with the database's password might write it."""
    fields = {name: getattr(period, name) for name in ("office", "month", "book", "sources", "closed_by")}
    return Period(**fields, round=2, snapshot={"total": "改过的"}, sha256=period.sha256)


def test_others_of_the_desk_neither_open_nor_publish(scene):
    editor = UserFactory(home=scene.office, role=Role.EDITOR)
    approver = UserFactory(home=scene.office, role=Role.APPROVER)
    elsewhere = UserFactory(home=OfficeFactory(), role=Role.SCORER)
    for person in (editor, approver, elsewhere):
        with pytest.raises(NotYours):
            reopen_month(scene.closed, by=person, reason="核对")
    for person in (editor, elsewhere):
        with pytest.raises(NotYours):
            publish_month(scene.closed, by=person)
    assert publish_month(scene.closed, by=approver).by == approver


def test_opening_again_is_in_the_log_and_told_to_the_desk_until_the_month_is_closed(scene):
    editor = UserFactory(home=scene.office, role=Role.EDITOR)
    reopen_month(scene.closed, by=scene.scorer, reason="漏登一条")
    event = Event.objects.get(verb="reopen")
    notice = Notice.objects.get(cause=event)
    assert (event.label, event.note, event.unit) == ("重新打开", "漏登一条", scene.office)
    assert (notice.person, notice.text) == (editor, "2026年9月已重新打开，须重新关账：漏登一条")
    actions.close_month(scene.office, SEPTEMBER, by=scene.scorer)
    notice.refresh_from_db()
    assert notice.over_at is not None


def test_publishing_without_a_circular_tells_the_units(scene):
    reviewer = UserFactory(home=scene.units.jia, role=Role.REVIEWER)
    Notice.objects.all().delete()
    publish_plainly(scene.closed, by=scene.scorer)
    texts = dict(Notice.objects.filter(person=reviewer).values_list("text", "url"))
    assert texts == {"某市总工会2026年9月积分排名已公布": f"/scoring/2026/9/?office={scene.office.pk}"}


def test_the_database_keeps_one_fate_for_a_closing_and_wants_a_reason(scene):
    Fate.objects.create(period=scene.closed, what="published", by=scene.scorer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Fate.objects.create(period=scene.closed, what="reopened", reason="再开", by=scene.scorer)
    october = actions.close_month(scene.office, OCTOBER, by=scene.scorer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Fate.objects.create(period=october, what="reopened", by=scene.scorer)


@pytest.mark.parametrize("table", ["scoring_entry", "scoring_period", "scoring_fate"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET id = id"], ids=["delete", "update"])
def test_the_database_refuses_to_rewrite_what_was_closed(scene, table, statement):
    publish_month(scene.closed, by=scene.scorer)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_a_month_is_closed_once_in_a_round(scene):
    with pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.bulk_create([copy_of(scene.closed)])


def copy_of(period):
    again = broken(period)
    again.round, again.month = 1, date(2026, 9, 1)
    return again
