"""Keeping the lists of readers: the standing one of a publication, and what is added for one issue."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.events import record
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions.distribution import give
from bulletins.distribution import Audience, scope_of
from bulletins.models import Issue, Publication, ReaderList, Readership, Scope
from bulletins.states import IN_WORK, IssueState

KEEPERS = (Role.EDITOR, Role.APPROVER)
NOBODY_LEFT = "名单是空的，仅限名单的刊物就没有读者了。请先列入读者，或先改为“本单位及下属单位全体”。"


def held(publication, by):
    """Lock the publication: two people do not change its list at once."""
    publication = Publication.objects.select_for_update(of=("self",), no_key=True).get(pk=publication.pk)
    if publication.office is None or not by.holds_any(KEEPERS, publication.office):
        raise NotYours("阅读范围由本刊编发单位的责任编辑或核签设置。")
    return publication


def held_issue(issue):
    """Before its publication, as the signature takes them."""
    return Issue.objects.select_for_update(of=("self",)).select_related("publication").get(pk=issue.pk)


@transaction.atomic
def add(publication, *, by, **reader):
    """Put a unit, a post or a person on the standing list."""
    publication = held(publication, by)
    line = kept(Readership(publication=publication, added_by=by, **reader))
    record(by, "add-readers", publication, label="列入读者", unit=publication.office, note=str(line))
    return line


@transaction.atomic
def add_for(issue, *, by, **reader):
    """本期增发: for one issue; one that is signed already is given to them at once."""
    issue = held_issue(issue)
    publication = held(issue.publication, by)
    if issue.state not in (*IN_WORK, IssueState.SIGNED):
        raise Refused(f"本期现为“{issue.get_state_display()}”，不能增发。")
    line = kept(Readership(publication=publication, issue=issue, added_by=by, **reader))
    record(by, "add-for-issue", issue, label="本期增发", unit=publication.office, note=str(line))
    if issue.state == IssueState.SIGNED:
        give(issue, Audience(publication, [line], area=False), "add-readers", "增发", by)
    return line


def kept(line):
    try:
        line.full_clean()
    except ValidationError as problem:
        raise Refused(problem.messages[0]) from None
    line.save()
    return line


@transaction.atomic
def remove(line, *, by):
    """Take a line off a list; what was given by it stays given."""
    issue = held_issue(line.issue) if line.issue else None
    publication = held(line.publication, by)
    if issue and issue.state not in IN_WORK:
        raise Refused("本期已签发并按此增发，不能再撤销；确有必要请作废本期。")
    record(
        by,
        "remove-readers",
        issue or publication,
        label="移出读者",
        unit=publication.office,
        note=str(line),
    )
    line.delete()
    if issue is None and scope_of(publication) == Scope.LISTED and not on_list(publication):
        raise Refused(NOBODY_LEFT)


def on_list(publication):
    return Readership.objects.standing().filter(publication=publication).exists()


@transaction.atomic
def set_scope(publication, scope, *, by):
    """Open the publication to its area, or narrow it to its list; it holds for what is signed already too."""
    publication = held(publication, by)
    before, scope = scope_of(publication), Scope(scope)
    if before == scope:
        raise Refused(f"本刊的阅读范围现在就是“{scope.label}”。")
    if scope == Scope.LISTED and not on_list(publication):
        raise Refused(NOBODY_LEFT)
    ReaderList.objects.update_or_create(publication=publication, defaults={"scope": scope})
    record(
        by,
        "scope",
        publication,
        label="阅读范围",
        unit=publication.office,
        note=f"{before.label} → {scope.label}",
    )
    return scope
