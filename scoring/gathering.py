"""Everything an office's reckoning counts, gathered from rows: uses, filings, instructions, events, adjustments."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Unit
from bulletins.models import Instruction
from scoring.conditions import READ, flags
from scoring.crediting import Roll
from scoring.facts import measures, uses_between
from scoring.happenings import events_between
from scoring.models import Adjustment, Membership
from scoring.names import somebody
from scoring.terms import Fact, Reporter
from submissions.models import Submission

READ_ONLY = ("圈阅", "已圈阅", "阅", "已阅")  # a leader who read it and said no more
WEEK = timedelta(days=6)  # a week that ends in the period may have begun before it


def facts_between(office, first, last, books):
    """The facts of the period that the books ask about; uses and instructions are shown in any case.

    Filings also of the week before, for the tasks that are set by the week.
    """
    found = [*uses_between(office, first, last, books), *instructed_between(office, first, last)]
    found += adjustments_between(office, first, last)
    if any(counts_filings(book) for book in books):
        found += filings_between(office, first - WEEK, last, books)
    if any(book.events for book in books):
        found += events_between(office, first, last)
    return Roll.of(office).credited(found)


def counts_filings(book):
    return book.filings or book.quotas or book.rates or "filings" in book.ranking.tie_breakers


def filings_between(office, first, last, books=()):
    urgent = Submission.objects.filter(pk=OuterRef("pk"), urgent_origin__isnull=False)
    filed = Submission.objects.filter(office=office).filed_between(first, last)
    filed = filed.select_related("filed", "unit").annotate(is_urgent=Exists(urgent), writer=F("author__name"))
    filed = filed.order_by("pk")
    measured = any(measures(book) for book in books)
    for item in filed if measured else filed.defer("body", "rich", "filed__body", "filed__rich"):
        words = item.filed
        yield Fact(
            key=f"filing:{item.pk}",
            kind="filing",
            unit=item.unit_id,
            item=item.pk,
            person=somebody(item.author_id, item.writer),
            on=item.submitted_on,
            sort=words.get_kind_display() if words else None,
            flags=filing_flags(item),
            words=words.words if measured and words else None,
            event_on=words.event_date if words else None,
            filed_on=item.submitted_on,
        )


def filing_flags(item):
    return flags(
        commissioned=item.invitation_id,
        urgent=item.is_urgent,
        direct=item.unit.is_direct_point,
        contact=item.unit.is_contact_point,
    )


NAMED = (
    *("pk", "on", "level", "article_id"),
    *("submission_id", "submission__unit_id", "submission__author_id", "submission__author__name"),
    "submission__office_id",
    *("leader", "text", "issue__publication__code", "issue__publication__system"),
    *("adoption__publication__code", "adoption__publication__system"),
    *("issue__adoptions__submission_id", "issue__adoptions__unit_id", "issue__adoptions__person_id"),
    "issue__adoptions__person__name",
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
        person = somebody(said["submission__author_id"], said["submission__author__name"])
        return (said["submission_id"], said["submission__unit_id"], person) if own else None
    printed = (
        said["issue__adoptions__office_id"] == office.pk and said["issue__adoptions__revoked_at"] is None
    )
    concerns = said["article_id"] in (None, said["issue__adoptions__article_id"])
    if not (printed and concerns):
        return None
    item, unit, person, name = (
        said[f"issue__adoptions__{name}"]
        for name in ("submission_id", "unit_id", "person_id", "person__name")
    )
    return item, unit, somebody(person, name)


def instruction_fact(said, item, unit, person):
    return Fact(
        key=f"instruction:{said['pk']}.{item}",
        kind="instruction",
        unit=unit,
        item=item,
        person=person,
        on=said["on"],
        level=said["level"],
        system=said["issue__publication__system"] or said["adoption__publication__system"],
        carrier=said["issue__publication__code"] or said["adoption__publication__code"],
        flags=words_of(said),
    )


def words_of(said):
    """Whose words they are, and whether they say anything: a rule may ask for the office head, or for 圈阅."""
    read = said["text"].strip("。 ") in READ_ONLY
    return frozenset({said["leader"], READ} if read else {said["leader"]})


def adjustments_between(office, first, last):
    """Points a scorer proposed and a second person agreed to."""
    found = Adjustment.objects.in_force().points().filter(office=office, on__range=(first, last))
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
    if not any(book.asks_of_units for book in books):
        return []
    rows = Membership.objects.filter(group__office=office, counts_for=None).select_related("group")
    rows = rows.order_by("since", "pk")
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
    known = {reporter.unit for reporter in grouped} | Roll.of(office).units
    others = Unit.objects.filter(office=office, is_active=True).exclude(pk__in=known)
    return grouped + [Reporter(unit=pk) for pk in others.order_by("pk").values_list("pk", flat=True)]
