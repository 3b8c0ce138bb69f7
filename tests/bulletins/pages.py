"""What stands on a printed page, read back from the file: words and strokes with their places, in points from below."""

import io
from dataclasses import dataclass

import pypdf
from pypdf import Transformation
from pypdf.generic import ContentStream

from bulletins import fonts, pdf

FACES = fonts.find(system=())


@dataclass(frozen=True)
class Words:
    text: str
    x: float
    y: float  # of the baseline
    size: float
    font: str


@dataclass(frozen=True)
class Stroke:
    """A horizontal line."""

    x: float
    y: float
    length: float
    width: float
    colour: tuple


def printed(paper, faces=FACES, pictures=None):
    return pypdf.PdfReader(io.BytesIO(pdf.render(paper, faces, pictures)))


def words_on(page):
    """Every run of text as drawn."""
    runs = []

    def visit(text, page_matrix, text_matrix, font, size):
        if text.strip():
            place = Transformation(tuple(text_matrix)).transform(Transformation(tuple(page_matrix)))
            x, y = place.apply_on((0, 0))
            runs.append(Words(text.strip(), x, y, size, font["/BaseFont"].split("+")[1]))

    page.extract_text(visitor_text=visit)
    return runs


def strokes_on(page):
    """Every straight line, by following the drawing."""
    saved, now, found = [], {"at": Transformation(), "width": 1.0, "colour": (), "path": []}, []
    for values, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"q":
            saved.append({**now, "path": []})
        elif operator == b"Q":
            now = saved.pop()
        elif operator == b"cm":
            now["at"] = Transformation(tuple(map(float, values))).transform(now["at"])
        elif operator == b"w":
            now["width"] = float(values[0])
        elif operator == b"SCN":
            now["colour"] = tuple(map(float, values))
        elif operator in (b"m", b"l"):
            now["path"] = [*now["path"], now["at"].apply_on(tuple(map(float, values)))]
        elif operator == b"S":
            (x1, y1), (x2, _) = now["path"]
            found.append(Stroke(x1, y1, x2 - x1, now["width"], now["colour"]))
    return found


def lines_on(page):
    """The text of a page line by line, its number left out."""
    return [line for line in page.extract_text().splitlines() if not line.startswith("—")]


def starting(page, text):
    """The run that begins with these words."""
    return next(words for words in words_on(page) if words.text.startswith(text))
