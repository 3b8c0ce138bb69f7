"""The stories of the issues: compiled, checked, signed by three people; sometimes not at the first go."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from random import Random

from accounts.models import User
from accounts.roles import Role
from bulletins.actions import articles, issues, signing
from bulletins.models import Issue
from infohub.demo.diary import Diary, Story
from infohub.demo.editing import Editing
from infohub.demo.founding import House
from infohub.demo.plan import ArticlePlan, IssuePlan
from infohub.demo.workdays import at, minutes, workday_after, workday_before

After = Callable[[IssuePlan, Issue], None]


class Press:
    """Knows the three hands, and lets each issue go its way."""

    def __init__(self, house: House, diary: Diary, editing: Editing, words: dict, seed: int):
        self.house, self.diary, self.editing, self.words, self.seed = house, diary, editing, words, seed
        self.editors = house.holding(Role.EDITOR)
        self.checkers = house.holding(Role.CHECKER)
        self.approvers = house.holding(Role.APPROVER)

    def publish(self, plan: IssuePlan, after: After) -> None:
        """First its articles, then the issue; `after` hears of the issue once it has its number."""
        rng = Random(f"issue-{self.seed}-{plan.articles[0].key}")
        starts = [self.start_of(rng, article, plan) for article in plan.articles]
        for article, start in zip(plan.articles, starts, strict=True):
            mistake = plan.mishap == "unmerge" and article is plan.articles[0]
            story = self.editing.story(article, start, publication=plan.publication, mistake=mistake)
            self.diary.follow(story)
        opened = max(at(plan.compiled, 13, rng.randint(35, 59)), max(starts) + minutes(100))
        self.diary.follow(self.issue(rng, plan, opened, after), alone=True)

    def start_of(self, rng: Random, article: ArticlePlan, plan: IssuePlan) -> datetime:
        """When its editor takes an article up: the morning of compiling, or the day before."""
        before = workday_before(plan.compiled)
        early = article.ready.date() < before and rng.random() < 0.4
        return max(at(before if early else plan.compiled, 9, rng.randrange(60)), article.ready + minutes(10))

    def issue(self, rng: Random, plan: IssuePlan, opened: datetime, after: After) -> Story:
        """An issue's way from the empty page to its number."""
        yield opened
        editor, checker, approver = map(rng.choice, (self.editors, self.checkers, self.approvers))
        issue = self.compile(plan, editor)
        if plan.ends == "compiling":
            return
        yield opened + minutes(rng.randint(40, 100))
        issue = issues.move(issue, "submit", by=editor, base=issue.version)
        if plan.ends == "checking":
            return
        yield from self.signed(rng, plan, issue, (checker, approver), workday_after(opened.date()), after)

    def signed(
        self, rng: Random, plan: IssuePlan, issue: Issue, hands: tuple[User, User], day: date, after: After
    ) -> Story:
        """The next working day: checked in the morning, signed in the afternoon."""
        checker, approver = hands
        if plan.mishap == "send-back":
            issue = yield from self.mended(rng, plan, issue, checker, at(day, 8, rng.randint(35, 50)))
        yield at(day, 10, rng.randrange(30))
        issue = issues.move(issue, "check", by=checker, base=issue.version)
        if plan.ends == "awaiting":
            return
        if plan.mishap == "refuse":
            issue = yield from self.mended(rng, plan, issue, approver, at(day, 10, rng.randint(40, 59)))
            yield at(day, 14, rng.randrange(30))
            issue = issues.move(issue, "check", by=checker, base=issue.version)
        yield at(day, 14, 30) + minutes(rng.randrange(150))
        issue = signing.sign(issue, by=approver, base=issue.version)
        if plan.mishap == "void":
            yield from self.again(rng, plan, issue, approver, after)
        else:
            after(plan, issue)

    def compile(self, plan: IssuePlan, editor: User) -> Issue:
        """Placed as the articles came, then put in order; a tag and a note where they are wanted."""
        issue = issues.open_issue(self.house.publications[plan.publication], by=editor, series=plan.series)
        issue = issues.place(issue, *(self.editing.rows[a.key] for a in plan.articles), by=editor)
        if plan.in_order != list(plan.articles):
            order = [self.editing.rows[article.key].pk for article in plan.in_order]
            issue = issues.reorder(issue, order, by=editor, base=issue.version)
        if plan.tag or plan.note:
            around = {"tag": plan.tag, "note": plan.note, "shows_contents": bool(plan.tag)}
            issue = issues.describe(issue, by=editor, base=issue.version, **around)
        return issue

    def mended(self, rng: Random, plan: IssuePlan, issue: Issue, by: User, when: datetime) -> Story:
        """Sent back with a reason, mended by its editor and submitted once more."""
        complaint = rng.choice(self.words[plan.mishap])
        yield when
        issue = issues.move(issue, plan.mishap, by=by, reason=complaint["words"], base=issue.version)
        yield when + minutes(25)
        getattr(self, complaint["mend"])(issue)
        issue.refresh_from_db()
        yield when + minutes(35)
        return issues.move(issue, "submit", by=issue.editor, base=issue.version)

    def swap(self, issue: Issue) -> None:
        """The first two change places."""
        first, second, *rest = issue.placements.values_list("article", flat=True)
        issues.reorder(issue, [second, first, *rest], by=issue.editor, base=issue.version)

    def cut(self, issue: Issue) -> None:
        """The second article loses its last paragraph, if it has one to lose."""
        article = issue.ordered()[1].article
        kept = article.body.rpartition("\n")[0] or article.body
        articles.write(
            article,
            by=issue.editor,
            base=article.version,
            title=article.title,
            body=kept,
            byline=article.byline,
            use=article.use,
        )

    def again(self, rng: Random, plan: IssuePlan, issue: Issue, approver: User, after: After) -> Story:
        """Declared void the next morning and made anew: the old number stays empty for ever."""
        day = workday_after(issue.date)
        yield at(day, 9, rng.randrange(10, 50))
        signing.void(issue, by=approver, reason=self.words["void"], base=issue.version)
        yield from self.issue(rng, replace(plan, mishap=""), at(day, 10, rng.randrange(30)), after)
