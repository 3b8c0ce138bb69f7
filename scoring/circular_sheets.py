"""附件: the tables of a circular as a spreadsheet, figure for figure what its pages print."""

from scoring.sheet import Cell, Column, Row, Sheet
from scoring.workbook import workbook

WORDY = {
    "单位": "stick",
    "标题": "words",
    "姓名": "stick",
    "批示件": "words",
    "报送单位": "words",
    "采用刊物": "words",
}


def workbook_of(circular) -> bytes:
    """One sheet for each table of the frozen annex."""
    return workbook([sheet_of(each) for each in circular.annex], circular.title, circular.number_line)


def sheet_of(table) -> Sheet:
    styles = [WORDY.get(title, "num") for title in table["head"]]
    columns = [Column(title, str, css=style) for title, style in zip(table["head"], styles, strict=True)]
    rows = [
        Row([Cell(text, style) for text, style in zip(row, styles, strict=True)]) for row in table["rows"]
    ]
    return Sheet(table["name"], columns, rows)
