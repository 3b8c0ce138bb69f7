"""The three-way view as data: each fact and each stretch of the text is settled, or waits for a choice. No queries."""

from dataclasses import dataclass

from submissions.diff import difference, paragraphs
from submissions.facts import LABELS
from submissions.merge import BOTH, MINE, THEIRS, Chunk, common, merge


@dataclass(frozen=True)
class Part:
    """One thing to settle, with the name its choice has in the address."""

    key: str
    label: str
    chunk: Chunk
    is_fact: bool = False

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


def parts_of(base, theirs, mine, labels=LABELS):
    """Every fact, then the text from top to bottom; a base that was not kept is what both have in common."""
    facts = [
        Part(name, label, Chunk((base.get(name),), (theirs[name],), (mine[name],)), is_fact=True)
        for name, label in labels.items()
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


def shows(part):
    """The whole text, but of the facts only those that differ."""
    return not part.is_fact or bool(part.chunk.kind)


def row_of(part, choice, say):
    """A part ready for the page: each side against the words the form was opened on; `say` puts a fact in words."""
    base, theirs, mine = (
        say(part.key, lines[0]) if part.is_fact else "\n".join(lines) for lines in vars(part.chunk).values()
    )
    return {
        "part": part,
        "choice": choice,
        "base": base,
        "theirs": paragraphs(difference(base, theirs)),
        "mine": paragraphs(difference(base, mine)),
        "lines": part.chunk.mine,
    }
