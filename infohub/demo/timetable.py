"""When each item is begun, sent, signed and screened. No database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from infohub.demo.specs import ItemSpec
from infohub.demo.workdays import DAY, HERE, at, desk_time, minutes, workday_after, works


@dataclass(frozen=True)
class Timetable:
    """The moments of one item; the last three matter only if it was returned and mended."""

    begun: datetime
    sent: datetime
    signed: datetime
    screened: datetime
    mended: datetime
    signed_again: datetime
    accepted: datetime


def timetable(spec: ItemSpec, rng: Random) -> Timetable:
    signed = spec.filed_at.replace(tzinfo=HERE)
    overnight = spec.event_date < signed.date() and rng.random() < 0.5
    evening = at(signed.date() - DAY, 17, 40)
    sent = (evening if overnight else signed) - minutes(rng.randint(8, 35))
    screened = screening(rng, signed, (20, 50, 22, 8))
    mended = desk_time(rng, workday_after(screened.date(), rng.choice((1, 1, 2, 3, 4))))
    signed_again = mended + minutes(rng.randint(40, 100))
    returned = spec.fate == "return_then_adopt"
    return Timetable(
        begun=sent - minutes(rng.randint(10, 50)),
        sent=sent,
        signed=signed,
        screened=screened,
        mended=mended,
        signed_again=signed_again,
        accepted=screening(rng, signed_again, (45, 55)) if returned else screened,
    )


def screening(rng: Random, filed: datetime, weights: Sequence[int]) -> datetime:
    """When an editor reads what was filed: after so many working days, by these weights."""
    days = rng.choices(range(len(weights)), weights)[0]
    if not days and works(filed.date()) and filed.hour < 15:
        return filed + minutes(rng.randint(30, 110))
    return desk_time(rng, workday_after(filed.date(), max(days, 1)))
