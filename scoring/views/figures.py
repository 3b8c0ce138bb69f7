"""What stands behind a figure: the lines of points, the lists of counts."""

from decimal import Decimal

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render

from scoring import lines as ledger_lines
from scoring import lists
from scoring.reading import Reader, month_of
from scoring.standings import standing
from scoring.tally import SPANS, WHAT, YEAR
from scoring.views.months import span_of, surroundings

PAGE = 50
WITHDRAWN = "（单位已撤回）"


def lines(request, year, month):
    """“为什么是45分”: every line with its reason, and what earned nothing."""
    scope = Scope(request, year, month)
    found = ledger_lines.lines(scope.view, scope.reader, scope.units, scope.span)
    nothing = ledger_lines.unpaid(scope.view, scope.reader, scope.units, scope.span)
    scope.refuse_strangers(found or nothing)
    steps = scope.steps()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": ledger_lines.with_origins(page.object_list, scope.reader),
        "total": sum((row.points for row in found), Decimal(0)) + sum(points for _, points in steps),
        "steps": steps,
        "unpaid": nothing,
        **scope.context(),
    }
    return render(request, "scoring/lines.html", context)


def items(request, year, month):
    """The list a count opens; as many rows as the count says."""
    scope = Scope(request, year, month)
    what = request.GET.get("what", "submitted")
    if what not in WHAT:
        raise Http404("no such list")
    carrier = request.GET.get("carrier", "")
    found = lists.items(scope.view, scope.reader, what, scope.span, scope.units, carrier)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    scope.refuse_strangers(page.object_list)
    context = {
        "page": page,
        "what": what,
        "what_label": WHAT[what],
        "rows": readable(page, scope.reader, what),
        "carrier": carrier_name(scope.view, carrier),
        **scope.context(),
    }
    return render(request, "scoring/items.html", context)


def readable(page, reader, what):
    """(item, title, linked): the unit's own words, else the words it signed; a withdrawn item keeps its own."""
    if what not in ("submitted", "adopted"):
        return []
    rows = []
    for item in page:
        own = item.unit_id in reader.units or item.author_id == reader.user.pk
        words = item.text_for(reader.user)
        rows.append((item, words or WITHDRAWN, bool(words) and (own or reader.at_desk)))
    return rows


def carrier_name(view, code):
    return next((f"《{one['name']}》" for one in view.table["carriers"] if one["code"] == code), "")


class Scope:
    """Whose figures an address names: one unit's, a group's, or all this person may read."""

    def __init__(self, request, year, month):
        self.reader, self.month = Reader.of(request), month_of(year, month)
        self.view, self.span = standing(self.reader.office, self.month), span_of(request)
        self.asked = {name: request.GET[name] for name in ("unit", "group") if request.GET.get(name)}
        self.name, self.units = self.find() if self.asked else ("", None)

    def find(self):
        for group in self.view.table["groups"]:
            if str(group["pk"]) == self.asked.get("group"):
                return group["name"], {row["unit"] for row in group["rows"]}
            for row in group["rows"]:
                if str(row["unit"]) == self.asked.get("unit"):
                    return row["name"], {row["unit"]}
        raise Http404("no such unit or group in this ranking")

    def steps(self):
        """(unit, clause) and points of what the clauses about the total did to the year's sums."""
        rows = [row for row in self.view.rows() if self.units is None or row["unit"] in self.units]
        if self.span != YEAR:
            return []
        return [
            (f"{row['name']}：{label}", Decimal(points))
            for row in rows
            if self.reader.may_open({row["unit"]})
            for label, points in row.get("steps", ())
        ]

    def refuse_strangers(self, found):
        """Another unit's figures open only onto one's own items; without any there is no such page."""
        if self.units is not None and not found and not self.reader.may_open(self.units):
            raise Http404("nothing of yours")

    def context(self):
        partly = not self.reader.may_open(self.units) if self.units else not self.reader.sees_all
        return {
            "view": self.view,
            "span": self.span,
            "span_label": SPANS[self.span],
            "scope": self.name,
            "partly": partly,
            **surroundings(self.reader, self.month),
        }
