"""零报送、零采用 as sheets: who sent nothing, whose items nobody used, and for how many months on end."""

from scoring.columns import counted
from scoring.sheet import NOTHING, Column, Row, Sheet, cells
from scoring.tally import SPANS, YEAR

NAMES = {"submitted": "零报送", "adopted": "零采用"}
KEPT = {"submitted": "silent", "adopted": "unused"}
NOBODY = {
    "submitted": "每个单位都报送了信息，没有零报送单位。",
    "adopted": "报送单位都有信息被采用，没有零采用单位。",
}


def zero_sheets(place) -> list[Sheet]:
    return [zero_sheet(place, what) for what in NAMES]


def zero_rows(table, span, what) -> list[dict]:
    """Whom one may name: units that owe reports, those silent longest first, in the order of the table."""
    rows = [
        row | {"group": group["name"]}
        for group in table["groups"]
        for row in group["rows"]
        if row.get("owes") and row[span][what] == 0
    ]
    return sorted(rows, key=lambda row: -row[KEPT[what]])


def zero_sheet(place, what) -> Sheet:
    span, heads = place.span, columns(place.span, what)
    rows = zero_rows(place.view.table, span, what)
    long = [f"{row['name']}（{row[KEPT[what]]}个月）" for row in rows if row[KEPT[what]] > 1]
    return Sheet(
        f"{NAMES[what]}（{len(rows)}个单位）",
        heads,
        [
            Row(
                cells(row, heads, place.addresses, [row["unit"]], unit=row["unit"]),
                mine=row["unit"] in place.reader.units,
            )
            for row in rows
        ],
        notes=[(f"连续{NAMES[what]}", "、".join(long))] if long else [],
        empty=NOBODY[what],
    )


def columns(span, what) -> list[Column]:
    year = [] if span == YEAR else [counted(YEAR, what, NAMES[what][1:], "num")]
    others = [counted(span, "submitted", "报送", "num")] if what == "adopted" else []
    return [
        Column("单位", lambda row: row["name"], "trend", css="stick"),
        Column("组别", lambda row: row["group"], css="words hide-small"),
        Column(f"连续{NAMES[what]}", lambda row: row[KEPT[what]] or NOTHING, css="num", uses="月"),
        *others,
        *year,
        Column(f"{SPANS[span]}得分", lambda row: row[span]["points"], "lines", (("span", span),), "num"),
    ]
