"""One clause, one table or some keys of a rule book as a form, and several clauses as rows."""

from collections.abc import Mapping
from typing import Any

from django import forms

from scoring.forms.questions import Words, question, shown
from scoring.tomlfile import Field

MOST_ROWS = 300
EMPTY = (None, "", [], {})


class ClauseForm(forms.Form):
    """The keys of one clause; it checks only how things are written, the book's own reader does the rest."""

    use_required_attribute = False

    def __init__(
        self, asked: Mapping[str, Field], words: Words, *, defaults=None, raw=None, usual=(), **kwargs
    ):
        self.asked, self.usual = asked, usual
        super().__init__(**kwargs)
        for name, one in asked.items():
            self.fields[name] = question(one, words, defaults(name) if defaults else None)
        for name, value in (raw or {}).items():
            self.fields[name].initial = shown(self.fields[name], value)

    def raw(self) -> dict[str, Any]:
        """What the file would say; a key left empty is not said."""
        said = {name: self.cleaned_data.get(name) for name in self.asked}
        return {name: value for name, value in said.items() if value not in EMPTY and self.means(name, value)}

    def means(self, name: str, value: Any) -> bool:
        """A choice left as it was given says nothing, unless it must be said."""
        made = self.fields[name]
        return made.must or made.default is None or value != made.default

    def told(self, key: str | int | None, message: str):
        """A fault of the book at the field it names, or at the clause itself."""
        self.add_error(key if key in self.fields else None, message)

    @property
    def questions(self):
        return [self[name] for name in self.asked]

    @property
    def needed(self):
        """What is always shown: what must be said, and what this clause says."""
        return [bound for bound in self.questions if bound.name != "code" and self.wants(bound)]

    def wants(self, bound) -> bool:
        return bound.name in self.usual or bound.field.must or answered(bound)

    @property
    def further(self):
        """What is folded away."""
        needed = {bound.name for bound in self.needed}
        return [bound for bound in self.questions if bound.name not in needed]


def answered(bound) -> bool:
    """Whether anything stands in it that the empty form does not say."""
    return bool(bound.errors) or (bound.value() or "") != (bound.field.default or "")


class Row(ClauseForm):
    """A clause among others of its sort, which may be struck out."""

    gone = forms.BooleanField(label="删除", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_permitted=True, **kwargs)

    def stays(self) -> bool:
        """Whether the office wants it; a row left empty was never meant."""
        return self.has_changed() and not self.cleaned_data.get("gone")


class Rows:
    """Clauses of one sort, as many as there are and some more to fill in."""

    def __init__(self, prefix: str, make, *, data=None, raws=(), spare: int = 1):
        self.prefix, self.make = prefix, make
        if data is None:
            filled = [*raws, *[None] * spare]
            self.forms = [make(prefix=f"{prefix}-{n}", raw=raw) for n, raw in enumerate(filled)]
        else:
            self.forms = [make(data=data, prefix=f"{prefix}-{n}") for n in range(self.sent(data))]
        self.empty = make(prefix=f"{prefix}-__n__")

    def sent(self, data) -> int:
        """How many rows came back, and one more where somebody asked for it."""
        text = data.get(f"{self.prefix}-n", "0")
        count = int(text) if text.isdecimal() and len(text) < 5 else 0
        return min(count + (data.get("add") == self.prefix), MOST_ROWS)

    def __iter__(self):
        return iter(self.forms)

    def __len__(self):
        return len(self.forms)

    def is_valid(self) -> bool:
        return not [row for row in self.forms if not row.is_valid()]

    def staying(self) -> list[tuple[int, Row]]:
        return [(number, row) for number, row in enumerate(self.forms) if row.stays()]
