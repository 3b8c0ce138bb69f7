"""Old registers as offices keep them, and the way of one from its file into the house."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from scoring.actions.history import checking, loading, receiving, undoing, working

HEADINGS = ["序号", "报送单位", "信息标题", "作者", "采用刊物", "采用方式", "期号", "采用日期"]
WORKED = [
    ("甲镇总工会", "走访慰问困难职工", "李一", "工运信息", "全文", "第9期"),
    ("甲镇总工会", "驿站建到家门口", "李一", "《工运信息》", "全文", "第9期"),
    ("甲镇总工会", "驿站建到家门口", "李一", "市工运信息", "全文", "第31期"),
    ("甲镇总工会", "驿站建到家门口", "李一", "省工运", "简讯", "第12期"),
    ("丙局工会", "女职工维权行动", "王三、赵四", "工运信息", "全文", "第10期"),
    ("丙局工会", "女职工维权行动", "王三、赵四", "市工运信息", "简讯", "第32期"),
    ("丙局工会", "女职工维权行动", "王三、赵四", "中国工运", "简讯", "第5期"),
    ("乙街道总工会", "夏送清凉到一线", "", "工运信息", "简讯", "第10期"),
    ("乙街道总工会", "新就业群体入会调查", "", "工运信息", "全文", "第11期"),
    ("乙街道总工会", "新就业群体入会调查", "", "市委信息", "全文", "第88期"),
]


def rows_of_the_worked_month(day="2025年9月10日"):
    """R1's month (domain §3.2) as a register would have it."""
    rows = [[number, *words, day] for number, words in enumerate(WORKED, start=1)]
    return [HEADINGS, *rows]


def xlsx(*sheets, name="登记簿.xlsx"):
    """(title, rows) of each sheet, or rows alone."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, sheet in enumerate(sheets, start=1):
        title, rows = sheet if isinstance(sheet, tuple) else (f"表{number}", sheet)
        page = workbook.create_sheet(title)
        for row in rows:
            page.append(row)
    out = BytesIO()
    workbook.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def text_table(rows, name="登记簿.csv", encoding="utf-8", mark=","):
    text = "\r\n".join(mark.join(map(str, row)) for row in rows)
    return SimpleUploadedFile(name, text.encode(encoding))


def received(scene, rows, kind="uses", by=None):
    return worked(receiving.receive(scene.office, kind, xlsx(rows), by=by or scene.scorer))


def worked(batch):
    """A worker has come by, as it does when the row is committed."""
    working.work(batch.pk)
    batch.refresh_from_db()
    return batch


def looked_at(scene, rows, kind="uses", by=None, columns=None, names=None, **options):
    """Received, its columns said as they were guessed, its rows looked at; then its names said."""
    batch = received(scene, rows, kind, by)
    columns = batch.columns if columns is None else columns
    worked(checking.map_columns(batch, columns, options, by=batch.by))
    if names:
        worked(checking.say_names(batch, names, by=batch.by))
    batch.refresh_from_db()
    return batch


def loaded(scene, rows, kind="uses", by=None, **said):
    batch = looked_at(scene, rows, kind, by, **said)
    return worked(loading.ask_to_load(batch, by=batch.by))


def undone(batch, reason="整表有误"):
    return worked(undoing.ask_to_undo(batch, by=batch.by, reason=reason))
