"""Pages found by where the last one ended: any depth costs the same, and nothing is shown twice.

An order is a tuple of field names, the last of them unique; a leading minus turns one round.
"""

from datetime import UTC, datetime, timedelta

from django.db.models import Q

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def flipped(order):
    return tuple(key[1:] if key.startswith("-") else f"-{key}" for key in order)


def place_of(row, order):
    """Where a row stands in the order: the values a page's address carries."""
    return [getattr(row, key.lstrip("-")) for key in order]


def beyond(order, place):
    """What stands after a place."""
    found, level = Q(pk__in=[]), Q()
    for key, value in zip(order, place, strict=True):
        name = key.lstrip("-")
        found |= level & Q((f"{name}__lt" if key.startswith("-") else f"{name}__gt", value))
        level &= Q((name, value))
    return found


def written(place):
    """A place as it stands in an address."""
    return ".".join(str(to_number(value)) for value in place)


def read(text, order):
    """A place out of an address; None when it is none."""
    parts = text.split(".")
    if len(parts) != len(order) or not all(part.isdecimal() and len(part) < 18 for part in parts):
        return None
    try:
        return [from_number(key, int(part)) for key, part in zip(order, parts, strict=True)]
    except OverflowError:
        return None


def to_number(value):
    return (value - EPOCH) // MICROSECOND if isinstance(value, datetime) else value


def from_number(key, number):
    return EPOCH + number * MICROSECOND if key.endswith("_at") else number


class Slice:
    """One page of an ordered list, and the addresses of the pages beside it."""

    def __init__(self, rows, order, size, *, after="", before=""):
        self.order, self.size = order, size
        start, end = read(after, order), read(before, order)
        self.object_list = self.upwards(rows, end) if end else self.downwards(rows, start)
        if not self.object_list and (start or end):  # what was there has been dealt with
            start = end = None
            self.object_list = self.downwards(rows, None)
        self.next = self.written(-1) if self.more or end else ""
        self.previous = self.written(0) if start or (end and self.over) else ""

    def downwards(self, rows, start):
        found = rows.filter(beyond(self.order, start)) if start else rows
        page = list(found.order_by(*self.order)[: self.size + 1])
        self.more, self.over = len(page) > self.size, False
        return page[: self.size]

    def upwards(self, rows, end):
        order = flipped(self.order)
        page = list(rows.filter(beyond(order, end)).order_by(*order)[: self.size + 1])
        self.more, self.over = False, len(page) > self.size
        return page[: self.size][::-1]

    def written(self, index):
        return written(place_of(self.object_list[index], self.order)) if self.object_list else ""

    def __iter__(self):
        return iter(self.object_list)

    def __len__(self):
        return len(self.object_list)
