"""A trial as rows of cells: the page and the spreadsheet show the same ones."""

from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from scoring.terms import plain
from scoring.trying import Change
from scoring.workbook import number_in, put

HEADS = ("组别", "单位", "原得分", "原名次", "新得分", "新名次", "得分变化", "名次变化")
LINE_HEADS = ("单位", "由来", "原依据", "原分值", "新依据", "新分值")
WIDTHS = {"由来": 40, "原依据": 40, "新依据": 40, "单位": 18, "组别": 14}


@dataclass(frozen=True)
class Cells:
    """One unit's row as it is read."""

    group: str
    change: Change

    @property
    def texts(self) -> tuple[str, ...]:
        old, new = self.change.old, self.change.new
        before = (plain(old.score), placed(old)) if old.begun else ("没有办法", "–")
        return (
            self.group,
            str(self.change.unit),
            *before,
            plain(new.score),
            placed(new),
            signed(self.change.points) if old.begun else "–",
            arrow(self.change.places) if old.begun else "–",
        )


def placed(side) -> str:
    return f"{'并列' if side.tied else ''}{side.rank}"


def signed(points) -> str:
    return f"{'+' if points > 0 else ''}{plain(points)}" if points else "–"


def arrow(places: int) -> str:
    if not places:
        return "–"
    return f"↑{places}" if places > 0 else f"↓{-places}"


def workbook(title: str, groups, differences) -> bytes:
    """Two sheets: every unit's old and new place, and the lines behind every change."""
    book = Workbook()
    rows = [Cells(name, change).texts for name, changes in groups for change in changes]
    fill(book.active, "得分与名次", title, HEADS, rows)
    lines = [line_cells(unit, one) for unit, found in differences for one in found]
    fill(book.create_sheet(), "逐笔变化", title, LINE_HEADS, lines)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def line_cells(unit, one) -> tuple[str, ...]:
    return (
        str(unit),
        one.origin.title,
        one.old_reason,
        plain(one.gone.points) if one.gone else "–",
        one.new_reason,
        plain(one.come.points) if one.come else "–",
    )


def fill(page, name, title, heads, rows):
    page.title = name
    put(page, 1, 1, title).font = Font(bold=True, size=14)
    for column, head in enumerate(heads, start=1):
        put(page, 2, column, head).font = Font(bold=True)
        page.column_dimensions[page.cell(2, column).column_letter].width = WIDTHS.get(head, 11)
    for number, row in enumerate(rows, start=3):
        for column, text in enumerate(row, start=1):
            value, _ = number_in(text)
            put(page, number, column, value).alignment = Alignment(wrap_text=True, vertical="center")
    page.freeze_panes = "A3"
