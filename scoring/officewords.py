"""The words an office has for what its rule book speaks of: publications by name, kinds of items, classes of units."""

from collections.abc import Container
from typing import Any

from bulletins.models import Publication
from scoring.bookdata import data_of
from scoring.clauses import LISTS
from scoring.conditions import CONDITIONS
from scoring.forms.questions import Words
from scoring.models import Membership
from scoring.phrases import FLAG_WORDS
from scoring.rules import LEVELS
from scoring.shapes import NO_WORDS
from submissions.states import Kind


def carriers_for(office) -> list[tuple[str, str]]:
    """Own publications first, then the carriers above and outside, by the code a rule uses."""
    own = Publication.objects.own(office)
    return [(one.code, str(one)) for one in [*own, *Publication.objects.above(office)]]


def words_for(office, rules) -> Words:
    """The office's words, and those the book uses although the office does not know them."""
    known, said = {**rules.carrier_words, **dict(carriers_for(office))}, said_in(data_of(rules), rules.levels)
    strange = {code: f"{code}（还没有建立的刊物）" for code in said["carriers"] if code not in known}
    return Words(
        carriers=known | strange,
        sorts=tuple(dict.fromkeys([*Kind.labels, *said["sorts"]])),
        flags=tuple(dict.fromkeys([*FLAG_WORDS.values(), *CONDITIONS, *said["flags"]])),
        classes=tuple(dict.fromkeys([*classes_of(office), *said["classes"]])),
        levels=rules.levels,
        tasks={one.code: one.label for one in rules.quotas},
    )


def classes_of(office) -> list[str]:
    """The classes tasks may differ by: those given to units, and the groups' names."""
    places = Membership.objects.filter(group__office=office).values_list("quota_class", "group__name")
    return sorted({word for pair in places for word in pair if word})


def said_in(data: dict[str, Any], levels: Container[str] = LEVELS) -> dict[str, list[str]]:
    """Which publications, kinds, flags and classes the clauses name."""
    found: dict[str, list[str]] = {"carriers": [], "sorts": [], "flags": [], "classes": [], "weighed": []}
    for name, shape in LISTS.items():
        asked = shape.fields(NO_WORDS)
        for raw in data.get(name, ()):
            for key, value in raw.items():
                if (among := asked[key].among) in found:
                    found[among] += each(value)
    found["flags"] = [FLAG_WORDS.get(flag, flag) for flag in found["flags"]]
    found["carriers"] += [code for code in found.pop("weighed") if code not in levels]
    return found


def each(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
