"""A rule book as one readable TOML file, so that an office can keep, send and correct its own 考核办法.

docs/rulebook.md shows every table and key with an example.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring.checks import faults
from scoring.clauses import BOOK, LISTS, MONEY, OWN_WORDS, TABLES
from scoring.engine import RuleBook
from scoring.policies import Money
from scoring.readers import one_of, words
from scoring.rules import LEVELS, SYSTEMS, USES, Rule, clashes
from scoring.shapes import Vocabulary
from scoring.terms import EVENTS, plain
from scoring.tomlfile import Field, Problem, TomlFile, nearest

EXAMPLES = Path(__file__).parent / "examples"
ATTRIBUTES = {
    "uses": "use_words",
    "systems": "system_words",
    "event_words": "event_words",
    "carriers": "carrier_words",
    "levels": "level_words",
}
EARNING = (
    "instructions",
    "filings",
    "quotas",
    "events",
    "person_rules",
    "rates",
)  # a book may price nothing and still count something
STARTS = "每条以 [[{}]] 开头"
BESIDES = {
    **{name: shape.title for name, shape in (LISTS | TABLES).items()},
    **OWN_WORDS,
    "use_as": "比照计分",
    "money": "稿酬",
}


class BadBook(ValueError):
    """Raised with everything that is wrong with a file, not only the first thing."""

    def __init__(self, problems: list[Problem]):
        self.problems = sorted(problems)
        super().__init__("\n".join(f"第{line}行 {key}：{message}" for line, key, message in self.problems))


def load(text: str) -> RuleBook:
    """Read a file, or raise BadBook with the line and key of all that is wrong with it."""
    return sound(TomlFile(text))


def load_draft(text: str) -> RuleBook:
    """The same for a book that is only begun and may earn nothing yet."""
    return sound(TomlFile(text), begun=True)


def sound(file: TomlFile, *, begun: bool = False) -> RuleBook:
    """The book a file describes, or BadBook; one that is only begun may earn nothing yet."""
    book = {} if file.problems else _read(file)
    if not (begun or file.problems or any(file.data.get(name) for name in ("rules", *EARNING))):
        file.fault(("rules",), f"至少要有一条规则，{STARTS.format('rules')}")
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
    empty = RuleBook("", 1, ())
    top = {key: getattr(book, key) for key in BOOK}
    said = ("name", "version", "multi", "year_starts")
    parts = [_table({k: v for k, v in top.items() if k in said or v != getattr(empty, k)})]
    own = {name: getattr(book, attribute) for name, attribute in ATTRIBUTES.items()} | {"use_as": book.use_as}
    parts += [f"[{name}]\n{_table(values)}" for name, values in own.items() if values]
    for name, shape in TABLES.items():
        if (policy := getattr(book, name)) != getattr(empty, name):
            parts.append(f"[{name}]\n{_table(shape.take(policy))}")
    if money := {k: v for k in MONEY if (v := getattr(book.money, k)) != getattr(Money(), k)}:
        parts.append("[money]\n" + _table(money))
    lists = {name: getattr(book, name) for name in LISTS if name != "money_rules"}
    for name, clauses in (lists | {"money_rules": book.money.rules}).items():
        parts += [f"[[{name}]]\n{_table(LISTS[name].take(clause))}" for clause in clauses]
    return "\n".join(parts)


def _table(values: Mapping[str, Any]) -> str:
    return "".join(f"{_key(key)} = {_literal(value)}\n" for key, value in values.items())


def _key(key: str) -> str:
    return (
        key
        if key.replace("_", "").replace("-", "").isalnum() and key.isascii()
        else json.dumps(key, ensure_ascii=False)
    )


def _literal(value: Any) -> str:
    """A fraction goes in quotes: other readers of the file would make a binary float of it."""
    if isinstance(value, Decimal):
        number = plain(value)
        return f'"{number}"' if "." in number else number
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_literal(one)}" for key, one in value.items()) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_literal, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _read(file: TomlFile) -> dict[str, Any]:
    book = file.read(file.data, BOOK, (), besides=BESIDES)
    own = {name: _read_words(file, name) for name in OWN_WORDS}
    known = Vocabulary(
        USES | own["uses"],
        SYSTEMS | own["systems"],
        EVENTS | own["event_words"],
        LEVELS | own["levels"],
    )
    use_as = _read_use_as(file, known)
    lists = {name: _read_list(file, name, known) for name in LISTS}
    tables = {name: _read_table(file, name, known) for name in TABLES if name in file.data}
    _check_together(file, lists, use_as, known)
    money = _read_money(file, lists.pop("money_rules"))
    return {
        **book,
        **{ATTRIBUTES[name]: values for name, values in own.items()},
        **{name: tuple(found.values()) for name, found in lists.items()},
        **{name: policy for name, policy in tables.items() if policy},
        "use_as": use_as,
        "money": money,
    }


def _section(file: TomlFile, name: str) -> dict:
    table = file.data.get(name, {})
    if isinstance(table, dict):
        return table
    file.fault((name,), f"应单写一节，以 [{name}] 开头")
    return {}


def _read_words(file: TomlFile, name: str) -> dict[str, str]:
    """The office's own words for uses, systems or events: a code and how people call it."""
    table = _section(file, name)
    shape = {key: Field(OWN_WORDS[name], words(20)) for key in table}
    return file.read(table, shape, (name,))


