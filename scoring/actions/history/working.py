"""The worker's side of a register: whatever its state asks for, once, however often it is called."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify
from accounts.events import record
from accounts.refusal import Refused
from scoring.actions.history import checking, loading, receiving, undoing
from scoring.history_states import AT_WORK, HistoryState
from scoring.models import History
from scoring.models.history import PATIENCE

JOBS = {
    HistoryState.READING: receiving.read,
    HistoryState.CHECKING: checking.check,
    HistoryState.LOADING: loading.load,
    HistoryState.UNDOING: undoing.undo,
}


def work(batch_id):
    """Do what the register waits for; a refusal is written on it, any failure too."""
    batch = claim(batch_id)
    if batch is None:
        return
    state = batch.state
    try:
        JOBS[state](batch)
    except Refused as refusal:
        give_up(batch, state, str(refusal))
    except Exception as error:  # whoever asked must see any failure
        give_up(batch, state, f"没有完成（{type(error).__name__}），系统内没有任何改变，请重试。")
        raise


@transaction.atomic
def claim(batch_id):
    """One worker at a time."""
    batch = History.objects.select_for_update(of=("self",)).get(pk=batch_id)
    alive = batch.alive_at and timezone.now() - batch.alive_at < PATIENCE
    if batch.state not in AT_WORK or alive:
        return None
    batch.alive_at = timezone.now()
    batch.save(update_fields=["alive_at"])
    return batch


@transaction.atomic
def give_up(batch, state, why):
    """Back to where it was, with the reason; whoever began it is told."""
    batch = receiving.locked(batch)
    if batch.state != state:
        return
    receiving.settle(batch, done=False, why=why)
    event = record(None, "history", batch, label="历史导入未完成", unit=batch.office, note=why)
    notify([batch.by], event, f"历史登记未完成：{batch}", batch.get_absolute_url())
