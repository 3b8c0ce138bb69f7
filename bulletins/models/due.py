"""The promises of publications against the rows: what the calendar shows."""

from collections import defaultdict

from bulletins.due import MARGIN, slots
from bulletins.models.issues import Issue
from bulletins.states import Series


def publications_due(publications):
    """With what their next numbers take, in a constant number of queries."""
    found = publications.active().select_related("office")
    return found.prefetch_related("counters", "series_rules")


def slots_between(publications, first, last, today):
    """Every promised issue of the period, day by day."""
    signed, in_work = signed_by(publications, first, last), regular_work(publications)
    found = []
    for publication in publications:
        days = publication.due_days(first - MARGIN, last + MARGIN)
        rows = slots(publication, days, signed[publication.pk], in_work[publication.pk], today)
        found += [slot for slot in rows if first <= slot.day <= last]
    return sorted(found, key=lambda slot: (slot.day, slot.publication.order, slot.publication.pk))


def by_publication(issues):
    found = defaultdict(list)
    for issue in issues:
        found[issue.publication_id].append(issue)
    return found


def signed_by(publications, first, last):
    """What came out as a regular number; 增刊 and 专报 keep no promise."""
    issues = Issue.objects.filter(publication__in=publications, counted_in=Series.REGULAR).signed()
    return by_publication(issues.in_period(first - MARGIN, last + MARGIN).for_calendar())


def regular_work(publications):
    """What is in work and will take a regular number, oldest first."""
    issues = Issue.objects.filter(publication__in=publications).in_work().for_calendar().order_by("made_at")
    rules = {publication.pk: publication.rules for publication in publications}
    return by_publication(
        issue for issue in issues if rules[issue.publication_id][issue.series].count == Series.REGULAR
    )
