"""manage.py reckon: a book tried on a spreadsheet of facts, no database asked."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from scoring.books import example_text
from tests.scoring.test_engine import WORKED_MONTH

HEAD = "类别,单位,信息,层级,系统,采用方式,日期,批示,份额,人员"


def table(tmp_path, *rows, head=HEAD, encoding="utf-8"):
    path = tmp_path / "facts.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding=encoding)
    return str(path)


def reckon(facts, book="r1", **options):
    out = StringIO()
    call_command("reckon", book=book, facts=facts, stdout=out, **options)
    return out.getvalue()


def as_json(facts, book="r1", **options):
    return json.loads(reckon(facts, book, json=True, **options))


@pytest.fixture
def month(tmp_path):
    """domain's worked month of R1, with a unit that reported nothing."""
    rows = [
        f"采用,{fact.unit},{fact.item},{fact.level},{fact.system},{fact.use},{fact.on},,,"
        for fact in WORKED_MONTH
    ]
    return table(tmp_path, *rows, "单位,丁局工会,,,,,,,,")


def test_the_worked_month_comes_to_45_35_30_and_0(month):
    found = as_json(month, first="2014-01", last="2014-03")

    [group] = found["ranking"]
    assert [(row["rank"], row["unit"], row["score"]) for row in group["rows"]] == [
        (1, "甲镇总工会", 45),
        (2, "丙局工会", 35),
        (3, "乙街道总工会", 30),
        (4, "丁局工会", 0),
    ]
    assert (found["from"], found["to"]) == ("2014-01-01", "2014-03-31")


def test_every_score_is_the_sum_of_the_lines_shown_with_it(month):
    for unit in as_json(month)["units"]:
        assert sum(line["points"] for line in unit["lines"]) == unit["points"] == unit["score"]


def test_months_outside_the_window_are_not_counted(month):
    assert {unit["score"] for unit in as_json(month, first="2014-02", last="2014-03")["units"]} == {0}


def test_what_was_earned_earlier_in_the_year_still_outdoes_a_lower_use(tmp_path):
    book = tmp_path / "highest.toml"
    book.write_text(example_text("r1").replace('multi = "accumulate"', 'multi = "highest"'), encoding="utf-8")
    facts = table(
        tmp_path, "采用,甲,a,省级,工会,全文,2014-01-05,,,", "采用,甲,a,区县级,工会,全文,2014-02-05,,,"
    )

    [unit] = as_json(facts, str(book), first="2014-02", last="2014-02")["units"]

    assert unit["lines"] == []
    assert unit["unpaid"][0]["reason"].startswith("就高不就低")


def test_a_row_may_name_several_units_their_shares_and_the_leaders_who_wrote(tmp_path):
    book = tmp_path / "joint.toml"
    clauses = '[joint]\nsplit = "weights"\n[[instructions]]\ncode = "i"\nlevel = "city"\npoints = 5\n'
    book.write_text(f"{example_text('r1')}\n{clauses}", encoding="utf-8")
    facts = table(tmp_path, "采用,甲、乙,a,区县级,工会,全文,2014年1月5日,市级,3、1,李明")

    found = as_json(facts, str(book))

    assert {unit["unit"]: unit["parts"] for unit in found["units"]} == {
        "甲": {"adoption": 7.5, "instruction": 5},
        "乙": {"adoption": 2.5, "instruction": 5},
    }
    assert found["people"][0] | {"rank": 1, "person": "李明", "points": 12.5} == found["people"][0]


def test_equals_share_a_rank_and_groups_are_ranked_by_themselves(tmp_path):
    rows = [
        f"采用,{unit},a,区县级,工会,全文,2014-01-05,{group}"
        for unit, group in zip("甲乙丙", "一一二", strict=True)
    ]
    facts = table(tmp_path, *rows, head="类别,单位,信息,层级,系统,采用方式,日期,组别")

    found = as_json(facts)["ranking"]

    assert [(group["group"], [(row["rank"], row["tied"]) for row in group["rows"]]) for group in found] == [
        ("二", [(1, False)]),
        ("一", [(1, True), (1, True)]),
    ]


