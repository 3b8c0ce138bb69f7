"""The blocks of one section of the editor: what they show of a book, and how they change its values."""

import re
from collections.abc import Mapping
from functools import cached_property, partial
from typing import Any

from scoring.clauses import BOOK, LISTS, MONEY, OWN_WORDS, TABLES
from scoring.engine import RuleBook
from scoring.forms.clauses import ClauseForm, Row, Rows
from scoring.forms.questions import kind_of
from scoring.policies import Money
from scoring.readers import one_of, words
from scoring.sections import LIST_HINTS, USUAL
from scoring.shapes import Vocabulary, default_in
from scoring.tomlfile import Field, Place

WIDE = 7  # so many columns a table holds; what does not fit is folded away
SELDOM = ("words_from", "words_to", "each", "at_most")
LABELLED = ("level", "system", "carrier", "use", "sort", "when", "event", "label", "name")


class Block:
    """A part of a section with its own heading."""

    rows: Rows | None = None
    form: ClauseForm | None = None
    hint = ""

    def __init__(self, name: str, title: str):
        self.name, self.title = name, title

    def is_valid(self) -> bool:
        return self.form.is_valid() if self.rows is None else self.rows.is_valid()

    @property
    def forms(self) -> list[ClauseForm]:
        return [self.form] if self.rows is None else list(self.rows)

    def numbers(self) -> list[int]:
        """Which rows of the screen the clauses stand in."""
        return [number for number, _ in self.rows.staying()] if self.rows else []


KEY = re.compile(r"[a-z]+(?:_[a-z]+)*")
BESIDE = re.compile(r"(?<=[^和或]) [a-z_]+(?= |（)|（\w+ = \"\w+\"）")


def plainly(message: str, asked: Mapping[str, Field]) -> str:
    """A fault of a file in the words of the screen: labels in the place of keys."""
    said = BESIDE.sub("", message)
    return KEY.sub(lambda key: f"“{asked[key[0]].label}”" if key[0] in asked else key[0], said)


class Single(Block):
    """One table of the file, or some keys of the book itself."""

    def __init__(self, name, title, asked, words, *, data, raw, defaults=None):
        super().__init__(name, title)
        self.asked = asked
        given = {key: raw[key] for key in asked if key in raw}
        self.form = ClauseForm(asked, words, data=data, prefix=name, raw=given, defaults=defaults)

    def put(self, data: dict[str, Any]):
        said = self.form.raw()
        if self.name == "top":
            for key in self.asked:
                data.pop(key, None)
            data |= said
        else:
            data.pop(self.name, None)
            data |= {self.name: said} if said else {}

    def tell(self, place: Place, message: str) -> bool:
        key = place[0] if self.name == "top" else place[1] if len(place) > 1 else None
        if self.name not in ("top", place[0]) or (self.name == "top" and key not in self.asked):
            return False
        self.form.told(key, plainly(message, self.asked))
        return True


class Listed(Block):
    """Rows: a table of short ones, cards of long ones."""

    asked: Mapping[str, Field]

    @property
    def is_table(self) -> bool:
        return len(self.asked) <= WIDE + 6

    @cached_property
    def columns(self) -> list[str]:
        """What must be said and what any row says first, then the rest as far as it fits."""
        names = [name for name in self.asked if name != "code"]
        used = {bound.name for row in self.rows for bound in row.needed}
        order = sorted(
            names, key=lambda name: (not self.asked[name].required, name not in used, name in SELDOM)
        )
        kept = set(order[: max(WIDE, sum(self.asked[name].required or name in used for name in names))])
        return [name for name in names if name in kept]

    @property
    def heads(self):
        return [self.asked[name] for name in self.columns]

    @property
    def lines(self):
        """Each row with the fields in columns and those folded away."""
        return [self.line(row) for row in self.rows]

    @property
    def spare_line(self):
        return self.line(self.rows.empty)

    def line(self, row):
        columns = self.columns
        folded = [bound for bound in row.questions if bound.name not in columns]
        return row, [row[name] for name in columns], folded


class Several(Listed):
    """Clauses of one sort."""

    def __init__(self, name, words, known, *, data, raw, spare=0):
        shape = LISTS[name]
        super().__init__(name, shape.title)
        self.asked = shape.fields(known)
        make = partial(Row, self.asked, words, defaults=shape.default, usual=USUAL.get(name, ()))
        self.hint = LIST_HINTS.get(name, "")
        self.rows = Rows(name, make, data=data, raws=raw.get(name, ()), spare=spare)

    def put(self, data: dict[str, Any]):
        raws = [row.raw() for _, row in self.rows.staying()]
        data.pop(self.name, None)
        if raws:
            data[self.name] = coded(raws, self.asked, self.title) if "code" in self.asked else raws

    def tell(self, place: Place, message: str) -> bool:
        if place[0] != self.name:
            return False
        if len(place) < 2 or place[1] >= len(self.rows):
            return False
        said = plainly(message, self.asked)
        self.rows.forms[place[1]].told(place[2] if len(place) > 2 else None, said)
        return True


