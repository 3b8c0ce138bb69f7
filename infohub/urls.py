"""The rooms' front doors."""

from django.urls import include, path

from infohub import views

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/", include("accounts.urls")),
    path("submissions/", include("submissions.urls")),
    path("bulletins/", include("bulletins.urls")),
    path("scoring/", include("scoring.urls")),
    path("search/", views.search, name="search"),
    path("health/", views.health, name="health"),
]
