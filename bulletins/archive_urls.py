"""Addresses of whole years."""

from django.urls import path

from bulletins.views import archives

urlpatterns = [
    path("archive/<int:pk>.zip", archives.download, name="archive_file"),
    path("<slug:code>/archive/", archives.archive, name="archive"),
    path("<slug:code>/archive/progress/", archives.progress, name="archive_progress"),
    path("<slug:code>/archive/<int:year>/", archives.ask, name="archive_ask"),
]
