"""The page model on screen: the same reading of levels as Word and PDF."""

from django import template

from bulletins.paper import blocks_of
from bulletins.wording import addresses, heading_of

register = template.Library()


@register.filter
def heading(block):
    """The part set in heading type, and the rest of the line."""
    return heading_of(block.kind, block.text)


@register.filter
def is_address(block):
    """同志们： and the like stand flush left."""
    return addresses(block.kind, block.text)


@register.filter
def blocks(text):
    """Typed text as the paragraphs and levels that would be printed."""
    return blocks_of(text)
