"""A province, a city, a county and two townships in one installation; each office with its people and bulletin."""

from types import SimpleNamespace

from accounts.roles import Level, Role
from bulletins.actions import upward, upward_sending
from submissions.actions import move
from submissions.models import Submission
from tests.bulletins.conftest import Office
from tests.factories import OfficeFactory, PublicationFactory, SubmissionFactory, UnitFactory, UserFactory


def an_office(name, level, parent=None):
    unit = OfficeFactory(name=f"{name}总工会", level=level, parent=parent)
    town = UnitFactory(parent=unit, name=f"{name}直属工会")
    desk = [
        UserFactory(home=unit, role=role, name=f"{name}{Role(role).label}")
        for role in (Role.EDITOR, Role.CHECKER, Role.APPROVER, Role.LEADER)
    ]
    hands = [UserFactory(home=town, role=role) for role in (Role.REVIEWER, Role.INFORMANT)]
    publication = PublicationFactory(office=unit, name=f"{name}工运", level=level)
    return Office(unit, town, publication, *desk, *hands)


def build():
    province = an_office("江省", Level.PROVINCE)
    city = an_office("云湖市", Level.CITY, province.unit)
    county = an_office("清波县", Level.COUNTY, city.unit)
    other = UnitFactory(parent=county.unit, name="柳林镇工会")
    neighbour = UserFactory(home=other, role=Role.INFORMANT)
    return SimpleNamespace(province=province, city=city, county=county, other=other, neighbour=neighbour)


def from_other(house, **fields):
    """An accepted item of the county's second township."""
    return SubmissionFactory(**{"author": house.neighbour, "state": "accepted"} | fields)


def drafted(office, to=None, *items, **fields):
    article = fields.pop("article", None) or office.article(*items, ready=True)
    return upward.draft(article, by=office.editor, to=to.unit if to else None, **fields)


def signed(office, to=None, *items, **fields):
    report = upward.move(drafted(office, to, *items, **fields), "submit", by=office.editor)
    return upward_sending.sign(report, by=office.approver, reviewed=True)


def sent(office, to=None, *items, **fields):
    """An article of these items, signed and sent up to an office or outside."""
    way = {} if to else {"channel": "机要交换", "receipt": "收2026-18"}
    place = {} if to else {"recipient": "省报内参部"}
    return upward_sending.send(signed(office, to, *items, **place, **fields), by=office.editor, **way)


def accepted(report, office):
    """The office above takes the item on."""
    item = Submission.objects.get(pk=report.submission_id)
    return move(item, "accept", by=office.editor)


def printed(report, office, **fields):
    """…and prints it."""
    return office.signed(office.article(accepted(report, office), ready=True, **fields))


def facts(adoption):
    return (adoption.office, adoption.unit, adoption.submission, adoption.publication, adoption.issue)


def again(report):
    return type(report).objects.get(pk=report.pk)


def stage(report):
    return again(report).stage
