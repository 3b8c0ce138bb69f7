"""Two rule books beside each other in words: which sentences fell away, which came. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.engine import RuleBook
from scoring.wording import said


@dataclass(frozen=True)
class Changed:
    """What one heading says in only one of two books."""

    heading: str
    gone: list[str]
    come: list[str]


def compared(old: RuleBook, new: RuleBook, carriers: Mapping[str, str] | None = None) -> list[Changed]:
    """Every heading under which the books differ, in the order of the book."""
    before, after = dict(said(old, carriers)), dict(said(new, carriers))
    headings = dict.fromkeys([*before, *after])
    found = [
        Changed(heading, without(before, after, heading), without(after, before, heading))
        for heading in headings
    ]
    return [one for one in found if one.gone or one.come]


def without(one: dict[str, list[str]], other: dict[str, list[str]], heading: str) -> list[str]:
    return [sentence for sentence in one.get(heading, ()) if sentence not in other.get(heading, ())]
