"""What the uses of one unit's items are worth: gate, price, multipliers, shares, and which of several counts."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from scoring.policies import MULTI, SPLITS, Split
from scoring.rules import EACH, Place, Rule
from scoring.scopes import place_of, values_of
from scoring.terms import Fact, Line, Unpaid, plain, word

CENT, NOTHING = Decimal("0.01"), Decimal(0)
CONTEST = {
    "highest": lambda fact: (),
    "highest_per_system": lambda fact: (fact.system,),
    "highest_per_level": lambda fact: (fact.level,),
    "highest_per_carrier": lambda fact: (fact.carrier,),
}


@dataclass(frozen=True, slots=True)
class Priced:
    """A use with its rule and what it brings this unit; `how` says what was done to the price."""

    fact: Fact
    rule: Rule
    points: Decimal
    what: str
    how: str = ""

    def line(self) -> Line:
        fact = self.fact
        return Line(
            fact.key, fact.unit, fact.item, fact.person, self.rule.code, self.points, fact.on, self.worth()
        )

    def worth(self) -> str:
        how = f"，{self.how}" if self.how else ""
        return f"{self.what}{how}，{plain(self.points)}分（规则 {self.rule.code}）"


Find = Callable[[Place], Rule | None]


def priced_uses(book, find: Find, facts: Iterable[Fact]) -> tuple[list[Priced], list[Unpaid]]:
    """The uses of one unit that count, in order, and why the others do not."""
    paid, unpaid = [], []
    for fact in facts:
        if why := stale(book, fact):
            unpaid.append(Unpaid(fact, why))
            continue
        rule = find(place_of(fact))
        one = worth_to_unit(book, fact, rule) if rule else None
        if one and one.points:
            paid.append(one)
        else:
            unpaid.append(Unpaid(fact, why_nothing(book, fact, one)))
    for family in book.families:
        paid, outdone = best_of(paid, in_family(book, family), f"{family.name}不重复计分")
        unpaid += outdone
    if book.multi != "accumulate":
        paid, outdone = best_of(paid, in_contest(book), MULTI[book.multi], book.multi_rest)
        unpaid += outdone
    return paid, unpaid


def stale(book, fact: Fact) -> str:
    """Why a fact comes too late to count; empty if it does not (时效)."""
    for gate in book.timeliness:
        if fact.kind not in gate.applies or not gate.covers(place_of(fact)):
            continue
        filed = fact.filed_on or (fact.on if fact.kind == "filing" else None)
        late = (filed - fact.event_on).days if filed and fact.event_on else 0
        if fact.timely is False or (fact.timely is None and late > gate.within_days):
            days = f"事后 {late} 天才报送，" if late > gate.within_days else ""
            return f"{days}超过 {gate.within_days} 天时限，不计分"
    return ""


def worth_to_unit(book, fact: Fact, rule: Rule) -> Priced:
    """The price with its multipliers and what comes on top, and this unit's share of it."""
    points, how = rule.worth(fact), counted_words(fact, rule)
    place = place_of(fact)
    for times in book.multipliers:
        if times.covers(place):
            points *= times.points
            how.append(f"×{plain(times.points)}")
    for extra in book.additions:
        if extra.covers(place) and (more := extra.worth(fact)):
            points += more
            how.append(f"另加{plain(cents(more))}（{extra.code}）")
    points, shared = share_of(book, fact, max(points, NOTHING))
    return Priced(fact, rule, points, called(book, fact, rule), "，".join([*how, *shared]))


def called(book, fact: Fact, rule: Rule) -> str:
    """《工运信息》全文采用: the use in the book's own words."""
    named = values_of(rule.use)
    likened = book.use_as.get(fact.use) if named and fact.use not in named else None
    note = f"（按{word(book.uses, likened)}计）" if likened else ""
    return f"{carrier_of(book, fact)}{word(book.uses, fact.use)}采用{note}"


def counted_words(fact: Fact, rule: Rule) -> list[str]:
    """How many pictures or words a price was multiplied by."""
    if rule.each is None:
        return []
    number = f"{fact.pictures}张" if rule.each == "picture" else f"{fact.words or 0}字"
    return [f"{EACH[rule.each]}{plain(rule.points)}分、共{number}"]


