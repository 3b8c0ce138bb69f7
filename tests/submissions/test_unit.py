"""The unit's page: what waits, what came of it, who serves; every number is the list it opens."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Post
from accounts.numbers import year_in
from accounts.roles import Role
from bulletins.actions import adoptions
from scoring.models import Group, Membership
from submissions.models import Submission
from submissions.models.commissions import Commission, Invitation
from submissions.states import State
from tests.factories import PublicationFactory, SubmissionFactory, UnitFactory, UserFactory
from tests.world import office_with_people

pytestmark = pytest.mark.django_db
AWAY = [State.DRAFT, State.REVIEW, State.DISCARDED, State.ARCHIVED]  # nothing filed here


@pytest.fixture
def house():
    return office_with_people("云湖区总工会")


@pytest.fixture
def filled(house):
    """One item in every state, and a second one returned."""
    author = house.people[Role.INFORMANT]
    for state in State:
        SubmissionFactory(author=author, state=state)
    SubmissionFactory(author=author, state=State.RETURNED)
    return house


def address(house):
    return f"/submissions/units/{house.unit.pk}/"


def counted(client, url):
    """How many rows the list behind a number has."""
    context = client.get(url).context
    return context["page"].paginator.count if hasattr(context["page"], "paginator") else len(context["page"])


def test_the_unit_the_desk_and_the_leaders_read_it_and_nobody_else(client, house):
    elsewhere = office_with_people("柳林区总工会")
    codes = {}
    for world in (house, elsewhere):
        for role in Role:
            client.force_login(world.people[role])
            codes[world is house, role] = client.get(address(house)).status_code

    admins = {Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR}
    assert {role for role in Role if codes[True, role] == 200} == set(Role) - admins
    assert {code for (near, _), code in codes.items() if not near} == {404}


def test_an_office_further_up_reads_the_page_and_opens_no_titles(client, filled):
    city = UnitFactory(parent=None, name="市总工会", is_office=True, level="city")
    filled.office.parent = city
    filled.office.save()
    filled.unit.refresh_from_db()
    filled.unit.parent = filled.office
    filled.unit.save()
    client.force_login(UserFactory(home=city, role=Role.EDITOR))

    page = client.get(address(filled))

    links = [url for *_, url in page.context["waiting"]]
    assert (page.status_code, set(links)) == (200, {""})
    month = timezone.localdate().strftime("%Y-%m")
    assert client.get(f"{address(filled)}items/", {"month": month}).status_code == 404


@pytest.mark.parametrize("role", [Role.INFORMANT, Role.REVIEWER, Role.EDITOR])
def test_what_waits_equals_the_lists_it_opens(client, filled, role):
    client.force_login(filled.people[role])

    rows = client.get(address(filled)).context["waiting"]

    assert {label: count for _, label, count, _, url in rows if counted(client, url) != count} == {}
    assert sum(count for _, _, count, _, _ in rows) > 2


def test_a_reviewer_does_not_count_drafts_that_were_never_sent(client, filled):
    filled.people[Role.INFORMANT].submissions.filter(state=State.DRAFT).update(sent_at=None)
    client.force_login(filled.people[Role.REVIEWER])

    rows = client.get(address(filled)).context["waiting"]

    assert {label: count for _, label, count, _, _ in rows}["草稿"] == 0


@pytest.mark.parametrize("role", [Role.INFORMANT, Role.EDITOR])
def test_what_came_of_a_month_equals_the_lists_it_opens(client, filled, role):
    client.force_login(filled.people[role])
    page = client.get(address(filled)).context
    month, cells = page["months"][0]

    opened = [
        counted(client, f"{address(filled)}items/?month={month:%Y-%m}&stage={stage}") for stage, _ in cells
    ]

    assert (opened, opened[0]) == ([count for _, count in cells], len(State) - len(AWAY) + 1)


def test_the_last_month_of_the_calendar_is_empty_and_no_fault(client, filled):
    client.force_login(filled.people[Role.EDITOR])

    assert counted(client, f"{address(filled)}items/?month=9999-12") == 0


def test_an_earlier_month_keeps_its_own_count(client, filled):
    today = timezone.localdate()
    last_year = today.replace(year=today.year - 1, month=3, day=9)
    one = Submission.objects.filter(state=State.ACCEPTED)
    one.update(submitted_on=last_year)
    client.force_login(filled.people[Role.REVIEWER])

    months = client.get(address(filled), {"year": last_year.year}).context["months"]

    assert [month.month for month, cells in months if cells[0][1]] == [3]


def test_the_oldest_that_waits_is_named_with_its_age(client, house):
    item = SubmissionFactory(author=house.people[Role.INFORMANT], state=State.REVIEW)
    since = timezone.now() - timedelta(days=5)
    Submission.objects.filter(pk=item.pk).update(moved_at=since)
    client.force_login(house.people[Role.REVIEWER])

    page = client.get(address(house))

    assert {stage: when for stage, _, _, when, _ in page.context["waiting"]}[State.REVIEW] == since
    assert "5 天" in page.content.decode()


def test_the_roster_shows_who_serves_and_who_served(client, house):
    yesterday = timezone.localdate() - timedelta(days=1)
    Post.objects.filter(user=house.people[Role.INFORMANT]).update(since=yesterday, until=yesterday)
    deputy = UserFactory(home=house.unit)
    Post.objects.create(
        user=deputy,
        unit=house.unit,
        role=Role.REVIEWER,
        deputy_of=house.people[Role.REVIEWER],
        granted_at=timezone.now(),
    )
    client.force_login(house.people[Role.LEADER])

    page = client.get(address(house))

    assert [post.user for post in page.context["served"]] == [house.people[Role.INFORMANT]]
    assert f"单位审核人（代{house.people[Role.REVIEWER]}）" in page.content.decode()


def test_direct_and_contact_points_are_marked(client, house):
    house.unit.is_direct_point = True
    house.unit.save()
    client.force_login(house.people[Role.EDITOR])

    assert "直报点" in client.get(address(house)).content.decode()


def test_the_page_costs_the_same_for_few_items_and_many(client, filled):
    client.force_login(filled.people[Role.REVIEWER])

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(address(filled))
        return len(queries)

    cost()
    few = cost()
    for _ in range(6):
        SubmissionFactory(author=filled.people[Role.INFORMANT], state=State.REVIEW)
        UserFactory(home=filled.unit, role=Role.INFORMANT)

    assert (cost(), few <= 28) == (few, True)


def test_adoptions_of_a_month_equal_the_list_they_open(client, filled):
    above = PublicationFactory(office=None, name="上级刊物", code="above", level="city")
    item = Submission.objects.get(state=State.ACCEPTED)
    adoptions.register(
        item, above, by=filled.people[Role.EDITOR], use="full", on=timezone.localdate(), evidence="第9期"
    )
    for role in (Role.INFORMANT, Role.EDITOR, Role.LEADER):
        client.force_login(filled.people[role])
        context = client.get(f"/bulletins/used/unit/{filled.unit.pk}/").context
        row = context["months"][0]
        query = {"unit": filled.unit.pk, "month": f"{row['month']:%Y-%m}"}
        listed = client.get("/bulletins/adoptions/", query).context["page"].paginator.count
        assert (context["opens"], row["all"], row["own"], row["above"], listed) == (True, 1, 0, 1, 1)


def test_the_standing_names_target_rank_and_opens_the_figures(client, filled):
    group = Group.objects.create(office=filled.office, name="街道组")
    Membership.objects.create(
        group=group, unit=filled.unit, since=timezone.localdate().replace(month=1, day=1), target=40
    )
    client.force_login(filled.people[Role.REVIEWER])

    figures = client.get(f"/scoring/units/{filled.unit.pk}/").context["figures"]

    shown = {label: value for label, value, _, _ in figures}
    url = {label: url for label, _, _, url in figures}
    assert (shown["今年名次"], shown["全年目标分"], shown["今年报送"]) == (1, "40", 6)
    assert client.get(url["今年报送"]).context["page"].paginator.count == 6
    assert {client.get(each).status_code for each in url.values()} == {200}


def test_whom_the_ranking_does_not_reach_sees_no_figures(client, house):
    elsewhere = office_with_people("柳林区总工会")
    client.force_login(elsewhere.people[Role.EDITOR])

    assert client.get(f"/scoring/units/{house.unit.pk}/").status_code == 404


def test_what_the_office_asks_stands_on_the_page_of_whom_it_asks(client, house):
    commission = Commission.objects.create(
        office=house.office,
        title="高温天气劳动保护情况",
        requirements="有数据",
        deadline=timezone.now() + timedelta(days=2),
        first_deadline=timezone.now() + timedelta(days=2),
        contact="办公室",
        made_by=house.people[Role.EDITOR],
    )
    Invitation.objects.create(commission=commission, unit=house.unit)
    for role in (Role.INFORMANT, Role.EDITOR, Role.LEADER):
        client.force_login(house.people[role])
        page = client.get(address(house))
        assert [each.commission for each in page.context["invitations"]] == [commission]

    other = UserFactory(home=UnitFactory(parent=house.office, name="邻街道"), role=Role.INFORMANT)
    client.force_login(other)
    assert list(client.get(f"/submissions/units/{other.home.pk}/").context["invitations"]) == []


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2025", 2025),
        ("2000", 2000),
        ("1999", 2026),
        ("2027", 2026),
        ("", 2026),
        ("昨天", 2026),
        ("9" * 30, 2026),
    ],
)
def test_a_year_nothing_was_filed_in_is_this_year(text, year):
    assert year_in(text, 2026) == year
