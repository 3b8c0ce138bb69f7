"""Addresses of the register of events and points."""

from django.urls import path

from scoring.views import adjustments

urlpatterns = [
    path("adjustments/", adjustments.index, name="adjustments"),
    path("adjustments.xlsx", adjustments.xlsx, name="adjustments_xlsx"),
    path("adjustments/new/", adjustments.new, name="adjustment_new"),
    path("adjustments/event/", adjustments.event, name="adjustment_event"),
    path("adjustments/<int:pk>/", adjustments.adjustment, name="adjustment"),
    path("adjustments/<int:pk>/file/", adjustments.file, name="adjustment_file"),
    path("adjustments/<int:pk>/<adjustment_verb:verb>/", adjustments.move, name="adjustment_move"),
]
