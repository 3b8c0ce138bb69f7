"""Keeping an office's kinds of use: words of its own, their order, and what is offered."""

from itertools import chain, count

from django.db import transaction
from django.db.models import Max

from accounts.events import record
from accounts.models import Unit
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.models import KindOfUse
from bulletins.models.uses import CODES, KNOWN, NAME_LIMIT, lines_of
from bulletins.states import Use

KEEPERS = (Role.EDITOR, Role.SCORER)
ALWAYS = (Use.FULL, Use.BRIEF, Use.COMPOSITE)  # what the workshop itself writes


def used_as(office, code):
    """Both columns of a use, as a row of the office may be given it."""
    if code in KNOWN:
        return {"use": code, "own_use": None}
    known = KindOfUse.objects.filter(office=office, code=code).first()
    if known is None:
        raise Refused(f"{office}的用法目录里没有“{code}”，请刷新页面后重新选择，或先在“用法目录”里增加。")
    return {"use": code, "own_use": known}


@transaction.atomic
def add(office, name, *, by, code=""):
    """A word of the office's own stands last; without a code the word itself is the code rules name it by."""
    office, name = entered(office, by), " ".join(name.split())
    code = code.strip() or name
    refuse_namesake(office, name, code)
    made = KindOfUse.objects.create(office=office, code=code, name=name, order=next_place(office))
    note(office, by, "增加用法", f"{name}（{code}）")
    return made


@transaction.atomic
def know(office, words, *, by):
    """A rule book came into force: what it prices can be chosen from now on."""
    office = entered(office, by)
    lines = lines_of(office)
    names, codes = {line.name for line in lines}, {line.code for line in lines}
    for code, name in words.items():
        if code not in codes:
            name = free_name(name, code, names)
            names.add(name)
            KindOfUse.objects.create(office=office, code=code, name=name, order=next_place(office))
            note(office, by, "增加用法", f"{name}（{code}，考核办法所列）")


def free_name(name, code, taken):
    """The book's word for it; one that is taken is told apart by the code, or by a number, within the length of a name."""
    numbered = (f"（{number}）" for number in count(2))
    for end in chain(("", f"（{code}）"), numbered):
        found = f"{name[: NAME_LIMIT - len(end)]}{end}" if len(end) < NAME_LIMIT else ""
        if found and found not in taken:
            return found


@transaction.atomic
def rename(office, code, name, *, by):
    """The word is said in another way; its code, by which rules know it, stays."""
    office, name = entered(office, by), " ".join(name.split())
    line = own_line(office, code)
    if line.name != name:
        refuse_namesake(office, name)
        note(office, by, "用法改名", f"{line.name} → {name}")
        line.name = name
        line.save(update_fields=["name"])
    return line


@transaction.atomic
def retire(office, code, *, by):
    """No longer offered; adoptions and rules that name it stay as they are."""
    if code in ALWAYS:
        raise Refused(f"“{KNOWN[code]}”由系统编稿时使用，不能停用。")
    return switch(office, code, False, "停用用法", by)


@transaction.atomic
def restore(office, code, *, by):
    return switch(office, code, True, "恢复用法", by)


VERBS = {"retire": retire, "restore": restore}


def switch(office, code, is_active, label, by):
    office = entered(office, by)
    line = line_of(office, code)
    if line.is_active != is_active:
        line.is_active = is_active
        line.save()
        note(office, by, label, line.name)
    return line


@transaction.atomic
def reorder(office, order, *, by, was):
    """Save the whole order as one list, if it is still the one the page showed."""
    office = entered(office, by)
    lines = {line.code: line for line in lines_of(office)}
    if list(lines) != was or sorted(order) != sorted(lines):
        raise Refused("用法目录刚有变动，请看过现在的次序再调整。")
    for place, code in enumerate(order, 1):
        lines[code].order = place
        lines[code].save()
    note(office, by, "调整用法次序", "、".join(lines[code].name for code in order))


def entered(office, by):
    """The office under its lock, for those who keep its list."""
    if not by.holds_any(KEEPERS, office):
        raise NotYours(f"用法目录由{office}的责任编辑或积分管理员管理。")
    return Unit.objects.select_for_update(no_key=True).get(pk=office.pk)


def line_of(office, code):
    found = {line.code: line for line in lines_of(office)}.get(code)
    if found is None:
        raise Refused("没有这种用法，请刷新页面。")
    return found


def own_line(office, code):
    if code in KNOWN:
        raise Refused(f"“{KNOWN[code]}”是系统的用法，不能改名；可以另增一种。")
    return line_of(office, code)


def refuse_namesake(office, name, code=""):
    if not name:
        raise Refused("请填写用法名称。")
    lines = lines_of(office)
    if name in {line.name for line in lines}:
        raise Refused(f"已有“{name}”这种用法；已停用的可以恢复。")
    if code and code in {line.code for line in lines}:
        raise Refused(f"代码“{code}”已在使用，请换一个。")


def next_place(office):
    last = KindOfUse.objects.filter(office=office).aggregate(last=Max("order"))["last"] or 0
    return max(last, len(CODES)) + 1


def note(office, by, label, words):
    record(by, "uses", office, label=label, unit=office, note=words)
