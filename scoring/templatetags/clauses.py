"""How the editor of rule books shows one question."""

from django import template

register = template.Library()
SPARE_PAIRS = 2


@register.inclusion_tag("scoring/_book_field.html")
def clause_field(bound, bare=False):
    """The input with its unit and errors; `bare` in a table, whose head names it."""
    field = bound.field
    value = bound.value()
    chosen = [
        label
        for code, label in getattr(field, "choices", ())
        if field.kind == "picks" and code in (value or ())
    ]
    pairs = [*(value or ()), *[("", "")] * SPARE_PAIRS] if field.kind == "pairs" else ()
    places = [*(value or ()), "", ""][: len(field.choices)] if field.kind == "sequence" else ()
    return {
        "places": places,
        "bound": bound,
        "field": field,
        "bare": bare,
        "chosen": "、".join(chosen),
        "pairs": pairs,
    }
