"""Tasks and what they bring: lumps when met, deductions when missed, adoption rates below a mark."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from decimal import Decimal

from scoring.policies import COUNTED, Quota, Rate, Together
from scoring.pricing import Priced, cents, percent, share_of, stale
from scoring.scopes import place_of
from scoring.settle import sort_of
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
            if points := cents(worth(quota, met, known)):
                lines.append(line_of(quota, met, points))
    return [*lines, *bundled(book, found, window)], found


def bundled(book, found: Sequence[Met], window: Span) -> list[Line]:
    """Several tasks as one: met when every one of them is, in each of its own periods that ends in this one."""
    lines = []
    for clause in book.together:
        for span in spans_between(window.first, window.last, clause.per, book.year_starts):
            inside = [met for met in found if met.quota in clause.tasks and met.last in span]
            if span.last > window.last or {met.quota for met in inside} != clause.tasks:
                continue
            done = all(met.met for met in inside)
            if points := clause.lump if done else clause.missed:
                lines.append(bundle_line(clause, inside, span, points, done))
    return lines


def bundle_line(clause: Together, inside: Sequence[Met], span: Span, points: Decimal, done: bool) -> Line:
    missing = "、".join(dict.fromkeys(met.label for met in inside if not met.met))
    state = "各项任务都完成" if done else f"{missing}未完成"
    reason = f"{worded(span, clause.per)}{clause.label}：{state}，{plain(points)}分（规则 {clause.code}）"
    key = f"quota:{clause.code}:{span.first.isoformat()}"
    return Line(key, inside[0].unit, None, None, clause.code, points, span.last, reason)


def asked_in(times: Sequence[Reporter], span: Span, until: date) -> Reporter | None:
    """The unit as it was when the period ended; nobody is asked for a period that began before they did."""
    end = min(span.last, until)
    begun = any(reporter.covers(span.first, span.first) for reporter in times)
    return next((one for one in times if one.covers(end, end)), None) if begun else None


class Known:
    """A unit's counted facts, asked by quotas for how much there was of what."""

    def __init__(
        self,
        book,
        filings: Iterable[Fact],
        uses: Iterable[Fact],
        paid: Sequence[Priced],
        lines: Sequence[Line],
        instructions: Sequence[Fact] = (),
    ):
        self.filings = [fact for fact in filings if not stale(book, fact)]
        self.uses = [fact for fact in uses if own_use(book, fact)]
        self.paid, self.lines, self.instructions = paid, lines, instructions

    def counted(self, quota: Quota, span: Span) -> list[tuple[str, Decimal]]:
        """(fact, how much it counts); what was done is their sum."""
        if quota.counts in ("filings", "instructions"):
            facts = self.filings if quota.counts == "filings" else self.instructions
            return [(fact.key, Decimal(1)) for fact in facts if fact.on in span and fits(quota, fact)]
        if quota.counts == "points" and quota.is_open:
            return [(line.fact, line.points) for line in self.earning(span, quota.of)]
        if quota.counts == "points":
            paid = [one for one in self.paid if one.fact.on in span and fits(quota, one.fact)]
            return [(one.fact.key, one.points) for one in paid]
        uses = [fact for fact in self.uses if fact.on in span and fits(quota, fact)]
        if quota.counts == "items":
            uses = counted_once(quota, uses)
        return [(fact.key, weight(quota, fact)) for fact in uses]

    def earning(self, span: Span, of: frozenset[str] = frozenset()) -> list[Line]:
        """Lines of these kinds, or all but the opening balance."""
        lines = [line for line in self.lines if line.on in span and line.part != "opening"]
        return [line for line in lines if not of or line.part in of or sort_of(line) in of]

    def earned(self, span: Span) -> Decimal:
        return sum((line.points for line in self.earning(span)), Decimal(0))


def own_use(book, fact: Fact) -> bool:
    """Whether a use counts for this unit, priced or not: a task may ask for what the book pays nothing for."""
    shared, _ = share_of(book, fact, Decimal(1))
    return shared > 0 and not stale(book, fact)


