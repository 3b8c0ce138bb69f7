"""The entrance: log-in, log-out, the password."""

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import kept
from accounts.actions import sessions
from accounts.contacts import as_username
from accounts.forms.own import LogInForm, PasswordForm
from accounts.locks import is_locked
from accounts.refusal import Refused

LOCKED = "连续五次输错密码，账号已锁定三十分钟；急需登录的，请联系安全管理员解除。文字仍留在本页和本机。"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def log_in(request):
    """The entrance; what a lost session kept stays in the new one, for its writer."""
    if request.user.is_authenticated:
        return redirect(wanted(request))
    form = LogInForm(request, request.POST or None)
    if request.method != "POST":
        return render(request, "accounts/login.html", {"form": form, "next": wanted(request)})
    return receive(request, form)


def receive(request, form):
    was_locked = is_locked(request, as_username(form.data.get("username", ""))[:40])
    if form.is_valid():
        login(request, form.get_user())
        sessions.came_in(request.user)
        return redirect(wanted(request))
    note_failure(request, form, was_locked)
    return render(request, "accounts/login.html", {"form": form, "next": wanted(request)}, status=422)


def note_failure(request, form, was_locked):
    """A hammering script must not fill the sealed log: while locked, nothing more is written down."""
    if form.has_error(NON_FIELD_ERRORS, "invalid_login") and not was_locked:
        sessions.turned_away(
            form.cleaned_data["username"], locked_now=getattr(request, "axes_locked_out", False)
        )


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_POST
def log_in_again(request):
    """The entrance inside a page whose session has ended: a sentence for its dialog, or the way is free."""
    form = LogInForm(request, request.POST)
    was_locked = is_locked(request, as_username(request.POST.get("username", ""))[:40])
    if form.is_valid():
        return enter_again(request, form.get_user())
    note_failure(request, form, was_locked)
    locked = was_locked or getattr(request, "axes_locked_out", False)
    request.axes_locked_out = False  # answered here: the middleware would send a whole page
    words = LOCKED if locked else "；".join(text for texts in form.errors.values() for text in texts)
    return JsonResponse({"message": words}, status=429 if locked else 422)


def enter_again(request, user):
    """Only for whoever opened the page: nobody's text is saved under another name."""
    if kept.writer_of(request.POST) != user.pk:
        words = "这一页是另一位同事打开的，请用原来的账号登录；换人请另开窗口。"
        return JsonResponse({"message": words}, status=409)
    login(request, user)
    sessions.came_in(user)
    if user.must_change_password:
        words = "已登录，但管理员重设过您的密码。请先在新窗口修改密码，再回到这一页按 Ctrl＋S。"
        return JsonResponse({"message": words, "url": reverse("accounts:password")}, status=409)
    return JsonResponse({"name": user.name})


def wanted(request):
    """Where the person was going, if that is a page of this site."""
    url = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if safe else reverse("home")


@require_POST
def log_out(request):
    sessions.went_out(request.user)
    logout(request)
    messages.success(request, "您已安全退出。")
    return redirect("accounts:login")


@never_cache
@sensitive_post_parameters()
def password(request):
    """One's own password; at the first log-in the only page there is."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid() and changed(request, form):
        messages.success(request, "密码已修改。")
        return redirect(kept.page_of(request) or "home")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/password.html", {"form": form}, status=status)


def changed(request, form):
    try:
        user = sessions.change_password(request.user, form.cleaned_data["new_password1"])
    except Refused as refusal:
        form.add_error("new_password1", str(refusal))
        return False
    update_session_auth_hash(request, user)
    return True
