"""Small words for templates."""

from django import template

from bulletins.paper import blocks_of
from bulletins.wording import heading_of

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


@register.filter
def blocks(text):
    """A body as (kind, heading, rest), levels told by their numbering as the printed page tells them."""
    return [(block.kind, *heading_of(block.kind, block.text)) for block in blocks_of(text)]
