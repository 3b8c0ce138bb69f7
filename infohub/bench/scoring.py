"""Points: what closing a year costs, what looking at an open month costs, and what trying a book costs."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Level, Role
from bulletins.models import Adoption, Publication
from infohub.bench.million import million
from infohub.bench.stage import Stage
from infohub.bench.timing import Row, page_of_rows, ratio, seconds
from scoring import actions, books
from scoring.actions import catching_up
from scoring.bookcase import Bookcase, Shelved, months_from
from scoring.ledger import bookcase_of
from scoring.standings import standing
from scoring.trying import Trial
from submissions.models import Submission

UNITS, GROUPS, FILED, ADOPTED = 70, ("镇街", "机关", "企业"), 3500, 600
BOOK = "r42"  # filings, quotas by month, rates: the most there is to reckon among the shipped books
USES = ("full", "brief", "composite")
LOOKS = 5
A_YEAR = f"{FILED} 篇来稿、{ADOPTED} 次采用、{UNITS} 个单位的一年"


class Year(Stage):
    """An office with a rule book, groups and carriers, and last year's items with what became of them."""

    def __init__(self, name, seed=1):
        today = timezone.localdate()
        self.first = today.replace(year=today.year - 1, month=1, day=1)
        super().__init__(seed, UNITS, name)
        self.scorer = self.person(f"{name}积分", self.office, Role.SCORER)
        draft = actions.new_book(self.office, books.example_text(BOOK), since=self.first, by=self.scorer)
        actions.enact_book(draft, by=self.scorer)
        self.arrange()
        self.adopt(self.rng.sample(self.fill(FILED), ADOPTED))

    @property
    def months(self):
        return months_from(self.first, self.first.replace(month=12))

    def moment(self):
        """Some time in last year."""
        begun = timezone.make_aware(datetime.combine(self.first, time.min))
        return begun + timedelta(minutes=self.rng.randrange(365 * 24 * 60))

    def arrange(self):
        groups = [
            actions.add_group(self.office, name=name, order=order, by=self.scorer)
            for order, name in enumerate(GROUPS)
        ]
        for place, unit in enumerate(self.units):
            actions.place(unit, groups[place % len(groups)], since=self.first, by=self.scorer)

    def adopt(self, items):
        carriers = [self.carrier(Level.COUNTY, self.office), self.carrier(Level.CITY, None)]
        Adoption.objects.bulk_create(self.use(item, self.rng.choice(carriers)) for item in items)

    def carrier(self, level, office):
        name = f"{self.office.name}{level.label}信息"
        code = f"bench-{self.office.pk}-{level}"
        return Publication.objects.create(code=code, name=name, level=level, office=office)

    def use(self, item, publication):
        return Adoption(
            office=self.office,
            unit_id=item.unit_id,
            person_id=item.author_id,
            submission=item,
            publication=publication,
            use=self.rng.choice(USES),
            on=item.submitted_on,
            title=item.title,
            evidence="测速",
            registered_by=self.scorer,
        )


def bench(stage, items) -> Iterator[Row]:
    """The rows of the report."""
    bare = page_of_rows(Submission.objects.visible_to(stage.editor))
    year = Year("逐月关账的总工会")
    yield Row(f"试算：{A_YEAR}用另一份办法", ratio(seconds([trial(year)] * LOOKS), bare))
    yield look(year, bare, "全年都没有关账")
    *earlier, last = year.months
    taken = [timed(lambda month=month: close(year, month)) for month in earlier]
    yield look(year, bare, "只剩十二月没有关账")
    taken.append(timed(lambda: close(year, last)))
    yield Row(f"关账：{A_YEAR}，逐月关完", f"{sum(taken):.1f} 秒")
    yield Row("关账：其中一个月", ratio(taken, bare))
    yield look(year, bare, "已关账")
    yield at_once(Year("一次关全年的总工会", seed=2), sum(taken))
    yield from million(20 * len(items))


def close(year, month):
    return actions.close_month(year.office, month, by=year.scorer)


def at_once(year, month_by_month) -> Row:
    """逐月关到上月; what this year has behind it is closed too, so the measure is by the month."""
    start = perf_counter()
    run = catching_up.ask(year.office, by=year.scorer, anyway=True)  # without a queue this is all of it
    catching_up.run(run.pk)
    taken = perf_counter() - start
    run.refresh_from_db()
    each, alone = taken / run.done, month_by_month / len(year.months)
    return Row(
        "关账：逐月关到上月", f"{run.done} 个月 {taken:.1f} 秒，每个月是单独关账的 {each / alone:.1f} 倍"
    )


def trial(year) -> Callable:
    other = Bookcase([Shelved("draft", year.first, books.example("r20"))])
    return lambda: Trial(year.office, bookcase_of(year.office), other, year.first, year.months[-1]).groups()


def look(year, bare, state) -> Row:
    """The ranking of December, and its queries."""

    def table():
        return standing(year.office, year.months[-1]).rows()

    with CaptureQueriesContext(connection) as queries:
        table()
    return Row(f"排名：十二月（{state}），{len(queries)} 次查询", ratio(seconds([table] * LOOKS), bare))


def timed(act: Callable) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start
