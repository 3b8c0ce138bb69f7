"""Points besides adoption, for one unit: instructions, reporting itself, events, adjustments, opening balances."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.limits import Earned, Limits
from scoring.policies import INSTRUCTION_COUNTS, EventRule, Filing, Instructing
from scoring.pricing import Priced, cents, percent, share_of, stale
from scoring.rules import winners
from scoring.scopes import place_of
from scoring.spans import span_of, worded
from scoring.terms import EVENTS, Fact, Line, Reporter, Unpaid, plain, word

ZERO = Decimal(0)
Result = tuple[list[Line], list[Unpaid]]


@dataclass(slots=True)
class Found:
    """A fact under its clause: what it brings before tiers and caps, and how that is said."""

    earned: Earned
    rule: str
    said: str

    def reason(self) -> str:
        said = f"{self.said}，{self.earned.why}" if self.earned.why else self.said
        return f"{said}，{plain(self.earned.points)}分（规则 {self.rule}）"


def lined(limits: Limits, part: str, found: Sequence[Found]) -> Result:
    """What tiers and caps leave as lines, and the rest with the reason."""
    limits.applied(part, [one.earned for one in found])
    lines = [line(one.earned.fact, one.rule, one.earned.points, one.reason()) for one in found]
    return [one for one in lines if one.points], [
        Unpaid(one.earned.fact, one.reason()) for one in found if not one.earned.points
    ]


def line(fact: Fact, rule: str, points: Decimal, reason: str) -> Line:
    return Line(fact.key, fact.unit, fact.item, fact.person, rule, points, fact.on, reason)


def instructed(book, limits: Limits, paid: list[Priced], facts: Iterable[Fact]) -> Result:
    """Leaders' words on the unit's items; which of several on one item count is the book's to say."""
    found, unpaid = [], []
    for fact in facts if book.instructions else ():
        clause = clause_for(book.instructions, fact)
        if clause is None:
            unpaid.append(Unpaid(fact, f"{leader(book, fact)}：考核办法中没有适用的规则"))
        else:
            found.append(instruction(book, paid, clause, fact))
    counted, outdone = chosen(book, found)
    lines, nothing = lined(limits, "instruction", counted)
    return lines, [*unpaid, *outdone, *nothing]


def leader(book, fact: Fact) -> str:
    return f"{word(book.levels, fact.level)}领导批示"


def instruction(book, paid: list[Priced], clause: Instructing, fact: Fact) -> Found:
    points, how = clause.rule.points, leader(book, fact)
    if clause.times is not None:
        points = (clause.times - 1) * base_of(book, paid, fact)
        how += f"，采用分×{plain(clause.times)}"
    if book.joint.instructions:
        points, shared = share_of(book, fact, points)
        how += "".join(f"，{each}" for each in shared)
    return Found(Earned(fact, cents(points), clause.rule.points), clause.rule.code, how)


def clause_for(clauses: Iterable[Instructing], fact: Fact) -> Instructing | None:
    by_rule = {clause.rule: clause for clause in clauses}
    return by_rule.get(next(iter(winners(list(by_rule), {}, place_of(fact))), None))


def base_of(book, paid: list[Priced], fact: Fact) -> Decimal:
    """The adoption points that an instruction multiplies."""
    year = book.year_of(fact.on)
    own = [one for one in paid if one.fact.item == fact.item and book.year_of(one.fact.on) == year]
    if book.times_of == "carrier":
        own = [one for one in own if one.fact.carrier == fact.carrier]
    points = [one.points for one in own]
    return max(points, default=ZERO) if book.times_of == "highest" else sum(points, ZERO)


def chosen(book, found: Sequence[Found]) -> tuple[list[Found], list[Unpaid]]:
    """Those that count, and those that another instruction on the item makes count for nothing."""
    best: dict = {}
    for one in found:
        contest = contest_of(book, one.earned.fact)
        if contest is not None and (contest not in best or one.earned.points > best[contest].earned.points):
            best[contest] = one
    kept = [one for one in found if best.get(contest_of(book, one.earned.fact), one) is one]
    why = f"{INSTRUCTION_COUNTS[book.instruction_count]}，不再计分"
    standing = {id(one) for one in kept}
    return kept, [Unpaid(one.earned.fact, why) for one in found if id(one) not in standing]


def contest_of(book, fact):
    if book.instruction_count == "each":
        return None
    year = book.year_of(fact.on)
    return (fact.item, year, fact.level) if book.instruction_count == "once_per_level" else (fact.item, year)


def reported(book, limits: Limits, facts: Iterable[Fact], adopted: set) -> Result:
    """Points for reporting: numbered and capped within each period, replaced when the item is adopted."""
    found, unpaid, counted = [], [], Numbers(book)
    for fact in facts:
        rule = next(iter(winners(book.filings, {}, place_of(fact))), None)
        if why := stale(book, fact) or replaced(book, rule, fact, adopted):
            unpaid.append(Unpaid(fact, why))
        elif rule is None:
            continue
        elif points := counted.points(rule, fact):
            found.append(Found(Earned(fact, points, rule.points), rule.code, "报送"))
        else:
            unpaid.append(Unpaid(fact, counted.over(rule, fact)))
    lines, nothing = lined(limits, "filing", found)
    return lines, [*unpaid, *nothing]


