"""The office's signature under what goes up, and its way there and back."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.events import record
from accounts.models import User
from accounts.refusal import Refused
from accounts.roles import Role
from bulletins.actions.adoptions import read_scan
from bulletins.actions.upward import checked, finish, sources_of
from bulletins.models import UpwardVersion
from submissions.actions import Letter, send_up, take_down
from submissions.actions.clearing import texts_of
from submissions.models import Attachment
from submissions.rich import pictures_in
from submissions.secrecy import markers_in


def markers_of(report):
    """Secrecy markers in the words that would go up, and in the files beside them."""
    files = list(report.files.all())
    inside = [text for each in files for text in texts_of(each)]
    names = [each.name for each in [*files, *pictures_of(report.rich)]]
    return markers_in(report.title, report.body, *names, *inside)


def pictures_of(html):
    return Attachment.objects.filter(pk__in=[picture.attachment for picture in pictures_in(html)])


@transaction.atomic
def sign(report, *, by, reviewed, clearance="", base=None):
    """签报: the approver's signature and the secrecy review are one act, over the words that were read."""
    report = checked(report, "sign", by, "", base)
    if report.is_own(by):
        raise Refused("拟稿人不能签报自己的上报稿，请由本单位另一位核签人签报。")
    if not reviewed:
        raise Refused("请先勾选保密审查声明：涉密信息不上网，上网信息不涉密。")
    markers, clearance = markers_of(report), clearance.strip()
    if markers and not clearance:
        raise Refused(
            f"发现疑似涉密标记：{'、'.join(markers)}。请退回删改；确属误报的，写明排除理由后再签报。"
        )
    report.signed = keep_version(report, by, markers, clearance if markers else "")
    return finish(report, "sign", by, report.signed.clearance, markers=markers)


def keep_version(report, by, markers, clearance):
    last = report.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return UpwardVersion.objects.create(
        report=report,
        number=last + 1,
        **{name: getattr(report, name) for name in ("title", "body", "rich")},
        written_by=report.written_by,
        signed_by=by,
        stands_for=by.stands_for([Role.APPROVER], report.office),
        markers=markers,
        clearance=clearance,
    )


@transaction.atomic
def send(report, *, by, base=None, on=None, channel="", receipt="", file=None):
    """上报: into the inbox of an office above, or on its way outside, with what proves it."""
    report = checked(report, "send", by, "", base)
    if report.to_id:
        report.submission = send_up(
            letter_of(report), by=by, unit=report.office, office=report.to, item=report.submission
        )
        report.sent_on = timezone.localdate()
    else:
        note_way(report, on, channel.strip(), receipt.strip(), file)
    report.sent_at, report.sent_by = timezone.now(), by
    note = "，".join(filter(None, [report.where, report.channel, report.receipt]))
    report = finish(report, "send", by, note=note)
    tell_units(report, "raise", "上报", f"已由{report.office}上报{report.where}", by)
    return report


def note_way(report, on, channel, receipt, file):
    """How it left the house: by what way, on which day, against which receipt."""
    on = on or timezone.localdate()
    if not channel:
        raise Refused("请写明上报方式，如“机要交换”“传真”“上级信息平台”。")
    if on > timezone.localdate():
        raise Refused("上报日期不能晚于今天。")
    if on < timezone.localdate(report.signed.at):
        raise Refused(f"上报日期不能早于签报日期（{timezone.localdate(report.signed.at):%Y-%m-%d}）。")
    report.sent_on, report.channel, report.receipt = on, channel, receipt
    for name, value in read_scan(file).items():
        setattr(report, name, value)


def letter_of(report):
    """The signed words with their origin, the files, and who answers for their secrecy."""
    version = report.signed
    facts = {name: getattr(report, name) for name in ("kind", "nature", "event_date")}
    words = {name: getattr(version, name) for name in ("title", "body", "rich")}
    return Letter(
        words=words | facts,
        origin=origin_of(report),
        collector=version.written_by,
        signer=version.signed_by,
        stands_for=version.stands_for,
        signed_at=version.at,
        files=tuple(report.files.all()),
        markers=tuple(version.markers),
        clearance=version.clearance,
    )


def origin_of(report):
    """Whose it is, in the words the office above may read."""
    office = f"{report.office.name}上报"
    if not report.names_units:
        return office
    sources = report.sources.select_related("submission__unit")
    units = dict.fromkeys(source.submission.unit.name for source in sources)
    return f"{office}，原报送单位：{'、'.join(units)}"[:300]


@transaction.atomic
def withdraw(report, *, by, reason, base=None):
    """Take it back: from an office in the house only as long as nobody there has decided on it."""
    report = checked(report, "withdraw", by, reason, base)
    if report.to_id:
        take_down(report.submission, by=by, reason=reason)
    report.sent_at = report.sent_on = report.sent_by = None
    report.receipt = ""
    report = finish(report, "withdraw", by, reason)
    tell_units(report, "unraise", "撤回上报", f"的上报已由{report.office}撤回", by)
    return report


def tell_units(report, verb, label, words, by):
    """The authors and their units learn where their items are; the last word only stands."""
    for item in sources_of(report):
        retire(item, verbs=("raise", "unraise"))
        event = record(by, verb, item, label=label, unit=item.unit, note=report.where)
        people = [item.author, *User.objects.holding(Role.REVIEWER, item.unit)]
        notify(people, event, f"《{item}》{words}", f"/submissions/{item.pk}/")


@transaction.atomic
def note_scan_read(report, *, by):
    """Who took the scan that proves it was received, and when."""
    return record(by, "read", report, label="下载凭据", unit=report.office, note=report.file_name)
