"""The list of reports as a table: the spreadsheet has what the screen shows."""

from submissions.tables import Cell, Table, num

HEAD = ["标题", "报往", "状态", "拟稿", "上报日期", "上报方式", "收文凭据", "字数", "意见"]


def table_of(reports):
    return Table("上报", HEAD, [row_of(report) for report in reports])


def row_of(report):
    return [
        Cell(report.title, report.get_absolute_url(), "title"),
        Cell(report.where),
        Cell(report.stage.label, kind=f"state-{report.stage}"),
        Cell(report.editor.name),
        Cell(report.sent_on or "", kind="when"),
        Cell("本系统" if report.to_id else report.channel),
        Cell(report.receipt),
        num(report.words),
        Cell(report.verdict),
    ]
