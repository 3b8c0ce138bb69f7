"""Reading a spreadsheet that may be anything."""

import datetime as dt
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from accounts import spreadsheet, workbooks
from accounts.sheets import SHEETS
from accounts.spreadsheet import Unreadable, read
from tests.accounts.sheets import PERSON, POST, UNIT, as_file, book, plain_book

HEADINGS = ["用户名", "姓名", "所在单位", "职务", "联系电话", "电子邮箱"]


def problems(file):
    return [(problem.place, problem.text) for problem in read(file).problems]


def people(*rows, headings=HEADINGS):
    return plain_book({"人员": [headings, *rows]})


def test_every_row_comes_back_as_text_with_its_number():
    found = read(book([UNIT], [PERSON], [POST]))

    assert found.problems == []
    assert found.rows["人员"] == [
        {
            "row": 2,
            "username": "linxiao",
            "name": "林晓",
            "home": "翠湖街道总工会",
            "title": "干事",
            "phone": "13800005678",
            "email": "lin@example.cn",
        }
    ]
    assert found.rows["单位"][0]["order"] == "20"
    assert found.rows["岗位"][0]["since"] == "2026-03-01"


def test_empty_rows_are_passed_over_and_spaces_and_invisible_marks_taken_off():
    file = people(["  lin　", "林 晓\u200b", "清波\u00a0街道\n"], [], ["", "   "], ["zhou", "周明", "清波"])

    assert [(row["row"], row["username"], row["name"], row["home"]) for row in read(file).rows["人员"]] == [
        (2, "lin", "林 晓", "清波 街道"),
        (5, "zhou", "周明", "清波"),
    ]


def test_numbers_in_text_columns_lose_their_decimal_point():
    file = people([1001, "林晓", "清波", "", 13800005678.0])

    (row,) = read(file).rows["人员"]

    assert (row["username"], row["phone"]) == ("1001", "13800005678")


def test_columns_may_stand_in_any_order_and_problems_name_where_they_stand():
    file = people(["林晓", "x" * 41, "清波"], headings=["姓名", "用户名*", "所在单位"])

    assert read(file).rows["人员"][0]["name"] == "林晓"
    assert problems(file) == [("人员 第2行 B“用户名”列", "太长（41字），最多40字")]


@pytest.mark.parametrize(
    ("headings", "problem"),
    [
        (["用户名", "所在单位"], "缺少“姓名”这一列，请按模板的表头填写"),
        (["用户名", "姓名", "姓名", "所在单位"], "重复“姓名”这一列，请按模板的表头填写"),
    ],
)
def test_a_missing_or_double_heading_is_told(headings, problem):
    assert problems(people(["a", "b", "c"], headings=headings)) == [("人员 第1行", problem)]


@pytest.mark.parametrize(
    ("value", "read_as"),
    [
        (dt.date(2026, 3, 1), "2026-03-01"),
        (dt.datetime(2026, 3, 1, 8, 30), "2026-03-01"),
        ("2026-03-01", "2026-03-01"),
        ("2026/3/1", "2026-03-01"),
        ("2026.3.1", "2026-03-01"),
        ("2026年3月1日", "2026-03-01"),
        (" 2026 年 3 月 1 日 ", "2026-03-01"),
        (None, ""),
    ],
)
def test_dates_are_read_as_people_write_them(value, read_as):
    (row,) = read(book(posts=[[*POST[:4], value]])).rows["岗位"]

    assert row["since"] == read_as


@pytest.mark.parametrize("value", ["2026-13-01", "2026-02-30", "三月一日", "20260301", 46082, True])
def test_what_is_no_date_is_told_at_its_cell(value):
    ((place, text),) = problems(book(posts=[[*POST[:4], value]]))

    assert (place, "不是有效日期" in text) == ("岗位 第2行 E“任职起”列", True)


def test_formulas_errors_and_unknown_choices_are_all_told_at_once():
    file = book(
        [["=A1", "", "云湖区总工会", "街道级"]],
        [["lin", "林晓", "清波"]],
        [["lin", "编辑", "清波", "临时"]],
    )

    assert problems(file) == [
        ("单位 第2行 A“单位名称”列", "是公式，请改为填写文字或数值本身"),
        ("单位 第2行 D“层级”列", "“街道级”不在可选范围：中央、省级、市级、区县级、基层"),
        (
            "岗位 第2行 B“岗位”列",
            "“编辑”不在可选范围：信息员、单位审核人、责任编辑、核对、核签、积分管理员、领导、系统管理员、安全管理员、审计员",
        ),
        ("岗位 第2行 D“性质”列", "“临时”不在可选范围：专职、兼职、特约"),
    ]


