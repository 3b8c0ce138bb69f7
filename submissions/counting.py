"""What calls and commissions brought: each figure from the very query of the list it opens."""

from collections import Counter, defaultdict

from django.db.models import BooleanField, Count, ExpressionWrapper, Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import DESK_ROLES
from submissions.calling import CommissionState, Standing, standing_of
from submissions.models import Invitation, Submission
from submissions.states import State
from submissions.tables import Cell, Table, num

WIDEST = 24  # commissions that stand side by side in one table; more are only summed up
FILED, ACCEPTED, UNSENT = "filed", "accepted", "unsent"
STAGES = {FILED: "已报送", ACCEPTED: "拟采用", UNSENT: "起草中"}


def answers(user, call):
    """The items a person counts and lists under a call: the desk those of all units, a unit its own."""
    items = Submission.objects.visible_to(user)
    at_desk = items.of_office(user).filter(topic__call=call)
    return at_desk if is_at_desk(user, call.office) else items.of_units(user).filter(topic__call=call)


def is_at_desk(user, office):
    return user.holds_any(DESK_ROLES, office)


def in_stage(items, stage):
    """The rows behind one figure."""
    if stage == UNSENT:
        return items.unsent()
    return items.standing().filter(state=State.ACCEPTED) if stage == ACCEPTED else items.standing()


def tally(items):
    """How many in each stage of each topic and unit: one query for every figure of the page."""
    counts = Counter()
    staged = items.order_by().annotate(unfiled=ExpressionWrapper(Q(filed=None), BooleanField()))
    rows = staged.values_list("topic", "unit", "state", "unfiled").annotate(Count("pk"))
    for topic, unit, state, unfiled, count in rows:
        for stage in stages_of(state, unfiled):
            counts[stage, topic, unit] += count
    return counts


def stages_of(state, unfiled):
    if unfiled:
        return [UNSENT] if state in (State.DRAFT, State.REVIEW) else []
    if state == State.DISCARDED:
        return []
    return [FILED, ACCEPTED] if state == State.ACCEPTED else [FILED]


def topic_rows(call, items):
    """Each topic with its figures, for the reader of these items."""
    counts = tally(items)
    sums = Counter()
    for (stage, topic, _), count in counts.items():
        sums[stage, topic] += count
    return [
        {"topic": topic, **{stage: sums[stage, topic.pk] for stage in STAGES}} for topic in call.topics.all()
    ]


def call_tables(call, *, linked):
    """For the office: by topic, and by unit; figures open their lists where the reader may read them."""
    topics = list(call.topics.all())
    counts = tally(Submission.objects.filter(topic__call=call, office=call.office).standing())
    return [by_topic(topics, counts, linked), by_unit(call, topics, counts, linked)]


def opens(linked, topic, stage, unit=None):
    if not linked:
        return ""
    query = f"?stage={stage}" + (f"&unit={unit}" if unit else "")
    return reverse("submissions:topic", args=[topic]) + query


def by_topic(topics, counts, linked):
    rows, totals = [], Counter()
    for topic in topics:
        found = {stage: sums(counts, stage, topic=topic.pk) for stage in (FILED, ACCEPTED)}
        units = len({unit for stage, about, unit in counts if stage == FILED and about == topic.pk})
        totals.update(found)
        name = f"{topic}（已撤下）" if topic.struck_at else str(topic)
        rows.append(
            [
                num(topic.order),
                Cell(name, kind="title"),
                *(num(found[stage], opens(linked, topic.pk, stage)) for stage in (FILED, ACCEPTED)),
                num(units),
            ]
        )
    units = len({unit for stage, _, unit in counts if stage == FILED})
    foot = [Cell(), Cell("合计"), num(totals[FILED]), num(totals[ACCEPTED]), num(units)]
    return Table("各要点", ["序号", "要点", "报送", "拟采用", "报送单位数"], rows, foot)


def sums(counts, stage, *, topic=None, unit=None):
    return sum(
        count
        for (of, about, by), count in counts.items()
        if of == stage and topic in (None, about) and unit in (None, by)
    )