def _read_use_as(file: TomlFile, known: Vocabulary) -> dict[str, str]:
    shape = {use: Field(label, one_of(known.uses)) for use, label in known.uses.items()}
    use_as = file.read(_section(file, "use_as"), shape, ("use_as",))
    for use, other in use_as.items():
        if other in use_as:
            file.fault(("use_as", use), f"“{other}”自己也比照别的采用方式，不能作依据")
    return use_as


def _read_money(file: TomlFile, rules: dict[int, Rule]) -> Money:
    values = file.read(_section(file, "money"), MONEY, ("money",))
    return replace(Money(**values), rules=tuple(rules.values()))


def _read_table(file: TomlFile, name: str, known: Vocabulary) -> Any:
    before, shape = len(file.problems), TABLES[name]
    table = _section(file, name)
    values = file.read(table, shape.fields(known), (name,))
    for key, message in faults(name, table):
        file.fault((name, key) if key else (name,), message)
    return shape.build(**values) if len(file.problems) == before else None


def _read_list(file: TomlFile, name: str, known: Vocabulary) -> dict[int, Any]:
    """The sound clauses of one sort by their place in the file."""
    tables = file.data.get(name, [])
    sound = isinstance(tables, list) and all(isinstance(table, dict) for table in tables)
    if not sound:
        least = "至少要有一条规则，" if name == "rules" else ""
        file.fault((name,), least + STARTS.format(name))
        return {}
    fields, found = LISTS[name].fields(known), {}
    for index, table in enumerate(tables):
        before = len(file.problems)
        values = file.read(table, fields, (name, index))
        for key, message in faults(name, table):
            file.fault((name, index, key) if key else (name, index), message)
        if len(file.problems) == before:
            found[index] = LISTS[name].build(**values)
    return found


def _check_together(file: TomlFile, lists: dict[str, dict], use_as: dict[str, str], known: Vocabulary):
    """What no single clause can show: codes used twice, and clauses that would claim the same fact."""
    for name, clauses in lists.items():
        rules = {index: getattr(clause, "rule", clause) for index, clause in clauses.items()}
        first = _codes_once(file, name, rules)
        for rivals in _contests(name, rules.values()) if len(first) == len(rules) else ():
            likened = {} if name in ("instructions", "filings", "events") else use_as
            for one, other in clashes(
                rivals, likened, uses=known.uses, systems=known.systems, levels=known.levels
            ):
                where = file.line((name, first[one.code]))
                pair = f"“{other.code}”与第{where}行的“{one.code}”同样具体，会同时适用"
                file.fault((name, first[other.code]), f"{pair}；请删去一条，或另加一条更具体的")
    _check_tasks(file, lists)
    _check_parts(file, lists["parts"])


def _contests(name: str, rules: Iterable) -> list[list]:
    """The clauses of which only one may claim a fact: those on one event, those that pay for one thing."""
    if name not in ("rules", "instructions", "filings", "events", "person_rules", "money_rules"):
        return []
    found: dict[Any, list] = {}
    for rule in rules:
        found.setdefault(getattr(rule, "event", getattr(rule, "of", None)), []).append(rule)
    return list(found.values())


def _check_tasks(file: TomlFile, lists: dict[str, dict]):
    """Tasks are known by their codes, whichever table they stand in, and several as one name tasks there are."""
    first: dict[str, tuple] = {}
    for name in ("quotas", "together", "rates"):
        for index, clause in lists[name].items():
            where = first.setdefault(clause.code, (name, index))
            if where[0] != name:
                file.fault((name, index, "code"), f"“{clause.code}”与第{file.line(where)}行重复")
    known = {clause.code: clause.label for clause in lists["quotas"].values()}
    for index, clause in lists["together"].items():
        for code in sorted(clause.tasks - known.keys()):
            file.fault(("together", index, "tasks"), f"没有代码为“{code}”的任务{nearest(code, known)}")


def _check_parts(file: TomlFile, parts: dict[int, Any]):
    """One kind of points cannot be measured twice."""
    taken: dict[str, str] = {}
    for index, part in parts.items():
        for kind in sorted(part.of):
            if taken.setdefault(kind, part.name) != part.name:
                file.fault(("parts", index, "of"), f"“{kind}”已在分项“{taken[kind]}”里")


def _codes_once(file: TomlFile, name: str, clauses: dict[int, Any]) -> dict[str, int]:
    """Where each code stands first; a second clause of one code is a fault."""
    first: dict[str, int] = {}
    for index, clause in clauses.items():
        code = getattr(clause, "code", index)
        if first.setdefault(code, index) != index:
            where = file.line((name, first[code], "code"))
            file.fault((name, index, "code"), f"“{code}”与第{where}行重复")
    return first
