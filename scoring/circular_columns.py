"""The columns of the printed ranking, and how a table too wide for a page is parted. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from bulletins.blocks import SIZE, SMALL, Table
from bulletins.measures import Measures
from bulletins.wording import width_of
from scoring.circular_figures import YEAR, Figures, percent
from submissions.parts import Cell, Run

NOTHING = "–"
HEAD = 4  # characters of a heading's line
NAMES = (11.0, 7.0)  # characters after which a unit's name wraps; the narrow one before a table is parted
WIDEST = 16.0  # the most a name is given
SLACK = 0.5  # a percent sign may be wider than a digit
PADDING = 7.0  # points left and right of a cell's words
ALL = {
    "submitted": "本期报送",
    "submitted_year": "累计报送",
    "adopted": "本期采用",
    "adopted_year": "累计采用",
    "rate": "采用率",
    "carriers": "各刊物采用",
    "instructed": "批示",
    "asked": "约稿",
    "bonus": "加分",
    "deduction": "扣分",
    "points": "本期得分",
    "points_year": "累计得分",
    "rank_year": "累计名次",
    "target": "全年目标",
    "done": "完成率",
}
USUAL = ("submitted", "adopted", "rate", "carriers", "instructed")
USUAL += ("points", "points_year", "rank_year", "done")
OVER_THE_YEAR = ("submitted_year", "adopted_year", "points_year", "rank_year")


@dataclass(frozen=True)
class Column:
    """A heading and how a row fills it."""

    title: str
    value: Callable[[Mapping], str]
    is_name: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """The heading broken evenly, since figures are narrow."""
        count = ceil(len(self.title) / HEAD)
        size = ceil(len(self.title) / count)
        if count == 1 and len(self.title) == HEAD:
            size = HEAD // 2
        return tuple(self.title[start : start + size] for start in range(0, len(self.title), size))


def columns(figures: Figures, when: str, chosen: Iterable[str]) -> list[Column]:
    """Rank and unit, then what was chosen as far as the month kept it, in the order of the catalogue."""
    wanted, span = set(chosen) or set(USUAL), figures.span
    heads = [
        Column("名次", lambda row: str(row[span].get("rank", ""))),
        Column("单位", lambda row: row.get("name", "合计"), is_name=True),
    ]
    for key in ALL:
        if key in wanted and not (span == YEAR and key in OVER_THE_YEAR):
            heads += MAKERS[key](figures, when)
    return heads


def counted(what: str, title: str, over_the_year: bool = False):
    def make(figures, when):
        span = YEAR if over_the_year else figures.span
        word = "累计" if over_the_year else when
        return [Column(f"{word}{title}", lambda row: str(figures.count(what, row, span)))]

    return make


def rate(figures, when):
    return [Column("采用率", lambda row: percent(figures.rate(row)) or NOTHING)]


def carriers(figures, when):
    def of(code):
        return lambda row: str(sum(row[figures.span]["uses"].get(code, {}).values()) or NOTHING)

    return [Column(carrier["name"], of(carrier["code"])) for carrier in figures.used()]


def instructed(figures, when):
    return [Column("批示", lambda row: str(figures.count("instructed", row) or NOTHING))]


def asked(figures, when):
    """Answered of asked (约稿), where any was asked."""
    if not figures.count("asked"):
        return []
    return [Column("约稿", lambda row: f"{figures.count('answered', row)}/{figures.count('asked', row)}")]


def part(name: str, title: str):
    def make(figures, when):
        if not any(figures.parts(row).get(name) for row in figures.rows):
            return []
        return [Column(title, lambda row: figures.parts(row).get(name, NOTHING))]

    return make


def scored(over_the_year: bool):
    def make(figures, when):
        span = YEAR if over_the_year else figures.span
        return [Column(f"{'累计' if over_the_year else when}得分", lambda row: row[span]["points"])]

    return make


def rank_year(figures, when):
    return [Column("累计名次", lambda row: str(row[YEAR].get("rank", "")))]


def of_target(key: str, title: str):
    def make(figures, when):
        if not any(row.get("target") for row in figures.rows):
            return []
        return [Column(title, lambda row: row.get(key, "") or NOTHING)]

    return make


MAKERS = {
    "submitted": counted("submitted", "报送"),
    "submitted_year": counted("submitted", "报送", over_the_year=True),
    "adopted": counted("adopted", "采用"),
    "adopted_year": counted("adopted", "采用", over_the_year=True),
    "rate": rate,
    "carriers": carriers,
    "instructed": instructed,
    "asked": asked,
    "bonus": part("bonus", "加分"),
    "deduction": part("deduction", "扣分"),
    "points": scored(over_the_year=False),
    "points_year": scored(over_the_year=True),
    "rank_year": rank_year,
    "target": of_target("target", "全年目标"),
    "done": of_target("done", "完成率"),
}


def rows_of(group: Mapping, figures: Figures, heads: Sequence[Column]) -> list[list[str]]:
    """The units of a group by rank, and what they come to together."""
    rows = [*figures.ranked(group), group["total"]]
    return [[head.value(row) for head in heads] for row in rows]


def tables(heads: Sequence[Column], rows: list[list[str]], m: Measures) -> list[Table]:
    """One table, or several that begin with rank and unit, each as wide as the page can print legibly."""
    for small, name in ((False, NAMES[0]), (True, NAMES[0]), (True, NAMES[1])):
        widths = widths_of(heads, rows, m.body_pt * (SMALL if small else SIZE), name)
        if sum(widths) <= m.width_pt:
            return [table(heads, rows, widths, range(len(heads)), m, small=small)]
    return [table(heads, rows, widths, part, m, small=True) for part in parted(widths, m.width_pt)]


def widths_of(heads: Sequence[Column], rows: list[list[str]], type_pt: float, name: float) -> list[float]:
    """Points each column asks for; long names wrap."""
    found = []
    for place, head in enumerate(heads):
        asked = max(
            [
                *map(width_of, head.lines),
                *(width_of(row[place]) + SLACK * ("%" in row[place]) for row in rows),
            ]
        )
        found.append((min(asked, name) if head.is_name else asked) * type_pt + PADDING)
    return found


def parted(widths: Sequence[float], room: float) -> list[list[int]]:
    """Places of the columns by table: rank and unit in each, the others shared out evenly."""
    fixed, others = [0, 1], list(range(2, len(widths)))
    left = room - sum(widths[place] for place in fixed)
    count = max(ceil(sum(widths[place] for place in others) / left), 2)
    while True:
        size = ceil(len(others) / count)
        parts = [others[start : start + size] for start in range(0, len(others), size)]
        if size == 1 or all(sum(widths[place] for place in part) <= left for part in parts):
            return [fixed + part for part in parts]
        count += 1


def table(heads, rows, widths, places, m: Measures, *, small: bool) -> Table:
    """What is left of the page goes to the names first, as far as they want it, and then to all columns alike."""
    places = list(places)
    wanted = widths_of(heads, rows, m.body_pt * (SMALL if small else SIZE), WIDEST)
    spare = m.width_pt - sum(widths[place] for place in places)
    found = {place: widths[place] for place in places}
    grown = min(spare, wanted[1] - widths[1])
    found[1] += grown
    each = (spare - grown) / len(places)
    head = tuple(Cell((Run("\n".join(heads[place].lines)),), head=True) for place in places)
    body = tuple(tuple(Cell((Run(row[place]),)) for place in places) for row in rows)
    shares = tuple(round((found[place] + each) / m.width_pt, 4) for place in places)
    return Table((head, *body), shares=shares, small=small)


def plain_table(heads: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[float]) -> Table:
    """A list with headings."""
    head = tuple(Cell((Run(text),), head=True) for text in heads)
    return Table((head, *(tuple(Cell((Run(text),)) for text in row) for row in rows)), shares=tuple(shares))
