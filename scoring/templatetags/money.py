"""Sums of money as templates write them."""

from decimal import Decimal

from django import template

from scoring import capital_amounts, money_papers
from scoring.terms import plain

register = template.Library()


@register.filter
def yuan(amount):
    """13,890.00; nothing for nothing."""
    return "" if amount in (None, "") else money_papers.yuan(amount)


@register.filter
def capital(amount):
    """壹万叁仟捌佰玖拾元整."""
    return capital_amounts.capital(amount)


@register.filter
def figure(text):
    """A number that was kept as text, as people write it."""
    return plain(Decimal(text)) if text else ""
