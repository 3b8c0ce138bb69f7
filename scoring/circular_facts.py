"""What a circular is written from, gathered from closed months alone; rows are read for their titles only."""

from datetime import date

from bulletins.models import Adoption, Instruction
from scoring.bookcase import end_of, following, months_from
from scoring.circular_figures import MONTH, YEAR, Figures
from scoring.circular_states import MONTHS, Kind
from scoring.circular_texts import Facts
from scoring.models import Period
from scoring.standings import frozen
from submissions.calling import CallState
from submissions.models import Call, Topic

SPANS = {Kind.MONTH: MONTH, Kind.QUARTER: "quarter", Kind.YEAR: YEAR}
WHEN = {Kind.MONTH: "本月", Kind.QUARTER: "本季度", Kind.YEAR: "全年"}


def facts_of(circular) -> Facts:
    """Everything the sections are written from."""
    standing = standing_of(circular)
    figures = Figures(standing.table, SPANS[circular.kind])
    begun = date.fromisoformat(standing.table["year"][0])
    return Facts(
        label=circular.span_label,
        when=WHEN[circular.kind],
        figures=figures,
        months=len(months_from(begun, circular.last)),
        before=before(circular),
        year_ago=None if circular.kind == Kind.YEAR else earlier(circular, 12),
        above=used_above(standing, figures),
        instructions=instructed(standing, figures),
        persons=people(figures),
        topics=topics(circular),
    )


def standing_of(circular):
    """The newest of its closed months: its spans reach back over all of them."""
    return frozen(circular.periods()[-1])


def figures_of(circular) -> Figures:
    return Figures(standing_of(circular).table, SPANS[circular.kind])


def before(circular):
    """The time just before it, of the same length."""
    return earlier(circular, MONTHS[circular.kind])


def earlier(circular, months):
    """The closed figures of the same span so many months ago; None where there are none."""
    place = 12 * circular.last.year + circular.last.month - 1 - months
    period = Period.objects.of(circular.office, date(place // 12, place % 12 + 1, 1))
    figures = period and Figures(frozen(period).table, SPANS[circular.kind])
    return figures if figures and figures.is_there() else None


def used_above(standing, figures):
    """Uses by carriers above, carrier by carrier and by day."""
    rows = []
    for carrier in figures.used():
        if carrier["above"]:
            ids = standing.tally.ids(figures.span, "used", None, carrier["code"])
            found = Adoption.objects.filter(pk__in=ids).select_related("unit", "publication")
            rows += [use_row(each, carrier["name"]) for each in found.order_by("on", "pk")]
    return rows


def use_row(use, carrier):
    return {"title": use.title, "unit": str(use.unit), "carrier": carrier, "on": use.on}


def instructed(standing, figures):
    """Who wrote on what and when; the words themselves are internal and are not printed."""
    ids = standing.tally.ids(figures.span, "instructed")
    found = Instruction.objects.filter(pk__in=ids).with_all().order_by("on", "pk")
    return [
        {"leader": each.leader, "level": each.get_level_display(), "on": each.on, "thing": each.thing}
        for each in found
    ]


def people(figures):
    """The people of the span by rank, with points; months closed before people were kept name none."""
    rows = [
        row for row in figures.table.get("persons", ()) if figures.span in row and figures.points(row) > 0
    ]
    return sorted(rows, key=lambda row: row[figures.span]["rank"])


def topics(circular):
    """近期信息报送要点: what the published calls of the month after ask for."""
    first = following(circular.last)
    calls = Call.objects.filter(
        office=circular.office, state=CallState.PUBLISHED, since__lte=end_of(first), until__gte=first
    )
    found = Topic.objects.standing().filter(call__in=calls).order_by("call__since", "call_id", "order")
    return list(found.values_list("text", flat=True))
