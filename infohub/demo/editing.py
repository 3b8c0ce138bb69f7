"""The stories of the articles: drafted from accepted items, merged, edited, finished."""

from datetime import datetime
from random import Random

from accounts.models import User
from accounts.roles import Role
from bulletins.actions import articles
from bulletins.models import Article, Column, Publication
from bulletins.states import Use
from infohub.demo.diary import Story
from infohub.demo.filing import Filing
from infohub.demo.founding import House
from infohub.demo.plan import REGULAR, ArticlePlan
from infohub.demo.workdays import minutes
from submissions.models import Submission
from submissions.states import State


class Editing:
    """Knows who edits; keeps the row of every article for the issue it is meant for."""

    def __init__(self, house: House, filing: Filing, seed: int):
        self.house, self.filing, self.seed = house, filing, seed
        self.rows: dict[str, Article] = {}
        self.editors = house.holding(Role.EDITOR)

    def story(
        self,
        plan: ArticlePlan,
        start: datetime,
        *,
        publication: str = REGULAR,
        mistake: bool = False,
        ends: str = "finish",
    ) -> Story:
        """From accepted items to a finished text, or to the point where it lies today."""
        rng = Random(f"article-{self.seed}-{plan.key}")
        yield start
        editor = rng.choice(self.editors)
        article = self.begin(plan, publication, editor)
        if mistake:
            yield start + minutes(12)
            article = self.merge_by_mistake(article, editor)
        yield start + minutes(rng.randint(25, 65))
        self.rows[plan.key] = article = self.edit(article, plan, editor)
        if ends in ("finish", "drop"):
            yield start + minutes(rng.randint(70, 90))
            self.rows[plan.key] = articles.move(article, ends, by=editor)

    def begin(self, plan: ArticlePlan, publication: str, editor: User) -> Article:
        """A composite starts from all its items at once, or grows item by item."""
        items = [self.filing.rows[spec.key] for spec in plan.members]
        carrier = self.house.publications[publication]
        if len(items) != 2:
            return articles.draft(carrier, items, by=editor, use=use_of(plan))
        article = articles.draft(carrier, items[:1], by=editor)
        return articles.merge(article, items[1], by=editor)

    def merge_by_mistake(self, article: Article, editor: User) -> Article:
        """Somebody else's item gets in, and out again; the text is mended by what is written next."""
        other = Submission.objects.filter(
            office=self.house.office, state=State.ACCEPTED, taken_at=None
        ).first()
        if other is None:
            return article
        article = articles.merge(article, other, by=editor)
        return articles.unmerge(article, other, by=editor)

    def edit(self, article: Article, plan: ArticlePlan, editor: User) -> Article:
        byline = articles.byline_of([self.house.units[spec.unit].name for spec in plan.members])
        return articles.write(
            article,
            by=editor,
            base=article.version,
            title=plan.title,
            body=plan.body,
            byline=byline,
            use=use_of(plan),
            column=column_for(plan, article.publication),
        )


COLUMNS = {
    "composite": "经验交流",
    "experience": "经验交流",
    "dynamic": "基层动态",
    "model": "一线典型",
    "research": "调研参考",
    "problem": "问题与建议",
    "opinion": "职工心声",
    "urgent": "要情",
    "brief": "简讯",
}


def column_for(plan: ArticlePlan, publication: Publication) -> Column | None:
    return Column.objects.filter(publication=publication, name=COLUMNS[plan.kind]).first()


def use_of(plan: ArticlePlan) -> str:
    plain = {"composite": Use.COMPOSITE, "brief": Use.BRIEF}
    return plain.get(plan.kind, Use.FULL)
