"""编发日历: what is due when, what is in work, what came out, and which deadlines of the office fall between."""

from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.numbers import whole
from accounts.refusal import NotYours
from accounts.roles import DESK_ROLES, Role
from bulletins.models import Issue, Publication
from bulletins.models.due import MARGIN, publications_due, slots_between
from bulletins.rhythm import Rhythm
from submissions.models import Call, Commission

WEEKS = Calendar()  # begins on Monday
SPAN = 10  # years each way that the calendar opens
STATES = {"out": "已出", "late": "迟出", "due": "应出", "overdue": "逾期", "missed": "未出"}


@dataclass(frozen=True)
class Entry:
    """One line in the box of a day."""

    text: str
    url: str
    state: str
    label: str
    detail: str = ""


def calendar(request):
    """One month of the offices where this person has a desk."""
    user, today = request.user, timezone.localdate()
    if not user.units_as(*DESK_ROLES):
        raise NotYours("编发日历供编发人员查看。")
    first = month_in(request.GET.get("month", ""), today)
    publications = list(publications_due(Publication.objects.kept_by(user)))
    entries = entries_of(user, publications, first, today)
    context = {
        "first": first,
        "today": today,
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": following(first),
        "weeks": weeks_of(first, entries, today),
        "is_bare": not entries,
        "overdue": [slot_entry(slot, user) for slot in overdue(publications, today)],
        "in_work": Issue.objects.at_desk_of(user).in_work().for_calendar().order_by("moved_at"),
        "publications": publications,
        "promised": any(each.rhythm_since and each.rhythm != Rhythm.IRREGULAR for each in publications),
        "may_edit": Role.EDITOR in user.roles,
    }
    return render(request, "bulletins/calendar.html", context)


def month_in(text, today):
    """The first day of the month a text like 2026-11 spells; this month where it spells none."""
    year, _, month = text.partition("-")
    year, month = whole(year) or 0, whole(month) or 0
    known = abs(year - today.year) <= SPAN and 1 <= month <= 12
    return date(year, month, 1) if known else today.replace(day=1)


def following(first):
    return (first + timedelta(days=31)).replace(day=1)


def overdue(publications, today):
    """Whatever month is shown, what waits longest must not be out of sight."""
    rows = slots_between(publications, today - MARGIN, today, today)
    return [slot for slot in rows if slot.state == "overdue"]


def entries_of(user, publications, first, today):
    """The lines of every day of the month: promises, what else came out, deadlines."""
    last = following(first) - timedelta(days=1)
    found = defaultdict(list)
    kept = set()
    for slot in slots_between(publications, first, last, today):
        found[slot.day].append(slot_entry(slot, user))
        kept |= {slot.signed.pk} if slot.signed and slot.signed.date == slot.day else set()
    for issue in Issue.objects.at_desk_of(user).signed().in_period(first, last).for_calendar():
        if issue.pk not in kept:
            found[issue.date].append(Entry(str(issue), issue.number_url, "signed", "已签发"))
    for day, entry in deadlines(user, first, last):
        found[day].append(entry)
    return found


def slot_entry(slot, user):
    """A promise leads to the issue that keeps it, or to where one is begun."""
    issue = slot.signed or slot.in_work
    detail = issue.get_state_display() if slot.in_work else ""
    if slot.signed:
        text, url = str(slot.signed), slot.signed.number_url
        signed = slot.signed.date
        detail = f"{signed.month}月{signed.day}日签发" if signed != slot.day else ""
    else:
        number = slot.publication.next_line(on=max(slot.day, slot.today)) if slot.is_next else ""
        text = f"{slot.publication}{number}"
        url = issue.get_absolute_url() if issue else beginning(slot.publication, user)
    return Entry(text, url, slot.state, STATES[slot.state], detail)


def beginning(publication, user):
    """Where an issue of it is begun, for its editors; the publication itself for the others."""
    if user.holds(Role.EDITOR, publication.office):
        return f"{reverse('bulletins:issue_new')}?publication={publication.pk}"
    return publication.get_absolute_url()


def deadlines(user, first, last):
    """要点 that run out and 约稿 that fall due, of the offices where this person has a desk."""
    for call in Call.objects.of_office(user).ending_between(first, last):
        yield (
            call.until,
            Entry(str(call), reverse("submissions:call", args=[call.pk]), "deadline", "要点截止"),
        )
    asked = Commission.objects.visible_to(user).due_between(first, last)
    late = set(asked.in_stage("overdue").values_list("pk", flat=True))
    for commission in asked.order_by("deadline"):
        moment = timezone.localtime(commission.deadline)
        state, label = ("overdue", "约稿逾期") if commission.pk in late else ("deadline", "约稿截止")
        url = reverse("submissions:commission", args=[commission.pk])
        yield moment.date(), Entry(str(commission), url, state, label, f"{moment:%H:%M}")


def weeks_of(first, entries, today):
    """Rows of seven days; a day of another month is an empty box."""
    return [
        [
            {"day": day, "entries": entries.get(day, []), "is_today": day == today}
            if day.month == first.month
            else None
            for day in week
        ]
        for week in WEEKS.monthdatescalendar(first.year, first.month)
    ]
