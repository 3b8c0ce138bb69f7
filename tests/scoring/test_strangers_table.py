"""A stranger's table of facts: spreadsheets, other words, other dates; and what the command tells besides figures."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from scoring.books import example_text

HEAD = "类别,报送单位,标题,级别,系统,采用形式,采用日期,批示,作者"


def table(tmp_path, *rows, head=HEAD):
    path = tmp_path / "facts.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return str(path)


def reckon(facts, book="r1", **options):
    out, err = StringIO(), StringIO()
    call_command("reckon", book=book, facts=facts, stdout=out, stderr=err, json=True, **options)
    return json.loads(out.getvalue()), err.getvalue()


def scores(found):
    return {unit["unit"]: unit["score"] for unit in found["units"]}


@pytest.mark.parametrize(
    ("row", "score"),
    [
        ("采用,甲,a,县级,工会,全文,2014/1/5,,", 10),
        ("录用,甲,a,地级市,工会系统,全文采用,2014年1月5日,,", 15),
        ("use,甲,a,province,union,brief,20140105,,", 10),
        (",甲,a,国家级,工会,,41644,,", 40),
        ("投稿,甲,a,,,,2014.1.5 08:30,,", 0),
    ],
    ids=["county", "city", "codes", "spreadsheet-day", "filing"],
)
def test_cells_may_hold_other_words_and_other_dates(tmp_path, row, score):
    found, _ = reckon(table(tmp_path, row))

    assert (scores(found), found["from"]) == ({"甲": score}, "2014-01-01")


def test_a_publication_may_be_called_by_its_name_or_its_code(tmp_path):
    rows = [
        f"{unit},{unit},{name},2014-01-05"
        for unit, name in (("甲", "《昨日情况》"), ("乙", "昨日情况"), ("丙", "zuori-qingkuang"))
    ]

    found, _ = reckon(table(tmp_path, *rows, head="单位,信息,刊物,日期"), "r5")

    assert scores(found) == {"甲": 3, "乙": 3, "丙": 3}
    assert found["units"][0]["lines"][0]["reason"] == "《昨日情况》全文采用，3分（规则 yesterday）"


def test_a_spreadsheet_is_read_as_it_is(tmp_path):
    book = Workbook()
    for row in (
        ["单位", "信息", "层级", "系统", "日期", "字数"],
        ["甲", "a", "县级", "工会", "2014-01-05", 800.0],
    ):
        book.active.append(row)
    path = tmp_path / "facts.xlsx"
    book.save(path)

    assert scores(reckon(str(path))[0]) == {"甲": 10}


def test_what_is_no_spreadsheet_is_refused_in_words(tmp_path):
    path = tmp_path / "facts.xlsx"
    path.write_text("单位,日期")

    with pytest.raises(CommandError, match="打不开这个表格"):
        reckon(str(path))


@pytest.mark.parametrize("mark", [";", "\t"], ids=["semicolon", "tab"])
def test_cells_may_be_parted_by_other_marks(tmp_path, mark):
    facts = table(
        tmp_path,
        mark.join(["甲", "a", "县级", "工会", "2014-01-05"]),
        head=mark.join(["单位", "信息", "层级", "系统", "日期"]),
    )

    assert scores(reckon(facts)[0]) == {"甲": 10}


def test_several_writers_share_and_the_first_is_ranked(tmp_path):
    book = tmp_path / "pay.toml"
    book.write_text(example_text("r1").replace('split = "first"', 'split = "equal"'), encoding="utf-8")

    found, _ = reckon(table(tmp_path, "采用,甲,a,县级,工会,全文,2014-01-05,,李明、王芳"), str(book))

    assert [(pay["person"], pay["amount"]) for pay in found["units"][0]["pays"]] == [
        ("李明", 20),
        ("王芳", 20),
    ]
    assert [(one["person"], one["points"]) for one in found["people"]] == [("李明", 10)]


def test_what_is_left_out_is_told(tmp_path):
    book = tmp_path / "book.toml"
    book.write_text(
        'name = "a"\nversion = 1\nmulti = "accumulate"\n[[rules]]\ncode = "b"\ncarrier = "简报"\npoints = 1\n'
        '[[quotas]]\ncode = "q"\nlabel = "任务"\ncounts = "items"\nper = "month"\nneed = 0\nby_class = { "一类" = 1 }\n',
        encoding="utf-8",
    )
    rows = ["甲,a,简报,2014-01-05,一类", "甲,b,快报,2014-02-05,", "乙,c,简报,2014-03-05,二类"]
    facts = table(tmp_path, *rows, head="单位,信息,刊物,日期,单位类别")

    found, told = reckon(facts, str(book), first="2014-02", last="2014-02")

    assert found["notes"] == [
        "1件事在2014-02-01以前，不计入本次得分（同一考核年度里的仍参与就高不就低和周期计数）。",
        "1件事在2014-02-28以后，没有核算。",
        "办法里没有提到这些刊物，按层级、系统找分值：快报。",
        "办法分类别（一类），这些单位不在其中：乙（二类）。",
    ]
    assert told.splitlines() == [f"提示：{note}" for note in found["notes"]]
    assert reckon(facts, str(book), first="2014-02", last="2014-02", quiet=True)[1] == ""


def test_a_name_that_may_be_misspelt_is_told(tmp_path):
    rows = ["单位,甲镇总工会,,,,,,,", "单位,乙局工会,,,,,,,", "采用,甲镇工会,a,县级,工会,全文,2014-01-05,,"]

    found, _ = reckon(table(tmp_path, *rows))

    assert found["notes"] == ["这些单位没有“单位”行，照样核算，请核对名称写法：甲镇工会。"]


def test_the_best_unit_is_found_before_any_is_scored(tmp_path):
    book = tmp_path / "best.toml"
    book.write_text(
        f'{example_text("r1")}\n[total]\nconvert_against = "highest"\nconvert_to = 100\n', encoding="utf-8"
    )
    rows = [
        f"采用,{unit},a,{level},工会,全文,2014-01-05,," for unit, level in (("甲", "县级"), ("乙", "省级"))
    ]

    found, _ = reckon(table(tmp_path, *rows), str(book))

    assert scores(found) == {"甲": 40, "乙": 100}


def test_a_book_alone_is_said_in_sentences():
    out = StringIO()

    call_command("reckon", book="r42", check=True, stdout=out)

    assert "  每周报送（报送条数）：2条，完成得1分，超额每条加1分\n" in out.getvalue()


def test_without_facts_there_is_nothing_to_reckon():
    with pytest.raises(CommandError, match="请用 --facts 指明事实表"):
        call_command("reckon", book="r1")
