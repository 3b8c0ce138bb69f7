"""Every row of a register read as it would be loaded: what it would make, and everything that stands against it."""

from collections import Counter, defaultdict
from decimal import Decimal
from itertools import islice

from django.core.cache import caches
from django.db import transaction
from django.utils import timezone

from accounts.events import record
from accounts.refusal import Refused
from scoring.actions.history.doubles import Doubles, signer
from scoring.actions.history.items import Items
from scoring.actions.history.knowing import People, register_of
from scoring.actions.history.receiving import locked, settle, step
from scoring.history.fields import FIELDS, missing
from scoring.history.words import NEW, SORTS
from scoring.models import History, HistoryRow

AT_ONCE = 500  # rows in memory
MOST_NAMES = 500  # different words in a column of names: beyond it is no such column


@transaction.atomic
def map_columns(batch, columns, options, *, by):
    """Say which column carries what; the rows are looked at anew."""
    batch = step(batch, "map", by)
    if lacks := missing(batch.kind, columns):
        raise Refused(f"还没有对应：{'、'.join(lacks)}。请为每一项选择登记表中的列。")
    if len(set(columns.values())) != len(columns):
        raise Refused("同一列不能对应两项内容，请检查。")
    batch.columns, batch.options = columns, batch.options | options
    batch.save()
    record(by, "map", batch, label="对应列", unit=batch.office, columns=columns)
    return batch


@transaction.atomic
def say_names(batch, names, *, by):
    """Say what names of the register mean here; the rows are looked at anew."""
    batch = step(batch, "name", by)
    batch.names = {sort: batch.names.get(sort, {}) | names.get(sort, {}) for sort in SORTS}
    batch.save()
    record(by, "name", batch, label="对应名称", unit=batch.office)
    return batch


def lines_of(batch, register):
    """The rows below the headings, a handful at a time."""
    rows = batch.rows.filter(number__gt=batch.heading).order_by("number")
    pairs = rows.values_list("number", "cells").iterator(chunk_size=AT_ONCE)
    lines = register.lines(pairs)
    while some := list(islice(lines, AT_ONCE)):
        yield some


def check(batch):
    """Write down what each row would do; then it waits for a name to be explained, or to be loaded."""
    register, tally = register_of(batch), Tally(batch)
    doubles, done = Doubles(batch, register), 0
    HistoryRow.objects.filter(batch=batch).update(verdict="", problems=[])
    for lines in lines_of(batch, register):
        doubles.mark(lines)
        tally.add(lines)
        note_verdicts(batch, lines)
        done += len(lines)
        History.objects.filter(pk=batch.pk).update(done=done, alive_at=timezone.now())
    tally.refuse_too_many()
    finish(batch, tally)


@transaction.atomic
def note_verdicts(batch, lines):
    marked = {line.number: line for line in lines if not line.good}
    rows = list(batch.rows.filter(number__in=marked))
    for row in rows:
        line = marked[row.number]
        row.verdict = HistoryRow.Verdict.WRONG if line.problems else HistoryRow.Verdict.SKIPPED
        row.problems = line.problems or [["", line.skipped]]
    HistoryRow.objects.bulk_update(rows, ["verdict", "problems"], batch_size=200)


@transaction.atomic
def finish(batch, tally):
    batch = locked(batch)
    batch.summary, batch.faults = tally.summary(), tally.wrong
    unknown = sum(map(len, batch.summary["unknown"].values()))
    settle(batch, done=not unknown, why=f"还有{unknown}个名称没有对应。" if unknown else "")


def note_progress(batch, done):
    """Seen by everybody while the rows themselves are still in an open transaction."""
    caches["pages"].set(f"history-{batch.pk}", done, 3600)


def progress_of(batch):
    return caches["pages"].get(f"history-{batch.pk}") or batch.done


class Tally:
    """What the good rows come to, and every word of the columns of names."""

    def __init__(self, batch):
        self.sorts = [sort for sort in SORTS if any(one.key == sort for one in FIELDS[batch.kind])]
        self.batch, self.people = batch, People(batch.office)
        self.items = Items(batch.office)
        self.words = defaultdict(Counter)
        self.meanings = defaultdict(dict)
        self.made = defaultdict(set)
        self.rows = self.wrong = self.skipped = self.uses = self.said = self.scores = 0
        self.points, self.days = Decimal(0), []

    def add(self, lines):
        self.items.look_up(lines)
        for line in lines:
            self.rows += 1
            self.wrong += bool(line.problems)
            self.skipped += bool(line.skipped and not line.problems)
            self.note_words(line)
            if line.good:
                self.note(line.facts)

    def note_words(self, line):
        for sort, words in line.words.items():
            self.words[sort][words] += 1
            self.meanings[sort][words] = line.register.names.meaning(sort, words)

    def refuse_too_many(self):
        for sort in self.sorts:
            if len(self.words[sort]) > MOST_NAMES:
                raise Refused(
                    f"“{SORTS[sort]}”这一列有{len(self.words[sort])}个不同的名称，请核对列是否对应错了。"
                )

    def note(self, facts):
        unit = facts.get("unit") or f"{NEW}:{facts.get('name', '')}"
        if unit.startswith(NEW):
            self.made["units"].add(unit)
        if self.batch.kind != "units" and not (self.batch.kind == "scores" and not facts["authors"]):
            self.note_person(unit, signer(facts))
        if "filed" in facts:
            self.items.of(facts)
            self.days.append(facts["filed"] or facts["on"])
        if "on" in facts:
            self.uses, self.said = self.uses + 1, self.said + bool(facts["instruction"])
            self.days.append(facts["on"])
        for score in facts.get("scores", ()):
            self.scores, self.points = self.scores + 1, self.points + score["points"]
        self.days = [min(self.days), max(self.days)] if self.days else []

    def note_person(self, unit, name):
        if not self.people.find(unit, name):
            self.made["people"].add((unit, name))

    def summary(self):
        return {
            "rows": self.rows,
            "skipped": self.skipped,
            "units": len(self.made["units"]),
            "people": len(self.made["people"]),
            "items": self.items.new,
            "uses": self.uses,
            "instructions": self.said,
            "scores": self.scores,
            "points": str(self.points),
            "days": [day.isoformat() for day in self.days],
            "words": {sort: dict(self.words[sort].most_common()) for sort in self.sorts},
            "unknown": {
                sort: [word for word, meaning in self.meanings[sort].items() if meaning is None]
                for sort in self.sorts
                if any(meaning is None for meaning in self.meanings[sort].values())
            },
        }
