"""The facts of one office in one period: each sort of fact is one query, counted and listed alike."""

from collections import Counter
from datetime import timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Sum,
    Value,
    When,
)
from django.db.models.functions import ExtractMonth, ExtractYear
from django.db.models.lookups import LessThanOrEqual

from accounts.models import Unit
from bulletins.models import Adoption, Extent, Instruction, Issue
from bulletins.models.upward import UpwardReport
from submissions.models import Submission

DAYS = {"0": "当天", "3": "1至3天", "7": "4至7天", "more": "8天以上", "unknown": "未填日期"}


def month_of(day):
    """202609: a month that sorts, groups and fits an address."""
    return ExpressionWrapper(ExtractYear(day) * 100 + ExtractMonth(day), output_field=IntegerField())


def days_from(first, last):
    """Into which of DAYS the time between two days falls; before the first day counts as the same day."""
    took = ExpressionWrapper(F(last) - F(first), output_field=DurationField())
    return Case(
        When(**{f"{first}__isnull": True}, then=Value("unknown")),
        *(When(condition=within(took, days), then=Value(str(days))) for days in (0, 3, 7)),
        default=Value("more"),
        output_field=CharField(),
    )


def within(took, days):
    return LessThanOrEqual(took, Value(timedelta(days=days), output_field=DurationField()))


class Facts:
    """What may be counted here; for a unit's own people only what is theirs."""

    def __init__(self, office, period, units=None):
        self.office, self.period, self.units = office, period, units
        self.days = (period.first, period.last)

    def mine(self, rows, field="unit"):
        return rows if self.units is None else rows.filter(**{f"{field}__in": self.units})

    def issues(self):
        return Issue.objects.signed().filter(publication__office=self.office, date__range=self.days)

    def received(self):
        return self.mine(Submission.objects.filter(office=self.office).filed_between(*self.days))

    def adoptions(self):
        return self.mine(Adoption.objects.standing().filter(office=self.office).between(*self.days))

    def adopted(self):
        """Items used at least once in the period, here or above: an item used twice is one item."""
        return Submission.objects.filter(pk__in=self.adoptions().values("submission"))

    def used(self):
        return self.adoptions().own()

    def above(self):
        return self.adoptions().above()

    def sent(self):
        return UpwardReport.objects.filter(office=self.office).above().between(*self.days)

    def instructions(self):
        return Instruction.objects.standing().filter(office=self.office, on__range=self.days)

    def reporting(self):
        return self.mine(Unit.objects.reporting_to(self.office).active(), "pk")

    def silent(self):
        """零报送."""
        return self.reporting().exclude(pk__in=self.received().values("unit"))

    def unused(self):
        """Filed, and nothing of it used."""
        filed = self.reporting().filter(pk__in=self.received().values("unit"))
        return filed.exclude(pk__in=self.adoptions().values("unit"))

    def rows(self, sort, wanted=()):
        """The list behind a figure: the same query, narrowed by the figure's own dimensions."""
        rows = getattr(self, sort)()
        for name, value in dict(wanted).items():
            rows = rows.annotate(**{f"by_{name}": DIMENSIONS[sort][name]}).filter(**{f"by_{name}": value})
        return rows

    def count(self, sort):
        return self.rows(sort).count()

    def by(self, sort, *names):
        """How many for each value of one dimension, or of several together: one query."""
        grouped = {f"by_{name}": DIMENSIONS[sort][name] for name in names}
        rows = self.rows(sort).order_by().annotate(**grouped).values_list(*grouped).annotate(n=Count("pk"))
        return Counter({key[0] if len(names) == 1 else tuple(key): n for *key, n in rows})

    def extent(self, *fields):
        """Articles, words and pictures printed, of each of something or of everything."""
        sums = {name: Sum(name) for name in ("articles", "words", "pictures")}
        found = Extent.objects.filter(issue__in=self.issues()).order_by()
        if not fields:
            return {name: n or 0 for name, n in found.aggregate(**sums).items()}
        rows = found.values_list(*(f"issue__{name}" for name in fields)).annotate(**sums)
        width = len(fields)
        return {tuple(row[:width]): dict(zip(sums, row[width:], strict=True)) for row in rows}


OF_ITEMS = {
    "unit": F("unit"),
    "person": F("author"),
    "kind": F("filed__kind"),
    "nature": F("filed__nature"),
    "month": month_of("submitted_on"),
}
OF_USES = {
    "publication": F("publication"),
    "level": F("publication__level"),
    "unit": F("unit"),
    "person": F("person"),
    "use": F("use"),
    "kind": F("submission__filed__kind"),
    "nature": F("submission__filed__nature"),
    "month": month_of("on"),
}
DIMENSIONS = {
    "issues": {"publication": F("publication"), "series": F("series"), "month": month_of("date")},
    "received": OF_ITEMS | {"days": days_from("filed__event_date", "submitted_on")},
    "adopted": OF_ITEMS,
    "used": OF_USES | {"days": days_from("submission__submitted_on", "on")},
    "above": OF_USES,
    "sent": {"month": month_of("sent_on"), "to": F("to"), "kind": F("kind"), "nature": F("nature")},
    "instructions": {"level": F("level"), "month": month_of("on")},
    "silent": {},
    "unused": {},
}
OF_UNITS = ("received", "adopted", "used", "above")  # what a unit's own people count and list
