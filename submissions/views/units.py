"""单位页: what one unit has in hand, what came of what it filed, who serves there."""

from calendar import monthrange
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.db.models.functions import TruncMonth
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import Post, RosterChange, Unit
from accounts.numbers import year_in
from accounts.roles import DESK_ROLES, UNIT_ROLES, Role
from submissions.models import Submission
from submissions.models.calls import Call
from submissions.models.commissions import Invitation
from submissions.states import TAKEN, TAKEN_LABEL, State

PAGE, ASKED = 50, 20
IN_UNIT = (State.DRAFT, State.REVIEW, State.RETURNED)
AT_DESK = (State.SUBMITTED, State.HELD)
CAME_OF_IT = {  # the columns of a year, each a stage of what was filed in the month
    "": "报送",
    State.SUBMITTED: State.SUBMITTED.label,
    State.HELD: State.HELD.label,
    State.ACCEPTED: State.ACCEPTED.label,
    TAKEN: TAKEN_LABEL,
    State.RETURNED: State.RETURNED.label,
    State.REJECTED: State.REJECTED.label,
}


class Reading:
    """One unit as one person reads it: the unit's own people, the desk it files with, the leaders above."""

    def __init__(self, request, pk):
        self.user = request.user
        self.unit = get_object_or_404(
            Unit.objects.read_by(self.user).select_related("office", "parent"), pk=pk
        )
        self.is_own = self.user.holds_any(UNIT_ROLES, self.unit)
        office = self.unit.office
        self.at_desk = office is not None and self.user.holds_any(DESK_ROLES, office)
        self.opens = self.is_own or self.at_desk  # counts alone are for leaders and offices further up

    @property
    def items(self):
        """The same rows the lists behind the counts are made of."""
        found = Submission.objects.of_unit(self.unit)
        if self.is_own:
            return found.visible_to(self.user).of_units(self.user)
        return found.visible_to(self.user).of_office(self.user) if self.at_desk else found.filed()

    def filed(self, first, last, stage=""):
        return self.items.filed_between(first, last).in_stage(stage)

    def waiting(self):
        """(label, how many, since when, the list) of each place where something lies."""
        stages = (*IN_UNIT, *AT_DESK) if self.is_own else (*AT_DESK, State.RETURNED)
        found = self.items.order_by().values("state").annotate(n=Count("pk"), since=Min("moved_at"))
        known = {row["state"]: row for row in found}
        name = "submissions:index" if self.is_own else "submissions:inbox"
        rows = []
        for stage in stages:
            row = known.get(stage, {"n": 0, "since": None})
            url = f"{reverse(name)}?unit={self.unit.pk}&state={stage}" if self.opens else ""
            rows.append((stage, stage.label, row["n"], row["since"], url))
        return rows

    def months(self, year):
        """(first day, [(stage, count)]) of each month of a year so far, the newest on top."""
        first, last = date(year, 1, 1), min(date(year, 12, 31), timezone.localdate())
        rows = self.items.filed_between(first, last).order_by().annotate(month=TruncMonth("submitted_on"))
        counts = {
            stage: dict(rows.in_stage(stage).values_list("month").annotate(Count("pk")))
            for stage in CAME_OF_IT
        }
        months = [date(year, number, 1) for number in range(last.month, 0, -1)]
        return [(month, [(stage, counts[stage].get(month, 0)) for stage in CAME_OF_IT]) for month in months]


def unit(request, pk):
    reading = Reading(request, pk)
    today = timezone.localdate()
    year = year_in(request.GET.get("year", ""), today.year)
    context = {
        "reading": reading,
        "unit": reading.unit,
        "waiting": reading.waiting(),
        "months": reading.months(year),
        "columns": CAME_OF_IT.values(),
        "year": year,
        "years": (year - 1, year + 1 if year < today.year else None),
        **people_of(reading),
        **asked_of(reading),
    }
    return render(request, "submissions/unit.html", context)


def asked_of(reading):
    """What the office asks of the unit now: commissions still owed, calls that can be answered."""
    unit, user = reading.unit, reading.user
    owed = Invitation.objects.visible_to(user).filter(unit=unit).owed()
    return {
        "invitations": owed.order_by("commission__deadline", "pk").with_all()[:ASKED],
        "calls": Call.objects.visible_to(user).filter(office=unit.office).current()[:ASKED],
    }


def people_of(reading):
    """The roster with its history, what was filed of it, and what somebody left behind."""
    posts = Post.objects.filter(unit=reading.unit, role__in=UNIT_ROLES).with_people()
    files = reading.user.holds(Role.REVIEWER, reading.unit)
    return {
        "serving": posts.unended().order_by("role", "since", "pk"),
        "served": posts.ended().order_by("-until", "-pk")[:PAGE],
        "files": files,
        "reads_phones": files or (reading.at_desk and Role.EDITOR in reading.user.roles),
        "filings": RosterChange.objects.visible_to(reading.user)
        .of_unit(reading.unit)
        .waiting_first()
        .with_names()[:5],
        "left": Submission.objects.left_behind(reading.user).of_unit(reading.unit).count() if files else 0,
    }


def unit_items(request, pk):
    """The list a count of the unit's page opens: as many rows as the count says."""
    reading = Reading(request, pk)
    month, stage = month_of(request), request.GET.get("stage", "")
    if not reading.opens or stage not in CAME_OF_IT:
        raise Http404("no such list")
    found = reading.filed(month, last_day(month), stage).with_people().order_by("-submitted_on", "-pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for item in page:
        item.shown = item.text_for(request.user)
    context = {"unit": reading.unit, "month": month, "stage_label": CAME_OF_IT[stage], "page": page}
    return render(request, "submissions/unit_items.html", context)


def month_of(request):
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        raise Http404("no such month") from None


def last_day(month):
    return month.replace(day=monthrange(month.year, month.month)[1])
