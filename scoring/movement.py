"""How places and totals moved: each span beside the one before it, the year beside itself a month ago."""

from scoring.boards import Board, Counts
from scoring.bookcase import preceding
from scoring.models import Period
from scoring.tally import SPANS, YEAR, Windows

NEW = "new"
COMPARED = ("submitted", "adopted", "instructed", "rate", "points")


def compare(table: dict, counts: Counts, windows: Windows):
    """Give every row its place before (`before`: a rank, `new`, or nothing to compare) and the table its totals then."""
    earlier = tables_before(counts, windows)
    table["before"] = {}
    for span, month in months_before(windows).items():
        if not (then := earlier.get(month)) or span not in then["total"]:
            continue
        table["before"][span] = {name: then["total"][span].get(name, "") for name in COMPARED}
        places = {row["unit"]: (g["pk"], row[span]["rank"]) for g in then["groups"] for row in g["rows"]}
        for group in table["groups"]:
            for row in group["rows"]:
                row[span]["before"] = place_before(group["pk"], places.get(row["unit"]))


def place_before(group, place):
    """Places of different groups do not compare."""
    return place[1] if place and place[0] == group else NEW


def months_before(windows: Windows) -> dict:
    """The last month of what each span is compared with."""
    spans = {span: preceding(windows[span][0]) for span in SPANS if span != YEAR}
    first, last = windows[YEAR]
    return spans | ({YEAR: preceding(last)} if last > first else {})


def tables_before(counts: Counts, windows: Windows) -> dict:
    """By month: as it was frozen, or as it stands while it is open; a book's first month has none before it."""
    ledger, asked = counts.ledger, set(months_before(windows).values())
    closed = Period.objects.closed(ledger.office).filter(month__in=asked)
    found = dict(closed.values_list("month", "snapshot"))
    begun = max(ledger.year[0], ledger.first_open) if ledger.first_open else None
    for month in asked - found.keys():
        if begun and month >= begun:
            found[month] = Board(counts, month).table()
    return found
