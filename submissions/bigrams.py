"""Chinese text as tokens an index can hold: every two neighbouring characters, every word, every number.

Neither database cuts Chinese into words; pairs of characters find each word of two without a dictionary.
Pairs alone would find 工会…会员 for “工会员”, so a longer term is checked against the folded text as well.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby

LONGEST_WORD = 64  # characters of one unbroken Latin word that are indexed; the folded text knows the rest
ROOM = 900_000  # bytes of tokens for one text: PostgreSQL keeps at most a megabyte
QUOTED = re.compile(r"[“\"＂「『](.*?)[”\"＂」』]")


@cache
def folded_char(char: str) -> str:
    """Full-width as half-width, capitals as small letters; what is no letter or digit is a gap."""
    shown = unicodedata.normalize("NFKC", char).casefold()
    return "".join(each if sort_of(each) else " " for each in shown)


@cache
def sort_of(char: str) -> str:
    """Characters written without spaces are paired; letters and digits stand together in words."""
    category = unicodedata.category(char)
    if category == "Lo" or char in "〇々ー":
        return "pairs"
    return {"L": "letters", "M": "letters", "N": "digits"}.get(category[0], "")


def pieces(text: str) -> list[tuple[int, int, str, str]]:
    """The unbroken runs of one sort: start and end in the text as written, the sort, the folded run."""
    chars = [(at, char) for at, each in enumerate(text) for char in folded_char(each)]
    runs = ((sort, list(run)) for sort, run in groupby(chars, lambda pair: sort_of(pair[1])))
    return [(run[0][0], run[-1][0] + 1, sort, "".join(c for _, c in run)) for sort, run in runs if sort]


def fold(text: str) -> str:
    """The words alone, one space between any two runs and around the whole."""
    return f" {' '.join(run for *_, run in pieces(text))} "


def tokens(folded: str) -> list[str]:
    """What the index holds of a folded text; each character begins one token, so a single one is a prefix."""
    found = dict.fromkeys(token for run in folded.split() for token in tokens_of(run))
    kept, room = [], ROOM
    for token in found:
        room -= len(token.encode()) + 1
        if room > 0:
            kept.append(token)
    return kept


def tokens_of(run: str) -> list[str]:
    if sort_of(run[0]) != "pairs":
        return [run[:LONGEST_WORD]]
    return [run[at : at + 2] for at in range(len(run))]


@dataclass(frozen=True)
class Term:
    """One thing that must stand in a text, as it was typed, without its gaps."""

    runs: tuple[str, ...]

    @property
    def tokens(self) -> list[str]:
        """What to ask the index; a trailing * asks for every token that begins so."""
        found = []
        for run in self.runs:
            asked = tokens_of(run)
            if sort_of(run[0]) == "pairs":
                asked = asked[:-1] or [f"{run}*"]
            found += asked
        return found

    @property
    def pattern(self) -> str:
        """The stretch of folded text that it is; a word begins and ends where the text's words do."""
        before, after = (
            " " if sort_of(end) != "pairs" else "" for end in (self.runs[0][0], self.runs[-1][-1])
        )
        return f"{before}{' '.join(self.runs)}{after}"

    @property
    def is_exact(self) -> bool:
        """One token says it all; nothing is left to check."""
        return len(self.tokens) == 1 and len(self.runs[0]) < LONGEST_WORD


def terms(query: str) -> tuple[Term, ...]:
    """What a query asks for, all of it: “phrases” in quotes whole, the rest cut where it was spaced."""
    loose = QUOTED.sub(" ", query)
    phrases = [Term(tuple(run for *_, run in pieces(text))) for text in QUOTED.findall(query)]
    words = [Term(tuple(runs)) for chunk in loose.split() for runs in joined(chunk)]
    return tuple(dict.fromkeys(term for term in [*phrases, *words] if term.runs))


def joined(chunk: str) -> list[list[str]]:
    """Runs that touch belong together, as do the words of GB/T or 2026-11-21; 工会，妇联 are two."""
    groups, last = [], None
    for start, end, sort, run in pieces(chunk):
        apart = last and start > last[0] and "pairs" in (sort, last[1])
        if not groups or apart:
            groups.append([])
        groups[-1].append(run)
        last = (end, sort)
    return groups
