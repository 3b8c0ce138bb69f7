"""Loading a register: all of it in one transaction, or nothing."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.historic import name_people, name_units
from accounts.actions.notices import notify
from accounts.events import record
from accounts.models import Unit
from accounts.refusal import Refused
from bulletins.actions.historic import enter_past_instructions, enter_past_uses, name_carrier
from scoring.actions.history.checking import lines_of, note_progress
from scoring.actions.history.doubles import Doubles, signer
from scoring.actions.history.items import Items
from scoring.actions.history.knowing import People, register_of
from scoring.actions.history.receiving import locked, refuse_stranger, settle, step
from scoring.history.words import NEW
from scoring.history_states import HistoryState
from scoring.models import HistoryMade, PastScore
from submissions.actions.historic import archive
from submissions.models import Submission

W = HistoryMade.What


@transaction.atomic
def ask_to_load(batch, *, by):
    """The plan that was looked at is to be carried out; a worker does it."""
    batch = step(batch, "load", by)
    if batch.faults:
        raise Refused(f"还有{batch.faults}行有误，一行也不能导入。请改正登记表后重新上传，或调整对应关系。")
    if not any(batch.summary.get(what) for what in ("units", "people", "items", "uses", "scores")):
        raise Refused("没有可以导入的行。")
    batch.loaded_by = by
    save_once(batch)
    record(by, "load", batch, label="历史导入", unit=batch.office, note=batch.name)
    return batch


def save_once(batch):
    """The same sheet of the same file is not loaded twice, whoever is first."""
    twins = type(batch).objects.filter(
        office=batch.office, kind=batch.kind, sha256=batch.sha256, sheet=batch.sheet
    )
    busy = twins.filter(state__in=[HistoryState.LOADING, HistoryState.LOADED, HistoryState.UNDOING])
    if known := busy.exclude(pk=batch.pk).first():
        raise Refused(f"同一份登记表已经导入（“{known}”，{known.at:%Y-%m-%d}上传），不能重复导入。")
    try:
        with transaction.atomic():
            batch.save()
    except IntegrityError as again:
        raise Refused("同一份登记表刚刚已开始导入，不能重复导入。") from again


@transaction.atomic
def load(batch):
    """Row by row as it was looked at; its rules are asked again, for the house may have changed."""
    batch = locked(batch)
    if batch.state != HistoryState.LOADING:
        return
    by, office = batch.loaded_by, Unit.objects.select_for_update(no_key=True).get(pk=batch.office_id)
    refuse_stranger(by, office)
    register = register_of(batch)
    doubles, loader, done = Doubles(batch, register), Loader(batch, office, by), 0
    for lines in lines_of(batch, register):
        doubles.mark(lines)
        refuse_changed(lines)
        loader.take([line for line in lines if line.good])
        done += len(lines)
        note_progress(batch, done)
    batch.loaded_at, batch.summary = timezone.now(), batch.summary | {"made": loader.made}
    settle(batch, done=True)
    tell(batch, by)


def refuse_changed(lines):
    for line in lines:
        for column, text in line.problems:
            raise Refused(
                f"预览之后系统内的数据有了变化：第{line.number}行 {column} {text}。请重新检查，本次没有导入任何内容。"
            )


def tell(batch, by):
    event = record(None, "history", batch, label="历史导入完成", unit=batch.office, **batch.summary["made"])
    notify([by], event, f"历史登记已导入：{batch}", batch.get_absolute_url())


class Loader:
    """Makes what the rows need, a handful of rows at a time, and remembers that this batch made it."""

    def __init__(self, batch, office, by):
        self.batch, self.office, self.by = batch, office, by
        self.people, self.items = People(office), Items(office)
        self.units, self.carriers = {}, {}
        self.made = dict.fromkeys(("units", "people", "items", "uses", "instructions", "scores"), 0)
        self.put = getattr(self, f"put_{batch.kind}")

    def take(self, lines):
        rows = [line.facts for line in lines]
        self.make_units(rows)
        for facts in rows:
            facts["unit"] = self.units.get(facts.get("unit"), facts.get("unit"))
        if self.batch.kind in ("people", "items", "uses") or any(facts.get("authors") for facts in rows):
            self.make_people(rows)
        self.items.look_up(lines)
        self.put(rows)

    def note(self, what, name, things):
        made = [HistoryMade(batch=self.batch, what=what, thing=one.pk) for one in things]
        HistoryMade.objects.bulk_create(made, batch_size=500)
        self.made[name] += len(made)

    @property
    def acts(self):
        return {"by": self.by, "origin": self.batch.origin}

    def make_units(self, rows):
        """Named by a row of units, or called new by whoever explained the names."""
        wanted = {}
        for facts in rows:
            if self.batch.kind == "units":
                wanted[f"{NEW}:{facts['name']}"] = (facts["name"], facts["short"])
            elif facts["unit"].startswith(NEW):
                wanted[facts["unit"]] = (facts["unit"].removeprefix(f"{NEW}:"), "")
        new = {key: facts for key, facts in wanted.items() if key not in self.units}
        units = name_units(self.office, new.values(), **self.acts)
        self.units |= {key: str(unit.pk) for key, unit in zip(new, units, strict=True)}
        self.note(W.UNIT, "units", units)

    def make_people(self, rows):
        wanted = {}
        for facts in rows:
            key = facts["unit"], signer(facts)
            if not self.people.find(*key) and (self.batch.kind != "scores" or facts["authors"]):
                wanted[key] = (int(key[0]), key[1], facts["title"] if self.batch.kind == "people" else "")
        people = name_people(self.office, wanted.values(), **self.acts)
        for key, person in zip(wanted, people, strict=True):
            self.people.add(*key, person.pk)
        self.note(W.PERSON, "people", people)

    def put_units(self, rows):
        """Made already."""

    put_people = put_units

    def put_items(self, rows):
        made = archive(self.office, [self.item_facts(facts) for facts in rows], **self.acts)
        self.note(W.ITEM, "items", made)
        return made

    def item_facts(self, facts):
        """As the room of items keeps them: signed by the first author, nameless ones by nobody."""
        person = self.people.find(facts["unit"], signer(facts))
        authors = facts["authors"] if len(facts["authors"]) > 1 else []
        return facts | {
            "unit": int(facts["unit"]),
            "person": person,
            "authors": authors,
            "filed": facts["filed"] or facts["on"],
        }

    def put_uses(self, rows):
        """Items first, each once however often it was used; then its uses, then what leaders wrote on them."""
        new = {}
        for facts in rows:
            if self.items.find(facts) is None:
                place = -len(new) - 1
                new[place] = facts
                self.items.add(facts, place)
        self.replace(new, self.put_items(list(new.values())))
        keys = {self.items.find(facts) for facts in rows}
        items = Submission.objects.in_bulk(keys)
        pairs = [(items[self.items.find(facts)], self.use_facts(facts)) for facts in rows]
        uses = enter_past_uses(self.office, pairs, by=self.by)
        self.note(W.USE, "uses", uses)
        said = [
            (use, facts["instruction"]) for use, facts in zip(uses, rows, strict=True) if facts["instruction"]
        ]
        self.note(W.INSTRUCTION, "instructions", enter_past_instructions(self.office, said, by=self.by))

    def replace(self, new, items):
        """The places of what was still to be made become keys."""
        made = dict(zip(new, items, strict=True))
        for place, facts in new.items():
            key = facts["unit"], facts["title"]
            self.items.made[key] = [
                (on, made[pk].pk if pk == place else pk) for on, pk in self.items.made[key]
            ]

    def use_facts(self, facts):
        return facts | {"carrier": self.carrier(facts)}

    def carrier(self, facts):
        """A known one, or one outside that is made on its first use: `new:level:system`."""
        said, name = facts["carrier"], facts["carrier_name"]
        if not said.startswith(NEW):
            return int(said)
        if name not in self.carriers:
            _, level, system = said.split(":")
            self.carriers[name] = name_carrier(name, level, system, by=self.by).pk
        return self.carriers[name]

    def put_scores(self, rows):
        found = [self.score(facts, one) for facts in rows for one in facts["scores"]]
        PastScore.objects.bulk_create(found, batch_size=500)
        self.made["scores"] += len(found)

    def score(self, facts, one):
        person = self.people.find(facts["unit"], facts["authors"][0]) if facts["authors"] else None
        year, month = one["when"]
        return PastScore(
            office=self.office,
            batch=self.batch,
            unit_id=int(facts["unit"]),
            person_id=person,
            year=year,
            month=month,
            points=one["points"],
            rank=one["rank"],
        )
