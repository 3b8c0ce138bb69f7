"""Everything an office's reckoning counts, gathered from rows: uses, filings, instructions, faults."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit
from bulletins.models import Instruction
from scoring.facts import COMMISSIONED, uses_between
from scoring.models import Adjustment, Membership
from scoring.origins import named
from scoring.terms import Fact, Reporter
from submissions.models import Invitation, Mark, Submission

WEEK = timedelta(days=6)  # a week that ends in the period may have begun before it
FAULTS = {"late": "late", "missed": "missed", "false": "false", "concealed": "concealed"}


def facts_between(office, first, last, books):
    """The facts of the period that the books ask about; uses and instructions are shown in any case.

    Filings also of the week before, for the tasks that are set by the week.
    """
    found = [*uses_between(office, first, last), *instructed_between(office, first, last)]
    found += adjustments_between(office, first, last)
    if any(counts_filings(book) for book in books):
        found += filings_between(office, first - WEEK, last)
    if any(book.events for book in books):
        found += [*faults_between(office, first, last), *missed_commissions(office, first, last)]
    return found


def counts_filings(book):
    return book.filings or book.quotas or book.rates or "filings" in book.ranking.tie_breakers


def filed_between(office, first, last):
    """(pk, unit, day) of every item that was filed in the period and not withdrawn."""
    filed = Submission.objects.filter(office=office).filed_between(first, last)
    return filed.order_by("pk").values_list("pk", "unit_id", "submitted_on")


def filings_between(office, first, last):
    filed = Submission.objects.filter(office=office).filed_between(first, last).select_related("filed")
    for item in filed.order_by("pk"):
        words = item.filed
        yield Fact(
            key=f"filing:{item.pk}",
            kind="filing",
            unit=item.unit_id,
            item=item.pk,
            person=item.author_id,
            on=item.submitted_on,
            sort=words.get_kind_display() if words else None,
            flags=frozenset({COMMISSIONED} if item.invitation_id else ()),
            event_on=words.event_date if words else None,
            filed_on=item.submitted_on,
        )


def instructions_in(facts):
    """(pk, unit, day) for each unit an instruction credits: one may concern several of its items."""
    words = [fact for fact in facts if fact.kind == "instruction"]
    return sorted({(named(fact.key)[1], fact.unit, fact.on) for fact in words})


NAMED = (
    *("pk", "on", "level", "article_id"),
    *("submission_id", "submission__unit_id", "submission__author_id", "submission__office_id"),
    *("issue__publication__code", "issue__publication__system"),
    *("issue__adoptions__submission_id", "issue__adoptions__unit_id", "issue__adoptions__person_id"),
    *("issue__adoptions__article_id", "issue__adoptions__office_id", "issue__adoptions__revoked_at"),
)


def instructed_between(office, first, last):
    """Instructions on the office's items: on the item itself, or on what an issue, its own or above, printed of it."""
    concern = Q(submission__office=office) | Q(issue__adoptions__office=office)
    rows = Instruction.objects.standing().filter(concern, on__range=(first, last)).values_list(*NAMED)
    found = {}
    for row in rows.order_by("on", "pk"):
        said = dict(zip(NAMED, row, strict=True))
        if (credited := credited_by(said, office)) is not None:
            item, unit, person = credited
            found.setdefault((said["pk"], item, unit), instruction_fact(said, item, unit, person))
    return list(found.values())


def credited_by(said, office):
    """(item, unit, person) one row speaks of; nothing for other offices' items and revoked uses."""
    if said["submission_id"]:
        own = said["submission__office_id"] == office.pk
        credited = said["submission_id"], said["submission__unit_id"], said["submission__author_id"]
        return credited if own else None
    printed = (
        said["issue__adoptions__office_id"] == office.pk and said["issue__adoptions__revoked_at"] is None
    )
    concerns = said["article_id"] in (None, said["issue__adoptions__article_id"])
    names = ("submission_id", "unit_id", "person_id")
    return tuple(said[f"issue__adoptions__{name}"] for name in names) if printed and concerns else None


def instruction_fact(said, item, unit, person):
    return Fact(
        key=f"instruction:{said['pk']}.{item}",
        kind="instruction",
        unit=unit,
        item=item,
        person=person,
        on=said["on"],
        level=said["level"],
        system=said["issue__publication__system"],
        carrier=said["issue__publication__code"],
    )


def faults_between(office, first, last):
    """迟报、漏报、谎报、瞒报 of urgent reports, by the day of the fault."""
    marks = Mark.objects.standing().between(first, last).filter(office=office)
    for mark in marks.order_by("on", "pk"):
        yield Fact(
            key=f"event:mark.{mark.pk}",
            kind="event",
            unit=mark.unit_id,
            on=mark.on,
            event=FAULTS[mark.fault],
            note=mark.about,
        )


def missed_commissions(office, first, last):
    """约稿未交, by the day of the deadline that was missed."""
    missed = Invitation.objects.missed_between(office, first, last).select_related("commission")
    for invitation in missed.order_by("missed_at", "pk"):
        yield Fact(
            key=f"event:invitation.{invitation.pk}",
            kind="event",
            unit=invitation.unit_id,
            on=timezone.localdate(invitation.missed_at),
            event="commission_missed",
            note=str(invitation.commission),
        )


def adjustments_between(office, first, last):
    """What a scorer proposed and a second person agreed to."""
    found = Adjustment.objects.in_force().filter(office=office, on__range=(first, last))
    for one in found.order_by("on", "pk"):
        yield Fact(
            key=f"adjust:{one.pk}",
            kind="adjust",
            unit=one.unit_id,
            person=one.person_id,
            on=one.on,
            points=one.points,
            note=one.reason,
        )


def reporters_of(office, books):
    """Who owes reports when: the units in groups by their dates, the others as long as they report here."""
    if not any(book.quotas or book.opening for book in books):
        return []
    rows = Membership.objects.filter(group__office=office).select_related("group").order_by("since", "pk")
    grouped = [
        Reporter(
            unit=place.unit_id,
            sort=place.quota_class or place.group.name,
            heads=place.heads,
            group=place.group.name,
            since=place.since,
            until=place.until,
        )
        for place in rows
    ]
    known = {reporter.unit for reporter in grouped}
    others = Unit.objects.filter(office=office, is_active=True).exclude(pk__in=known)
    return grouped + [Reporter(unit=pk) for pk in others.order_by("pk").values_list("pk", flat=True)]
