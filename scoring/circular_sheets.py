"""附件: the tables of a circular as a spreadsheet, figure for figure what its pages print."""

from decimal import Decimal

from scoring.workbook import number_in
from submissions.tables import Cell, Table, workbook


def workbook_of(circular) -> bytes:
    """One sheet for each table of the frozen annex."""
    tables, names = [], set()
    for sheet in circular.annex:
        rows = [[cell(text) for text in row] for row in sheet["rows"]]
        tables.append(Table(free(sheet["name"], names), sheet["head"], rows))
    if not tables:
        tables = [Table("附表", ["说明"], [[Cell("本通报没有附表。")]])]
    return workbook(circular.title, circular.number_line, tables)


def free(name, names):
    """Two groups may begin with the same words, and a book knows each name once."""
    short = name[:24]
    chosen = short if short not in names else f"{short}{len(names) + 1}"
    names.add(chosen)
    return chosen


def cell(text):
    """Figures stay figures."""
    value = number_in(text)
    return Cell(text if isinstance(value, Decimal) else value)
