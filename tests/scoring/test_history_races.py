"""A register is loaded once, however many hands and workers reach for it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.refusal import Refused
from accounts.roles import Role
from bulletins.models import Adoption
from scoring.actions.history import checking, loading, receiving, undoing, working
from scoring.history_states import HistoryState
from scoring.models import History
from tests.factories import UserFactory
from tests.scoring.registers import loaded, looked_at, rows_of_the_worked_month, worked, xlsx
from tests.scoring.stage import stage

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NEW_UNITS = {"unit": dict.fromkeys(("甲镇总工会", "乙街道总工会", "丙局工会"), "new")}


def at_once(acts):
    """Each one's refusal, or None."""
    gate = Barrier(len(acts))

    def run(act):
        try:
            gate.wait(timeout=20)
            act()
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_of_four_clicks_at_once_one_loads():
    scene = stage()
    batch = looked_at(scene, rows_of_the_worked_month(), names=NEW_UNITS)
    people = [UserFactory(home=scene.office, role=Role.SCORER) for _ in range(4)]
    told = at_once([lambda by=by: loading.ask_to_load(batch, by=by) for by in people])
    assert sorted(answer is None for answer in told) == [False, False, False, True]
    assert worked(batch).state == HistoryState.LOADED
    assert Adoption.objects.count() == 10


def test_of_twins_of_one_file_at_once_one_is_loaded():
    scene = stage()
    file = xlsx(rows_of_the_worked_month())
    twins = [worked(receiving.receive(scene.office, "uses", file, by=scene.scorer)) for _ in range(2)]
    for batch in twins:
        worked(checking.map_columns(batch, batch.columns, {}, by=scene.scorer))
        worked(checking.say_names(batch, NEW_UNITS, by=scene.scorer))
    told = at_once([lambda one=one: loading.ask_to_load(one, by=scene.scorer) for one in twins])
    for batch in twins:
        working.work(batch.pk)
    assert sorted(answer is None for answer in told) == [False, True]
    assert Adoption.objects.count() == 10
    assert History.objects.filter(state=HistoryState.LOADED).count() == 1


def test_of_undoing_and_building_upon_at_once_nothing_is_lost():
    scene = stage()
    first = loaded(scene, rows_of_the_worked_month(), names=NEW_UNITS)
    later = looked_at(scene, rows_of_the_worked_month("2025-08-10"))
    at_once(
        [
            lambda: undoing.ask_to_undo(first, by=scene.scorer, reason="有误"),
            lambda: loading.ask_to_load(later, by=scene.scorer),
        ]
    )
    states = {worked(first).state, worked(later).state}
    rows = 10 * [first.state, later.state].count(HistoryState.LOADED)
    assert not states & {HistoryState.LOADING, HistoryState.UNDOING}
    assert Adoption.objects.count() == rows
