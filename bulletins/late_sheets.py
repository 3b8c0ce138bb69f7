"""The columns of the table of late entries: template, reader and checks agree. And the template itself."""

from dataclasses import replace

from openpyxl import Workbook

from accounts.sheets import Column
from accounts.spreadsheet import MOST_ROWS
from accounts.workbooks import HEAD, add_bold, as_bytes, write_heading

SHEET = "补录"
COLUMNS = (
    Column("报送单位", "unit", "全称或简称，见“名称”工作表", required=True, width=26),
    Column(
        "标题或编号",
        "item",
        "来稿的标题，与报送时完全一致；同名的填来稿编号（来稿页上的数字）",
        required=True,
        longest=100,
        width=44,
    ),
    Column("采用载体", "carrier", "刊名，见“名称”工作表；没有的请先登记上级载体", required=True, width=24),
    Column("用法", "use", "从下拉列表中选，都是本单位用法目录里的", required=True, width=10),
    Column("采用日期", "on", "日期，如2026-03-01", required=True, is_day=True, width=14),
    Column(
        "凭据", "evidence", "期号、版面或文号，如“2026年第8期第3版”", required=True, longest=200, width=28
    ),
    Column("刊发标题", "title", "与原题不同时填写", longest=100, width=36),
    Column("补录原因", "late_why", "采用日期早于报送日期的必填", longest=200, width=28),
)
SHEETS = {SHEET: COLUMNS}
NOTES = [
    "在“补录”表从第2行起填写，一行一条采用；带 * 的列必填。",
    "来稿须已报送到本单位并筛选过（拟采用、留用或退稿）。系统里没有的来稿，请先由报送单位补报。",
    "本单位刊物的采用随签发自动产生；报往本系统内上级单位的，采用结果自动回来，都不在此补录。",
    "只填文字和日期，不要用公式；日期写成 2026-03-01。",
    f"最多{MOST_ROWS}行，文件不超过5MB。有一处错误就全部不导入，错误会逐条指出位置。",
    "同一份文件只能导入一次；导入后如有差错，可整表撤销，记录和原因保留。",
]
EXAMPLE = ["清波街道总工会", "暖心驿站建到家门口", "市工会信息", "全文", "2026-03-01", "2026年第8期", "", ""]


def template(units, carriers, uses):
    """An empty table, the names this office uses, and how to fill it in."""
    workbook, columns = Workbook(), columns_with(uses)
    sheet = workbook.active
    sheet.title = SHEET
    for index, column in enumerate(columns, start=1):
        write_heading(sheet, index, column)
    sheet.freeze_panes = "A2"
    write_names(workbook.create_sheet("名称"), units, carriers)
    write_notes(workbook.create_sheet("说明"), columns)
    return as_bytes(workbook)


def columns_with(uses):
    """The columns with the office's own kinds of use to choose from."""
    choices = tuple(uses)
    return [replace(each, choices=choices) if each.field == "use" else each for each in COLUMNS]


def write_names(sheet, units, carriers):
    add_bold(sheet, ["报送单位"])
    sheet["B1"] = "采用载体"
    sheet["B1"].font = HEAD["font"]
    for letter in "AB":
        sheet.column_dimensions[letter].width = 30
    for column, names in ((1, units), (2, carriers)):
        for row, name in enumerate(names, start=2):
            sheet.cell(row, column, name).data_type = "s"  # a name that begins with = is still a name


def write_notes(sheet, columns):
    sheet.column_dimensions["A"].width = 26
    for note in NOTES:
        sheet.append([note])
    sheet.append([])
    add_bold(sheet, ["各列"])
    for column in columns:
        choices = f"可选：{'、'.join(column.choices)}" if column.choices else ""
        sheet.append(
            [
                column.heading,
                "必填" if column.required else "选填",
                "；".join(filter(None, [column.hint, choices])),
            ]
        )
    add_bold(sheet, ["示例"])
    sheet.append([column.heading for column in COLUMNS])
    sheet.append(EXAMPLE)
