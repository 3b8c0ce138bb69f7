"""Which articles the office makes of a year's items, and which issues of those. No database."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from random import Random

from infohub.demo.corpus import composites, edited
from infohub.demo.specs import CompositeSpec, ItemSpec
from infohub.demo.timetable import Timetable
from infohub.demo.topics import topic_named
from infohub.demo.workdays import workday_after, workday_before

REGULAR, REPORT = "yunhu-xinxi", "yunhu-zhuanbao"  # the bulletin, and the one for single grave matters
GRAVE = ("urgent", "problem", "research")
ORDER = ("composite", "experience", "dynamic", "model", "research", "problem", "opinion", "urgent", "brief")
ISSUES_A_YEAR, REPORTS_A_YEAR = 61, 7  # 海淀工会信息 had 61 issues in 2013 (domain §1)
ARTICLES_AN_ISSUE = 3.3
IN_WORK = {"awaiting": 3, "checking": 2, "compiling": 3}  # articles of the issues in work
IN_HAND = sum(IN_WORK.values()) + 3  # and some that stand in no issue yet


@dataclass(frozen=True)
class ArticlePlan:
    """What the office will make of one item, or of several."""

    title: str
    body: str
    members: tuple[ItemSpec, ...]
    ready: datetime

    @property
    def key(self) -> str:
        return self.members[0].key

    @property
    def kind(self) -> str:
        return "composite" if len(self.members) > 1 else self.members[0].kind

    @property
    def topic(self) -> str:
        return self.members[0].topic

    @property
    def signable(self) -> date:
        """Compiled on the next working day, signed on the one after."""
        return workday_after(self.ready.date(), 2)


@dataclass(frozen=True)
class IssuePlan:
    """One number: its articles, the day it is compiled, how far it gets, and what goes wrong on the way."""

    articles: tuple[ArticlePlan, ...]
    compiled: date
    publication: str = REGULAR
    series: str = "regular"
    tag: str = ""
    note: str = ""
    mishap: str = ""
    ends: str = "signed"

    @property
    def in_order(self) -> list[ArticlePlan]:
        """What the reader should see first stands first."""
        return sorted(self.articles, key=lambda plan: ORDER.index(plan.kind))


@dataclass(frozen=True)
class YearPlan:
    """Every issue in the order of compiling, and the articles that wait on the desk."""

    issues: list[IssuePlan]
    desk: list[ArticlePlan]

    @cached_property
    def items(self) -> set[str]:
        """The items that are wanted for an article."""
        articles = [*(article for issue in self.issues for article in issue.articles), *self.desk]
        return {member.key for article in articles for member in article.members}


def first_issue(spare: list[ArticlePlan], today: date) -> YearPlan:
    """Where the very first issue has just been begun."""
    yesterday = workday_before(today)
    ready = [plan for plan in spare if plan.ready.date() < yesterday]
    run = tuple(ready[: IN_WORK["compiling"]])
    issues = [IssuePlan(run, yesterday, ends="compiling")] if run else []
    return YearPlan(issues, ready[len(run) : len(run) + 3])


def article_plans(specs: Iterable[ItemSpec], times: dict[str, Timetable]) -> list[ArticlePlan]:
    """Articles of everything the corpus wants used, as their items become ready."""
    by_key = {spec.key: spec for spec in specs}
    merged = [plan for plan in composites(by_key.values()) if len(plan.members) > 1]
    inside = {key for composite in merged for key in composite.members}
    single = [spec for spec in by_key.values() if "adopt" in spec.fate and spec.key not in inside]
    plans = [single_plan(spec, times) for spec in single] + [merged_plan(c, by_key, times) for c in merged]
    return sorted(plans, key=lambda plan: plan.ready)


def single_plan(spec: ItemSpec, times: dict[str, Timetable]) -> ArticlePlan:
    title, body = edited(spec)
    return ArticlePlan(title, body, (spec,), times[spec.key].accepted)


def merged_plan(
    composite: CompositeSpec, by_key: dict[str, ItemSpec], times: dict[str, Timetable]
) -> ArticlePlan:
    members = tuple(by_key[key] for key in composite.members)
    ready = max(times[key].accepted for key in composite.members)
    return ArticlePlan(composite.title, composite.body, members, ready)


def plan_year(
    rng: Random, wanted: list[ArticlePlan], spare: list[ArticlePlan], today: date, issues: int
) -> YearPlan:
    """Signed issues of the older articles; the newest, and spare ones, make the issues in work."""
    soon = workday_before(workday_before(workday_before(today)))
    fresh = [plan for plan in spare if plan.ready.date() < soon][-IN_HAND:]
    late = sum(plan.signable >= today for plan in wanted)
    kept = max(IN_HAND - len(fresh), late)
    used, fresh = wanted[: len(wanted) - kept], [*wanted[len(wanted) - kept :], *fresh]
    fresh = sorted(fresh, key=lambda plan: plan.ready)
    return YearPlan(signed_issues(rng, used, today, issues) + in_work(fresh, today), fresh[IN_HAND - 3 :])


def signed_issues(rng: Random, used: list[ArticlePlan], today: date, count: int) -> list[IssuePlan]:
    """Exactly so many issues in the last twelve months; what is older makes issues of its own."""
    older = [plan for plan in used if plan.signable <= year_before(today)]
    newer = used[len(older) :]
    first = compose(rng, older, max(1, round(len(older) / ARTICLES_AN_ISSUE))) if older else []
    return first + compose(rng, newer, min(count, len(newer)))


def year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def compose(rng: Random, articles: list[ArticlePlan], count: int) -> list[IssuePlan]:
    """`count` issues of consecutive articles; some grave matters make a report of their own."""
    grave = [plan for plan in articles if plan.kind in GRAVE]
    alone = rng.sample(grave, min(count * REPORTS_A_YEAR // ISSUES_A_YEAR, len(grave)))
    rest = [plan for plan in articles if plan not in alone]
    issues = [issue_of((plan,), publication=REPORT) for plan in alone]
    issues += [issue_of(run) for run in runs(rng, rest, count - len(alone))]
    return sorted(issues, key=lambda issue: issue.compiled)


def issue_of(articles: tuple[ArticlePlan, ...], **fields: str) -> IssuePlan:
    ready = max(article.ready for article in articles)
    return IssuePlan(articles, workday_after(ready.date()), **fields)


def runs(rng: Random, articles: list[ArticlePlan], count: int) -> list[tuple[ArticlePlan, ...]]:
    """The articles in order, cut into runs of uneven length, none empty."""
    cuts = sorted(rng.sample(range(1, len(articles)), count - 1))
    even = [len(articles) * place / count for place in range(1, count)]
    edges = [
        0,
        *apart([round((cut + 2 * mark) / 3) for cut, mark in zip(cuts, even, strict=True)], len(articles)),
    ]
    return [tuple(articles[a:b]) for a, b in zip(edges, [*edges[1:], len(articles)], strict=True)]


def apart(cuts: list[int], end: int) -> list[int]:
    """The same cuts moved so far that every run between them has at least one."""
    forward = []
    for cut in cuts:
        forward.append(max(cut, forward[-1] + 1 if forward else 1))
    backward = []
    for cut in reversed(forward):
        backward.append(min(cut, (backward[-1] if backward else end) - 1))
    return backward[::-1]


def in_work(fresh: list[ArticlePlan], today: date) -> list[IssuePlan]:
    """The issues in hand today: the furthest one holds the oldest articles."""
    yesterday, issues = workday_before(today), []
    days = {"awaiting": workday_before(yesterday), "checking": yesterday, "compiling": yesterday}
    for ends, size in IN_WORK.items():
        run, fresh = tuple(fresh[:size]), fresh[size:]
        issues += [IssuePlan(run, days[ends], ends=ends)] if run else []
    return issues


def decorated(rng: Random, issues: list[IssuePlan], words: dict) -> list[IssuePlan]:
    """Tags, editor's notes, a supplement, and the mishaps of a real year."""
    done = [place for place, issue in enumerate(issues) if issue.ends == "signed" and len(issue.articles) > 2]
    edge = len(done) // 8  # not at the ends of the year, so that a second signature falls into it too
    free, dressed = done[edge : len(done) - edge], list(issues)
    rng.shuffle(free)
    wishes = [{"mishap": "void"}, {"series": "supplement", **words["supplement"]}, *words["special"]]
    wishes += [{"mishap": "unmerge"}, *[{"mishap": "send-back"}] * 5, *[{"mishap": "refuse"}] * 3]
    for wish, place in zip(wishes, free, strict=False):
        dressed[place] = replace(dressed[place], **wish)
    return [with_note(rng, issue, words["notes"]) for issue in dressed]


def with_note(rng: Random, issue: IssuePlan, notes: dict[str, list[str]]) -> IssuePlan:
    first = issue.in_order[0]
    if issue.note or first.kind not in notes or rng.random() > 0.45:
        return issue
    return replace(issue, note=rng.choice(notes[first.kind]).replace("{题}", topic_named(first.topic).name))
