"""Addresses of the room."""

app_name = "accounts"

urlpatterns = []
