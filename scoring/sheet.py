"""The ranking as columns and cells: the screen and the workbook are made of the same ones."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from scoring.rules import USES
from scoring.tally import MONTH, SPANS, YEAR

NOTHING = "–"


@dataclass(frozen=True)
class Column:
    """A heading, how a row fills it, and what page opens its figure."""

    title: str
    value: Callable[[dict], object]
    page: str = ""
    query: tuple = ()
    css: str = "num hide-small"
    uses: str = ""
    tied: Callable[[dict], bool] = lambda row: False


@dataclass(frozen=True)
class Cell:
    text: str
    css: str
    url: str = ""
    tied: bool = False


@dataclass(frozen=True)
class Row:
    cells: list[Cell]
    mine: bool = False


@dataclass(frozen=True)
class Sheet:
    """One group's ranking with its totals and what must be named under it."""

    name: str
    columns: list[Column]
    rows: list[Row]
    foot: Row
    notes: list[tuple[str, str]]


class Addresses:
    """Where the figures of a month lead, for those who may go there."""

    def __init__(self, pages, query, may_open, mine=frozenset()):
        self.pages, self.query, self.may_open, self.mine = pages, query, may_open, mine

    def of(self, column, units, **whose):
        if not column.page or not self.may_open(units):
            return ""
        return f"{self.pages[column.page]}?{urlencode({**self.query, **dict(column.query), **whose})}"


NOWHERE = Addresses({}, {}, lambda units: False)


def columns(table, span):
    """The headings of one month's table; carriers and instructions are counted over the span."""
    when, other = ("span", span), YEAR if span == MONTH else MONTH
    return [
        placed(span, css="num"),
        Column("单位", lambda row: row.get("name", "合计"), css="stick"),
        counted("本月报送", MONTH, "submitted", css="num"),
        counted("累计报送", YEAR, "submitted"),
        counted("本月采用", MONTH, "adopted", css="num"),
        counted("累计采用", YEAR, "adopted"),
        Column("累计采用率", lambda row: row[YEAR]["rate"] or NOTHING),
        *(of_carrier(carrier, table["uses"], span, when) for carrier in used(table, span)),
        counted(f"{SPANS[span]}批示", span, "instructed"),
        scored("本月得分", MONTH),
        scored("累计得分", YEAR),
        placed(other),
        Column("全年目标", lambda row: row.get("target", "") or NOTHING),
        Column("完成率", lambda row: row.get("done", "") or NOTHING),
    ]


def used(table, span):
    """The carriers that used anything in the span: a year knows many, a month only a few."""
    codes = {code for group in table["groups"] for row in group["rows"] for code in row[span]["uses"]}
    return [carrier for carrier in table["carriers"] if carrier["code"] in codes]


def placed(span, css="num hide-small"):
    """The rank; who shares it is marked."""
    return Column(
        f"{SPANS[span]}名次",
        lambda row: row[span].get("rank", ""),
        css=css,
        tied=lambda row: row[span].get("tied", False),
    )


def counted(title, span, what, css="num hide-small"):
    query = (("what", what), ("span", span))
    return Column(title, lambda row: row[span][what], "items", query, css)


def scored(title, span):
    return Column(title, lambda row: row[span]["points"], "lines", (("span", span),), "num fw-semibold")


def of_carrier(carrier, uses, span, when):
    """How often a carrier used items, one figure for each kind of use."""
    code = carrier["code"]

    def value(row):
        found = row[span]["uses"].get(code, {})
        return "/".join(str(found.get(use, 0)) for use in uses) if found else NOTHING

    query = (("what", "used"), ("carrier", code), when)
    return Column(
        f"《{carrier['name']}》", value, "items", query, uses="/".join(USES[use][0] for use in uses)
    )


def sheets(table, span=MONTH, addresses=NOWHERE):
    """The groups of a table, ranked by the span."""
    heads = columns(table, span)
    return [sheet(group, heads, span, addresses) for group in table["groups"]]


def sheet(group, heads, span, addresses):
    ranked = sorted(group["rows"], key=lambda row: row[span]["rank"])
    everybody = [row["unit"] for row in ranked]
    return Sheet(
        group["name"],
        heads,
        [unit_cells(row, heads, addresses) for row in ranked],
        Row([cell(group["total"], head, addresses, everybody, group=group["pk"]) for head in heads]),
        notes(group),
    )


def unit_cells(row, heads, addresses):
    cells = [cell(row, head, addresses, [row["unit"]], unit=row["unit"]) for head in heads]
    return Row(cells, mine=row["unit"] in addresses.mine)


def cell(row, column, addresses, units, **whose):
    text = str(column.value(row))
    url = "" if text == NOTHING else addresses.of(column, units, **whose)
    return Cell(text, column.css, url, column.tied(row))


def notes(group):
    """零报送、零采用 are named, and points that belong to closed months."""
    named = [
        ("零报送", group["zero_reports"]),
        ("零采用", group["zero_adoptions"]),
        ("含补记", group["late"]),
    ]
    return [(label, "、".join(names)) for label, names in named if names]


def cards(table, addresses):
    """The month at a glance, over all groups."""
    everybody = [row["unit"] for group in table["groups"] for row in group["rows"]]
    heads = columns(table, MONTH)
    shown = ("本月报送", "本月采用", "本月批示", "本月得分", "累计采用率")
    return [
        (head.title, cell(table["total"], head, addresses, everybody))
        for head in heads
        if head.title in shown
    ]
