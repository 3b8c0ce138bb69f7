"""What a value in a rule file must look like, and how a clerk is told when it does not."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from scoring.tomlfile import Wrong, nearest

HIGHEST_PRICE = 9999


class Asks(NamedTuple):
    """The kind of answer a reader takes, so that a screen can ask for it without knowing the clause."""

    kind: (
        str  # words · number · choice · yes_no · several · either (one, or several alike) · in_order · pairs
    )
    choices: Mapping[str, str] = {}
    low: Decimal | int | None = None
    high: Decimal | int | None = None
    places: int = 0
    longest: int = 40
    each: "Asks | None" = None


def asking(kind: str, **more) -> Callable:
    """Marks a reader with the kind of answer it takes."""

    def mark(read):
        read.asks = Asks(kind, **more)
        return read

    return mark


def words(longest: int) -> Callable[[Any], str]:
    @asking("words", longest=longest)
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
    @asking("number", low=low, high=high)
    def read(value):
        if type(value) is not int or not low <= value <= high:
            raise Wrong(f"应为{low}到{high}的整数")
        return value

    return read


def one_of(known: Mapping[str, str]) -> Callable[[Any], str]:
    @asking("choice", choices=known)
    def read(value):
        if not isinstance(value, str):
            raise Wrong("应填写文字，并加英文引号")
        if value not in known:
            choices = "、".join(f"{code}（{label}）" for code, label in known.items())
            raise Wrong(f"没有“{value}”{nearest(value, known)}可填：{choices}")
        return value

    return read


@asking("yes_no")
def yes_or_no(value: Any) -> bool:
    if type(value) is not bool:
        raise Wrong("应为 true（是）或 false（否）")
    return value


def number(low: Decimal | int, high: Decimal | int, places: int = 2) -> Callable[[Any], Decimal]:
    @asking("number", low=low, high=high, places=places)
    def read(value):
        try:
            found = Decimal(value if type(value) in (int, str, Decimal) else "NaN")
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite() or not low <= found <= high:
            raise Wrong(f"应为{low}到{high}的数")
        if found != round(found, places):
            raise Wrong(f"小数最多{'两' if places == 2 else '四'}位")
        return found

    return read


price = number(0, HIGHEST_PRICE)  # two decimals at most, as the ledger keeps them
fraction = number(0, 1, 4)
either_sign = number(-HIGHEST_PRICE, HIGHEST_PRICE)


@asking("number", low=-HIGHEST_PRICE, high=0, places=2)
def deduction(value: Any) -> Decimal:
    """What is taken off is written with its minus, so that nobody has to guess."""
    found = either_sign(value)
    if found > 0:
        raise Wrong("是扣分，请写成负数或0")
    return found


def several(
    read: Callable[[Any], Any], *, least: int = 1, ordered: bool = False
) -> Callable[[Any], frozenset]:
    """A list in square brackets, or one value by itself; what stands in it is read one by one."""

    @asking("in_order" if ordered else "several", each=read.asks)
    def read_all(value):
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or len(value) < least:
            raise Wrong('应写成方括号里的几项，如 ["甲", "乙"]')
        return tuple(dict.fromkeys(read(one) for one in value))

    return read_all


def one_or_more(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """One value, or a list of those that are treated alike."""

    @asking("either", each=read.asks)
    def read_all(value):
        found = several(read)(value) if isinstance(value, list) else (read(value),)
        return found if len(found) > 1 else found[0]

    return read_all


def in_order(read: Callable[[Any], Any]) -> Callable[[Any], tuple]:
    """A list whose order means something, the same value as often as it stands there."""

    @asking("in_order", each=read.asks)
    def read_all(value):
        if not isinstance(value, list) or not value:
            raise Wrong("应写成方括号里的几项，如 [-1, -2]")
        return tuple(read(one) for one in value)

    return read_all


def named(read: Callable[[Any], Any], keys: Iterable[str] | None = None) -> Callable[[Any], dict]:
    """A small table in braces: a name and its value each."""

    @asking("pairs", each=read.asks, choices={key: key for key in keys or ()})
    def read_all(value):
        if not isinstance(value, dict) or not value:
            raise Wrong('应写成花括号里的几项，如 { "一类" = 6, "二类" = 4 }')
        found = {}
        for key, one in value.items():
            if keys is not None and key not in keys:
                raise Wrong(f"没有“{key}”{nearest(key, {each: each for each in keys})}")
            try:
                found[words(40)(key)] = read(one)
            except Wrong as wrong:
                raise Wrong(f"“{key}”{wrong}") from wrong
        return found

    return read_all
