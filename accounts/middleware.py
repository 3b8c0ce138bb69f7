"""What every request passes: who asks, the first password, and refusals in plain words."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.events import asked_by
from accounts.kept import keep
from accounts.refusal import NotYours, Refused


class RealAddress:
    """Behind a proxy the peer is always the proxy; the log and the lock-out need the visitor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if forwarded:  # the last entry is the one our own proxy wrote
            request.META["REMOTE_ADDR"] = forwarded.split(",")[-1].strip()
        return self.get_response(request)


UNPRINTABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


class PlainText:
    """Control characters come with text pasted from elsewhere; no database, page or document wants them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.GET = plain(request.GET)
        if request.method == "POST":
            request.POST = plain(request.POST)
        return self.get_response(request)


def plain(fields):
    """The same fields without control characters; tabs and line ends stay."""
    if not any(text.translate(UNPRINTABLE) != text for texts in fields.lists() for text in texts[1]):
        return fields
    cleaned = fields.copy()
    for name, texts in fields.lists():
        cleaned.setlist(name, [text.translate(UNPRINTABLE) for text in texts])
    return cleaned


class WhoAsks:
    """Give the log its request id and address; let the session end only when idle."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = asked_by.set(
            {"request": uuid.uuid4().hex, "address": request.META.get("REMOTE_ADDR") or None}
        )
        try:
            self.renew(request)
            return self.get_response(request)
        finally:
            asked_by.reset(token)

    def renew(self, request):
        """Once a minute, not every click: a session row is a write. A page that polls by itself is idle."""
        now = timezone.now().timestamp()
        if request.headers.get("X-Requested-With") == "poll":
            return
        if request.user.is_authenticated and now - request.session.get("seen", 0) > 60:
            request.session["seen"] = now


class LogInFirst(LoginRequiredMiddleware):
    """Log-in is the rule; a form posted after the session ended is kept for its writer."""

    def handle_no_permission(self, request, view_func):
        if request.htmx or request.headers.get("X-Requested-With") == "autosave":
            # A part of a page was asked for behind somebody's back: it never takes them off what they are typing.
            return HttpResponse("登录已过期", status=401, content_type="text/plain; charset=utf-8")
        if request.method == "POST":
            return self.after_a_late_form(request, view_func)
        return super().handle_no_permission(request, view_func)

    def after_a_late_form(self, request, view_func):
        """An address that only takes forms cannot be opened after log-in: go back to the form's page."""
        if keep(request):
            messages.warning(request, "登录已过期。重新登录后，您刚才填写的内容会原样找回。")
            return super().handle_no_permission(request, view_func)
        messages.warning(request, "登录已过期，刚才的操作没有执行，请登录后再做一次。")
        return redirect(log_in_and_return(came_from(request)))


class PasswordFirst:
    """Nobody works with a password somebody else knows."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        open_paths = (reverse("accounts:password"), reverse("accounts:logout"))
        if user.is_authenticated and user.must_change_password and request.path not in open_paths:
            return redirect("accounts:password")
        return self.get_response(request)


class Refusals:
    """Turn a refusal into a sentence on the page the person came from; nothing was changed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, NotYours):
            return render(request, "403.html", {"reason": exception}, status=403)
        if not isinstance(exception, Refused):
            return None
        if request.htmx:
            return HttpResponse(str(exception), status=409, content_type="text/plain; charset=utf-8")
        messages.error(request, str(exception))
        return redirect(came_from(request))


def log_in_and_return(url):
    return f"{reverse('accounts:login')}?{urlencode({'next': url or '/'})}"


def came_from(request):
    """The page the form stood on, never another site."""
    url = request.META.get("HTTP_REFERER", "")
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if safe else reverse("home")
