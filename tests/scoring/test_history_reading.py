"""Registers as offices keep them: headings anywhere, days and numbers however written, files of every sort."""

import struct
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import tables
from accounts.spreadsheet import Unreadable
from accounts.tables import rows_in, sheets_in
from scoring.history import cells
from scoring.history.cells import Unclear
from scoring.history.guessing import guess, heading_row, headings_at, is_total
from scoring.history.rows import Register
from scoring.history.words import Names
from tests.scoring.registers import HEADINGS, rows_of_the_worked_month, text_table, xlsx

TODAY = date(2026, 9, 15)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2014-03-05", date(2014, 3, 5)),
        ("2014.3.5", date(2014, 3, 5)),
        ("2014/3/5", date(2014, 3, 5)),
        ("2014年3月5日", date(2014, 3, 5)),
        ("2014 年 3 月 5 日", date(2014, 3, 5)),
        ("２０１４．３．５", date(2014, 3, 5)),
        ("20140305", date(2014, 3, 5)),
        ("41703", date(2014, 3, 5)),
        ("2014-03-05 08:30", date(2014, 3, 5)),
        ("2014年3月", date(2014, 3, 31)),
        ("2016.2", date(2016, 2, 29)),
    ],
    ids=[
        "iso",
        "dots",
        "slashes",
        "characters",
        "spaces",
        "full-width",
        "compact",
        "serial",
        "with-time",
        "month",
        "leap-month",
    ],
)
def test_a_day_is_read_however_it_is_written(written, meant):
    assert cells.day(written, "last") == meant


@pytest.mark.parametrize(
    "written",
    ["九月上旬", "2014-13-01", "2014-02-30", "3月5日", "1"],
    ids=["words", "month-13", "february-30", "no-year", "one"],
)
def test_what_is_no_day_is_complained_about(written):
    with pytest.raises(Unclear, match="不是有效日期"):
        cells.day(written)


def test_a_month_alone_is_the_day_the_office_has_chosen():
    assert [cells.day("2014年2月", which).day for which in ("first", "middle", "last")] == [1, 15, 28]


def test_months_years_and_points_are_read_in_full_width_too():
    assert [cells.month(text, 2014) for text in ("３月", "2015年4月", "全年", "", "2016年")] == [
        (2014, 3),
        (2015, 4),
        (2014, 0),
        (2014, 0),
        (2016, 0),
    ]
    assert [cells.number(text) for text in ("４５", "1,200.5分", "－２．５")] == [
        Decimal(45),
        Decimal("1200.5"),
        Decimal("-2.5"),
    ]
    assert [cells.place(text) for text in ("第1名", "并列第２", "3")] == [1, 2, 3]


@pytest.mark.parametrize(
    "written",
    ["四十五", "NaN", "Infinity", "1e999", "12%"],
    ids=["words", "nan", "infinity", "huge", "percent"],
)
def test_what_is_no_number_is_complained_about(written):
    with pytest.raises(Unclear):
        cells.number(written)


def test_authors_are_parted_and_stretched_names_are_joined():
    assert cells.people("张 三、李四；王五/赵六") == ["张三", "李四", "王五", "赵六"]


def test_headings_below_a_title_and_merged_ones_are_found():
    rows = [
        (1, ["2025年信息采用登记簿"]),
        (2, ["序号", "报送单位", "信息标题", "采用情况", "", "", "采用日期"]),
        (3, ["", "", "", "刊物", "采用方式", "期号"]),
        (4, ["1", "甲镇", "旧闻", "工运信息", "全文", "第1期", "2025-3-5"]),
    ]
    number = heading_row("uses", rows)
    headings = headings_at(rows, number)
    assert (number, headings) == (3, ["序号", "报送单位", "信息标题", "刊物", "采用方式", "期号", "采用日期"])
    assert guess("uses", headings) == {"unit": 1, "title": 2, "carrier": 3, "use": 4, "on": 6, "number": 5}


def test_what_was_said_of_a_heading_counts_before_the_words_of_the_trade():
    headings = ["单位", "标题", "刊物", "来源", "日期"]
    assert guess("uses", headings, {"carrier": "来源"})["carrier"] == 3


