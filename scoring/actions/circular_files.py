"""The files of a signed circular: made once, taken with a mark, read by whom and when."""

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from accounts.actions import notices
from accounts.actions.notices import notify, retire
from accounts.events import record
from accounts.models import Notice
from accounts.queue import after_commit
from accounts.refusal import NotYours, Refused
from accounts.roles import DESK_ROLES
from bulletins.actions.distribution import REST
from bulletins.actions.documents import fill, render
from bulletins.paper import Paper
from scoring.circular_sheets import workbook_of
from scoring.models import Circular, CircularDelivery, CircularDocument
from scoring.models.circulars import HANDS


@transaction.atomic
def make(document_id):
    """Render one file from the frozen content; a finished one is never touched again."""
    found = CircularDocument.objects.select_for_update(of=("self",)).select_related("circular")
    document = found.get(pk=document_id)
    return fill(document, lambda: content_of(document))


def content_of(document):
    circular = document.circular
    if document.format == CircularDocument.Format.XLSX:
        return workbook_of(circular)
    return render(Paper.from_dict(circular.paper), document.format)


@transaction.atomic
def retry(circular, *, by):
    """Let the files that could not be made be tried again from the start, at the desk's wish."""
    from scoring.tasks import make_circular_file

    if not by.holds_any(DESK_ROLES, circular.office):
        raise NotYours("文件由编发人员重新生成。")
    unmade = circular.documents.unmade()
    unmade.update(attempts=0, error="")
    record(by, "retry", circular, label="重新生成文件", unit=circular.office)
    for pk in unmade.values_list("pk", flat=True):
        after_commit(make_circular_file, pk)


@transaction.atomic
def take(document, *, by, mark=""):
    """Who took a file, when, and with what mark on it."""
    circular, facts = document.circular, {"sha256": document.sha256}
    label = f"下载{document.get_format_display()}"
    record(
        by, "read", circular, label=label, unit=circular.office, **facts | ({"mark": mark} if mark else {})
    )
    take_note(circular, by=by)


@transaction.atomic
def read(circular, *, by):
    """The page was opened (domain §10: reading is recorded too)."""
    record(by, "read", circular, label="阅读", unit=circular.office)
    take_note(circular, by=by)


def take_note(circular, *, by):
    """The receipt: first reading, and how often; what asked for it is done."""
    mine = CircularDelivery.objects.filter(circular=circular, person=by)
    mine.filter(read_at=None).update(read_at=timezone.now())
    mine.update(times=F("times") + 1)
    notices.read(Notice.objects.visible_to(by).about(circular))


@transaction.atomic
def remind(circular, *, by):
    """催阅: ask again whoever has not read it, once an hour at most."""
    if not by.holds_any(HANDS, circular.office):
        raise NotYours("催阅由编发人员或领导办理。")
    circular = Circular.objects.select_for_update(of=("self",)).with_hands().get(pk=circular.pk)
    waiting = circular.deliveries.unread().select_related("person")
    people = [each.person for each in waiting]
    if not people:
        raise Refused("收到本通报的人都已阅读，不用催阅。")
    last = circular.deliveries.aggregate(last=Max("reminded_at"))["last"]
    if last and timezone.now() - last < REST:
        raise Refused(f"{timezone.localtime(last):%H:%M} 刚催阅过，一小时内只催一次。")
    retire(circular, verbs=("distribute", "remind"))
    note = f"未读{len(people)}人"
    event = record(by, "remind", circular, label="催阅", unit=circular.office, note=note)
    notify(people, event, f"请阅读{circular}", circular.get_absolute_url())
    waiting.update(reminded_at=timezone.now())
    return len(people)
