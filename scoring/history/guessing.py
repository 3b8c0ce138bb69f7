"""Where a register's headings stand, what its columns mean, which of its rows only add up. Pure."""

import re
import unicodedata

from scoring.history.fields import FIELDS

LOOKED_AT = 20  # rows among which the headings are looked for
TOTALS = re.compile(r"(合计|小计|总计|累计|共计|平均)[:：]?")
NOISE = re.compile(r"[\s*＊:：()（）、/\\_-]|\(.*?\)|（.*?）")


def plain(heading: str) -> str:
    """A heading without what people decorate it with: stars, brackets, spaces between the characters."""
    bare = re.sub(r"（.*?）|\(.*?\)", "", unicodedata.normalize("NFKC", heading))
    return NOISE.sub("", bare) or NOISE.sub("", heading)


def heading_row(kind: str, rows: list[tuple[int, list[str]]]) -> int:
    """The number of the row that names the most columns; the first one where none does."""
    scores = [(len(guess(kind, headings_at(rows, number))), -number) for number, _ in rows[:LOOKED_AT]]
    best, number = max(scores, default=(0, -1))
    return -number if best else (rows[0][0] if rows else 1)


def headings_at(rows: list[tuple[int, list[str]]], number: int) -> list[str]:
    """The headings in a row; a cell merged downwards has its words one or two rows further up."""
    lines = [cells for at, cells in rows if number - 2 <= at <= number]
    here = next((cells for at, cells in rows if at == number), [])
    above = lines[:-1] if here else []
    if sum(1 for cell in here if cell) < 2:
        above = []
    return [cell or from_above(above, place, len(here)) for place, cell in enumerate(padded(here, above))]


def padded(here: list[str], above: list[list[str]]) -> list[str]:
    width = max([len(here), *(len(line) for line in above if filled(line) > 1)])
    return here + [""] * (width - len(here))


def filled(line: list[str]) -> int:
    return sum(1 for cell in line if cell)


def from_above(above: list[list[str]], place: int, width: int) -> str:
    """The nearest words over an empty cell; a title over the whole table is none."""
    for line in reversed(above):
        if filled(line) > 1 and place < len(line) and line[place]:
            return line[place]
    return ""


def guess(kind: str, headings: list[str], known: dict[str, str] | None = None) -> dict[str, int]:
    """Field → place of its column: as it was said of this heading before, else by the words of the trade."""
    found, taken = {}, set()
    bare = [plain(heading) for heading in headings]
    for key, heading in (known or {}).items():
        place = next((at for at, name in enumerate(headings) if name == heading and at not in taken), None)
        if place is not None:
            found[key] = place
            taken.add(place)
    for field in FIELDS[kind]:
        if field.key in found:
            continue
        place = next((bare.index(word) for word in field.words if word in bare), None)
        if place is not None and place not in taken:
            found[field.key] = place
            taken.add(place)
    return found


def is_total(cells: list[str]) -> bool:
    """合计, 小计 and their like stand among the first words of their row."""
    first = ["".join(cell.split()) for cell in cells if cell][:2]
    return any(TOTALS.match(cell) and len(cell) <= 6 for cell in first)
