"""A rule book as one readable TOML file, so that an office can keep, send and correct its own 考核办法."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from scoring.engine import MULTI, RuleBook, plain
from scoring.rules import LEVELS, SYSTEMS, USES, Rule, clashes
from scoring.tomlfile import Field, Problem, TomlFile, Wrong, nearest

EXAMPLES = Path(__file__).parent / "examples"
HIGHEST_PRICE = 9999


class BadBook(ValueError):
    """Raised with everything that is wrong with a file, not only the first thing."""

    def __init__(self, problems: list[Problem]):
        self.problems = sorted(problems)
        super().__init__("\n".join(f"第{line}行 {key}：{message}" for line, key, message in self.problems))


def words(longest: int) -> Callable[[Any], str]:
    def read(value):
        if not isinstance(value, str) or not value.strip():
            raise Wrong("应填写文字，并加英文引号")
        if value != value.strip() or not value.replace("\u3000", " ").isprintable():
            raise Wrong("首尾不能有空格，中间不能换行")
        if len(value) > longest:
            raise Wrong(f"不能超过{longest}个字")
        return value

    return read


def whole(low: int, high: int) -> Callable[[Any], int]:
    def read(value):
        if type(value) is not int or not low <= value <= high:
            raise Wrong(f"应为{low}到{high}的整数")
        return value

    return read


def one_of(known: Mapping[str, str]) -> Callable[[Any], str]:
    def read(value):
        if not isinstance(value, str):
            raise Wrong("应填写文字，并加英文引号")
        if value not in known:
            choices = "、".join(f"{code}（{label}）" for code, label in known.items())
            raise Wrong(f"没有“{value}”{nearest(value, known)}可填：{choices}")
        return value

    return read


def price(value: Any) -> Decimal:
    """Two decimals at most, as the ledger keeps them."""
    try:
        points = Decimal(value if type(value) in (int, str, Decimal) else "NaN")
    except InvalidOperation:
        points = Decimal("NaN")
    if not points.is_finite() or not 0 <= points <= HIGHEST_PRICE:
        raise Wrong(f"应为0到{HIGHEST_PRICE}的数")
    if points != round(points, 2):
        raise Wrong("小数最多两位")
    return points


BOOK = {
    "name": Field("名称", words(80), required=True),
    "version": Field("版本", whole(1, 9999), required=True),
    "multi": Field("多次采用", one_of(MULTI), required=True),
    "year_starts": Field("考核年度起始月", whole(1, 12)),
}
TABLES = {"use_as": "比照计分", "rules": "规则"}
USE_AS = {use: Field(label, one_of(USES)) for use, label in USES.items()}
RULE = {
    "code": Field("规则代码", words(40), required=True),
    "level": Field("层级", one_of(LEVELS)),
    "system": Field("系统", one_of(SYSTEMS)),
    "carrier": Field("刊物代码", words(40)),
    "use": Field("采用方式", one_of(USES)),
    "points": Field("分值", price, required=True),
}


def load(text: str) -> RuleBook:
    """Read a file, or raise BadBook with the line and key of all that is wrong with it."""
    file = TomlFile(text)
    book = {} if file.problems else _read(file)
    if file.problems:
        raise BadBook(file.problems)
    return RuleBook(**book)


def example(code: str) -> RuleBook:
    """A book shipped with the product, to start from."""
    return load(example_text(code))


def example_text(code: str) -> str:
    """The same with its comments, for people to edit."""
    return (EXAMPLES / f"{code}.toml").read_text(encoding="utf-8")


def dump(book: RuleBook) -> str:
    """The book as a file that reads back to an equal book."""
    parts = [_table({key: getattr(book, key) for key in BOOK})]
    if book.use_as:
        parts.append("[use_as]\n" + _table(book.use_as))
    parts += ["[[rules]]\n" + _table({key: getattr(rule, key) for key in RULE}) for rule in book.rules]
    return "\n".join(parts)


def _table(values: Mapping[str, Any]) -> str:
    return "".join(f"{key} = {_literal(value)}\n" for key, value in values.items() if value is not None)


def _literal(value: str | int | Decimal) -> str:
    """A fraction goes in quotes: other readers of the file would make a binary float of it."""
    if isinstance(value, Decimal):
        number = plain(value)
        return f'"{number}"' if "." in number else number
    return json.dumps(value, ensure_ascii=False)


def _read(file: TomlFile) -> dict[str, Any]:
    book = file.read(file.data, BOOK, (), besides=TABLES)
    use_as = _read_use_as(file)
    rules = _read_rules(file)
    _check_together(file, rules, use_as)
    return {**book, "rules": tuple(rules.values()), "use_as": use_as}


def _read_use_as(file: TomlFile) -> dict[str, str]:
    table = file.data.get("use_as", {})
    if not isinstance(table, dict):
        file.fault(("use_as",), "应单写一节，以 [use_as] 开头")
        return {}
    use_as = file.read(table, USE_AS, ("use_as",))
    for use, other in use_as.items():
        if other in use_as:
            file.fault(("use_as", use), f"“{other}”自己也比照别的采用方式，不能作依据")
    return use_as


def _read_rules(file: TomlFile) -> dict[int, Rule]:
    """The sound rules by their place in the file."""
    tables = file.data.get("rules")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        file.fault(("rules",), "至少要有一条规则，每条以 [[rules]] 开头")
        return {}
    found = ((index, _read_rule(file, table, index)) for index, table in enumerate(tables))
    return {index: rule for index, rule in found if rule}


def _read_rule(file: TomlFile, table: dict, index: int) -> Rule | None:
    before = len(file.problems)
    values = file.read(table, RULE, ("rules", index))
    return Rule(**values) if len(file.problems) == before else None


def _check_together(file: TomlFile, rules: dict[int, Rule], use_as: dict[str, str]):
    """What no single rule can show: codes used twice, and rules that would claim the same fact."""
    first: dict[str, int] = {}
    for index, rule in rules.items():
        if first.setdefault(rule.code, index) != index:
            where = file.line(("rules", first[rule.code], "code"))
            file.fault(("rules", index, "code"), f"“{rule.code}”与第{where}行重复")
    if len(first) < len(rules):
        return
    for one, other in clashes(list(rules.values()), use_as):
        where = file.line(("rules", first[one.code]))
        pair = f"“{other.code}”与第{where}行的“{one.code}”同样具体，会同时适用"
        file.fault(("rules", first[other.code]), f"{pair}；请删去一条，或另加一条更具体的")
