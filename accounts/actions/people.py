"""Accounts: opening, changing, resetting, switching off; a person is never deleted."""

from django.db import transaction
from django.utils import timezone

from accounts import locks
from accounts.actions.notices import notify
from accounts.actions.posts import alone_in_tree, check_replaced
from accounts.actions.saving import differences, save
from accounts.contacts import as_username, phone_problem, username_problem
from accounts.duties import check_account_duty, check_duty, check_facts_duty
from accounts.events import record
from accounts.models import User
from accounts.models.people import Pace
from accounts.passwords import hash_one_time, one_time_password
from accounts.refusal import Refused
from accounts.roles import Role


@transaction.atomic
def open_account(*, by, **facts):
    """A new account and the password that opens it once; only its hash is kept."""
    check_duty(by, Role.SYSADMIN, unit=facts["home"])
    person = User(**tidied(facts), must_change_password=True)
    password = one_time_password()
    person.password = hash_one_time(password)
    check_home(person)
    save(person)
    record(by, "person-new", person, label="开通账号", unit=person.home, after=facts_of(person))
    return person, password


def tidied(facts):
    """User names are kept in small letters; what forms and sheets let pass is looked at once more."""
    facts = dict(facts)
    if "username" in facts:
        facts["username"] = as_username(facts["username"])
    problem = username_problem(facts.get("username", "ok")) or phone_problem(facts.get("phone", ""))
    if problem:
        raise Refused(problem)
    return facts


def check_home(person):
    if not person.home.is_active:
        raise Refused(f"“{person.home}”已停用，请选择在用的单位。")


def facts_of(person):
    return {
        "username": person.username,
        "name": person.name,
        "home": str(person.home),
        "title": person.title,
        "phone": person.phone,
        "email": person.email,
    }


def locked(person):
    return User.objects.select_for_update(of=("self",)).get(pk=person.pk)


@transaction.atomic
def change_person(person, *, by, **changes):
    """Correct the facts of an account, or move it to another unit of the same tree."""
    person, changes = locked(person), tidied(changes)
    check_facts_duty(by, person)
    before, after = differences(person, changes)
    if "home" in after:
        check_duty(by, Role.SYSADMIN, unit=changes["home"])
    for name in after:
        setattr(person, name, changes[name])
    if "home" in after:
        check_home(person)
    save(person)
    if after:
        record(by, "person-change", person, label="修改人员", unit=person.home, before=before, after=after)
    return person


@transaction.atomic
def change_own(person, *, phone, email, mail_pace=Pace.EACH):
    """A person keeps their own telephone and mail address, and says how often mail may come."""
    person, changes = locked(person), tidied({"phone": phone, "email": email}) | {"mail_pace": mail_pace}
    before, after = differences(person, changes)
    for name in after:
        setattr(person, name, changes[name])
    save(person)
    if after:
        record(person, "profile", person, label="修改本人资料", unit=person.home, before=before, after=after)
    return person


@transaction.atomic
def set_away(person, *, since=None, until=None):
    """A person says when they are out; their standing deputies are told things meanwhile."""
    person = locked(person)
    if (since is None) != (until is None):
        raise Refused("请写明外出的起止两个日期；取消外出则两个都留空。")
    if until and until < max(since, timezone.localdate()):
        raise Refused("外出止不能早于外出起，也不能早于今天。")
    before, after = differences(person, {"away_since": since, "away_until": until})
    person.away_since, person.away_until = since, until
    save(person)
    if after:
        label = "登记外出" if since else "取消外出"
        record(person, "away", person, label=label, unit=person.home, before=before, after=after)
    return person


@transaction.atomic
def reset_password(person, *, by):
    """A new one-time password; every session of the account ends with the old one."""
    check_account_duty(by, person)
    person = locked(person)
    password = one_time_password()
    person.password, person.must_change_password = hash_one_time(password), True
    person.save(update_fields=["password", "must_change_password"])
    event = record(by, "person-reset", person, label="重设密码", unit=person.home)
    notify([person], event, "您的密码已由管理员重设。如非本人要求，请立即联系安全管理员。")
    return password


@transaction.atomic
def switch(person, *, by, active):
    """Close an account to log-in, or open it again; the posts stay as they are on the roster."""
    by = alone_in_tree(person.home, by)
    person = locked(person)
    check_account_duty(by, person)
    if person.is_active == active:
        raise Refused(f"“{person}”的账号已是{'在用' if active else '停用'}状态。")
    for post in person.current_posts:
        check_replaced(post)
    person.is_active = active
    person.save(update_fields=["is_active"])
    verb, label = ("person-on", "启用账号") if active else ("person-off", "停用账号")
    record(by, verb, person, label=label, unit=person.home, before=not active, after=active)
    return person


@transaction.atomic
def unlock(person, *, by):
    """Let a person try again at once whom wrong passwords had locked out."""
    check_duty(by, Role.SECADMIN, unit=person.home)
    if not locks.unlock(person.username.lower()):
        raise Refused(f"“{person}”没有被锁定。")
    record(by, "person-unlock", person, label="解除锁定", unit=person.home)
