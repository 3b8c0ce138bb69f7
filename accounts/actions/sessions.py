"""Coming and going, written down by the views that see it."""

from django.db import transaction

from accounts.contacts import as_username, tidy
from accounts.events import record
from accounts.models import User
from accounts.refusal import Refused


@transaction.atomic
def came_in(user):
    record(user, "login", user, label="登录", unit=user.home)


@transaction.atomic
def went_out(user):
    record(user, "logout", user, label="退出", unit=user.home)


@transaction.atomic
def turned_away(typed, *, locked_now):
    """A wrong password, and the lock when it was one too many.

    An unknown name is kept shortened: people type passwords into the wrong field.
    """
    user = User.objects.named([as_username(typed)]).select_related("home").first()
    named = {} if user else {"typed": f"{tidy(typed)[:2]}…"}
    unit = user.home if user else None
    record(None, "login-failed", user, label="登录失败", unit=unit, **named)
    if locked_now:
        record(None, "lock", user, label="账号锁定", unit=unit, **named)


@transaction.atomic
def change_password(user, password):
    """The new password was checked by the form; the old one must not simply come back."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.check_password(password):
        raise Refused("新密码不能与现用密码相同。")
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record(user, "password", user, label="修改密码", unit=user.home)
    return user
