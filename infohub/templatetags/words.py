"""Small words for templates."""

from uuid import uuid4

from django import template
from django.utils import timezone

from submissions.rich import parts_of

register = template.Library()


@register.filter
def points(value):
    """Points as people write them: 15, 0.5, never 15.00."""
    return "" if value is None else format(value.normalize() if value else 0, "f") if value else "0"


@register.simple_tag(takes_context=True)
def here(context, **changes):
    """The present address with some query parameters changed; an empty value removes one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in ("", None):
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag
def form_key():
    """By which an action knows the second click of a double click on a button without a form of its own."""
    return uuid4()


@register.filter
def parts(text):
    """A text as the parts it is shown in, levels told by their numbering as the printed page tells them."""
    return parts_of(text.body, text.rich)


@register.filter
def waited(since):
    """How long something has waited, in one unit: 刚刚, 5 小时, 11 天."""
    minutes = int((timezone.now() - since).total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} 分钟" if minutes else "刚刚"
    return f"{minutes // 60} 小时" if minutes < 48 * 60 else f"{minutes // 1440} 天"


@register.filter
def day(date):
    """A date in a list: 11-21 this year, 2025-11-24 before."""
    if not date:
        return "—"
    return f"{date:%m-%d}" if date.year == timezone.localdate().year else f"{date:%Y-%m-%d}"
