"""Puts an item together: its title, lead, body and close, as the informant wrote it and as the office tightened it."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from random import Random

from infohub.demo.office import UnitSpec, office, read
from infohub.demo.people import invent_name
from infohub.demo.phrases import Pen, as_edited, as_filed, day_month
from infohub.demo.topics import Topic

TAG = re.compile(r"@(\w+)@(.*)", re.S)
BOUND = re.compile(r"\^(\d*)(?:\+(\d))?\^(.*)")
NICKNAMES = ["老较真", "活地图", "千斤顶", "慢半拍", "定盘星", "放心牌"]
SEASONAL = {"三八": (2, 3), "安全生产月": (6,), "五一": (4, 5)}
IMPLIED = "把对与由按用设从请同为在向"
HOUSE_STYLE = {
    "表示，": "说，",
    "坦言，": "说，",
    "据统计，": "",
    "目前，": "",
    "据悉，": "",
    "该工会将": "将",
    "经统计，": "",
}
HOUSE = re.compile("|".join(HOUSE_STYLE))
SIZE = {"b": 0.25, "h": 0.8, "c": 0.7}
ORDINALS = "一二三四五六七八九十"
SCENES = ["湖滨露营地", "区职工文体中心", "一家书店", "青溪茶园", "一间共享厨房"]
SEASONS = ["一季度", "二季度", "三季度", "四季度"]
PLAIN_KINDS = ("dynamic", "brief", "experience", "model", "urgent")


@dataclass(frozen=True)
class Draft:
    """A finished text with the office's marks still in it."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def filed(self) -> tuple[str, str]:
        return as_filed(self.title), "\n".join(map(as_filed, self.paragraphs))

    @property
    def edited(self) -> tuple[str, str]:
        kept = [text for text in map(as_edited, self.paragraphs) if text]
        return as_edited(self.title), HOUSE.sub(lambda found: HOUSE_STYLE[found[0]], "\n".join(kept))


def head_and_text(line: str) -> tuple[str, str]:
    head, bar, text = line.partition("｜")
    return (head, text) if bar else ("", head)


def in_time(line: str, month: int) -> bool:
    """May the line be said this month, or does it speak of another season's day?"""
    return all(month in months for word, months in SEASONAL.items() if word in line)


def for_unit(line: str, unit: UnitSpec) -> str | None:
    """The line without its tag if a unit of this kind could say it, else None."""
    if found := TAG.fullmatch(line):
        return found[2] if unit.kind in found[1] else None
    if unit.kind in "bc" and "{企业" in line:
        return None
    return line


@cache
def vocabulary(unit: UnitSpec) -> dict[str, list[str]]:
    """What people, places and employers are called there."""
    words, firms = read("words"), read("enterprises")
    own = next(words[trait] for trait in (*unit.traits, "street") if trait in words)
    firm = next((firms[trait] for trait in reversed(unit.traits) if trait in firms), firms["common"])
    return own | {"企业": firm, "基层": list(unit.places)}


def cast(rng: Random) -> dict[str, str | Callable[[], str]]:
    """The people of one item: its hero has one name throughout, everybody else is somebody new."""
    return {
        "姓": lambda: invent_name(rng)[0][0],
        "师傅": lambda: invent_name(rng)[0][0] + "师傅",
        "职工": lambda: invent_name(rng)[0],
        "男职工": lambda: invent_name(rng, "men")[0],
        "主角": invent_name(rng, "men")[0],
        "女主角": invent_name(rng, "women")[0],
        "绰号": rng.choice(NICKNAMES),
        "女职工": lambda: invent_name(rng, "women")[0],
    }


