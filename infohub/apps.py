from django.apps import AppConfig


class InfohubConfig(AppConfig):
    name = "infohub"
