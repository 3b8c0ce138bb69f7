"""逐月关账: the months that are due are closed one after the other; the first problem stops it, and is told."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify
from accounts.events import record
from accounts.queue import after_commit
from accounts.refusal import Refused
from scoring.actions.doors import enter
from scoring.actions.months import close_month
from scoring.bookcase import months_from
from scoring.closing import blocking, worded
from scoring.due import due_months
from scoring.models import CatchUp, Period
from scoring.models.catchups import ATTEMPTS, PATIENCE


@transaction.atomic
def ask(office, *, by, anyway=False):
    """Begin; whoever asks while it is under way is shown what is under way."""
    from scoring.tasks import catch_up

    office = enter(office, by)
    if found := CatchUp.objects.unfinished().filter(office=office).first():
        return found
    months = due_months(office)
    if not months:
        raise Refused("没有待关账的月份：上月及以前都已关账，或还没有施行的考核办法。")
    facts = {"first": months[0], "last": months[-1], "total": len(months), "anyway": anyway}
    made = CatchUp.objects.create(office=office, by=by, **facts)
    record(by, "catch-up", made, label="逐月关账", unit=office, note=f"{made}，共{len(months)}个月")
    after_commit(catch_up, made.pk)
    return made


def run(pk):
    """Close month by month, each in a transaction of its own, so that what is closed stays closed."""
    catch_up = claim(pk)
    if catch_up is None:
        return None
    for done, month in enumerate(months_from(catch_up.first, catch_up.last), 1):
        try:
            close_next(catch_up, month)
        except Refused as refusal:
            return end(catch_up, stopped_at=month, problem=str(refusal))
        except Exception as error:  # whoever asked must see any failure, and the next ask may begin
            return end(catch_up, stopped_at=month, problem=f"程序出错（{type(error).__name__}）：{error}")
        CatchUp.objects.filter(pk=catch_up.pk).update(done=done, alive_at=timezone.now())
    return end(catch_up)


@transaction.atomic
def claim(pk):
    """One worker at a time; one that fell silent too often is not tried again."""
    found = CatchUp.objects.select_for_update(of=("self",)).with_people().get(pk=pk)
    alive = found.alive_at and timezone.now() - found.alive_at < PATIENCE
    if found.ended_at or alive:
        return None
    found.attempts += 1
    found.alive_at = timezone.now()
    found.save(update_fields=["attempts", "alive_at"])
    if found.attempts > ATTEMPTS:
        end(found, problem="关账多次中断，请联系管理员查看后台任务是否正常。")
        return None
    return found


@transaction.atomic
def close_next(catch_up, month):
    """A month that somebody closed meanwhile is passed over; one with things undecided stops the round."""
    enter(catch_up.office, catch_up.by)
    if Period.objects.closed(catch_up.office).filter(month=month).exists():
        return
    undecided = [] if catch_up.anyway else blocking(catch_up.office, month)
    if undecided:
        raise Refused(f"{worded(undecided)}。请办完，或单独打开这个月关账。")
    close_month(catch_up.office, month, by=catch_up.by)


@transaction.atomic
def end(catch_up, *, stopped_at=None, problem=""):
    """What came of it, told to whoever asked."""
    row = CatchUp.objects.select_for_update(of=("self",)).with_people().get(pk=catch_up.pk)
    row.ended_at, row.stopped_at, row.problem = timezone.now(), stopped_at, problem[:300]
    row.save(update_fields=["ended_at", "stopped_at", "problem"])
    where = f"，停在{stopped_at.year}年{stopped_at.month}月：{row.problem}" if stopped_at else row.problem
    label = "逐月关账停下" if row.problem else "逐月关账完成"
    note = f"已关{row.done}个月，共{row.total}个月{where}"
    event = record(None, "caught-up", row, label=label, unit=row.office, note=note)
    notify([row.by], event, f"{label}：{note}", row.get_absolute_url())
    return row
