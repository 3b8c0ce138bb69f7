"""What the reckoning reads of the other rooms' rows: uses of items. Nothing below ever calls it."""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef

from bulletins.models import Adoption
from scoring.conditions import flags
from scoring.lengths import lengths_of
from scoring.names import Namesakes, somebody
from scoring.terms import Fact
from submissions.models import Submission

BODIES = ("body", "rich")
HEAVY = [f"{row}{name}" for row in ("article__", "submission__", "submission__filed__") for name in BODIES]


class Sharer(NamedTuple):
    """A unit with a part in a use, in the order in which they stand; `before` is what stands before it."""

    adoption: Adoption
    unit: int
    person: int | None
    coauthors: tuple[int, ...]
    share: Decimal
    before: Decimal = Decimal(0)


def uses_between(office, first, last, books=()):
    """Every standing adoption of the office's items in the period, credited to the units that filed them."""
    found = Adoption.objects.standing().between(first, last).filter(office=office)
    urgent = Submission.objects.filter(pk=OuterRef("submission"), urgent_origin__isnull=False)
    found = found.annotate(is_urgent=Exists(urgent), writer=F("person__name")).order_by("on", "pk")
    joined = found.select_related("publication", "article", "unit", "submission__filed").defer(*HEAVY)
    adoptions = list(joined.prefetch_related("submission__joint_units"))
    measured = any(measures(book) for book in books)
    lengths = lengths_of(found) if measured else {}
    together = sharers_of(adoptions)
    return [
        fact_of(one, place, together[one.adoption.pk], lengths.get(one.adoption.pk))
        for place, one in numbered(adoptions, together)
    ]


def measures(book):
    """Whether a price goes by words or pictures: only then is every text read."""
    rules = (*book.rules, *book.multipliers, *book.money.rules)
    return any(rule.is_banded or getattr(rule, "each", None) for rule in rules)


def sharers_of(adoptions):
    """By adoption: all units that share the printed text, its own and those of the sources beside it."""
    texts = defaultdict(list)
    for adoption in adoptions:
        composite = adoption.use == "composite" and adoption.article_id
        texts[(adoption.issue_id, adoption.article_id) if composite else adoption.pk].append(adoption)
    names = Namesakes.under(adoptions)
    return {
        adoption.pk: in_order(sharer for each in rows for sharer in filed_by(each, names))
        for rows in texts.values()
        for adoption in rows
    }


def in_order(sharers):
    found, before = [], Decimal(0)
    for sharer in sharers:
        found.append(sharer._replace(before=before))
        before += sharer.share
    return found


def filed_by(adoption, names):
    """The unit that filed an item, then the partners whose names stood under it, each with its first writer."""
    partners = sorted(adoption.submission.joint_units.all(), key=lambda partner: partner.position)
    share = adoption.share / (1 + len(partners))
    writers = names.of(adoption, adoption.unit_id)
    others = tuple(person for person in writers if person != adoption.person_id)
    person = somebody(adoption.person_id, adoption.writer)
    yield Sharer(adoption, adoption.unit_id, person, others, share)
    for partner in partners:
        person, *rest = names.of(adoption, partner.unit_id) or [None]
        yield Sharer(adoption, partner.unit_id, person, tuple(rest), share)


def numbered(adoptions, together):
    """Each adoption's own units with their places among all that share the text."""
    for adoption in adoptions:
        for place, sharer in enumerate(together[adoption.pk], 1):
            if sharer.adoption.pk == adoption.pk:
                yield place, sharer


def fact_of(sharer, place, together, length=None):
    adoption, item = sharer.adoption, sharer.adoption.submission
    filed, carrier = item.filed, adoption.publication
    words, pictures = length or (None, 0)
    return Fact(
        key=f"adoption:{adoption.pk}",
        unit=sharer.unit,
        item=adoption.submission_id,
        person=sharer.person,
        coauthors=sharer.coauthors,
        level=carrier.level,
        system=carrier.system,
        carrier=carrier.code,
        carrier_name=carrier.name,
        use=adoption.use,
        on=adoption.on,
        sort=filed.get_kind_display() if filed else None,
        flags=flags_of(adoption, together),
        event_on=filed.event_date if filed else None,
        filed_on=item.submitted_on,
        words=words,
        pictures=pictures,
        **part_of(sharer, place, together),
        rewritten=bool(adoption.article and adoption.article.rewritten_half),
    )


def part_of(sharer, place, together):
    """Its place among those who share the text."""
    return {
        "units": len(together),
        "place": place,
        "share": sharer.share,
        "before": sharer.before,
        "total_share": sum(one.share for one in together),
    }


def flags_of(adoption, together):
    """What a rule may ask of a use beside its price's axes."""
    several = adoption.use == "composite" or len({one.adoption.pk for one in together}) > 1
    return flags(
        commissioned=adoption.submission.invitation_id,
        raised=adoption.upward_id,
        rewritten=adoption.article and adoption.article.rewritten_half,
        composed=several,
        alone=not several,
        urgent=adoption.is_urgent,
        direct=adoption.unit.is_direct_point,
        contact=adoption.unit.is_contact_point,
    ) | frozenset(adoption.marked)


def adoption_of(key):
    """The adoption a fact's key names; behind @ stands the unit that filed, where another is credited."""
    kind, _, rest = key.partition(":")
    return int(rest.partition("@")[0]) if kind == "adoption" else None
