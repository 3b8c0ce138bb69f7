"""An old register comes in as one, counts when last year is computed, and goes out as one."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Event, Unit, User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.models import Adoption, Instruction
from scoring import books
from scoring.actions.history import checking, loading, receiving
from scoring.history_states import HistoryState
from scoring.ledger import bookcase_of
from scoring.models import Entry, History, HistoryMade, PastScore
from scoring.trying import Trial, alone
from submissions.models import Revision, Submission, Text
from submissions.states import State
from tests.factories import UserFactory
from tests.scoring.registers import (
    HEADINGS,
    loaded,
    looked_at,
    rows_of_the_worked_month,
    undone,
    worked,
    xlsx,
)
from tests.scoring.stage import stage

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2025, 9, 1)
EVERYTHING = (Unit, User, Submission, Revision, Text, Adoption, Instruction, HistoryMade, PastScore)
NEW_UNITS = {"unit": dict.fromkeys(("甲镇总工会", "乙街道总工会", "丙局工会"), "new")}


def scores(scene):
    """Each unit's score, as the draft would give it."""
    trial = Trial(scene.office, bookcase_of(scene.office), alone(books.example("r1")), SEPTEMBER, SEPTEMBER)
    return {change.unit.name: change.new.score for _, changes in trial.groups() for change in changes}


def test_last_years_month_is_computed_from_a_register():
    scene = stage()
    scene.unit("丁局工会")
    batch = loaded(scene, rows_of_the_worked_month(), names=NEW_UNITS)
    assert batch.state == HistoryState.LOADED, batch.why
    assert scores(scene) == {"甲镇总工会": 45, "丙局工会": 35, "乙街道总工会": 30, "丁局工会": 0}
    assert batch.summary["made"] == {
        "units": 3,
        "people": 3,
        "items": 5,
        "uses": 10,
        "instructions": 0,
        "scores": 0,
    }
    assert Entry.objects.count() == 0


def test_what_a_register_says_is_marked_as_such():
    scene = stage()
    loaded(scene, rows_of_the_worked_month(), names=NEW_UNITS)
    item = Submission.objects.filter(title="女职工维权行动").get()
    use = item.adoptions.filter(publication=scene.carriers["own"]).get()
    assert (item.state, item.origin, item.filed.get_why_display()) == (
        State.ARCHIVED,
        "历史导入：登记簿.xlsx",
        "历史登记",
    )
    assert (item.submitted_on, item.submitted_at, item.authors) == (date(2025, 9, 10), None, ["王三", "赵四"])
    assert (use.evidence, use.on, use.person.name) == ("历史登记簿 第10期", date(2025, 9, 10), "王三")
    assert [(event.label, event.note) for event in Event.objects.about(item)] == [
        ("历史导入", "历史导入：登记簿.xlsx 第6行")
    ]


def test_names_of_a_register_have_no_rights():
    scene = stage()
    loaded(scene, rows_of_the_worked_month(), names=NEW_UNITS)
    unit = Unit.objects.get(name="甲镇总工会")
    person = User.objects.get(name="李一")
    nobody = Submission.objects.get(title="夏送清凉到一线").author
    assert (unit.is_active, unit.office, person.is_active, person.home) == (False, scene.office, False, unit)
    assert (person.has_usable_password(), person.posts.count(), nobody.name) == (False, 0, "未署名")


def test_known_units_and_people_are_found_not_made_again():
    scene = stage()
    unit = scene.unit("甲镇总工会")
    author = scene.author(unit)
    rows = [[*HEADINGS], [1, "甲镇 总工会", "旧闻", author.name, "工运信息", "", "第1期", "2025.3.5"]]
    batch = loaded(scene, rows)
    use = Adoption.objects.get()
    assert (use.unit, use.person, use.use, use.on) == (unit, author, "full", date(2025, 3, 5))
    assert (batch.summary["made"]["units"], batch.summary["made"]["people"]) == (0, 0)


def test_one_wrong_row_and_nothing_is_loaded():
    scene = stage()
    rows = rows_of_the_worked_month()
    rows[5][7] = "九月上旬"
    batch = looked_at(scene, rows, names=NEW_UNITS)
    assert (batch.state, batch.faults) == (HistoryState.CHECKED, 1)
    assert list(batch.rows.filter(verdict="wrong").values_list("number", "problems")) == [
        (6, [["采用日期", "“九月上旬”不是有效日期，请写成 2014-03-05 或 2014年3月"]])
    ]
    with pytest.raises(Refused, match="还有1行有误，一行也不能导入"):
        loading.ask_to_load(batch, by=scene.scorer)
    assert (Submission.objects.count(), Unit.objects.count(), Adoption.objects.count()) == (0, 1, 0)


