"""Addresses of the room."""

app_name = "submissions"

urlpatterns = []
