"""Taking suggestions up in a text that wears a dress: bold stays bold, a table stays a table. No Django."""

from collections.abc import Iterable
from dataclasses import replace

from submissions.copycheck.findings import TITLE, Finding, corrected
from submissions.markup import read, write
from submissions.parts import CAPTION_LINE, Cell, Part, Picture, Run, Table, cut, tidy

CAPTION_START = CAPTION_LINE.index("{")


def mended(title: str, body: str, rich: str, chosen: Iterable[Finding]) -> dict[str, str]:
    """The content with suggestions taken up, as the writing action takes it: the dress if there is one."""
    by_line: dict[int, list[Finding]] = {}
    for found in chosen:
        by_line.setdefault(found.line, []).append(found)
    content = {"title": corrected(title, by_line.pop(TITLE, []))}
    if rich:
        return content | {"rich": mended_dress(rich, by_line)}
    lines = enumerate(body.split("\n"))
    return content | {"body": "\n".join(corrected(line, by_line.get(number, [])) for number, line in lines)}


def mended_dress(rich: str, by_line: dict[int, list[Finding]]) -> str:
    """Each part takes what falls on its lines; the lines are those of the plain text."""
    parts, first = [], 0
    for part in read(rich):
        count = len(part.lines)
        parts.append(mended_part(part, [by_line.get(first + number, []) for number in range(count)]))
        first += count
    return write(tuple(parts))


def mended_part(part: Part, found: list[list[Finding]]) -> Part:
    if not any(found):
        return part
    if isinstance(part, Picture):
        return replace(part, caption=corrected(part.caption, moved(found[0], -CAPTION_START)))
    if isinstance(part, Table):
        return mended_table(part, found)
    return replace(part, runs=mended_runs(part.runs, moved(found[0], -len(part.mark))))


def mended_table(table: Table, found: list[list[Finding]]) -> Table:
    """A row without a word has no line, so it takes none of the findings."""
    waiting = iter(found)
    rows = []
    for row in table.rows:
        has_line = any(cell.text.strip() for cell in row)
        rows.append(mended_row(row, next(waiting)) if has_line else row)
    return replace(table, rows=tuple(rows))


def mended_row(row: tuple[Cell, ...], found: list[Finding]) -> tuple[Cell, ...]:
    """The cells of a row stand in its line one behind the other, a tab between."""
    cells, start = [], 0
    for cell in row:
        end = start + len(cell.text)
        inside = [each for each in found if start <= each.start and each.end <= end]
        cells.append(replace(cell, runs=mended_runs(cell.runs, moved(inside, -start))))
        start = end + 1
    return tuple(cells)


def mended_runs(runs: tuple[Run, ...], found: list[Finding]) -> tuple[Run, ...]:
    """What is put in is as bold as what it replaces."""
    for each in sorted(found, key=lambda each: -each.start):
        before, rest = cut(runs, each.start)
        wrong, after = cut(rest, each.end - each.start)
        right = (Run(each.suggestion, wrong[0].bold),) if wrong and each.suggestion else ()
        runs = (*before, *right, *after)
    return tidy(list(runs))


def moved(found: list[Finding], by: int) -> list[Finding]:
    """Findings counted from another start; one that begins before it cannot be mended there."""
    return [replace(each, start=each.start + by, end=each.end + by) for each in found if each.start + by >= 0]
