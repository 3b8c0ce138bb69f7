"""What an editor and a checker should look at once more before an article is printed. No Django.

The slips are those the informant's own check knows (submissions.copycheck), and beside them what only a printed
text has to answer for: quantities, names, and figures that stand in no source.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bulletins.proofing import names, quantities
from bulletins.proofing.figures import strangers
from submissions.copycheck import Finding, examine
from submissions.copycheck.findings import TITLE, Line, lines_of

BRIEF_LIMIT = 150  # characters of a 简讯: one paragraph that says what happened


@dataclass(frozen=True)
class Spot:
    """A finding and the field of the form it lies in."""

    finding: Finding
    field: str = "body"

    @property
    def place(self) -> str:
        return "编者按" if self.field == "note" else self.finding.place

    @property
    def anchor(self) -> str:
        """Where the page of the article has it."""
        return self.field if self.field != "body" else f"p{self.finding.line}"


@dataclass(frozen=True)
class Report:
    """Slips of the text itself, what it says differently from its sources, and what its use asks for."""

    slips: list[Spot]
    doubts: list[Spot]
    advice: list[str]

    @property
    def count(self) -> int:
        return len(self.slips) + len(self.doubts) + len(self.advice)


def proofread(
    title: str,
    body: str,
    note: str = "",
    *,
    is_brief: bool = False,
    sources: Iterable[str] = (),
    units: Iterable[str] = (),
) -> Report:
    """Look a text over; `sources` are the whole texts it was made of, `units` the names of the office's units."""
    text, sources = lines_of(title, body), list(sources)
    slips = examine(title, body)
    more = [found for line in text for found in quantities.check(line)]
    more += names.near_units(text, list(units))
    doubts = names.near_persons(text, sources)
    if sources:
        doubts += strangers(text, sources)
    noted = [Spot(found, "note") for found in slips_of_note(note)]
    return Report(
        noted + spots(apart(slips + more)), spots(apart(doubts)), brief_advice(body) if is_brief else []
    )


def slips_of_note(note: str) -> list[Finding]:
    """The editor's note is read like a body of its own."""
    lines = [Line(number, text) for number, text in enumerate(note.split("\n"))]
    return apart(examine("", note) + [found for line in lines for found in quantities.check(line)])


def apart(found: list[Finding]) -> list[Finding]:
    """In reading order; of findings that overlap the first named stays."""
    kept, taken = [], set()
    for each in found:
        if taken.isdisjoint(each.places):
            kept.append(each)
            taken |= each.places
    return sorted(kept, key=lambda each: (each.line, each.start))


def spots(found: list[Finding]) -> list[Spot]:
    return [Spot(each, "title" if each.line == TITLE else "body") for each in found]


def brief_advice(body: str) -> list[str]:
    """A 简讯 is one paragraph, and short."""
    paragraphs = [line for line in body.split("\n") if line.strip()]
    words = len("".join(body.split()))
    said = []
    if len(paragraphs) > 1:
        said.append(f"简讯只用一段，现有 {len(paragraphs)} 段。")
    if words > BRIEF_LIMIT:
        said.append(f"简讯宜在 {BRIEF_LIMIT} 字以内，现有 {words} 字。")
    return said
