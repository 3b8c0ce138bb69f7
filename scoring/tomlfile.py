"""TOML for people: a file that knows on which line everything stands and collects what is wrong with it."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NamedTuple

BYTE_ORDER_MARK = "\ufeff"  # Windows Notepad puts one in front of a text

QUOTED = re.compile(r'"[^"]*"')
NUMBERED = re.compile(r"\s*[\w-]+\s*=\s*[+-]?([\d.]+)[^\d\s.\"'#]*\s*(?:#.*)?")
BARE = re.compile(r"""\s*[\w"'-]+\s*=\s*([^\s"'\[{#=\d+-][^"'\[{#=]*?)\s*(?:#.*)?""")

Place = tuple[str | int, ...]  # ("rules", 2, "level") is the third rule's level


class Problem(NamedTuple):
    """One thing wrong with a file, said where a person will look for it."""

    line: int
    key: str
    message: str


class Wrong(Exception):
    """Carries the complaint about one value to whoever knows its line."""


class Field(NamedTuple):
    """A key of the file: its name for people, what may stand there, and how a screen words the question."""

    label: str
    read: Callable[[Any], Any]
    required: bool = False
    unit: str = ""  # 分、条、元 …
    help: str = ""
    among: str = ""  # which of the office's own words it takes: carriers, sorts, flags, classes, weighed


class TomlFile:
    """What was read, where it stands, and what is wrong with it so far (a syntax error leaves no data)."""

    def __init__(self, text: str):
        text = text.removeprefix(BYTE_ORDER_MARK)
        self.data: dict[str, Any] = {}
        self.lines = _line_numbers(text)
        self.problems: list[Problem] = []
        self.top: Collection[str] = ()  # the keys that belong to no table
        try:
            self.data = tomllib.loads(text, parse_float=Decimal)
        except (ValueError, RecursionError) as error:  # also what exceeds Python's own limits
            self.problems.append(_syntax_problem(text, str(error)))

    def line(self, place: Place) -> int:
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, message: str):
        key = next((step for step in reversed(place) if isinstance(step, str)), "")
        self.problems.append(Problem(self.line(place), key, message))

    def read(
        self, table: dict, shape: Mapping[str, Field], place: Place, besides: Mapping[str, str] = {}
    ) -> dict[str, Any]:
        """The values of one table that are sound; every other key of it becomes a problem."""
        known = {key: field.label for key, field in shape.items()} | besides
        self.top = self.top if place else shape.keys()
        for key in table.keys() - known.keys():
            self.fault((*place, key), f"没有“{key}”这一项{self.elsewhere(key) or nearest(key, known)}")
        values = {}
        for key, field in shape.items():
            if key in table:
                try:
                    values[key] = field.read(table[key])
                except Wrong as wrong:
                    self.fault((*place, key), str(wrong))
            elif field.required:
                self.fault((*place, key), f"缺少{field.label}")
        return values

    def elsewhere(self, key: str) -> str:
        """TOML counts a line to the table above it, which nobody expects who adds a line at the end."""
        return "，它要写在文件最前面，第一个方括号之前。" if key in self.top else ""


def nearest(given: Any, known: Mapping[str, str]) -> str:
    by_label = [code for code, label in known.items() if label == given]
    near = by_label or get_close_matches(str(given), known, n=1)
    return f"，是不是“{near[0]}”？" if near else "。"


def _syntax_problem(text: str, error: str) -> Problem:
    lines = text.split("\n")
    if not (found := re.search(r"at (?:line (\d+)|end of document)", error)):
        return Problem(1, "", "文件中有过长的数或过深的嵌套")
    number = int(found[1] or len(lines))
    line = lines[number - 1]
    if error.startswith("Cannot"):
        message = "这一项写了两次"
    elif re.search("[＝“”［］‘’，、：｛｝]", QUOTED.sub("", line)):
        message = '用了全角符号，请改用英文的 = " [ ] ,'
    elif NUMBERED.fullmatch(line):
        message = "数字后面不写单位，小数点前要有数字，如 5 或 0.5"
    elif bare := BARE.fullmatch(line):
        message = f'“{bare[1]}”是文字，要加英文引号："{bare[1]}"'
    elif line.count('"') % 2:
        message = "引号没有成对"
    else:
        message = "这一行不合 TOML 的写法，应为：项目 = 值，文字加英文引号"
    return Problem(number, re.split("[=＝]", line)[0].strip(), message)


def _line_numbers(text: str) -> dict[Place, int]:
    """Where each key stands: the standard parser does not tell, and a clerk needs to know."""
    lines: dict[Place, int] = {}
    table: Place = ()
    counts: Counter[str] = Counter()
    for number, line in enumerate(text.split("\n"), start=1):
        if header := re.match(r"\s*\[(\[?)\s*([\w-]+)\s*\]", line):
            table = (header[2],)
            lines.setdefault(table, number)
            if header[1]:
                table = (header[2], counts[header[2]])
                counts[header[2]] += 1
                lines[table] = number
        elif key := re.match(r"""\s*["']?([\w.-]+)["']?\s*=""", line):
            lines.setdefault((*table, *key[1].split(".")), number)
    return lines
