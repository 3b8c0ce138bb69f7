"""An office with its book, groups and carriers, and the worked month of rule set R1 as real rows."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from accounts.roles import Level, Role
from bulletins.models import Adoption
from bulletins.states import System
from scoring import actions, books
from scoring.models import Book
from submissions.models import Submission
from submissions.states import State
from tests.factories import (
    OfficeFactory,
    PublicationFactory,
    SubmissionFactory,
    UnitFactory,
    UserFactory,
)

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
NOVEMBER_5 = datetime(2026, 11, 5, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass
class Stage:
    """One office ready to count."""

    office: object
    scorer: object
    carriers: dict

    def unit(self, name, group=None, since=date(2026, 1, 1)):
        unit = UnitFactory(parent=self.office, name=name)
        if group:
            actions.place(unit, group, since=since, by=self.scorer)
        return unit

    def group(self, name, order=1):
        return actions.add_group(self.office, name=name, order=order, by=self.scorer)

    def author(self, unit):
        return UserFactory(home=unit, role=Role.INFORMANT)

    def filed(self, unit, on=date(2026, 9, 3), title="关于走访慰问的信息", author=None):
        item = SubmissionFactory(author=author or self.author(unit), state=State.SUBMITTED, title=title)
        Submission.objects.filter(pk=item.pk).update(submitted_on=on)
        return item

    def adopted(self, item, carrier, use="full", on=date(2026, 9, 10)):
        """The fact itself, as registering or signing writes it."""
        return Adoption.objects.create(
            office=self.office,
            unit=item.unit,
            person=item.author,
            submission=item,
            publication=self.carriers[carrier],
            use=use,
            on=on,
            title=item.title,
            evidence="第9期",
            registered_by=self.scorer,
        )

    def book(self, since=date(2026, 1, 1), **changes):
        """R1 with some words changed, enacted as the next version."""
        version = Book.objects.filter(office=self.office).count() + 1
        source = books.dump(replace(books.example("r1"), version=version, **changes))
        draft = actions.new_book(self.office, source, since=since, by=self.scorer)
        return actions.enact_book(draft, by=self.scorer)


def stage(book=True, **changes):
    office = OfficeFactory(name="某市总工会")
    carriers = {
        "own": carrier(office, "工运信息", Level.COUNTY, System.UNION),
        "city": carrier(None, "市工运信息", Level.CITY, System.UNION),
        "province": carrier(None, "省工运", Level.PROVINCE, System.UNION),
        "central": carrier(None, "中国工运", Level.CENTRAL, System.UNION),
        "party": carrier(None, "市委信息", Level.COUNTY, System.PARTY),
    }
    made = Stage(office, UserFactory(home=office, role=Role.SCORER), carriers)
    if book:
        made.book(**changes)
    return made


def carrier(office, name, level, system):
    return PublicationFactory(office=office, name=name, level=level, system=system)


def worked_month(stage, on=date(2026, 9, 10)):
    """R1's month: three units with five adopted items, and one that filed nothing."""
    group = stage.group("单位")
    names = {"jia": "甲镇总工会", "yi": "乙街道总工会", "bing": "丙局工会", "ding": "丁局工会"}
    units = SimpleNamespace(**{key: stage.unit(name, group) for key, name in names.items()})
    for unit, uses in WORKED:
        item = stage.filed(getattr(units, unit), on=on)
        for where, use in uses:
            stage.adopted(item, where, use, on=on)
    return units


WORKED = [
    ("jia", [("own", "full")]),
    ("jia", [("own", "full"), ("city", "full"), ("province", "brief")]),
    ("bing", [("own", "full"), ("city", "brief"), ("central", "brief")]),
    ("yi", [("own", "brief")]),
    ("yi", [("own", "full"), ("party", "full")]),
]
