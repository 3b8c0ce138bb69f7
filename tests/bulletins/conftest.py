"""An office at work: the people around one bulletin."""

from dataclasses import dataclass

import pytest
from django.utils import timezone

from accounts.models import Unit, User
from accounts.roles import Role
from bulletins.actions import adoptions, articles, issues, signing
from bulletins.models import Issue, Publication
from bulletins.states import IssueState, Use
from submissions.states import State
from tests.factories import OfficeFactory, PublicationFactory, SubmissionFactory, UnitFactory, UserFactory


@dataclass
class Office:
    """One office, one bulletin, one reporting unit, and a person for each post."""

    unit: Unit
    town: Unit
    publication: Publication
    editor: User
    checker: User
    approver: User
    leader: User
    reviewer: User
    informant: User

    def item(self, **fields):
        """An accepted item of the town."""
        return SubmissionFactory(**{"author": self.informant, "state": State.ACCEPTED} | fields)

    def article(self, *items, ready=False, **fields):
        made = articles.draft(self.publication, list(items) or [self.item()], by=self.editor, **fields)
        return articles.move(made, "finish", by=self.editor) if ready else made

    def issue(self, *pieces, **fields):
        """An issue in compilation with ready articles placed."""
        issue = issues.open_issue(self.publication, by=self.editor, **fields)
        return issues.place(issue, *(pieces or [self.article(ready=True)]), by=self.editor)

    def awaiting(self, *pieces, **fields):
        issue = issues.move(self.issue(*pieces, **fields), "submit", by=self.editor)
        return issues.move(issue, "check", by=self.checker)

    def signed(self, *pieces, **fields):
        return signing.sign(self.awaiting(*pieces, **fields), by=self.approver)


def open_office(**fields):
    unit = OfficeFactory()
    town = UnitFactory(parent=unit)
    return Office(
        unit,
        town,
        PublicationFactory(office=unit, **fields),
        *(
            UserFactory(home=unit, role=role)
            for role in (Role.EDITOR, Role.CHECKER, Role.APPROVER, Role.LEADER)
        ),
        *(UserFactory(home=town, role=role) for role in (Role.REVIEWER, Role.INFORMANT)),
    )


def texts(article):
    article.refresh_from_db()
    return article.title, article.byline, article.body


def item_of(town):
    return SubmissionFactory(author=UserFactory(home=town, role=Role.INFORMANT), state=State.ACCEPTED)


def words(**changes):
    return {"title": "新题", "byline": "署名", "body": "新文。", "use": Use.FULL} | changes


def in_state(office, state):
    """An issue that came to the state by its own road."""
    if state in (IssueState.SIGNED, IssueState.VOID):
        issue = office.signed()
        if state == IssueState.VOID:
            signing.void(issue, by=office.approver, reason="印错")
    else:
        issue = office.issue()
        Issue.objects.filter(pk=issue.pk).update(state=state, checker=office.checker)
    issue.refresh_from_db()
    return issue


def titles(issue):
    return [place.article.title for place in issue.ordered()]


def three(office):
    return [office.article(title=title, ready=True) for title in ("甲", "乙", "丙")]


@pytest.fixture
def office(db):
    return open_office()


@pytest.fixture
def elsewhere(db):
    """Another office, whose things must stay out of sight."""
    return open_office(name="别处信息")


@pytest.fixture
def as_user(client):
    """The client, logged in as somebody."""

    def log_in(user):
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def carrier(db):
    return PublicationFactory(office=None, name="市工会信息", level="city")


def register(office, carrier, item=None, **fields):
    facts = {"use": "full", "on": timezone.localdate(), "evidence": "第8期"} | fields
    return adoptions.register(item or office.item(), carrier, by=fields.pop("by", office.editor), **facts)
