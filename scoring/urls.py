"""Addresses of the room: a month is /scoring/2026/9/."""

from django.urls import path

import scoring.converters as _converters  # noqa: F401 - registers year, month and verbs
from scoring import (
    adjustment_urls,
    awards_urls,
    book_urls,
    circulars_urls,
    history_urls,
    pay_urls,
    periods_urls,
    ranking_urls,
)
from scoring.views import figures, groups, months, units

app_name = "scoring"

urlpatterns = [
    *adjustment_urls.urlpatterns,
    *awards_urls.urlpatterns,
    *pay_urls.urlpatterns,
    *circulars_urls.urlpatterns,
    path("", months.index, name="index"),
    path("<year:year>/<month:month>/", months.month, name="month"),
    path("<year:year>/<month:month>.xlsx", months.month_xlsx, name="month_xlsx"),
    *periods_urls.urlpatterns,
    path("<year:year>/<month:month>/lines/", figures.lines, name="lines"),
    path("<year:year>/<month:month>/items/", figures.items, name="items"),
    path("units/<int:pk>/", units.unit_quota, name="unit_quota"),
    *ranking_urls.urlpatterns,
    *book_urls.urlpatterns,
    *history_urls.urlpatterns,
    path("groups/", groups.index, name="groups"),
    path("groups/units/", groups.units, name="group_units"),
    path("groups/<int:pk>/", groups.edit, name="group_edit"),
    path("groups/<int:pk>/place/", groups.place, name="group_place"),
    path("memberships/<int:pk>/target/", groups.target, name="membership_target"),
    path("memberships/<int:pk>/move/", groups.move, name="membership_move"),
    path("memberships/<int:pk>/cancel/", groups.cancel, name="membership_cancel"),
]
