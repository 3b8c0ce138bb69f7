"""Addresses of the self-check before sending, and of the measure it uses."""

from django.urls import path

from submissions.views import checking, shelf

urlpatterns = [
    path("<int:pk>/check/", checking.check, name="check"),
    path("<int:pk>/adopt/", checking.adopt, name="adopt"),
    path("<int:pk>/likeness/", checking.likeness, name="likeness"),
    path("inbox/settings/shelf-life/", shelf.shelf, name="shelf"),
]
