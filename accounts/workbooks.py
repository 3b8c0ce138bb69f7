"""Spreadsheets the room hands out: the template to fill in, and the list of one-time passwords."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from accounts.sheets import SHEETS
from accounts.spreadsheet import MOST_ROWS

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="F3E3E2")}
EXAMPLES = {
    "单位": [
        ["云湖区总工会", "区总", "江州市总工会", "区县级", "是", "否", "否", 10],
        ["清波街道总工会", "清波街道", "云湖区总工会", "基层", "否", "是", "否", 20],
    ],
    "人员": [
        ["linxiaoyan", "林晓燕", "清波街道总工会", "工会干事", "010-55501001", ""],
        ["zhouming", "周明", "清波街道总工会", "总工会主席", "010-55501002", ""],
    ],
    "岗位": [
        ["linxiaoyan", "信息员", "清波街道总工会", "专职", "2026-03-01"],
        ["zhouming", "单位审核人", "清波街道总工会", "兼职", "2026-03-01"],
    ],
}
NOTES = [
    "填写“单位”“人员”“岗位”三张表，从第2行起，一行一条；用不到的表留空。带 * 的列必填。",
    "单位先后不限，上级单位可以是系统里已有的，也可以是本表里的。",
    "岗位导入后为“待授权”，由安全管理员授权后生效。",
    "只填文字和数值，不要用公式；日期写成 2026-03-01。",
    f"每张表最多{MOST_ROWS}行，文件不超过5MB。有一处错误就全部不导入，错误会逐条指出位置。",
]


def template():
    """Three empty sheets with their lists to choose from, and one that explains."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, columns in SHEETS.items():
        sheet = workbook.create_sheet(name)
        for index, column in enumerate(columns, start=1):
            write_heading(sheet, index, column)
        sheet.freeze_panes = "A2"
    write_notes(workbook.create_sheet("说明"))
    return as_bytes(workbook)


def write_heading(sheet, index, column):
    letter = get_column_letter(index)
    cell = sheet.cell(1, index, column.heading + ("*" if column.required else ""))
    cell.font, cell.fill = HEAD["font"], HEAD["fill"]
    sheet.column_dimensions[letter].width = column.width
    sheet.column_dimensions[letter].number_format = "@"  # text: a telephone keeps its first 0
    if column.choices:
        choice = DataValidation("list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
        choice.error, choice.errorTitle = "请从下拉列表中选择", column.heading
        sheet.add_data_validation(choice)
        choice.add(f"{letter}2:{letter}{MOST_ROWS + 1}")


def write_notes(sheet):
    sheet.column_dimensions["A"].width = 26
    for letter in "BCDEFGH":
        sheet.column_dimensions[letter].width = 18
    for note in NOTES:
        sheet.append([note])
    for name, columns in SHEETS.items():
        sheet.append([])
        add_bold(sheet, [f"“{name}”各列"])
        for column in columns:
            need = "必填" if column.required else "选填"
            choices = f"可选：{'、'.join(column.choices)}" if column.choices else ""
            sheet.append([column.heading, need, "；".join(filter(None, [column.hint, choices]))])
        add_bold(sheet, [f"“{name}”示例"])
        sheet.append([column.heading for column in columns])
        for row in EXAMPLES[name]:
            sheet.append(row)


def add_bold(sheet, row):
    sheet.append(row)
    sheet.cell(sheet.max_row, 1).font = HEAD["font"]


def passwords(opened):
    """User names and one-time passwords, to be cut into strips and handed out."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "一次性密码"
    sheet.append(["姓名", "所在单位", "用户名", "一次性密码"])
    for person, password in opened:
        sheet.append([person.name, person.home.name, person.username, password])
    for row in sheet.iter_rows():
        for cell in row:
            cell.data_type = "s"  # a name that begins with = is still a name
            cell.alignment = Alignment(vertical="center")
    for letter, width in zip("ABCD", (14, 30, 20, 20), strict=True):
        sheet.column_dimensions[letter].width = width
    return as_bytes(workbook)


def as_bytes(workbook):
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()
