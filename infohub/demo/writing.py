"""Puts an item together: its title, lead, body and close, as the informant wrote it and as the office tightened it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from infohub.demo.office import UnitSpec, office, read
from infohub.demo.people import invent_name
from infohub.demo.phrases import Pen, as_edited, as_filed, day_month
from infohub.demo.topics import Topic

TAG = re.compile(r"@(\w+)@(.*)", re.S)
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
        return as_edited(self.title), "\n".join(kept)


def head_and_text(line: str) -> tuple[str, str]:
    head, bar, text = line.partition("｜")
    return (head, text) if bar else ("", head)


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


def pen_for(unit: UnitSpec, day: date, rng: Random) -> Pen:
    reviewer = office().holders("reviewer", unit.key)[0]
    chair = re.sub(r"^.*?(常务副主席|副主席|主席)$", r"\1", reviewer.title)
    words = {
        **vocabulary(unit),
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
        "姓": lambda: invent_name(rng)[0][0],
        "师傅": lambda: invent_name(rng)[0][0] + "师傅",
        "职工": lambda: invent_name(rng)[0],
        "女职工": lambda: invent_name(rng, "women")[0],
    }
    return Pen(rng, day, words)


class Writer:
    """Writes a year of items, each time taking the sentences used least so far."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.used: Counter[str] = Counter()

    def pick(self, lines: Sequence[str], unit: UnitSpec, count: int = 1) -> list[str]:
        """`count` lines this unit can say, least used first, kept in the order they were written."""
        able = [(line, said) for line in lines if (said := for_unit(line, unit))]
        ranked = sorted(able, key=lambda pair: (self.used[pair[0]], self.rng.random()))[:count]
        self.used.update(line for line, _ in ranked)
        chosen = {line for line, _ in ranked}
        return [said for line, said in able if line in chosen]

    def write(self, topic: Topic, kind: str, unit: UnitSpec, day: date) -> Draft:
        pen = pen_for(unit, day, self.rng)
        for name, span in topic.vars.items():
            pen.fill(f"{name}={span}", {})
        make = self.work if kind in PLAIN_KINDS else self.matter
        paragraphs = make(topic, kind, unit, pen)
        return Draft(self.title(topic, kind, unit, pen), tuple(paragraphs))

    def title(self, topic: Topic, kind: str, unit: UnitSpec, pen: Pen) -> str:
        return pen.write(self.pick(topic.titles[kind], unit)[0])

    def work(self, topic: Topic, kind: str, unit: UnitSpec, pen: Pen) -> list[str]:
        lead = [pen.write(line) for line in self.pick(topic.lead, unit)]
        if kind == "brief":
            return [lead[0] + self.aside(topic, unit, pen)]
        count = self.rng.choice((4, 5)) if kind == "experience" else self.rng.choice((2, 3, 3, 4))
        points = [head_and_text(pen.write(line)) for line in self.pick(topic.point, unit, count)]
        quotes = [pen.write(line) for line in self.pick(topic.quote, unit, self.rng.choice((0, 1, 1)))]
        end = [pen.write(line) for line in self.pick(topic.end, unit, self.rng.choice((0, 1, 1, 1)))]
        layout = (
            "sections" if kind == "experience" else self.rng.choice(("listed", "run_in", "plain", "plain"))
        )
        return lead + getattr(self, layout)(points, quotes) + end

    def aside(self, topic: Topic, unit: UnitSpec, pen: Pen) -> str:
        line = self.pick(topic.point or topic.end, unit)[0]
        return head_and_text(pen.write(line))[1]

    def sections(self, points: list[tuple[str, str]], quotes: list[str]) -> list[str]:
        body = []
        for place, (head, text) in enumerate(points):
            tail = quotes[0] if quotes and place == len(points) - 2 else ""
            body += [f"{ORDINALS[place]}、{head}", text + tail] if head else [text + tail]
        return body

    def listed(self, points: list[tuple[str, str]], quotes: list[str]) -> list[str]:
        lines = [f"{ORDINALS[place]}是{head}。{text}" for place, (head, text) in enumerate(points)]
        return ["".join(lines), *quotes]

    def run_in(self, points: list[tuple[str, str]], quotes: list[str]) -> list[str]:
        return [f"{head}。{text}" for head, text in points] + quotes

    def plain(self, points: list[tuple[str, str]], quotes: list[str]) -> list[str]:
        texts = [text for _, text in points]
        half = (len(texts) + 1) // 2
        return ["".join(texts[:half]), *quotes, *(["".join(texts[half:])] if texts[half:] else [])]

    def matter(self, topic: Topic, kind: str, unit: UnitSpec, pen: Pen) -> list[str]:
        """Problems, research and opinions: what is the case, why, and what could be done."""
        lead = [pen.write(line) for line in self.pick(topic.matter_lead, unit)]
        if kind == "opinion":
            return lead + self.voices(topic, unit, pen)
        spread = 4 if kind == "research" else 3
        blocks = (("主要表现" if kind == "problem" else "基本情况", topic.fact, spread),)
        blocks += (("原因分析", topic.cause, spread - 1), ("意见建议", topic.advice, spread))
        body = []
        for heading, lines, count in blocks:
            chosen = [head_and_text(pen.write(line)) for line in self.pick(lines, unit, count)]
            if chosen:
                body += [
                    f"{ORDINALS[sum('、' in b[:2] for b in body)]}、{heading}",
                    *self.block(chosen, kind),
                ]
        return lead + body

    def block(self, chosen: list[tuple[str, str]], kind: str) -> list[str]:
        if kind == "research":
            return [
                f"（{ORDINALS[i]}）{head}。{text}" if head else text for i, (head, text) in enumerate(chosen)
            ]
        lines = [
            f"{ORDINALS[i]}是{head}。{text}" if head else f"{ORDINALS[i]}是{text}"
            for i, (head, text) in enumerate(chosen)
        ]
        return ["".join(lines)]

    def voices(self, topic: Topic, unit: UnitSpec, pen: Pen) -> list[str]:
        """An opinion item is short: what people say, then what they ask for, in one breath each."""
        facts = [head_and_text(pen.write(line))[1] for line in self.pick(topic.fact, unit, 2)]
        wishes = [head_and_text(pen.write(line)) for line in self.pick(topic.advice, unit, 2)]
        asked = "；".join((text or head).rstrip("。") for head, text in wishes)
        return ["".join(facts), f"职工建议：{asked}。"]
