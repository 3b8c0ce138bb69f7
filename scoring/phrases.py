"""How a clause of a rule book is called in an office's own words: where, what kind of item, how often, how much."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from scoring.pricing import percent
from scoring.rules import EACH, USES
from scoring.spans import TASK_PERIODS
from scoring.terms import EVENTS, plain

EACH_PERIOD = TASK_PERIODS
FLAG_WORDS = {"joint": "联合报送", "lead": "联合报送的第一单位", "partner": "联合报送的其他单位"}


@dataclass(frozen=True)
class Tongue:
    """The words of one book: its own and the product's, with the names of the carriers where they are known."""

    uses: Mapping[str, str]
    systems: Mapping[str, str]
    events: Mapping[str, str]
    carriers: Mapping[str, str]
    levels: Mapping[str, str]

    @classmethod
    def of(cls, book, carriers: Mapping[str, str] | None = None) -> "Tongue":
        named = dict(book.carrier_words) | dict(carriers or {})
        return cls(book.uses, book.systems, EVENTS | dict(book.event_words), named, book.levels)

    def place(self, clause) -> str:
        """市级工会刊物, 《工运信息》 …; “任何刊物” where a clause names none."""
        above = either(self.levels, axis(clause, "level")) + either(self.systems, axis(clause, "system"))
        carriers = "、".join(self.titled(code) for code in many(axis(clause, "carrier")))
        return above + carriers if carriers else f"{above}刊物" if above else "任何刊物"

    def scope(self, clause) -> str:
        """The same for clauses that mostly name nothing: empty then."""
        place = "" if self.place(clause) == "任何刊物" else self.place(clause)
        item = self.item(clause, "") and self.item(clause)
        return place + (self.use(clause) if many(axis(clause, "use")) else "") + item

    def leader(self, clause) -> str:
        return either(self.levels, axis(clause, "level")) or "各级"

    def carrier(self, clause) -> str:
        """The publication an instruction was written on; the level is the leader's."""
        carriers = "、".join(self.titled(code) for code in many(axis(clause, "carrier")))
        system = either(self.systems, axis(clause, "system"))
        return system + carriers if carriers else f"{system}刊物" if system else ""

    def titled(self, code: str) -> str:
        """A publication by its name; a code that is a name itself is put into 《》."""
        return self.carriers.get(code) or (code if "《" in code or code.isascii() else f"《{code}》")

    def named(self, code: str) -> str:
        """A carrier or a level by the name people know it by."""
        return self.carriers.get(code) or self.levels.get(code, code)

    def use(self, clause) -> str:
        """全文采用; a use of the office's own stands behind: 采用（短篇）."""
        named = many(axis(clause, "use"))
        if all(use in USES for use in named):
            return either(USES, axis(clause, "use")) + "采用"
        return f"采用（{either(self.uses, axis(clause, 'use'))}）"

    def item(self, clause, word: str = "信息") -> str:
        """“动态”信息（约稿）: the item's kind and the flags it must carry."""
        sorts = "、".join(f"“{sort}”" for sort in many(axis(clause, "sort")))
        return sorts + ("类" if sorts else "") + word + length(clause) + self.asked(clause)

    def asked(self, clause) -> str:
        flags = [FLAG_WORDS.get(flag, flag) for flag in sorted(axis(clause, "when") or ())]
        return f"（须为{'、'.join(flags)}）" if flags else ""


def length(clause) -> str:
    """（800字以上）: the length an item must have."""
    low, high = axis(clause, "words_from"), axis(clause, "words_to")
    if low is not None and high is not None:
        return f"（{low}至{high}字）"
    return f"（{low}字以上）" if low is not None else f"（{high}字以内）" if high is not None else ""


def axis(clause, name: str):
    return getattr(clause, name, None)


def many(value) -> list:
    """An axis as the values it names: none, one, or several."""
    if value is None:
        return []
    return sorted(value) if isinstance(value, frozenset | tuple) else [value]


def either(words: Mapping[Hashable, str], value) -> str:
    return "、".join(words.get(one, str(one)) for one in in_order(words, many(value)))


def in_order(words: Mapping, values: Iterable) -> list:
    known = list(words)
    return sorted(values, key=lambda one: known.index(one) if one in words else len(known))


def points(number: Decimal) -> str:
    return f"{plain(number)}分"


def signed(number: Decimal) -> str:
    """加5分, 扣3分: what something brings or costs."""
    return f"加{points(number)}" if number >= 0 else f"扣{points(-number)}"


def times(number: Decimal) -> str:
    return f"{plain(number)}倍"


def part_of(fraction: Decimal) -> str:
    return percent(fraction)


def joined(said: Iterable[str]) -> str:
    """One sentence of the parts that say something."""
    return "，".join(filter(None, said))


def place_of(words: Tongue, rule) -> str:
    """市级工会刊物全文采用“调研”类信息: the place and the item of a price."""
    item = words.item(rule, "信息" if rule.sort else "")
    return f"{words.place(rule)}{words.use(rule)}{item}"


def price(rule, unit: str = "分") -> str:
    """每条15分; a price by the piece says of what."""
    each = EACH[rule.each] if rule.each else "每条"
    most = f"，一条最多{plain(rule.at_most)}{unit}" if rule.at_most is not None else ""
    return f"{each}{plain(rule.points)}{unit}{most}"


def called(one) -> str:
    """每季度得分; a label that names its period itself is not given it twice."""
    period = EACH_PERIOD[one.per]
    return one.label if one.label.startswith(period) else period + one.label
