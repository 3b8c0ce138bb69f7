"""Giving a signed issue to its readers, taking a void one back, reminding those who have not read it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.events import record
from accounts.refusal import NotYours, Refused
from accounts.roles import DESK_ROLES, Role
from bulletins.distribution import Audience
from bulletins.extent import extent_of
from bulletins.models import Delivery, Extent, Issue
from bulletins.states import IssueState

REST = timedelta(hours=1)  # between two reminders of one issue
KEEPERS = (*DESK_ROLES, Role.LEADER)  # who sees the receipts of an issue and reminds its readers
CALLS = ("distribute", "add-readers", "remind")  # what asks a reader to read


def measure(issue):
    """Keep how much was printed beside the frozen paper, so that no year's figures read the paper again."""
    return Extent.objects.create(issue=issue, **extent_of(issue.paper))


@transaction.atomic
def distribute(issue, *, by):
    """Give the issue that was just signed to everybody on its lists; its own three hands have read it."""
    return give(issue, Audience.of_issue(issue), "distribute", "分发", by)


def give(issue, audience, verb, label, by):
    """A row and a notice for each reader who has none yet, in as many queries for one as for thousands."""
    had = set(issue.deliveries.values_list("person", flat=True))
    hands = {issue.editor_id, issue.checker_id, issue.approver_id}
    made = Delivery.objects.bulk_create(audience.deliveries(issue, besides=had | hands), batch_size=1000)
    if made:
        unit = issue.publication.office
        event = record(by, verb, issue, label=label, unit=unit, note=f"共{len(made)}人", readers=len(made))
        notify([each.person for each in made], event, f"{issue}已印发，请阅读", issue.number_url)
    return made


@transaction.atomic
def withdraw(issue, *, by, why):
    """A void issue is nobody's to read any more; whoever was given it is told to put it away."""
    standing = issue.deliveries.standing()
    people = [each.person for each in standing.select_related("person")]
    if not people:
        return 0
    standing.update(withdrawn_at=timezone.now())
    event = record(
        by, "withdraw", issue, label="收回分发", unit=issue.publication.office, note=f"共{len(people)}人"
    )
    text = f"{issue}已作废，请勿再传阅、引用。原因：{why.strip()}"
    notify(people, event, text, reverse("bulletins:index"))
    return len(people)


@transaction.atomic
def remind(issue, *, by):
    """催阅: ask again whoever has not read it, once an hour at most."""
    issue = Issue.objects.select_for_update(of=("self",)).select_related("publication").get(pk=issue.pk)
    if not by.holds_any(KEEPERS, issue.publication.office):
        raise NotYours("催阅由编发人员或领导办理。")
    if issue.state != IssueState.SIGNED:
        raise Refused(f"本期现为“{issue.get_state_display()}”，不用催阅。")
    refuse_haste(issue)
    waiting = issue.deliveries.unread()
    people = [each.person for each in waiting.select_related("person")]
    if not people:
        raise Refused("收到本期的人都已阅读，不用催阅。")
    retire(issue, verbs=CALLS)  # one notice that asks, not two
    unit = issue.publication.office
    event = record(by, "remind", issue, label="催阅", unit=unit, note=f"未读{len(people)}人")
    notify(people, event, f"请阅读{issue}", issue.number_url)
    waiting.update(reminded_at=timezone.now())
    return len(people)


def refuse_haste(issue):
    last = issue.deliveries.aggregate(last=Max("reminded_at"))["last"]
    if last and timezone.now() - last < REST:
        at, again = timezone.localtime(last), timezone.localtime(last + REST)
        raise Refused(f"{at:%H:%M} 刚催阅过，一小时内只催一次，请在 {again:%H:%M} 以后再催。")
