"""When an office works: no week-ends, no public holidays, and nobody signs anything at midnight."""

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from infohub.demo.corpus import off_duty

HERE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
HOURS = (9, 9, 10, 10, 11, 14, 14, 15, 15, 16)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), HERE)


def works(day: date) -> bool:
    return not off_duty(day)


def workday_after(day: date, count: int = 1) -> date:
    """The count-th working day after a day."""
    while count:
        day += DAY
        count -= works(day)
    return day


def workday_before(day: date) -> date:
    day -= DAY
    while not works(day):
        day -= DAY
    return day


def workday_from(day: date) -> date:
    """The day itself if the office works then, else the next one it does."""
    return day if works(day) else workday_after(day)


def desk_time(rng: Random, day: date) -> datetime:
    """Some moment of the office's hours."""
    return at(day, rng.choice(HOURS), rng.randrange(60))
