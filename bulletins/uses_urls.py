"""Addresses of the office's kinds of use."""

from django.urls import path, register_converter

from bulletins.actions.uses import VERBS
from bulletins.views import uses


class UseVerb:
    """An unknown verb has no address."""

    regex = "|".join(VERBS)

    def to_python(self, text):
        return text

    def to_url(self, verb):
        return verb


register_converter(UseVerb, "use_verb")

urlpatterns = [
    path("adoptions/kinds/", uses.uses, name="uses"),
    path("adoptions/kinds/order/", uses.order, name="uses_order"),
    path("adoptions/kinds/rename/", uses.rename, name="use_rename"),
    path("adoptions/kinds/<use_verb:verb>/", uses.move, name="use_move"),
]
