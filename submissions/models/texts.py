"""The words by which things are found, in a table of their own: a change of state never touches it."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.roles import DESK_ROLES, Role
from submissions.bigrams import fold, terms, tokens
from submissions.models.items import Submission
from submissions.token_index import TokensField, having, newest_first

WORKING, FILED = "working", "filed"  # an item's two texts; the rooms downstream name theirs

# Where a text lies goes into the index beside its words: no word mixes letters and digits as these do. It lets
# the index leave out at once what lies elsewhere; who may read is still decided by visible_to.
AUTHOR, UNIT, DESK, READERS = "author{}", "unit{}", "desk{}", "readers{}"


def places_of(user):
    """Every place whose texts this person might be allowed to read."""
    return [
        AUTHOR.format(user.pk),
        *(UNIT.format(unit.pk) for unit in user.units_as(Role.REVIEWER, Role.INFORMANT)),
        *(DESK.format(office.pk) for office in user.units_as(*DESK_ROLES)),
        *(READERS.format(office.pk) for office in user.reading_offices),
    ]


def readable_items(user, *, unit=None, kind="", stage=""):
    """Which of an item's two texts this person reads, by the rule of Submission.text_for."""
    items = Submission.objects.visible_to(user).in_stage(stage)
    items = items.filter(unit=unit) if unit else items
    mine = Q(author=user) | Q(unit__in=user.units_as(Role.REVIEWER, Role.INFORMANT))
    working, filed = items.filter(mine), items.filter(~mine, filed__isnull=False)
    if kind:
        working, filed = working.filter(kind=kind), filed.filter(filed__kind=kind)
    return {WORKING: working, FILED: filed}


def beginning(day):
    return timezone.make_aware(datetime(day.year, day.month, day.day))


class TextQuerySet(models.QuerySet):
    """Nothing here knows who may read: results are always narrowed by `of` a visible_to."""

    def containing(self, query, places):
        """The texts at these places in which every term of the query stands."""
        asked = terms(query)
        if not asked:
            return self.none()
        found = having(self, [token for term in asked for token in term.tokens], places)
        for term in asked:
            found = found if term.is_exact else found.filter(folded__contains=term.pattern)
        return found

    def of(self, readable):
        """Only the texts of these things: a queryset for each kind, each from visible_to."""
        wanted = Q(pk__in=[])
        for kind, things in readable.items():
            wanted |= Q(Exists(things.order_by().filter(pk=OuterRef("thing"))), kind=kind)
        return self.filter(wanted)

    def between(self, since, until):
        """Days as the calendar here has them, both included."""
        found = self.filter(at__gte=beginning(since)) if since else self
        return found.filter(at__lt=beginning(until + timedelta(days=1))) if until else found

    def newest_first(self):
        return newest_first(self)


class Text(models.Model):
    """One text of one thing, folded and cut into tokens; a new row for new words, so that the key runs with time."""

    kind = models.CharField(max_length=8)
    thing = models.BigIntegerField()
    at = models.DateTimeField()
    folded = models.TextField()
    tokens = TokensField()

    objects = TextQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "thing"], name="a_text_is_indexed_once")]

    def __str__(self):
        return f"{self.kind} {self.thing}"

    @classmethod
    def made_of(cls, kind, thing, at, parts, places):
        """A row for the index; parts are separate, no term reaches from one into the next."""
        folded = fold("\n".join(parts))
        return cls(kind=kind, thing=thing, at=at, folded=folded, tokens=[*tokens(folded), *places])
