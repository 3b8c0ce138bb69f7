"""Addresses of a unit's own work: reviewing, handing over, and the page of the unit."""

from django.urls import path

from submissions.views import handing, signing, units

urlpatterns = [
    path("review/", signing.review, name="review"),
    path("left/", handing.left_behind, name="left_behind"),
    path("<int:pk>/sign/", signing.sign, name="sign"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/items/", units.unit_items, name="unit_items"),
]
