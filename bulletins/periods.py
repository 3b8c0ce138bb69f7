"""A year, a quarter, a month or free days, and the same before it. No Django."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR = 2000
LONGEST = 11 * 366  # days that are looked at together
QUARTERS = ("一季度", "二季度", "三季度", "四季度")


@dataclass(frozen=True)
class Period:
    """Both days included; `months` is how many whole months it takes, 0 for free days."""

    first: date
    last: date
    label: str
    months: int = 0

    def before(self):
        """The period of the same length that ends the day before this one begins."""
        if self.months:
            count = self.first.year * 12 + self.first.month - 1 - self.months
            return whole_months(count // 12, count % 12 + 1, self.months)
        last = self.first - timedelta(days=1)
        return free(last - (self.last - self.first), last)

    @property
    def month_keys(self):
        """The months it touches, as 202609."""
        first, last = (day.year * 12 + day.month - 1 for day in (self.first, self.last))
        return [count // 12 * 100 + count % 12 + 1 for count in range(first, last + 1)]


def whole_months(year, month, months):
    """A month, a quarter or a year, named as people name it."""
    count = year * 12 + month - 1 + months - 1
    last = date(count // 12, count % 12 + 1, 1)
    last = last.replace(day=monthrange(last.year, last.month)[1])
    names = {1: f"{month}月", 3: QUARTERS[(month - 1) // 3], 12: ""}
    return Period(date(year, month, 1), last, f"{year}年{names[months]}", months)


def free(first, last):
    """Days as they were asked for, to a limit."""
    last = min(last, first + timedelta(days=LONGEST - 1))
    return Period(first, last, f"{first:%Y-%m-%d}至{last:%Y-%m-%d}")


def asked(query, today):
    """The period an address names; whatever it misspells is this year."""
    first, last = day_in(query.get("first", "")), day_in(query.get("last", ""))
    if first and last:
        return free(min(first, last), max(first, last))
    year = number_in(query.get("year", ""), FIRST_YEAR, today.year) or today.year
    if month := number_in(query.get("month", ""), 1, 12):
        return whole_months(year, month, 1)
    if quarter := number_in(query.get("quarter", ""), 1, 4):
        return whole_months(year, quarter * 3 - 2, 3)
    return whole_months(year, 1, 12)


def number_in(text, least, most):
    """The number a text spells, if it lies between these."""
    found = int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else -1
    return found if least <= found <= most else None


def day_in(text):
    """The day a text spells, from the first year on."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR < found.year < 2100 else None


def number_of(text):
    """A whole number in an address; whatever is none is a number that nothing has."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else -1
