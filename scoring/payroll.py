"""What a remuneration list holds: what the uses of its time are worth, less what earlier lists have paid for.

The difference principle of the ledger: late facts, revoked uses and changed prices become plus and minus
lines of the next list; nothing that was listed is ever listed again.
"""

import hashlib
import json
from collections import Counter, defaultdict
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from accounts.models import Unit, User
from scoring.booking import Booked, difference
from scoring.facts import adoption_of
from scoring.ledger import Ledger
from scoring.models import PayLine, PayList
from scoring.rules import USES
from scoring.terms import Line, plain, word
from submissions.models import Submission

ZERO = Decimal(0)
PAY = "pay"
SAID = {"instruction": "领导批示", "filing": "报送"}


def content_of(pay_list) -> dict:
    """The list as plain data: what it pays for, to whom, and what nobody is named for."""
    drawn = Drawn(pay_list.office, pay_list.first, pay_list.last)
    lines = [*drawn.lines(), *map(correction_line, standing_corrections(pay_list))]
    payees = payees_of(lines)
    total = sum((Decimal(payee["amount"]) for payee in payees), ZERO)
    return {
        "title": pay_list.title,
        "office": pay_list.office.name,
        "first": pay_list.first.isoformat(),
        "last": pay_list.last.isoformat(),
        "lines": lines,
        "payees": payees,
        "unnamed": drawn.unnamed(),
        "total": cents(total),
    }


def cents(amount) -> str:
    """A sum as a list keeps it: always with two places, so that two reckonings of one list are equal."""
    return str(Decimal(amount).quantize(Decimal("0.01")))


def seal_of(content) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def standing_corrections(pay_list):
    return pay_list.corrections.filter(dropped_at=None).select_related("unit", "person").order_by("pk")


def correction_line(one) -> dict:
    return {
        "fact": f"correction:{one.pk}",
        "unit": one.unit_id,
        "person": one.person_id,
        "item": None,
        "points": "",
        "amount": cents(one.amount),
        "on": timezone.localdate(one.at).isoformat(),
        "title": "手工更正",
        "reason": one.reason,
        "reverses": None,
        "round": 1,
        "early": False,
    }


class Drawn:
    """The reckoning of an office up to a list's last day, beside what its lists have paid for."""

    def __init__(self, office, first, last):
        self.office, self.first, self.last = office, first, last
        self.ledger = Ledger.of(office, last.replace(day=1))
        self.begins = max(self.ledger.begins, min(first, first_listed(office) or first))
        self.facts = {(fact.key, fact.unit): fact for fact in self.ledger.facts}

    def lines(self) -> list[dict]:
        """What the list adds, in the order of days; `early` belongs to a time before the list's own."""
        listed = list(PayLine.objects.dated(self.office, self.begins, self.last))
        dues = difference(map(self.line_of, self.pays()), map(booked, listed))
        rounds = Counter(each(row) for row in listed if row.reverses_id is None)
        known = {row.pk: row for row in listed}
        titles = self.titles(due.line.item for due in dues)
        return [self.told(due, known.get(due.reverses), rounds, titles) for due in dues]

    def pays(self):
        return [pay for pay in self.ledger.reckoned.pays if self.begins <= pay.on <= self.last]

    def line_of(self, pay) -> Line:
        return Line(pay.fact, pay.unit, pay.item, pay.person, PAY, pay.amount, pay.on)

    def told(self, due, taken_back, rounds, titles) -> dict:
        line = due.line
        key = line.fact, line.unit, line.person
        if taken_back is None:
            rounds[key] += 1
        points = -taken_back.points if taken_back and taken_back.points else self.points(line)
        return {
            "fact": line.fact,
            "unit": line.unit,
            "person": line.person,
            "item": line.item,
            "points": "" if points is None else plain(points),
            "amount": cents(due.points),
            "on": line.on.isoformat(),
            "title": titles.get(line.item, ""),
            "reason": f"冲销：{taken_back.reason}" if taken_back else self.reason(line),
            "reverses": due.reverses,
            "round": taken_back.round if taken_back else rounds[key],
            "early": line.on < self.first,
        }

    def points(self, line):
        """Of the use itself; what an instruction or a filing brings is paid, not pointed, here."""
        return self.worth.get((line.fact, line.unit)) if adoption_of(line.fact) else None

    @cached_property
    def worth(self):
        sums = defaultdict(Decimal)
        for line in self.ledger.reckoned.lines:
            sums[line.fact, line.unit] += line.points
        return sums

    def reason(self, line) -> str:
        fact = self.facts.get((line.fact, line.unit))
        if adoption_of(line.fact) and fact:
            return f"《{fact.carrier_name}》{word(USES, fact.use)}采用"
        return SAID.get(line.fact.partition(":")[0], "其他")

    def titles(self, items) -> dict:
        rows = Submission.objects.filter(pk__in={pk for pk in items if pk}).select_related("filed")
        return {row.pk: str(row.filed or row) for row in rows}

    def unnamed(self) -> list[dict]:
        """Uses of the list's own time that earned points but name no writer: R1 pays nothing for them."""
        if not any(asks_for_names(book) for book in self.ledger.books):
            return []
        found = [
            fact
            for fact in self.ledger.facts
            if fact.kind == "use" and not fact.person and self.first <= fact.on <= self.last
        ]
        found = [fact for fact in found if self.worth.get((fact.key, fact.unit))]
        titles, units = (
            self.titles(fact.item for fact in found),
            Unit.objects.in_bulk({f.unit for f in found}),
        )
        return [
            {
                "unit": str(units[fact.unit]),
                "title": titles.get(fact.item, ""),
                "on": fact.on.isoformat(),
                "reason": f"《{fact.carrier_name}》{word(USES, fact.use)}采用",
            }
            for fact in sorted(found, key=lambda fact: (fact.on, fact.key))
        ]


def asks_for_names(book) -> bool:
    money = book.money
    return money.needs_person and bool(money.per_point or money.rules)


def first_listed(office):
    """Since when the office pays by lists: what happened before was settled otherwise."""
    listed = PayList.objects.standing().filter(office=office).order_by("first")
    return listed.values_list("first", flat=True).first()


def each(row):
    return row.fact, row.unit_id, row.person_id


def booked(row) -> Booked:
    amount = row.amount if row.reverses_id is None else -row.amount
    line = Line(row.fact, row.unit_id, row.submission_id, row.person_id, PAY, amount, row.on, row.reason)
    return Booked(row.pk, line, row.reverses_id)


def payees_of(lines) -> list[dict]:
    """One row for each payee, in the order of units."""
    sums: dict[tuple, dict] = {}
    for line in lines:
        payee = sums.setdefault(
            (line["unit"], line["person"]), {"items": set(), "points": ZERO, "amount": ZERO}
        )
        payee["amount"] += Decimal(line["amount"])
        payee["points"] += Decimal(line["points"] or 0)
        if line["item"] and line["reverses"] is None:
            payee["items"].add(line["item"])
    units = Unit.objects.in_bulk({unit for unit, _ in sums})
    people = User.objects.in_bulk({person for _, person in sums if person})
    order = sorted(sums, key=lambda key: (units[key[0]].order, key[0], key[1] or 0))
    return [payee_row(units[unit], people.get(person), sums[unit, person]) for unit, person in order]


def payee_row(unit, person, sums) -> dict:
    return {
        "unit": unit.pk,
        "unit_name": str(unit),
        "person": person.pk if person else None,
        "name": person.name if person else "（单位）",
        "items": len(sums["items"]),
        "points": plain(sums["points"]),
        "amount": cents(sums["amount"]),
    }
