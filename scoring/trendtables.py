"""A trend as charts and as the same numbers in a table."""

from scoring.charts import chart
from scoring.sheet import NOTHING, Cell, Column, Row, Sheet
from scoring.terms import plain

MEDIAN = "组内中位数"


def charts(trend, units):
    """Points, places, filings and adoptions; the middle of the group is drawn for one unit only."""
    labels = [f"{month.month}月" for month in trend.months]
    names = [(trend.names[unit], f"line-{place}") for place, unit in enumerate(units, 1)]

    def lines(field):
        return [
            (name, css, trend.series(unit, field)) for (name, css), unit in zip(names, units, strict=True)
        ]

    middle = [(MEDIAN, "line-median", trend.series(units[0], "median"))] if len(units) == 1 else []
    return [
        chart("月度得分", labels, [*lines("points"), *middle]),
        chart("组内名次", labels, lines("rank"), upside_down=True),
        chart("报送（条）", labels, lines("submitted")),
        chart("采用（条）", labels, lines("adopted")),
    ]


def trend_sheets(trend, units, addresses) -> list[Sheet]:
    return [trend_sheet(trend, unit, addresses) for unit in units]


def trend_sheet(trend, unit, addresses) -> Sheet:
    heads = columns()
    months = [month for month in reversed(trend.months) if trend.at(unit, month)]
    return Sheet(
        trend.names[unit],
        heads,
        [Row([cell(head, trend, unit, month, addresses) for head in heads]) for month in months],
        empty="这段时间没有排名：还没有施行考核办法，或者当时还不在本办公室报送。",
    )


def columns():
    query = (("span", "month"),)
    return [
        Column("月份", lambda now, then: "", "month", css="stick"),
        Column("得分", lambda now, then: plain(now.points), "lines", query, "num fw-semibold"),
        Column(MEDIAN, lambda now, then: plain(now.median), css="num hide-small"),
        Column(
            "上年同月得分", lambda now, then: plain(then.points) if then else NOTHING, css="num hide-small"
        ),
        Column("名次", lambda now, then: f"{now.rank}/{now.size}", css="num", uses="名次/单位数"),
        Column("报送", lambda now, then: now.submitted, "items", (*query, ("what", "submitted")), "num"),
        Column("上年同月报送", lambda now, then: then.submitted if then else NOTHING, css="num hide-small"),
        Column("采用", lambda now, then: now.adopted, "items", (*query, ("what", "adopted")), "num"),
        Column("上年同月采用", lambda now, then: then.adopted if then else NOTHING, css="num hide-small"),
        Column("采用率", lambda now, then: now.rate or NOTHING, css="num hide-small"),
        Column(
            "累计得分", lambda now, then: plain(now.total), "lines", (("span", "year"),), "num hide-small"
        ),
    ]


def cell(head, trend, unit, month, addresses):
    """The month's name opens its ranking, the figures what is behind them."""
    if head.page == "month":
        open_ = "（未关账）" if month in trend.open else ""
        return Cell(f"{month.year}年{month.month}月{open_}", head.css, addresses(head, unit, month))
    now, then = trend.at(unit, month), trend.a_year_before(unit, month)
    text = str(head.value(now, then))
    return Cell(text, head.css, addresses(head, unit, month) if head.page else "")
