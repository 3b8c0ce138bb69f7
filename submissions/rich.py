"""A text and its dress: `body` holds the plain words, `rich` the HTML they wear, and both say the same. No Django."""

import re
from collections import defaultdict
from dataclasses import replace

from submissions.lines import clean as clean_line
from submissions.lines import lines_of
from submissions.markup import read, write
from submissions.parts import BULLET, Part, Picture, Run, Text, paragraph, tidy

PICTURE_LINE = re.compile("［图(?:：(.*))?］")
ITEM_MARK = re.compile(r"(\d{1,4}\. )(.+)")


def clean(html: str, pictures=()) -> str:
    """The same text in our own few tags; of pictures only those the item holds (`pictures`: their ids)."""
    return write(_own(read(html), set(pictures)))


def text_of(html: str) -> str:
    """The plain words, one line a paragraph, as search, difference and counting read them."""
    return "\n".join(line for part in read(html) for line in part.lines)


def parts_of(body: str, html: str = "") -> tuple[Part, ...]:
    """What a page shows and the printed paper sets: the dress if there is one, else the lines."""
    return read(html) if html else tuple(paragraph(_runs(line)) for line in lines_of(body))


def markup_of(body: str, html: str = "") -> str:
    """What an editor starts from."""
    return write(parts_of(body, html))


def worn(html: str) -> str:
    """The dress if it says more than the bare lines, else nothing."""
    return html if parts_of("", html) != parts_of(text_of(html)) else ""


def pictures_in(html: str) -> tuple[Picture, ...]:
    return tuple(part for part in read(html) if part.kind == "picture") if html else ()


def repoint(html: str, attachments: dict[int, int]) -> str:
    """The same text over copies of its pictures: old id to new id."""
    parts = (
        replace(part, attachment=attachments.get(part.attachment, 0)) if part.kind == "picture" else part
        for part in read(html)
    )
    return write(_own(parts, set(attachments.values())))


def _own(parts, pictures: set[int]) -> tuple[Part, ...]:
    """Without pictures of elsewhere, but with the words that stood under them."""
    kept = []
    for part in parts:
        if part.kind != "picture" or part.attachment in pictures:
            kept.append(part)
        elif part.caption:
            kept.append(paragraph((Run(part.caption),)))
    return tuple(kept)


def dress(body: str, html: str) -> str:
    """Words that were typed without an editor, in what is left of their dress.

    A line that stayed keeps its part, wherever it moved; a changed line is a plain paragraph, a table of
    which a line changed becomes its lines. No line is ever dropped.
    """
    if not html:
        return ""
    lines = [line for line in body.splitlines() if clean_line(line)]
    slots, spare = _matched(lines, read(html))
    return worn(write(tuple(_part_for(slot, spare) for slot in slots)))


def _matched(lines: list[str], parts: tuple[Part, ...]):
    """The lines with those that stayed replaced by their parts; and the parts nobody claimed."""
    waiting = defaultdict(list)
    for part in parts:
        waiting[_key(part.lines[0])].append(part)
    slots, place = [], 0
    while place < len(lines):
        found = next((p for p in waiting[_key(lines[place])] if _stands(p, lines, place)), None)
        slots.append(found or lines[place])
        place += len(found.lines) if found else 1
        if found:
            waiting[_key(found.lines[0])].remove(found)
    return slots, [part for left in waiting.values() for part in left]


def _stands(part: Part, lines: list[str], place: int) -> bool:
    there = lines[place : place + len(part.lines)]
    return list(map(_key, part.lines)) == list(map(_key, there))


def _key(line: str) -> str:
    """A line as compared: browsers and forms trim and re-break white space."""
    return " ".join(text for text in line.split())


def _part_for(slot, spare: list[Part]) -> Part:
    """The part of a line that matched none: a picture whose caption changed, an item of a list, a paragraph."""
    if not isinstance(slot, str):
        return slot
    line = "　".join(filter(None, map(clean_line, slot.split("\t"))))
    caption, item = PICTURE_LINE.fullmatch(line), ITEM_MARK.fullmatch(line)
    picture = next((part for part in spare if part.kind == "picture"), None)
    if caption and picture:
        spare.remove(picture)
        return replace(picture, caption="".join(run.text for run in _runs(caption[1] or "")))
    if line.startswith(BULLET):
        return Text("li", _runs(line.removeprefix(BULLET)), BULLET)
    if item and any(part.kind == "li" and part.mark == item[1] for part in spare):
        return Text("li", _runs(item[2]), item[1])
    return paragraph(_runs(line))


def _runs(line: str) -> tuple[Run, ...]:
    return tidy([Run(line)])
