"""The demo's clock: many stories told side by side, every act at its own moment of the past year."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

import time_machine
from django.db import transaction

Story = Iterator[datetime]  # acts between its yields; each yield names the moment of the next act


@dataclass(order=True)
class Page:
    """A story and the moment at which it goes on; `alone` ones commit by themselves."""

    moment: datetime
    number: int
    story: Story = field(compare=False)
    alone: bool = field(compare=False)


class Diary:
    """Lets the stories go on in the order of time and sets the clock for each, so that actions date themselves."""

    def __init__(self, since: datetime, until: datetime):
        self.now, self.until = since, until
        self.pages: list[Page] = []
        self.numbers = count()

    def follow(self, story: Story, *, alone: bool = False) -> None:
        """Hear when a story wants to go on; what lies behind the diary's end never happens."""
        moment = next(story, None)
        if moment is not None and moment <= self.until:
            heappush(self.pages, Page(max(moment, self.now), next(self.numbers), story, alone))

    def tell(self, each_month: Callable[[datetime], None]) -> None:
        """Everything up to the end; `each_month` hears the last moment of every month."""
        with time_machine.travel(self.now, tick=False) as clock:
            while self.pages:
                self.tell_day(clock)
                if not self.pages or self.pages[0].moment.month != self.now.month:
                    each_month(self.now)

    def tell_day(self, clock: time_machine.Traveller) -> None:
        """One transaction a day, except for stories whose acts are committed one by one."""
        if self.pages[0].alone:
            self.turn(clock)
            return
        day = self.pages[0].moment.date()
        with transaction.atomic():
            while self.pages and not self.pages[0].alone and self.pages[0].moment.date() == day:
                self.turn(clock)

    def turn(self, clock: time_machine.Traveller) -> None:
        page = heappop(self.pages)
        self.now = page.moment
        clock.move_to(page.moment)
        self.follow(page.story, alone=page.alone)
