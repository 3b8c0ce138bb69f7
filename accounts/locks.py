"""Accounts that five wrong passwords have locked; the counting itself is django-axes'."""

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Sum
from django.utils import timezone


def is_locked(request, username):
    return settings.AXES_ENABLED and not AxesProxyHandler.is_allowed(request, {"username": username})


def locked_usernames():
    """User names, as typed at the entrance, that are locked now from at least one address."""
    recent = AccessAttempt.objects.filter(attempt_time__gte=timezone.now() - get_cool_off())
    counted = recent.values("username", "ip_address").annotate(failures=Sum("failures_since_start"))
    return counted.filter(failures__gte=settings.AXES_FAILURE_LIMIT).order_by().values("username")


def unlock(username):
    return reset(username=username)
