"""The demo's urgent incidents: each chain of reports, who took it in hand, and who sat at the telephone."""

from datetime import date, datetime, time, timedelta
from random import Random

from accounts.models import User
from accounts.roles import Role
from infohub.demo.diary import Story
from infohub.demo.founding import House
from infohub.demo.office import UnitSpec, read
from infohub.demo.workdays import DAY, HERE, at, minutes
from submissions.actions import urgent, urgent_duty, urgent_marks, urgent_onward, urgent_receiving
from submissions.models.urgent import Incident, UrgentReport

SHIFT_HOUR = 8  # a shift goes from eight to eight
AHEAD = 14  # days the roster is written in advance
RECEIVED = (3, 4, 6, 7)  # minutes until somebody on duty signs for a report
CONFIRMED = (15, 25, 40)  # minutes until the unit's head stands behind it
WORDS = ("scope", "trend", "measures", "requests", "cause", "outcome")


class Emergencies:
    """Tells the incidents that fall into the demo's time."""

    def __init__(self, house: House, units: list[UnitSpec], seed: int):
        self.house, self.units, self.seed = house, units, seed
        self.texts = read("urgent")
        self.editors = house.holding(Role.EDITOR)

    def stories(self, first: date, today: date) -> list[Story]:
        told = [self.roster(first, today)]
        for number, raw in enumerate(self.texts["incident"]):
            rng = Random(f"urgent-{self.seed}-{number}")
            if today - raw["day"] * DAY > first:
                told.append(self.incident(rng, raw, today - raw["day"] * DAY))
        for number, raw in enumerate(self.texts["missed"]):
            if today - raw["day"] * DAY > first:
                told.append(self.missed(Random(f"missed-{self.seed}-{number}"), raw, today))
        return told

    def roster(self, first: date, today: date) -> Story:
        """One editor a day, week after week, and two weeks ahead."""
        day, sitting = first, self.editors
        yield at(first, 9, 5)
        while day <= today + AHEAD * DAY:
            if day <= today and not (day - first).days % 7:
                yield at(day, 9, 5)
            self.shift(day, sitting[(day - first).days % len(sitting)])
            day += DAY

    def shift(self, day: date, editor: User) -> None:
        since = at(day, SHIFT_HOUR)
        urgent_duty.add_duty(
            by=self.editors[0],
            office=self.house.office,
            user=editor,
            since=since,
            until=since + DAY,
            phone=self.texts["duty"]["phone"],
        )

    def unit_for(self, rng: Random, kinds: str) -> UnitSpec:
        """A unit of the right kind that has somebody to report."""
        own = [u for u in self.units if self.house.units[u.key].office_id == self.house.office.pk]
        fitting = [u for u in own if u.kind in kinds and self.house.informants(u.key)]
        return rng.choice(fitting or [u for u in own if self.house.informants(u.key)])

    def incident(self, rng: Random, raw: dict, day: date) -> Story:
        """First report, receipt, the head's word, then what became known later."""
        unit = self.unit_for(rng, raw["kinds"])
        occurred = datetime.combine(day, time.fromisoformat(raw["at"]), HERE)
        informant = self.house.informants(unit.key)[0]
        yield occurred + minutes(raw["sent"])
        sent = self.first(raw, unit, occurred, informant)
        yield from self.taken_in_hand(rng, sent, unit)
        for more in raw.get("more", ()):
            yield occurred + minutes(more["after"])
            words = self.words_of(more, unit, day)
            sent = urgent.report(sent.incident, more["verb"], by=informant, **words)
            yield from self.taken_in_hand(rng, sent, unit)
        if raw["category"] == "labour":
            yield from self.passed_on(sent.incident)

    def first(self, raw: dict, unit: UnitSpec, occurred: datetime, informant: User) -> UrgentReport:
        """What is known in the first hour."""
        day = occurred.date()
        return urgent.report_first(
            by=informant,
            unit=self.house.units[unit.key],
            title=told(raw["title"], unit, day),
            category=raw["category"],
            grade=raw["grade"],
            place=raw["place"],
            occurred_at=occurred,
            learned_at=occurred + minutes(raw["learned"]),
            **self.words_of(raw, unit, day),
            **raw.get("numbers", {}),
        )

    def words_of(self, raw: dict, unit: UnitSpec, day: date) -> dict:
        words = {name: raw[name] for name in WORDS if name in raw}
        return words | {"event": told(raw["event"], unit, day)}

    def taken_in_hand(self, rng: Random, sent: UrgentReport, unit: UnitSpec) -> Story:
        yield sent.at + minutes(rng.choice(RECEIVED))
        urgent_receiving.acknowledge(sent, by=urgent_duty.on_duty(self.house.office)[0])
        yield sent.at + minutes(rng.choice(CONFIRMED))
        urgent_receiving.confirm(sent, by=self.house.reviewer(unit.key))

    def passed_on(self, incident: Incident) -> Story:
        """One word further up: worded by an editor, approved by another hand, then sent."""
        last = incident.reports.last()
        yield last.at + timedelta(hours=1)
        paper = urgent_onward.draft(
            incident, by=self.editors[0], title=last.title, body=f"{last.event}\n{last.outcome}"
        )
        yield last.at + timedelta(hours=2)
        paper = urgent_onward.decide(
            paper, "approve", by=self.house.holding(Role.APPROVER)[0], seen=paper.version
        )
        yield last.at + timedelta(hours=3)
        urgent_onward.register(
            paper,
            by=self.editors[0],
            recipient=self.house.units["jiangzhou"].name,
            manner="机要传真",
            at=last.at + timedelta(hours=2, minutes=40),
        )

    def missed(self, rng: Random, raw: dict, today: date) -> Story:
        """Heard of from elsewhere some days later."""
        on = today - raw["day"] * DAY
        unit = self.house.units[self.unit_for(rng, raw["kinds"]).key]
        yield at(on + 4 * DAY, 10, 30)
        urgent_marks.mark_unreported(
            by=self.editors[0], unit=unit, fault=raw["fault"], about=raw["about"], on=on, reason=raw["reason"]
        )


def told(text: str, unit: UnitSpec, day: date) -> str:
    return text.replace("{单位}", unit.known_as.removesuffix("总工会").removesuffix("工会")).replace(
        "{日}", f"{day.month}月{day.day}日"
    )
