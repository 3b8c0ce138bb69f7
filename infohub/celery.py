"""The queue that carries what is already written down as a row."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infohub.settings")
app = Celery("infohub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["accounts", "bulletins", "infohub", "scoring"])
