"""What a table of a rule file is: its keys, the policy it becomes, and the way back."""

from collections.abc import Callable
from dataclasses import MISSING, dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from scoring.policies import Instructing, Split
from scoring.rules import LEVELS, Rule
from scoring.scopes import AXES
from scoring.tomlfile import Field


class Vocabulary(NamedTuple):
    """The words a book may use: the product's and those it adds itself."""

    uses: dict
    systems: dict
    events: dict
    levels: dict = LEVELS


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


def of_class(
    cls, title: str, fields: Callable[[Vocabulary], dict[str, Field]], *sets: str, number: str = ""
) -> Shape:
    """A clause whose keys are its attributes; the lists named are sets, whose order means nothing.

    `number` is what the table calls the points, where it calls them otherwise (times, amount).
    """

    def build(**values):
        if number:
            values["points"] = values.pop(number)
        return cls(**frozen(values, sets))

    def take(policy):
        values = {name: getattr(policy, attribute(name)) for name in fields(NO_WORDS)}
        return {name: thawed(value) for name, value in values.items() if value != default(name)}

    def default(name):
        return default_of(cls.__dataclass_fields__[attribute(name)])

    def attribute(name):
        return "points" if name == number else name

    return Shape(title, fields, build, take, cls)


def frozen(values: dict[str, Any], sets: tuple[str, ...]) -> dict[str, Any]:
    """Lists whose order means nothing as sets: those named, and several values of an axis."""
    known = {name for name in values if name in sets or (name in AXES and isinstance(values[name], tuple))}
    return values | {name: frozenset(values[name]) for name in known}


def thawed(value: Any) -> Any:
    return tuple(sorted(value)) if isinstance(value, frozenset) else value


def default_in(policy: type, name: str) -> Any:
    """What an attribute is unless it is said; None where it must be."""
    known = policy.__dataclass_fields__
    found = default_of(known[name]) if name in known else MISSING
    return None if found is MISSING else found


def default_of(field: Any) -> Any:
    factory = field.default_factory
    return factory() if callable(factory) else field.default


def instructing(**values) -> Instructing:
    times = values.pop("times", None)
    points = values.pop("points", Decimal(0))
    return Instructing(Rule(points=points, **frozen(values, ("when",))), times)


def instructing_values(clause: Instructing) -> dict[str, Any]:
    """A price of 0 is said: one of the two numbers must be."""
    number = {"points": clause.rule.points} if clause.times is None else {"times": clause.times}
    known = Rule.__dataclass_fields__
    names = ("code", *AXES, "when", "words_from", "words_to")
    values = {name: getattr(clause.rule, name) for name in names}
    said = {name: thawed(one) for name, one in values.items() if one != default_of(known[name])}
    return said | number


def split(**values) -> Split:
    return Split(how=values.pop("split"), **values)


def split_values(one: Split) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in ("fraction", "main_extra", "instructions")}
    changed = {name: value for name, value in values.items() if value != getattr(Split(), name)}
    return {"split": one.how, **changed}
