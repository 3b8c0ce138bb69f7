"""Who may be considered for an award: units, people and items with the figures the conditions ask for.

Units stand as the month's table says (a closed month's as it was closed), people by the lines of the ledger,
items by their own points, leaders' words and the library of models.
"""

from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from accounts.models import Post
from accounts.roles import Role
from bulletins.models import Adoption, ModelItem
from scoring.awarding import Entrant
from scoring.bookcase import end_of, months_from
from scoring.ledger import Ledger
from scoring.models import Period
from scoring.persons import person_points
from scoring.rules import LEVELS
from scoring.spans import Span
from scoring.standings import standing
from scoring.tally import YEAR
from scoring.totals import moves_of
from submissions.models import Invitation, Mark, Submission

ZERO = Decimal(0)
FAULTS = ("late", "missed", "false", "concealed", "error", "commission_missed")
MOST_ITEMS = 50  # beside those that are models or were instructed


class Field:
    """An office's year up to its last day, or to today while it is running."""

    def __init__(self, scheme):
        self.scheme, self.office = scheme, scheme.office
        self.month = min(scheme.last, timezone.localdate()).replace(day=1)
        self.first, self.last = scheme.first, end_of(self.month)

    @cached_property
    def ledger(self):
        return Ledger.of(self.office, self.month)

    @cached_property
    def table(self):
        return standing(self.office, self.month).table

    @cached_property
    def is_closed(self):
        """The whole year is over and closed: what is proposed now will not change by itself."""
        last = Period.objects.last_closed(self.office)
        return bool(last and end_of(last) >= self.scheme.last)

    def entrants(self, of):
        return {"unit": self.units, "person": self.people, "item": self.items}[of]

    @cached_property
    def above(self):
        """Codes of the publications further up."""
        return {one["code"] for one in self.table["carriers"] if one["above"]}

    @cached_property
    def groups(self):
        """Unit → the group it stands in at the end."""
        return {row["unit"]: group["name"] for group in self.table["groups"] for row in group["rows"]}

    @cached_property
    def units(self):
        return [
            Entrant(f"unit:{row['unit']}", Decimal(row[YEAR]["points"]), group["name"], self.of_unit(row))
            for group in self.table["groups"]
            for row in group["rows"]
        ]

    def of_unit(self, row):
        year = row[YEAR]
        counted = {name: str(year[name]) for name in ("submitted", "adopted", "instructed")}
        done = {"done": row["done"].rstrip("%") or None}
        return counted | done | self.used(year["uses"]) | self.conduct(row["unit"])

    def used(self, uses):
        """How often, and how often further up."""
        sums = {code: sum(kinds.values()) for code, kinds in uses.items()}
        above = sum(count for code, count in sums.items() if code in self.above)
        return {"uses": str(sum(sums.values())), "above": str(above)}

    def conduct(self, unit):
        """What its unit did or failed to do; people answer for it with their unit."""
        faults = {fault: str(self.faults[unit, fault]) for fault in FAULTS}
        void = {"void": str(int(unit in self.ledger.voids))}
        return faults | void | {"zero": str(self.silent(unit)), "tasks": self.tasks.get(unit)}

    @cached_property
    def faults(self):
        """(unit, fault) → how often, from marks, missed commissions and what the books were told of."""
        found = {fact.key: (fact.unit, fact.event) for fact in self.ledger.facts if self.counts(fact)}
        marks = Mark.objects.standing().between(self.first, self.last).filter(office=self.office)
        found |= {
            f"event:mark.{pk}": (unit, fault)
            for pk, unit, fault in marks.values_list("pk", "unit_id", "fault")
        }
        missed = Invitation.objects.missed_between(self.office, self.first, self.last)
        for pk, unit in missed.values_list("pk", "unit_id"):
            found.setdefault(f"event:invitation.{pk}", (unit, "commission_missed"))
        return Counter(found.values())

    def counts(self, fact):
        return fact.kind == "event" and self.first <= fact.on <= self.last

    @cached_property
    def filed(self):
        """Unit → the months in which it filed something."""
        rows = Submission.objects.filter(office=self.office).filed_between(self.first, self.last)
        found = defaultdict(set)
        for unit, on in rows.order_by().values_list("unit_id", "submitted_on").distinct():
            found[unit].add(on.replace(day=1))
        return found

    def silent(self, unit):
        """Months over without a report (零报送)."""
        over = [
            month for month in months_from(self.first, self.month) if end_of(month) < timezone.localdate()
        ]
        return sum(month not in self.filed[unit] for month in over)

    @cached_property
    def tasks(self):
        """Unit → the share of its tasks that was done, over the periods that ended."""
        asked, done = Counter(), Counter()
        for met in self.ledger.reckoned.quotas:
            if met.over and met.need and self.first <= met.last <= self.last:
                asked[met.unit] += met.need
                done[met.unit] += min(met.done, met.need)
        return {
            unit: str(round(100 * Decimal(done[unit]) / Decimal(need), 1)) for unit, need in asked.items()
        }

    @cached_property
    def people(self):
        rows = person_points(self.ledger, Span(self.first, self.last))
        return [
            Entrant(
                f"person:{row.person}",
                row.points,
                self.groups.get(row.unit, ""),
                {
                    "unit": row.unit,
                    "submitted": str(row.filed),
                    "adopted": str(row.adopted),
                    "instructed": str(row.instructed),
                    **self.used(row.used),
                    **self.conduct(row.unit),
                    **self.duty(row.person),
                },
            )
            for row in rows
        ]

    def duty(self, person):
        """Of what kind an informant is, and for how long."""
        posts = self.posts.get(person)
        if not posts:
            return {"post": None, "months": None}
        since = min(post.since for post in posts)
        months = (self.last.year - since.year) * 12 + self.last.month - since.month
        months += (self.last + timedelta(days=1)).day >= since.day
        return {"post": max(posts, key=lambda post: post.since).kind, "months": str(max(months, 0))}

    @cached_property
    def posts(self):
        found = defaultdict(list)
        held = Post.objects.current(self.last).filter(role=Role.INFORMANT, unit__office=self.office)
        for post in held:
            found[post.user_id].append(post)
        return found

    @cached_property
    def items(self):
        """Items that are models or were instructed, and those with the most points."""
        points = defaultdict(lambda: ZERO)
        for month, line, *_ in moves_of(self.ledger):
            if line.item and self.first <= month <= self.last:
                points[line.item] += line.points
        top = sorted(points, key=lambda pk: (-points[pk], pk))[:MOST_ITEMS]
        chosen = {*top, *self.models, *self.instructed}
        rows = Submission.objects.filter(pk__in=chosen, office=self.office).order_by("pk")
        return [
            Entrant(f"item:{row.pk}", points[row.pk], self.groups.get(row.unit_id, ""), self.of_item(row))
            for row in rows
        ]

    def of_item(self, item):
        uses = self.uses[item.pk]
        return {
            "unit": item.unit_id,
            "person": item.author_id,
            "model": str(int(item.pk in self.models)),
            "instructed": str(self.instructed[item.pk]),
            "uses": str(len(uses)),
            "above": str(sum(uses)),
        }

    @cached_property
    def uses(self):
        """Item → for each use whether it was further up."""
        home = list(LEVELS).index(self.office.level)
        rows = Adoption.objects.standing().between(self.first, self.last).filter(office=self.office)
        found = defaultdict(list)
        for item, level in rows.order_by().values_list("submission_id", "publication__level"):
            found[item].append(list(LEVELS).index(level) < home)
        return found

    @cached_property
    def models(self):
        """Items held up as models in the library."""
        standing_ = ModelItem.objects.standing().filter(
            office=self.office, at__date__range=(self.first, self.last)
        )
        printed = standing_.exclude(article=None).values_list("article__sources__submission_id", flat=True)
        above = standing_.exclude(adoption=None).values_list("adoption__submission_id", flat=True)
        return {pk for pk in [*printed, *above] if pk}

    @cached_property
    def instructed(self):
        """Item → how many leaders' words it drew."""
        facts = [fact for fact in self.ledger.facts if fact.kind == "instruction"]
        return Counter(fact.item for fact in facts if self.first <= fact.on <= self.last)