def test_what_changed_after_the_preview_stops_the_whole_register():
    scene = stage()
    batch = looked_at(scene, rows_of_the_worked_month(), names=NEW_UNITS)
    scene.book(since=date(2025, 9, 1))
    batch = worked(loading.ask_to_load(batch, by=scene.scorer))
    assert (batch.state, batch.why) == (
        HistoryState.CHECKED,
        "预览之后系统内的数据有了变化：第2行 采用日期 2025-09-10已在考核办法施行（2025-09-01）以后，"
        "历史导入只收此前的登记；此后的采用请用“补录”。请重新检查，本次没有导入任何内容。",
    )
    assert (Submission.objects.count(), User.objects.filter(is_active=False).count()) == (0, 0)


def test_days_after_the_first_book_are_refused():
    scene = stage()
    batch = looked_at(scene, rows_of_the_worked_month("2026-01-02"), names=NEW_UNITS)
    assert batch.faults == 10


def test_a_unit_nobody_knows_has_to_be_explained_first():
    scene = stage()
    batch = looked_at(scene, rows_of_the_worked_month())
    assert (batch.state, batch.why) == (HistoryState.MAPPED, "还有3个名称没有对应。")
    assert batch.summary["unknown"] == {"unit": ["甲镇总工会", "丙局工会", "乙街道总工会"]}


def test_rows_of_a_unit_may_be_passed_over():
    scene = stage()
    batch = loaded(
        scene, rows_of_the_worked_month(), names={"unit": NEW_UNITS["unit"] | {"丙局工会": "skip"}}
    )
    assert (batch.state, batch.summary["skipped"], batch.summary["made"]["uses"]) == (
        HistoryState.LOADED,
        3,
        7,
    )


def test_what_was_said_of_names_is_remembered():
    scene = stage()
    looked_at(scene, rows_of_the_worked_month(), names={"unit": dict.fromkeys(NEW_UNITS["unit"], "skip")})
    batch = looked_at(scene, rows_of_the_worked_month("2025-08-10"))
    assert (batch.state, batch.summary["skipped"]) == (HistoryState.CHECKED, 10)


def test_rows_said_twice_are_refused_or_passed_over():
    scene = stage()
    rows = [*rows_of_the_worked_month(), rows_of_the_worked_month()[3]]
    refused = looked_at(scene, rows, names=NEW_UNITS)
    skipped = looked_at(scene, rows, names=NEW_UNITS, doubles="skip")
    wrong = refused.rows.get(verdict="wrong")
    assert (wrong.number, wrong.problems) == (12, [["重复", "与第4行重复"]])
    assert (skipped.faults, skipped.summary["skipped"], skipped.summary["uses"]) == (0, 1, 10)


def test_what_the_house_has_already_is_not_entered_again():
    scene = stage()
    loaded(scene, rows_of_the_worked_month(), names=NEW_UNITS)
    again = looked_at(scene, [*rows_of_the_worked_month(), ["备注"]])
    assert again.faults == 11
    assert again.rows.filter(verdict="wrong").first().problems == [["重复", "系统内已有相同的记录"]]


def test_the_same_file_is_loaded_once():
    scene = stage()
    rows = rows_of_the_worked_month()
    file = xlsx(rows)
    first, second = [receiving.receive(scene.office, "uses", file, by=scene.scorer) for _ in range(2)]
    for batch in (first, second):
        worked(checking.map_columns(worked(batch), batch.columns, {}, by=scene.scorer))
        worked(checking.say_names(batch, NEW_UNITS, by=scene.scorer))
    worked(loading.ask_to_load(first, by=scene.scorer))
    with pytest.raises(Refused, match="同一份登记表已经导入"):
        loading.ask_to_load(second, by=scene.scorer)
    with pytest.raises(Refused, match="这份登记表现为“已导入”"):
        loading.ask_to_load(first, by=scene.scorer)
    assert Adoption.objects.count() == 10


def test_leaders_words_come_with_the_use():
    scene = stage()
    rows = [
        ["单位", "标题", "载体", "日期", "批示领导", "批示层级", "批示"],
        ["甲镇总工会", "旧闻", "省工运", "2025-3-5", "王书记", "省", "很好，可推广。"],
        ["甲镇总工会", "旧事", "省工运", "2025-3-6", "", "", ""],
    ]
    loaded(scene, rows, names=NEW_UNITS)
    said = Instruction.objects.get()
    assert (said.leader, said.level, said.on, said.text) == (
        "王书记",
        "province",
        date(2025, 3, 5),
        "很好，可推广。",
    )
    assert said.adoption == Adoption.objects.get(title="旧闻")


