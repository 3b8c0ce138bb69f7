"""Receipts: each number of the pages is as long as the list it opens; who may look, and what it costs."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import Role
from bulletins.actions import reading, signing
from bulletins.models import Delivery
from tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(office):
    """Given to two units and the leader; one of each unit has read it."""
    other = UnitFactory(parent=office.unit, name="东街道总工会")
    readers = [UserFactory(home=other, role=Role.INFORMANT) for _ in range(3)]
    issue = office.signed()
    for person in (readers[0], office.informant):
        reading.read(issue, by=person)
    reading.read_all(by=readers[1])
    return issue


def listed(client, issue, **query):
    return client.get(reverse("bulletins:receipts", args=[issue.pk]), query).context


def test_every_tab_and_every_unit_says_how_long_its_list_is(office, issue, as_user):
    client = as_user(office.editor)
    page = listed(client, issue, state="")

    tabs = {
        state: (n, listed(client, issue, state=state)["page"].paginator.count) for state, _, n in page["tabs"]
    }
    units = {
        (row["unit"], state): (
            row[key],
            listed(client, issue, state=state, unit=row["unit"])["page"].paginator.count,
        )
        for row in page["units"]
        for state, key in (("", "given"), ("read", "read"), ("unread", "unread"))
    }

    assert tabs == {"unread": (3, 3), "read": (3, 3), "": (6, 6)}
    assert len(units) == 9
    assert all(said == shown for said, shown in units.values())


def test_what_was_only_put_away_is_told_apart_from_what_was_opened(office, issue, as_user):
    page = as_user(office.leader).get(reverse("bulletins:receipts", args=[issue.pk]), {"state": "read"})

    assert sorted((each.times for each in page.context["page"]), key=str) == [1, 1, None]
    assert page.text.count("标为已读") == 1


def test_the_spreadsheet_holds_every_reader_and_every_unit(office, issue, as_user):
    answer = as_user(office.editor).get(reverse("bulletins:receipts_xlsx", args=[issue.pk]))
    book = load_workbook(BytesIO(answer.content))

    assert book.sheetnames == ["读者", "各单位"]
    readers = list(book["读者"].iter_rows(min_row=4, values_only=True))
    assert (len(readers), sum(row[3] == "未读" for row in readers)) == (6, 3)
    assert list(book["各单位"].iter_rows(values_only=True))[-1] == ("合计", 6, 3, 3, "50%")


def test_rates_of_bulletins_and_issues_agree_with_the_receipts(office, issue, elsewhere, as_user):
    elsewhere.signed()
    void = office.signed()
    signing.void(void, by=office.approver, reason="印错")
    client = as_user(office.leader)

    [(publication, row, rate)] = client.get(reverse("bulletins:receipts_rates")).context["rows"]
    issues = client.get(reverse("bulletins:publication_receipts", args=[publication.code])).context["rows"]

    assert (publication, row["given"], row["read"], row["unread"], rate) == (
        office.publication,
        6,
        3,
        3,
        "50%",
    )
    assert [(found, each["given"], each["read"], share) for found, each, share in issues] == [
        (issue, 6, 3, "50%")
    ]


def test_readers_keep_no_receipts_and_strangers_know_of_none(office, issue, elsewhere, as_user):
    pages = ["receipts", "receipts_xlsx"]

    assert [
        as_user(office.informant).get(reverse(f"bulletins:{n}", args=[issue.pk])).status_code for n in pages
    ] == [
        403,
        403,
    ]
    assert [
        as_user(elsewhere.editor).get(reverse(f"bulletins:{n}", args=[issue.pk])).status_code for n in pages
    ] == [
        404,
        404,
    ]
    assert as_user(office.informant).get(reverse("bulletins:receipts_rates")).status_code == 403
    assert as_user(elsewhere.editor).post(reverse("bulletins:remind", args=[issue.pk])).status_code == 404


def test_the_badge_counts_what_the_first_page_shows_as_unread(office, as_user):
    for _ in range(3):
        office.signed()
    client = as_user(office.reviewer)
    client.get(office.signed().number_url)

    page = client.get(reverse("bulletins:index"))

    assert len(page.context["unread_issues"]) == 3 == Delivery.objects.unread_by(office.reviewer).count()
    assert "3 期未读" in page.text
    assert page.context["unread"] == office.reviewer.notices.unread().count()  # the bell is another count


def test_pages_cost_the_same_for_few_readers_and_for_many(office, as_user, django_assert_max_num_queries):
    client = as_user(office.editor)
    counts = []
    for more in (1, 12):
        for _ in range(more):
            UserFactory(home=UnitFactory(parent=office.unit), role=Role.INFORMANT)
        issue = office.signed()
        doors = [
            reverse("bulletins:receipts", args=[issue.pk]),
            reverse("bulletins:receipts_rates"),
            reverse("bulletins:publication_receipts", args=[office.publication.code]),
            reverse("bulletins:readers", args=[office.publication.code]),
            reverse("bulletins:issue_readers", args=[issue.pk]),
        ]
        row = []
        for door in doors:
            client.get(door)
            with django_assert_max_num_queries(24) as queries:
                client.get(door)
            row.append(len(queries))
        counts.append(row)

    assert counts[0] == counts[1]
