"""A register as it would be: what it comes to, and its first rows as they are read."""

from itertools import islice

from scoring.actions.history.checking import lines_of
from scoring.actions.history.knowing import CHOICES, carriers_of, register_of, units_of
from scoring.history.fields import FIELDS
from scoring.history.words import NEW

SHOWN = 30
COUNTED = (
    ("units", "新建单位"),
    ("people", "新建人员"),
    ("items", "新增来稿"),
    ("uses", "采用"),
    ("instructions", "批示"),
    ("scores", "得分"),
)


def preview_of(batch):
    """Counts of what would be made, and the first rows as they would be."""
    found = batch.summary
    counts = [(label, found[name]) for name, label in COUNTED if found.get(name)]
    if found.get("scores"):
        counts.append(("得分合计", found["points"]))
    return {"counts": counts, "loadable": bool(counts) and not batch.faults, **first_rows(batch)}


def first_rows(batch):
    """Headings and rows; a name is shown as what it means here."""
    register, shown = register_of(batch), Shown(batch)
    fields = [field for field in FIELDS[batch.kind] if field.key in batch.columns]
    lines = islice((line for some in lines_of(batch, register) for line in some if line.good), SHOWN)
    rows = [(line.number, [shown.cell(line, field.key) for field in fields]) for line in lines]
    return {"fields": fields, "rows": rows}


class Shown:
    """Keys turned back into names, read once for all rows."""

    def __init__(self, batch):
        self.names = {sort: dict(choices.choices) for sort, choices in CHOICES.items()}
        self.names["unit"] = {str(unit.pk): unit.name for unit in units_of(batch.office)}
        self.names["carrier"] = {str(one.pk): str(one) for one in carriers_of(batch)}

    def cell(self, line, key):
        """(words, is it new) of one cell."""
        found = line.facts.get(key)
        if key in self.names and found is not None:
            new = found.startswith(NEW)
            return (line.text(key) if new else self.names[key].get(found, found), new)
        if key in ("on", "filed", "event") and found:
            return (f"{found:%Y-%m-%d}", False)
        return (line.text(key)[:60], False)
