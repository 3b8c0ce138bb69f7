"""How a line of official text is read: what can be printed of it, and the level its number announces."""

import re
import unicodedata

NUMERALS = "一二三四五六七八九十"
LEVELS = (
    ("h1", re.compile(rf"[{NUMERALS}百]+、")),
    ("h2", re.compile(rf"[（(][{NUMERALS}百]+[）)]")),
    # “1.5亿元” is a number, but “1.2014年以来” is a level followed by a year
    ("h3", re.compile(r"\d{1,2}[.．](?!\d)|\d{1,2}[.．](?=\d{4}年)")),
    ("h4", re.compile(r"[（(]\d{1,2}[）)]")),
)
# two grid lines: a numbered sentence longer than that is a paragraph, not a heading
LONGEST_HEADING = 56


def clean(text: str) -> str:
    """One line without what no page can print: control and format characters, odd spaces from web pages."""
    return "".join(map(printable, text)).strip(" 　")


def printable(char: str) -> str:
    """The character as a page prints it: itself, a space, or nothing."""
    category = unicodedata.category(char)
    if char == "　":
        return char
    if category in ("Zs", "Zl", "Zp") or char in "\t\n\r":
        return " "
    return "" if category in ("Cc", "Cf", "Cs") or ord(char) & 0xFFFE == 0xFFFE else char


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a typed text that have something to print."""
    return tuple(filter(None, map(clean, text.splitlines())))


def level_of(line: str) -> str:
    """The level a line announces by its number; 一是、二是 and plain text stay body."""
    if _counts_things(line):
        return "p"
    return next((kind for kind, number in LEVELS if number.match(line)), "p")


def _counts_things(line: str) -> bool:
    """“一、二线职工……” names two kinds of people; a real heading goes on with something else."""
    found = re.match(rf"([{NUMERALS}])、([{NUMERALS}〇零百]+)", line)
    if not found or not re.search("[，。；]", line):
        return False
    first, second = found.groups()
    return len(second) == 1 and NUMERALS.find(second) == NUMERALS.find(first) + 1


def heading_of(kind: str, text: str) -> tuple[str, str]:
    """The part set in heading type, and the rest of the line, which official documents set as body."""
    if kind == "p":
        return "", text
    stop = text.find("。") + 1 or len(text)
    return (text[:stop], text[stop:]) if stop <= LONGEST_HEADING else ("", text)
