"""From a scheme and its year's figures to candidates with a verdict and its reason each."""

from accounts.models import Unit, User
from scoring.awarding import Asked, Places, Verdict, judge, why_not
from scoring.entrants import Field
from scoring.models import Candidate
from submissions.models import Submission

CHOSEN = {Verdict.PROPOSED: True, Verdict.TIED: None}


def candidates_of(scheme):
    """(the field, candidates not saved yet): who has points, award by award, the best first."""
    field = Field(scheme)
    judged = [
        (award, one)
        for award in scheme.awards.prefetch_related("conditions")
        for one in judge(places_of(award), field.entrants(award.of))
        if one.entrant.points > 0
    ]
    named = Named(one.entrant for _, one in judged)
    return field, [candidate(award, one, named) for award, one in judged]


def places_of(award) -> Places:
    asked = [Asked(one.kind, one.number, one.word) for one in award.conditions.all()]
    return Places(award.take, award.number, award.scope, asked)


def is_vetoed(one) -> bool:
    """Whether a veto speaks against a candidate, also against one below the places: no hand lifts it."""
    vetoed, _ = why_not(places_of(one.award), one)
    return vetoed


class Named:
    """The rows behind the keys, in three queries for any number of them."""

    def __init__(self, entrants):
        entrants = list(entrants)
        keys = [one.key.split(":") for one in entrants]
        pks = {kind: {int(pk) for each, pk in keys if each == kind} for kind in ("unit", "person", "item")}
        items = Submission.objects.filter(pk__in=pks["item"]).select_related("filed", "author")
        self.items = {item.pk: item for item in items}
        homes = {one.figures["unit"] for one in entrants if "unit" in one.figures}
        self.units = Unit.objects.in_bulk(pks["unit"] | homes)
        self.people = User.objects.in_bulk(pks["person"])

    def of(self, entrant):
        kind, _, pk = entrant.key.partition(":")
        if kind == "unit":
            return {"unit": self.units[int(pk)]}
        home = {"unit": self.units[entrant.figures["unit"]]}
        if kind == "person":
            return home | {"person": self.people[int(pk)]}
        item = self.items[int(pk)]
        return home | {"person": item.author, "submission": item}


def candidate(award, judged, named) -> Candidate:
    entrant = judged.entrant
    return Candidate(
        award=award,
        key=entrant.key,
        group=entrant.group,
        rank=judged.rank,
        points=entrant.points,
        figures=dict(entrant.figures),
        verdict=judged.verdict,
        why=judged.why[:400],
        chosen=CHOSEN.get(judged.verdict, False),
        **named.of(entrant),
    )


def basis(candidates) -> list[tuple]:
    """What judging came to, to tell whether it would come to the same today."""
    return sorted(
        (one.award_id, one.key, str(one.points.normalize()), one.verdict, one.why) for one in candidates
    )
