"""补录: adoptions entered afterwards from one table, all of it or nothing, and undone as one."""

import hashlib

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.events import record
from accounts.models import Unit
from accounts.numbers import whole
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions.adoptions import enter
from bulletins.actions.articles import free, held
from bulletins.actions.crediting import credit_below, revoke_all
from bulletins.late_checking import Item, Known, check
from bulletins.late_sheets import SHEET
from bulletins.models import Adoption, LateTable, Publication, UpwardReport
from bulletins.models.uses import uses_for
from bulletins.upward_states import Upward
from submissions.models import Submission
from submissions.states import DECIDED


def refuse_stranger(by, office):
    if not by.holds(Role.EDITOR, office):
        raise NotYours(f"补录由{office}的责任编辑办理。")


@transaction.atomic
def keep_table(book, *, by, office, name, content):
    """Hold the rows for their owner until confirmed; what was left lying before is cleared away."""
    refuse_stranger(by, office)
    sha256 = hash_of(content)
    refuse_loaded(office, sha256)
    LateTable.objects.stale().delete()
    LateTable.objects.previews().filter(by=by).delete()
    return LateTable.objects.create(
        office=office,
        by=by,
        name=name[:120],
        sha256=sha256,
        rows=book.rows[SHEET],
        columns=book.columns[SHEET],
    )


def hash_of(content):
    """By which a file is known, whatever it is called."""
    return hashlib.sha256(content).hexdigest()


def refuse_loaded(office, sha256):
    """The very same file is loaded once, unless its loading was undone."""
    known = LateTable.objects.loaded().filter(office=office, sha256=sha256, undone_at=None).first()
    if known:
        day = timezone.localtime(known.loaded_at)
        raise Refused(f"这份表格已由{known.by}于{day:%Y-%m-%d %H:%M}导入（“{known}”），不能重复导入。")


def planned(rows, columns, office, *, by):
    """What the rows would do to the database as it is now."""
    return check(rows, columns, known_to(office, by, rows))


def known_to(office, by, rows):
    """The names of one office and the items a table speaks of, in a few queries however many there are."""
    items, carriers = items_in(office, rows), carriers_of(by)
    uses = Adoption.objects.standing().filter(office=office, submission__in=items)
    return Known(
        today=timezone.localdate(),
        units=by_name(units_of(office)),
        carriers=by_name(carriers),
        own={each.pk for each in carriers if each.office_id == office.pk},
        items=items,
        uses=set(uses.values_list("submission", "publication", "on", "use")),
        coming=coming_to(office, items, carriers),
        kinds={name: code for code, name in uses_for(office)},
    )


def items_in(office, rows):
    """By key: whatever goes by a title or a number that stands in the table."""
    words = {row["item"] for row in rows}
    numbers = [number for word in words if (number := whole(word))]
    found = Submission.objects.filter(office=office, filed__isnull=False).filter(
        Q(filed__title__in=words) | Q(pk__in=numbers)
    )
    return {item.pk: known_item(item) for item in found.select_related("filed").order_by("pk")}


def known_item(item):
    stands = "" if item.state in DECIDED else item.stage_label
    return Item(item.pk, item.unit_id, item.filed.title, item.submitted_on, stands)


def units_of(office):
    return Unit.objects.filter(submissions__office=office).distinct().order_by("order", "pk")


def carriers_of(by):
    return list(Publication.objects.visible_to(by).active())


def by_name(rows):
    """Full name or short one or code, to the keys that go by it."""
    names = {}
    for row in rows:
        for name in {row.name, getattr(row, "short_name", ""), getattr(row, "code", "")} - {""}:
            names.setdefault(name, []).append(row.pk)
    return names


def coming_to(office, items, carriers):
    """(item, carrier) of what lies with an office of the house: its fate comes by itself."""
    going = UpwardReport.objects.filter(office=office, to__isnull=False, sources__submission__in=items)
    going = going.above().exclude(fate=Upward.UNUSED)
    pairs = going.values_list("sources__submission", "to")
    by_office = {}
    for each in carriers:
        by_office.setdefault(each.office_id, []).append(each.pk)
    return {(item, carrier) for item, to in pairs for carrier in by_office.get(to, [])}


@transaction.atomic
def load_table(key, *, by):
    """Carry out the plan that was looked at; its rules are asked again, for the office may have changed."""
    table = LateTable.objects.previews().filter(by=by).select_for_update(of=("self",)).first()
    if table is None or str(table.key) != key:
        raise Refused("这份预览已导入、已过期或已被新上传的表格取代，请重新上传。")
    refuse_stranger(by, table.office)
    refuse_loaded(table.office, table.sha256)
    plan = planned(table.rows, table.columns, table.office, by=by)
    if plan.problems:
        first = plan.problems[0]
        raise Refused(
            f"预览之后数据有了变化：{first.place}{first.text}。请重新上传核对，本次没有导入任何内容。"
        )
    take_in(table)
    entered = enter_rows(plan.rows, table, by)
    credit_below(entered, by=by)
    unit = table.office
    record(by, "import", table, label="补录导入", unit=unit, note=table.name, rows=len(entered))
    return table


def take_in(table):
    table.loaded_at = timezone.now()
    try:
        with transaction.atomic():
            table.save()
    except IntegrityError as again:
        raise Refused("这份表格刚刚已导入，不能重复导入。") from again


def enter_rows(rows, table, by):
    wanted = Submission.objects.filter(pk__in={row["item"] for row in rows})
    items = {item.pk: item for item in held(Submission, list(wanted))}
    carriers = Publication.objects.in_bulk({row["carrier"] for row in rows})
    entered = []
    for row in rows:
        names = ("use", "on", "evidence", "title", "late_why")
        facts = {name: row[name] for name in names}
        try:
            one = enter(items[row["item"]], carriers[row["carrier"]], by, table=table, **facts)
        except Refused as refusal:
            raise Refused(f"第{row['row']}行：{refusal}本次没有导入任何内容。") from refusal
        entered.append(one)
    return entered


@transaction.atomic
def undo_table(table, *, by, reason):
    """Take a whole table back: its standing rows are revoked with the reason, all of them."""
    table = LateTable.objects.select_for_update(of=("self",)).select_related("office").get(pk=table.pk)
    refuse_stranger(by, table.office)
    if not table.may_be_undone:
        raise Refused("这份表格没有导入，或已经撤销。")
    if not reason.strip():
        raise Refused("请写明撤销原因。")
    items = held(Submission, list(Submission.objects.filter(pk__in=table.adoptions.values("submission"))))
    # under the lock of the items: what somebody revoked singly meanwhile is not revoked again
    rows = list(table.adoptions.standing().with_names().select_related("submission__author"))
    revoke_all(rows, by, reason.strip())
    for item in items:
        free(item, by=by)
    table.undone_at, table.undone_by, table.undone_why = timezone.now(), by, reason.strip()[:200]
    table.save()
    record(by, "undo", table, label="撤销补录导入", unit=table.office, note=reason.strip(), rows=len(rows))
    return table