def test_scores_come_by_the_month_or_by_the_year():
    scene = stage()
    rows = [
        ["单位", "1月", "2月", "全年", "名次"],
        ["甲镇总工会", 12.5, "", "３０", "第1名"],
        ["合计", 1, 2, 3, ""],
    ]
    batch = loaded(scene, rows, kind="scores", names=NEW_UNITS, year=2025)
    assert batch.state == HistoryState.LOADED, batch.why
    assert list(PastScore.objects.values_list("year", "month", "points", "rank")) == [
        (2025, 0, Decimal(30), 1),
        (2025, 1, Decimal("12.50"), None),
    ]


def test_an_unmade_carrier_is_named_by_an_editor_only():
    scene = stage()
    editor = UserFactory(home=scene.office, role=Role.EDITOR)
    rows = [["单位", "标题", "载体", "日期"], ["甲镇总工会", "旧闻", "《工会博览》", "2025-3-5"]]
    names = NEW_UNITS | {"carrier": {"工会博览": "new:city:media"}}
    refused = loaded(scene, rows, names=names)
    made = loaded(scene, [*rows, []], by=editor, names=names)
    carrier = Adoption.objects.get().publication
    assert (refused.state, refused.why) == (HistoryState.CHECKED, "上级载体由责任编辑登记。")
    assert made.state == HistoryState.LOADED, made.why
    assert (carrier.name, carrier.level, carrier.system, carrier.office) == (
        "工会博览",
        "city",
        "media",
        None,
    )


def test_a_stranger_brings_nothing_in():
    scene, other = stage(), stage()
    with pytest.raises(NotYours):
        receiving.receive(scene.office, "uses", xlsx(rows_of_the_worked_month()), by=other.scorer)
    assert History.objects.count() == 0


def test_undoing_takes_back_exactly_what_was_brought():
    scene = stage()
    before = [model.objects.count() for model in EVERYTHING]
    batch = loaded(scene, rows_of_the_worked_month(), names=NEW_UNITS)
    batch = undone(batch)
    assert (batch.state, batch.undone_why, batch.rows.count()) == (HistoryState.UNDONE, "整表有误", 11)
    assert [model.objects.count() for model in EVERYTHING] == before
    again = loaded(scene, rows_of_the_worked_month(), names=NEW_UNITS)
    assert again.state == HistoryState.LOADED, again.why


def test_what_was_built_upon_a_register_keeps_it():
    scene = stage()
    first = loaded(scene, rows_of_the_worked_month(), names=NEW_UNITS)
    later = loaded(scene, rows_of_the_worked_month("2025-08-10"))
    with pytest.raises(Refused, match=r"后来导入的“采用：登记簿[.]xlsx”用到这里的单位"):
        undone(first)
    undone(later)
    unit = Unit.objects.get(name="甲镇总工会")
    scene.author(unit)
    with pytest.raises(Refused, match="单位上的用户1条"):
        undone(first)
    assert first.made.filter(what=HistoryMade.What.USE).count() == 10


def test_a_later_register_of_scores_keeps_the_names_of_an_earlier_one():
    scene = stage()
    first = loaded(scene, rows_of_the_worked_month(), names=NEW_UNITS)
    rows = [["报送单位", "姓名", "年份", "得分"], ["甲镇总工会", "李一", "2025", "45"]]
    loaded(scene, rows, "scores")
    with pytest.raises(Refused, match="单位上的历史得分1条；用户上的历史得分1条"):
        undone(first)
    assert first.made.filter(what=HistoryMade.What.USE).count() == 10


def test_another_row_of_headings_and_a_new_carrier_are_in_the_log():
    scene = stage()
    editor = UserFactory(home=scene.office, role=Role.EDITOR)
    rows = [["单位", "标题", "载体", "日期"], ["甲镇总工会", "旧闻", "《工会博览》", "2025-3-5"]]
    batch = loaded(scene, rows, by=editor, names=NEW_UNITS | {"carrier": {"工会博览": "new:city:media"}})
    other = receiving.reread(looked_at(scene, rows[:2]), heading=1, by=scene.scorer)
    assert Event.objects.about(other).filter(verb="reread").get().note == "表1 第1行"
    assert Event.objects.about(Adoption.objects.get().publication).get().label == "登记刊物"
    assert batch.state == HistoryState.LOADED, batch.why
