"""What the reckoning reads of the other rooms' rows. Nothing below ever calls it."""

from bulletins.models import Adoption, Instruction
from scoring.terms import Fact
from submissions.models import Submission


def facts_between(office, first, last):
    """Every standing adoption of the office's items in the period, credited to the unit it came from."""
    adoptions = Adoption.objects.standing().between(first, last).filter(office=office)
    return [fact_of(adoption) for adoption in adoptions.select_related("publication").order_by("on", "pk")]


def fact_of(adoption):
    return Fact(
        key=f"adoption:{adoption.pk}",
        unit=adoption.unit_id,
        item=adoption.submission_id,
        person=adoption.person_id,
        level=adoption.publication.level,
        system=adoption.publication.system,
        carrier=adoption.publication.code,
        carrier_name=adoption.publication.name,
        use=adoption.use,
        on=adoption.on,
    )


def adoption_of(key):
    """The adoption a fact's key names."""
    kind, pk = key.split(":")
    return int(pk) if kind == "adoption" else None


def filed_between(office, first, last):
    """(pk, unit, day) of every item that was filed in the period and not withdrawn."""
    filed = Submission.objects.filter(office=office).filed_between(first, last)
    return filed.order_by("pk").values_list("pk", "unit_id", "submitted_on")


def instructions_between(office, first, last):
    """(pk, unit, day) for each unit an instruction credits: the one named, or the sources of what was read."""
    named = (
        "pk",
        "on",
        "article_id",
        "submission__unit_id",
        "issue__adoptions__unit_id",
        "issue__adoptions__article_id",
        "issue__adoptions__revoked_at",
        "issue__adoptions__office_id",
    )
    standing = Instruction.objects.standing().filter(office=office, on__range=(first, last))
    rows = [row[:-1] for row in standing.values_list(*named) if row[-1] in (None, office.pk)]
    return sorted({(pk, unit, on) for pk, on, *rest in rows if (unit := credited_unit(*rest))})


def credited_unit(article, named_unit, source_unit, source_article, revoked_at):
    if named_unit:
        return named_unit
    concerns = article is None or article == source_article
    return source_unit if concerns and revoked_at is None else None
