"""Whether a table of late entries can be loaded: every fault of every row, by row and column. No queries."""

from dataclasses import dataclass, field
from datetime import date

from accounts.contacts import tidy
from accounts.sheets import Problem
from accounts.spreadsheet import UNREAD
from bulletins.late_sheets import COLUMNS, SHEET

SHOWN = 5  # candidates named in one sentence


@dataclass(frozen=True)
class Item:
    """An item of the office, as far as a table needs to know it."""

    pk: int
    unit: int
    title: str
    submitted_on: date
    decided: str  # empty, or how it stands instead


@dataclass
class Known:
    """What the office has: names to keys, items, the uses registered already, and what comes by itself."""

    today: date
    units: dict[str, list[int]]
    carriers: dict[str, list[int]]
    own: set[int]  # its own bulletins
    items: dict[int, Item]
    uses: set[tuple] = field(default_factory=set)  # (item, carrier, day, use)
    coming: set[tuple] = field(default_factory=set)  # (item, carrier) printed by an office of the house
    kinds: dict[str, str] = field(default_factory=dict)  # the office's kinds of use: name to code


@dataclass
class Plan:
    """The rows as they would be entered, and what is wrong."""

    rows: list[dict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Row:
    """One row being read: it collects its own faults."""

    def __init__(self, values, columns, known):
        self.values, self.columns, self.known, self.problems = values, columns, known, []

    def complain(self, name, text):
        self.problems.append(Problem(text, SHEET, self.values["row"], self.columns.get(name, "")))

    def read(self):
        """The facts of the row; None where a cell is missing or wrong."""
        self.ask_for_required()
        unit = self.one(self.known.units, "unit", "没有这个报送单位，请与“名称”工作表核对")
        carrier = self.carrier()
        item = self.item(unit) if unit else None
        on = self.day(item)
        return {
            "row": self.values["row"],
            "item": item.pk if item else None,
            "carrier": carrier,
            "use": self.use(),
            "on": on,
            **{name: self.values[name] for name in ("evidence", "title", "late_why")},
        }

    def ask_for_required(self):
        for column in COLUMNS:
            if column.required and not self.values[column.field]:
                self.complain(column.field, "必填")

    def one(self, names, name, unknown):
        text = self.values[name]
        if text in ("", UNREAD):
            return None
        found = names.get(text, [])
        if len(found) == 1:
            return found[0]
        self.complain(name, f"“{text[:20]}”有{len(found)}个同名，请改用全称" if found else f"{unknown}")
        return None

    def carrier(self):
        carrier = self.one(self.known.carriers, "carrier", "没有登记这个载体，请先登记上级载体")
        if carrier in self.known.own:
            self.complain("carrier", "是本单位刊物，采用随签发自动产生，不必补录")
            return None
        return carrier

    def use(self):
        text = self.values["use"]
        if text in ("", UNREAD) or text in self.known.kinds:
            return self.known.kinds.get(text)
        self.complain("use", f"“{text[:20]}”不在可选范围：{'、'.join(self.known.kinds)}")
        return None

    def item(self, unit):
        text = self.values["item"]
        if text in ("", UNREAD):
            return None
        found = self.matching(text, unit)
        if len(found) == 1:
            return self.decided(found[0])
        if not found:
            self.complain("item", f"该单位没有报送过“{text[:30]}”，请核对标题或编号")
        else:
            names = "、".join(f"{each.pk}（{each.submitted_on:%Y-%m-%d}报送）" for each in found[:SHOWN])
            self.complain("item", f"有{len(found)}篇同名来稿，请改填编号：{names}")
        return None

    def matching(self, text, unit):
        """By number, else by the very title."""
        numbered = self.known.items.get(int(text)) if text.isascii() and text.isdecimal() else None
        if numbered and numbered.unit == unit:
            return [numbered]
        return [each for each in self.known.items.values() if (each.unit, tidy(each.title)) == (unit, text)]

    def decided(self, item):
        if item.decided:
            self.complain("item", f"这篇来稿现为“{item.decided}”，请先筛选再补录")
        return item

    def day(self, item):
        text = self.values["on"]
        if text in ("", UNREAD):
            return None
        on = date.fromisoformat(text)
        if on > self.known.today:
            self.complain("on", "不能晚于今天")
        if item and on < item.submitted_on and not self.values["late_why"]:
            self.complain(
                "late_why", f"采用日期早于报送日期（{item.submitted_on:%Y-%m-%d}），必须写明补录原因"
            )
        return on


def check(rows, columns, known):
    """All rows, with what is wrong in any; a use that is known or stands twice is wrong, too."""
    plan, first = Plan(), {}
    for values in rows:
        row = Row(values, columns, known)
        facts = row.read()
        fact = (facts["item"], facts["carrier"], facts["on"], facts["use"])
        if all(fact):
            refuse_known(row, fact, first, known)
            first.setdefault(fact, values["row"])
        plan.rows.append(facts)
        plan.problems += row.problems
    return plan


def refuse_known(row, fact, first, known):
    if fact in first:
        row.complain("item", f"与第{first[fact]}行重复")
    elif fact in known.uses:
        row.complain("item", "这条采用已经登记过")
    elif fact[:2] in known.coming:
        row.complain("carrier", "这篇来稿已上报该单位，采用结果会自动回来，不必补录")
