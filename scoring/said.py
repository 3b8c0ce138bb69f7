"""A line's rule in words: people read sentences, not codes."""

from functools import lru_cache

from scoring import wording
from scoring.ledger import rules_of
from scoring.models import Book
from scoring.phrases import Tongue

OWN = {"adjust": "手工加减分，由两人经办", "opening": "每个单位年初的起评分"}


def clauses_of(books) -> dict[int, dict[str, str]]:
    """By book and code, what the clauses say; one query for any number of lines."""
    found = Book.objects.filter(pk__in=set(books)).values_list("pk", "source")
    return {pk: sentences(source) for pk, source in found}


@lru_cache(maxsize=64)
def sentences(source: str) -> dict[str, str]:
    """By code, every clause of a book that makes lines; a frozen text always says the same."""
    book = rules_of(source)
    words = Tongue.of(book)
    said = {rule.code: wording.place_of(words, rule) for rule in book.rules}
    said |= {clause.rule.code: wording.instruction(words, clause) for clause in book.instructions}
    said |= {one.code: wording.filing(words, one) for one in book.filings}
    said |= {one.code: wording.quota(words, one) for one in book.quotas}
    said |= {one.code: wording.event(words, one) for one in book.events}
    return OWN | said | {one.code: wording.rate(one) for one in book.rates}
