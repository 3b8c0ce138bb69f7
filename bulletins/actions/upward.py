"""Reporting further up: an editor prepares, the office's approver signs, and only then it leaves the house.

Nothing goes above without its office (domain §1 S1); units have no verb in this table.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.duties import in_place_of
from accounts.events import last_hand, record
from accounts.models import User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions.articles import free, held
from bulletins.actions.dressing import pictures_for
from bulletins.models import Article, UpwardReport
from bulletins.models.upward import offices_above
from bulletins.shares import portions
from bulletins.states import ArticleState
from bulletins.upward_states import UPWARD_MOVES, WRITABLE, Upward
from submissions.actions import take
from submissions.models import Submission
from submissions.rich import clean, dress, pictures_in, text_of, worn

FINISHED = (ArticleState.READY, ArticleState.PLACED, ArticleState.PRINTED)


class Newer(Refused):
    """Somebody saved after the page was opened; the words typed are still in the form."""

    def __init__(self, report):
        at = timezone.localtime(report.saved_at)
        super().__init__(
            f"上报稿在 {at:%H:%M} 有更新的保存{last_hand(report)}。您的文字仍在下面，请对照后再保存。"
        )
        self.report = report


@transaction.atomic
def draft(article, *, by, to=None, recipient="", key=None):
    """Begin from a finished article: its words and sources as they stand now, for one place above."""
    office, recipient = article.publication.office, recipient.strip()
    refuse_other_hand(by, office)
    article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if key and (twin := UpwardReport.objects.filter(office=office, key=key).first()):
        return twin  # the second click of a double click
    refuse_unfinished(article)
    refuse_place(office, to, recipient)
    first = article.sources.select_related("submission__filed").first().submission.filed
    facts = {name: getattr(first, name) for name in ("kind", "nature", "event_date")}
    words = {name: getattr(article, name) for name in ("title", "body", "rich")}
    report = create(article, office=office, to=to, recipient=recipient, by=by, key=key, **words, **facts)
    for row, share in zip(
        rows := list(article.sources.all()), portions([r.share for r in rows]), strict=True
    ):
        report.sources.create(
            submission_id=row.submission_id, order=row.order, share=share, is_main=row.is_main
        )
    record(by, "draft", report, label="拟上报", unit=office, note=report.where, article=article.pk)
    return report


def create(article, *, by, key, **facts):
    given = {"key": key} if key else {}
    try:
        with transaction.atomic():
            return UpwardReport.objects.create(article=article, editor=by, written_by=by, **facts, **given)
    except IntegrityError as again:
        where = facts["to"].name if facts["to"] else facts["recipient"]
        raise Refused(f"《{article}》已拟报或已报{where}，请到“上报”中办理。") from again


def refuse_other_hand(by, office):
    if not by.holds(Role.EDITOR, office):
        raise NotYours(f"上报由{office}的责任编辑拟稿、核签人签报。")


def refuse_unfinished(article):
    if article.state not in FINISHED:
        raise Refused(f"《{article}》现为“{article.get_state_display()}”，请先定稿再上报。")


def refuse_place(office, to, recipient):
    if (to is None) == (recipient == ""):
        raise Refused("请选定报往的上级单位，或写明系统外的载体、单位，二者择一。")
    if to and to not in offices_above(office):
        raise Refused(f"{to}不是{office}的上级编发单位，不能报往那里。")


@transaction.atomic
def write(report, *, by, base, files=None, **words):
    """Save the wording that is to go up, if nobody saved since version `base`."""
    report = locked(report)
    refuse_other_hand(by, report.office)
    if report.stage not in WRITABLE:
        raise Refused(f"上报稿现为“{report.stage.label}”{last_hand(report)}，不能修改；请先退回修改。")
    if report.version != base:
        raise Newer(report)
    for name, value in dressed(report, words).items():
        setattr(report, name, value)
    report.version, report.saved_at, report.written_by = base + 1, timezone.now(), by
    report.save()
    if files is not None:
        report.files.set(files)
    record(by, "write", report, label="改上报稿", unit=report.office)
    return report


def dressed(report, words):
    """Words whose `body` and `rich` say the same, over pictures of the article and its sources only."""
    if not words.get("rich"):
        html = dress(words["body"], report.rich)
        return words | {"rich": html, "body": text_of(html) if html else words["body"]}
    shown = {picture.attachment for picture in pictures_in(report.rich)}
    html = clean(words["rich"], pictures_for(report.article) | shown)
    return words | {"body": text_of(html), "rich": worn(html)}


def locked(report):
    """The row as it is now, and the stage it stands in."""
    return UpwardReport.objects.staged().select_for_update(of=("self",)).get(pk=report.pk)


def checked(report, verb, by, reason="", base=None):
    """Lock, then compare with the table; every refusal says what and why."""
    report, step = locked(report), UPWARD_MOVES[verb]
    if not report.allows(verb, by):
        raise NotYours(f"“{step.label}”由{'、'.join(role.label for role in step.by)}办理。")
    if report.stage not in step.start:
        raise Refused(f"《{report}》现为“{report.stage.label}”{last_hand(report)}，不能{step.label}。")
    if base is not None and report.version != base:
        raise Refused(f"您打开后上报稿有了改动{last_hand(report)}，请看过再{step.label}。")
    if step.needs_reason and not reason.strip():
        raise Refused(f"{step.label}须写明意见。")
    return report


@transaction.atomic
def move(report, verb, *, by, reason="", base=None):
    """Say a verb that asks for nothing but a reason."""
    report = checked(report, verb, by, reason, base)
    EFFECTS.get(verb, nothing)(report, by)
    return finish(report, verb, by, reason)


def nothing(report, by):
    """Most verbs change the state only."""


def on_submit(report, by):
    """What is given to be signed is whole."""
    if not report.title.strip() or not report.body.strip():
        raise Refused("标题和正文都写好才能送签。")
    if report.event_date and report.event_date > timezone.localdate():
        raise Refused("事件日期不能晚于今天，请改正后再送签。")


def sources_of(report):
    """The items behind it, under lock."""
    items = Submission.objects.filter(upward_sources__report=report)
    return held(Submission, list(items.order_by("upward_sources__order")))


def on_drop(report, by):
    """Items nobody else works with are free again; the row must say so before it is asked."""
    report.state = Upward.DROPPED
    report.save(update_fields=["state"])
    for item in sources_of(report):
        free(item, by=by)


def on_revive(report, by):
    for item in sources_of(report):
        take(item, by=by)


EFFECTS = {"submit": on_submit, "drop": on_drop, "revive": on_revive}


TOLD = {  # who must act next, and what they are told
    "submit": (Role.APPROVER, "上报稿《{report}》待您签报"),
    "turn-back": (Role.EDITOR, "上报稿《{report}》被退回修改：{reason}"),
    "sign": (Role.EDITOR, "上报稿《{report}》已签报，请上报{where}"),
}


def finish(report, verb, by, reason="", **data):
    """The table's end, the event, and whoever must act next."""
    step, before = UPWARD_MOVES[verb], report.stage
    report.state, report.reason = step.end, reason.strip()
    report.version, report.moved_at = report.version + 1, timezone.now()
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as again:
        raise Refused(f"《{report}》已另有一件上报{report.where}，不能{step.label}。") from again
    facts = in_place_of(by, step.by, report.office) | {"before": before, "after": step.end} | data
    note = facts.pop("note", reason.strip())
    event = record(by, verb, report, label=step.label, unit=report.office, note=note, **facts)
    retire(report)
    if verb in TOLD:
        role, text = TOLD[verb]
        words = text.format(report=report, reason=report.reason, where=report.where)
        notify(User.objects.holding(role, report.office), event, words, report.get_absolute_url())
    return UpwardReport.objects.staged().get(pk=report.pk)
