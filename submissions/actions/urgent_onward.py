"""What goes further up: one hand writes, another approves, and only then it is reported (统一口径)."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.events import last_hand, record
from accounts.models import User
from accounts.moves import verbs_from
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions.actions.urgent import checked
from submissions.models.urgent_onward import Onward
from submissions.urgent_states import ONWARD_MOVES, Wording


@transaction.atomic
def draft(incident, *, by, title, body):
    """An editor puts the chain into the words that are to go up."""
    incident = checked(incident, "onward", by)
    report = incident.reports.order_by("-number").first()
    same = {"report": report, "title": title, "body": body, "drafted_by": by, "state": Wording.WAITING}
    if twin := Onward.objects.filter(incident=incident, **same).first():
        return twin  # a double click: the same words once
    paper = Onward.objects.create(
        incident=incident, report=report, title=title, body=body, drafted_by=by, written_by=by
    )
    return finish(paper, "onward-draft", "拟上报稿", by)


@transaction.atomic
def rewrite(paper, *, by, base, title, body):
    """Another wording of the same paper; what somebody else wrote since the page was opened is not lost."""
    paper = checked_paper(paper, "rewrite", by, "")
    if paper.version != base:
        raise Refused(f"您打开后上报稿有了改动{last_hand(paper)}，请对照后再改。")
    paper.title, paper.body, paper.written_by = title, body, by
    return finish(paper, "onward-rewrite", move(paper, "rewrite"), by)


@transaction.atomic
def decide(paper, verb, *, by, reason="", seen=0):
    """Approve, return, take back, drop, restore: the verbs of the table that change no words."""
    if verb in ("rewrite", "report"):
        raise Refused("修改和登记上报另有页面办理。")
    paper = checked_paper(paper, verb, by, reason)
    if seen and seen != paper.version:
        raise Refused(f"您打开后上报稿有了变动{last_hand(paper)}，请看过再{ONWARD_MOVES[verb].label}。")
    if verb == "approve":
        approve(paper, by)
    if verb in ("recall", "restore"):
        paper.approved_by = paper.approved_at = None
    return finish(paper, f"onward-{verb}", move(paper, verb), by, reason)


def approve(paper, by):
    if paper.is_own(by):
        raise Refused("拟稿人不能核签自己的上报稿，请由另一位核签人核签。")
    paper.approved_by, paper.approved_at = by, timezone.now()


@transaction.atomic
def register(paper, *, by, recipient, manner, at):
    """Write down to whom, when and how the approved words went up; the office alone can."""
    paper = checked_paper(paper, "report", by, "")
    if not recipient.strip() or not manner.strip():
        raise Refused("请写明报往哪里、以什么方式上报。")
    if at > timezone.now() or at < paper.approved_at.replace(second=0, microsecond=0):
        raise Refused("上报时间须在核签之后，且不晚于现在。")
    paper.recipient, paper.manner, paper.reported_at = recipient.strip(), manner.strip(), at
    note = f"{paper.recipient}，{paper.manner}"
    return finish(paper, "onward-report", move(paper, "report"), by, note)


def checked_paper(paper, verb, by, reason):
    """Lock the paper and compare with the table."""
    paper = Onward.objects.select_for_update(of=("self",)).select_related("incident__office").get(pk=paper.pk)
    step = ONWARD_MOVES[verb]
    if not paper.allows(verb, by):
        raise NotYours(f"“{step.label}”由{'、'.join(role.label for role in step.by)}办理。")
    if verb not in verbs_from(ONWARD_MOVES, paper.state):
        raise Refused(f"上报稿现为“{paper.get_state_display()}”{last_hand(paper)}，不能{step.label}。")
    if step.needs_reason and not reason.strip():
        raise Refused(f"{step.label}须写明意见。")
    return paper


def move(paper, verb):
    """Put the paper where the table says; the verb's own word."""
    paper.state = ONWARD_MOVES[verb].end
    paper.reason = ""
    return ONWARD_MOVES[verb].label


TOLD = {  # who must act next, and what they are told
    "onward-draft": (Role.APPROVER, "上报稿《{paper}》待您核签"),
    "onward-rewrite": (Role.APPROVER, "上报稿《{paper}》已修改，待您核签"),
    "onward-restore": (Role.APPROVER, "上报稿《{paper}》已恢复，待您核签"),
    "onward-return": (Role.EDITOR, "上报稿《{paper}》被退回修改：{reason}"),
    "onward-approve": (Role.EDITOR, "上报稿《{paper}》已核签，请上报并登记"),
}


def finish(paper, verb, label, by, reason=""):
    paper.reason = reason.strip() if verb in ("onward-return", "onward-recall", "onward-drop") else ""
    paper.version += 1
    paper.moved_at = timezone.now()
    paper.save()
    office = paper.incident.office
    event = record(by, verb, paper, label=label, unit=office, note=reason.strip(), after=paper.state)
    retire(paper)
    if verb in TOLD:
        role, text = TOLD[verb]
        url = f"/submissions/urgent/onward/{paper.pk}/"
        people = User.objects.holding(role, office)
        notify(people, event, text.format(paper=paper, reason=paper.reason), url, urgent=True)
    return paper
