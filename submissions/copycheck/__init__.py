"""Checking a text for slips of typing and of official punctuation; nobody's choice of words is judged. No Django.

Sources of the rules: GB/T 15834-2011《标点符号用法》, GB/T 15835-2011《出版物上数字用法》and
GB/T 9704-2012《党政机关公文格式》. Spaces between Chinese and Latin letters or figures are nobody's business here.
"""

from submissions.copycheck import levels, marks, numbers, pairs, typing, words
from submissions.copycheck.findings import Finding, corrected, lines_of

RULES = (typing.check, pairs.check, marks.check, numbers.check, words.check)

__all__ = ["Finding", "corrected", "examine"]


def examine(title: str, body: str) -> list[Finding]:
    """What is worth a second look, in reading order; of findings that overlap the first named stays."""
    text = lines_of(title, body)
    raw = [found for rule in RULES for line in text for found in rule(line)]
    raw += [found for check in (levels.check, marks.check_title) for found in check(text)]
    kept: list[Finding] = []
    taken: set[tuple[int, int]] = set()
    for found in raw:
        if taken.isdisjoint(found.places):
            kept.append(found)
            taken |= found.places
    return sorted(kept, key=lambda found: (found.line, found.start))
