"""Award schemes as rows: kept by the scorer, copied to the next year, locked once a list by them was signed."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from accounts.events import record
from accounts.refusal import Refused
from scoring.actions.doors import enter, refuse_far
from scoring.award_states import AwardState
from scoring.awarding import CONDITIONS
from scoring.funding import year_of
from scoring.models import Award, Candidate, Condition, Scheme

DAY = timedelta(days=1)


@transaction.atomic
def new_scheme(office, *, day, name, note="", by):
    """The scheme of the assessment year a day lies in."""
    office = enter(office, by)
    refuse_far(office, day, "年度")
    first, last = year_of(office, day)
    made = Scheme(office=office, first=first, last=last, name=name.strip(), note=note.strip(), made_by=by)
    return store(made, by, "制定评选方案")


def store(scheme, by, label):
    if not scheme.name:
        raise Refused("请填写方案名称。")
    try:
        with transaction.atomic():
            scheme.save()
    except IntegrityError as taken:
        known = Scheme.objects.get(office=scheme.office, first=scheme.first)
        raise Refused(
            f"{scheme.first.year}年度已有“{known}”，一个年度一个方案；请修改已有的方案。"
        ) from taken
    record(by, "save-scheme", scheme, label=label, unit=scheme.office)
    return scheme


@transaction.atomic
def save_scheme(scheme, *, name, note, by):
    scheme = unlocked(scheme, by)
    scheme.name, scheme.note = name.strip(), note.strip()
    return store(scheme, by, "修改评选方案")


@transaction.atomic
def copy_scheme(scheme, *, by):
    """The same awards and conditions for the year after the newest scheme."""
    office = enter(scheme.office, by)
    newest = Scheme.objects.filter(office=office).order_by("-first").first()
    name = scheme.name.replace(str(scheme.first.year), str(newest.last.year + 1))
    made = new_scheme(office, day=newest.last + DAY, name=name, note="", by=by)
    for award in scheme.awards.prefetch_related("conditions"):
        conditions = list(award.conditions.all())
        award.pk, award.scheme, award._state.adding = None, made, True
        award.save()
        Condition.objects.bulk_create(
            Condition(award=award, kind=one.kind, number=one.number, word=one.word) for one in conditions
        )
    return made


def unlocked(scheme, by):
    """The scheme, under the office's lock, while no list by it was shown or signed; a draft is judged anew."""
    enter(scheme.office, by)
    scheme = Scheme.objects.select_for_update(of=("self",)).select_related("office", "list").get(pk=scheme.pk)
    if scheme.is_locked:
        signed = scheme.drawn
        raise Refused(
            f"按本方案评出的名单已由{signed.signed_by}于{signed.signed_on:%Y年%m月%d日}审定，方案不能再改；可复制到下一年度。"
        )
    if scheme.drawn and scheme.drawn.state != AwardState.DRAFT:
        raise Refused("按本方案评出的名单正在公示；要改方案，请先撤回重拟。")
    return scheme


@transaction.atomic
def save_award(scheme, conditions, *, award=None, by, **facts):
    """One award with its conditions: (kind, number, word) each."""
    scheme = unlocked(scheme, by)
    award = award or Award(scheme=scheme)
    for name, value in facts.items():
        setattr(award, name, value)
    refuse_misfits(award, conditions)
    try:
        with transaction.atomic():
            award.save()
    except IntegrityError as taken:
        raise Refused(f"本方案已有名为“{award.name}”的奖项。") from taken
    award.conditions.all().delete()
    Condition.objects.bulk_create(
        Condition(award=award, kind=kind, number=number, word=word) for kind, number, word in conditions
    )
    said = "；".join(map(str, award.conditions.all()))
    record(by, "save-award", scheme, label="设置奖项", unit=scheme.office, note=f"{award.name}　{said}"[:200])
    return award


def refuse_misfits(award, conditions):
    """A condition asks for what such candidates have, and says how much."""
    if award.number <= 0:
        raise Refused("名额、比例或分数须大于 0。")
    if award.take == "share" and award.number > 100:
        raise Refused("比例不能超过 100%。")
    for kind, number, word in conditions:
        clause = CONDITIONS[kind]
        if award.of not in clause.of:
            raise Refused(f"“{clause.label}”不适用于评选{award.get_of_display()}，请删去。")
        if clause.asks == "number" and number is None:
            raise Refused(f"请为“{clause.label}”填写数值。")
        if clause.asks == "word" and not word:
            raise Refused(f"请为“{clause.label}”选择取值。")
    if len({kind for kind, _, _ in conditions}) < len(conditions):
        raise Refused("同一个条件只填一次。")


@transaction.atomic
def drop_award(award, *, by):
    scheme = unlocked(award.scheme, by)
    record(by, "drop-award", scheme, label="删去奖项", unit=scheme.office, note=award.name)
    Candidate.objects.filter(award=award).delete()
    Award.objects.get(pk=award.pk).delete()
