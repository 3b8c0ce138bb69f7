"""更正: what was wrong in a signed issue is said, signed and printed; the frozen pages stay."""

from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.duties import in_place_of
from accounts.events import last_hand, record
from accounts.models import User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins import correcting
from bulletins.actions import issues
from bulletins.actions.articles import advance, held, keep_wording
from bulletins.correction_states import CORRECTION_MOVES, CorrectionState
from bulletins.models import Adoption, Article, Correction, Delivery, Issue
from bulletins.paper import Paper
from bulletins.states import IssueState, Use

WORDING = ("article", "wrong", "right", "reason", "asked_by")


@transaction.atomic
def correct(issue, *, by, key=None, **words):
    """Begin a correction of a signed issue; the same form begins it once. No void comes in between."""
    issue = (
        Issue.objects.select_for_update(of=("self",)).select_related("publication__office").get(pk=issue.pk)
    )
    refuse_outsider(issue, by)
    words |= {"title": checked_title(issue, words["article"], words["wrong"])}
    first = words | {"by": by, "three_hands": issue.three_hands}
    correction, fresh = Correction.objects.get_or_create(issue=issue, key=key or uuid4(), defaults=first)
    if fresh:
        note(correction, "correct", "起草更正", by)
    return correction


def refuse_outsider(issue, by):
    if not by.holds(Role.EDITOR, issue.publication.office):
        raise NotYours("更正由责任编辑起草。")
    if issue.state != IssueState.SIGNED:
        raise Refused(f"{issue}现为“{issue.get_state_display()}”，只有已签发的期才出更正。")


def checked_title(issue, article, wrong):
    """The title the piece was printed under; refuses words that were never printed there."""
    paper, place = Paper.from_dict(issue.paper), None
    if article:
        place = [each.article_id for each in issue.ordered()].index(article.pk)
    if not correcting.stands_in(paper, place, wrong):
        where = f"《{paper.pieces[place].title}》" if article else "刊头、编者按或刊尾"
        raise Refused(f"{where}的定版文字里没有“{wrong}”，请照印出的原文抄写误处。")
    return paper.pieces[place].title if article else ""


def note(correction, verb, label, by, text="", **data):
    unit = correction.issue.publication.office
    return record(by, verb, correction, label=label, unit=unit, note=text or correction.sentence, **data)


@transaction.atomic
def reword(correction, *, by, base, **words):
    """Change a draft, if nobody changed it meanwhile."""
    correction = locked(correction)
    refuse_outsider(correction.issue, by)
    refuse_late(correction, base)
    if correction.state != CorrectionState.DRAFT:
        raise Refused(f"更正现为“{correction.get_state_display()}”，须先撤回再修改。")
    correction.title = checked_title(correction.issue, words["article"], words["wrong"])
    for name in WORDING:
        setattr(correction, name, words[name])
    correction.by = by
    note(correction, "reword", "修改更正", by)
    return bump(correction)


def locked(correction):
    row = Correction.objects.select_for_update(of=("self",)).select_related("issue__publication__office")
    return row.get(pk=correction.pk)


def refuse_late(correction, base):
    if base is not None and correction.version != base:
        raise Refused(f"这条更正刚被改动{last_hand(correction)}，请看过现在的文字再办。")


def bump(correction):
    correction.version += 1
    correction.save()
    return correction


@transaction.atomic
def move(correction, verb, *, by, reason="", base=None):
    """Say a verb of the correction table."""
    correction, step = locked(correction), CORRECTION_MOVES[verb]
    refuse_wrong_hand(correction, verb, step, by)
    refuse_late(correction, base)
    if step.needs_reason and not reason.strip():
        raise Refused(f"{step.label}须写明意见。")
    if verb == "sign":
        seal(correction, by)
    before, correction.state = correction.state, step.end
    correction.opinion, correction.moved_at = reason.strip(), timezone.now()
    acts_for = in_place_of(by, step.by, correction.issue.publication.office)
    event = note(correction, verb, step.label, by, reason.strip(), before=before, after=step.end, **acts_for)
    bump(correction)
    retire(correction)
    tell(correction, verb, event)
    return correction


def refuse_wrong_hand(correction, verb, step, by):
    if not correction.allows(verb, by):
        raise NotYours(f"“{step.label}”由{'、'.join(role.label for role in step.by)}办理。")
    if correction.state not in step.start:
        hand = last_hand(correction)
        raise Refused(f"更正现为“{correction.get_state_display()}”{hand}，不能{step.label}。")
    principal = by.stands_for(step.by, correction.issue.publication.office)
    if any(correction.is_earlier_hand(verb, person) for person in (by, principal) if person):
        raise Refused("起草更正的人不能自己签发，请由另一位核签人签发。")


def seal(correction, by):
    """Under the issue's lock: a void issue is not corrected any more."""
    issue = Issue.objects.select_for_update(of=("self",)).get(pk=correction.issue_id)
    if issue.state != IssueState.SIGNED:
        raise Refused(f"{issue}已作废，不必更正；请撤销这条更正。")
    correction.approver, correction.signed_at = by, timezone.now()
    unit, text = issue.publication.office, f"{correction.place}：{correction.sentence}"
    record(by, "correct", issue, label="签发更正", unit=unit, note=text)


def tell(correction, verb, event):
    """The approver who is to sign, the editor whose draft came back, and in the end every reader."""
    issue, url = correction.issue, correction.get_absolute_url()
    if verb == "submit":
        people = User.objects.holding(Role.APPROVER, issue.publication.office)
        notify(people, event, f"{correction}待签发", url)
    elif verb == "refuse":
        notify([correction.by], event, f"{correction}被退回：{correction.opinion}", url)
    elif verb == "sign":
        notify(hearers_of(correction), event, f"{correction}：{correction.sentence}", issue.number_url)


def hearers_of(correction):
    """Who was given the issue, and whose item the words are about: not every author reads every issue."""
    given = Delivery.objects.standing().filter(issue=correction.issue).values("person")
    printed = Adoption.objects.standing().filter(issue=correction.issue, article=correction.article_id)
    return User.objects.filter(Q(pk__in=given) | Q(pk__in=printed.values("person"))).order_by("pk")


@transaction.atomic
def print_in(issue, corrections, *, by):
    """Make one article 更正 of signed corrections and let it end an issue in compilation."""
    issue = issues.locked(issue, by)
    rows = held(Correction, corrections)
    offered = {row.pk for row in Correction.objects.to_print(issue.publication)}
    if taken := [row for row in rows if row.pk not in offered]:
        raise Refused(f"{taken[0]}已经编入别的一期，或者不能再刊登，请刷新页面。")
    article = article_of(issue.publication, rows, by)
    for row in rows:
        row.piece = article
        bump(row)
    return issues.place(issue, article, by=by, last=True)


def article_of(publication, corrections, by):
    """An article without sources: nobody is credited for a correction."""
    body = "\n".join(paragraph(each) for each in corrections)
    article = Article.objects.create(
        publication=publication, title="更正", body=body, use=Use.BRIEF, editor=by
    )
    keep_wording(article, by)
    record(by, "draft", article, label="由更正建稿", unit=publication.office)
    advance(article, "finish", by=by)
    return article


def paragraph(correction):
    label = correction.issue.label
    return correcting.notice(label, correction.place, correction.wrong, correction.right)