def coded(raws: list[dict], asked: Mapping[str, Field], title: str) -> list[dict]:
    """Each with a code of its own, made of its words where nobody wrote one; it stays when the words change."""
    taken = {raw["code"] for raw in raws if "code" in raw}
    for raw in raws:
        if "code" not in raw:
            raw["code"] = free_code(worded(raw, asked) or title, taken)
            taken.add(raw["code"])
    return [{"code": raw.pop("code"), **raw} for raw in raws]


def worded(raw: dict, asked: Mapping[str, Field]) -> str:
    """市级工会全文: the labels of what it names."""
    parts = []
    for name in LABELLED:
        if (value := raw.get(name)) and name in asked:
            choices = kind_of(asked[name])[1].choices
            parts += [str(choices.get(one, one)) for one in (value if isinstance(value, list) else [value])]
    return "".join(parts)[:36]


def free_code(wanted: str, taken: set[str]) -> str:
    code, number = wanted, 1
    while code in taken:
        number += 1
        code = f"{wanted}{number}"
    return code


class Named(Listed):
    """The office's own words: how people call them; the code behind each is made once."""

    def __init__(self, name, words_, *, data, raw):
        super().__init__(name, OWN_WORDS[name])
        self.asked = {"code": Field("代码", words(40)), "name": Field("叫法", words(20), required=True)}
        raws = [{"code": code, "name": label} for code, label in raw.get(name, {}).items()]
        self.rows = Rows(name, partial(Row, self.asked, words_), data=data, raws=raws, spare=0)

    def put(self, data: dict[str, Any]):
        said = [row.raw() for _, row in self.rows.staying()]
        taken = {one["code"] for one in said if "code" in one}
        found = {}
        for one in said:
            code = one.get("code") or free_code(one.get("name", ""), taken)
            taken.add(code)
            found[code] = one.get("name", "")
        data.pop(self.name, None)
        data |= {self.name: found} if found else {}

    def tell(self, place: Place, message: str) -> bool:
        if place[0] != self.name:
            return False
        rows = [row for _, row in self.rows.staying()]
        key = place[1] if len(place) > 1 else None
        row = next((one for one in rows if key in (one.raw().get("code"), one.raw().get("name", ""))), None)
        if row:
            row.told("name", message)
        return row is not None


class Likened(Listed):
    """Uses without a price of their own, and the use each is priced like."""

    hint = "没有专门定分值的采用方式，可以比照另一种计分；如综合比照全文。"

    def __init__(self, words_, known: Vocabulary, *, data, raw):
        super().__init__("use_as", "比照计分")
        read = one_of(known.uses)
        self.asked = {
            "use": Field("采用方式", read, required=True),
            "as": Field("比照", read, required=True),
        }
        raws = [{"use": use, "as": other} for use, other in raw.get("use_as", {}).items()]
        self.rows = Rows("use_as", partial(Row, self.asked, words_), data=data, raws=raws, spare=0)

    def is_valid(self) -> bool:
        sound = self.rows.is_valid()
        for _, row in self.rows.staying():
            for name in self.asked:
                if name not in row.raw():
                    row.told(name, "请选择。")
                    sound = False
        return sound

    def put(self, data: dict[str, Any]):
        found = {row.raw()["use"]: row.raw()["as"] for _, row in self.rows.staying()}
        data.pop("use_as", None)
        data |= {"use_as": found} if found else {}

    def tell(self, place: Place, message: str) -> bool:
        if place[0] != "use_as":
            return False
        for _, row in self.rows.staying():
            if len(place) > 1 and row.raw()["use"] == place[1]:
                row.told("as", message)
                return True
        return False


default_key = partial(default_in, RuleBook)
default_money = partial(default_in, Money)


def blocks_of(section, words_, known: Vocabulary, *, data, raw) -> list:
    """Everything the section asks, as it stands in the book or as it was sent."""
    common = {"data": data, "raw": raw}
    found = []
    if section.keys:
        asked = {key: BOOK[key] for key in section.keys}
        found.append(Single("top", "", asked, words_, data=data, raw=raw, defaults=default_key))
    for name in section.tables:
        found.append(table_block(name, words_, known, data, raw))
    for place, name in enumerate(section.lists):
        spare = int(place == 0 and not raw.get(name))
        found.append(Several(name, words_, known, spare=spare, **common))
    for name in section.words:
        likened = name == "use_as"
        found.append(Likened(words_, known, **common) if likened else Named(name, words_, **common))
    return found


def table_block(name, words_, known, data, raw):
    inner = raw.get(name, {})
    if name == "money":
        return Single("money", "按分折算", MONEY, words_, data=data, raw=inner, defaults=default_money)
    shape = TABLES[name]
    asked = shape.fields(known)
    return Single(name, shape.title, asked, words_, data=data, raw=inner, defaults=shape.default)
