"""Of contradicting decisions on a month at once one holds, and the other hand is told whose; no fact is lost meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from accounts.roles import Role
from scoring import actions
from scoring.actions.periods import publish_month, reopen_month
from scoring.models import Entry, Fate, Period
from scoring.standings import standing
from tests.bulletins.test_races import alone, hold, waiting
from tests.factories import UserFactory
from tests.scoring.stage import stage, worked_month

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SEPTEMBER, OCTOBER = date(2025, 9, 1), date(2025, 10, 1)


def september_worked():
    scene = stage(book=False)
    scene.book(since=SEPTEMBER)
    scene.units = worked_month(scene, on=date(2025, 9, 10))
    scene.other = UserFactory(home=scene.office, role=Role.SCORER)
    return scene


def closed_in_september():
    scene = september_worked()
    scene.closed = actions.close_month(scene.office, SEPTEMBER, by=scene.scorer)
    return scene


def test_of_opening_again_and_publishing_at_once_one_counts():
    scene = closed_in_september()
    with waiting(
        lambda: reopen_month(scene.closed, by=scene.scorer, reason="漏登"),
        lambda: publish_month(scene.closed, by=scene.other),
    ) as answers:
        hold(scene.office)
    fate = Fate.objects.get()
    loser = next(answer for answer in answers if answer)
    assert sorted(answer is None for answer in answers) == [False, True]
    assert loser.startswith(f"2025年9月已由{fate.by}于")


def test_of_closing_the_next_month_and_opening_this_one_at_once_one_counts():
    scene = closed_in_september()
    with waiting(
        lambda: actions.close_month(scene.office, OCTOBER, by=scene.other),
        lambda: reopen_month(scene.closed, by=scene.scorer, reason="漏登"),
    ) as answers:
        hold(scene.office)
    standing_now = [str(period) for period in Period.objects.closed(scene.office)]
    if answers[0] is None:
        assert answers[1].startswith(f"2025年10月已由{scene.other}于")
        assert standing_now == ["2025年10月", "2025年9月"]
    else:
        assert answers[0].startswith(f"月份须按顺序关账，请先关2025年9月（由{scene.scorer}于")
        assert (answers[1], standing_now) == (None, [])


def test_opened_again_twice_at_once_is_opened_once():
    scene = closed_in_september()
    with waiting(
        lambda: reopen_month(scene.closed, by=scene.scorer, reason="漏登"),
        lambda: reopen_month(scene.closed, by=scene.other, reason="重复"),
    ) as answers:
        hold(scene.office)
    assert sorted(answer is None for answer in answers) == [False, True]
    assert next(answer for answer in answers if answer).startswith(f"2025年9月已由{Fate.objects.get().by}于")


def test_a_use_written_while_the_month_is_closing_counts_once_in_that_month_or_the_next():
    """Signing waits for no closing: what the closing did not see yet is booked in the next month."""
    scene = september_worked()
    item = scene.filed(scene.units.jia, on=date(2025, 9, 20))
    with transaction.atomic(), ThreadPoolExecutor(1) as threads:
        scene.adopted(item, "own", on=date(2025, 9, 30))
        closing = threads.submit(alone, lambda: actions.close_month(scene.office, SEPTEMBER, by=scene.scorer))
        assert closing.result(timeout=20) is None
    actions.close_month(scene.office, OCTOBER, by=scene.scorer)
    booked = Entry.objects.filter(submission=item).values_list("points", "on", "month", "reason")
    assert [row[:3] for row in booked] == [(Decimal(10), date(2025, 9, 30), OCTOBER)]
    assert booked[0][3].endswith("；补记：2025年9月事项")
    assert standing(scene.office, SEPTEMBER).table["total"]["month"]["points"] == "110"
