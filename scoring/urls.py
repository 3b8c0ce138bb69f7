"""Addresses of the room."""

app_name = "scoring"

urlpatterns = []
