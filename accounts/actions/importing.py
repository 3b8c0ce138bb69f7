"""Loading an office from one spreadsheet: all of it or nothing."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.people import locked, open_account
from accounts.actions.posts import enter_post
from accounts.actions.units import save_unit
from accounts.checking import Known, check
from accounts.contacts import as_username
from accounts.duties import check_duty
from accounts.events import record
from accounts.models import Post, Unit, Upload, User
from accounts.places import Place
from accounts.refusal import Refused
from accounts.roles import Role
from accounts.spreadsheet import Book


@transaction.atomic
def keep_upload(book, *, by, name):
    """Hold the rows for their owner until confirmed; what others have left lying is cleared away."""
    check_duty(by, Role.SYSADMIN)
    locked(by)  # one upload a person: of two sent at once the second waits, and replaces the first
    Upload.objects.stale().delete()
    Upload.objects.filter(owner=by).delete()
    rows = {"rows": book.rows, "columns": book.columns}
    return Upload.objects.create(owner=by, name=name[:120], rows=rows)


def planned(book, *, by):
    """What the rows would do to the database as it is now."""
    return check(book, known_to(by, book))


def known_to(by, book):
    units = Unit.objects.kept_by(by, Role.SYSADMIN)
    people = User.objects.visible_to(by).active().values_list("username", flat=True)
    usernames = [as_username(row["username"]) for row in book.rows["人员"]]
    taken = User.objects.named(usernames).values_list("username", flat=True)
    posts = Post.objects.unended().values_list("user__username", "role", "unit")
    return Known(
        places=[place_of(unit) for unit in units],
        people={name.lower() for name in people},
        taken={name.lower() for name in taken},
        posts={(name.lower(), role, f"u{unit}") for name, role, unit in posts},
        own=by.username.lower(),
        today=timezone.localdate(),
    )


def place_of(unit):
    return Place(
        f"u{unit.pk}",
        unit.name,
        f"u{unit.parent_id}" if unit.parent_id else None,
        unit.level,
        unit.is_office,
        unit.office_id is not None,
        unit.is_active,
    )


@transaction.atomic
def load_upload(key, *, by):
    """Carry out the plan that was looked at; its rules are asked again, for the office may have changed."""
    upload = Upload.objects.visible_to(by).select_for_update().first()
    if upload is None or str(upload.key) != key:
        raise Refused("这份预览已导入、已过期或已被新上传的表格取代，请重新上传。")
    plan = planned(Book(**upload.rows), by=by)
    if plan.problems:
        first = plan.problems[0]
        raise Refused(
            f"预览之后数据有了变化：{first.place}{first.text}。请重新上传核对，本次没有导入任何内容。"
        )
    opened = carry_out(plan, by)
    counts = {"units": len(plan.units), "people": len(plan.people), "posts": len(plan.posts)}
    unit = by.units_as(Role.SYSADMIN)[0]
    record(by, "import", label="表格导入", unit=unit, note=upload.name, **counts)
    upload.delete()
    return opened


def carry_out(plan, by):
    """Units, people, posts, each through the act that enters a single one."""
    units = {f"u{unit.pk}": unit for unit in Unit.objects.kept_by(by, Role.SYSADMIN)}
    for facts in plan.units:
        key, parent = facts.pop("key"), units[facts.pop("parent")]
        units[key] = save_unit(by=by, parent=parent, **facts)
    opened = []
    for facts in plan.people:
        opened.append(open_account(by=by, **{**facts, "home": units[facts["home"]]}))
    names = [post["user"] for post in plan.posts]
    holders = {person.username.lower(): person for person in User.objects.named(names)}
    for facts in plan.posts:
        place = units[facts["unit"]]
        enter_post(by=by, **{**facts, "user": holders[facts["user"]], "unit": place})
    return opened
