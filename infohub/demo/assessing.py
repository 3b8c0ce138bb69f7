"""What the scorer does beside closing months: circulars, bonuses by two hands, remuneration, the year's awards."""

from datetime import date, datetime
from decimal import Decimal
from random import Random

from accounts.roles import Role
from bulletins.models import Adoption
from infohub.demo.diary import Diary, Story
from infohub.demo.founding import House
from infohub.demo.workdays import DAY, at, desk_time, workday_after, workday_from
from scoring.actions import adjustments, awards, circular_moves, circular_signing, circulars, pay
from scoring.actions.letterheads import keep_letterhead
from scoring.actions.payments import hand_over, set_fund
from scoring.bookcase import following
from scoring.models import Payment
from submissions.models import Submission

WORD = "云工信通报"
PRAISE = "在全市工会信息工作会议上作交流发言，受到市总工会通报表扬"
EVIDENCE = "市总工会通报〔{year}〕{number}号"
FUND = 30_000  # yuan a year (domain §1 S2)
AWARDS = (  # name, whom, how many, of each group or of all, yuan, what is asked and forbidden
    ("信息工作先进单位", "unit", 1, "group", 0, {"items_min": 3, "no_false": None, "no_concealed": None}),
    ("优秀信息员", "person", 3, "whole", 300, {"uses_min": 3}),
    ("年度好信息", "item", 3, "whole", 200, {"points_min": 20}),
)


class Assessing:
    """The months are closed elsewhere; this is what becomes of them."""

    def __init__(self, house: House, diary: Diary, seed: int):
        self.house, self.diary, self.seed = house, diary, seed
        self.office = house.office
        self.scorer = house.holding(Role.SCORER)[0]
        self.checkers, self.approvers = house.holding(Role.CHECKER), house.holding(Role.APPROVER)

    def follow(self, months: list[date], until: datetime) -> None:
        """Every closed month is told of; only the newest circular still waits to be signed."""
        self.diary.follow(self.letterhead(months[0]))
        for month in months[:-1]:
            self.diary.follow(self.circular(month))
        for month in months[-1:]:
            self.diary.follow(self.circular(month, until=until))
            self.diary.follow(self.praised(month, 10))
            self.diary.follow(self.proposed(month, until))
        for quarter in quarters_in(months)[-1:]:
            self.diary.follow(self.paid(quarter))
        self.diary.follow(self.schemed(next(month for month in months if month.year == months[-1].year)))

    def letterhead(self, month: date) -> Story:
        """How the office's circulars are numbered, and to whom they go."""
        yield at(workday_after(month), 10)
        keep_letterhead(
            self.office,
            by=self.scorer,
            style="word",
            word=WORD,
            publisher=f"{self.office.name}办公室",
            report_to="市总工会办公室",
            copy_to="各街道（镇）总工会、开发区总工会，区直属基层工会，各信息员",
        )

    def circular(self, month: date, *, until: datetime | None = None) -> Story:
        """Drawn up on the day after the closing, signed and made public by the tenth (domain §9)."""
        rng = Random(f"circular-{self.seed}-{month}")
        day = workday_from(following(month) + 4 * DAY)
        when = desk_time(rng, workday_after(day))
        yield min(when, until) if until else when
        row = circulars.begin(self.office, by=self.scorer, last=month)
        row = circular_moves.move(row, "submit", by=self.scorer)
        yield desk_time(rng, workday_after(day, 2))
        row = circular_moves.move(row, "check", by=rng.choice(self.checkers))
        if until:
            return
        yield desk_time(rng, workday_after(day, 3))
        row = circular_signing.sign(row, by=rng.choice(self.approvers))
        yield at(workday_after(day, 3), 16, 40)
        circular_signing.publish(row, by=self.scorer)

    def praised(self, month: date, day: int) -> Story:
        """A commendation of the month, registered by one hand and agreed to by another."""
        on = month.replace(day=day)
        yield at(workday_after(on), 9, 40)
        unit = self.busiest(on)
        if unit is None:
            return
        words = {"reason": PRAISE, "evidence": EVIDENCE.format(year=on.year, number=on.month * 2)}
        row = adjustments.propose(self.office, by=self.scorer, unit=unit, on=on, points=Decimal(5), **words)
        yield at(workday_after(on, 2), 15, 10)
        adjustments.move(row, "agree", by=self.approvers[0])

    def proposed(self, month: date, until: datetime) -> Story:
        """One deduction still waits for its second hand."""
        yield until - DAY
        on = (until - DAY).date()
        item = Submission.objects.filter(office=self.office).filed_between(month, on).order_by("-pk").first()
        if item:
            words = {"reason": "上报数据与所附文件不符，经核实为统计口径有误", "evidence": "编辑部核实记录"}
            adjustments.propose(
                self.office, by=self.scorer, unit=item.unit, on=on, points=Decimal(-2), **words
            )

    def busiest(self, day: date):
        adopted = Adoption.objects.standing().between(day - 60 * DAY, day).filter(office=self.office)
        first = adopted.order_by("unit__order", "pk").first()
        return first.unit if first else None

    def paid(self, quarter: tuple[date, date]) -> Story:
        """Last quarter's remuneration, handed over to all but the last on the list."""
        first, last = quarter
        yield at(workday_from(following(last) + 14 * DAY), 9, 30)
        set_fund(self.office, day=last, amount=FUND, note="信息工作奖励经费", by=self.scorer)
        row = pay.draw_up(self.office, per="quarter", on=first, by=self.scorer)
        row = pay.move(row, "submit", by=self.scorer)
        yield at(workday_from(following(last) + 16 * DAY), 10)
        row = pay.move(row, "check", by=self.approvers[-1])
        row = pay.move(row, "issue", by=self.approvers[0])
        day = workday_from(following(last) + 20 * DAY)
        yield at(day, 15)
        waiting = list(Payment.objects.filter(pay_list=row).order_by("pk"))
        if waiting[:-1]:
            hand_over(row, waiting[:-1], on=day, voucher=f"{day.year}-{day.month:02}-0137", by=self.scorer)

    def schemed(self, month: date) -> Story:
        """How the year's best will be chosen, known to all from the beginning."""
        yield at(workday_after(month), 14)
        scheme = awards.new_scheme(
            self.office, day=month, name=f"{month.year}年度工会信息工作评选方案", by=self.scorer
        )
        for order, (name, whom, number, scope, prize, asked) in enumerate(AWARDS, 1):
            facts = {"name": name, "of": whom, "number": number, "scope": scope, "prize": prize}
            conditions = [(kind, least, "") for kind, least in asked.items()]
            awards.save_award(scheme, conditions, order=order, by=self.scorer, **facts)


def quarters_in(months: list[date]) -> list[tuple[date, date]]:
    """Calendar quarters that are closed whole, as (first day, last month)."""
    firsts = [month for month in months if month.month % 3 == 1]
    return [
        (first, first.replace(month=first.month + 2))
        for first in firsts
        if first.replace(month=first.month + 2) in months
    ]
