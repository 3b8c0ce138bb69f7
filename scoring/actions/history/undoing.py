"""Taking a whole register back: while nothing later stands on what it made, and without losing anybody's words."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.historic import forget_names
from accounts.actions.notices import notify, retire
from accounts.events import record
from accounts.models import Unit, User
from accounts.refusal import Refused
from bulletins.actions.historic import take_past_back
from bulletins.models import Adoption, Instruction
from scoring.actions.history.checking import note_progress
from scoring.actions.history.receiving import locked, settle, step
from scoring.history_states import HistoryState
from scoring.models import HistoryMade, HistoryRow, PastScore, Period
from submissions.actions.historic import unarchive
from submissions.models import Revision, Signature, Submission

W = HistoryMade.What
MODELS = {
    W.UNIT: Unit,
    W.PERSON: User,
    W.ITEM: Submission,
    W.USE: Adoption,
    W.INSTRUCTION: Instruction,
}
DERIVED = {Signature, HistoryRow}  # made of the rows themselves
AT_ONCE = 500


@transaction.atomic
def ask_to_undo(batch, *, by, reason):
    """Refused with whatever stands in the way; else a worker takes it back."""
    batch = step(batch, "undo", by)
    if not reason.strip():
        raise Refused("请写明撤销原因。")
    refuse_built_upon(batch)
    batch.undone_by, batch.undone_why = by, reason.strip()[:200]
    batch.save()
    record(by, "undo", batch, label="撤销历史导入", unit=batch.office, note=batch.undone_why)
    retire(batch)
    return batch


def refuse_built_upon(batch):
    if found := obstacles(batch):
        raise Refused(f"不能撤销，导入以后又有：{'；'.join(found)}。请先处理这些内容。")


def obstacles(batch):
    """What was built upon the rows of the batch since, in words; nothing is deleted from under anybody."""
    found = closed_since(batch)
    own = {what: set(made(batch, what)) for what in W}
    for what, model in MODELS.items():
        found += [text for text in built_on(model, own[what], batch, own) if text not in found]
    return found


def made(batch, what):
    return batch.made.filter(what=what).order_by("pk").values_list("thing", flat=True)


def closed_since(batch):
    days = batch.summary.get("days") or []
    if batch.kind == "scores" or not days:
        return []
    first, last = days[0][:8] + "01", days[-1]
    closed = Period.objects.closed(batch.office).filter(month__range=(first, last))
    return [f"{period}已关账" for period in closed.order_by("month")[:3]]


def built_on(model, pks, batch, own):
    """Rows of any table that point at these and are not of the batch itself."""
    names = {value: key for key, value in MODELS.items()}
    for relation in relations_to(model):
        other = relation.related_model
        if other in DERIVED:
            continue
        keys = pointing(other, relation.field.name, pks)
        keys -= own[names[other]] if other in names else own_rows(other, batch, own)
        if keys:
            yield said(model, other, keys, names.get(other))


def relations_to(model):
    """Every key that points at the table, also those that have no name on its side."""
    fields = model._meta.get_fields(include_hidden=True)
    return [one for one in fields if one.one_to_many or (one.one_to_one and one.auto_created)]


def pointing(other, field, pks):
    """The keys of the rows that point at any of these, asked for by handfuls."""
    found = set()
    for some in in_handfuls(pks):
        found |= set(other._base_manager.filter(**{f"{field}__in": some}).values_list("pk", flat=True))
    return found


def in_handfuls(pks):
    pks = sorted(pks)
    return [pks[at : at + AT_ONCE] for at in range(0, len(pks), AT_ONCE)]


def own_rows(other, batch, own):
    if other is PastScore:
        return set(batch.scores.values_list("pk", flat=True))
    if other is Revision:
        return pointing(Revision, "submission", own[W.ITEM])
    return set()


def said(model, other, keys, what):
    """In words; a later register is called by its name."""
    name, on = other._meta.verbose_name, model._meta.verbose_name
    if what:
        later = HistoryMade.objects.filter(what=what, thing__in=list(keys)[:AT_ONCE]).select_related("batch")
        if first := later.first():
            return f"后来导入的“{first.batch}”用到这里的{on}"
    return f"{on}上的{name}{len(keys)}条"


@transaction.atomic
def undo(batch):
    """In the reverse order of loading; what stands in the way is asked once more, under the locks."""
    batch = locked(batch)
    if batch.state != HistoryState.UNDOING:
        return
    Unit.objects.select_for_update(no_key=True).get(pk=batch.office_id)
    refuse_built_upon(batch)
    take_back(batch, batch.undone_by)
    batch.undone_at = timezone.now()
    settle(batch, done=True)
    event = record(None, "undo", batch, label="历史导入已撤销", unit=batch.office, note=batch.undone_why)
    notify([batch.undone_by, batch.loaded_by], event, f"历史登记已撤销：{batch}", batch.get_absolute_url())


def take_back(batch, by):
    office, done = batch.office, 0
    steps = (
        (W.INSTRUCTION, lambda some: take_past_back(office, instructions=some, by=by)),
        (W.USE, lambda some: take_past_back(office, uses=some, by=by)),
        (W.ITEM, lambda some: unarchive(office, some, by=by)),
        (W.PERSON, lambda some: forget_names(office, people=some, by=by)),
        (W.UNIT, lambda some: forget_names(office, units=some, by=by)),
    )
    batch.scores.all().delete()
    for what, forget in steps:
        for some in in_handfuls(made(batch, what)):
            forget(some)
            done += len(some)
            note_progress(batch, done)
    batch.made.all().delete()
