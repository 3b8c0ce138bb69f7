"""Does the text say what the closed figures say? Numbers that stand nowhere in them are named. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from scoring.circular_figures import YEAR, Figures
from scoring.circular_sections import Section

WORDS = {"submitted": "报送", "adopted": "采用"}
COUNTED = re.compile(r"(报送|采用)(?:信息|稿件|各类信息)?(?:共|达)?(\d+)(?:条|篇|件)(?!次)")
RATED = re.compile(r"采用率(?:为|达到?|是)?(\d+(?:\.\d+)?)[%％]")
SENTENCES = re.compile(r"[。；;\n]")
EARLIER = re.compile(r"上月|上季|上年|去年|同期")


@dataclass(frozen=True)
class Doubt:
    """One number of the text that the figures do not know."""

    section: str
    said: str
    known: str

    def __str__(self):
        return f"“{self.section}”写“{self.said}”，关账数字是{self.known}，请核对。"


def doubts(sections: Iterable[Section], figures: Figures, *earlier: Figures) -> list[Doubt]:
    """Numbers after 报送, 采用 and 采用率 that are neither the totals' nor those of a unit or group the sentence names."""
    return [
        doubt
        for section in sections
        if section.on
        for sentence in SENTENCES.split(section.text)
        for doubt in in_sentence(section, sentence, figures, earlier)
    ]


def in_sentence(section: Section, sentence: str, figures: Figures, earlier: Iterable[Figures]):
    tables = [figures, *(earlier if EARLIER.search(sentence) else ())]
    for word, number in COUNTED.findall(sentence):
        what = next(key for key, label in WORDS.items() if label == word)
        known = {one.count(what, row, span) for one, row, span in meant_by(sentence, tables)}
        if int(number) not in known:
            yield Doubt(section.label, f"{word}{number}条", f"{word}{figures.count(what)}条")
    for rate in RATED.findall(sentence):
        known = {one.rate(row, span) for one, row, span in meant_by(sentence, tables)} - {None}
        if not said_by(rate, known):
            yield Doubt(section.label, f"采用率{rate}%", f"采用率{figures.rate()}%")


def meant_by(sentence: str, tables: Iterable[Figures]):
    """(table, row, span): the totals, and whoever the sentence names."""
    for table in tables:
        groups = [group["total"] for group in table.groups if group["name"] in sentence]
        units = [row for row in table.rows if row["name"] in sentence]
        for row in (table.total, *groups, *units):
            for span in dict.fromkeys((table.span, YEAR)):
                yield table, row, span


def said_by(rate: str, known: set[Decimal]) -> bool:
    """52.8, 52.80 and a rounded 53 say the same."""
    said = Decimal(rate)
    return said in known or (
        "." not in rate and said in {one.quantize(Decimal(1), ROUND_HALF_UP) for one in known}
    )
