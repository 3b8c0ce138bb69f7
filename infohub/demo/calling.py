"""What the office asks for in the demo's year: a call each month, now and then a commission; and what came of it."""

from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from infohub.demo.diary import Story
from infohub.demo.founding import House
from infohub.demo.office import read
from infohub.demo.specs import ItemSpec
from infohub.demo.timetable import Timetable
from infohub.demo.topics import topics
from infohub.demo.workdays import DAY, at, desk_time, workday_after, workday_before, workday_from
from submissions.actions import answering, calls, commissions
from submissions.calling import Span, bounds
from submissions.models import Commission, Invitation, Submission, Topic

TOPICS_A_CALL = 6
ANSWERING = 0.7  # of the items on a topic that is asked for
LEAD = 9 * DAY  # a commission is sent out this long before its first answer
WINDOW = timedelta(days=16)  # within which its answers come
ASKED = 5  # units
SPARE = 2 * DAY
LATE, DECLINED, SILENT = 1, 1, 1  # units of each commission


class Calling:
    """Knows what is asked for today, so that informants can answer it."""

    def __init__(self, house: House, seed: int):
        self.house, self.seed = house, seed
        self.words = read("calls")
        self.editors = house.holding(Role.EDITOR)
        self.open: dict[str, Topic] = {}  # the topics of this month's call by corpus key
        self.invitations: dict[str, Invitation] = {}  # by the key of the item that will answer

    def monthly(self, first: date, today: date) -> Story:
        """On the first working day of each month, the month's topics."""
        month = first.replace(day=1)
        while month <= today:
            rng = Random(f"call-{self.seed}-{month}")
            yield at(workday_from(month), 9, 30)
            self.publish(rng, month)
            month = (month + 32 * DAY).replace(day=1)

    def publish(self, rng: Random, month: date) -> None:
        since, until = bounds(Span.MONTH, month)
        keys = self.in_season(rng, month)
        call = calls.save_call(
            by=self.editors[0],
            office=self.house.office,
            topics=[self.words["topics"][key] for key in keys],
            title=f"{month.year}年{month.month}月信息报送要点",
            span=Span.MONTH,
            since=since,
            until=until,
            introduction=self.words["introduction"],
        )
        calls.move_call(call, "publish", by=self.editors[0])
        self.open = dict(zip(keys, call.topics.order_by("order"), strict=True))

    def in_season(self, rng: Random, month: date) -> list[str]:
        """Asked for is what happens in that month; the season's own subjects first."""
        middle = month + 14 * DAY
        fitting = [t for t in topics() if t.key in self.words["topics"] and t.in_season(middle)]
        rng.shuffle(fitting)
        fitting.sort(key=lambda topic: len(topic.months))
        return [topic.key for topic in fitting[:TOPICS_A_CALL]]

    def answer(self, rng: Random, spec: ItemSpec, item: Submission, author: User) -> Submission:
        """An informant begins from a topic of the month, or from the invitation."""
        topic = self.open.get(spec.topic) if rng.random() < ANSWERING else None
        if topic and topic.call.until - timezone.localdate() < SPARE:
            topic = None  # it may be over before the unit has signed
        invitation = self.invitations.get(spec.key)
        if topic or invitation:
            item = answering.link(item, by=author, topic=topic, invitation=invitation)
        return item

    def commissioned(self, specs: list[ItemSpec], times: dict[str, Timetable]) -> list[Story]:
        """One story for each commission that enough units will have something to say about."""
        stories = []
        for wanted in self.words["commission"]:
            answers = answers_to(wanted["topic"], specs, times)
            if len(answers) > 1:
                stories.append(self.commission(wanted, answers, times))
        return stories

    def commission(self, wanted: dict, answers: list[ItemSpec], times: dict[str, Timetable]) -> Story:
        """Sent out, answered by most, declined by one, by one forgotten."""
        rng = Random(f"commission-{self.seed}-{wanted['topic']}")
        begun = [times[spec.key].begun for spec in answers]
        last = max(times[spec.key].signed for spec in answers[: len(answers) - LATE])
        start = at(workday_from(min(begun).date() - LEAD), 10)
        idle = self.idle_units(rng, answers)
        yield start
        asked = self.send_out(wanted, [spec.unit for spec in answers] + idle, at(last.date() + DAY, 17))
        for spec in answers:
            self.invitations[spec.key] = asked.invitations.get(unit=self.house.units[spec.unit])
        yield desk_time(rng, workday_after(start.date(), 1))
        for spec in answers:
            commissions.reply(self.invitations[spec.key], "accept", by=self.house.people[spec.author])
        for key in idle[:DECLINED]:
            self.decline(rng, asked, key)
        yield at(workday_after(max(last, times[answers[-1].key].signed).date(), 3), 16, 40)
        commissions.move_commission(asked, "close", by=self.editors[0])

    def idle_units(self, rng: Random, answers: list[ItemSpec]) -> list[str]:
        others = sorted(set(self.writing_units()) - {spec.unit for spec in answers})
        return rng.sample(others, min(DECLINED + SILENT, len(others)))

    def writing_units(self) -> list[str]:
        """Units of the office that have somebody to write."""
        own = [key for key, unit in self.house.units.items() if unit.office_id == self.house.office.pk]
        return sorted(key for key in own if self.house.informants(key))

    def send_out(self, wanted: dict, keys: list[str], deadline: datetime) -> Commission:
        return commissions.commission(
            by=self.editors[0],
            office=self.house.office,
            units=[self.house.units[key] for key in keys],
            deadline=deadline,
            title=wanted["title"],
            requirements=wanted["requirements"],
            contact=f"{self.editors[0].name} {self.editors[0].phone}",
        )

    def decline(self, rng: Random, asked: Commission, key: str) -> None:
        invitation = asked.invitations.get(unit=self.house.units[key])
        reason = rng.choice(self.words["words"]["decline"])
        commissions.reply(invitation, "decline", by=self.house.informants(key)[0], reason=reason)

    def still_open(self, today: date) -> Story:
        """One commission of the last days: what units find when they look in."""
        rng = Random(f"open-{self.seed}")
        yield at(workday_before(today), 10, 15)
        words = self.words["words"]
        wanted = {"title": words["open_title"], "requirements": words["open_requirements"]}
        keys = self.writing_units()
        chosen = rng.sample(keys, min(ASKED, len(keys)))
        asked = self.send_out(wanted, chosen, at(workday_after(today, 5), 17))
        yield at(workday_before(today), 15, 5)
        accepting = asked.invitations.get(unit=self.house.units[chosen[0]])
        commissions.reply(accepting, "accept", by=self.house.informants(chosen[0])[0])


def answers_to(topic: str, specs: list[ItemSpec], times: dict[str, Timetable]) -> list[ItemSpec]:
    """Items on one topic by different units, close enough together to have been asked for; in order of time."""
    fitting = [s for s in specs if s.topic == topic and s.fate not in ("draft", "review")]
    fitting.sort(key=lambda spec: times[spec.key].begun)
    best: list[ItemSpec] = []
    for place, first in enumerate(fitting):
        by_unit: dict[str, ItemSpec] = {}
        for spec in fitting[place:]:
            if times[spec.key].begun - times[first.key].begun <= WINDOW:
                by_unit.setdefault(spec.unit, spec)
        if len(by_unit) > len(best):
            best = list(by_unit.values())[:ASKED]
    return sorted(best, key=lambda spec: times[spec.key].signed)
