"""Writing: drafts, autosave, attachments. Nothing anybody typed is dropped."""

from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.events import record
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions.actions.dressing import copy_pictures, dressed, refuse_shown
from submissions.actions.indexing import note_working
from submissions.actions.revising import Window, join, keep_beside
from submissions.models import Attachment, Submission
from submissions.uploads import BadUpload, inspect

PICTURE_NAMES = (".jpg", ".jpeg", ".png")
ALONE = Window()  # nothing known but the words: a test, a script, a form without fields of its own


class Newer(Refused):
    """Somebody saved after this page was opened; the text given was kept as a side revision."""

    def __init__(self, item, side):
        at = timezone.localtime(item.saved_at)
        why = f"在别处有更新的保存（{at:%H:%M}）" if item.writable else f"现为“{item.get_state_display()}”"
        super().__init__(f"这篇信息{why}。您的文字已另存，请对照后再保存。")
        self.item, self.side = item, side


def begin(*, by, unit, key=None, base=None, window=ALONE, **content):
    """Open a draft. The same key opens the same draft: a double click makes one item.

    A form that already made its draft is a later save of it, from the version the form knows.
    """
    if not by.holds(Role.INFORMANT, unit):
        raise NotYours("您不是该单位的信息员，不能为它报送信息。")
    if unit.office is None:
        raise Refused("本单位没有上级收稿单位，请联系系统管理员在单位设置中指定。")
    with transaction.atomic():
        places = {"author": by, "unit": unit, "office": unit.office}
        item, fresh = Submission.objects.get_or_create(
            key=key or uuid4(), defaults=places | dressed(None, content)
        )
        if fresh:
            record(by, "begin", item, label="建稿", unit=unit)
            note_working(item)
    return item if fresh else write(item, by=by, base=base or 1, window=window, **content)


def write(item, *, by, base, window=ALONE, **content):
    """Save the working copy if nobody saved since version `base`; else keep the text beside it."""
    with transaction.atomic():
        item = Submission.objects.select_for_update().get(pk=item.pk)
        side = store(item, by, base, window, content)
    if side:
        raise Newer(item, side)
    return item


def store(item, by, base, window, content):
    """Put the content on the locked item, or into a side revision when it comes too late."""
    content = dressed(item, content)
    changed = {name: value for name, value in content.items() if getattr(item, name) != value}
    stale = (item.version != base and not window.wrote(item)) or not item.writable
    refuse_foreign_pen(item, by)
    if changed and stale:
        return keep_beside(item, by, content, window)
    if not stale:
        join(item, window.joins, by)
    if not changed:
        return None
    for name, value in changed.items():
        setattr(item, name, value)
    item.version += 1
    item.saved_at = timezone.now()
    item.save()
    note_working(item)
    return None


def refuse_foreign_pen(item, by):
    if item.origin:
        raise NotYours("这是上报件，修改和重新上报在“上报”中办理。")
    if item.author_id != by.pk or not by.holds(Role.INFORMANT, item.unit):
        raise NotYours("只有撰稿人可以修改这篇信息，且须仍任本单位信息员。")


def copy(item, *, by, unit, key=None):
    """A new draft with the words of a former item; a double click makes one."""
    made = Submission.objects.filter(key=key, author=by).first() if key else None
    if made:
        return made
    partners = [pk for pk in item.partners if pk != unit.pk]
    words = item.content() | {"event_date": None, "partners": partners, "rich": ""}
    with transaction.atomic():
        fresh = begin(by=by, unit=unit, key=key, **words)
        if item.rich:
            copy_pictures(item, fresh, by=by)
    return fresh


@transaction.atomic
def attach(item, file, *, by):
    """Keep an uploaded file with the item after looking at its content."""
    item = Submission.objects.select_for_update().get(pk=item.pk)
    refuse_foreign_pen(item, by)
    if not item.writable:
        raise Refused(f"《{item}》现为“{item.get_state_display()}”，不能增减附件。")
    try:
        known = inspect(file, file.name, settings.ATTACHMENT_LIMIT_MB)
    except BadUpload as problem:
        raise Refused(str(problem)) from problem
    present = item.attachments.present().filter(sha256=known.sha256, name=known.name).first()
    if present:
        return present
    attachment = Attachment.objects.create(submission=item, file=file, by=by, **vars(known))
    record(by, "attach", item, label="上传附件", unit=item.unit, note=known.name, sha256=known.sha256)
    return attachment


def attach_picture(item, file, *, by):
    """Keep a picture that an editor puts into the text."""
    if not file.name.lower().endswith(PICTURE_NAMES):
        raise Refused("正文里只能插入 jpg、png 图片；其他文件请放到“附件”里。")
    return attach(item, file, by=by)


@transaction.atomic
def detach(attachment, *, by):
    """Take a file out of view; the bytes stay."""
    item = Submission.objects.select_for_update().get(pk=attachment.submission_id)
    refuse_foreign_pen(item, by)
    if not item.writable:
        raise Refused(f"《{item}》现为“{item.get_state_display()}”，不能增减附件。")
    refuse_shown(item, attachment)
    attachment.removed_at = timezone.now()
    attachment.save(update_fields=["removed_at"])
    record(by, "detach", item, label="移除附件", unit=item.unit, note=attachment.name)


@transaction.atomic
def note_read(attachment, *, by):
    """Who took a file out is written down, as for every signed document."""
    item = attachment.submission
    record(by, "read", attachment, label="下载附件", unit=item.unit, note=attachment.name)
