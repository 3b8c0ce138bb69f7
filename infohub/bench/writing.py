"""Synthetic items that read like the field's: clauses of the demo's texts in a new order, with new figures."""

import re
from datetime import date
from functools import cache
from random import Random

from infohub.demo.corpus import items

CLAUSE = re.compile(r"[^，。；！？\n]{4,40}")
MARKS = "，，，。；。"


@cache
def clauses():
    """Some thousands of clauses from a year of demo texts, each once."""
    written = items(1, date(2025, 1, 1), 12, count=1000)
    found = (clause for item in written for clause in CLAUSE.findall(item.body))
    return sorted(set(found))


def text(rng: Random, length: int = 300) -> str:
    """A body of about so many characters."""
    words, size = [], 0
    while size < length:
        clause = re.sub(r"\d+", lambda _: str(rng.randint(2, 999)), rng.choice(clauses()))
        words.append(clause + rng.choice(MARKS))
        size += len(clause) + 1
    return "".join(words)


def title(rng: Random) -> str:
    return rng.choice(clauses())[:30]


def by_phrases(rng: Random, body: str, share: float) -> str:
    """Phrases of four to twelve characters rewritten, here and there, until the share is changed."""
    return rewritten(rng, body, share, lambda: rng.randint(4, 12))


def by_clauses(rng: Random, body: str, share: float) -> str:
    """Whole clauses rewritten, as an editor does."""
    parts = re.split(r"(?<=[，。；])", body)
    changed = 0
    for place in rng.sample(range(len(parts)), len(parts)):
        if changed >= share * len(body):
            break
        changed += len(parts[place])
        parts[place] = text(rng, max(1, len(parts[place]) - 10))
    return "".join(parts)


def by_words(rng: Random, body: str, share: float) -> str:
    """Words of two to four characters changed all over the text: the hardest to find of what a person would do."""
    return rewritten(rng, body, share, lambda: rng.randint(2, 4))


def rewritten(rng: Random, body: str, share: float, length) -> str:
    """Replace stretches, none of them twice, until the share of the text is new."""
    chars, fresh, due = list(body), [False] * len(body), round(share * len(body))
    while sum(fresh) < due:
        size = min(length(), due - sum(fresh))
        place = rng.randrange(len(body) - size + 1)
        if not any(fresh[place : place + size]):
            chars[place : place + size] = stretch(rng, size)
            fresh[place : place + size] = [True] * size
    return "".join(chars)


def stretch(rng: Random, size: int) -> str:
    source = text(rng, size + 20)
    place = rng.randrange(len(source) - size)
    return source[place : place + size]
