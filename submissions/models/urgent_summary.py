"""The monthly summary of urgent reporting (紧急信息通报): counted from the very rows its figures open."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Sum
from django.utils import timezone

from accounts.models import Unit
from submissions.models.urgent import Incident, UrgentReport
from submissions.models.urgent_desk import Mark
from submissions.urgent_states import Category, Fault, Grade, Kind


@dataclass
class Row:
    """One unit's month; `acks` are the minutes its reports waited for a receipt."""

    unit: object
    begun: int = 0
    kinds: Counter = field(default_factory=Counter)
    unconfirmed: int = 0
    faults: Counter = field(default_factory=Counter)
    minutes: int = 0
    acks: list = field(default_factory=list)

    @property
    def ack(self):
        """The mean wait in minutes, to one place; None while nothing was signed for."""
        return round(sum(self.acks) / len(self.acks), 1) if self.acks else None

    def cells(self):
        """(figure, what list it opens): the page and the spreadsheet show the same."""
        kinds = [
            (self.kinds[kind], ("reports", f"kind={kind}"))
            for kind in (Kind.FOLLOW, Kind.FINAL, Kind.CORRECTION)
        ]
        faults = [(self.faults[fault], ("marks", f"fault={fault}")) for fault in Fault]
        return [
            (self.begun, ("incidents", "")),
            *kinds,
            (self.unconfirmed, ("reports", "unconfirmed=on")),
            faults[0],
            (self.minutes, ("marks", f"fault={Fault.LATE}")),
            *faults[1:],
            ("—" if self.ack is None else self.ack, None),
        ]


HEADS = [
    "首报（事件）",
    "续报",
    "终报",
    "更正",
    "未确认",
    "迟报",
    "迟报分钟",
    "漏报",
    "谎报",
    "瞒报",
    "平均签收（分钟）",
]


def bounds(year, month):
    """The first moment of a month and of the next, on the office's clock."""
    first = date(year, month, 1)
    after = (first + timedelta(days=32)).replace(day=1)
    start, end = (timezone.make_aware(datetime(day.year, day.month, 1)) for day in (first, after))
    return start, end


def bounds_of(text):
    """The same for 2026-11 as a filter spells it."""
    year, month = text.split("-")
    return bounds(int(year), int(month))


def days_of(text):
    """The first and the last day of 2026-11."""
    start, end = bounds_of(text)
    return timezone.localdate(start), timezone.localdate(end) - timedelta(days=1)


def summary(office, year, month):
    """Rows by unit with a row of totals, and the incidents by category and grade."""
    start, end = bounds(year, month)
    rows = {unit.pk: Row(unit) for unit in units_of(office, start, end)}
    incidents = Incident.objects.filter(office=office).begun(start, end)
    matrix = Counter()
    for unit, category, grade, count in counted(incidents, "unit", "category", "grade"):
        rows[unit].begun += count
        matrix[category, grade] += count
    reports = UrgentReport.objects.filter(incident__office=office).between(start, end)
    add_reports(rows, reports)
    add_faults(rows, Mark.objects.filter(office=office).standing(), start, end)
    return list(rows.values()), total(rows.values()), by_category(matrix)


def units_of(office, start, end):
    """Every unit that reports here now, nought included, and those that did in the month."""
    there = Incident.objects.filter(office=office, reports__at__gte=start, reports__at__lt=end).values("unit")
    days = (timezone.localdate(start), timezone.localdate(end) - timedelta(days=1))
    marked = Mark.objects.filter(office=office).between(*days).values("unit")
    now = Unit.objects.reporting_to(office).active()
    return (
        Unit.objects.filter(pk__in=there)
        | Unit.objects.filter(pk__in=marked)
        | Unit.objects.filter(pk__in=now.values("pk"))
    )


def counted(found, *names):
    return found.order_by().values_list(*names).annotate(Count("pk"))


def add_reports(rows, reports):
    for unit, kind, count in counted(reports, "incident__unit", "kind"):
        rows[unit].kinds[kind] += count
    for unit, count in counted(reports.unconfirmed(), "incident__unit"):
        rows[unit].unconfirmed += count
    received = reports.exclude(receipt=None).order_by()
    for unit, at, signed in received.values_list("incident__unit", "at", "receipt__at"):
        rows[unit].acks.append((signed - at).total_seconds() / 60)


def add_faults(rows, marks, start, end):
    days = (timezone.localdate(start), timezone.localdate(end) - timedelta(days=1))
    found = marks.between(*days).order_by().values_list("unit", "fault")
    for unit, fault, count, minutes in found.annotate(Count("pk"), Sum("minutes")):
        rows[unit].faults[fault] += count
        rows[unit].minutes += minutes or 0


def total(rows):
    whole = Row(None)
    for row in rows:
        whole.begun += row.begun
        whole.kinds += row.kinds
        whole.unconfirmed += row.unconfirmed
        whole.faults += row.faults
        whole.minutes += row.minutes
        whole.acks += row.acks
    return whole


def by_category(matrix):
    """[(category, [(grade, count)], sum)], only what occurred."""
    found = defaultdict(list)
    for category in Category:
        for grade in Grade:
            found[category].append((grade, matrix[category, grade]))
    return [
        (category, cells, sum(count for _, count in cells))
        for category, cells in found.items()
        if any(count for _, count in cells)
    ]
