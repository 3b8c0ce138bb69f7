"""Handing over what somebody left unfinished in the unit (移交): a new pen, the old name stays on the words."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.duties import in_place_of
from accounts.events import record
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions.actions.revising import add_revision
from submissions.models import Revision, Submission


@transaction.atomic
def hand_over(item, *, to, by):
    """Give a draft or a returned item of somebody who left to another informant of the same unit."""
    item = Submission.objects.select_for_update(of=("self",)).select_related("unit", "author").get(pk=item.pk)
    if not by.holds(Role.REVIEWER, item.unit):
        raise NotYours("稿件由本单位审核人移交。")
    refuse_hand_over(item, to)
    old = item.author
    add_revision(item, Revision.Why.HANDED, old)
    item.author, item.authors = to, item.authors or [old.name]
    item.version, item.saved_at = item.version + 1, timezone.now()
    item.save()
    facts = in_place_of(by, [Role.REVIEWER], item.unit) | {"before": old.name, "after": to.name}
    note = f"由{old}移交{to}"
    event = record(by, "new-pen", item, label="移交", unit=item.unit, note=note, **facts)
    retire(item)
    url = reverse("submissions:detail", args=[item.pk])
    notify([to], event, f"{old}的《{item}》移交给您继续办理", url)
    return item


def refuse_hand_over(item, to):
    """Only what nobody can finish any more is handed over, and only to who can."""
    if not item.writable:
        raise Refused(f"《{item}》现为“{item.get_state_display()}”，只有草稿和退回修改的信息需要移交。")
    if item.author.is_active and item.author.holds(Role.INFORMANT, item.unit):
        raise Refused(f"《{item}》的撰稿人{item.author}仍任本单位信息员，由其本人办理。")
    if not (to.is_active and to.holds(Role.INFORMANT, item.unit)):
        raise Refused(f"{to}不是“{item.unit}”的现任信息员，不能接手《{item}》。")
