"""Addresses of the room: a month is /scoring/2026/9/."""

from django.urls import path

import scoring.converters as _converters  # noqa: F401 - registers year, month and verbs
from scoring.views import adjustments, books, figures, groups, months, trying, units

app_name = "scoring"

urlpatterns = [
    path("", months.index, name="index"),
    path("<year:year>/<month:month>/", months.month, name="month"),
    path("<year:year>/<month:month>.xlsx", months.month_xlsx, name="month_xlsx"),
    path("<year:year>/<month:month>/close/", months.close, name="close"),
    path("<year:year>/<month:month>/lines/", figures.lines, name="lines"),
    path("<year:year>/<month:month>/items/", figures.items, name="items"),
    path("units/<int:pk>/", units.unit_quota, name="unit_quota"),
    path("books/", books.index, name="books"),
    path("books/new/", books.new, name="book_new"),
    path("books/<int:pk>/", books.detail, name="book"),
    path("books/<int:pk>/edit/", books.edit, name="book_edit"),
    path("books/<int:pk>/copy/", books.copy, name="book_copy"),
    path("books/<int:pk>/enact/", books.enact, name="book_enact"),
    path("books/<int:pk>/try/", trying.trial, name="book_try"),
    path("books/<int:pk>.toml", books.toml, name="book_toml"),
    path("adjustments/", adjustments.index, name="adjustments"),
    path("adjustments/new/", adjustments.new, name="adjustment_new"),
    path("adjustments/<int:pk>/", adjustments.adjustment, name="adjustment"),
    path("adjustments/<int:pk>/file/", adjustments.file, name="adjustment_file"),
    path("adjustments/<int:pk>/<adjustment_verb:verb>/", adjustments.move, name="adjustment_move"),
    path("groups/", groups.index, name="groups"),
    path("groups/units/", groups.units, name="group_units"),
    path("groups/<int:pk>/", groups.edit, name="group_edit"),
    path("groups/<int:pk>/place/", groups.place, name="group_place"),
    path("memberships/<int:pk>/target/", groups.target, name="membership_target"),
    path("memberships/<int:pk>/move/", groups.move, name="membership_move"),
    path("memberships/<int:pk>/cancel/", groups.cancel, name="membership_cancel"),
]
