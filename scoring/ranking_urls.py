"""Addresses of the ranking and of what stands beside it: people, tasks, zeros, trends."""

from django.urls import path

import scoring.converters as _converters  # noqa: F401 - registers year, month and parts
from scoring.views import figures, months, persons, tasks, trends, zeros

urlpatterns = [
    path("<year:year>/<part:part>/", months.part, name="part"),
    path("<year:year>/<month:month>/persons/", persons.persons, name="persons"),
    path("<year:year>/<month:month>/persons.xlsx", persons.persons_xlsx, name="persons_xlsx"),
    path("<year:year>/<month:month>/tasks/", tasks.quotas, name="quotas"),
    path("<year:year>/<month:month>/tasks.xlsx", tasks.quotas_xlsx, name="quotas_xlsx"),
    path("<year:year>/<month:month>/counted/", figures.counted, name="counted"),
    path("<year:year>/<month:month>/zeros/", zeros.zeros, name="zeros"),
    path("<year:year>/<month:month>/zeros.xlsx", zeros.zeros_xlsx, name="zeros_xlsx"),
    path("<year:year>/<month:month>/remind/", zeros.remind, name="zeros_remind"),
    path("trend/", trends.trend, name="trend"),
    path("trend.xlsx", trends.trend_xlsx, name="trend_xlsx"),
]
