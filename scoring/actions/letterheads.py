"""Keeping what an office prints above and below its circulars, and how it numbers them."""

from django.db import transaction

from accounts.events import record
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from scoring.actions.circulars import steady
from scoring.models import Circular, Letterhead

STARTING = ("number_before", "started_in", "restarts_yearly")
FREE = (
    "report_to",
    "send_to",
    "copy_to",
    "copies",
    "off",
    "columns",
    "watermarks",
)  # of later circulars only


@transaction.atomic
def keep_letterhead(office, *, by, **fields):
    """Change the settings; what is under check is printed as it was checked."""
    office = steady(office)
    letterhead = Letterhead.of(office)
    changes = {
        name: [getattr(letterhead, name), value]
        for name, value in fields.items()
        if getattr(letterhead, name) != value
    }
    refuse_change(letterhead, by, changes)
    for name, (_, value) in changes.items():
        setattr(letterhead, name, value)
    letterhead.save()
    if changes:
        record(by, "amend", letterhead, label="修改通报设置", unit=office, changes=changes)
    return letterhead


def refuse_change(letterhead, by, changes):
    office = letterhead.office
    if not by.holds_any((Role.SCORER, Role.APPROVER), office):
        raise NotYours(f"通报设置由{office}的积分管理员维护。")
    if changes.get("three_hands", [None, True])[1] is False and not by.holds(Role.APPROVER, office):
        raise Refused("“起草、核对、签发须为三人”只能由本单位的核签人取消。")
    if not by.holds(Role.SCORER, office) and set(changes) - {"three_hands"}:
        raise NotYours(f"通报设置由{office}的积分管理员维护。")
    if letterhead.is_used and any(name in changes for name in STARTING):
        raise Refused("通报已在系统中编号，编号的起点和是否每年重编不能再改。")
    under_check = Circular.objects.past_drafting().filter(office=office).first()
    if under_check and set(changes) - {*FREE}:
        raise Refused(
            f"{under_check}正在{under_check.get_state_display()}，版头和编号暂不能改，请等签发以后或退回后再改。"
        )
