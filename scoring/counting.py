"""Every row that a ranking counts, with the unit and the person it counts for."""

from datetime import date
from typing import NamedTuple

from django.utils import timezone

from bulletins.models import UpwardReport
from scoring.bookcase import end_of
from scoring.crediting import Roll
from scoring.facts import adoption_of
from scoring.names import somebody
from scoring.origins import named
from scoring.tally import Tally, windows_of
from submissions.calling import CommissionState, Reply
from submissions.models import Invitation, Submission


class Counted(NamedTuple):
    """One row of one kind of list."""

    what: str
    unit: int
    person: int | None
    pk: int
    on: date
    part: str = ""


class Lists(NamedTuple):
    """The lists of the units, those of the people, and for which unit each person last did something."""

    units: Tally
    people: Tally
    homes: dict[int, int]


def tallies(ledger) -> Lists:
    """Of the assessment year up to the ledger's month."""
    windows = windows_of(ledger.month, ledger.year[0])
    units, people, latest = Tally(windows), Tally(windows), {}
    for one in counted(ledger):
        units.add(one.what, one.unit, one.pk, one.on, one.part)
        if one.person:
            people.add(one.what, one.person, one.pk, one.on, one.part)
            latest[one.person] = max(latest.get(one.person, (one.on, 0)), (one.on, one.unit))
    return Lists(units, people, {person: unit for person, (_, unit) in latest.items()})


def counted(ledger):
    span = ledger.office, ledger.year[0], end_of(ledger.month)
    yield from filed(*span)
    yield from used(ledger)
    yield from instructed(ledger)
    yield from sent(*span)
    yield from commissioned(*span)


def filed(office, first, last):
    rows, roll = Submission.objects.filter(office=office).filed_between(first, last), Roll.of(office)
    names = ("pk", "unit_id", "author_id", "author__name", "submitted_on")
    for pk, unit, author, name, on in rows.order_by("pk").values_list(*names):
        yield Counted("submitted", roll.whom(unit, on), somebody(author, name), pk, on)


def used(ledger):
    for fact in ledger.facts:
        if fact.kind == "use" and fact.on >= ledger.year[0]:
            yield Counted("adopted", fact.unit, fact.person, fact.item, fact.on)
            pk, part = adoption_of(fact.key), f"{fact.carrier}/{fact.use}"
            yield Counted("used", fact.unit, fact.person, pk, fact.on, part)


def instructed(ledger):
    """One instruction may concern several items of a unit; it is one all the same."""
    facts = (fact for fact in ledger.facts if fact.kind == "instruction" and fact.on >= ledger.year[0])
    for pk, unit, person, on in sorted(
        {(named(fact.key)[1], fact.unit, fact.person, fact.on) for fact in facts}, key=str
    ):
        yield Counted("instructed", unit, person, pk, on)


def sent(office, first, last):
    """Items the office sent above (上报), by the day they left."""
    item = "sources__submission"
    names = (item, f"{item}__unit", f"{item}__author", f"{item}__author__name", "sent_on")
    reports = UpwardReport.objects.filter(office=office, sources__isnull=False).between(first, last).above()
    for pk, unit, author, name, on in reports.order_by("pk", "sources").values_list(*names):
        yield Counted("sent", unit, somebody(author, name), pk, on)


def commissioned(office, first, last):
    """约稿 by the day of their deadline: what was asked of a unit, and what it answered."""
    asked = Invitation.objects.filter(
        commission__office=office, commission__deadline__date__range=(first, last)
    ).exclude(state=Reply.DECLINED)
    standing = asked.exclude(commission__state=CommissionState.CANCELLED).order_by("pk")
    for pk, unit, state, at in standing.values_list("pk", "unit_id", "state", "commission__deadline"):
        on = timezone.localdate(at)
        yield Counted("asked", unit, None, pk, on)
        if state == Reply.ANSWERED:
            yield Counted("answered", unit, None, pk, on)
