"""What a clause must say to mean anything, and what it may not say at once: told by key, like every other fault."""

from collections.abc import Iterator, Mapping
from typing import Any

Table = Mapping[str, Any]
Fault = tuple[str, str]  # key (empty: the clause itself) and message
ONE_AT_LEAST = {
    "instructions": ("points", "times"),
    "events": ("points", "by_time", "each_day", "share", "void_at"),
    "caps": ("items", "points"),
    "bounds": ("floor", "ceiling"),
    "together": ("lump", "missed"),
    "tiers": ("points", "times"),
    "rates": ("below", "above"),
}
ONE_AT_MOST = {
    "instructions": ("points", "times", "加分和倍数只能写一种"),
    "tiers": ("points", "times", "改计的分值和折扣只能写一种"),
    "rates": ("below", "above", "低于和达到只能写一种，两头都考核的写成两条"),
    "parts": ("benchmark", "against", "得满分的分数和以谁为满分只能写一种"),
    "total": ("convert_from", "convert_against", "折算前满分和以谁为满分只能写一种"),
}
ONLY_WITH = {
    "rules": (("at_most", "each"),),
    "additions": (("at_most", "each"),),
    "person_rules": (("at_most", "each"),),
    "money_rules": (("at_most", "each"),),
    "quotas": (
        ("proportional_from", "proportional"),
        ("in_a_row", "void_after"),
        ("extra_cap", "extra_each"),
        ("missing_cap", "each_missing"),
    ),
    "joint": (("fraction", "split"),),
}


def faults(name: str, table: Table) -> Iterator[Fault]:
    """Everything wrong with one table beyond its single values."""
    if (keys := ONE_AT_LEAST.get(name)) and not {*keys} & table.keys():
        yield "", f"{'、'.join(keys)}至少要写一项"
    if name in ONE_AT_MOST:
        one, other, message = ONE_AT_MOST[name]
        if {one, other} <= table.keys():
            yield other, message
    for key, needed in ONLY_WITH.get(name, ()):
        if key in table and needed not in table:
            yield key, f"要和 {needed} 一起写才起作用"
    yield from upside_down(table, "words_from", "words_to", "字数的下限高于上限")
    yield from upside_down(table, "floor", "ceiling", "最低高于最高")
    yield from OWN.get(name, lambda table: ())(table)


def upside_down(table: Table, low: str, high: str, message: str) -> Iterator[Fault]:
    try:
        if low in table and high in table and table[low] > table[high]:
            yield high, message
    except TypeError:  # one of them is no number, which its reader tells
        return


def quota_faults(table: Table) -> Iterator[Fault]:
    if "of" in table and table.get("counts") != "points":
        yield "of", '只有计得分的任务（counts = "points"）才写只计哪种分'


def part_faults(table: Table) -> Iterator[Fault]:
    if ("worth" in table) != ("benchmark" in table or "against" in table):
        yield "", "满分 worth 和所需分数 benchmark（或 against）须一起写"


def total_faults(table: Table) -> Iterator[Fault]:
    if ("convert_to" in table) != ("convert_from" in table or "convert_against" in table):
        yield "", "折算后满分 convert_to 和折算前满分 convert_from（或 convert_against）须一起写"


OWN = {"quotas": quota_faults, "parts": part_faults, "total": total_faults}
