"""What follows an adoption: carriers above, leaders' words, notices read, months closed; and one thing taken back."""

from datetime import date, datetime
from random import Random

from accounts.actions.notices import read
from accounts.models import Notice
from accounts.roles import Role
from bulletins.actions import adoptions, instructions
from bulletins.models import Issue, UpwardReport
from infohub.demo.circulation import Circulation
from infohub.demo.diary import Diary, Story
from infohub.demo.editing import Editing
from infohub.demo.filing import Filing
from infohub.demo.founding import House
from infohub.demo.office import InstructionSpec
from infohub.demo.plan import ArticlePlan, IssuePlan
from infohub.demo.raising import Raising
from infohub.demo.specs import Higher, ItemSpec
from infohub.demo.workdays import DAY, at, desk_time, workday_after, workday_from
from scoring import actions as scoring
from scoring.bookcase import following

WRONG_CARRIER = "nanjiang-gongyun"


class Aftermath:
    """The year's slower stories."""

    def __init__(self, house: House, diary: Diary, filing: Filing, editing: Editing, words: dict, seed: int):
        self.house, self.diary, self.filing, self.editing = house, diary, filing, editing
        self.words, self.seed = words, seed
        self.instructions: dict[str, InstructionSpec] = {}
        self.editors = house.holding(Role.EDITOR)
        self.leaders = house.holding(Role.LEADER)
        self.scorer = house.holding(Role.SCORER)[0]
        self.circulation = Circulation(house, diary, words, seed)
        self.raising = Raising(house, diary, words, seed)
        self.instructed_so_far = 0

    def taken_up(self, spec: ItemSpec, higher: Higher) -> Story:
        """A carrier above used an item; the office hears of it days or weeks later."""
        rng = Random(f"higher-{self.seed}-{spec.key}-{higher.carrier}")
        yield desk_time(rng, workday_after(higher.date, rng.choice((1, 2, 3, 5, 8, 12, 16))))
        if not self.raised_there(spec, higher):
            self.register(rng, spec, higher)

    def raised_there(self, spec: ItemSpec, higher: Higher) -> bool:
        """Sent up inside the house, its use above comes back by itself and nobody registers it."""
        office = self.house.publications[higher.carrier].office_id
        reports = UpwardReport.objects.made_of(self.filing.rows[spec.key]).above()
        return office is not None and reports.filter(to=office).exists()

    def register(self, rng: Random, spec: ItemSpec, higher: Higher):
        return adoptions.register(
            self.filing.rows[spec.key],
            self.house.publications[higher.carrier],
            by=rng.choice(self.editors),
            use=higher.use,
            on=higher.date,
            evidence=higher.evidence,
        )

    def taken_back(self, spec: ItemSpec, on: date) -> Story:
        """Registered by mistake at the end of a month, found out after that month was closed."""
        rng = Random(f"mistake-{self.seed}")
        name = self.house.publications[WRONG_CARRIER].name
        wrong = Higher(WRONG_CARRIER, "brief", on, f"《{name}》{on.year}年第{on.month * 3}期第4条")
        yield desk_time(rng, workday_after(on))
        adoption = self.register(rng, spec, wrong)
        yield desk_time(rng, workday_from(following(on.replace(day=1)) + 10 * DAY))
        adoptions.revoke(adoption, by=rng.choice(self.editors), reason=self.words["revoke"])

    def signed(self, plan: IssuePlan, issue: Issue) -> None:
        """It is read, leaders write on some articles, a few go up to the city."""
        self.circulation.signed(issue)
        self.raising.signed(issue, [self.editing.rows[article.key] for article in plan.articles])
        for article in plan.articles:
            if article.key in self.instructions:
                self.diary.follow(self.instructed(article, issue))

    def instructed(self, plan: ArticlePlan, issue: Issue) -> Story:
        """Written by the leader of the house, or copied in by an editor for one outside."""
        rng = Random(f"instruction-{self.seed}-{plan.key}")
        yield desk_time(rng, workday_after(issue.date, rng.randint(1, 4)))
        outside = rng.choice(self.words["leader"])
        own = rng.random() < 0.6
        instruction = instructions.instruct(
            by=rng.choice(self.leaders if own else self.editors),
            text=self.instructions[plan.key].text,
            level="county" if own else outside["level"],
            leader="" if own else outside["name"],
            issue=issue,
            article=self.editing.rows[plan.key],
        )
        self.instructed_so_far += 1
        if self.instructed_so_far % 3 == 1:
            self.diary.follow(self.circulation.followed_up(instruction, self.instructed_so_far))

    def notices_read(self, days: list[date]) -> Story:
        """People read what they were told, some two days later."""
        for day in days:
            yield at(day, 8, 20)
            read(Notice.objects.filter(at__lt=at(day, 8) - 2 * DAY))

    def closed(self, months: list[date], until: datetime) -> Story:
        """The scorer closes each month on about the fifth of the next."""
        for month in months:
            day = workday_from(following(month) + 4 * DAY)
            yield min(at(day, 10, 20), until)
            scoring.close_month(self.house.office, month, by=self.scorer)
