"""The demo office, built small: what the screens will show is what the actions wrote."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from hashlib import sha256
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import Count, F
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.events import verify
from accounts.models import Event, Notice, RosterChange, Unit, User
from bulletins.models import Adoption, Issue, Source
from bulletins.states import IssueState
from infohub.demo.keys import PASSWORD, keys
from scoring.bookcase import end_of
from scoring.models import Adjustment, Entry, Group, Period
from scoring.standings import standing
from submissions.models import Call, Commission, Invitation, JointUnit, Submission
from submissions.models.urgent import Incident, UrgentReport
from submissions.models.urgent_desk import Duty
from submissions.states import REASONS

pytestmark = pytest.mark.django_db

TODAY = "2026-09-15"
JULY, AUGUST, SEPTEMBER = (date(2026, month, 1) for month in (7, 8, 9))
PRICES = {  # domain §3.1, rule set R1: (level, system) → full, brief
    ("county", "union"): (10, 5),
    ("county", "party"): (15, 0),
    ("city", "party"): (20, 10),
    ("city", "union"): (15, 10),
    ("province", "party"): (30, 15),
    ("province", "union"): (25, 10),
    ("central", "party"): (50, 25),
    ("central", "union"): (40, 15),
}


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker, tmp_path_factory):
    """One demo for all tests of this file; what the command printed."""
    out = StringIO()
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        call_command("demo", "--small", f"--today={TODAY}", stdout=out, stderr=out)
        yield out.getvalue()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def demo(printed):
    """Every test looks at that demo, in the evening of its today."""
    with time_machine.travel(f"{TODAY}T18:00+08:00"):
        yield


def office():
    return Unit.objects.get(name="云湖区总工会")


def price(adoption):
    """Composites are paid like full text; the list knows no other use."""
    full, brief = PRICES[adoption.publication.level, adoption.publication.system]
    return Decimal(brief if adoption.use == "brief" else full)


def earned(until, known_at=None):
    """What each unit had by the end of a month, as far as it was known when the month was closed."""
    points = defaultdict(Decimal)
    for adoption in Adoption.objects.filter(on__lte=until).select_related("publication"):
        known = known_at is None or adoption.registered_at <= known_at
        gone = adoption.revoked_at and (known_at is None or adoption.revoked_at <= known_at)
        if known and not gone:
            points[adoption.unit_id] += price(adoption)
    for one in Adjustment.objects.in_force().filter(on__lte=until):
        if known_at is None or one.moved_at <= known_at:
            points[one.unit_id] += one.points
    return points


def dense(scores):
    """Rank of each score: as many places as there are better scores."""
    return [1 + len({other for other in scores if other > score}) for score in scores]


def recount(before, after):
    """(group, unit, points, rank) of a month from two states of the year."""
    rows = []
    for group in Group.objects.order_by("order"):
        members = group.memberships.select_related("unit").order_by("unit__order")
        units = [member.unit for member in members]
        scores = [after[unit.pk] - before[unit.pk] for unit in units]
        places = dense(scores)
        rows += [(group.name, str(u), s, p) for u, s, p in zip(units, scores, places, strict=True)]
    return rows


def shown(month):
    """The same of the ranking."""
    return [
        (group["name"], row["name"], Decimal(row["month"]["points"]), row["month"]["rank"])
        for group in standing(office(), month).table["groups"]
        for row in group["rows"]
    ]


def test_the_ranking_of_every_month_equals_a_recount_from_the_raw_rows():
    closings = {period.month: period.closed_at for period in Period.objects.all()}
    july = earned(end_of(JULY), closings[JULY])
    august = earned(end_of(AUGUST), closings[AUGUST])
    now = earned(date(2026, 9, 15))

    assert shown(JULY) == recount(defaultdict(Decimal), july)
    assert shown(AUGUST) == recount(july, august)
    assert shown(SEPTEMBER) == recount(august, now)
    assert 0 < sum(july.values()) < sum(august.values())
    assert {rank for month in (JULY, AUGUST, SEPTEMBER) for *_, rank in shown(month)} == {1, 2}


def test_all_months_before_the_running_one_are_closed_and_booked():
    periods = {period.month: period for period in Period.objects.all()}

    assert sorted(periods) == [JULY, AUGUST]
    assert [standing(office(), month).state for month in (JULY, AUGUST, SEPTEMBER)] == [
        "closed", "closed", "current",
    ]  # fmt: skip
    for month, period in periods.items():
        booked = sum(Entry.objects.filter(month=month).values_list("points", flat=True))
        assert booked == Decimal(period.snapshot["total"]["month"]["points"])
        assert standing(office(), month).table == period.snapshot


def test_an_adoption_revoked_after_its_month_was_closed_is_taken_back_in_the_open_month():
    mistake = Adoption.objects.get(issue=None, revoked_at__isnull=False)
    entry = Entry.objects.get(adoption=mistake)
    postings = standing(office(), SEPTEMBER).ledger.postings

    assert mistake.revoked_at > Period.objects.get(month=entry.month).closed_at
    assert [posting.points for posting in postings if posting.due.reverses == entry.pk] == [-entry.points]


def test_everybody_logs_in_with_the_printed_password(client):
    people = list(User.objects.all())
    changing = []
    for person in people:
        answer = client.post(reverse("accounts:login"), {"username": person.username, "password": PASSWORD})
        assert answer.status_code == 302, person.username
        answer = client.get(reverse("accounts:profile"))
        if answer.status_code == 302:
            changing.append(person.username)
            assert answer.url.startswith(reverse("accounts:password"))
        client.post(reverse("accounts:logout"))

    assert changing == [person.username for person in people if person.must_change_password]
    assert len(changing) == 1


def test_the_printed_table_names_an_account_for_every_role(printed):
    roles = {"信息员", "单位审核人", "责任编辑", "核对", "核签", "积分管理员", "领导", "系统管理员",
             "安全管理员", "审计员"}  # fmt: skip

    assert {key.role for key in keys()} == roles
    for key in keys():
        line = next(line for line in printed.splitlines() if f" {key.username} " in line)
        assert line.split()[:5] == [key.role, key.name, key.unit, key.username, PASSWORD]


def test_numbers_are_consecutive_in_every_series():
    numbers = defaultdict(list)
    for issue in Issue.objects.printed().order_by("signed_at"):
        numbers[issue.publication.code, issue.series, issue.year].append(issue.number)

    assert {series for _, series, _ in numbers} == {"regular", "supplement"}
    for given in numbers.values():
        assert given == list(range(given[0], given[0] + len(given)))


def test_every_signed_issue_has_two_documents_with_the_bytes_of_their_hash():
    for issue in Issue.objects.printed().prefetch_related("documents"):
        made = {document.format: document for document in issue.documents.all()}
        assert sorted(made) == ["docx", "pdf"]
        for document in made.values():
            assert sha256(document.content).hexdigest() == document.sha256


def test_every_signed_issue_adopted_each_source_of_each_article_once():
    sources = Source.objects.filter(article__placement__issue__state=IssueState.SIGNED)
    wanted = sources.values_list("article__placement__issue", "article", "submission")
    adopted = Adoption.objects.own().values_list("issue", "article", "submission")

    assert sorted(adopted) == sorted(wanted)
    assert len(adopted) > len(Issue.objects.signed())


def test_a_void_issue_keeps_its_number_and_its_articles_went_into_another():
    void = Issue.objects.get(state=IssueState.VOID)
    revoked = Adoption.objects.filter(issue=void)
    again = Adoption.objects.own().filter(article__in=revoked.values("article"))

    assert void.number is not None
    assert revoked.filter(revoked_at=None).count() == 0
    assert sorted(again.values_list("submission", flat=True)) == sorted(
        revoked.values_list("submission", flat=True)
    )
    assert set(again.values_list("issue__state", flat=True)) == {IssueState.SIGNED}


def test_three_people_signed_each_issue():
    hands = Issue.objects.signed().values_list("editor", "checker", "approver")

    assert [len(set(three)) for three in hands] == [3] * len(hands)


def test_the_running_month_has_work_on_every_desk():
    states = dict(Submission.objects.values_list("state").annotate(Count("pk")))
    issues = Issue.objects.in_work().filter(publication__office=office())
    work = dict(issues.values_list("state").annotate(Count("pk")))

    assert {"draft", "review", "submitted", "accepted", "rejected"} <= states.keys()
    assert work == {"compiling": 1, "checking": 1, "awaiting": 1}


def test_the_log_is_whole_and_sealed_to_its_end():
    verdict = verify()

    assert verdict.whole
    assert verdict.checked == Event.objects.count()


def test_time_never_runs_backwards_in_the_log_nor_past_today():
    times = list(Event.objects.order_by("position").values_list("at", flat=True))

    assert times == sorted(times)
    assert times[-1].date() <= date(2026, 9, 15)


def test_nobody_was_told_of_their_own_act():
    assert Notice.objects.count() > 0
    assert Notice.objects.filter(person=F("cause__who")).count() == 0


def test_every_decision_of_the_office_begins_with_a_reason_of_its_catalogue():
    notes = Event.objects.filter(verb="return").values_list("note", flat=True)

    assert len(notes) > 0
    assert [note for note in notes if not note.startswith(REASONS)] == []


def test_an_office_that_has_people_is_not_overwritten():
    before = Event.objects.count()

    with pytest.raises(CommandError, match="数据库里已有单位或人员"):
        call_command("demo", "--small")

    assert Event.objects.count() == before


@pytest.mark.parametrize("debug", [False, True])
def test_only_a_demo_database_can_be_emptied(settings, tmp_path, debug):
    settings.DEBUG, settings.VAR_DIR = debug, tmp_path  # the database of this test lies elsewhere
    before = Event.objects.count()

    with pytest.raises(CommandError, match="--fresh 只清空"):
        call_command("demo", "--small", "--fresh")

    assert Event.objects.count() == before


def test_the_accounts_can_be_listed_again(printed):
    out = StringIO()
    call_command("demo", "--accounts", stdout=out)

    assert printed.endswith(out.getvalue())


def test_each_month_has_a_call_that_items_answer():
    months = [call.since for call in Call.objects.order_by("since")]

    assert months == [JULY, AUGUST, SEPTEMBER]
    assert Call.objects.filter(topics__answers__filed__isnull=False).distinct().count() > 0


def test_commissions_were_answered_declined_and_one_is_open():
    assert set(Invitation.objects.values_list("state", flat=True)) >= {"answered", "declined", "invited"}
    assert Commission.objects.filter(state="open").count() == 1


def test_urgent_incidents_were_taken_in_hand_and_one_is_still_open():
    assert Incident.objects.filter(state="open").count() == 1
    assert UrgentReport.objects.unreceived().count() == 0
    assert UrgentReport.objects.filter(late_minutes__gt=0).count() > 0


def test_somebody_is_on_duty_today():
    assert Duty.objects.filter(office=office()).at(timezone.now()).count() == 1


def test_the_office_finds_a_filed_change_of_people():
    assert sorted(RosterChange.objects.values_list("state", flat=True)) == ["approved", "filed"]


def test_some_items_were_filed_jointly_and_heard_of_elsewhere():
    assert JointUnit.objects.count() > 0
    assert Submission.objects.exclude(channel="own").count() > 0


def test_some_items_wear_a_table_their_office_can_read():
    dressed = Submission.objects.exclude(rich="").filter(filed__isnull=False)

    assert dressed.count() > 0
    assert all("\t" in item.body for item in dressed)
