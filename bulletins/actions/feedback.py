"""反馈 and 延期: what a unit reports of its part, and how it asks for more time."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.actions.saving import save
from accounts.events import last_hand, record
from accounts.refusal import NotYours, Refused
from bulletins.actions.followup_parts import (
    checked,
    desk_of,
    end_pleas,
    locked,
    people_of,
    put,
    set_reminders,
    spell,
    write_down,
)
from bulletins.followup_states import PLEA_MOVES
from bulletins.models import Extension, Feedback, FeedbackFile
from submissions.secrecy import markers_in, texts_in_package
from submissions.uploads import BadUpload, inspect

MOST_FILES = 10


@transaction.atomic
def answer(part, *, by, text, files=()):
    """反馈: one more report of the unit; what was reported before stays. Sent twice, it is kept once."""
    part, step = checked(part, "answer", by)
    if not text.strip():
        raise Refused("请填写办理情况。")
    if len(files) > MOST_FILES:
        raise Refused(f"一次最多附{MOST_FILES}个文件。")
    newest = part.feedback.order_by("-number").first()
    if newest and part.state == step.end and same(newest, by, text, files):
        return newest
    known = [(file, inspected(file)) for file in files]
    refuse_marked(text, files)
    number = newest.number + 1 if newest else 1
    report = Feedback.objects.create(
        part=part, number=number, text=text.strip(), due=part.deadline, by=by, at=timezone.now()
    )
    keep_files(report, known)
    end_pleas(part)
    part.reason = ""
    event = put(part, step, by, "answer", f"第{number}次反馈{'（逾期）' if report.is_late else ''}")
    told = f"{part.unit}反馈督办：{part.followup}，请审阅"
    notify(desk_of(part), event, told, part.followup.get_absolute_url())
    return report


def same(report, by, text, files):
    return (report.by, report.text, report.files.count()) == (by, text.strip(), len(files))


def inspected(file):
    try:
        return inspect(file, file.name, settings.ATTACHMENT_LIMIT_MB)
    except BadUpload as problem:
        raise Refused(str(problem)) from problem


def refuse_marked(text, files):
    """涉密信息不上网: the markers that stop an item on its way out of the unit stop a report too."""
    found = markers_in(text, *(file.name for file in files))
    for file in files:
        found += markers_in(*texts_in_package(file))
        file.seek(0)
    if found:
        raise Refused(f"发现涉密标志“{'”“'.join(found)}”。涉密内容不得在本系统填写，请改由涉密渠道反馈。")


def keep_files(report, known):
    for file, about in known:
        FeedbackFile.objects.create(
            feedback=report,
            file=file,
            name=about.name,
            content_type=about.content_type,
            size=about.size,
            sha256=about.sha256,
        )


@transaction.atomic
def read_file(file, *, by):
    """Who took a file of a report, and when."""
    part = file.feedback.part
    return record(by, "read", part, label="下载反馈附件", unit=part.unit, note=file.name)


@transaction.atomic
def ask_extension(part, *, by, wanted, reason):
    """申请延期: a later day and why; one request at a time."""
    part, step = checked(part, "ask", by, reason)
    if part.pleas.pending().exists():
        raise Refused(f"延期申请正等答复{last_hand(part, besides=('part-remind',))}，不必重复申请。")
    refuse_day(part, wanted)
    plea = Extension(part=part, wanted=wanted, reason=reason.strip(), by=by)
    save(plea)
    event = write_down(part, by, "part-ask", step.label, f"延至{wanted:%Y-%m-%d}：{reason.strip()}")
    text = f"{part.unit}申请延期到{spell(wanted)}：{part.followup}"
    notify(desk_of(part), event, text, part.followup.get_absolute_url())
    return plea


def refuse_day(part, wanted):
    if wanted <= part.deadline:
        raise Refused(f"延期后的日期须晚于现在的期限（{part.deadline:%Y-%m-%d}）。")
    if wanted < timezone.localdate():
        raise Refused("延期后的日期不能早于今天。")


@transaction.atomic
def decide_extension(plea, verb, *, by, until=None, word=""):
    """同意 or 不同意: from here on the clock follows the new day, or the old one still."""
    part = locked(plea.part)
    plea, step = Extension.objects.select_for_update(of=("self",)).get(pk=plea.pk), PLEA_MOVES[verb]
    refuse_verdict(plea, part, step, by, word)
    if verb == "grant":
        until = until or plea.wanted
        refuse_day(part, until)
        part.deadline, plea.wanted = until, until
        save(part)
        set_reminders(part)
    plea.state, plea.decided_by, plea.decided_at, plea.word = step.end, by, timezone.now(), word.strip()
    save(plea)
    retire(part)
    note = f"期限{part.deadline:%Y-%m-%d}" + (f"：{word.strip()}" if word.strip() else "")
    event = write_down(part, by, f"plea-{verb}", step.label, note)
    text = f"{step.label}：{part.followup}，请于{spell(part.deadline)}前反馈"
    notify(people_of(part), event, text, part.followup.get_absolute_url())
    return plea


def refuse_verdict(plea, part, step, by, word):
    if not by.holds_any(step.by, part.followup.office):
        raise NotYours(f"“{step.label}”由{part.followup.office}的责任编辑或核签人办理。")
    if plea.state not in step.start:
        hand = last_hand(part, besides=("read", "part-remind"))
        raise Refused(f"这次延期申请现为“{plea.get_state_display()}”{hand}，不能{step.label}。")
    if step.needs_reason and not word.strip():
        raise Refused(f"{step.label}须写明理由。")
