"""The office's bulletins as boxes to tick: fetched by the screening desk, which knows nothing of this room."""

import re

from django.shortcuts import render

from accounts.numbers import whole
from accounts.refusal import NotYours
from accounts.roles import Role
from bulletins.models import Publication

BETWEEN = re.compile(r"[、，,；;\n]+")


def destinations(request):
    """What the plain field named is ticked; names that are no bulletin of ours stay as written."""
    if Role.EDITOR not in request.user.roles:
        raise NotYours("拟用刊物由责任编辑选择。")
    office = whole(request.GET.get("office", ""))
    known = Publication.objects.edited_by(request.user).order_by("name", "pk")
    known = list(known.filter(office=office) if office else known)
    given = [word.strip() for text in request.GET.getlist("publications") for word in BETWEEN.split(text)]
    rows = [(each, each.name in given or each.code in given) for each in known]
    if len(rows) == 1 and not any(given):
        rows = [(known[0], True)]
    ours = {word for each in known for word in (each.name, each.code)}
    context = {"rows": rows, "others": "、".join(word for word in given if word and word not in ours)}
    return render(request, "bulletins/_destinations.html", context)
