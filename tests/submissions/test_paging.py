"""Pages of the queue are found by place, and each editor keeps their own ways of looking."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from submissions.keyset import Slice, written
from submissions.models import SavedFilter, Submission
from submissions.states import WAITING, Nature, State
from tests.factories import SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db
INBOX = "/submissions/inbox/"


@pytest.fixture
def author():
    return UserFactory(role=Role.INFORMANT)


@pytest.fixture
def editor(author):
    return UserFactory(home=author.home.office, role=Role.EDITOR, name="胡编辑")


@pytest.fixture
def colleague(author):
    return UserFactory(home=author.home.office, role=Role.EDITOR, name="刘编辑")


def waiting_since(author, days, **fields):
    """An item that came so many days ago."""
    item = SubmissionFactory(author=author, **{"state": State.SUBMITTED} | fields)
    Submission.objects.filter(pk=item.pk).update(moved_at=timezone.now() - timedelta(days=days))
    return Submission.objects.get(pk=item.pk)


def listed(client, query=""):
    return [item.pk for item in client.get(f"{INBOX}?{query}").context["page"]]


def walk(rows, order, size):
    """Every page forward from the first, then back from the last."""
    pages = [Slice(rows, order, size)]
    while pages[-1].next:
        pages.append(Slice(rows, order, size, after=pages[-1].next))
    back = [pages[-1]]
    while back[-1].previous:
        back.append(Slice(rows, order, size, before=back[-1].previous))
    return [[row.pk for row in page] for page in pages], [[row.pk for row in page] for page in back[::-1]]


@pytest.mark.parametrize(
    "order", [("rank", "moved_at", "pk"), ("rank", "-moved_at", "-pk"), ("-moved_at", "-pk")]
)
def test_pages_lead_forward_and_back_over_every_row_once(author, order):
    for number in range(11):
        waiting_since(author, number // 3 * 4)
    same = Submission.objects.all()
    same.filter(pk__in=same.values("pk")[:4]).update(moved_at=timezone.now())
    rows = Submission.objects.ranked()

    forward, back = walk(rows, order, 3)

    assert [pk for page in forward for pk in page] == list(rows.order_by(*order).values_list("pk", flat=True))
    assert back == forward


@pytest.mark.parametrize(
    "place", ["nonsense", "1.2", "1.2.3.4", "1.x.3", "1.99999999999999999.3", "-1.2.3", "..", "１.2.3"]
)
def test_a_place_that_is_none_opens_the_first_page(client, author, editor, place):
    item = waiting_since(author, 0)
    client.force_login(editor)

    assert listed(client, f"state={WAITING}&after={place}") == [item.pk]
    assert listed(client, f"state={WAITING}&before={place}") == [item.pk]


def test_a_page_whose_rows_are_gone_shows_the_first(client, author, editor):
    item = waiting_since(author, 0)
    client.force_login(editor)
    place = written([1, item.moved_at, item.pk])

    assert listed(client, f"state={WAITING}&after={place}") == [item.pk]


def test_a_saved_filter_opens_the_queue(client, author, editor):
    waiting_since(author, 0, nature=Nature.GOOD)
    bad = waiting_since(author, 0, nature=Nature.BAD)
    client.force_login(editor)
    data = {"name": "报忧", "query": "nature=bad&state=waiting&after=1.2.3", "first": "on"}

    client.post(reverse("submissions:filter_new"), data)
    opened = client.get(INBOX, follow=True)

    kept = SavedFilter.objects.get()
    assert (kept.query, kept.is_default) == ("state=waiting&nature=bad", True)
    assert [item.pk for item in opened.context["page"]] == [bad.pk]
    assert len(listed(client, "state=waiting")) == 2


def test_one_filter_comes_first_and_each_can_be_dropped(client, editor):
    client.force_login(editor)
    for name in ("甲", "乙", "甲"):
        client.post(reverse("submissions:filter_new"), {"name": name, "query": f"q={name}", "first": "on"})
    assert [(each.name, each.is_default) for each in SavedFilter.objects.all()] == [
        ("乙", False),
        ("甲", True),
    ]

    first = SavedFilter.objects.get(is_default=True)
    client.post(reverse("submissions:filter", args=[first.pk]), {"do": "first"})
    assert not SavedFilter.objects.filter(is_default=True).exists()
    client.post(reverse("submissions:filter", args=[first.pk]), {"do": "drop"})
    assert SavedFilter.objects.count() == 1


def test_a_filter_is_its_owners_alone(client, editor, colleague):
    kept = SavedFilter.objects.create(owner=editor, name="甲", query="state=waiting")
    client.force_login(colleague)

    assert client.post(reverse("submissions:filter", args=[kept.pk]), {"do": "drop"}).status_code == 404
    assert "甲</a>" not in client.get(INBOX).content.decode()
