"""评先评优 with rows: the closed year proposes, people decide with reasons, a second person signs, and it is frozen."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.db import DatabaseError, transaction
from openpyxl import load_workbook

from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.models import Adoption
from scoring.actions import award_lists, awards
from scoring.award_states import AwardState
from scoring.funding import purse
from scoring.models import AwardList
from scoring.proposing import candidates_of
from scoring.terms import plain
from submissions.models import Mark
from tests.factories import PostFactory
from tests.scoring.award_stage import YEAR_END, award, award_stage, drawn, shown

pytestmark = pytest.mark.django_db
JANUARY_5 = "2026-01-05 09:00+08:00"
NOTICE = (date(2026, 1, 5), date(2026, 1, 12))
AFTER = "2026-01-13 09:00+08:00"


@pytest.fixture
def world():
    with time_machine.travel(JANUARY_5, tick=False):
        yield award_stage()


def judged(scheme):
    return {one.name: (one.verdict, one.chosen) for one in candidates_of(scheme)[1]}


def signed(world):
    made = shown(world, NOTICE)
    with time_machine.travel(AFTER, tick=False):
        return award_lists.move(made, "sign", by=world.approver)


def test_the_best_units_of_the_closed_year_are_proposed(world):
    award(world)
    assert judged(world.scheme) == {
        "甲镇总工会": ("proposed", True),
        "丙局工会": ("proposed", True),
        "乙街道总工会": ("below", False),
    }


def test_a_false_report_in_the_year_is_a_veto_and_the_next_moves_up(world):
    Mark.objects.create(
        office=world.office,
        unit=world.units.jia,
        about="火情",
        fault="false",
        on=date(2025, 12, 20),
        reason="数字失实",
        by=world.scorer,
    )
    award(world, ("no_false", None, ""))
    assert judged(world.scheme) == {
        "甲镇总工会": ("vetoed", False),
        "丙局工会": ("proposed", True),
        "乙街道总工会": ("proposed", True),
    }


def test_figures_of_a_unit_are_those_of_its_year(world):
    award(world)
    figures = candidates_of(world.scheme)[1][0].figures
    names = ("submitted", "adopted", "uses", "above", "instructed", "zero", "void")
    assert {name: figures[name] for name in names} == {
        "submitted": "2",
        "adopted": "2",
        "uses": "4",
        "above": "2",
        "instructed": "0",
        "zero": "11",
        "void": "0",
    }


def test_informants_are_proposed_by_their_own_points_and_their_posts(world):
    conditions = (("months_min", "6", ""), ("post_kind", None, "part"))
    award(world, *conditions, name="优秀信息员", of="person", scope="whole", number=Decimal(1))
    _, found = candidates_of(world.scheme)
    top = Adoption.objects.filter(publication__name="市工运信息", use="full").get().person
    assert (found[0].person, found[0].points, found[0].verdict) == (top, 35, "tied")
    assert {one.figures["months"] for one in found} == {"10"}


def test_good_items_are_those_with_points_models_and_words_of_leaders(world):
    award(world, ("above_min", "1", ""), name="好信息", of="item", scope="whole", number=Decimal(3))
    _, found = candidates_of(world.scheme)
    assert [(one.submission_id is not None, plain(one.points), one.verdict) for one in found] == [
        (True, "35", "proposed"),
        (True, "35", "proposed"),
        (True, "25", "failed"),
        (True, "10", "failed"),
        (True, "5", "failed"),
    ]


def test_a_running_year_has_a_preview_but_no_list():
    with time_machine.travel(JANUARY_5, tick=False):
        world = award_stage(close=False)
        award(world)
        field, found = candidates_of(world.scheme)
        assert (field.is_closed, len(found)) == (False, 3)
        with pytest.raises(Refused, match="2025年12月还没有关账"):
            drawn(world)


def test_a_list_is_drawn_up_once(world):
    award(world)
    made = drawn(world)
    with pytest.raises(Refused, match=f"“{made}”已由{world.scorer}拟定"):
        drawn(world)


def test_a_candidate_comes_in_or_goes_out_only_for_a_reason(world):
    award(world)
    made = drawn(world)
    third = made.candidates.get(unit=world.units.yi)
    with pytest.raises(Refused, match="请写明列入或不列入的理由"):
        award_lists.decide(third, chosen=True, word=" ", by=world.scorer)
    award_lists.decide(third, chosen=True, word="承担试点任务", by=world.scorer)
    third.refresh_from_db()
    assert (third.chosen, third.verdict, third.hand, third.word) == (
        True,
        "below",
        world.scorer,
        "承担试点任务",
    )
    with pytest.raises(NotYours):
        award_lists.decide(third, chosen=False, word="不妥", by=world.approver)


def test_nobody_is_put_in_over_a_veto(world):
    Mark.objects.create(
        office=world.office,
        unit=world.units.jia,
        about="火情",
        fault="concealed",
        on=date(2025, 12, 20),
        reason="未报",
        by=world.scorer,
    )
    award(world, ("no_concealed", None, ""))
    first = drawn(world).candidates.get(unit=world.units.jia)
    with pytest.raises(Refused, match="一票否决，不能列入"):
        award_lists.decide(first, chosen=True, word="平时表现好", by=world.scorer)


def test_ties_are_decided_before_a_list_is_shown(world):
    award(world, name="优秀信息员", of="person", scope="whole", number=Decimal(1))
    made = drawn(world)
    with pytest.raises(Refused, match="并列待定"):
        award_lists.move(made, "announce", by=world.scorer, notice=NOTICE)
    first, second = made.candidates.filter(chosen=None)
    award_lists.decide(first, chosen=True, word="全年满勤", by=world.scorer)
    award_lists.decide(second, chosen=False, word="上年已受表彰", by=world.scorer)
    assert award_lists.move(made, "announce", by=world.scorer, notice=NOTICE).state == AwardState.NOTICE


def test_what_changed_since_the_drawing_up_is_judged_anew_and_decisions_stay(world):
    award(world)
    made = drawn(world)
    third = made.candidates.get(unit=world.units.yi)
    award_lists.decide(third, chosen=True, word="承担试点任务", by=world.scorer)
    one = world.scheme.awards.get()
    facts = {"name": one.name, "of": "unit", "number": Decimal(1)}
    awards.save_award(world.scheme, [], award=one, by=world.scorer, **facts)
    with pytest.raises(Refused, match="请先“重新测算”"):
        award_lists.move(made, "announce", by=world.scorer, notice=NOTICE)
    award_lists.renew(made, by=world.scorer)
    found = {one.unit: (one.verdict, one.chosen) for one in made.candidates.with_names()}
    assert found == {
        world.units.jia: ("proposed", True),
        world.units.bing: ("below", False),
        world.units.yi: ("below", True),
    }


def test_a_signature_waits_for_the_end_of_the_notice_and_for_answers(world):
    award(world)
    made = shown(world, NOTICE)
    with pytest.raises(Refused, match="公示到2026年01月12日为止"):
        award_lists.move(made, "sign", by=world.approver)
    said = award_lists.object_to(made, source="匿名", text="数字有误", by=world.reviewer)
    with time_machine.travel(AFTER, tick=False):
        with pytest.raises(Refused, match="还有1条异议没有答复"):
            award_lists.move(made, "sign", by=world.approver)
        award_lists.answer(said, reply="经核查无误。", by=world.scorer)
        assert award_lists.move(made, "sign", by=world.approver).state == AwardState.SIGNED


def test_the_drawer_does_not_sign(world):
    award(world)
    PostFactory(user=world.scorer, role=Role.APPROVER, unit=world.office)
    del world.scorer.current_posts
    made = shown(world, NOTICE)
    with time_machine.travel(AFTER, tick=False), pytest.raises(Refused, match="须由另一个人办理"):
        award_lists.move(made, "sign", by=world.scorer)


def test_what_was_signed_is_frozen_in_the_database(world):
    award(world)
    made = signed(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        AwardList.objects.filter(pk=made.pk).update(content={})
    with pytest.raises(DatabaseError), transaction.atomic():
        AwardList.objects.filter(pk=made.pk).update(state=AwardState.DRAFT)
    with pytest.raises(Refused, match="方案不能再改"):
        award(world, name="另一奖项")


def test_prizes_join_the_fund_and_the_files_name_them(world):
    award(world)
    made = signed(world)
    files = {one.format: bytes(one.content) for one in made.files.all()}
    sheet = load_workbook(BytesIO(files["xlsx"]))["先进单位"]
    assert (made.payments.total(), purse(world.office, world.scheme.first).prizes) == (600, 600)
    assert [[cell.value for cell in row[:5]] for row in sheet.iter_rows(min_row=4)] == [
        [1, "单位", "甲镇总工会", 45, 300],
        [2, "单位", "丙局工会", 35, 300],
    ]
    assert (files["pdf"][:5], made.content["total"]) == (b"%PDF-", "600.00")


def test_a_scheme_is_copied_to_the_year_after_the_newest(world):
    award(world, ("items_min", "10", ""), ("no_false", None, ""))
    made = awards.copy_scheme(world.scheme, by=world.scorer)
    copied = made.awards.get()
    assert (made.first, made.last, made.name) == (
        date(2026, 1, 1),
        date(2026, 12, 31),
        "2026年度信息工作评选方案",
    )
    assert [str(one) for one in copied.conditions.all()] == ["采用不少于10条", "有谎报的，一票否决"]


def test_a_year_has_one_scheme(world):
    with pytest.raises(Refused, match="2025年度已有“2025年度信息工作评选方案”"):
        awards.new_scheme(world.office, day=YEAR_END, name="又一个", by=world.scorer)


MISFITS = {
    "without its number": ([("items_min", None, "")], {}, "填写数值"),
    "without its word": ([("post_kind", None, "")], {"of": "person"}, "选择取值"),
    "of another kind": ([("months_min", "6", "")], {}, "不适用于评选单位"),
    "twice": ([("items_min", "6", ""), ("items_min", "7", "")], {}, "同一个条件只填一次"),
    "more than all": ([], {"take": "share", "number": Decimal(120)}, "比例不能超过"),
}


@pytest.mark.parametrize("case", MISFITS)
def test_an_award_that_cannot_be_is_refused(world, case):
    conditions, facts, told = MISFITS[case]
    with pytest.raises(Refused, match=told):
        award(world, *conditions, **facts)
