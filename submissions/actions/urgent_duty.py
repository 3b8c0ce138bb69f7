"""Who answers for an office now, and by which clocks it judges."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.contacts import phone_problem
from accounts.events import record
from accounts.models import Unit, User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions.models.urgent_desk import ACK_MINUTES, Clock, Duty, Watch, clocks_of, rule_of
from submissions.urgent_clocks import PHASES
from submissions.urgent_states import DUTY_ROLES, Grade

WEEK = timedelta(days=7)
LONGEST = timedelta(days=7)


def on_duty(office, moment=None):
    """The people to be rung: those on the roster now, else every editor of the office."""
    rostered = [
        duty.user
        for duty in Duty.objects.filter(office=office).at(moment or timezone.now()).select_related("user")
        if duty.user.is_active and duty.user.holds_any(DUTY_ROLES, office)
    ]
    return rostered or list(User.objects.holding(Role.EDITOR, office))


def locked(office, by):
    """Two hands at one roster: one waits. Only those who may sit at the telephone keep it."""
    if not by.holds_any(DUTY_ROLES, office):
        raise NotYours("值班表和时限由本单位的编辑或核签人维护。")
    return Unit.objects.select_for_update().get(pk=office.pk)


@transaction.atomic
def add_duty(*, by, office, user, since, until, phone):
    """Put somebody on the roster; nobody else may be on it at that time."""
    office = locked(office, by)
    if not user.holds_any(DUTY_ROLES, office):
        raise Refused(f"{user}不是本单位的编辑或核签人，不能排班。")
    if until <= since or until - since > LONGEST:
        raise Refused("结束时间须晚于开始时间，一班最长7天。")
    if problem := phone_problem(phone) or ("" if phone else "请填写值班电话。"):
        raise Refused(problem)
    other = Duty.objects.filter(office=office).between(since, until).select_related("user").first()
    if other:
        raise Refused(f"与{other.user}的值班（{spell(other)}）重叠，请调整时间。")
    duty = Duty.objects.create(office=office, user=user, since=since, until=until, phone=phone)
    record(by, "duty-new", duty, label="安排值班", unit=office, note=spell(duty), person=user.pk)
    return duty


def spell(duty):
    since, until = timezone.localtime(duty.since), timezone.localtime(duty.until)
    return f"{since:%m-%d %H:%M} 至 {until:%m-%d %H:%M}"


@transaction.atomic
def remove_duty(duty, *, by):
    """Take back what lies ahead; a shift under way ends now, what was done stays on the roster."""
    locked(duty.office, by)
    duty, now = (
        Duty.objects.select_for_update().select_related("user", "office").get(pk=duty.pk),
        timezone.now(),
    )
    if duty.until <= now:
        raise Refused("这一班已经值完，不能删除。")
    record(
        by,
        "duty-end",
        duty,
        label="取消值班",
        unit=duty.office,
        note=f"{duty.user} {spell(duty)}",
        person=duty.user_id,
    )
    if duty.since >= now:
        duty.delete()
    else:
        duty.until = now
        duty.save(update_fields=["until"])


@transaction.atomic
def copy_week(*, by, office, start):
    """The same shifts again seven days later; where somebody is on already, that one stays."""
    locked(office, by)
    added = 0
    for duty in Duty.objects.filter(office=office, since__gte=start, since__lt=start + WEEK).select_related(
        "user"
    ):
        shift = {"since": duty.since + WEEK, "until": duty.until + WEEK}
        taken = Duty.objects.filter(office=office).between(shift["since"], shift["until"]).exists()
        if not taken and duty.user.holds_any(DUTY_ROLES, office):
            add_duty(by=by, office=office, user=duty.user, phone=duty.phone, **shift)
            added += 1
    return added


@transaction.atomic
def set_clocks(*, by, office, rules, ack_minutes):
    """The office's own limits from now on; what was judged keeps the limit it was judged by."""
    office = locked(office, by)
    known, before, after = clocks_of(office)[office.pk], {}, {}
    for (grade, phase), rule in rules.items():
        old = rule_of(known, grade, phase)
        if rule != old:
            set_clock(office, grade, phase, rule)
            name = f"{Grade(grade).label}{PHASES[phase]}"
            before[name], after[name] = old.words, rule.words
    set_watch(office, ack_minutes, before, after)
    if after:
        note = "；".join(f"{name}：{words}" for name, words in after.items())
        record(
            by,
            "urgent-rules",
            office,
            label="设置紧急信息时限",
            unit=office,
            note=note,
            before=before,
            after=after,
        )
    return after


def set_clock(office, grade, phase, rule):
    values = {"basis": rule.basis, "minutes": rule.minutes, "times": list(rule.times)}
    Clock.objects.update_or_create(office=office, grade=grade, phase=phase, defaults=values)


def set_watch(office, minutes, before, after):
    old = ack_minutes(office)
    if minutes != old:
        Watch.objects.update_or_create(office=office, defaults={"ack_minutes": minutes})
        before["签收"], after["签收"] = f"{old} 分钟", f"{minutes} 分钟"


def ack_minutes(office):
    watch = Watch.objects.filter(office=office).first()
    return watch.ack_minutes if watch else ACK_MINUTES
