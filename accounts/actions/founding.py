"""The first act of a new installation: a root unit and its three administrators."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.saving import save
from accounts.events import record
from accounts.models import Post, Unit, User
from accounts.passwords import hash_one_time, one_time_password
from accounts.refusal import Refused
from accounts.roles import ADMIN_ROLES


@transaction.atomic
def found(name, *, level, is_office):
    """Nobody stands above them yet, so nobody entered or granted these posts; the log says so."""
    if Unit.objects.exists() or User.objects.exists():
        raise Refused("数据库里已有单位或人员，不能再次初始化。")
    root = save(Unit(name=name, level=level, is_office=is_office))
    record(None, "found", root, label="初始化", unit=root, level=level, is_office=is_office)
    return [appoint(role, root) for role in ADMIN_ROLES]


def appoint(role, root):
    """An account named after its post, for its holder to rename."""
    password = one_time_password()
    person = save(User(username=role.value, name=role.label, home=root, password=hash_one_time(password)))
    save(Post(user=person, role=role, unit=root, kind=Post.Kind.FULL_TIME, granted_at=timezone.now()))
    record(None, "person-new", person, label="开通账号", unit=root, role=role.value)
    return person, password
