"""One row of a register read by what its columns mean; each row collects its own faults. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scoring.history import cells
from scoring.history.cells import Unclear
from scoring.history.fields import FIELDS, MONTHS
from scoring.history.guessing import is_total
from scoring.history.words import DEFAULTS, NEW, SKIP, SORTS, Names

EARLIEST = dt.date(2000, 1, 1)  # addresses of months know the years 2000 to 2099
NOT_SAID = "“{}”还没有对应，请回到“对应名称”一步选择"


@dataclass(frozen=True)
class Register:
    """How the rows are to be read."""

    kind: str
    columns: dict[str, int]
    options: dict
    names: Names
    today: dt.date
    before: dt.date | None = None  # from this day on points come from the house's own rows

    def lines(self, rows: Iterable[tuple[int, list[str]]], unit: str = "") -> Iterator["Line"]:
        """Each row read; an empty unit is the one above it, where the office says so."""
        for number, texts in rows:
            line = Line(self, number, texts, unit)
            unit = line.raw("unit") or unit
            yield line.read()


@dataclass
class Line:
    """What one row says."""

    register: Register
    number: int
    cells: list[str]
    above: str = ""
    problems: list[tuple[str, str]] = field(default_factory=list)
    facts: dict = field(default_factory=dict)
    skipped: str = ""
    words: dict[str, str] = field(default_factory=dict)  # sort of name → how the row says it

    def read(self) -> "Line":
        if self.register.options.get("skip_totals", True) and is_total(self.cells):
            self.skipped = "合计行"
            return self
        self.facts = {"number": self.number, **READERS[self.register.kind](self)}
        if self.skipped:
            self.problems.clear()
        else:
            self.ask_for_required()
        return self

    @property
    def good(self) -> bool:
        return not (self.problems or self.skipped)

    def ask_for_required(self):
        for one in FIELDS[self.register.kind]:
            if one.required and not self.text(one.key):
                self.complain(one.key, "不能为空")

    def complain(self, key: str, text: str):
        label = next((one.label for one in FIELDS[self.register.kind] if one.key == key), key)
        if label not in {heading for heading, _ in self.problems}:
            self.problems.append((label, text))

    def raw(self, key: str) -> str:
        place = self.register.columns.get(key)
        return self.cells[place] if place is not None and place < len(self.cells) else ""

    def text(self, key: str) -> str:
        """The words of a cell; a fault of it is written down and reads as nothing."""
        words = self.raw(key)
        if key == "unit" and not words and self.register.options.get("fill_down", True):
            words = self.above
        try:
            words = cells.tidy_cell(words)
        except Unclear as fault:
            self.complain(key, str(fault))
            return ""
        longest = next(one.longest for one in FIELDS[self.register.kind] if one.key == key)
        if len(words) > longest:
            self.complain(key, f"太长（{len(words)}字），最多{longest}字")
            return words[:longest]
        return words

    def said(self, key: str, reader, *args):
        """What a reader makes of a cell that holds something."""
        words = self.text(key)
        try:
            return reader(words, *args) if words else None
        except Unclear as fault:
            self.complain(key, str(fault))
            return None

    def day(self, key: str) -> dt.date | None:
        """A day on which the house did not count for itself yet."""
        found = self.said(key, cells.day, self.register.options.get("which_day", "first"))
        if found is None:
            return None
        if not EARLIEST <= found <= self.register.today:
            self.complain(key, f"{found:%Y-%m-%d}不合常理，请检查年份")
        elif self.register.before and found >= self.register.before:
            self.complain(
                key,
                f"{found:%Y-%m-%d}已在考核办法施行（{self.register.before:%Y-%m-%d}）以后，"
                "历史导入只收此前的登记；此后的采用请用“补录”",
            )
        return found

    def named(self, sort: str, key: str = "") -> str:
        """What a name means here; a row that names something to be skipped is skipped."""
        words = self.text(key or sort)
        if not words and sort not in DEFAULTS:
            return ""
        if words:
            self.words[sort] = cells.name_of(words)
        found = self.register.names.meaning(sort, words)
        if found is None:
            self.complain(key or sort, NOT_SAID.format(words[:20]))
            return ""
        if found == SKIP:
            self.skipped = f"{SORTS[sort]}“{words[:20]}”选择了跳过"
        return found

    def unit(self) -> str:
        """The key of a unit, or its name behind `new:`."""
        found = self.named("unit")
        return f"{NEW}:{cells.name_of(self.text('unit'))}" if found == NEW else found

    def person(self) -> list[str]:
        return cells.people(self.text("author")) if "author" in self.register.columns else []


def unit_facts(line: Line) -> dict:
    return {"name": cells.name_of(line.text("name")), "short": line.text("short")}


def person_facts(line: Line) -> dict:
    return {"unit": line.unit(), "authors": line.person(), "title": line.text("title")}


def item_facts(line: Line) -> dict:
    return {
        "unit": line.unit(),
        "title": line.text("title"),
        "authors": line.person(),
        "filed": line.day("filed"),
        "event": line.said("event", cells.day),
        "kind": line.named("kind"),
        "body": line.text("body"),
    }


def use_facts(line: Line) -> dict:
    on, carrier = line.day("on"), line.named("carrier")
    filed = line.day("filed") if line.raw("filed") else None
    if on and filed and filed > on:
        line.complain("filed", f"报送日期（{filed:%Y-%m-%d}）晚于采用日期（{on:%Y-%m-%d}）")
    return {
        "unit": line.unit(),
        "title": line.text("title"),
        "authors": line.person(),
        "kind": line.named("kind"),
        "carrier": carrier,
        "carrier_name": line.text("carrier").strip("《》"),
        "use": line.named("use"),
        "on": on,
        "filed": filed,
        "evidence": line.text("number"),
        "instruction": instruction_facts(line, on),
    }


def instruction_facts(line: Line, on: dt.date | None) -> dict | None:
    """A leader's words beside the use, if the row has any."""
    leader, said = line.text("leader"), line.text("said")
    if not (leader or said):
        return None
    level = line.named("level")
    if not level:
        line.complain("level", "有批示的行须有批示层级（中央、省、市、县）")
    day = line.day("said_on") if line.raw("said_on") else on
    return {"leader": leader or "（未载明）", "text": said or "（登记簿未载内容）", "level": level, "on": day}


