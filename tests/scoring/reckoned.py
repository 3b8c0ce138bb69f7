"""Facts in few words, and what they come to."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import count

from scoring.books import load
from scoring.spans import Span
from scoring.terms import Fact, Reporter

numbers = count(1)


def day(text):
    """“3-15” is 15 March 2014, a year of the rule sets' own circulars."""
    month, number = map(int, text.split("-"))
    return date(2014, month, number)


def happened(kind, unit="甲", item="甲1", on="1-15", **facts):
    number = next(numbers)
    for name in ("event_on", "filed_on"):
        if name in facts:
            facts[name] = day(facts[name])
    if "flags" in facts:
        facts["flags"] = frozenset(facts["flags"].split("、"))
    key = f"{'adoption' if kind == 'use' else kind}:{number}"
    return Fact(key=key, kind=kind, unit=unit, item=item, on=day(on), **facts)


def use(unit="甲", item="甲1", on="1-15", **facts):
    given = {"level": "county", "system": "union", "carrier": "gongyun", "use": "full"}
    return happened("use", unit, item, on, **given | facts)


def filing(unit="甲", item="甲1", on="1-15", **facts):
    return happened("filing", unit, item, on, **facts)


def instruction(level, unit="甲", item="甲1", on="1-20", **facts):
    return happened("instruction", unit, item, on, level=level, **facts)


def event(name, unit="甲", item=None, on="1-20", **facts):
    return happened("event", unit, item, on, event=name, **facts)


def book(tables="", *, top="", multi="accumulate", price=10):
    """A book of one price for everything, and the clauses to be tried: keys of the book, and tables."""
    rule = f'[[rules]]\ncode = "any"\npoints = {price}\n' if price else ""
    return load(f'name = "试行办法"\nversion = 1\nmulti = "{multi}"\n{top}\n{tables}\n{rule}')


def year(first="1-1", last="12-31"):
    return Span(day(first), day(last))


def reckoned(rules, *facts, span=None, reporters=()):
    return rules.reckon(facts, [Reporter(unit=unit, sort=sort) for unit, sort in reporters], span or year())


def points(reckoning):
    """What each unit's lines come to, without those that come to nothing."""
    sums = defaultdict(Decimal)
    for line in reckoning.lines:
        sums[line.unit] += line.points
    return {unit: total for unit, total in sums.items() if total}
