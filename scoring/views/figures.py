"""What stands behind a figure: the lines of points, the lists of counts, what a task counted."""

from decimal import Decimal

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render

from scoring import lines as ledger_lines
from scoring import lists
from scoring.tally import WHAT
from scoring.totals import SORTS
from scoring.views.scopes import Scope

PAGE = 50
STEPS = "steps"
WITHDRAWN = "（单位已撤回）"


def lines(request, year, month):
    """“为什么是45分”: every line with its reason, and what earned nothing."""
    scope = Scope(request, year, month)
    part = request.GET.get("part", "")
    if part and part not in (*SORTS, STEPS):
        raise Http404("no such part of a score")
    found = [] if part == STEPS else ledger_lines.lines(scope, part)
    nothing = [] if part else ledger_lines.unpaid(scope)
    scope.refuse_strangers(found or nothing)
    steps = scope.steps() if part in ("", STEPS) else []
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": ledger_lines.with_origins(page.object_list, scope.reader),
        "total": sum((row.points for row in found), Decimal(0)) + sum(points for _, points in steps),
        "steps": steps,
        "unpaid": nothing,
        "part": part,
        "part_label": SORTS.get(part, "总分折算" if part else ""),
        "parts": [(sort, SORTS[sort]) for sort in SORTS if sort == part or sort in scope.parts()],
    }
    return render(request, "scoring/lines.html", scope.context(**context))


def items(request, year, month):
    """The list a count opens; as many rows as the count says."""
    scope = Scope(request, year, month)
    what = request.GET.get("what", "submitted")
    if what not in WHAT:
        raise Http404("no such list")
    carrier = request.GET.get("carrier", "")
    found = lists.items(scope, what, carrier)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    scope.refuse_strangers(page.object_list)
    context = {
        "page": page,
        "what": what,
        "what_label": WHAT[what],
        "rows": readable(page, scope.reader, what),
        "carrier": carrier_name(scope.view, carrier),
    }
    return render(request, "scoring/items.html", scope.context(**context))


def readable(page, reader, what):
    """(item, title, linked): the unit's own words, else the words it signed; a withdrawn item keeps its own."""
    if what not in ("submitted", "adopted", "sent"):
        return []
    rows = []
    for item in page:
        own = item.unit_id in reader.units or item.author_id == reader.user.pk
        words = item.text_for(reader.user)
        rows.append((item, words or WITHDRAWN, bool(words) and (own or reader.at_desk)))
    return rows


def carrier_name(view, code):
    return next((f"《{one['name']}》" for one in view.table["carriers"] if one["code"] == code), "")


def counted(request, year, month):
    """What a task counted, each with its weight; their sum is what was done."""
    scope = Scope(request, year, month)
    task = scope.task()
    if not scope.reader.may_open({task["unit"]}):
        raise Http404("nothing of yours")
    facts = [(key, Decimal(worth)) for key, worth in task["facts"]]
    page = Paginator(facts, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "task": task,
        "rows": ledger_lines.of_facts(page.object_list, scope.reader),
        "total": sum((worth for _, worth in facts), Decimal(0)),
    }
    return render(request, "scoring/counted.html", scope.context(**context))
