"""The parts of a circular in the order of domain §9, as plain data that an office switches, moves and rewrites. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
TOP = 10  # of the people


@dataclass(frozen=True)
class Sort:
    """One kind of section: its name on the screen, the heading it prints, whether it brings a table."""

    label: str
    heading: str
    table: bool = False
    off: bool = False


SORTS = {
    "lead": Sort("总体情况", ""),
    "rankings": Sort("排名表", "各单位报送采用情况", table=True),
    "above": Sort("上级采用", "上级刊物采用情况", table=True),
    "instructions": Sort("领导批示", "领导同志批示情况", table=True),
    "persons": Sort("个人排名", "信息员得分情况", table=True, off=True),
    "zeros": Sort("零报送、零采用", "零报送、零采用单位"),
    "problems": Sort("存在问题", "存在的主要问题"),
    "topics": Sort("报送要点", "近期信息报送要点"),
    "more": Sort("有关要求", "有关要求", off=True),
}


@dataclass(frozen=True)
class Section:
    """One section: printed or not, under which heading, with which words before its table."""

    kind: str
    on: bool
    heading: str
    text: str = ""
    top: int = TOP

    @property
    def sort(self) -> Sort:
        return SORTS[self.kind]

    @property
    def label(self) -> str:
        return self.sort.label

    def to_dict(self) -> dict:
        return asdict(self)


def sections_of(body: Iterable[Mapping]) -> list[Section]:
    return [Section(**each) for each in body]


def kept(sections: Iterable[Section]) -> list[dict]:
    """As the row keeps them."""
    return [each.to_dict() for each in sections]


def usual(texts: Mapping[str, str], off: Iterable[str] = ()) -> list[Section]:
    """A new circular: what has something to say and is not left out by the office's habit."""
    shut = set(off)
    return [
        Section(kind, kind not in shut and speaks(kind, texts), sort.heading, texts.get(kind, ""))
        for kind, sort in SORTS.items()
    ]


def speaks(kind: str, texts: Mapping[str, str]) -> bool:
    return not SORTS[kind].off and bool(texts.get(kind))


def only_lead(text: str) -> list[Section]:
    """A correction says what was wrong; all the rest may be switched on."""
    found = usual({"lead": text})
    return [replace(each, on=each.kind == "lead") for each in found]


def changed(sections: list[Section], kind: str, **values) -> list[Section]:
    return [replace(each, **values) if each.kind == kind else each for each in sections]


def shifted(sections: list[Section], kind: str, step: int) -> list[Section]:
    """One section a step up or down among the others; at the end it stays."""
    order = list(sections)
    here = next(place for place, each in enumerate(order) if each.kind == kind)
    there = min(max(here + step, 0), len(order) - 1)
    order.insert(there, order.pop(here))
    return order


def numbered(sections: Iterable[Section]) -> list[tuple[str, Section]]:
    """What is printed, each under “一、…” in its turn; a section without a heading counts for none."""
    found, place = [], 0
    for each in sections:
        if not each.on:
            continue
        number = f"{NUMERALS[place]}、{each.heading}" if each.heading else ""
        place += bool(each.heading)
        found.append((number, each))
    return found


def words_of(title: str, sections: Iterable[Section]) -> str:
    """All of the text, for searching."""
    return "\n".join([title, *(f"{each.heading}\n{each.text}" for each in sections if each.on)])
