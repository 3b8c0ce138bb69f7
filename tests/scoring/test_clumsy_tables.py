"""Books and tables as clerks type them: what is plain enough is read, and what earns nothing says why."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from scoring.books import BadBook, load

HEAD = 'name = "办法"\nversion = 1\n'
CITY = '[[rules]]\ncode = "city"\nlevel = "city"\npoints = 5\n'
ROWS = "单位,信息,层级,日期\n甲,a1,市级,2014-01-05\n"


@pytest.fixture
def reckon(tmp_path):
    def run(clauses, facts, *, encoding="utf-8", as_json=True, **months):
        book, path, out = tmp_path / "book.toml", tmp_path / "facts.csv", StringIO()
        book.write_text(HEAD + clauses, encoding="utf-8")
        path.write_text(facts, encoding=encoding)
        call_command(
            "reckon", book=str(book), facts=str(path), json=as_json, quiet=True, stdout=out, **months
        )
        return json.loads(out.getvalue()) if as_json else out.getvalue()

    return run


def scores(found):
    return {unit["unit"]: unit["score"] for unit in found["units"]}


def test_a_book_that_says_nothing_of_several_uses_counts_them_all():
    assert load(HEAD + CITY).multi == "accumulate"


def test_a_line_for_the_top_of_the_file_is_told_where_it_belongs():
    with pytest.raises(
        BadBook, match=r"^第7行 opening：没有“opening”这一项，它要写在文件最前面，第一个方括号之前。$"
    ):
        load(HEAD + CITY + "opening = 6\n")


def test_chinese_commas_may_part_the_cells(reckon):
    assert scores(reckon(CITY, ROWS.replace(",", "，"))) == {"甲": 5}


def test_what_spreadsheets_call_unicode_text_is_read(reckon):
    assert scores(reckon(CITY, ROWS.replace(",", "\t"), encoding="utf-16")) == {"甲": 5}


def test_a_title_above_the_headings_is_passed_over(tmp_path, reckon):
    book, sheet, out = tmp_path / "book.toml", Workbook(), StringIO()
    book.write_text(HEAD + CITY, encoding="utf-8")
    for row in (["2014年信息采用情况"], *(line.split(",") for line in ROWS.split())):
        sheet.active.append(row)
    sheet.save(tmp_path / "facts.xlsx")

    call_command("reckon", book=str(book), facts=str(tmp_path / "facts.xlsx"), json=True, stdout=out)

    assert (scores(json.loads(out.getvalue())), scores(reckon(CITY, f"情况表\n{ROWS}"))) == (
        {"甲": 5},
        {"甲": 5},
    )


@pytest.mark.parametrize(
    ("word", "points"),
    [("表扬", 8), ("差错", -1), ("虚报", -2), ("约稿未完成", -3), ("未反馈", -4)],
    ids=["praise", "error", "false", "commission", "feedback"],
)
def test_events_may_be_called_what_people_call_them(reckon, word, points):
    worth = {"commended": 8, "error": -1, "false": -2, "commission_missed": -3, "feedback_missed": -4}
    clauses = "".join(
        f'[[events]]\ncode = "{event}"\nevent = "{event}"\npoints = {points}\n'
        for event, points in worth.items()
    )

    found = reckon(clauses, f"类别,单位,日期,事项\n事项,甲,2014-01-05,{word}\n")

    assert scores(found) == {"甲": points}


def test_the_table_for_people_says_what_earned_nothing_and_why(reckon):
    found = reckon(CITY, f"{ROWS}甲,a2,镇级,2014-01-06\n甲,a3,镇级,2014-01-07\n", as_json=False)

    told = "\n没有得分的\n条数\t原因\n2\t基层刊物全文采用：考核办法中没有适用的规则（基层）\n"
    assert found.partition("构成\n")[2] == f"1\t甲\t5\t采用分5\n{told}"


def test_persons_whom_their_own_prices_leave_out_have_no_points(reckon):
    own = '[[person_rules]]\ncode = "person"\nlevel = "province"\npoints = 7\n'
    rows = "单位,人员,信息,层级,日期\n甲,张三,a1,市级,2014-01-05\n乙,李四,b1,省级,2014-01-05\n"

    found = reckon(CITY + CITY.replace("city", "province") + own, rows)

    assert [(one["person"], one["points"]) for one in found["people"]] == [("李四", 7)]


TASK = '[[quotas]]\ncode = "q"\nlabel = "采用"\ncounts = "{}"\nper = "month"\nneed = 2\nlump = 10\n{}'


@pytest.mark.parametrize(
    ("counts", "more", "done"),
    [("items", "", 2), ("uses", "", 3), ("items", 'level = "county"\n', 1)],
    ids=["items", "uses", "outdone-level"],
)
def test_a_task_counts_uses_whatever_they_earn(reckon, counts, more, done):
    """S2: a section must be adopted so many times; no price is named."""
    rows = "单位,信息,层级,日期\n甲,a1,市级,2014-01-05\n甲,a1,县级,2014-01-06\n甲,a2,省级,2014-01-07\n"
    clauses = 'multi = "highest"\n' + CITY + TASK.format(counts, more)

    [unit] = reckon(clauses, rows)["units"]

    assert [task["done"] for task in unit["quotas"]] == [done]


def test_a_task_does_not_count_what_goes_to_the_first_unit_alone(reckon):
    clauses = CITY + TASK.format("items", "") + '[joint]\nsplit = "first"\n'

    found = reckon(clauses, "单位,信息,层级,日期\n甲、乙,a1,市级,2014-01-05\n")

    assert {unit["unit"]: unit["quotas"][0]["done"] for unit in found["units"]} == {"甲": 1, "乙": 0}
