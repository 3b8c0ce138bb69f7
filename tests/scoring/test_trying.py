"""Trying a book on past months shows every unit's old and new place and the lines behind each change; nothing is booked."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import Role
from scoring import actions, books
from scoring.models import Entry, Period
from scoring.spans import Span
from scoring.terms import Void
from scoring.trial import voids_in
from tests.factories import UserFactory
from tests.scoring.pages import tables
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

    found = page.context["differences"]
    assert [(one.gone.points, one.come) for one in found] == [(Decimal(10), None), (Decimal(10), None)]
    assert all(one.new_reason.startswith("不计分：就高不就低") for one in found)


def test_trying_books_nothing_also_over_closed_months(client, scene):
    worked_month(scene)
    for month in range(1, 10):
        actions.close_month(scene.office, SEPTEMBER.replace(month=month), by=scene.scorer)
    before = (Entry.objects.count(), list(Period.objects.values_list("sha256", flat=True)))
    client.force_login(scene.scorer)

    assert rows(tried(client, draft(scene)))[0][1:4:2] == (45, 25)
    assert (Entry.objects.count(), list(Period.objects.values_list("sha256", flat=True))) == before


def test_months_before_any_book_are_tried_beside_no_book(client):
    bare = stage(book=False)
    units = worked_month(bare)
    client.force_login(bare.scorer)

    page = tried(client, draft(bare), unit=units.jia.pk)

    assert tables(page)[1][1] == ["甲镇总工会", "没有办法", "–", "25", "1", "–", "–"]
    assert {one.old_reason for one in page.context["differences"]} == {"没有办法"}


def test_a_book_is_tried_beside_another_draft(client, scene):
    worked_month(scene)
    one = draft(scene)
    other = actions.copy_book(one, by=scene.scorer)
    client.force_login(scene.scorer)

    page = tried(client, other, against=one.pk)

    assert {(points, places) for *_, points, places in rows(page)} == {(0, 0)}
    assert rows(page)[0][1:4:2] == (25, 25)


def test_a_strangers_book_is_no_choice_to_stand_beside(client, scene):
    client.force_login(scene.scorer)

    assert tried(client, draft(scene), against=stage().book(since=date(2026, 2, 1)).pk).status_code == 422


def test_the_spreadsheet_has_the_cells_of_the_page_and_every_line_behind_them(client, scene):
    worked_month(scene)
    client.force_login(scene.scorer)
    book, months = draft(scene), {"first": "2026-09", "last": "2026-09"}

    answer = client.get(reverse("scoring:book_try_xlsx", args=[book.pk]), months)
    shown = [row for table in tables(tried(client, book)) for row in table[1:]]
    sheets = load_workbook(BytesIO(answer.content))

    places, lines = ([list(row) for row in page.iter_rows(min_row=3, values_only=True)] for page in sheets)
    assert [[str(cell) for cell in row[1:]] for row in places] == shown
    assert sum(row[3] for row in lines if row[3] != "–") - sum(row[5] for row in lines if row[5] != "–") == 50


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
