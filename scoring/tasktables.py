"""Tasks and yearly targets as sheets: what was asked, what was done, what is missing."""

from datetime import date
from decimal import Decimal

from scoring.bookcase import end_of
from scoring.policies import COUNTED
from scoring.sheet import NOTHING, Addresses, Cell, Column, Row, Sheet, cells
from scoring.spans import Span, worded
from scoring.tabling import share
from scoring.tally import YEAR
from scoring.terms import plain

RUNNING, DONE, MISSED = "进行中", "完成", "未完成"
CSS = {RUNNING: "", DONE: "met", MISSED: "unmet"}


def task_sheets(place, units=None) -> list[Sheet]:
    """One sheet for each task of the book in each of its periods that lies in the span, the latest first."""
    names = named(place.view.table)
    periods: dict = {}
    for task in in_span(place):
        if task["unit"] in names and (units is None or task["unit"] in units):
            periods.setdefault((task["first"], task["quota"]), []).append(task)
    latest = sorted(periods, key=lambda key: (key[1], key[0]))
    latest.sort(key=lambda key: key[0], reverse=True)
    return [task_sheet(place, names, periods[key]) for key in latest]


def in_span(place):
    """Tasks whose period has a day in the span."""
    begins, ends = place.windows[place.span]
    first, last = begins.isoformat(), end_of(ends).isoformat()
    return [task for task in place.view.table["quotas"] if task["first"] <= last and task["last"] >= first]


def named(table) -> dict:
    """Unit → its name and group, in the order of the table."""
    return {row["unit"]: (row["name"], group["name"]) for group in table["groups"] for row in group["rows"]}


def task_sheet(place, names, tasks) -> Sheet:
    one, order = tasks[0], {unit: number for number, unit in enumerate(names)}
    rows = sorted(
        tasks, key=lambda task: (-Decimal(task["done"]) / Decimal(task["need"]), order[task["unit"]])
    )
    heads = columns(names)
    page = Addresses(place.counted, place.reader.query, place.reader.may_open)
    unmet = [names[task["unit"]][0] for task in rows if task["over"] and not task["met"]]
    return Sheet(
        f"{one['label']} · {worded(span_of(one), one['per'])}{'' if one['over'] else f'（{RUNNING}）'}",
        heads,
        [Row(task_cells(task, heads, page), mine=task["unit"] in place.reader.units) for task in rows],
        notes=summary(rows, unmet, one),
    )


def span_of(task):
    return Span(date.fromisoformat(task["first"]), date.fromisoformat(task["last"]))


def summary(rows, unmet, one):
    met = sum(1 for task in rows if task["met"])
    said = [
        ("统计口径", COUNTED.get(one["counts"], one["counts"])),
        ("已完成", f"{met} 个，共 {len(rows)} 个单位"),
    ]
    return said + ([(f"未完成（{len(unmet)}）", "、".join(unmet))] if unmet else [])


def columns(names):
    return [
        Column("单位", lambda task: names[task["unit"]][0], css="stick"),
        Column("组别", lambda task: names[task["unit"]][1], css="words hide-small"),
        Column("任务", lambda task: task["need"], css="num"),
        Column("完成", lambda task: task["done"], "counted", css="num"),
        Column("完成率", lambda task: share(task["done"], Decimal(task["need"])), css="num"),
        Column("还差", lambda task: missing(task["need"], task["done"]), css="num"),
        Column("结果", verdict, css="num"),
    ]


def missing(need, done):
    left = Decimal(need) - Decimal(done)
    return plain(left) if left > 0 else NOTHING


def verdict(task):
    return DONE if task["met"] else MISSED if task["over"] else RUNNING


def task_cells(task, heads, addresses):
    about = {"unit": task["unit"], "quota": task["quota"], "first": task["first"]}
    found = cells(task, heads, addresses, [task["unit"]], **about)
    state = verdict(task)
    return [*found[:-1], Cell(state, f"num {CSS[state]}".strip())]


def target_sheet(place, units=None) -> Sheet:
    """全年目标: who has reached it, and how far the others have come."""
    table = place.view.table
    rows = [
        row | {"group": group["name"]}
        for group in table["groups"]
        for row in group["rows"]
        if row.get("target") and (units is None or row["unit"] in units)
    ]
    rows.sort(key=lambda row: -ratio(row))
    heads = [
        Column("单位", lambda row: row["name"], "trend", css="stick"),
        Column("组别", lambda row: row["group"], css="words hide-small"),
        Column("全年目标", lambda row: row["target"], css="num"),
        Column("累计得分", lambda row: row[YEAR]["points"], "lines", (("span", YEAR),), css="num"),
        Column("完成率", lambda row: row["done"] or NOTHING, css="num"),
        Column("还差", lambda row: missing(row["target"], row[YEAR]["points"]), css="num"),
        Column("结果", lambda row: "已达到" if reached(row) else "未达到", css="num"),
    ]
    done = [row["name"] for row in rows if reached(row)]
    return Sheet(
        "全年目标",
        heads,
        [
            Row(
                cells(row, heads, place.addresses, [row["unit"]], unit=row["unit"]),
                mine=row["unit"] in place.reader.units,
            )
            for row in rows
        ],
        notes=[("已达到全年目标", f"{len(done)} 个：{'、'.join(done)}" if done else "还没有")],
    )


def reached(row) -> bool:
    return Decimal(row[YEAR]["points"]) >= Decimal(row["target"])


def ratio(row) -> Decimal:
    target = Decimal(row["target"])
    return Decimal(row[YEAR]["points"]) / target if target else Decimal(0)