def share_of(book, fact: Fact, points: Decimal) -> tuple[Decimal, list[str]]:
    """What is left of the price after the other units and the office took theirs."""
    how = []
    if fact.rewritten and book.rewritten != 1:
        points *= book.rewritten
        how.append(f"本单位改写过半，计{percent(book.rewritten)}")
    if fact.units < 2:
        return cents(points), how
    split = book.composite if fact.use == "composite" else book.joint
    if split.how != "full":
        how.append(f"{fact.units}家单位{SPLITS[split.how]}")
    extra = split.main_extra if fact.place == 1 else Decimal(0)
    if extra:
        how.append(f"主要来源加{plain(extra)}")
    return cents(divided(split, fact, points) + extra), how


def divided(split: Split, fact: Fact, points: Decimal) -> Decimal:
    """One unit's part; what does not divide goes to the first, so that the parts make up the whole."""
    if split.how == "first":
        return points if fact.place == 1 else Decimal(0)
    if split.how == "fraction":
        return points * split.fraction
    if split.how == "equal":
        each = (points / fact.units).quantize(CENT, ROUND_DOWN)
        return points - each * (fact.units - 1) if fact.place == 1 else each
    if split.how == "weights":
        whole = fact.total_share or fact.units * fact.share
        return weighed(points, fact, whole)
    return points


def weighed(points: Decimal, fact: Fact, whole: Decimal) -> Decimal:
    """A unit's part by weight: what all up to it have, less what those before it have, so that no cent is lost."""
    if fact.before is None:
        return points * fact.share / whole
    upto = cents(points * (fact.before + fact.share) / whole)
    return upto - cents(points * fact.before / whole)


def in_family(book, family):
    return lambda fact: (fact.item, book.year_of(fact.on)) if family.covers(fact) else None


def in_contest(book):
    kind = CONTEST[book.multi]
    return lambda fact: (fact.item, book.year_of(fact.on), *kind(fact))


def best_of(
    paid: list[Priced], contest_of: Callable[[Fact], Hashable | None], why: str, rest: Decimal = NOTHING
) -> tuple[list[Priced], list[Unpaid]]:
    """Of the uses in one contest the best stays whole, among equals the earliest; the others count for `rest`."""
    best: dict[Hashable, Priced] = {}
    for one in paid:
        contest = contest_of(one.fact)
        if contest is not None and (contest not in best or one.points > best[contest].points):
            best[contest] = one
    kept, outdone = [], []
    for one in paid:
        winner = best.get(contest_of(one.fact), one)
        if winner is one:
            kept.append(one)
        elif points := cents(one.points * rest):
            kept.append(replace(one, points=points, how=joined(one.how, f"{why}，其余计{percent(rest)}")))
        else:
            outdone.append(Unpaid(one.fact, f"{why}：本考核年度已按{winner.worth()}"))
    return kept, outdone


def joined(*said: str) -> str:
    return "，".join(filter(None, said))


def why_nothing(book, fact: Fact, one: Priced | None) -> str:
    if one:
        return one.worth()
    use = word(book.uses, fact.use)
    return f"{carrier_of(book, fact)}{use}采用：考核办法中没有适用的规则（{lacking(book, fact)}）"


def lacking(book, fact: Fact) -> str:
    """By which of its marks a rule was looked for in vain."""
    sort = fact.sort if fact.sort and any(rule.sort for rule in book.rules) else ""
    banded = fact.words is not None and any(rule.is_banded for rule in book.rules)
    marks = [place_words(book, fact), sort, f"{fact.words}字" if banded else ""]
    return "，".join(filter(None, marks)) or "没有写明层级和系统"


def carrier_of(book, fact: Fact) -> str:
    if fact.carrier in book.carrier_words:
        return book.carrier_words[fact.carrier]
    name = fact.carrier_name
    if not name:
        return f"{place_words(book, fact)}刊物"
    return name if "《" in name else f"《{name}》"


def place_words(book, fact: Fact) -> str:
    return word(book.levels, fact.level) + word(book.systems, fact.system)


def cents(points: Decimal) -> Decimal:
    """As the ledger keeps them; whole points stay whole."""
    rounded = points.quantize(CENT, ROUND_HALF_UP)
    return points if points == rounded else rounded


def percent(fraction: Decimal) -> str:
    return f"{plain(fraction * 100)}%"
