"""What an office has for remuneration and prizes in a year, what of it is signed for, and what is left."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from scoring.ledger import bookcase_of
from scoring.models import Fund, Payment
from scoring.pay_states import PaymentState

ZERO = Decimal(0)


@dataclass(frozen=True)
class Purse:
    """A year's fund as a page shows it; without a fund there is nothing to exceed."""

    year: object
    fund: Fund | None
    pay: Decimal
    prizes: Decimal

    @property
    def spent(self):
        return self.pay + self.prizes

    @property
    def left(self):
        return self.fund.amount - self.spent if self.fund else None

    def exceeded_by(self, more=ZERO):
        """By how much the fund would be exceeded; zero if it would not."""
        if self.fund is None:
            return ZERO
        return max(self.spent + more - self.fund.amount, ZERO)

    @property
    def over(self):
        return self.exceeded_by()


def purse(office, year) -> Purse:
    """What came back unclaimed is not spent."""
    sums = (
        Payment.objects.of_year(office, year)
        .exclude(state=PaymentState.RETURNED)
        .aggregate(
            pay=Sum("amount", filter=Q(award_list=None)),
            prizes=Sum("amount", filter=Q(pay_list=None)),
        )
    )
    fund = Fund.objects.filter(office=office, year=year).select_related("by").first()
    return Purse(year, fund, sums["pay"] or ZERO, sums["prizes"] or ZERO)


def year_of(office, day):
    """First and last day of the assessment year a day lies in."""
    return bookcase_of(office).year(day)