def test_a_table_for_people_says_where_points_come_from(month):
    assert "1\t甲镇总工会\t45\t采用分45\n" in reckon(month)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (
            "采用,甲,a,四级,工会,全文,2014-01-05,,,",
            "第2行 层级：没有“四级”，可填：中央、省级、市级、区县级、基层",
        ),
        (
            "采用,甲,a,市级,工会,全文,2014-13-05,,,",
            "第2行 日期：“2014-13-05”不是日期，请写成 2014-01-15 这样",
        ),
        ("采用,,a,市级,工会,全文,2014-01-05,,,", "第2行 单位：请填写单位"),
        ("采用,甲,,市级,工会,全文,2014-01-05,,,", "第2行 信息：请填写信息的编号或标题"),
        (
            "转载,甲,a,市级,工会,全文,2014-01-05,,,",
            "第2行 类别：没有“转载”，可填：采用、批示、报送、事项、调整、单位",
        ),
        ("采用,甲、乙,a,市级,工会,全文,2014-01-05,,3,", "第2行 份额：有2个单位，份额也应是2个，用顿号隔开"),
        ("调整,甲,,,,,2014-01-05,,,", "第2行 分值：调整须写明分值"),
        ("事项,甲,,,,,2014-01-05,,,", "第2行 事项：请填写事项，可填："),
    ],
)
def test_a_fault_names_its_row_and_column_and_nothing_is_counted(tmp_path, row, complaint):
    with pytest.raises(CommandError) as refused:
        reckon(table(tmp_path, row))

    assert complaint in str(refused.value)


def test_all_faults_are_told_at_once(tmp_path):
    facts = table(tmp_path, "采用,甲,a,四级,工会,全文,2014-01-05,,,", "采用,乙,a,市级,工会,全文,昨天,,,")

    with pytest.raises(CommandError) as refused:
        reckon(facts)

    assert [line.partition("：")[0] for line in str(refused.value).splitlines()[1:]] == [
        "第2行 层级",
        "第3行 日期",
    ]


def test_headings_are_known_or_refused(tmp_path):
    with pytest.raises(CommandError, match="第1行 报社：不认识这一列"):
        reckon(table(tmp_path, "甲,乙", head="单位,报社"))


def test_one_number_given_twice_is_refused_with_both_rows(tmp_path):
    facts = table(
        tmp_path, "7,甲,a,市级,2014-01-05", "7,甲,b,市级,2014-01-06", head="编号,单位,信息,层级,日期"
    )

    with pytest.raises(CommandError, match="第3行 编号：“7”与第2行重复"):
        reckon(facts)


def test_what_spreadsheets_save_by_default_is_read_too(tmp_path):
    facts = table(tmp_path, "采用,甲,a,市级,工会,全文,2014-01-05,,,", encoding="gb18030")

    assert as_json(facts)["units"][0]["score"] == 15


def test_a_cell_may_hold_line_breaks(tmp_path):
    facts = table(
        tmp_path,
        '甲,"关于\n慰问",市级,工会,2014-01-05',
        "乙,b,市级,工会,2014-01-06",
        head="单位,信息,层级,系统,日期",
    )

    found = as_json(facts)

    assert [(unit["unit"], unit["lines"][0]["item"]) for unit in found["units"]] == [
        ("乙", "b"),
        ("甲", "关于\n慰问"),
    ]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"book": "没有.toml"}, "读不了“没有.toml”"),
        ({"facts": "没有.csv"}, "读不了“没有.csv”"),
        ({"first": "一月"}, "--from 请写成 2014-01 这样"),
        ({"first": "2014-03", "last": "2014-01"}, "截止月份早于起始月份"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(month, options, complaint):
    with pytest.raises(CommandError, match=complaint):
        reckon(**{"facts": month} | options)


def test_a_bad_book_is_refused_by_line_and_key(tmp_path, month):
    book = tmp_path / "bad.toml"
    book.write_text(example_text("r1").replace('level = "county"', 'level = "countty"', 1), encoding="utf-8")

    with pytest.raises(CommandError, match="第16行 level：没有“countty”，是不是“county”？"):
        reckon(month, str(book))


def test_the_command_needs_no_settings_and_no_database(month, tmp_path):
    clean = {name: os.environ[name] for name in ("PATH",)} | {"INFOHUB_VAR": str(tmp_path)}
    command = [sys.executable, "manage.py", "reckon", "--book", "r1", "--facts", month, "--json"]

    done = subprocess.run(command, env=clean, capture_output=True, text=True, cwd=Path(__file__).parents[2])

    assert (done.returncode, len(json.loads(done.stdout)["units"])) == (0, 4)
    assert not list(tmp_path.glob("*.sqlite3"))
