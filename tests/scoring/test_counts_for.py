"""企业直报点的得分计入所在县 (R6): the points stand under the county, the lines go on naming the enterprise."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.refusal import Refused
from bulletins.actions import uses
from bulletins.models import KindOfUse
from scoring import actions
from scoring.crediting import Roll
from scoring.ledger import Ledger
from scoring.models import Entry, Membership
from scoring.origins import origins
from scoring.policies import Split
from scoring.reading import Reader
from scoring.standings import standing
from submissions.models import JointUnit
from tests.scoring.stage import NOVEMBER_5, SEPTEMBER, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield


@pytest.fixture
def scene():
    made = stage()
    made.group = made.group("区县")
    made.county = made.unit("甲县", made.group)
    made.firm = made.unit("甲县某厂")
    return made


def counting(scene, since=date(2026, 9, 15), unit=None, whom=None):
    unit, whom = unit or scene.firm, whom or scene.county
    return actions.place(unit, scene.group, since=since, counts_for=whom, by=scene.scorer)


def lines(scene, month=SEPTEMBER):
    return [(p.due.line.fact, p.due.line.unit, p.points) for p in Ledger.of(scene.office, month).postings]


def test_points_count_for_the_county_from_the_day_on(scene):
    counting(scene)
    early = scene.adopted(scene.filed(scene.firm), "own", on=date(2026, 9, 14))
    later = scene.adopted(scene.filed(scene.firm), "own", on=date(2026, 9, 15))

    assert lines(scene) == [
        (f"adoption:{early.pk}", scene.firm.pk, 10),
        (f"adoption:{later.pk}@{scene.firm.pk}", scene.county.pk, 10),
    ]


def test_the_ranking_counts_for_the_county_and_asks_nothing_of_the_firm(client, scene):
    counting(scene, since=date(2026, 9, 1))
    scene.adopted(scene.filed(scene.firm), "own")
    client.force_login(scene.scorer)

    [row] = standing(scene.office, SEPTEMBER).rows()
    page = client.get(
        reverse("scoring:items", args=[2026, 9]), {"what": "submitted", "unit": scene.county.pk}
    )

    shown = row["name"], row["month"]["submitted"], row["month"]["adopted"], row["month"]["points"]
    assert shown == ("甲县", 1, 1, "10")
    assert len(page.context["page"].object_list) == 1


def test_a_joint_item_of_both_is_two_parts_of_one_unit(scene):
    scene.book(since=date(2026, 9, 1), joint=Split(how="equal"))
    counting(scene, since=date(2026, 9, 1))
    item = scene.filed(scene.firm)
    JointUnit.objects.create(submission=item, unit=scene.county, position=1)
    scene.adopted(item, "own")

    assert [(unit, points) for _, unit, points in lines(scene)] == [(scene.county.pk, 5)] * 2


def test_what_was_booked_keeps_its_adoption_and_names_who_filed(scene):
    counting(scene, since=date(2026, 1, 5))
    adoption = scene.adopted(scene.filed(scene.firm, title="提质增效"), "own")
    for month in range(1, 10):
        actions.close_month(scene.office, SEPTEMBER.replace(month=month), by=scene.scorer)

    [entry] = Entry.objects.all()
    [origin] = origins([entry.fact], Reader(scene.scorer, scene.office)).values()

    assert (entry.adoption, entry.unit) == (adoption, scene.county)
    assert origin.title == "提质增效"
    assert origin.note == "凭据：第9期；甲县某厂报送，得分计入本单位"


def test_who_counts_for_another_owes_no_reports_of_its_own(scene):
    counting(scene)

    assert Roll.of(scene.office).units == {scene.firm.pk}
    assert scene.firm.pk not in {one.unit for one in Ledger.of(scene.office, SEPTEMBER).reporters}


@pytest.mark.parametrize("way", ["itself", "onward", "received", "stranger"])
def test_points_never_count_through_a_third(scene, way):
    other = scene.unit("乙县")
    counting(scene)
    unit, whom = {
        "itself": (other, other),
        "onward": (other, scene.firm),
        "received": (scene.county, other),
        "stranger": (other, stage(book=False).unit("丙县")),
    }[way]

    with pytest.raises(Refused, match="得分"):
        counting(scene, unit=unit, whom=whom)


@pytest.mark.parametrize("way", ["itself", "onward", "received"])
def test_the_database_itself_refuses_chains(scene, way):
    other = scene.unit("乙县")
    counting(scene)
    Membership.objects.filter(unit=scene.county).delete()
    unit, whom = {
        "itself": (other, other),
        "onward": (other, scene.firm),
        "received": (scene.county, other),
    }[way]

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(group=scene.group, unit=unit, since=date(2026, 9, 20), counts_for=whom)


def test_one_after_the_other_is_no_chain(scene):
    made, other = counting(scene, since=date(2026, 3, 1)), scene.unit("乙县")
    Membership.objects.filter(pk=made.pk).update(until=date(2026, 5, 31))

    later = made.until or date(2026, 5, 31) + timedelta(days=1)
    assert (
        Membership.objects.create(
            group=scene.group, unit=other, since=later, counts_for=scene.firm
        ).counts_for
        == scene.firm
    )


def test_the_scorer_chooses_it_on_screen(client, scene):
    client.force_login(scene.scorer)
    place = reverse("scoring:group_place", args=[scene.group.pk])
    client.post(place, {"unit": scene.firm.pk, "since": "2026-09-01", "counts_for": scene.county.pk})

    page = client.get(reverse("scoring:group_edit", args=[scene.group.pk]))

    assert Membership.objects.get(unit=scene.firm).counts_for == scene.county
    assert "得分计入甲县" in page.content.decode()


def test_a_word_no_book_prices_is_called_as_the_offices_list_calls_it(scene):
    uses.add(scene.office, "参阅", code="reference", by=scene.scorer)
    own = KindOfUse.objects.get()
    row = scene.adopted(scene.filed(scene.county), "own")
    type(row).objects.filter(pk=row.pk).update(use="reference", own_use=own)

    assert standing(scene.office, SEPTEMBER).table["use_names"]["reference"] == "参阅"
