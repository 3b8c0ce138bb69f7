"""Switching a publication's series on and off, and saying how each is counted."""

from django.utils import timezone

from accounts.refusal import Refused
from bulletins.models import SeriesRule
from bulletins.states import Series

FIELDS = ("is_on", "label", "own_numbers", "number_before")
PRINTED = ("label", "own_numbers")


def said_of(rule):
    return {name: getattr(rule, name) for name in FIELDS}


def changed_series(publication, wanted):
    """What would change in each series: before and after, as the log keeps it."""
    rules = publication.rules
    pairs = {
        series: (said_of(rules[series]), said_of(rules[series]) | words) for series, words in wanted.items()
    }
    return {series: [before, after] for series, (before, after) in pairs.items() if before != after}


def refuse_series(publication, changes):
    """A count that has begun keeps its start; a series with issues in work is not switched off."""
    for series, (before, after) in changes.items():
        name = SeriesRule(series=series, label=before["label"]).name
        if not after["is_on"] and publication.issues.in_work().filter(series=series).exists():
            raise Refused(f"“{name}”有期正在编发，请先签发或撤销，再停用。")
        begun = publication.counters.filter(series=series).exists()
        if begun and before["number_before"] != after["number_before"]:
            raise Refused(f"“{name}”已在系统中编号，启用前的期数不能再改。")
        if series == Series.SUPPLEMENT and not after["own_numbers"]:
            raise Refused("增刊须单独编号，不与正刊混编。")


def is_printed(changes):
    """Does any of it show on a page?"""
    return any(before[name] != after[name] for before, after in changes.values() for name in PRINTED)


def keep_series(publication, changes):
    """What was printed before this system is said in the year it was printed in."""
    for series, (before, after) in changes.items():
        if before["number_before"] != after["number_before"]:
            after = after | {"started_in": timezone.localdate().year}
        SeriesRule.objects.update_or_create(publication=publication, series=series, defaults=after)
