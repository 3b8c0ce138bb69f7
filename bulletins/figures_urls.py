"""Addresses of the year in figures."""

from django.urls import path

from bulletins.views import figures

urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("figures.xlsx", figures.figures_xlsx, name="figures_xlsx"),
    path("figures/<slug:sort>/", figures.figure, name="figure"),
    path("figures/<slug:sort>.xlsx", figures.figure_xlsx, name="figure_xlsx"),
]