def fits(quota: Quota, fact: Fact) -> bool:
    return quota.covers(place_of(fact))


def weight(quota: Quota, fact: Fact) -> Decimal:
    """By carrier first, then by level: two lower ones may count as one higher."""
    return quota.count_as.get(fact.carrier, quota.count_as.get(fact.level, Decimal(1)))


def counted_once(quota: Quota, uses: Sequence[Fact]) -> list[Fact]:
    """Of each item the use that weighs most, among equals the earliest."""
    best: dict = {}
    for fact in uses:
        if fact.item not in best or weight(quota, fact) > weight(quota, best[fact.item]):
            best[fact.item] = fact
    return list(best.values())


def judged(quota: Quota, reporter: Reporter, known: Known, span: Span, until: date) -> Met:
    counted = tuple(known.counted(quota, Span(span.first, min(span.last, until))))
    done, need = sum((worth for _, worth in counted), Decimal(0)), quota.need_of(reporter)
    over = span.last <= until
    return Met(quota.code, quota.label, reporter.unit, span.first, span.last, need, done, over, counted)


def worth(quota: Quota, met: Met, known: Known) -> Decimal:
    """What a task brings once its period is over; before that it is only watched."""
    points = Decimal(0)
    if not met.over:
        return points
    if met.met:
        extra = (met.done - met.need) * quota.extra_each
        points = quota.lump + (extra if quota.extra_cap is None else min(extra, quota.extra_cap))
    elif quota.proportional and met.done >= met.need * quota.proportional_from:
        points = quota.lump * met.done / met.need
    if not met.met:
        missing = (met.need - met.done) * quota.each_missing
        missing = missing if quota.missing_cap is None else max(missing, -quota.missing_cap)
        share = quota.missed_share and quota.missed_share * known.earned(Span(met.first, met.last))
        points += quota.missed + missing + share
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
            if rate.holds(share):
                lines.append(rate_line(rate, unit, span, share))
    return lines


def rate_line(rate: Rate, unit: Hashable, span: Span, share: Decimal) -> Line:
    shown = percent(share.quantize(Decimal("0.0001")))
    mark = f"低于{percent(rate.below)}" if rate.below is not None else f"达到{percent(rate.above)}"
    reason = f"{worded(span, rate.per)}采用率{shown}，{mark}，{plain(rate.points)}分（规则 {rate.code}）"
    key = f"quota:{rate.code}:{span.first.isoformat()}"
    return Line(key, unit, None, None, rate.code, rate.points, span.last, reason)


def voids_of(book, unit: Hashable, events: Iterable[Fact], quotas: Sequence[Met]) -> list[Void]:
    """So many misses of a task, or so many faults, and the year counts for nothing."""
    found = [
        void for quota in book.quotas if quota.void_after for void in missed_too_often(book, quota, quotas)
    ]
    faults = Counter((fact.event, book.year_of(fact.on)) for fact in events)
    at = {rule.event: rule.void_at for rule in book.events if rule.void_at}
    names = EVENTS | dict(book.event_words)
    return found + [
        Void(unit, year, f"{word(names, event)}{times}次")
        for (event, year), times in sorted(faults.items())
        if event in at and times >= at[event]
    ]


def missed_too_often(book, quota: Quota, quotas: Sequence[Met]) -> list[Void]:
    """The years in which a task was missed as often as voids them, one after the other where the clause says so."""
    years: dict[date, list[Met]] = defaultdict(list)
    for met in quotas:
        if met.quota == quota.code and met.over:
            years[book.year_of(met.last)].append(met)
    found = []
    for year, mets in sorted(years.items()):
        missed = longest_run(mets) if quota.in_a_row else sum(1 for met in mets if not met.met)
        if missed >= quota.void_after:
            row = "连续" if quota.in_a_row else ""
            found.append(Void(mets[0].unit, year, f"{quota.label}{row}{missed}次未完成"))
    return found


def longest_run(mets: Sequence[Met]) -> int:
    longest = run = 0
    for met in mets:
        run = 0 if met.met else run + 1
        longest = max(longest, run)
    return longest
