"""Builds the demo office at a chosen stage: founds it, then lets a year of stories happen in the order of time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from random import Random
from time import perf_counter

import time_machine
from django.db import transaction

from accounts.actions.posts import enter_post
from accounts.roles import Role
from bulletins.models import Adoption, Issue
from infohub.demo.aftermath import Aftermath
from infohub.demo.assessing import Assessing
from infohub.demo.calling import Calling
from infohub.demo.changes import filed
from infohub.demo.corpus import items, month_after
from infohub.demo.diary import Diary, Story
from infohub.demo.editing import Editing
from infohub.demo.emergencies import Emergencies
from infohub.demo.filing import UNSENT, Filing
from infohub.demo.founding import Founder, House
from infohub.demo.office import InstructionSpec, UnitSpec, office, read
from infohub.demo.plan import (
    ISSUES_A_YEAR,
    ArticlePlan,
    YearPlan,
    article_plans,
    decorated,
    first_issue,
    plan_year,
    single_plan,
)
from infohub.demo.press import Press
from infohub.demo.specs import ItemSpec
from infohub.demo.timetable import Timetable, timetable
from infohub.demo.workdays import DAY, at, minutes, workday_after, workday_before, works
from scoring.bookcase import months_from, preceding
from submissions.models import Submission

STAGES = ("empty", "filed", "compiling", "signed", "closed")
WHOLE_YEAR = ("signed", "closed")
SMALL_UNITS = ("nanjiang", "jiangzhou", "yunhu", "wanghu", "wutong", "kaifaqu")
COUNT, SMALL_COUNT = 1000, 420  # items of all units, of which a small demo keeps those of three
RECENT = 21  # days: what "this month" goes back to when the month is young
INSTRUCTIONS_A_YEAR = 25
DROPPED = 4


class Build:
    """One order: which stage, from which seed, up to which moment, whole or small."""

    def __init__(self, stage: str, *, seed: int, until: datetime, small: bool, say: Callable[[str], None]):
        self.stage, self.seed, self.until, self.small, self.say = stage, seed, until, small, say
        self.today = until.date()
        self.months = 2 if small else 12
        self.started = perf_counter()
        self.words = read("desk")

    def run(self) -> None:
        self.house = self.found()
        self.tell("单位、人员、岗位、刊物、考核办法")
        if self.stage != "empty":
            self.live()

    def tell(self, what: str) -> None:
        self.say(f"{what}　{perf_counter() - self.started:.1f} 秒")

    @property
    def first_day(self) -> date:
        """When the system was taken into use: a year ago, or lately where there is little to show yet."""
        if self.stage in WHOLE_YEAR:
            return month_after(self.today.replace(day=1), -self.months)
        return self.recent.replace(day=1)

    @property
    def recent(self) -> date:
        return min(self.today.replace(day=1), self.today - RECENT * DAY)

    @property
    def founded(self) -> datetime:
        return at(workday_before(self.first_day - 4 * DAY), 9)

    @property
    def units(self) -> list[UnitSpec]:
        return [unit for unit in office().units if not self.small or unit.key in SMALL_UNITS]

    def found(self) -> House:
        with time_machine.travel(self.founded, tick=False), transaction.atomic():
            return Founder(office(), self.units, Random(f"founding-{self.seed}")).found(self.first_day)

    def specs(self) -> list[ItemSpec]:
        """The items of the stage: a whole year's, or only those of the last weeks, less far on their way."""
        first = month_after(self.today.replace(day=1), -self.months)
        number = SMALL_COUNT if self.small else COUNT
        written = items(self.seed, first, self.months, count=number, until=self.today)
        kept = {unit.key for unit in self.units}
        written = [spec for spec in written if spec.unit in kept]
        written = with_work_for_all(written)
        if self.stage in WHOLE_YEAR:
            return written
        lately = [spec for spec in written if spec.filed_at.date() >= self.recent]
        return [replace(spec, fate=self.early_fate(spec), composite="") for spec in lately]

    def early_fate(self, spec: ItemSpec) -> str:
        if spec.fate in UNSENT:
            return spec.fate
        read_already = self.stage == "compiling" and (self.today - spec.filed_at.date()).days > RECENT // 3
        return spec.fate.replace("return_then_", "").replace("adopt", "accept") if read_already else "waiting"

    def live(self) -> None:
        """Every story is begun here; the diary tells them."""
        specs = self.specs()
        times = {spec.key: timetable(spec, Random(f"time-{self.seed}-{spec.key}")) for spec in specs}
        self.diary = Diary(self.founded.replace(hour=18), self.until)
        self.calling = Calling(self.house, self.seed)
        self.filing = Filing(self.house, self.words, self.seed, self.calling)
        self.editing = Editing(self.house, self.filing, self.seed)
        self.aftermath = Aftermath(self.house, self.diary, self.filing, self.editing, self.words, self.seed)
        plan = self.plan(specs, times)
        self.follow_requests(specs, times)
        self.follow_items(specs, times, plan)
        self.follow_issues(plan)
        if self.stage in WHOLE_YEAR:
            self.follow_dropped(specs, times, plan)
            self.follow_aftermath(specs)
        self.diary.tell(self.report)

    def plan(self, specs: list[ItemSpec], times: dict[str, Timetable]) -> YearPlan:
        """Which articles and issues there will be."""
        if self.stage == "filed":
            return YearPlan([], [])
        spare = [single_plan(spec, times) for spec in specs if spec.fate == "accept"]
        spare.sort(key=lambda plan: plan.ready)
        if self.stage == "compiling":
            return first_issue(spare, self.today)
        wanted, rng = article_plans(specs, times), Random(f"plan-{self.seed}")
        issues = max(3, len(wanted) // 3) if self.small else ISSUES_A_YEAR
        plan = plan_year(rng, wanted, spare, self.today, issues)
        return YearPlan(decorated(rng, plan.issues, self.words), plan.desk)

    def follow_requests(self, specs: list[ItemSpec], times: dict[str, Timetable]) -> None:
        """What the office asked for, and what nobody could plan."""
        self.diary.follow(self.calling.monthly(self.first_day, self.today))
        for story in self.calling.commissioned(specs, times):
            self.diary.follow(story)
        self.diary.follow(self.calling.still_open(self.today))
        writing = self.calling.writing_units()
        self.diary.follow(filed(self.house, [writing[0], writing[-1]], self.today))
        for story in Emergencies(self.house, self.units, self.seed).stories(self.first_day, self.today):
            self.diary.follow(story)

    def follow_items(self, specs: list[ItemSpec], times: dict[str, Timetable], plan: YearPlan) -> None:
        for spec in specs:
            self.diary.follow(self.filing.road(spec, times[spec.key], planned=spec.key in plan.items))

    def follow_issues(self, plan: YearPlan) -> None:
        press = Press(self.house, self.diary, self.editing, self.words, self.seed)
        for issue in plan.issues:
            press.publish(issue, self.aftermath.signed)
        for number, article in enumerate(plan.desk):
            start = max(at(workday_before(self.today), 14, 10 * number % 60), article.ready + minutes(10))
            self.diary.follow(self.editing.story(article, start, ends="write" if number else "finish"))
        signed = [a for issue in plan.issues if issue.ends == "signed" for a in issue.articles]
        number = min(INSTRUCTIONS_A_YEAR, len(signed) // 4)
        self.aftermath.instructions = instructions(Random(f"leaders-{self.seed}"), signed, number)

    def follow_dropped(self, specs: list[ItemSpec], times: dict[str, Timetable], plan: YearPlan) -> None:
        """A few articles are begun of items nobody needs in the end."""
        idle = [spec for spec in specs if spec.fate == "accept" and spec.key not in plan.items]
        for spec in Random(f"dropped-{self.seed}").sample(idle, min(DROPPED, len(idle))):
            article = single_plan(spec, times)
            start = at(workday_after(article.ready.date()), 10)
            self.diary.follow(self.editing.story(article, start, ends="drop"))

    def follow_aftermath(self, specs: list[ItemSpec]) -> None:
        for spec in specs:
            for higher in spec.higher:
                self.diary.follow(self.aftermath.taken_up(spec, higher))
        self.follow_mistake(specs)
        span = [self.first_day + DAY * n for n in range((self.today - self.first_day).days + 1)]
        self.diary.follow(self.aftermath.notices_read([day for day in span if works(day)]))
        self.diary.follow(self.new_post())
        if self.stage == "closed":
            months = months_from(self.first_day, preceding(self.today.replace(day=1)))
            self.diary.follow(self.aftermath.closed(months, self.until))
            Assessing(self.house, self.diary, self.seed).follow(months, self.until)

    def follow_mistake(self, specs: list[ItemSpec]) -> None:
        """One adoption will be registered by mistake, of an item used about the middle of the time."""
        used = [spec for spec in specs if spec.fate == "adopt" and not spec.higher]
        for spec in used[len(used) // 2 :][:1]:
            ends = [month_after(spec.filed_at.date(), 2), self.today.replace(day=1)]
            on = workday_before(min(ends) - 2 * DAY)
            self.diary.follow(self.aftermath.taken_back(spec, max(on, spec.filed_at.date())))

    def new_post(self) -> Story:
        """Entered yesterday: the security administrator finds a post that waits for the grant."""
        yield at(workday_before(self.today), 16)
        unit = self.house.units[self.units[-1].key]
        helper = self.house.informants("wanghu")[-1]
        keeper = self.house.holding(Role.SYSADMIN)[0]
        enter_post(by=keeper, user=helper, role=Role.INFORMANT, unit=unit, kind="invited")

    def report(self, last: datetime) -> None:
        """One line a month."""
        first, today = last.date().replace(day=1), last.date()
        filed = Submission.objects.filter(office=self.house.office).filed_between(first, today).count()
        adopted = Adoption.objects.standing().between(first, today).count()
        signed = Issue.objects.signed().filter(date__range=(first, today)).count()
        self.tell(f"{today.year}年{today.month:2}月　报送 {filed:3}　采用 {adopted:3}　签发 {signed:2} 期")


def with_work_for_all(specs: list[ItemSpec]) -> list[ItemSpec]:
    """Whatever the corpus drew, a draft, an unsigned and an unread item are among the newest."""
    result, free = (
        list(specs),
        [place for place, spec in enumerate(specs) if spec.fate in ("waiting", "hold")],
    )
    for fate in ("draft", "review", "waiting"):
        if free and fate not in {spec.fate for spec in result[-20:]}:
            place = free.pop()
            result[place] = replace(result[place], fate=fate)
    return result


def instructions(rng: Random, signed: list[ArticlePlan], count: int) -> dict[str, InstructionSpec]:
    """What leaders will write, on articles it fits; no sentence is used again before all were."""
    found: dict[str, InstructionSpec] = {}
    used: dict[str, int] = {}
    for article in rng.sample(signed, len(signed)):
        fitting = [spec for spec in office().instructions if suits(spec, article)]
        if fitting and len(found) < count:
            spec = min(fitting, key=lambda spec: (used.get(spec.text, 0), not spec.topics))
            used[spec.text] = used.get(spec.text, 0) + 1
            found[article.key] = spec
    return found


def suits(spec: InstructionSpec, article: ArticlePlan) -> bool:
    return article.members[0].kind in spec.kinds and (not spec.topics or article.topic in spec.topics)
