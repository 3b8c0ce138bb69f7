"""Half-width marks in Chinese text and full-width figures and letters, as the AutoCorrect linter sees them. No Django."""

import json
from collections.abc import Iterator

import autocorrect_py

from submissions.copycheck.findings import Finding, Line

# It is told once for the whole process. Its spacing rules stay off: official text has no such spaces.
ON = ("fullwidth", "halfwidth-word")
OFF = (
    *("space-word", "space-punctuation", "space-bracket", "space-backticks", "space-dash", "space-dollar"),
    *("no-space-fullwidth", "no-space-fullwidth-quote", "halfwidth-punctuation", "spellcheck"),
)
autocorrect_py.load_config(json.dumps({"rules": dict.fromkeys(ON, 1) | dict.fromkeys(OFF, 0)}))

HALF_MARK = "中文里用全角标点（GB/T 15834-2011）"
WIDE_SIGN = "数字和字母用半角（GB/T 15835-2011）"


def check(line: Line) -> Iterator[Finding]:
    """Each place where the linter would write another character."""
    for start, end, better in changes(line.text, autocorrect_py.format_for(line.text, "text")):
        if not line.spares(start, end):
            rule = HALF_MARK if line.text[start:end].isascii() else WIDE_SIGN
            yield line.finding(start, end, better, rule)


def changes(before: str, after: str) -> list[tuple[int, int, str]]:
    """What became of what. The linter puts one character for another and drops the space behind a mark,
    so one walk along both texts tells it; a walk that does not arrive at both ends has not understood."""
    runs, old, new = [], 0, 0
    while old < len(before) and new < len(after):
        start = old
        old += 1
        if before[start] != after[new]:
            while before[old : old + 1] == " " and after[new + 1 : new + 2] != " ":
                old += 1
            runs.append((start, old, after[new]))
        new += 1
    return joined(before, runs) if before[old:].strip() == after[new:].strip() == "" else []


def joined(before: str, runs: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Figures and letters that stand together are one finding."""
    result: list[tuple[int, int, str]] = []
    for start, end, better in runs:
        last = result[-1] if result else (0, -1, "")
        if last[1] == start and last[2].isalnum() and better.isalnum():
            result[-1] = (last[0], end, last[2] + better)
        else:
            result.append((start, end, better))
    return result
