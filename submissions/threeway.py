"""The three-way view as data: each fact and each stretch of the text is settled, or waits for a choice. No queries."""

from dataclasses import dataclass

from submissions.facts import LABELS
from submissions.merge import BOTH, MINE, THEIRS, Chunk, common, merge


@dataclass(frozen=True)
class Part:
    """One thing to settle, with the name its choice has in the address."""

    key: str
    label: str
    chunk: Chunk

    @property
    def is_fact(self):
        return self.key in LABELS

    @property
    def options(self):
        return (THEIRS, MINE) if self.is_fact else (THEIRS, MINE, BOTH)

    @property
    def is_open(self):
        return self.chunk.kind == "conflict"

    def settled(self, choice):
        """Its lines or its value; None while a choice is missing."""
        if self.is_open and choice not in self.options:
            return None
        return self.chunk.settled(choice)


def parts_of(base, theirs, mine):
    """Every fact, then the text from top to bottom; a base that was not kept is what both have in common."""
    facts = [
        Part(name, label, Chunk((base.get(name),), (theirs[name],), (mine[name],)))
        for name, label in LABELS.items()
    ]
    sides = [words["body"].split("\n") for words in (theirs, mine)]
    ground = base["body"].split("\n") if isinstance(base.get("body"), str) else common(*sides)
    return facts + [Part(f"p{n}", "正文", chunk) for n, chunk in enumerate(merge(ground, *sides))]


def result(parts, choices):
    """The words that come of it; None while something is open. `choices`: part key to theirs, mine or both."""
    settled = {part.key: part.settled(choices.get(part.key)) for part in parts}
    if None in settled.values():
        return None
    words = {part.key: settled[part.key][0] for part in parts if part.is_fact}
    lines = [line for part in parts if not part.is_fact for line in settled[part.key]]
    return words | {"body": "\n".join(lines)}


def all_from(side, theirs, mine):
    """One side's words as they are, for whoever wants no mixture."""
    return dict({THEIRS: theirs, MINE: mine}[side])
