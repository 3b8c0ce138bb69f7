"""Units and people that only an old register knows: names without rights.

Such a unit is closed and such an account switched off, without a password and without a post, so whoever keeps
the register may enter them; to open one is a system administrator's act, to give it a post a security administrator's.
"""

from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.actions.units import lock_tree
from accounts.events import record_many
from accounts.models import Unit, User
from accounts.refusal import NotYours
from accounts.roles import Role

KEEPERS = (Role.SCORER, Role.EDITOR)


def refuse_stranger(by, office):
    if not by.holds_any(KEEPERS, office):
        raise NotYours(f"历史登记由{office}的积分管理员或责任编辑导入。")


@transaction.atomic
def name_units(office, wanted, *, by, origin):
    """Closed units below the office, by their names: (name, short name) of each."""
    refuse_stranger(by, office)
    lock_tree(office)
    made = []
    for name, short in wanted:
        unit = Unit(parent=office, name=name, short_name=short, is_active=False)
        unit.save()
        made.append(unit)
    record_many(by, "unit-new", [(unit, office.pk, origin) for unit in made], label="登记历史单位")
    return made


@transaction.atomic
def name_people(office, wanted, *, by, origin):
    """Accounts nobody can log in to: (unit key, name, title) of each."""
    refuse_stranger(by, office)
    people = [
        User(
            username=f"ls-{uuid4().hex[:16]}",
            name=name,
            home_id=unit,
            title=title,
            password=make_password(None),
            is_active=False,
        )
        for unit, name, title in wanted
    ]
    User.objects.bulk_create(people, batch_size=500)
    record_many(by, "person-new", [(one, office.pk, origin) for one in people], label="登记历史人员")
    return people


def people_by_name(units):
    """(unit key, name) to the keys of the people who live or served there."""
    known = {}
    rows = User.objects.filter(home__in=units).values_list("home_id", "name", "pk")
    served = User.objects.filter(posts__unit__in=units).values_list("posts__unit_id", "name", "pk")
    for unit, name, pk in [*rows, *served]:
        known.setdefault((unit, "".join(name.split())), set()).add(pk)
    return known


@transaction.atomic
def forget_names(office, *, units=(), people=(), by):
    """Take back names nobody has used since; the database refuses any that somebody has."""
    refuse_stranger(by, office)
    User.objects.filter(pk__in=people).delete()
    Unit.objects.filter(pk__in=units).delete()
