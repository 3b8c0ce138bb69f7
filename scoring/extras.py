"""Points besides adoption, for one unit: instructions, reporting itself, events, adjustments, opening balances."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from scoring.policies import INSTRUCTION_COUNTS, EventRule, Filing, Instructing
from scoring.pricing import Priced, cents, percent, place_of, share_of, stale
from scoring.rules import LEVELS, winners
from scoring.spans import span_of, worded
from scoring.terms import EVENTS, Fact, Line, Reporter, Unpaid, plain, word

Result = tuple[list[Line], list[Unpaid]]


def line(fact: Fact, rule: str, points: Decimal, reason: str, person=None) -> Line:
    person = fact.person if person is None else person
    return Line(fact.key, fact.unit, fact.item, person, rule, points, fact.on, reason)


def instructed(book, paid: list[Priced], facts: Iterable[Fact]) -> Result:
    """Leaders' words on the unit's items; which of several on one item count is the book's to say."""
    worth = [found for fact in facts if (found := instruction(book, paid, fact))]
    lines, unpaid = [], []
    for one, outdone in chosen(book, worth):
        fact, rule, points, reason = one
        if outdone:
            unpaid.append(Unpaid(fact, f"{INSTRUCTION_COUNTS[book.instruction_count]}，不再计分"))
        elif points:
            lines.append(line(fact, rule, points, reason))
        else:
            unpaid.append(Unpaid(fact, reason))
    return lines, unpaid


def instruction(book, paid, fact):
    """(fact, rule, points, reason); points of None: the book has no clause for it."""
    clause = clause_for(book.instructions, fact)
    leader = f"{word(LEVELS, fact.level)}领导批示"
    if clause is None:
        return (fact, "", Decimal(0), f"{leader}：考核办法中没有适用的规则") if book.instructions else None
    points, how = clause.rule.points, ""
    if clause.times is not None:
        points = (clause.times - 1) * base_of(book, paid, fact)
        how = f"，采用分×{plain(clause.times)}"
    if book.joint.instructions:
        points, shared = share_of(book, fact, points)
        how += "".join(f"，{each}" for each in shared)
    points = cents(points)
    reason = f"{leader}{how}，{plain(points)}分（规则 {clause.rule.code}）"
    return fact, clause.rule.code, points, reason


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
    return max(points, default=Decimal(0)) if book.times_of == "highest" else sum(points, Decimal(0))


def chosen(book, worth):
    """Each with whether another instruction on the item makes it count for nothing."""
    best = {}
    for one in worth:
        contest = contest_of(book, one[0])
        if contest is not None and (contest not in best or one[2] > best[contest][2]):
            best[contest] = one
    return [(one, best.get(contest_of(book, one[0]), one) is not one) for one in worth]


def contest_of(book, fact):
    if book.instruction_count == "each":
        return None
    year = book.year_of(fact.on)
    return (fact.item, year, fact.level) if book.instruction_count == "once_per_level" else (fact.item, year)


def reported(book, facts: Iterable[Fact], adopted: set) -> Result:
    """Points for reporting: numbered and capped within each period, replaced when the item is adopted."""
    lines, unpaid = [], []
    numbers, sums = defaultdict(int), defaultdict(Decimal)
    for fact in facts:
        rule = filing_rule(book, fact)
        if rule is None:
            continue
        why = stale(book, fact) or replaced(book, rule, fact, adopted)
        if why:
            unpaid.append(Unpaid(fact, why))
            continue
        place = rule.code, span_of(fact.on, rule.per, book.year_starts)
        numbers[place] += 1
        points = allowed(rule, numbers[place], sums[place])
        sums[place] += points
        if points:
            lines.append(line(fact, rule.code, points, f"报送，{plain(points)}分（规则 {rule.code}）"))
        else:
            unpaid.append(Unpaid(fact, over(rule, numbers[place], worded(place[1], rule.per))))
    return lines, unpaid


def filing_rule(book, fact: Fact) -> Filing | None:
    """The most specific: one that names the item's kind, then the one that asks for more flags."""
    found = [r for r in book.filings if r.sort in (None, fact.sort) and r.when <= fact.what]
    return max(found, key=lambda rule: (rule.sort is not None, len(rule.when)), default=None)


def replaced(book, rule: Filing, fact: Fact, adopted: set) -> str:
    if rule.unadopted_only and (fact.item, book.year_of(fact.on)) in adopted:
        return "已采用，改计采用分"
    return ""


def allowed(rule: Filing, number: int, so_far: Decimal) -> Decimal:
    if number <= rule.after:
        return Decimal(0)
    room = rule.points if rule.cap is None else rule.cap - so_far
    return max(min(rule.points, room), Decimal(0))


def over(rule: Filing, number: int, period: str) -> str:
    if number <= rule.after:
        return f"{period}前{rule.after}条不计报送分"
    return f"{period}报送分已达上限{plain(rule.cap)}分" if rule.cap is not None else "不计报送分"


def happened(book, facts: Iterable[Fact], earned: dict) -> Result:
    """Deductions and bonuses; `earned` are the item's own points, of which a rule may take a share."""
    lines, unpaid, sums = [], [], defaultdict(Decimal)
    for fact in facts if book.events else ():
        rule = event_rule(book, fact)
        label = book.event_words.get(fact.event) or word(EVENTS, fact.event)
        if rule is None:
            unpaid.append(Unpaid(fact, f"{label}：考核办法中没有适用的规则"))
            continue
        place = rule.code, span_of(fact.on, rule.per, book.year_starts)
        points = bounded(rule, event_points(book, rule, fact, earned), sums[place])
        sums[place] += points
        share = f"，计该信息得分的{percent(rule.share)}" if rule.share is not None else ""
        reason = f"{label}{share}，{plain(points)}分（规则 {rule.code}）"
        if points:
            lines.append(line(fact, rule.code, points, reason))
        else:
            unpaid.append(Unpaid(fact, reason))
    return lines, unpaid


def event_rule(book, fact: Fact) -> EventRule | None:
    def fits(rule):
        return (
            rule.event == fact.event and rule.level in (None, fact.level) and rule.sort in (None, fact.sort)
        )

    found = [rule for rule in book.events if fits(rule)]
    return max(found, key=lambda rule: (rule.level is not None, rule.sort is not None), default=None)


def event_points(book, rule: EventRule, fact: Fact, earned: dict) -> Decimal:
    part = (
        Decimal(0) if rule.share is None else rule.share * earned.get((fact.item, book.year_of(fact.on)), 0)
    )
    return cents(rule.points + part)


def bounded(rule: EventRule, points: Decimal, so_far: Decimal) -> Decimal:
    """Within the clause's cap of the period, whichever sign it has."""
    if rule.cap is None:
        return points
    room = max(rule.cap - abs(so_far), Decimal(0))
    return min(abs(points), room).copy_sign(points) if points else points


def adjusted(facts: Iterable[Fact]) -> list[Line]:
    """What a scorer booked by hand, with the reason."""
    return [
        line(fact, "adjust", fact.points, f"{fact.note or '调整'}，{plain(fact.points)}分")
        for fact in facts
        if fact.points
    ]


def opened(book, times: Sequence[Reporter], years: Iterable) -> list[Line]:
    """The balance every unit begins a year with (起评分)."""
    if not book.opening:
        return []
    return [
        Line(
            f"opening:{year.isoformat()}",
            times[0].unit,
            None,
            None,
            "opening",
            book.opening,
            year,
            f"起评分，{plain(book.opening)}分",
        )
        for year in years
        if any(reporter.covers(year, year) for reporter in times)
    ]
