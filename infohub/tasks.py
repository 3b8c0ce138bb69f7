"""The sweep: whatever is still a pending row is sent to the queue again."""

from celery import shared_task
from django.db.models import Min

from accounts.events import seal_pending
from accounts.models import Notice
from accounts.queue import send
from accounts.tasks import mail_notice
from bulletins.actions import archives
from bulletins.actions.followup_clock import keep_followups
from bulletins.models import Archive, Document
from bulletins.tasks import make_archive, make_document
from scoring.actions.reminding import remind_scorers
from scoring.models import CatchUp, CircularDocument, History
from scoring.tasks import catch_up, make_circular_file, work_history
from submissions.actions.clock import keep_time
from submissions.actions.urgent_handling import escalate


@shared_task
def sweep():
    """Once a minute: seals, mails and documents that a stopped queue left behind."""
    seal_pending()
    keep_time()
    escalate()
    keep_followups()
    remind_scorers()
    for pk in first_waiting():
        send(mail_notice, pk)
    for pk in Document.objects.pending().order_by("pk").values_list("pk", flat=True)[:100]:
        send(make_document, pk)
    archives.expire()
    for pk in Archive.objects.pending().order_by("pk").values_list("pk", flat=True)[:20]:
        send(make_archive, pk)
    for pk in CircularDocument.objects.pending().order_by("pk").values_list("pk", flat=True)[:100]:
        send(make_circular_file, pk)
    for pk in CatchUp.objects.pending().order_by("pk").values_list("pk", flat=True)[:20]:
        send(catch_up, pk)
    for pk in History.objects.waiting_for_work().order_by("pk").values_list("pk", flat=True)[:20]:
        send(work_history, pk)


def first_waiting():
    """One notice for each mailbox; its mail takes the others along."""
    waiting = Notice.objects.to_mail().order_by().values("person").annotate(first=Min("pk"))
    return waiting.values_list("first", flat=True)[:500]
