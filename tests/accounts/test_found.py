"""How a production office starts: one unit, three administrators, and they can do everything else."""

import re

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Event, Post, Unit, User
from accounts.roles import Role
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


def found(capsys, *arguments):
    call_command("found", *arguments)
    return dict(re.findall(r"用户名 (\w+)\t密码 (\S+)", capsys.readouterr().out))


def test_the_command_sets_up_a_root_and_three_administrators(capsys):
    passwords = found(capsys, "云湖区总工会", "--level", "county", "--office")

    root = Unit.objects.get()
    assert (root.name, root.level, root.is_office, root.parent) == ("云湖区总工会", "county", True, None)
    assert list(passwords) == ["sysadmin", "secadmin", "auditor"]
    assert [user.check_password(passwords[user.username]) for user in User.objects.all()] == [True] * 3
    assert all(User.objects.values_list("must_change_password", flat=True))
    assert sorted(Post.objects.current().values_list("role", flat=True)) == [
        "auditor",
        "secadmin",
        "sysadmin",
    ]
    assert set(Post.objects.values_list("entered_by", "granted_by")) == {(None, None)}
    assert [event.label for event in Event.objects.order_by("pk")] == ["初始化", *["开通账号"] * 3]


def test_passwords_are_not_the_same_twice_nor_on_the_log(capsys):
    passwords = found(capsys, "云湖区总工会")

    logged = str(list(Event.objects.values()))
    assert len(set(passwords.values())) == 3
    assert [password for password in passwords.values() if password in logged] == []


def test_a_house_that_is_lived_in_is_not_founded_again():
    UnitFactory()
    before = Unit.objects.count()

    with pytest.raises(CommandError, match="数据库里已有单位或人员"):
        call_command("found", "云湖区总工会")

    assert (Unit.objects.count(), User.objects.count()) == (before, 0)


def test_the_three_set_up_a_working_unit_through_their_own_pages(capsys, client):
    passwords = found(capsys, "云湖区总工会", "--office")
    users = {user.username: user for user in User.objects.all()}

    def as_person(name):
        client.post("/accounts/login/", {"username": name, "password": passwords[name]})
        new = f"Yunhu-2026-{name[:3]}"
        client.post(
            "/accounts/password/",
            {"old_password": passwords[name], "new_password1": new, "new_password2": new},
        )

    as_person("sysadmin")
    root = users["sysadmin"].home
    unit = {"name": "清波街道总工会", "parent": root.pk, "level": "grassroots", "order": 1, "is_active": "on"}
    client.post("/accounts/units/new/", unit)
    street = Unit.objects.get(name="清波街道总工会")
    client.post("/accounts/people/new/", {"username": "lin", "name": "林晓燕", "home": street.pk})
    person = User.objects.get(username="lin")
    post = {
        "user": person.pk,
        "role": "informant",
        "unit": street.pk,
        "kind": "full",
        "since": "2026-01-01",
    }
    client.post("/accounts/posts/new/", post)
    client.post("/accounts/logout/")
    as_person("secadmin")
    page = client.post("/accounts/posts/grant/", {"all": "1"})
    client.post("/accounts/posts/grant/", {"listed": page.context["listed"]})

    assert User.objects.get(username="lin").holds(Role.INFORMANT, street)
    assert Post.objects.get(user=person).granted_by == users["secadmin"]
