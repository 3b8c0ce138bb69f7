"""Addresses of the room."""

app_name = "bulletins"

urlpatterns = []