def replaced(book, rule: Filing | None, fact: Fact, adopted: set) -> str:
    if rule and rule.unadopted_only and (fact.item, book.year_of(fact.on)) in adopted:
        return "已采用，改计采用分"
    return ""


class Numbers:
    """How many filings a clause has had in each period, and what they came to."""

    def __init__(self, book):
        self.book, self.numbers, self.sums = book, defaultdict(int), defaultdict(Decimal)

    def points(self, rule: Filing, fact: Fact) -> Decimal:
        place = rule.code, self.span(rule, fact)
        self.numbers[place] += 1
        if self.numbers[place] <= rule.after:
            return ZERO
        room = rule.points if rule.cap is None else rule.cap - self.sums[place]
        points = max(min(rule.points, room), ZERO)
        self.sums[place] += points
        return points

    def span(self, rule: Filing, fact: Fact):
        return span_of(fact.on, rule.per, self.book.year_starts)

    def over(self, rule: Filing, fact: Fact) -> str:
        span = self.span(rule, fact)
        period = worded(span, rule.per)
        if self.numbers[rule.code, span] <= rule.after:
            return f"{period}前{rule.after}条不计报送分"
        return f"{period}报送分已达上限{plain(rule.cap)}分" if rule.cap is not None else "不计报送分"


def happened(book, limits: Limits, facts: Iterable[Fact], earned: dict) -> Result:
    """Deductions and bonuses; `earned` are the item's own points, of which a rule may take a share."""
    found, unpaid, sums, times = [], [], defaultdict(Decimal), defaultdict(int)
    for fact in facts if book.events else ():
        rule = event_rule(book, fact)
        label = book.event_words.get(fact.event) or word(EVENTS, fact.event)
        if rule is None:
            unpaid.append(Unpaid(fact, f"{label}：考核办法中没有适用的规则"))
            continue
        place = rule.code, span_of(fact.on, rule.per, book.year_starts)
        times[place] += 1
        points, how = event_points(book, rule, fact, times[place], earned)
        points = bounded(rule, points, sums[place])
        sums[place] += points
        found.append(Found(Earned(fact, points, rule.points), rule.code, f"{label}{how}"))
    lines, nothing = lined(limits, "event", found)
    return lines, [*unpaid, *nothing]


def event_rule(book, fact: Fact) -> EventRule | None:
    rules = [rule for rule in book.events if rule.event == fact.event]
    return next(iter(winners(rules, {}, place_of(fact))), None)


def event_points(book, rule: EventRule, fact: Fact, time: int, earned: dict) -> tuple[Decimal, str]:
    """What it brings the so-manieth time, and what was reckoned with."""
    if time <= rule.after:
        return ZERO, f"，{worded(span_of(fact.on, rule.per, book.year_starts), rule.per)}前{rule.after}次不计"
    points, how = rule.points, ""
    if rule.by_time:
        points += rule.by_time[min(time, len(rule.by_time)) - 1]
        how += f"，第{time}次"
    if rule.each_day and (days := days_late(fact)):
        points += rule.each_day * days
        how += f"，迟{days}天"
    if rule.share is not None:
        points += rule.share * earned.get((fact.item, book.year_of(fact.on)), 0)
        how += f"，计该信息得分的{percent(rule.share)}"
    return cents(points), how


def days_late(fact: Fact) -> int:
    """From the day it was due, or it happened, to the day it came."""
    return max(((fact.filed_on or fact.on) - fact.event_on).days, 0) if fact.event_on else 0


def bounded(rule: EventRule, points: Decimal, so_far: Decimal) -> Decimal:
    """Within the clause's cap of the period, whichever sign it has."""
    if rule.cap is None:
        return points
    room = max(rule.cap - abs(so_far), ZERO)
    return min(abs(points), room).copy_sign(points) if points else points


def adjusted(facts: Iterable[Fact]) -> list[Line]:
    """What a scorer booked by hand, with the reason."""
    return [
        line(fact, "adjust", fact.points, f"{fact.note or '调整'}，{plain(fact.points)}分")
        for fact in facts
        if fact.points
    ]


def opened(book, times: Sequence[Reporter], years: Iterable) -> list[Line]:
    """The balance a unit begins a year with (起评分), by the class it has then."""
    lines = []
    for year in years:
        then = next((reporter for reporter in times if reporter.covers(year, year)), None)
        points = book.opening_by_class.get(then.sort, book.opening) if then else ZERO
        if points:
            reason = f"起评分，{plain(points)}分"
            lines.append(
                Line(f"opening:{year.isoformat()}", then.unit, None, None, "opening", points, year, reason)
            )
    return lines
