"""Addresses of what belongs to a publication: its preview, its columns, the calendar of all of them."""

from django.urls import path, register_converter

from bulletins.actions.columns import VERBS
from bulletins.views import calendar, columns, previews


class ColumnVerb:
    """An unknown verb has no address."""

    regex = "|".join(VERBS)

    def to_python(self, text):
        return text

    def to_url(self, verb):
        return verb


register_converter(ColumnVerb, "column_verb")

urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("publications/preview/", previews.draft, name="publication_draft"),
    path("<slug:code>/preview/", previews.preview, name="publication_look"),
    path("<slug:code>/columns/", columns.columns, name="columns"),
    path("<slug:code>/columns/order/", columns.order, name="columns_order"),
    path("<slug:code>/columns/<int:pk>/", columns.column, name="column"),
    path("<slug:code>/columns/<int:pk>/<column_verb:verb>/", columns.move, name="column_move"),
]
