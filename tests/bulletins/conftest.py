"""An office at work: the people around one bulletin."""

from dataclasses import dataclass

import pytest

from accounts.models import Unit, User
from accounts.roles import Role
from bulletins.actions import articles, issues, signing
from bulletins.models import Publication
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
