"""One row of a table of facts: cells in a clerk's words become facts, or a complaint about a column."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from scoring.factwords import COLUMNS, EVENT_WORDS, KIND_CODES, LEVEL_WORDS, UNIT_ROW, Words, code_of
from scoring.terms import KINDS, Fact, Reporter

YES, NO = ("是", "yes", "true", "1", "y", "√", "✓", "有"), ("否", "no", "false", "0", "n", "×", "无", "不")
SEPARATORS = re.compile("[;；、|\n]")
SHARES = re.compile("[;；、|:：]")
DAY = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*")
SERIAL, SPREADSHEET_ZERO = re.compile(r"[345]\d{4}(\.0)?"), date(1899, 12, 30)


class BadCell(ValueError):
    """One cell that cannot be read, with its column."""

    def __init__(self, column: str, message: str):
        self.column = COLUMNS.get(column, column)
        super().__init__(message)


def units_of(values: dict[str, str]) -> list[str]:
    """Several units in one cell have filed the item together, in this order."""
    return parts(values["unit"])


def parts(cell: str) -> list[str]:
    return [part.strip() for part in SEPARATORS.split(cell) if part.strip()]


def reporter_of(values: dict[str, str]) -> Reporter | None:
    """What the row says of the unit itself: a row of its own, or a class or group beside a fact."""
    units = units_of(values)
    declared = values["kind"] in UNIT_ROW
    if len(units) != 1 or not (declared or values["class"] or values["group"] or values["heads"]):
        return None
    return Reporter(
        unit=units[0],
        sort=values["class"],
        group=values["group"],
        heads=int(number(values, "heads", whole=True)) if values["heads"] else 1,
        since=day(values, "on") if declared and values["on"] else None,
        until=day(values, "until") if declared and values["until"] else None,
    )


def facts_of(values: dict[str, str], row: int, words: Words) -> Iterator[Fact]:
    """The facts of a row: one for each unit, and one more for each leader who wrote on the item."""
    if values["kind"] in UNIT_ROW:
        if not units_of(values):
            raise BadCell("unit", "请填写单位")
        return
    kind = KIND_CODES.get(values["kind"] or "use")
    if kind is None:
        raise BadCell("kind", f"没有“{values['kind']}”，可填：{'、'.join(KINDS.values())}、单位")
    units = units_of(values)
    if not units:
        raise BadCell("unit", "请填写单位")
    common = common_of(values, kind, words) | {"units": len(units)}
    key = f"{'adoption' if kind == 'use' else kind}:{values['id'] or row}"
    shares = shares_of(values, len(units))
    for place, (unit, share) in enumerate(zip(units, shares, strict=True), 1):
        part = {"share": share, "before": sum(shares[: place - 1], Decimal(0)), "total_share": sum(shares)}
        yield Fact(key=key, unit=unit, place=place, **part, **common)
        yield from instructions_of(values, key, unit, place, common, words)


def common_of(values: dict[str, str], kind: str, words: Words) -> dict:
    """What all units of a row have in common."""
    if kind in ("use", "instruction", "filing") and not values["item"]:
        raise BadCell("item", "请填写信息的编号或标题")
    if kind == "adjust" and not values["points"]:
        raise BadCell("points", "调整须写明分值")
    if kind == "use" and not values["use"]:
        values = values | {"use": "full"}
    people = parts(values["person"])
    return {
        "kind": kind,
        "item": values["item"] or None,
        "person": people[0] if people else None,
        "coauthors": tuple(people[1:]),
        "event": event_of(values, kind, words),
        "timely": yes_no(values, "timely"),
        "rewritten": bool(yes_no(values, "rewritten")),
        "note": values["note"],
        **place_in(values, words),
        **measures_in(values),
    }


def place_in(values: dict[str, str], words: Words) -> dict:
    """Where it was used, and as what."""
    return {
        "level": level(values, "level", words),
        "system": coded(values, "system", words.systems),
        "carrier": words.carrier(values["carrier"]) or None,
        "carrier_name": values["carrier"],
        "use": coded(values, "use", words.uses),
        "sort": values["sort"] or None,
        "flags": frozenset(parts(values["flags"])),
    }


def measures_in(values: dict[str, str]) -> dict:
    """Its days and numbers."""
    return {
        "on": day(values, "on"),
        "points": number(values, "points") if values["points"] else None,
        "words": count(values, "words") if values["words"] else None,
        "pictures": count(values, "pictures") if values["pictures"] else 0,
        "event_on": day(values, "event_on") if values["event_on"] else None,
        "filed_on": day(values, "filed_on") if values["filed_on"] else None,
    }


def instructions_of(values, key, unit, place, common, words) -> Iterator[Fact]:
    """The column 批示 of a use: the levels of the leaders who wrote on it."""
    if common["kind"] != "use" or not values["instruction"]:
        return
    on = day(values, "instruction_on") if values["instruction_on"] else common["on"]
    for number, leader in enumerate(parts(values["instruction"]), 1):
        code = level({"instruction": leader}, "instruction", words)
        said = common | {"kind": "instruction", "on": on, "level": code, "use": None}
        yield Fact(key=f"instruction:{key.partition(':')[2]}.{number}", unit=unit, place=place, **said)


def event_of(values: dict[str, str], kind: str, words: Words) -> str:
    if kind != "event":
        return ""
    if not values["event"]:
        raise BadCell("event", f"请填写事项，可填：{'、'.join(words.events.values())}")
    return found_in(values, "event", words.events, code_of(values["event"], words.events, EVENT_WORDS))


def coded(values: dict[str, str], column: str, known: Mapping[str, str]) -> str | None:
    """A code or the label people use for it."""
    return found_in(values, column, known, code_of(values[column], known))


def level(values: dict[str, str], column: str, words: Words) -> str | None:
    return found_in(values, column, words.levels, code_of(values[column], words.levels, LEVEL_WORDS))


def found_in(values: dict[str, str], column: str, known: Mapping[str, str], code: str | None) -> str | None:
    if not values[column]:
        return None
    if code is None:
        raise BadCell(column, f"没有“{values[column]}”，可填：{'、'.join(known.values())}")
    return code


def day(values: dict[str, str], column: str) -> date:
    """2014-01-15, 2014/1/15, 2014.1.15 or 2014年1月15日; a time behind it does not matter."""
    given = values[column].partition(" ")[0].partition("T")[0]
    if SERIAL.fullmatch(given):  # a spreadsheet's own count of days
        return SPREADSHEET_ZERO + timedelta(days=int(given.partition(".")[0]))
    found = DAY.fullmatch(given) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", given)
    try:
        return date(*map(int, found.groups()))
    except (AttributeError, ValueError):
        raise BadCell(column, f"“{values[column]}”不是日期，请写成 2014-01-15 这样") from None


def number(values: dict[str, str], column: str, *, whole: bool = False) -> Decimal:
    try:
        found = Decimal(values[column].removesuffix("分").replace("－", "-").replace("＋", "+"))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) > 9999 or found != round(found, 0 if whole else 2):
        raise BadCell(column, f"“{values[column]}”不是{'整数' if whole else '最多两位小数的数'}")
    return found


def count(values: dict[str, str], column: str) -> int:
    """How many words or pictures."""
    given = re.sub(r"[,，字张]", "", values[column])
    if not re.fullmatch(r"\d{1,6}(\.0)?", given):
        raise BadCell(column, f"“{values[column]}”不是整数")
    return int(given.partition(".")[0])


def yes_no(values: dict[str, str], column: str) -> bool | None:
    given = values[column].lower()
    if not given:
        return None
    if given in YES or given in NO:
        return given in YES
    raise BadCell(column, "请填“是”或“否”")


def shares_of(values: dict[str, str], units: int) -> list[Decimal]:
    """Shares in the order of the units; none given means equal ones."""
    given = [one.removesuffix("%") for one in re.split(SHARES, values["share"]) if one.strip()]
    if not given:
        return [Decimal(1)] * units
    if len(given) != units:
        raise BadCell("share", f"有{units}个单位，份额也应是{units}个，用顿号隔开")
    shares = [number({"share": one.strip()}, "share") for one in given]
    if any(share <= 0 for share in shares):
        raise BadCell("share", "份额须大于0")
    return shares
