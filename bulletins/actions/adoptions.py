"""Registering what became of items elsewhere."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.notices import notify
from accounts.events import record
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions.articles import free, held
from bulletins.actions.crediting import credit_below, revoke_all
from bulletins.actions.uses import used_as
from bulletins.models import Adoption, UpwardReport
from bulletins.upward_states import Upward
from submissions.actions import mark_used
from submissions.models import Submission
from submissions.models.writers import writer_of
from submissions.uploads import BadUpload, inspect


@transaction.atomic
def register(submission, publication, *, by, use, on, evidence, title="", late_why="", file=None, marks=""):
    """A higher carrier used an item: write the fact with its evidence (补录 included)."""
    if not by.holds(Role.EDITOR, submission.office):
        raise NotYours(f"上级采用由{submission.office}的责任编辑登记。")
    [submission] = held(Submission, [submission])
    facts = {"use": use, "on": on, "evidence": evidence, "title": title, "late_why": late_why}
    facts["marks"] = marks.strip()
    adoption = enter(submission, publication, by, **facts, **read_scan(file))
    credit_below([adoption], by=by)
    return adoption


def enter(submission, publication, by, *, evidence, title="", late_why="", **facts):
    """One use of a locked item: checked, written down, told."""
    on, late_why, evidence = facts["on"], late_why.strip(), evidence.strip()
    refuse_impossible(submission, publication, on, late_why)
    refuse_coming_by_itself(submission, publication, on)
    if not evidence:
        raise Refused("请填写凭据（期号、版面或文号）。")
    submission = mark_used(submission, by=by)
    facts |= {"evidence": evidence, "title": title or submission.filed.title, "late_why": late_why}
    facts |= used_as(submission.office, facts["use"])
    try:
        with transaction.atomic():
            adoption = keep(submission, publication, by, **facts)
    except IntegrityError as again:
        raise Refused(f"{publication}{on:%Y-%m-%d}采用这篇信息已登记过，不能重复登记。") from again
    note = f"{publication}{adoption.get_use_display()}，{on:%Y-%m-%d}，{evidence}"
    note += f"；补录：{late_why}" if late_why else ""
    event = record(by, "adopted", submission, label="上级采用", unit=submission.unit, note=note)
    text = f"《{submission}》已由{publication}采用"
    notify([submission.author], event, text, f"/submissions/{submission.pk}/")
    return adoption


def keep(submission, publication, by, **facts):
    """The row, credited to the unit and the person who filed."""
    return Adoption.objects.create(
        office=submission.office,
        unit=submission.unit,
        person=writer_of(submission),
        submission=submission,
        publication=publication,
        registered_by=by,
        **facts,
    )


def refuse_impossible(submission, publication, on, late_why=""):
    if submission.filed is None:
        raise Refused("这篇信息尚未报送，不能登记采用。")
    if publication.office_id == submission.office_id:
        raise Refused(f"{publication}是本单位刊物，采用随签发自动产生，不必登记。")
    if on > timezone.localdate():
        raise Refused("采用日期不能晚于今天。")
    if on < submission.submitted_on and not late_why:
        raise Refused(
            f"采用日期不能早于报送日期（{submission.submitted_on:%Y-%m-%d}）；采用在前、事后补报的，请写明补录原因。"
        )


def refuse_coming_by_itself(submission, publication, on):
    """What an office of the house prints comes back from there; it is not counted a second time by hand."""
    known = submission.adoptions.standing().filter(publication=publication, on=on, follows__isnull=False)
    if known.exists():
        raise Refused(f"{publication}{on:%Y-%m-%d}的采用已由上级签发自动登记，不必再登记。")
    going = UpwardReport.objects.made_of(submission).filter(to__isnull=False, to=publication.office_id)
    if going.above().exclude(fate=Upward.UNUSED).exists():
        raise Refused(f"这篇信息已上报{publication.office}，采用结果会自动回来，不必登记。")


def read_scan(file):
    """The checked evidence file as fields of the adoption."""
    if not file:
        return {}
    try:
        known = inspect(file, file.name, settings.ATTACHMENT_LIMIT_MB)
    except BadUpload as problem:
        raise Refused(str(problem)) from problem
    return {"file": file, "file_name": known.name, "file_type": known.content_type}


@transaction.atomic
def read_evidence(adoption, *, by):
    """Who took the scan that proves an adoption, and when."""
    return record(by, "read", adoption, label="下载凭据", unit=adoption.office, note=adoption.file_name)


@transaction.atomic
def revoke(adoption, *, by, reason):
    """Take back an adoption that was registered by mistake; the row stays with the reason."""
    [item] = held(Submission, [adoption.submission])
    [adoption] = held(Adoption, [adoption])
    if not by.holds(Role.EDITOR, adoption.office):
        raise NotYours(f"撤销采用由{adoption.office}的责任编辑办理。")
    if adoption.follows_id:
        raise Refused("这条采用来自上级，随上级的采用一同撤销，不能在这里撤销。")
    if adoption.issue_id:
        raise Refused("本刊的采用随签发产生，只能由核签人将该期作废。")
    if not reason.strip():
        raise Refused("请写明撤销原因。")
    revoke_all([adoption], by, reason.strip())
    free(item, by=by)
    return adoption
