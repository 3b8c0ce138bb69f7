"""A register arrives: its file is kept privately, its rows are laid out, its headings are guessed."""

import hashlib
from itertools import islice

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.notices import retire
from accounts.events import last_hand, record
from accounts.queue import after_commit
from accounts.refusal import NotYours, Refused
from accounts.spreadsheet import Unreadable
from accounts.tables import rows_in, sheets_in
from scoring.history.guessing import LOOKED_AT, guess, heading_row, headings_at
from scoring.history_states import ENDS, HANDS, HISTORY_MOVES, HistoryState
from scoring.models import History, HistoryRow

LAID_OUT = 1000  # rows written at once


def refuse_stranger(by, office):
    if not by.holds_any(HANDS, office):
        raise NotYours(f"历史登记由{office}的积分管理员或责任编辑导入。")


@transaction.atomic
def receive(office, kind, file, *, by, key=None):
    """A file and what it tells; the same form brings it once, the same file is loaded once."""
    refuse_stranger(by, office)
    if key and (known := History.objects.filter(key=key, by=by).first()):
        return known
    try:
        sheets = sheets_in(file)
    except Unreadable as reason:
        raise Refused(str(reason)) from reason
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    facts = {"name": file.name[:120], "file": file, "sha256": sha256, "sheets": sheets, "sheet": sheets[0]}
    batch = History.objects.create(office=office, kind=kind, by=by, **facts, **({"key": key} if key else {}))
    record(by, "history", batch, label="上传历史登记表", unit=office, note=batch.name, sha256=sha256)
    hand_on(batch)
    return batch


def hand_on(batch):
    """To a worker; without one it is done in process as soon as the row stands."""
    from scoring.tasks import work_history

    after_commit(work_history, batch.pk)


def locked(batch):
    return History.objects.select_for_update(of=("self",)).select_related("office", "by").get(pk=batch.pk)


def step(batch, verb, by):
    """The batch under its lock, if the verb may be said of it by this person."""
    batch, move = locked(batch), HISTORY_MOVES[verb]
    refuse_stranger(by, batch.office)
    if batch.state not in move.start:
        raise Refused(f"这份登记表现为“{batch.get_state_display()}”{last_hand(batch)}，不能{move.label}。")
    batch.state, batch.why = move.end, ""
    if batch.is_at_work:
        batch.alive_at, batch.done = None, 0
        hand_on(batch)
    return batch


def settle(batch, *, done, why=""):
    """A worker's job is over: done, or refused with the reason."""
    end, back = ENDS[batch.state]
    batch.state, batch.why = (end if done else back), why[:300]
    batch.alive_at = None
    try:
        with transaction.atomic():
            batch.save()
    except IntegrityError as again:
        raise Refused("同一份登记表已经导入，不能重复导入。") from again
    return batch


def read(batch):
    """Lay the rows of the chosen sheet out; a damaged file is given up with the reason."""
    try:
        with transaction.atomic():
            batch = locked(batch)
            lay_out(batch)
            settle(batch, done=True)
    except Unreadable as reason:
        with transaction.atomic():
            settle(locked(batch), done=False, why=str(reason))


def lay_out(batch):
    batch.rows.all().delete()
    count = 0
    with batch.file.open("rb") as file:
        rows = rows_in(file, batch.sheet)
        while some := list(islice(rows, LAID_OUT)):
            laid = [HistoryRow(batch=batch, number=number, cells=cells) for number, cells in some]
            HistoryRow.objects.bulk_create(laid, batch_size=500)
            count += len(some)
    if not count:
        raise Unreadable(f"“{batch.sheet or batch.name}”是空的，没有可以导入的行。")
    batch.rows_found = count
    set_heading(batch, 0)


def first_rows(batch, count=LOOKED_AT):
    return list(batch.rows.order_by("number").values_list("number", "cells")[:count])


def set_heading(batch, number):
    """The row of the headings, found by itself where none is named; and what the columns probably mean."""
    rows = first_rows(batch)
    batch.heading = number if any(at == number for at, _ in rows) else heading_row(batch.kind, rows)
    batch.headings = headings_at(rows, batch.heading)
    last = History.objects.before(batch).first()
    known = {key: last.headings[at] for key, at in last.columns.items()} if last else {}
    batch.columns = guess(batch.kind, batch.headings, known)
    batch.options = {"skip_totals": True, "fill_down": True, "which_day": "first", "doubles": "refuse"}
    batch.options |= last.options if last else {"year": timezone.localdate().year - 1}
    batch.names = remembered(batch)


def remembered(batch):
    """What was said of names in earlier registers of this kind, the newest word counting."""
    found = {}
    for names in History.objects.before(batch).values_list("names", flat=True)[:5]:
        for sort, said in names.items():
            found[sort] = said | found.get(sort, {})
    return found


@transaction.atomic
def reread(batch, *, by, sheet=None, heading=0):
    """Another sheet, or other headings of the same one."""
    if sheet is not None and sheet != batch.sheet:
        batch = step(batch, "read", by)
        if sheet not in batch.sheets:
            raise Refused(f"文件里没有“{sheet}”工作表。")
        batch.sheet = sheet
    else:
        batch = locked(batch)
        refuse_stranger(by, batch.office)
        if not batch.is_open:
            raise Refused(f"这份登记表现为“{batch.get_state_display()}”，不能另选表头。")
        batch.state = HistoryState.UPLOADED
        set_heading(batch, heading)
    batch.save()
    note = f"{batch.sheet or batch.name}" + (f" 第{heading}行" if heading else "")
    record(by, "reread", batch, label="另选工作表或表头", unit=batch.office, note=note)
    return batch


@transaction.atomic
def drop(batch, *, by):
    """Give a register up before it was loaded; nothing was changed by it."""
    batch = step(batch, "drop", by)
    batch.save()
    record(by, "drop", batch, label="放弃历史导入", unit=batch.office)
    retire(batch)
    return batch