def pen_for(unit: UnitSpec, day: date, rng: Random) -> Pen:
    reviewer = office().holders("reviewer", unit.key)[0]
    chair = re.sub(r"^.*?(常务副主席|副主席|主席)$", r"\1", reviewer.title)
    words = {
        **vocabulary(unit),
        "一线": rng.choice(vocabulary(unit)["一线"]),
        "工种": rng.choice(vocabulary(unit)["工种"]),
        "单位": unit.name,
        "简称": unit.short,
        "主席": f"{unit.short}工会{chair}{reviewer.name}"
        if unit.kind == "s"
        else f"工会{chair}{reviewer.name}",
        "日": day_month(day, day),
        "月": f"{day.month}月",
        "季": SEASONS[(day.month - 1) // 3][:2],
        "季度": SEASONS[(day.month - 1) // 3],
        "年": str(day.year),
        "以来": "今年以来" if day.month > 2 else "入冬以来",
        "截至": f"截至{day.month}月{day.day}日" if day.day < 25 else f"截至{day.month}月底",
        "场景": SCENES,
        **cast(rng),
    }
    return Pen(rng, day, words)


def joined(head: str, text: str) -> str:
    """Head and text as one sentence, where the text alone would leave its subject unsaid."""
    return text if not head or text[0] in IMPLIED else f"{head}，{text}"


def smaller(span: str, factor: float) -> str:
    """A range cut down to what a small unit can truthfully claim."""
    low, high = (int(bound) for bound in span.partition("/")[0].split(".."))
    step = int(span.partition("/")[2] or 1)
    top = low + round((high - low) * factor / step) * step
    return f"{low}..{top}/{step}"


def called_once(paragraphs: Sequence[str], name: str) -> tuple[str, ...]:
    """The full name opens the text; after that the office's readers know who is meant."""
    text = "\n".join(paragraphs)
    opening, mark, rest = text.partition(name)
    return tuple((opening + mark + rest.replace(name, "该工会")).split("\n"))


class Writer:
    """Writes a year of items, each time taking the sentences used least so far."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.used: Counter[str] = Counter()
        self.month = 1

    def pick(
        self, lines: Sequence[str], unit: UnitSpec, count: int = 1, must: Sequence[str] = ()
    ) -> list[str]:
        """`count` lines this unit can say: those it must, then the least used, in the order of the source."""
        able = [
            (line, said) for line in lines if in_time(line, self.month) and (said := for_unit(line, unit))
        ]
        ranked = sorted(able, key=lambda pair: (pair[0] not in must, self.used[pair[0]], self.rng.random()))
        chosen = {line for line, _ in ranked[:count]}
        self.used.update(chosen)
        first = sorted(able, key=lambda pair: pair[0] not in must)
        return [said for line, said in first if line in chosen]

    def write(self, topic: Topic, kind: str, unit: UnitSpec, day: date) -> Draft:
        pen, self.month = pen_for(unit, day, self.rng), day.month
        for name, span in topic.vars.items():
            pen.fill(f"{name}={smaller(span, SIZE.get(unit.kind, 1))}", {})
        title, bound = self.title(topic, kind, unit)
        make = self.work if kind in PLAIN_KINDS else self.matter
        paragraphs = make(bound, kind, unit, pen)
        return Draft(pen.write(title), called_once(paragraphs, unit.name))

    def title(self, topic: Topic, kind: str, unit: UnitSpec) -> tuple[str, Topic]:
        """A title, and the topic narrowed to the leads and the point that keep its promise."""
        line = self.pick(topic.titles[kind], unit)[0]
        if not (found := BOUND.fullmatch(line)):
            return line, topic
        leads, points = ("lead", "point") if kind in PLAIN_KINDS else ("matter_lead", "fact")
        chosen = {leads: tuple(getattr(topic, leads)[int(n) - 1] for n in found[1])} if found[1] else {}
        must = (getattr(topic, points)[int(found[2]) - 1],) if found[2] else ()
        return found[3], replace(topic, must=must, **chosen)

    def work(self, topic: Topic, kind: str, unit: UnitSpec, pen: Pen) -> list[str]:
        lead = [pen.write(line) for line in self.pick(topic.lead, unit)]
        if kind == "brief":
            return [lead[0] + self.aside(topic, unit, pen)]
        long = kind == "experience"
        count = self.rng.choice((4, 5, 6, 8)) if long else self.rng.choice((2, 3, 3, 4, 5))
        chosen = self.pick(topic.point, unit, count, topic.must)
        points = [head_and_text(pen.write(line)) for line in chosen]
        spoken = self.rng.choice((1, 2)) if long else self.rng.choice((0, 1, 1))
        quotes = [pen.write(line) for line in self.pick(topic.quote, unit, spoken)]
        end = [pen.write(line) for line in self.pick(topic.end, unit, self.rng.choice((0, 1, 1, 1)))]
        thoughts = self.reflections(topic, unit, pen, len(points)) if long and self.rng.random() < 0.6 else []
        return lead + getattr(self, self.layout(kind))(points, quotes) + thoughts + self.dispensable(end)

    def dispensable(self, end: list[str]) -> list[str]:
        """An office with a page to fill often cuts the last paragraph: marked so, one time in three."""
        return [f"<{as_filed(text)}>" if self.rng.random() < 0.3 else text for text in end]

    def reflections(self, topic: Topic, unit: UnitSpec, pen: Pen, sections: int) -> list[str]:
        """What the unit learned, as the last section of a long account."""
        lines = read("reflections").get(topic.theme, {}).get("reflect", [])
        thoughts = [
            head_and_text(pen.write(line)) for line in self.pick(lines, unit, self.rng.choice((2, 3, 4)))
        ]
        told = [f"（{ORDINALS[i]}）{head}。{text}" for i, (head, text) in enumerate(thoughts)]
        return [f"{ORDINALS[sections]}、几点体会", *told] if told else []

    def layout(self, kind: str) -> str:
        fixed = {"experience": "sections", "model": "plain", "urgent": "plain"}
        return fixed.get(kind) or self.rng.choice(("listed", "run_in", "plain", "plain"))

    def aside(self, topic: Topic, unit: UnitSpec, pen: Pen) -> str:
        """The one or two things a brief has room for."""
        lines = self.pick(topic.point, unit, self.rng.choice((1, 1, 2)), topic.must)
        return "".join(joined(*head_and_text(pen.write(line))) for line in lines)

    def sections(self, points: list[tuple[str, str]], quotes: list[str]) -> list[str]:
        body = []
        for place, (head, text) in enumerate(points):
            tail = quotes.pop() if quotes and place % 2 else ""
            body += [f"{ORDINALS[place]}、{head}", text + tail] if head else [text + tail]
        return body

    def listed(self, points: list[tuple[str, str]], quotes: list[str]) -> list[str]:
        lines = [f"{ORDINALS[place]}是{head}。{text}" for place, (head, text) in enumerate(points)]
        return ["".join(lines), *quotes]

    def run_in(self, points: list[tuple[str, str]], quotes: list[str]) -> list[str]:
        return [f"{head}。{text}" for head, text in points] + quotes

    def plain(self, points: list[tuple[str, str]], quotes: list[str]) -> list[str]:
        texts = [joined(head, text) for head, text in points]
        half = (len(texts) + 1) // 2
        return ["".join(texts[:half]), *quotes, *(["".join(texts[half:])] if texts[half:] else [])]

    def matter(self, topic: Topic, kind: str, unit: UnitSpec, pen: Pen) -> list[str]:
        """Problems, research and opinions: what is the case, why, and what could be done."""
        lead = [pen.write(line) for line in self.pick(topic.matter_lead, unit)]
        if kind == "opinion":
            return lead + self.voices(topic, unit, pen)
        if kind == "research" and re.search("问卷|访谈|座谈", lead[0]):
            lead += [pen.write(line) for line in self.pick(read("reflections")["sample"], unit)]
        spread = self.rng.choice((4, 5, 6, 8)) if kind == "research" else self.rng.choice((3, 3, 4))
        blocks = (("主要表现" if kind == "problem" else "基本情况", topic.fact, spread),)
        done = (("已做的工作", topic.point, 3),) if kind == "research" and topic.lead else ()
        blocks += (("原因分析", topic.cause, spread - 1), *done, ("意见建议", topic.advice, spread))
        body = []
        for heading, lines, count in blocks:
            chosen = [head_and_text(pen.write(line)) for line in self.pick(lines, unit, count, topic.must)]
            if chosen:
                body += [
                    f"{ORDINALS[sum('、' in b[:2] for b in body)]}、{heading}",
                    *self.block(chosen, kind),
                ]
        return lead + body

    def block(self, chosen: list[tuple[str, str]], kind: str) -> list[str]:
        told = [f"{head}。{text}" if head else text for head, text in chosen]
        if kind == "research":
            return [f"（{ORDINALS[place]}）{line}" for place, line in enumerate(told)]
        return ["".join(f"{ORDINALS[place]}是{line}" for place, line in enumerate(told))]

    def voices(self, topic: Topic, unit: UnitSpec, pen: Pen) -> list[str]:
        """An opinion item is short: what people say, then what they ask for, in one breath each."""
        facts = [
            joined(*head_and_text(pen.write(line))) for line in self.pick(topic.fact, unit, 2, topic.must)
        ]
        wishes = [head_and_text(pen.write(line)) for line in self.pick(topic.advice, unit, 2)]
        asked = "；".join((text or head).rstrip("。") for head, text in wishes)
        return ["".join(facts), f"职工建议：{asked}。"]
