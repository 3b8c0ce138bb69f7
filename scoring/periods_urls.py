"""Addresses of the months' fate: closing, opening again, publishing."""

from django.urls import path

import scoring.converters as _converters  # noqa: F401 - registers year and month
from scoring.views import catching_up, periods

urlpatterns = [
    path("months/", periods.index, name="periods"),
    path("months/close/", catching_up.new, name="catch_up_new"),
    path("months/close/<int:pk>/", catching_up.progress, name="catch_up"),
    path("<year:year>/<month:month>/close/", periods.close, name="close"),
    path("<year:year>/<month:month>/reopen/", periods.reopen, name="reopen"),
    path("<year:year>/<month:month>/publish/", periods.publish, name="publish"),
]
