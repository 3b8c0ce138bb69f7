"""`verify` finds whatever somebody with the database's password changed in closed months or in the ledger."""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts.append_only import protect, release
from bulletins.models import Adoption
from scoring import actions
from scoring.actions.periods import reopen_month
from scoring.models import Entry, Period
from scoring.proofs import proofs_of
from tests.scoring.stage import NOVEMBER_5, OCTOBER, SEPTEMBER, stage, worked_month

pytestmark = pytest.mark.django_db(transaction=True)  # triggers are taken down and put back


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield


@pytest.fixture
def scene():
    """September closed with ten lines; October with the reversal of one of them."""
    made = stage(book=False)
    made.book(since=SEPTEMBER)
    made.units = worked_month(made)
    actions.close_month(made.office, SEPTEMBER, by=made.scorer)
    revoked = Adoption.objects.order_by("pk").first()
    Adoption.objects.filter(pk=revoked.pk).update(
        revoked_at=NOVEMBER_5, revoked_by=made.scorer, revoked_why="登记有误"
    )
    actions.close_month(made.office, OCTOBER, by=made.scorer)
    return made


@contextmanager
def trigger_off(table):
    """What somebody with the database's own password could do."""
    with connection.schema_editor() as editor:
        release(editor, table)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            protect(editor, table)


def verify(capsys):
    call_command("verify")
    return capsys.readouterr().out.splitlines()


def refusal():
    with pytest.raises(CommandError) as refused:
        call_command("verify")
    return str(refused.value)


def test_what_was_closed_is_whole(scene, capsys):
    assert verify(capsys)[1:] == [
        "已关账月份完好，共 2 个，校验值相符，账目合计一致",
        "积分账完好，共 11 笔",
    ]


def test_a_month_closed_twice_is_proved_by_its_second_round(scene, capsys):
    reopen_month(Period.objects.get(month=OCTOBER), by=scene.scorer, reason="核对")
    scene.adopted(scene.filed(scene.units.jia), "own", on=date(2026, 10, 8))
    actions.close_month(scene.office, OCTOBER, by=scene.scorer)
    assert [(str(proof.period), proof.period.round, proof.holds) for proof in proofs_of()] == [
        ("2026年9月", 1, True),
        ("2026年10月", 2, True),
    ]


def test_a_changed_snapshot_is_found(scene):
    with trigger_off("scoring_period"):
        Period.objects.filter(month=SEPTEMBER).update(sources={})
    assert refusal() == f"已关账月份有不符：\n{scene.office}2026年9月：所存数字与关账时的校验值不符"


def test_a_changed_line_is_found_by_its_months_sum(scene):
    with trigger_off("scoring_entry"):
        Entry.objects.filter(pk=Entry.objects.latest("points").pk).update(points=Decimal(99))
    assert refusal().startswith(f"已关账月份有不符：\n{scene.office}2026年9月：账上合计")


def test_a_removed_line_is_found_by_its_months_sum(scene):
    with trigger_off("scoring_entry"):
        Entry.objects.filter(month=OCTOBER).delete()
    assert refusal() == f"已关账月份有不符：\n{scene.office}2026年10月：账上合计0分，关账时为-10分"


def test_a_reversal_of_another_unit_is_found(scene):
    with trigger_off("scoring_entry"):
        Entry.objects.filter(reverses__isnull=False).update(unit=scene.units.ding)
    assert refusal().startswith("冲销与原账不符：\n第 ")


def test_closing_writes_reversals_that_mirror_what_they_take_back(scene):
    [reversal] = Entry.objects.filter(reverses__isnull=False)
    assert (reversal.points, reversal.reverses.points) == (Decimal(-10), Decimal(10))
    assert not Entry.objects.unlike_what_they_reverse().exists()


def copied(entry, **changes):
    names = ("office", "unit", "fact", "book", "rule", "points", "on", "month", "made_by")
    return Entry(**{name: getattr(entry, name) for name in names} | changes)


def test_the_database_books_a_line_only_in_a_whole_month(scene):
    with pytest.raises(IntegrityError), transaction.atomic():
        copied(Entry.objects.first(), month=date(2026, 9, 2)).save()


def test_the_database_takes_a_line_back_once(scene):
    once = Entry.objects.get(reverses__isnull=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        copied(once, reverses=once.reverses).save()
