"""The words of a register beside what they may mean here."""

from dataclasses import dataclass

from accounts.roles import Level, Role
from bulletins.states import System, Use
from scoring.actions.history.knowing import carriers_of, register_of, units_of
from scoring.history.words import NEW, SKIP, SORTS
from submissions.states import Kind


@dataclass(frozen=True)
class Word:
    """One word of the register: how often it stands there, what it means so far."""

    name: str
    text: str
    count: int
    meaning: str


@dataclass(frozen=True)
class Sort:
    """The words of one column of names, and the choices for each."""

    key: str
    label: str
    words: list[Word]
    known: list[Word]
    choices: list[tuple[str, list[tuple[str, str]]]]  # (label of the group, its choices)

    @property
    def asked(self):
        return [*self.words, *self.known]

    @property
    def values(self):
        return {value for _, group in self.choices for value, _ in group}


def asked_names(batch, user):
    """Every sort of name in the register; what is unknown comes first."""
    names = register_of(batch).names
    found = []
    for key, counts in batch.summary.get("words", {}).items():
        if not counts:
            continue
        words = [
            Word(f"{key}-{place}", text, count, names.meaning(key, text) or "")
            for place, (text, count) in enumerate(
                sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
            )
        ]
        said = [word for word in words if word.meaning]
        unknown = [word for word in words if not word.meaning]
        found.append(Sort(key, SORTS[key], unknown, said, CHOICES[key](batch, user)))
    return sorted(found, key=lambda sort: not sort.words)


def said_names(sorts, posted):
    """What was chosen; a word left open stays unknown."""
    return {
        sort.key: {
            word.text: choice
            for word in sort.asked
            if (choice := posted.get(word.name, "")) in sort.values and choice
        }
        for sort in sorts
    }


SKIPPED = (SKIP, "跳过这些行")


def unit_choices(batch, user):
    units = [
        (str(unit.pk), f"{unit.name}{'' if unit.is_active else '（停用）'}")
        for unit in units_of(batch.office)
    ]
    return [("", [(NEW, "新建为历史单位（停用）"), SKIPPED]), ("现有单位", units)]


def carrier_choices(batch, user):
    known = [(str(one.pk), f"{one}（{one.get_level_display()}）") for one in carriers_of(batch)]
    new = [
        (f"{NEW}:{level}:{system}", f"新建：{level.label}·{system.label}")
        for level in Level
        for system in System
        if level != Level.GRASSROOTS
    ]
    groups = [("", [SKIPPED]), ("现有刊物和载体", known)]
    return [*groups, ("新建上级载体", new)] if Role.EDITOR in user.roles else groups


def fixed(choices):
    return lambda batch, user: [("", [SKIPPED]), ("现有", list(choices.choices))]


CHOICES = {
    "unit": unit_choices,
    "carrier": carrier_choices,
    "use": fixed(Use),
    "kind": fixed(Kind),
    "level": fixed(Level),
}
