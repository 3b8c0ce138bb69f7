"""Working days, Monday to Friday: offices count what waits in them. No Django."""

from datetime import timedelta

DAY = timedelta(days=1)
SATURDAY = 5


def workdays_before(moment, count):
    """The moment so many working days earlier: what came before it has waited longer than they are."""
    while count:
        moment -= DAY
        count -= moment.weekday() < SATURDAY
    return moment


def next_workday(day):
    """The day itself, or the Monday after a weekend."""
    while day.weekday() >= SATURDAY:
        day += DAY
    return day


def workdays_from(day, count):
    """The day so many working days later; earlier when the count is below nought."""
    step, left = (DAY if count > 0 else -DAY), abs(count)
    while left:
        day += step
        left -= day.weekday() < SATURDAY
    return day
