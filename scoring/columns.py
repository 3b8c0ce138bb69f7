"""The columns of the ranking in four sets: no screen is wide enough for every column of a circular at once."""

from collections.abc import Mapping
from decimal import Decimal

from scoring.movement import NEW
from scoring.rules import USES
from scoring.sheet import NOTHING, Column
from scoring.tally import SPANS, YEAR
from scoring.terms import PARTS, plain
from scoring.totals import BONUS, DEDUCTION, SORTS

SETS = {"basic": "基本", "carriers": "按刊物", "parts": "按分项", "tasks": "任务完成"}
BASIC, CARRIERS, BY_PART, TASKS = SETS
ALWAYS = ("adoption", "instruction", "filing", "quota")  # shown even where nobody has any
HIDDEN = "num hide-small"
PASSED = {True: "达标", False: "不达标", None: NOTHING}


def columns(table: Mapping, span: str, chosen: str = BASIC) -> list[Column]:
    """The headings of one set: who, what the set is about, and how many points that came to."""
    return [*who(table, span), *SET_COLUMNS[chosen](table, span)]


def who(table, span):
    found = [placed(span, "num")]
    if any("before" in row[span] for row in rows_of(table)):
        found.append(moved(span))
    name = Column("单位", lambda row: row.get("name", "合计"), "trend", css="stick")
    return [*found, name]


def rows_of(table):
    return [row for group in table["groups"] for row in group["rows"]]


def basic(table, span):
    """What a circular prints first."""
    return [
        *both("submitted", "报送", span),
        *both("adopted", "采用", span),
        rate(span),
        *([] if span == YEAR else [rate(YEAR)]),
        counted(span, "instructed", "批示"),
        scored(span),
        *([] if span == YEAR else [scored(YEAR, "num hide-small fw-semibold"), placed(YEAR, HIDDEN)]),
        *(targets() if any(row.get("target") for row in rows_of(table)) else []),
        *verdicts(table),
    ]


def targets():
    return [
        Column("全年目标", lambda row: row.get("target", "") or NOTHING, total=False),
        Column("完成率", lambda row: row.get("done", "") or NOTHING, total=False),
    ]


def both(what, name, span):
    year = [] if span == YEAR else [counted(YEAR, what, name)]
    return [counted(span, what, name), *year]


def by_carrier(table, span):
    """Adoptions by carrier and kind of use, and what the office sent above."""
    query = ("span", span)
    near = [of_carrier(carrier, table, span, query) for carrier in used(table, span)]
    return [*near, counted(span, "sent", "上报"), counted(span, "adopted", "采用"), scored(span)]


def by_part(table, span):
    """采用分、批示分、报送分、任务分; bonus and deduction repeat what stands in the parts, as circulars do."""
    seen = {sort for row in rows_of(table) for sort in row[span]["parts"]}
    shown = [part for part in PARTS if part in ALWAYS or part in seen]
    found = [of_part(part, span) for part in shown]
    if span == YEAR and any(row.get("steps") for row in rows_of(table)):
        found.append(Column("总分折算", steps, "lines", (("part", "steps"), ("span", span)), "num"))
    return [*found, scored(span), *(of_part(sign, span) for sign in (BONUS, DEDUCTION) if sign in seen)]


def tasks(table, span):
    """What was asked of a unit and how much of it is done."""
    return [
        Column("约稿", answered(span), "items", (("what", "asked"), ("span", span)), uses="完成/应交"),
        Column("任务", met(table, span), "quotas", (("span", span),), uses="完成/项数"),
        Column("连续零报送", months("silent"), uses="月", total=False),
        scored(YEAR),
        *targets(),
        *verdicts(table),
    ]


SET_COLUMNS = {BASIC: basic, CARRIERS: by_carrier, BY_PART: by_part, TASKS: tasks}


def used(table, span):
    """The carriers that used anything in the span: a year knows many, a month only a few."""
    codes = {code for row in rows_of(table) for code in row[span]["uses"]}
    return [carrier for carrier in table["carriers"] if carrier["code"] in codes]


def placed(span, css):
    """The rank; who shares it is marked."""
    return Column(
        f"{SPANS[span]}名次",
        lambda row: row[span].get("rank", ""),
        css=css,
        tied=lambda row: row[span].get("tied", False),
        total=False,
    )


def moved(span):
    """Up or down since the span before."""
    return Column("升降", lambda row: arrow(row[span]), "trend", css="num move", total=False)


def arrow(found: Mapping) -> str:
    before, now = found.get("before"), found.get("rank")
    if before in (None, NEW):
        return "新" if before == NEW else ""
    if before == now:
        return NOTHING
    return f"↑{before - now}" if before > now else f"↓{now - before}"


def counted(span, what, name, css=HIDDEN):
    query = (("what", what), ("span", span))
    return Column(f"{SPANS[span]}{name}", lambda row: row[span].get(what, NOTHING), "items", query, css)


def scored(span, css="num fw-semibold"):
    return Column(f"{SPANS[span]}得分", lambda row: row[span]["points"], "lines", (("span", span),), css)


def rate(span):
    return Column(f"{SPANS[span]}采用率", lambda row: row[span]["rate"] or NOTHING)


def of_part(sort, span):
    query = (("part", sort), ("span", span))
    name = SORTS[sort]
    return Column(name, lambda row: row[span]["parts"].get(sort, "0"), "lines", query, "num")


def steps(row):
    if "steps" not in row:
        return NOTHING
    return plain(sum((Decimal(points) for _, points in row["steps"]), Decimal(0)))


def answered(span):
    def value(row):
        asked = row[span].get("asked")
        return f"{row[span]['answered']}/{asked}" if asked else NOTHING

    return value


def met(table, span):
    """How many of a unit's tasks that fell due in the span were met."""
    first, last = table.get("spans", {}).get(span, ("", ""))
    judged: dict = {}
    for task in table.get("quotas", ()):
        if task["over"] and first <= task["last"] <= last:
            judged.setdefault(task["unit"], []).append(task["met"])

    def value(row):
        found = judged.get(row.get("unit"), [])
        return f"{sum(found)}/{len(found)}" if found else NOTHING

    return value


def months(name):
    return lambda row: row[name] if row.get("owes") and row.get(name) else NOTHING


def verdicts(table):
    """达标 and 一票否决, only where the book knows them."""
    rows, found = rows_of(table), []
    if any(row.get("passed") is not None for row in rows):
        found.append(Column("达标", lambda row: PASSED[row.get("passed")], css="num", total=False))
    if any(row.get("void") for row in rows):
        found.append(Column("一票否决", lambda row: row.get("void") or NOTHING, css="words", total=False))
    return found


def of_carrier(carrier, table, span, query):
    """How often a carrier used items, one figure for each kind of use."""
    code, uses = carrier["code"], table["uses"]
    names = table.get("use_names", USES)

    def value(row):
        found = row[span]["uses"].get(code, {})
        return "/".join(str(found.get(use, 0)) for use in uses) if found else NOTHING

    about = (("what", "used"), ("carrier", code), query)
    initials = "/".join(names.get(use, use)[0] for use in uses)
    return Column(f"《{carrier['name']}》", value, "items", about, uses=initials)
