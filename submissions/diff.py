"""The difference of two Chinese texts, in runs a reader can follow. No Django."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from operator import eq

TOKENS = re.compile(r"[A-Za-z]+|[0-9]+(?:\.[0-9]+)?|\n|.", re.DOTALL)
SHORTEST = 2  # an unchanged run of one character inside a change only disturbs the eye
MOST_PAIRS = 20_000_000  # equal words to be tried; the longest prose anybody files has a fifth of it


@dataclass(frozen=True)
class Run:
    """A piece of text that stayed (""), went ("del") or came ("ins")."""

    kind: str
    text: str


def difference(before, after):
    """The runs that lead from one text to the other, in reading order."""
    old, new = TOKENS.findall(before), TOKENS.findall(after)
    runs = []
    for op, i, j, k, m in steps(old, new):
        if op == "equal" and j - i < SHORTEST and i > 0 and j < len(old) and "\n" not in old[i:j]:
            op = "replace"
        if op == "equal":
            runs.append(Run("", "".join(old[i:j])))
            continue
        runs += [Run(kind, "".join(part)) for kind, part in (("del", old[i:j]), ("ins", new[k:m])) if part]
    return joined(runs)


def steps(old, new):
    """Finely compared; a text that repeats one word thousands of times only from both ends, or a page would hang."""
    known, asked = Counter(old), Counter(new)
    if sum(count * asked[token] for token, count in known.items()) <= MOST_PAIRS:
        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    start = agreed(old, new)
    end = agreed(old[start:][::-1], new[start:][::-1])
    i, j = len(old) - end, len(new) - end
    return [
        ("equal", 0, start, 0, start),
        ("replace", start, i, start, j),
        ("equal", i, len(old), j, len(new)),
    ]


def agreed(old, new):
    """How many words both begin with."""
    return sum(takewhile(bool, map(eq, old, new)))


def joined(runs):
    """Neighbouring runs of one change become one deletion followed by one insertion."""
    result, change = [], {"del": "", "ins": ""}
    for run in [*runs, Run("", "")]:
        if run.kind:
            change[run.kind] += run.text
            continue
        result += [Run(kind, text) for kind, text in change.items() if text]
        change = {"del": "", "ins": ""}
        result += [run] if run.text else []
    return result


def paragraphs(runs):
    """The same runs, cut at line ends, so that a page can show them as paragraphs."""
    lines = [[]]
    for run in runs:
        for number, text in enumerate(run.text.split("\n")):
            if number:
                lines.append([])
            if text:
                lines[-1].append(Run(run.kind, text))
    return lines
