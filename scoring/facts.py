"""What the reckoning reads of the other rooms' rows: uses of items. Nothing below ever calls it."""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from bulletins.models import Adoption
from scoring.terms import Fact

COMMISSIONED = "约稿"


class Sharer(NamedTuple):
    """A unit with a part in a use, in the order in which they stand."""

    adoption: Adoption
    unit: int
    person: int | None
    share: Decimal


def uses_between(office, first, last):
    """Every standing adoption of the office's items in the period, credited to the units that filed them."""
    found = Adoption.objects.standing().between(first, last).filter(office=office)
    found = found.select_related("publication", "article", "submission__filed").order_by("on", "pk")
    adoptions = list(found.prefetch_related("submission__joint_units"))
    together = sharers_of(adoptions)
    return [fact_of(one, place, together[one.adoption.pk]) for place, one in numbered(adoptions, together)]


def sharers_of(adoptions):
    """By adoption: all units that share the printed text, its own and those of the sources beside it."""
    texts = defaultdict(list)
    for adoption in adoptions:
        composite = adoption.use == "composite" and adoption.article_id
        texts[(adoption.issue_id, adoption.article_id) if composite else adoption.pk].append(adoption)
    return {
        adoption.pk: [sharer for each in rows for sharer in filed_by(each)]
        for rows in texts.values()
        for adoption in rows
    }


def filed_by(adoption):
    """The unit that filed an item, then the partners whose names stood under it."""
    partners = sorted(adoption.submission.joint_units.all(), key=lambda partner: partner.position)
    share = adoption.share / (1 + len(partners))
    own = Sharer(adoption, adoption.unit_id, adoption.person_id, share)
    return [own, *(Sharer(adoption, partner.unit_id, None, share) for partner in partners)]


def numbered(adoptions, together):
    """Each adoption's own units with their places among all that share the text."""
    for adoption in adoptions:
        for place, sharer in enumerate(together[adoption.pk], 1):
            if sharer.adoption.pk == adoption.pk:
                yield place, sharer


def fact_of(sharer, place, together):
    adoption, filed = sharer.adoption, sharer.adoption.submission.filed
    item = adoption.submission
    return Fact(
        key=f"adoption:{adoption.pk}",
        unit=sharer.unit,
        item=adoption.submission_id,
        person=sharer.person,
        level=adoption.publication.level,
        system=adoption.publication.system,
        carrier=adoption.publication.code,
        carrier_name=adoption.publication.name,
        use=adoption.use,
        on=adoption.on,
        sort=filed.get_kind_display() if filed else None,
        flags=frozenset({COMMISSIONED} if item.invitation_id else ()),
        event_on=filed.event_date if filed else None,
        filed_on=item.submitted_on,
        units=len(together),
        place=place,
        share=sharer.share,
        total_share=sum(one.share for one in together),
        rewritten=bool(adoption.article and adoption.article.rewritten_half),
    )


def adoption_of(key):
    """The adoption a fact's key names."""
    kind, _, pk = key.partition(":")
    return int(pk) if kind == "adoption" else None
