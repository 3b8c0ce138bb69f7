"""The ranking of people as a sheet: the same figures as the units', each opening that person's rows."""

from copy import deepcopy

from scoring.columns import counted, of_part, placed, rate, scored
from scoring.policies import Ranking
from scoring.sheet import Addresses, Column, Row, Sheet, cells
from scoring.tabling import Order
from scoring.tally import WHAT, YEAR
from scoring.terms import PARTS

OLDER = "这个月关账时还没有留存个人数据，只能看单位排名。"
NOBODY = "这段时间没有人报送或得分。信息报送以后，作者在这里按得分排名。"


def persons_sheet(place, group=None) -> Sheet:
    """Everybody with a figure in the span, ranked by the book; of one group, ranked among themselves."""
    table, span, reader = place.view.table, place.span, place.reader
    rows = ranked(table, span, group)
    heads = columns(rows, span)
    may_open = lambda row: reader.sees(row["unit"], row["person"])  # noqa: E731 - one question, asked per row
    addresses = Addresses(place.addresses.pages, reader.query, may_open)
    return Sheet(
        group["name"] if group else "全部人员",
        heads,
        [
            Row(cells(row, heads, addresses, row, person=row["person"]), mine=row["person"] == reader.user.pk)
            for row in rows
        ],
        empty=NOBODY if table.get("format") else OLDER,
    )


def ranked(table, span, group) -> list[dict]:
    """The rows of a span, the best first."""
    rows = [row for row in table["persons"] if active(row[span])]
    if group is None:
        return sorted(rows, key=lambda row: row[span]["rank"])
    units = {row["unit"] for row in group["rows"]}
    own = deepcopy([row for row in rows if row["unit"] in units])
    kept = table.get("ranking", {})
    ranking = Ranking(kept.get("method", "dense"), tuple(kept.get("tie_breakers", ())))
    above = {carrier["code"] for carrier in table["carriers"] if carrier["above"]}
    Order(ranking, above).give_ranks(own, span)
    return sorted(own, key=lambda row: row[span]["rank"])


def active(found) -> bool:
    return any(found[what] for what in WHAT) or bool(found["parts"])


def columns(rows, span) -> list[Column]:
    seen = {part for row in rows for part in row[span]["parts"]}
    parts = [part for part in PARTS if part in seen]
    return [
        placed(span, "num"),
        Column("姓名", lambda row: row["name"], "lines", (("span", span),), css="stick"),
        Column("单位", lambda row: row["unit_name"], css="words"),
        counted(span, "submitted", "报送"),
        counted(span, "adopted", "采用"),
        rate(span),
        counted(span, "instructed", "批示"),
        *(of_part(part, span) for part in parts if len(parts) > 1),
        scored(span),
        *([] if span == YEAR else [scored(YEAR, "num hide-small fw-semibold")]),
    ]