@pytest.mark.parametrize(
    ("row", "total"),
    [(["合 计", "", "12"], True), (["", "小计：", "3"], True), (["甲镇", "合计工作的经验", "1"], False)],
    ids=["total", "subtotal", "title"],
)
def test_rows_that_only_add_up_are_known(row, total):
    assert is_total(row) is total


def register(columns, **options):
    names = Names(
        {"unit": {"甲镇": ["1"], "乙街": ["2"]}, "carrier": {"工运信息": ["5"]}, "use": {}, "kind": {}}
    )
    return Register("uses", columns, options, names, TODAY)


def test_an_empty_unit_is_the_one_above_where_cells_were_merged():
    columns = {"unit": 0, "title": 1, "carrier": 2, "on": 3}
    rows = [(2, ["甲镇", "一", "工运信息", "2025-1-1"]), (3, ["", "二", "《工运信息》", "2025-1-2"])]
    merged = [line.facts["unit"] for line in register(columns).lines(rows)]
    plain = [line.problems for line in register(columns, fill_down=False).lines(rows)]
    assert merged == ["1", "1"]
    assert plain == [[], [("报送单位", "不能为空")]]


def test_every_fault_of_a_row_is_named_by_its_column():
    columns = {"unit": 0, "title": 1, "carrier": 2, "on": 3}
    [line] = register(columns).lines([(7, ["丙局", "", "#REF!", "2031-01-01"])])
    assert dict(line.problems) == {
        "采用刊物": "是错误值 #REF!，请改正",
        "采用日期": "2031-01-01不合常理，请检查年份",
        "报送单位": "“丙局”还没有对应，请回到“对应名称”一步选择",
        "标题": "不能为空",
    }


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", ","), ("utf-8-sig", "\t"), ("gbk", ","), ("gb18030", ";")],
    ids=["utf-8", "tabs-with-mark", "gbk", "semicolons"],
)
def test_text_tables_are_read_in_any_usual_encoding(encoding, mark):
    file = text_table(rows_of_the_worked_month(), encoding=encoding, mark=mark)
    rows = list(rows_in(file, ""))
    assert (sheets_in(file), len(rows), rows[0]) == ([""], 11, (1, HEADINGS))


def test_a_workbook_is_read_sheet_by_sheet_without_its_empty_rows():
    file = xlsx(
        ("封面", [["登记簿"]]), ("2025", [["单位", "日期"], [], ["甲镇", date(2025, 3, 5)], [None, 2.50]])
    )
    assert sheets_in(file) == ["封面", "2025"]
    assert list(rows_in(file, "2025")) == [
        (1, ["单位", "日期"]),
        (3, ["甲镇", "2025-03-05"]),
        (4, ["", "2.5"]),
    ]


def package(*parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts:
            made.writestr(name, content)
    return SimpleUploadedFile("登记簿.xlsx", out.getvalue())


HOSTILE = {
    "bomb": lambda: package(("xl/workbook.xml", "<x/>"), ("xl/a.xml", b"0" * (210 * 1024 * 1024))),
    "word": lambda: package(("word/document.xml", "<x/>")),
    "torn": lambda: package(("xl/workbook.xml", "<x/>")),
    "old-excel": lambda: SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600),
    "picture": lambda: SimpleUploadedFile(
        "a.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0" + struct.pack("8I", *range(8))
    ),
    "empty": lambda: SimpleUploadedFile("a.csv", b" \r\n "),
    "cut": lambda: SimpleUploadedFile("a.xlsx", xlsx(rows_of_the_worked_month()).read()[:400]),
}


@pytest.mark.parametrize("sort", HOSTILE)
def test_what_is_no_table_is_refused_before_it_is_unpacked(sort):
    with pytest.raises(Unreadable):
        sheets_in(HOSTILE[sort]())


def test_a_hundred_thousand_columns_are_refused():
    file = text_table([["单位"] * 100_000])
    with pytest.raises(Unreadable, match="第1行超过60列"):
        list(rows_in(file, ""))


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 10)
    with pytest.raises(Unreadable, match="超过10行"):
        list(rows_in(xlsx(rows_of_the_worked_month()), "表1"))


def test_a_table_ends_where_only_empty_rows_follow(monkeypatch):
    monkeypatch.setattr(tables, "BLANKS", 3)
    rows = [["单位"], [], [], [], [], ["远处"]]
    assert list(rows_in(xlsx(rows), "表1")) == [(1, ["单位"])]
