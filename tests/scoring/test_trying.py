"""Trying a book on past months shows every unit's old and new place and the lines behind each change; nothing is booked."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from scoring import actions, books
from scoring.models import Entry, Period
from scoring.spans import Span
from scoring.terms import Void
from scoring.trial import voids_in
from tests.factories import UserFactory
from tests.scoring.stage import NOVEMBER_5, SEPTEMBER, stage, worked_month

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield


@pytest.fixture
def scene():
    return stage()


def draft(scene, **words):
    """R1 with `highest`, not yet in force."""
    source = books.dump(books.example("r1")).replace("version = 1", "version = 9")
    source = source.replace('multi = "accumulate"', f'multi = "{words.get("multi", "highest")}"')
    return actions.new_book(scene.office, source, since=SEPTEMBER, by=scene.scorer)


def tried(client, book, **query):
    months = {"first": "2026-09", "last": "2026-09"}
    return client.get(reverse("scoring:book_try", args=[book.pk]), months | query)


def rows(page):
    return [
        (one.unit.name, one.old.score, one.old.rank, one.new.score, one.new.rank, one.points, one.places)
        for _, changes in page.context["groups"]
        for one in changes
    ]


def test_the_worked_month_swaps_ranks_two_and_three_under_highest(client, scene):
    worked_month(scene)
    client.force_login(scene.scorer)

    page = tried(client, draft(scene))

    assert rows(page) == [
        ("甲镇总工会", 45, 1, 25, 1, -20, 0),
        ("乙街道总工会", 30, 3, 20, 2, -10, 1),
        ("丙局工会", 35, 2, 15, 3, -20, -1),
        ("丁局工会", 0, 4, 0, 4, 0, 0),
    ]


def test_a_units_page_shows_the_lines_on_which_the_books_differ(client, scene):
    units = worked_month(scene)
    client.force_login(scene.scorer)

    page = tried(client, draft(scene), unit=units.bing.pk)

    found = [(gone and gone.points, come and come.points) for _, gone, come in page.context["rows"]]
    assert sorted(found) == [(Decimal(10), None), (Decimal(10), None)]


def test_trying_books_nothing_also_over_closed_months(client, scene):
    worked_month(scene)
    for month in range(1, 10):
        actions.close_month(scene.office, SEPTEMBER.replace(month=month), by=scene.scorer)
    before = (Entry.objects.count(), list(Period.objects.values_list("sha256", flat=True)))
    client.force_login(scene.scorer)

    assert rows(tried(client, draft(scene)))[0][1:4:2] == (45, 25)
    assert (Entry.objects.count(), list(Period.objects.values_list("sha256", flat=True))) == before


def test_the_same_rules_change_nothing(client, scene):
    worked_month(scene)
    client.force_login(scene.scorer)

    page = tried(client, draft(scene, multi="accumulate"))

    assert {(points, places) for *_, points, places in rows(page)} == {(0, 0)}


def test_months_the_wrong_way_round_are_refused_in_words(client, scene):
    client.force_login(scene.scorer)

    page = tried(client, draft(scene), first="2026-10")

    assert page.status_code == 422
    assert "起始月份不能晚于截止月份" in page.content.decode()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.LEADER, Role.INFORMANT])
def test_only_the_scorer_tries(client, scene, role):
    home = scene.office if role != Role.INFORMANT else scene.unit("某镇")
    client.force_login(UserFactory(home=home, role=role))

    assert tried(client, draft(scene)).status_code in (403, 404)


def test_a_trial_costs_the_same_for_few_rows_and_many(client, scene, django_assert_max_num_queries):
    units = worked_month(scene)
    author = scene.author(units.jia)
    for _ in range(20):
        scene.adopted(scene.filed(units.jia, author=author), "own")
    client.force_login(scene.scorer)
    book = draft(scene)

    with django_assert_max_num_queries(25):
        tried(client, book, unit=units.jia.pk)


def test_ranks_are_those_the_draft_gives(client, scene):
    units = worked_month(scene)
    scene.adopted(scene.filed(units.ding), "province", "brief")  # 10 points, used above
    source = books.dump(books.example("r1")).replace("version = 1", "version = 9", 1)
    source += '\n[ranking]\nmethod = "competition"\ntie_breakers = ["above"]\n[total]\nceiling = 10\n'
    book = actions.new_book(scene.office, source, since=SEPTEMBER, by=scene.scorer)
    client.force_login(scene.scorer)

    found = [(name, score, rank) for name, *_, score, rank, _, _ in rows(tried(client, book))]

    assert found == [  # all at the ceiling: 甲 and 丙 were used twice above, 丁 once, 乙 never
        ("甲镇总工会", 10, 1),
        ("丙局工会", 10, 1),
        ("丁局工会", 10, 3),
        ("乙街道总工会", 10, 4),
    ]


def test_what_voided_last_year_does_not_void_this_one():
    book = books.load(
        f'{books.example_text("r1")}\n[[events]]\ncode = "c"\nevent = "concealed"\nvoid_at = 1\n'
    )
    year = Span(date(2014, 1, 1), date(2014, 3, 31))

    voids = [Void("甲", date(number, 1, 1), "瞒报1次") for number in (2013, 2014)]

    assert voids_in(voids, book, year) == voids[1:]
