"""What goes up: the district reports some pieces to the city, which prints them, returns one, leaves others lying."""

from datetime import date
from random import Random

from accounts.models import User
from accounts.roles import Role
from bulletins.actions import articles, issues, signing, upward, upward_sending
from bulletins.models import Article, Issue
from bulletins.states import ArticleState
from infohub.demo.diary import Diary, Story
from infohub.demo.founding import House
from infohub.demo.workdays import desk_time, workday_after
from submissions import actions as submissions
from submissions.models import Submission

CITY, BULLETIN = "jiangzhou", "jiangzhou-gongyun"
EVERY = 4  # issues of ours
FATES = ("print", "print", "lie", "return")
ELSEWHERE = "南江省委办公厅信息处"


class Raising:
    """Our editor prepares, our approver signs; what the city makes of it is the city's."""

    def __init__(self, house: House, diary: Diary, words: dict, seed: int):
        self.house, self.diary, self.words, self.seed = house, diary, words, seed
        self.editors, self.approvers = house.holding(Role.EDITOR), house.holding(Role.APPROVER)
        self.seen = self.raised = 0

    def signed(self, issue: Issue, printed: list[Article]) -> None:
        """Of every few issues the first piece goes up; the city is told first, others now and then too."""
        self.seen += 1
        if self.seen % EVERY == 1:
            self.diary.follow(self.raise_to_city(issue.date, printed[0], FATES[self.raised % len(FATES)]))
            self.raised += 1
        if self.seen % (3 * EVERY) == 2:
            self.diary.follow(self.raise_elsewhere(issue.date, printed[0]))

    def raise_to_city(self, day: date, article: Article, fate: str) -> Story:
        rng = Random(f"raising-{self.seed}-{article.pk}")
        yield desk_time(rng, workday_after(day))
        article = Article.objects.get(pk=article.pk)
        if article.state != ArticleState.PRINTED:
            return
        report = self.prepared(rng, article, to=self.house.units[CITY])
        yield desk_time(rng, workday_after(day, 2))
        report = self.sign(rng, report)
        report = upward_sending.send(report, by=rng.choice(self.editors))
        yield desk_time(rng, workday_after(day, 4))
        yield from self.at_the_city(
            rng, Submission.objects.get(pk=report.submission_id), fate, workday_after(day, 4)
        )
        if fate == "return":
            yield desk_time(rng, workday_after(day, 7))
            upward.move(report, "drop", by=rng.choice(self.editors))

    def raise_elsewhere(self, day: date, article: Article) -> Story:
        """Outside the house the office keeps the way and the receipt."""
        rng = Random(f"elsewhere-{self.seed}-{article.pk}")
        yield desk_time(rng, workday_after(day, 2))
        article = Article.objects.get(pk=article.pk)
        if article.state != ArticleState.PRINTED:
            return
        report = self.prepared(rng, article, recipient=ELSEWHERE)
        yield desk_time(rng, workday_after(day, 3))
        report = self.sign(rng, report)
        upward_sending.send(
            report, by=rng.choice(self.editors), channel="上级信息平台", receipt=f"回执{1000 + report.pk}"
        )

    def prepared(self, rng: Random, article: Article, **place):
        report = upward.draft(article, by=rng.choice(self.editors), **place)
        return upward.move(report, "submit", by=report.editor)

    def sign(self, rng: Random, report):
        hands = [person for person in self.approvers if not report.is_own(person)]
        return upward_sending.sign(report, by=rng.choice(hands), reviewed=True)

    def at_the_city(self, rng: Random, item: Submission, fate: str, day: date) -> Story:
        city = self.house.units[CITY]
        editor = self.house.holding(Role.EDITOR, city)[0]
        if fate == "return":
            submissions.move(item, "return", by=editor, reason=self.words["city_returned"], seen=item.seen)
        if fate != "print":
            return
        item = submissions.move(item, "accept", by=editor, seen=item.seen)
        yield desk_time(rng, workday_after(day))
        issue = self.compiled(item, editor)
        yield desk_time(rng, workday_after(day, 2))
        issue = issues.move(issue, "check", by=self.hand(Role.CHECKER), base=issue.version)
        signing.sign(issue, by=self.hand(Role.APPROVER), base=issue.version)

    def hand(self, role: Role) -> User:
        return self.house.holding(role, self.house.units[CITY])[0]

    def compiled(self, item: Submission, editor: User) -> Issue:
        """The city's own number, with our piece in it."""
        bulletin = self.house.publications[BULLETIN]
        article = articles.move(articles.draft(bulletin, [item], by=editor), "finish", by=editor)
        issue = issues.open_issue(bulletin, by=editor)
        issue = issues.place(issue, article, by=editor)
        return issues.move(issue, "submit", by=editor, base=issue.version)
