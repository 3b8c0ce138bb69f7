"""批注: a checker asks about a passage, the editor answers each; nothing of it is ever printed."""

from django.db import transaction
from django.utils import timezone

from accounts.duties import in_place_of
from accounts.events import record
from accounts.refusal import NotYours, Refused
from bulletins.marking import line_of
from bulletins.marks_states import MARK_MOVES, MarkState
from bulletins.models import Issue, Mark
from bulletins.states import IssueState
from submissions.copycheck.findings import TITLE

NAMED = 5  # marks named in a refusal; the page has them all


@transaction.atomic
def mark(article, *, by, passage, note, line=None):
    """Say something about a passage of an article whose issue is being checked."""
    issue = checked_issue_of(article, by, locked=True)
    row = Mark.objects.create(
        article=article,
        issue=issue,
        passage=passage.strip(),
        line=place_of(article, passage.strip(), line),
        note=note.strip(),
        by=by,
    )
    note_down(row, "mark", "批注", by)
    return row


def checked_issue_of(article, by, *, locked=False):
    """The issue the article stands in, if this person may check it now."""
    issues = Issue.objects.filter(placements__article=article)
    issue = (issues.select_for_update(of=("self",)) if locked else issues).first()
    if issue is None or issue.state != IssueState.CHECKING:
        raise Refused(f"《{article}》不在核对中，不能批注；送核对后再办。")
    if not issue.allows("check", by):
        raise NotYours("批注由核对办理。")
    if issue.is_earlier_hand("check", by):
        raise Refused("您已办过本期编辑，不能再核对本期；请由其他同志核对。")
    return issue


def place_of(article, passage, line):
    """The paragraph the passage stands in."""
    found = line_of(article.title, article.body, passage, line)
    if found is None:
        raise Refused("文中没有这段原文，请从标题或正文的一段里选取，不要跨段。")
    return found


@transaction.atomic
def answer(row, verb, *, by, reason=""):
    """Say a verb of the marks' table."""
    list(Issue.objects.select_for_update(of=("self",)).filter(placements__article=row.article_id))
    row = Mark.objects.select_for_update(of=("self",)).select_related("article__publication").get(pk=row.pk)
    step = MARK_MOVES[verb]
    if not row.allows(verb, by):
        raise NotYours(f"“{step.label}”由{'、'.join(role.label for role in step.by)}办理。")
    if row.state not in step.start:
        raise Refused(f"这条批注{row}现为“{row.get_state_display()}”，不能{step.label}。")
    if step.needs_reason and not reason.strip():
        raise Refused(f"选“{step.label}”请写明理由，核对会看到。")
    row.state, row.answer = step.end, reason.strip()
    is_open = step.end == MarkState.OPEN
    row.answered_by, row.answered_at = (None, None) if is_open else (by, timezone.now())
    row.save()
    note_down(row, verb, step.label, by, by_roles=step.by)
    return row


def note_down(row, verb, label, by, by_roles=()):
    """The history says that there was a mark, not what it said: whoever signs reads the history too."""
    unit = row.article.publication.office
    facts = in_place_of(by, by_roles, unit) if by_roles else {}
    record(by, f"mark-{verb}", row.article, label=label, unit=unit, mark=row.pk, **facts)


def refuse_open(issue):
    """An issue is passed when nothing asked about it is left open, or each is let pass by name (waive)."""
    rows = list(Mark.objects.open().standing_in(issue).select_related("article"))
    if rows:
        named = "；".join(f"《{row.article}》{row}" for row in rows[:NAMED])
        more = " 等" if len(rows) > NAMED else ""
        raise Refused(
            f"还有 {len(rows)} 处批注没有处理：{named}{more}。请退回编辑处理，或在“批注”中逐条看过后放行。"
        )


def title_mark(article, *, by, reason):
    """What a checker says about a whole article stands at its title."""
    passage = article.title[: Mark._meta.get_field("passage").max_length]
    return mark(article, by=by, passage=passage, note=reason, line=TITLE)