def score_facts(line: Line) -> dict:
    usual = int(line.register.options.get("year") or 0) or None
    year = line.said("year", cells.year) or usual
    return {"unit": line.unit(), "authors": line.person(), "scores": scores_of(line, year)}


def scores_of(line: Line, year: int | None) -> list[dict]:
    """One score of the row, or one of each month that has a column."""
    rank = line.said("rank", cells.place)
    found = []
    if "points" in line.register.columns:
        when = line.said("month", cells.month, year) or (year, 0)
        found.append({"when": when, "points": line.said("points", cells.number), "rank": rank})
    for month, key in enumerate(("whole", *MONTHS)):
        if key in line.register.columns and (points := line.said(key, cells.number)) is not None:
            found.append({"when": (year, month), "points": points, "rank": None if month else rank})
    for one in found:
        check_score(line, one)
    if not found and not line.problems:
        line.complain("points", "没有得分")
    return found


def check_score(line: Line, score: dict):
    year, month = score["when"]
    if score["points"] is None:
        line.complain("points", "不能为空")
    if year is None:
        line.complain("year", "不知道是哪一年：请对应“年份”列，或在“对应列”一步选择年份")
    elif (year, month or 1) > (line.register.today.year, line.register.today.month):
        line.complain("month", f"{year}年{month}月还没有到")


READERS = {
    "units": unit_facts,
    "people": person_facts,
    "items": item_facts,
    "uses": use_facts,
    "scores": score_facts,
}
