"""逐月关账: many months in one go, in order, stopping at the first problem; and the reminder that months wait."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from accounts.models import Event, Notice
from accounts.refusal import Refused
from accounts.roles import Role
from infohub.tasks import sweep
from scoring import actions
from scoring.actions import adjustments, catching_up
from scoring.actions.reminding import remind_scorers
from scoring.due import months_due
from scoring.models import CatchUp, Entry, Period
from submissions.models import Submission
from submissions.states import State
from tests.factories import UserFactory
from tests.scoring.pages import words
from tests.scoring.stage import NOVEMBER_5, stage, worked_month

pytestmark = pytest.mark.django_db
FEBRUARY, OCTOBER = date(2026, 2, 1), date(2026, 10, 1)
NEW = "/scoring/months/close/"


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield


@pytest.fixture
def scene():
    """Nine months wait; every item is decided."""
    made = stage(book=False)
    made.book(since=FEBRUARY)
    made.units = worked_month(made, on=date(2026, 4, 10))
    Submission.objects.update(state=State.ACCEPTED)
    return made


def ask(scene, django_capture_on_commit_callbacks, **options):
    with django_capture_on_commit_callbacks(execute=True):
        asked = catching_up.ask(scene.office, by=scene.scorer, **options)
    asked.refresh_from_db()
    return asked


def closed(scene):
    return [period.month.month for period in Period.objects.closed(scene.office).order_by("month")]


def test_an_office_that_starts_late_closes_nine_months_at_once(scene, django_capture_on_commit_callbacks):
    run = ask(scene, django_capture_on_commit_callbacks)
    assert (run.total, run.done, run.problem, run.ended_at is None) == (9, 9, "", False)
    assert closed(scene) == list(range(2, 11))
    assert set(Entry.objects.values_list("month", flat=True)) == {date(2026, 4, 1)}


def test_it_stops_at_the_first_month_with_an_item_undecided(scene, django_capture_on_commit_callbacks):
    scene.filed(scene.units.jia, on=date(2026, 6, 30))
    run = ask(scene, django_capture_on_commit_callbacks)
    assert (run.done, run.stopped_at) == (4, date(2026, 6, 1))
    assert run.problem == "还有 1 条来稿没有筛选。请办完，或单独打开这个月关账。"
    assert closed(scene) == [2, 3, 4, 5]


def test_it_stops_at_points_nobody_has_agreed_to(scene, django_capture_on_commit_callbacks):
    facts = {"unit": scene.units.jia, "on": date(2026, 3, 3), "points": Decimal(1)}
    adjustments.propose(scene.office, by=scene.scorer, reason="活动", evidence="纪要", **facts)
    run = ask(scene, django_capture_on_commit_callbacks)
    assert (run.done, run.stopped_at, run.problem[:13]) == (1, date(2026, 3, 1), "还有 1 笔加减分没有复核")


def test_whoever_says_so_closes_over_what_is_undecided(scene, django_capture_on_commit_callbacks):
    scene.filed(scene.units.jia, on=date(2026, 6, 30))
    assert ask(scene, django_capture_on_commit_callbacks, anyway=True).done == 9


def test_a_scorer_who_lost_the_post_meanwhile_closes_nothing(scene):
    run = catching_up.ask(scene.office, by=scene.scorer)
    scene.scorer.posts.update(since=FEBRUARY, until=date(2026, 11, 4))
    catching_up.run(run.pk)
    run.refresh_from_db()
    assert (run.done, run.stopped_at, run.problem) == (
        0,
        FEBRUARY,
        f"考核办法、分组和关账由{scene.office}的积分管理员办理。",
    )


def test_asking_again_while_it_goes_on_shows_what_goes_on(scene):
    first = catching_up.ask(scene.office, by=scene.scorer)
    again = catching_up.ask(scene.office, by=UserFactory(home=scene.office, role=Role.SCORER))
    assert (again, CatchUp.objects.count()) == (first, 1)


def test_a_month_closed_by_a_colleague_meanwhile_is_passed_over(scene):
    run = catching_up.ask(scene.office, by=scene.scorer)
    actions.close_month(scene.office, FEBRUARY, by=UserFactory(home=scene.office, role=Role.SCORER))
    catching_up.run(run.pk)
    assert closed(scene) == list(range(2, 11))


def test_two_workers_do_the_work_once(scene):
    run = catching_up.ask(scene.office, by=scene.scorer)
    assert catching_up.claim(run.pk) == run
    assert catching_up.claim(run.pk) is None


def test_a_worker_that_fell_silent_too_often_is_given_up(scene):
    run = catching_up.ask(scene.office, by=scene.scorer)
    CatchUp.objects.update(attempts=3)
    catching_up.run(run.pk)
    run.refresh_from_db()
    assert run.problem == "关账多次中断，请联系管理员查看后台任务是否正常。"


def test_what_a_stopped_queue_left_behind_is_done_by_the_sweep(scene):
    run = catching_up.ask(scene.office, by=scene.scorer)
    sweep()
    run.refresh_from_db()
    assert run.done == 9


def test_nothing_due_is_refused(scene, django_capture_on_commit_callbacks):
    ask(scene, django_capture_on_commit_callbacks)
    with pytest.raises(Refused, match="没有待关账的月份"):
        catching_up.ask(scene.office, by=scene.scorer)


def test_the_page_tells_where_it_will_stop_and_then_how_far_it_came(
    client, scene, django_capture_on_commit_callbacks
):
    scene.filed(scene.units.jia, on=date(2026, 6, 30))
    client.force_login(scene.scorer)
    before = client.get(NEW)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(NEW)
    after = client.get(answer.url)
    assert "按现在的情况，会停在 2026年6月" in words(before.content.decode())
    assert "已关 4 / 9 个月" in words(after.content.decode())
    assert "停在 2026年6月：还有 1 条来稿没有筛选" in words(after.content.decode())
    assert client.get(answer.url, headers={"HX-Request": "true"}).content.decode().startswith("<section")


def test_the_progress_is_the_scorers_alone(client, scene):
    run = catching_up.ask(scene.office, by=scene.scorer)
    for role in (Role.EDITOR, Role.LEADER):
        client.force_login(UserFactory(home=scene.office, role=role))
        assert client.get(run.get_absolute_url()).status_code == 404
        assert client.get(NEW).status_code == 403


def test_its_end_is_told_to_whoever_asked(scene, django_capture_on_commit_callbacks):
    run = ask(scene, django_capture_on_commit_callbacks)
    notice = Notice.objects.get(person=scene.scorer, cause__verb="caught-up")
    assert (notice.text, notice.url) == (
        "逐月关账完成：已关9个月，共9个月",
        run.get_absolute_url(),
    )


def test_at_the_start_of_a_month_every_scorer_is_told_once(scene):
    remind_scorers()
    remind_scorers()
    told = Notice.objects.filter(cause__verb="month-due")
    assert [(one.person, one.text) for one in told] == [(scene.scorer, "2026年2月待关账（共9个月）")]
    assert Event.objects.filter(verb="month-due").count() == 1


def test_the_reminder_dies_when_the_month_is_closed(scene):
    remind_scorers()
    actions.close_month(scene.office, FEBRUARY, by=scene.scorer)
    assert Notice.objects.get(cause__verb="month-due").over_at is not None


def test_an_office_without_a_book_is_not_reminded():
    stage(book=False)
    remind_scorers()
    assert not Notice.objects.exists()


def test_the_first_page_names_the_next_month_to_close(scene):
    assert [(str(due), due.url) for due in months_due(scene.scorer)] == [
        ("2026年2月待关账（共9个月）", f"/scoring/months/?office={scene.office.pk}")
    ]
    for month in range(2, 10):
        actions.close_month(scene.office, date(2026, month, 1), by=scene.scorer)
    assert [(str(due), due.url, due.since) for due in months_due(scene.scorer)] == [
        ("2026年10月待关账", f"/scoring/2026/10/close/?office={scene.office.pk}", date(2026, 11, 1))
    ]
    actions.close_month(scene.office, OCTOBER, by=scene.scorer)
    assert months_due(scene.scorer) == []


def test_only_scorers_are_asked_to_close(scene):
    assert months_due(UserFactory(home=scene.office, role=Role.EDITOR)) == []