def by_unit(call, topics, counts, linked):
    """Every active unit of the office, also those that filed nothing: zero is shown."""
    filing = {unit for _, _, unit in counts}
    units = Unit.objects.filter(pk__in=filing) | Unit.objects.reporting_to(call.office).active()
    rows = [
        [
            Cell(unit),
            *(num(sums(counts, stage, unit=unit.pk)) for stage in (FILED, ACCEPTED)),
            *(
                num(counts[FILED, topic.pk, unit.pk], opens(linked, topic.pk, FILED, unit.pk))
                for topic in topics
            ),
        ]
        for unit in units.distinct()
    ]
    return Table("各单位", ["单位", "报送", "拟采用", *(f"要点{t.order}" for t in topics)], rows)


def invitations_of(commission, user):
    """All invited units with what they filed and this person may read, the open ones first."""
    filed = Submission.objects.visible_to(user).of_office(user).standing().select_related("filed")
    found = commission.invitations.select_related("unit", "replied_by").pressing_first()
    return found.prefetch_related(Prefetch("answers", filed, to_attr="filed_answers"))


def commission_table(commission, user):
    """Who was asked and what became of it: the completion table of one commission, titles for the desk."""
    rows = []
    for each in invitations_of(commission, user):
        each.commission = commission
        replied = f"{each.replied_by} {moment(each.replied_at)}" if each.replied_by else ""
        rows.append(
            [
                Cell(each.unit, reverse("submissions:invitation", args=[each.pk])),
                Cell(each.standing_label, kind=f"state-{each.standing}"),
                Cell(replied, kind="when"),
                Cell(moment(each.answered_at), kind="when"),
                Cell("；".join(f"《{item.filed}》" for item in each.filed_answers), kind="title"),
                Cell(each.reason, kind="title"),
            ]
        )
    return Table(str(commission), ["单位", "情况", "答复", "报送时间", "来稿", "谢绝原因"], rows)


def moment(at):
    return f"{timezone.localtime(at):%m-%d %H:%M}" if at else ""


def completion(commissions):
    """Units × commissions: how each stands, and how many of those due were answered."""
    commissions = list(commissions)
    by_unit = standings(commissions)
    shown = commissions if len(commissions) <= WIDEST else []
    units = Unit.objects.filter(pk__in=by_unit)
    rows = [summary(Cell(unit), by_unit[unit.pk].values()) + side(shown, by_unit[unit.pk]) for unit in units]
    every = [standing for each in by_unit.values() for standing in each.values()]
    foot = summary(Cell("合计"), every) + [Cell()] * len(shown)
    head = [
        "单位",
        "约稿",
        "按时",
        "迟报",
        "谢绝",
        "未报",
        "未到期",
        "完成率",
        *(str(each) for each in shown),
    ]
    return Table("约稿完成情况", head, rows, foot if rows else [])


def standings(commissions):
    """For each unit how it stands to each commission: one query."""
    known, now = {each.pk: each for each in commissions}, timezone.now()
    found = Invitation.objects.filter(commission__in=known).values_list(
        "unit", "commission", "state", "answered_at"
    )
    by_unit = defaultdict(dict)
    for unit, pk, reply, answered_at in found:
        asked = known[pk]
        by_unit[unit][pk] = standing_of(reply, answered_at, asked.deadline, asked.state, now)
    return by_unit


def summary(name, found):
    """Done are those on time and late; of all that were due, declined and missed ones included."""
    count = Counter(found)
    done = count[Standing.ON_TIME] + count[Standing.LATE]
    open_ones = count[Standing.INVITED] + count[Standing.ACCEPTED]
    due = sum(count.values()) - open_ones - count[Standing.CANCELLED]
    figures = (
        sum(count.values()),
        *(count[s] for s in (Standing.ON_TIME, Standing.LATE, Standing.DECLINED, Standing.MISSED)),
        open_ones,
    )
    return [name, *map(num, figures), Cell(rate(done, due), kind="num")]


def rate(done, due):
    """A share in words, exact to one place; a dash while nothing was due."""
    return f"{round(1000 * done / due) / 10:g}%" if due else "—"


def side(commissions, standing):
    """The cells beside the sums, each opening its commission."""
    return [
        Cell(
            Standing(standing[each.pk]).label,
            reverse("submissions:commission", args=[each.pk]),
            f"state-{standing[each.pk]}",
        )
        if each.pk in standing
        else Cell("—", kind="when")
        for each in commissions
    ]


COMMISSION_STAGES = [
    (CommissionState.OPEN, CommissionState.OPEN.label),
    ("overdue", "有逾期未报"),
    (CommissionState.CLOSED, CommissionState.CLOSED.label),
    (CommissionState.CANCELLED, CommissionState.CANCELLED.label),
    ("", "全部"),
]
