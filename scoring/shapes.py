"""What a table of a rule file is: its keys, the policy it becomes, and the way back."""

from collections.abc import Callable
from dataclasses import MISSING, dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from scoring.policies import Instructing, Split
from scoring.rules import Rule
from scoring.tomlfile import Field


class Vocabulary(NamedTuple):
    """The words a book may use: the product's and those it adds itself."""

    uses: dict
    systems: dict
    events: dict


NO_WORDS = Vocabulary({}, {}, {})


@dataclass(frozen=True)
class Shape:
    """One table of the file: its keys, and the way from values to policy and back."""

    title: str
    fields: Callable[[Vocabulary], dict[str, Field]]
    build: Callable[..., Any]
    take: Callable[[Any], dict[str, Any]]
    policy: type | None = None  # the class whose attributes the keys are, where there is one

    def default(self, name: str) -> Any:
        """What a clause means that does not say the key."""
        return default_in(self.policy, name) if self.policy else None


def of_class(cls, title: str, fields: Callable[[Vocabulary], dict[str, Field]], *sets: str) -> Shape:
    """A clause whose keys are its attributes; the lists named are sets, whose order means nothing."""

    def build(**values):
        return cls(**values | {name: frozenset(values[name]) for name in sets if name in values})

    def take(policy):
        known = cls.__dataclass_fields__
        values = {name: getattr(policy, name) for name in fields(NO_WORDS)}
        said = {name: value for name, value in values.items() if value != default_of(known[name])}
        return said | {name: tuple(sorted(said[name])) for name in sets if name in said}

    return Shape(title, fields, build, take, cls)


def default_in(policy: type, name: str) -> Any:
    """What an attribute is unless it is said; None where it must be."""
    known = policy.__dataclass_fields__
    found = default_of(known[name]) if name in known else MISSING
    return None if found is MISSING else found


def default_of(field: Any) -> Any:
    factory = field.default_factory
    return factory() if callable(factory) else field.default


def rule(**values) -> Rule:
    """A price, a multiplier or an amount: all are numbers for a place."""
    points = next(values.pop(name) for name in ("points", "times", "amount") if name in values)
    return Rule(points=points, **values | {"when": frozenset(values.get("when", ()))})


def rule_values(name: str) -> Callable[[Rule], dict[str, Any]]:
    """The way back; `name` is what the table calls the number."""

    def take(one):
        axes = ("code", "level", "system", "carrier", "use", "sort")
        values = {axis: value for axis in axes if (value := getattr(one, axis)) is not None}
        when = {"when": tuple(sorted(one.when))} if one.when else {}
        return values | when | {name: one.points}

    return take


def instructing(**values) -> Instructing:
    times = values.pop("times", None)
    points = values.pop("points", Decimal(0))
    return Instructing(rule(points=points, **values), times)


def instructing_values(clause: Instructing) -> dict[str, Any]:
    values = rule_values("points")(clause.rule)
    if clause.times is not None:
        del values["points"]
        values["times"] = clause.times
    return values


def split(**values) -> Split:
    return Split(how=values.pop("split"), **values)


def split_values(one: Split) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in ("fraction", "main_extra", "instructions")}
    changed = {name: value for name, value in values.items() if value != getattr(Split(), name)}
    return {"split": one.how, **changed}
