"""Which rows of a register say again what an earlier row says, or what the house has already."""

from collections.abc import Iterable

from bulletins.models import Adoption
from scoring.actions.history.knowing import People
from scoring.models import PastScore
from scoring.names import NAMELESS
from submissions.models import Submission


def signer(facts):
    """Whose name counts: the first of several."""
    return facts["authors"][0] if facts["authors"] else NAMELESS


class Doubles:
    """Keeps the keys of the rows that came before; asks the database once for each handful of rows."""

    def __init__(self, batch, register):
        self.batch, self.register = batch, register
        self.seen: dict[tuple, int] = {}
        self.keys, self.known = KINDS[batch.kind]
        self.people = People(batch.office) if batch.kind == "people" else None

    def mark(self, lines: Iterable):
        """Complain of every good row that is said twice; or pass it over, where the office says so."""
        good = [line for line in lines if line.good]
        known = self.known(self, good)
        for line in good:
            for key in self.keys(line.facts):
                if key in self.seen:
                    self.blame(line, f"与第{self.seen[key]}行重复")
                elif key in known:
                    self.blame(line, "系统内已有相同的记录")
                self.seen.setdefault(key, line.number)

    def blame(self, line, text):
        if self.register.options.get("doubles") == "skip":
            line.skipped = text
        else:
            line.complain("重复", text)


def unit_keys(facts):
    return [("unit", facts["name"])]


def known_units(doubles, lines):
    return {("unit", name) for name in doubles.register.names.known["unit"]}


def person_keys(facts):
    return [("person", facts["unit"], signer(facts))]


def known_people(doubles, lines):
    return {("person", *pair) for pair in doubles.people.known}


def item_keys(facts):
    return [("item", facts["unit"], facts["title"], facts["filed"])]


def known_items(doubles, lines):
    titles = {line.facts["title"] for line in lines}
    found = Submission.objects.filter(office=doubles.batch.office, filed__title__in=titles)
    rows = found.values_list("unit_id", "filed__title", "submitted_on")
    return {("item", str(unit), title, on) for unit, title, on in rows}


def use_keys(facts):
    carrier = facts["carrier"]
    printed = carrier if carrier.isdecimal() else f"new:{facts['carrier_name']}"
    return [("use", facts["unit"], facts["title"], printed, facts["on"], facts["use"])]


def known_uses(doubles, lines):
    titles = {line.facts["title"] for line in lines}
    found = Adoption.objects.standing().filter(
        office=doubles.batch.office, submission__filed__title__in=titles
    )
    rows = found.values_list("unit_id", "submission__filed__title", "publication_id", "on", "use")
    return {("use", str(unit), title, str(carrier), on, use) for unit, title, carrier, on, use in rows}


def score_keys(facts):
    who = facts["authors"][0] if facts["authors"] else ""
    return [("score", facts["unit"], who, *score["when"]) for score in facts["scores"]]


def known_scores(doubles, lines):
    years = {score["when"][0] for line in lines for score in line.facts["scores"]}
    found = PastScore.objects.filter(office=doubles.batch.office, year__in=years)
    rows = found.values_list("unit_id", "person__name", "year", "month")
    return {("score", str(unit), who or "", year, month) for unit, who, year, month in rows}


KINDS = {
    "units": (unit_keys, known_units),
    "people": (person_keys, known_people),
    "items": (item_keys, known_items),
    "uses": (use_keys, known_uses),
    "scores": (score_keys, known_scores),
}
