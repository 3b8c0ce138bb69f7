"""Founding and amending publications: the office's own bulletins and the carriers above it."""

from django.db import transaction
from django.utils import timezone

from accounts.events import last_hand, record
from accounts.models import Event
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions.series import changed_series, is_printed, keep_series, refuse_series
from bulletins.models import Publication

STARTING = ("started_in", "number_before", "total_before")
PRICED = {"code": "代号", "level": "层级", "system": "系统"}  # what rule books go by, of every office
PRINTED = {
    "name": "刊名",
    "classification": "密别标注",
    "publisher": "主办单位",
    "contact": "联系方式",
    "measures": "版式",
    "shows_total": "印总期号",
    "restarts_yearly": "期号编排",
    "series": "刊型",
}
RHYTHM = ("rhythm", "rhythm_days")
CHANGES = ("found", "amend")


@transaction.atomic
def found(*, by, office=None, series=None, **fields):
    """Enter a publication; without an office it is a carrier outside this installation."""
    refuse_outsider(by, office)
    refuse_fewer_hands(by, office, fields.get("three_hands", True))
    publication = Publication.objects.create(office=office, rhythm_since=timezone.localdate(), **fields)
    keep_series(publication, changed_series(publication, series or {}))
    record(by, "found", publication, label="登记刊物", unit=office or by.home)
    return publication


def last_change(publication):
    """By which a form knows whether somebody changed the settings after it was opened."""
    return Event.objects.about(publication).filter(verb__in=CHANGES).values_list("pk", flat=True).last()


def refuse_overtaken(publication, base):
    """Two who change the settings at once: the second hears what the first changed, before it is changed back."""
    since = Event.objects.about(publication).filter(verb="amend", pk__gt=base or 0)
    if base is None or not since.exists():
        return
    said = {}
    for event in since:
        said |= {name: values[-1] for name, values in event.data["changes"].items() if name != "series"}
    now = [f"{Publication._meta.get_field(name).verbose_name}现为“{value}”" for name, value in said.items()]
    hand = last_hand(publication, among=CHANGES)
    raise Refused(
        f"刊物设置在您打开以后有改动{hand}：{'，'.join(now) or '刊型'}。您填的内容仍在下面，请对照后再保存。"
    )


@transaction.atomic
def amend(publication, *, by, base=None, series=None, **fields):
    """Change what is not yet history: an address in use and a count that has begun stay."""
    publication = steady(publication)
    refuse_overtaken(publication, base)
    changes = {
        name: [getattr(publication, name), value]
        for name, value in fields.items()
        if getattr(publication, name) != value
    }
    series = changed_series(publication, series or {})
    refuse_change(by, publication, changes, series)
    for name, (_, value) in changes.items():
        setattr(publication, name, value)
    if any(name in changes for name in RHYTHM):
        publication.rhythm_since = timezone.localdate()
    publication.save()
    keep_series(publication, series)
    if changes or series:
        unit = publication.office or by.home
        said = changes | ({"series": series} if series else {})
        record(by, "amend", publication, label="修改刊物", unit=unit, changes=said)
    return publication


def refuse_change(by, publication, changes, series):
    """All that may speak against a change, before anything of it is written."""
    refuse_keeper(by, publication, changes | series)
    refuse_rewriting(publication, changes)
    refuse_recounting(publication, changes)
    refuse_series(publication, series)
    refuse_under_check(publication, changes | ({"series": series} if is_printed(series) else {}))


def steady(publication):
    """The publication under a lock that changing it and giving an issue out to be checked both take."""
    return Publication.objects.select_for_update(of=("self",), no_key=True).get(pk=publication.pk)


def refuse_outsider(by, office):
    """Own bulletins are kept by their office's editors; outside carriers by any editor."""
    if office is None and Role.EDITOR not in by.roles:
        raise NotYours("刊物由责任编辑登记和维护。")
    if office and not by.holds(Role.EDITOR, office):
        raise NotYours(f"{office}的刊物由该单位的责任编辑维护。")


def refuse_keeper(by, publication, changes):
    """The editor keeps the publication, and whether three hands are needed is the approver's to say."""
    if "three_hands" in changes:
        refuse_fewer_hands(by, publication.office, changes["three_hands"][1])
    if not publication.may_be_kept_by(by) or set(changes) - {"three_hands"}:
        refuse_outsider(by, publication.office)


def refuse_fewer_hands(by, office, three_hands):
    """Who edits does not excuse themselves from being checked."""
    if not three_hands and not by.holds(Role.APPROVER, office):
        raise Refused("“编辑、核对、核签须为三人”只能由本单位的核签人取消。")


def refuse_rewriting(publication, changes):
    fixed = [label for name, label in PRICED.items() if name in changes]
    if fixed and publication.is_used():
        raise Refused(
            f"本刊已有采用记录，{'、'.join(fixed)}关系到各单位的积分，不能再改；确需更改的，请另登记一种刊物。"
        )
    if publication.counters.exists() and any(name in changes for name in STARTING):
        raise Refused("本刊已在系统中编号，启用前的期数不能再改。")


def refuse_recounting(publication, changes):
    """A year that has numbers is counted to its end as it began."""
    today = timezone.localdate()
    if "restarts_yearly" in changes and publication.issues.printed().of_year(today.year).exists():
        raise Refused("本刊今年已编过期号，每年重编还是连续编号，请到明年第一期签发以前再改。")


def refuse_under_check(publication, changes):
    """What is checked is what is signed: the frame of the page stays while pages of it are under check."""
    printed = [label for name, label in PRINTED.items() if name in changes]
    if printed and publication.issues.past_compiling().exists():
        raise Refused(
            f"本刊有期正在核对或待签发，{'、'.join(printed)}暂不能改；请等签发以后，或退回组稿后再改。"
        )
