"""Spreadsheets this slice hands out: a template for each kind of register, and the rows that are wrong. No database."""

from collections.abc import Iterable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from accounts.workbooks import HEAD, add_bold, as_bytes
from scoring.history.fields import FIELDS, MONTHS

EXAMPLES = {
    "units": {"name": "城关镇总工会", "short": "城关镇"},
    "people": {"unit": "城关镇总工会", "author": "林晓燕", "title": "工会干事"},
    "items": {
        "unit": "城关镇总工会",
        "title": "暖心驿站建到家门口",
        "author": "林晓燕、周明",
        "filed": "2014-03-05",
        "kind": "动态",
    },
    "uses": {
        "unit": "城关镇总工会",
        "title": "暖心驿站建到家门口",
        "author": "林晓燕",
        "carrier": "工会信息",
        "use": "全文",
        "on": "2014-03-12",
        "number": "第9期",
        "leader": "张主席",
        "level": "县级",
        "said": "请各镇学习借鉴。",
    },
    "scores": {"unit": "城关镇总工会", "year": "2014", "month": "3月", "points": "45", "rank": "1"},
}
NOTES = [
    "在第一张表从第2行起填写，一行一条；带 * 的列必填，用不到的列留空或删去。",
    "不用这个模板也可以：已有的登记表直接上传，列名不同的在“对应列”一步选择。",
    "单位写全称或简称；系统里没有的单位、刊物，上传后在“对应名称”一步选择现有的、新建或跳过。",
    "同一单位同一标题（和同一报送日期）的几行是同一篇来稿的几次采用。几位作者用顿号分开，第一位记分。",
    "日期可写成 2014-03-05、2014.3.5、2014年3月5日；只写到月份的，上传后选择按哪一天计。",
    "只填文字和数值，不要用公式。最多5万行，文件不超过20MB。有一行有误就全部不导入，错误逐条指出。",
]


def template_of(kind: str) -> bytes:
    """Headings as the reader knows them, and a sheet that explains."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "登记"
    fields = [field for field in FIELDS[kind] if field.key not in MONTHS]
    for place, field in enumerate(fields, start=1):
        cell = sheet.cell(1, place, field.label + ("*" if field.required else ""))
        cell.font, cell.fill = HEAD["font"], HEAD["fill"]
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = 40 if field.key == "title" else 18
        sheet.column_dimensions[letter].number_format = "@"  # text: a date stays as it was typed
    sheet.freeze_panes = "A2"
    write_notes(workbook.create_sheet("说明"), fields, EXAMPLES[kind])
    return as_bytes(workbook)


def write_notes(sheet, fields, example):
    for letter in "ABCDEFGHIJKLMN":
        sheet.column_dimensions[letter].width = 20
    for note in NOTES:
        sheet.append([note])
    sheet.append([])
    add_bold(sheet, ["各列"])
    for field in fields:
        sheet.append([field.label, "必填" if field.required else "选填", field.hint])
    add_bold(sheet, ["示例"])
    sheet.append([field.label for field in fields])
    sheet.append([example.get(field.key, "") for field in fields])


def wrong_rows(headings: list[str], rows: Iterable) -> bytes:
    """The rows as they were uploaded, with their number and what is wrong with them."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("错误")
    sheet.append(texts(sheet, ["原表行号", "错误", *headings]))
    for row in rows:
        wrong = "；".join(f"{column}：{text}" if column else text for column, text in row.problems)
        sheet.append(texts(sheet, [str(row.number), wrong, *row.cells]))
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def texts(sheet, values):
    """Words that begin with = are still words."""
    cells = [WriteOnlyCell(sheet, value) for value in values]
    for cell in cells:
        cell.data_type = "s"
    return cells
