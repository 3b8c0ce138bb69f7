"""At the start of a month the office's scorers are told once that the month before waits to be closed."""

from django.db import transaction

from accounts.actions.notices import notify, retire
from accounts.events import record
from accounts.models import Unit, User
from accounts.roles import Role
from scoring.due import due_months, due_of
from scoring.models import Book, ClosingReminder

VERB = "month-due"


def remind_scorers():
    """Safe to repeat, and by two sweeps at once: every office is asked again under its lock."""
    counting = Book.objects.filter(enacted_at__isnull=False).values("office")
    for office in Unit.objects.active().filter(pk__in=counting).order_by("pk"):
        if not reminded(office):
            remind(office)


def reminded(office):
    """Nothing is due, or its newest month was told of."""
    months = due_months(office)
    return not months or ClosingReminder.objects.filter(office=office, month=months[-1]).exists()


@transaction.atomic
def remind(office):
    """One notice however many months have become due; closing one of them takes it back."""
    office = Unit.objects.select_for_update(no_key=True).get(pk=office.pk)
    if reminded(office):
        return
    ClosingReminder.objects.create(office=office, month=due_months(office)[-1])
    due = due_of(office)
    retire(office, verbs=(VERB,))
    event = record(None, VERB, office, label="关账提醒", unit=office, note=str(due))
    notify(User.objects.holding(Role.SCORER, office), event, str(due), due.url)
