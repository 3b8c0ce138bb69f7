"""Changes among a unit's people in the demo's last days: filed by reviewers, decided by the office (备案)."""

from datetime import date

from accounts.actions import roster
from accounts.filing import Change
from accounts.roles import Role
from infohub.demo.diary import Story
from infohub.demo.founding import House
from infohub.demo.workdays import DAY, at, workday_before

NEWCOMERS = (
    {
        "name": "苏晓雯",
        "title": "办公室干事",
        "phone": "010-55502001",
        "reason": "原兼职信息员工作调整，增设一名信息员",
    },
    {
        "name": "祝文博",
        "title": "组宣科科员",
        "phone": "010-55502002",
        "reason": "信息量增加，增设一名信息员",
    },
)


def filed(house: House, units: list[str], today: date) -> Story:
    """Of two filings of the last days one is agreed to and waits for the administrator, one waits for the office."""
    yield at(workday_before(today) - 3 * DAY, 10, 40)
    first = newcomer(house, units[0], NEWCOMERS[0])
    yield at(workday_before(today), 9, 50)
    roster.move(first, "approve", by=house.holding(Role.EDITOR)[0])
    yield at(workday_before(today), 15, 35)
    newcomer(house, units[-1], NEWCOMERS[1])


def newcomer(house: House, unit: str, facts: dict):
    return roster.file_change(
        by=house.reviewer(unit),
        unit=house.units[unit],
        change=Change.ADD,
        role=Role.INFORMANT,
        **facts,
    )
