"""The figures of a closed month as a circular tells them. Pure; older snapshots lack some, and then nothing is said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MONTH, YEAR = "month", "year"
MOST = 10  # names in a sentence


@dataclass(frozen=True)
class Figures:
    """One table of a snapshot read over one span."""

    table: Mapping
    span: str = MONTH

    @property
    def groups(self) -> list[Mapping]:
        return self.table["groups"]

    @property
    def rows(self) -> list[Mapping]:
        return [row for group in self.groups for row in group["rows"]]

    @property
    def total(self) -> Mapping:
        return self.table["total"]

    def is_there(self) -> bool:
        """Whether the month was closed with this span."""
        return self.span in self.total

    def count(self, what: str, row: Mapping | None = None, span: str = "") -> int:
        return (row or self.total)[span or self.span].get(what, 0)

    def points(self, row: Mapping, span: str = "") -> Decimal:
        return Decimal(row[span or self.span]["points"])

    def rate(self, row: Mapping | None = None, span: str = "") -> Decimal | None:
        """The share of what was filed that was used; nothing where nothing was filed."""
        filed = self.count("submitted", row, span)
        if not filed:
            return None
        share = 100 * Decimal(self.count("adopted", row, span)) / filed
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)

    def ranked(self, group: Mapping) -> list[Mapping]:
        """The rows of a group, the best first."""
        return sorted(group["rows"], key=lambda row: row[self.span].get("rank", 0))

    def best(self, group: Mapping, most: int = 3) -> list[Mapping]:
        """Who stands in front with points; a long tie names nobody at its end by chance."""
        first = [
            row
            for row in self.ranked(group)
            if self.points(row) > 0 and row[self.span].get("rank", most + 1) <= most
        ]
        return first if len(first) <= 2 * most else []

    def parts(self, row: Mapping, span: str = "") -> Mapping:
        """Points by their sort: 加分, 扣分 …"""
        return row[span or self.span].get("parts", {})

    def knows(self, what: str) -> bool:
        """Whether the month kept this count."""
        return what in self.total[self.span]

    def used(self) -> list[Mapping]:
        """The carriers that used anything in the span."""
        codes = {code for row in self.rows for code in row[self.span].get("uses", {})}
        return [carrier for carrier in self.table["carriers"] if carrier["code"] in codes]


def percent(value: Decimal | None) -> str:
    return "" if value is None else f"{value}%"


def named(rows: Iterable[Mapping]) -> str:
    return listed([row["name"] for row in rows])


def listed(names: list[str]) -> str:
    """By name, but no sentence of a hundred of them."""
    if len(names) <= MOST:
        return "、".join(names)
    return f"{'、'.join(names[:MOST])}等{len(names)}个单位"


def silent(group: Mapping, figures: Figures, what: str) -> list[str]:
    """Units that owe reports and have none of the kind in the span; the month named them when it was closed."""
    if figures.span == MONTH:
        return list(group[{"submitted": "zero_reports", "adopted": "zero_adoptions"}[what]])
    return [row["name"] for row in group["rows"] if row.get("owes") and not figures.count(what, row)]


def missed(figures: Figures) -> list[Mapping]:
    """Tasks that ended in the span and were not done; older months kept none."""
    first, last = figures.table.get("spans", {}).get(figures.span, ("", ""))
    tasks = figures.table.get("quotas", ())
    return [task for task in tasks if first <= task["last"] <= last and not task["met"]]
