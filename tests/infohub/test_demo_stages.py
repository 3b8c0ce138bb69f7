"""The demo stopped early: an empty office, a full inbox, a first issue in the making."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from accounts.models import Event, Post, Unit, User
from bulletins.models import Article, Issue, Publication
from scoring.models import Book, Membership, Period
from submissions.models import Submission

pytestmark = pytest.mark.django_db(transaction=True)


def build(stage):
    call_command("demo", "--small", "--today=2026-09-15", f"--stage={stage}", stdout=StringIO())


def tally(model):
    return dict(model.objects.order_by().values_list("state").annotate(Count("pk")))


def test_the_empty_office_has_people_with_granted_posts_and_a_book_but_no_item():
    build("empty")

    assert Unit.objects.count() == 6
    assert Post.objects.pending().count() == 0
    assert User.objects.filter(posts__granted_at=None).count() == 0
    assert Publication.objects.count() == 11
    assert Membership.objects.count() == 3
    assert [book.since for book in Book.objects.filter(enacted_at__isnull=False)] == [date(2026, 8, 1)]
    assert Submission.objects.count() == 0


def test_the_filed_office_has_items_that_wait_and_is_the_same_every_time():
    build("filed")
    first = fingerprint()
    call_command("flush", interactive=False, verbosity=0)
    build("filed")

    assert fingerprint() == first
    assert set(tally(Submission)) == {"draft", "review", "submitted"}
    assert tally(Submission)["submitted"] > 5
    assert Article.objects.count() == 0


def fingerprint():
    """What was done by whom to what and when; the keys of rows differ from database to database."""
    return list(Event.objects.order_by("pk").values_list("at", "who__username", "verb", "thing_name", "note"))


def test_the_compiling_office_has_one_issue_in_the_making():
    build("compiling")
    issue = Issue.objects.get()

    assert issue.state == "compiling"
    assert issue.placements.count() == tally(Article)["placed"] > 1
    assert {"placed"} <= tally(Article).keys() <= {"placed", "ready", "editing"}
    assert {"accepted", "submitted", "rejected"} <= tally(Submission).keys()


def test_the_signed_office_has_closed_no_month():
    build("signed")

    assert tally(Issue)["signed"] > 0
    assert {"compiling", "checking", "awaiting"} <= tally(Issue).keys()
    assert Period.objects.count() == 0


def test_there_are_no_accounts_to_list_where_there_is_no_demo():
    with pytest.raises(CommandError, match="没有演示单位"):
        call_command("demo", "--accounts")
