"""The ranking of units, group by group, as sheets; and the month at a glance."""

from decimal import Decimal

from scoring.columns import BASIC, columns, counted, rate, scored
from scoring.sheet import NOWHERE, Row, Sheet, cell, cells, totals
from scoring.tally import MONTH, YEAR
from scoring.terms import plain


def sheets(table, span=MONTH, addresses=NOWHERE, chosen=BASIC):
    """The groups of a table, ranked by the span."""
    heads = columns(table, span, chosen)
    return [sheet(group, heads, span, addresses) for group in table["groups"]]


def sheet(group, heads, span, addresses):
    ranked = sorted(group["rows"], key=lambda row: row[span]["rank"])
    everybody = [row["unit"] for row in ranked]
    return Sheet(
        group["name"],
        heads,
        [
            Row(
                cells(row, heads, addresses, [row["unit"]], unit=row["unit"]),
                mine=row["unit"] in addresses.mine,
            )
            for row in ranked
        ],
        totals(group["total"], heads, without_units(addresses), everybody, group=group["pk"]),
        notes(group, span),
    )


def without_units(addresses):
    """A group has no trend of its own."""
    pages = {name: url for name, url in addresses.pages.items() if name != "trend"}
    return type(addresses)(pages, addresses.query, addresses.may_open, addresses.mine)


def notes(group, span):
    """零报送、零采用 are named, and points that belong to closed months."""
    named = [
        ("零报送", zeros(group, span, "submitted")),
        ("零采用", zeros(group, span, "adopted")),
        ("含补记", group["late"] if span == MONTH else []),
    ]
    return [(label, "、".join(names)) for label, names in named if names]


def zeros(group, span, what):
    """Whom one may name for having none; a month's names are those it kept."""
    kept = {"submitted": "zero_reports", "adopted": "zero_adoptions"}[what]
    if span == MONTH:
        return group[kept]
    return [row["name"] for row in group["rows"] if row.get("owes") and row[span][what] == 0]


CHANGES = {"submitted": "条", "adopted": "条", "instructed": "次", "points": "分"}


def cards(table, span, addresses):
    """The span at a glance, over all groups, with the change since the span before."""
    everybody = [row["unit"] for group in table["groups"] for row in group["rows"]]
    heads = {
        "submitted": counted(span, "submitted", "报送"),
        "adopted": counted(span, "adopted", "采用"),
        "rate": rate(span),
        "instructed": counted(span, "instructed", "批示"),
        "points": scored(span),
    }
    before = table.get("before", {}).get(span) if span != YEAR else None
    return [
        (
            head.title,
            cell(table["total"], head, addresses, everybody),
            change(name, table["total"][span], before),
        )
        for name, head in heads.items()
    ]


def change(name, now, before) -> str:
    """+12, −3.1 个百分点; nothing where nothing is known or nothing changed."""
    if not before or before.get(name, "") == "" or now[name] == "":
        return ""
    unit = "个百分点" if name == "rate" else ""
    difference = amount(now[name]) - amount(before[name])
    if not difference:
        return "持平"
    return f"{'+' if difference > 0 else '−'}{plain(abs(difference))}{unit and f' {unit}'}"


def amount(value) -> Decimal:
    return Decimal(str(value).rstrip("%"))
