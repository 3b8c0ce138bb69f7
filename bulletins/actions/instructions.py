"""批示: a leader's words are kept verbatim, told to those they concern, and taken back only with a reason."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.duties import in_place_of
from accounts.events import last_hand, record
from accounts.models import User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions.adoptions import read_scan
from bulletins.actions.articles import held
from bulletins.actions.followups import ask, drop_asked, tell_offices_below
from bulletins.models import Adoption, Instruction, Issue
from bulletins.states import IssueState
from submissions.models import Submission

WRITERS = (Role.LEADER, Role.EDITOR)


@transaction.atomic
def instruct(*, by, text, level, person=None, leader="", on=None, file=None, followup=False, **where):
    """Keep a leader's 批示: written by the leader here, or copied in by an editor.

    `where` is the issue, perhaps one article of it, or the submission, perhaps one use of it above (adoption).
    """
    issue = where.get("issue")
    office = issue.publication.office if issue else where["submission"].office
    if not by.holds_any(WRITERS, office):
        raise NotYours("批示由领导本人填写，或由责任编辑登记。")
    words = {"on": on or timezone.localdate(), "text": text.strip()}
    refuse_instruction(**words)
    place = refuse_page(words["on"], **where) if issue else refuse_item(words["on"], **where)
    words |= whose(by, office, person, leader)
    refuse_repetition(place, where.get("article"), words)
    words |= where | read_scan(file)
    instruction = Instruction.objects.create(office=office, level=level, by=by, **words)
    tell_of(instruction, by)
    if followup:
        ask(instruction, by=by)
    return instruction


def whose(by, office, person, leader):
    """The leader's own, a leader of this installation by name, or a name and post as they were typed."""
    if by.holds(Role.LEADER, office):
        return {"person": by, "leader": by.name}
    if person:
        if person not in leaders_over(office):
            raise Refused(f"{person}不是本单位或上级单位的领导，请改填批示领导的姓名、职务。")
        return {"person": person, "leader": person.name}
    if not leader.strip():
        raise Refused("请填写批示领导的姓名或职务。")
    return {"person": None, "leader": leader.strip()}


def leaders_over(office):
    """The leaders of an office and of those above it: whose words its editors copy in."""
    leading = User.objects.filter(posts__role=Role.LEADER, posts__unit__path__in=office.paths_down)
    return leading.serving_as(Role.LEADER).active().distinct()


def refuse_instruction(text, on):
    """What is written has words, and a day that has come."""
    if not text.strip():
        raise Refused("请填写批示内容。")
    if on > timezone.localdate():
        raise Refused("批示日期不能晚于今天。")


def refuse_page(on, issue, article=None):
    """On a signed page, on or after its day; the issue under lock."""
    [issue] = held(Issue, [issue])
    if issue.state != IssueState.SIGNED:
        raise Refused(f"本期现为“{issue.get_state_display()}”，只能在已签发的期上批示。")
    if on < issue.date:
        raise Refused(f"批示日期不能早于签发日期（{issue.date:%Y-%m-%d}）。")
    if article and not issue.placements.filter(article=article).exists():
        raise Refused(f"《{article}》不在本期。")
    return issue


def refuse_item(on, submission, adoption=None):
    """On an item that left its unit; where it was used above, on that very use. The item under lock."""
    [item] = held(Submission, [submission])
    [adoption] = held(Adoption, [adoption]) if adoption else [None]
    if item.filed is None:
        raise Refused("这篇信息尚未报送，不能登记批示。")
    if on < item.submitted_on:
        raise Refused(f"批示日期不能早于报送日期（{item.submitted_on:%Y-%m-%d}）。")
    if adoption and (adoption.submission_id != item.pk or adoption.revoked_at):
        raise Refused("所选的采用不是这篇信息的，或已撤销，请重新选择。")
    return item


def refuse_repetition(place, article, words):
    """A double click, or two editors copying in the same words: leaders' words score, so they count once."""
    of_issue = isinstance(place, Issue)
    known = place.instructions.filter(article=article) if of_issue else Instruction.objects.concerning(place)
    if known.standing().filter(**{name: words[name] for name in ("leader", "on", "text")}).exists():
        raise Refused("同一领导同日的同样批示已登记过，不必重复登记。")


def tell_of(instruction, by):
    """It stands in the history of what it was written on; the authors and their units learn of it."""
    event = note(instruction, by, "instruct", "批示", f"{instruction.leader}：{instruction.text}")
    heard, url = hearers(instruction), instruction.get_absolute_url()
    for person, items in heard.items():
        notify([person], event, f"{named(items)}获领导批示", url)
    if instruction.person_id and instruction.person not in heard:
        notify([instruction.person], event, f"您在{instruction.thing}上的批示已由{by}登记", url)


def named(items):
    """Of several items the first by name: “《…》等3篇信息”."""
    return f"《{items[0].filed}》" + (f"等{len(items)}篇信息" if len(items) > 1 else "")


def note(instruction, by, verb, label, words):
    """One act in three histories: the instruction's, the issue's, and each item's."""
    unit = instruction.office
    acting = in_place_of(by, WRITERS, unit)
    if instruction.issue_id:
        record(by, verb, instruction.issue, label=label, unit=unit, note=words, **acting)
    for item in instruction.submissions():
        record(by, verb, item, label=label, unit=item.unit, note=words, **acting)
    return record(by, verb, instruction, label=label, unit=unit, note=words, **acting)


def hearers(instruction):
    """Who learns of it, each with their own items only: the authors, and the reviewers of their units."""
    heard, heads = defaultdict(list), {}
    for item in instruction.submissions():
        if item.unit_id not in heads:
            heads[item.unit_id] = list(User.objects.holding(Role.REVIEWER, item.unit))
        for person in {item.author, *heads[item.unit_id]}:
            heard[person].append(item)
    return heard


@transaction.atomic
def revoke(instruction, *, by, reason):
    """Take back words that were kept by mistake; the row stays for the desk, what was right is entered anew."""
    [instruction] = held(Instruction, [instruction])
    if instruction.revoked_at:
        raise Refused(f"这条批示已经撤回{last_hand(instruction, besides=('read',))}。")
    if not instruction.may_be_revoked_by(by):
        raise NotYours("领导本人填写的批示由本人撤回；代为登记的由责任编辑撤回。")
    if not reason.strip():
        raise Refused("请写明撤回原因。")
    drop_asked(instruction, by=by)
    retire(instruction)
    instruction.revoked_at, instruction.revoked_by = timezone.now(), by
    instruction.revoked_why = reason.strip()[:200]
    instruction.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
    event = note(instruction, by, "uninstruct", "撤回批示", f"{instruction}（{instruction.revoked_why}）")
    for person, items in hearers(instruction).items():
        notify([person], event, f"{named(items)}上的批示登记有误，已撤回", f"/submissions/{items[0].pk}/")
    tell_offices_below(instruction, event)
    return instruction


@transaction.atomic
def read_original(instruction, *, by):
    """Who took the scan of a leader's handwriting, and when."""
    return record(
        by, "read", instruction, label="下载批示原件", unit=instruction.office, note=instruction.file_name
    )
