"""The tasks of the year's books in each of their periods, unit by unit, as a table keeps them."""

from django.utils import timezone

from scoring.bookcase import end_of
from scoring.terms import plain


def tasks_of(ledger) -> list[dict]:
    """Every quota whose period ends in the ledger's year or is still running."""
    return [task(ledger, met) for met in ledger.reckoned.quotas if met.last >= ledger.year[0]]


def task(ledger, met) -> dict:
    quota = clause_of(ledger, met)
    return {
        "unit": met.unit,
        "quota": met.quota,
        "label": met.label,
        "per": quota.per,
        "counts": quota.counts,
        "first": met.first.isoformat(),
        "last": met.last.isoformat(),
        "need": plain(met.need),
        "done": plain(met.done),
        "over": met.over and met.last < timezone.localdate(),  # closing judges it; until then it runs
        "met": met.met,
        "facts": [[key, plain(worth)] for key, worth in met.facts],
    }


def clause_of(ledger, met):
    """The quota under the book that judged it: the one in force when its period ended, or now."""
    shelved = ledger.case.on(min(met.last, end_of(ledger.month)))
    return next(quota for quota in shelved.rules.quotas if quota.code == met.quota)
