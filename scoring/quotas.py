"""Tasks and what they bring: lumps when met, deductions when missed, adoption rates below a mark."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from decimal import Decimal

from scoring.policies import COUNTED, Quota, Rate
from scoring.pricing import Priced, cents, percent, stale
from scoring.spans import Span, spans_between, worded
from scoring.terms import EVENTS, Fact, Line, Met, Reporter, Void, plain, word


def tasks(book, times: Sequence[Reporter], known: "Known", window: Span) -> tuple[list[Line], list[Met]]:
    """Every quota of a unit in every period of the window, with the lines it brings."""
    lines, found = [], []
    for quota in book.quotas:
        for span in spans_between(window.first, window.last, quota.per, book.year_starts):
            reporter = asked_in(times, span, window.last)
            if reporter is None or not quota.need_of(reporter):
                continue
            met = judged(quota, reporter, known, span, window.last)
            found.append(met)
            if points := cents(worth(quota, met)):
                lines.append(line_of(quota, met, points))
    return lines, found


def asked_in(times: Sequence[Reporter], span: Span, until: date) -> Reporter | None:
    """The unit as it was when the period ended; nobody is asked for a period that began before they did."""
    end = min(span.last, until)
    begun = any(reporter.covers(span.first, span.first) for reporter in times)
    return next((one for one in times if one.covers(end, end)), None) if begun else None


class Known:
    """A unit's counted facts, asked by quotas for how much there was of what."""

    def __init__(self, book, filings: Iterable[Fact], paid: Sequence[Priced], lines: Sequence[Line]):
        self.filings = [fact for fact in filings if not stale(book, fact)]
        self.paid, self.lines = paid, lines

    def done(self, quota: Quota, span: Span) -> Decimal:
        if quota.counts == "filings":
            return Decimal(sum(1 for fact in self.filings if fact.on in span and fits(quota, fact)))
        if quota.counts == "points" and not narrowed(quota):
            earned = (line.points for line in self.lines if line.on in span and line.part != "opening")
            return sum(earned, Decimal(0))
        uses = [one for one in self.paid if one.fact.on in span and fits(quota, one.fact)]
        if quota.counts == "points":
            return sum((one.points for one in uses), Decimal(0))
        if quota.counts == "items":
            return counted_once(quota, uses)
        return sum((weight(quota, one.fact) for one in uses), Decimal(0))


def narrowed(quota: Quota) -> bool:
    return any((quota.level, quota.system, quota.carrier, quota.sort))


def fits(quota: Quota, fact: Fact) -> bool:
    if quota.sort not in (None, fact.sort):
        return False
    if fact.kind == "filing":
        return True
    asked = (quota.level, fact.level), (quota.system, fact.system), (quota.carrier, fact.carrier)
    return all(own in (None, given) for own, given in asked)


def weight(quota: Quota, fact: Fact) -> Decimal:
    """By carrier first, then by level: two lower ones may count as one higher."""
    return quota.count_as.get(fact.carrier, quota.count_as.get(fact.level, Decimal(1)))


def counted_once(quota: Quota, uses: Sequence[Priced]) -> Decimal:
    best: dict = {}
    for one in uses:
        best[one.fact.item] = max(best.get(one.fact.item, Decimal(0)), weight(quota, one.fact))
    return sum(best.values(), Decimal(0))


def judged(quota: Quota, reporter: Reporter, known: Known, span: Span, until: date) -> Met:
    done = known.done(quota, Span(span.first, min(span.last, until)))
    need = quota.need_of(reporter)
    return Met(quota.code, quota.label, reporter.unit, span.first, span.last, need, done, span.last <= until)


def worth(quota: Quota, met: Met) -> Decimal:
    """What a task brings once its period is over; before that it is only watched."""
    points = Decimal(0)
    if not met.over:
        return points
    if met.met:
        extra = (met.done - met.need) * quota.extra_each
        points = quota.lump + (extra if quota.extra_cap is None else min(extra, quota.extra_cap))
    elif quota.proportional and met.need:
        points = quota.lump * met.done / met.need
    if not met.met:
        missing = (met.need - met.done) * quota.each_missing
        missing = missing if quota.missing_cap is None else max(missing, -quota.missing_cap)
        points += quota.missed + missing
    return points


def line_of(quota: Quota, met: Met, points: Decimal) -> Line:
    """Dated by the last day of its period: that is when the task falls due."""
    period = worded(Span(met.first, met.last), quota.per)
    state = "完成" if met.met else "未完成"
    what = f"{COUNTED[quota.counts]}{plain(met.done)}，任务{plain(met.need)}"
    reason = f"{period}{quota.label}{state}（{what}），{plain(points)}分（规则 {quota.code}）"
    key = f"quota:{quota.code}:{met.first.isoformat()}"
    return Line(key, met.unit, None, None, quota.code, points, met.last, reason)


def rates(book, unit: Hashable, filed: Sequence[Fact], adopted: set, window: Span) -> list[Line]:
    """Deductions for an adoption rate below the mark, when a period is over."""
    lines = []
    for rate in book.rates:
        for span in spans_between(window.first, window.last, rate.per, book.year_starts):
            sent = {fact.item for fact in filed if fact.on in span}
            if span.last > window.last or len(sent) < max(rate.least, 1):
                continue
            share = Decimal(len(sent & adopted)) / len(sent)
            if share < rate.below:
                lines.append(rate_line(rate, unit, span, share))
    return lines


def rate_line(rate: Rate, unit: Hashable, span: Span, share: Decimal) -> Line:
    shown = percent(share.quantize(Decimal("0.0001")))
    reason = (
        f"{worded(span, rate.per)}采用率{shown}，低于{percent(rate.below)}，"
        f"{plain(rate.points)}分（规则 {rate.code}）"
    )
    key = f"quota:{rate.code}:{span.first.isoformat()}"
    return Line(key, unit, None, None, rate.code, rate.points, span.last, reason)


def voids_of(book, unit: Hashable, events: Iterable[Fact], quotas: Iterable[Met]) -> list[Void]:
    """So many misses of a task, or so many faults, and the year counts for nothing."""
    misses = Counter((met.quota, book.year_of(met.last)) for met in quotas if met.over and not met.met)
    faults = Counter((fact.event, book.year_of(fact.on)) for fact in events)
    limits = {quota.code: (quota.void_after, quota.label) for quota in book.quotas if quota.void_after}
    found = [
        Void(unit, year, f"{limits[code][1]}{times}次未完成")
        for (code, year), times in sorted(misses.items())
        if code in limits and times >= limits[code][0]
    ]
    at = {rule.event: rule.void_at for rule in book.events if rule.void_at}
    names = EVENTS | dict(book.event_words)
    return found + [
        Void(unit, year, f"{word(names, event)}{times}次")
        for (event, year), times in sorted(faults.items())
        if event in at and times >= at[event]
    ]
