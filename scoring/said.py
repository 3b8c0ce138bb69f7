"""A line's rule in words: people read sentences, not codes."""

from functools import lru_cache

from scoring.ledger import rules_of
from scoring.models import Book
from scoring.wording import by_code

OWN = {"adjust": "手工加减分，由两人经办", "opening": "每个单位年初的起评分"}


def clauses_of(books) -> dict[int, dict[str, str]]:
    """By book and code, what the clauses say; one query for any number of lines."""
    found = Book.objects.filter(pk__in=set(books)).values_list("pk", "source")
    return {pk: sentences(source) for pk, source in found}


@lru_cache(maxsize=64)
def sentences(source: str) -> dict[str, str]:
    """By code, every clause of a book that makes lines; a frozen text always says the same."""
    return OWN | by_code(rules_of(source))