def test_an_error_value_is_told():
    workbook = load_workbook(book(people=[PERSON]))
    workbook["人员"]["B2"].value, workbook["人员"]["B2"].data_type = "#N/A", "e"

    assert problems(as_file(workbook)) == [("人员 第2行 B“姓名”列", "是错误值 #N/A，请改正")]


def test_the_empty_template_is_told_to_be_empty():
    with pytest.raises(Unreadable, match="表格是空的"):
        read(book())


def test_other_sheets_are_passed_over_but_one_known_sheet_is_needed():
    with pytest.raises(Unreadable, match="没有“单位”“人员”“岗位”工作表"):
        read(plain_book({"Sheet1": [["a"]]}))


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"PK\x03\x04 broken", "用户名,姓名\n".encode("gbk"), b"\xd0\xcf\x11\xe0" + b"\0" * 600],
)
def test_what_is_no_archive_is_told_to_be_no_xlsx(content):
    with pytest.raises(Unreadable, match=r"这不是 \.xlsx 文件"):
        read(SimpleUploadedFile("名册.xlsx", content))


def archive(**parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_", "."), content)
    return SimpleUploadedFile("名册.xlsx", out.getvalue())


def test_another_office_file_with_a_changed_name_is_told():
    with pytest.raises(Unreadable, match="改了后缀的其他文件"):
        read(archive(word__document_xml="<w/>"))


@pytest.mark.parametrize("content", ["", "not xml", "<workbook/>"])
def test_a_damaged_workbook_is_told(content):
    with pytest.raises(Unreadable, match="文件已损坏"):
        read(archive(xl__workbook_xml=content))


def test_a_sheet_damaged_in_the_middle_is_told():
    whole, out = book(people=[PERSON]), BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(out, "w") as copy:
        for part in source.infolist():
            content = source.read(part)
            is_sheet = part.filename.endswith("sheet2.xml")
            copy.writestr(part, content[: len(content) // 2] if is_sheet else content)

    with pytest.raises(Unreadable, match="文件已损坏"):
        read(SimpleUploadedFile("名册.xlsx", out.getvalue()))


def test_entities_that_multiply_are_not_followed():
    bomb = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    with pytest.raises(Unreadable, match="文件已损坏"):
        read(archive(xl__workbook_xml=f"{bomb}]><workbook>&j;</workbook>", **{"[Content_Types]_xml": "<x/>"}))


def test_a_zip_bomb_is_turned_away_by_the_sizes_it_declares():
    bomb = archive(xl__workbook_xml="<x/>", xl__worksheets__sheet1_xml=b"0" * (61 * 1024 * 1024))

    assert bomb.size < 100_000
    with pytest.raises(Unreadable, match="解压后过大"):
        read(bomb)


def test_too_many_parts_and_too_large_a_file_are_turned_away(monkeypatch):
    with pytest.raises(Unreadable, match="解压后过大"):
        read(archive(xl__workbook_xml="x", **{f"part{n}": "x" for n in range(200)}))
    monkeypatch.setattr(spreadsheet, "LARGEST", 1000)
    with pytest.raises(Unreadable, match="文件超过"):
        read(book([UNIT]))


def test_more_rows_than_allowed_are_turned_away(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 3)

    read(people(*[["a", "b", "c"]] * 3))
    with pytest.raises(Unreadable, match="“人员”超过3行"):
        read(people(*[["a", "b", "c"]] * 4))


def test_a_cell_far_below_does_not_make_the_reader_walk_a_million_rows():
    workbook = Workbook()
    workbook.active.title = "人员"
    workbook.active.append(HEADINGS)
    workbook.active["A1048576"] = "x"

    with pytest.raises(Unreadable, match="超过1000行"):
        read(as_file(workbook))


def test_the_template_holds_the_headings_the_choices_and_an_explanation():
    workbook = load_workbook(BytesIO(workbooks.template()))

    assert workbook.sheetnames == ["单位", "人员", "岗位", "说明"]
    for name, columns in SHEETS.items():
        heads = [cell.value.rstrip("*") for cell in workbook[name][1]]
        assert heads == [column.heading for column in columns]
    choices = {str(v.sqref): v.formula1 for v in workbook["岗位"].data_validations.dataValidation}
    assert choices["D2:D1001"] == '"专职,兼职,特约"'
    assert choices["B2:B1001"].startswith('"信息员,单位审核人,责任编辑')
    notes = [row[0].value for row in workbook["说明"].iter_rows()]
    assert "“人员”示例" in notes


def test_the_examples_of_the_template_can_be_read():
    file = plain_book(
        {
            name: [[column.heading for column in columns], *workbooks.EXAMPLES[name]]
            for name, columns in SHEETS.items()
        }
    )

    assert problems(file) == []
