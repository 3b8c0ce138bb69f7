"""Printed pages as pictures for the screen, taken one at a time from the very PDF; and how many there are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from bulletins import pdf
from bulletins.fonts import Fonts
from bulletins.measures import Measures, points
from bulletins.paper import Paper

PPI = 110  # an A4 page as wide as a reading column, at a twentieth of a second each
ONE_PAGE = """
#set page(width: auto, height: auto, margin: 0pt)
#image("issue.pdf", page: {page})
"""
# Where the text ends, asked of the template itself, so that both agree for ever; the tail's room is part of the text.
ENDING = b"""
#context [#metadata((
  at: here().position(), pages: counter(page).final().first(),
  tail: if tail-fits(tail-height()) { 0pt } else { tail-height() },
)) <ending>]
"""


@dataclass(frozen=True)
class Extent:
    """How many pages there are, and how full the last one is, its tail included."""

    pages: int
    fill: float

    @property
    def tenths(self) -> int:
        return min(max(round(self.fill * 10), 1), 10)


def picture(document: bytes, page: int) -> bytes:
    """One page of a PDF as PNG; the pages around it are not drawn."""
    with TemporaryDirectory() as folder:
        Path(folder, "issue.pdf").write_bytes(document)
        source = ONE_PAGE.format(page=int(page)).encode()
        return typst.compile(input=source, root=folder, format="png", ppi=PPI)


def extent(paper: Paper, fonts: Fonts, pictures: Mapping[int, bytes] | None = None) -> Extent:
    """Asked of the same layout as the PDF, a tenth of a second for a long issue."""
    with pdf.typeset(paper, fonts, pictures) as given:
        found = typst.query(pdf.template() + ENDING, "<ending>", field="value", one=True, **given)
    end = json.loads(found)
    return Extent(end["pages"], filled(end, paper.measures))


def filled(end: dict, measures: Measures) -> float:
    """The share of the last page that text and tail take."""
    text = end["at"]["page"] == end["pages"]
    used = pt(end["at"]["y"]) - points(measures.top_mm) if text else 0
    return min((used + pt(end["tail"])) / measures.height_pt, 1)


def pt(length: str) -> float:
    """“539.74pt” as a number."""
    return float(length.removesuffix("pt"))
