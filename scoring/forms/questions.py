"""Questions made of the table of clauses: each key of a rule file becomes a field an office worker can answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from scoring.phrases import FLAG_WORDS
from scoring.readers import Asks
from scoring.terms import plain
from scoring.tomlfile import Field

HUNDRED = Decimal(100)
FREE = Asks("words")
CHOSEN = ("carriers", "tasks")  # the office's own words that are chosen, never typed


@dataclass(frozen=True)
class Words:
    """What an office has names for: they are offered instead of codes."""

    carriers: Mapping[str, str] = field(default_factory=dict)
    sorts: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)
    tasks: Mapping[str, str] = field(default_factory=dict)

    def names(self, among: str) -> dict[str, str]:
        """The names a small table may use; free words where there are none."""
        known = {"weighed": {**self.levels, **self.carriers}, "carriers": self.carriers, "tasks": self.tasks}
        return dict(known.get(among, {}))


def kind_of(asked: Field) -> tuple[str, Asks]:
    """How a key is asked for: choice, picks, sequence, words, list, number, yes_no or pairs."""
    asks = getattr(asked.read, "asks", FREE)
    if asks.kind == "in_order" and asks.each.kind == "choice":
        return "sequence", asks.each
    if asks.each and asks.kind != "pairs":
        return ("picks" if asks.each.kind == "choice" or asked.among in CHOSEN else "list"), asks.each
    if asks.kind == "words" and asked.among in CHOSEN:
        return "choice", asks
    return asks.kind, asks


class NumberField(forms.CharField):
    """A number as people write it; a share is asked for in %, and what is taken off without its minus."""

    def __init__(self, asks: Asks, unit: str, **kwargs):
        super().__init__(**kwargs)
        self.asks, self.percent = asks, unit == "%"
        self.taken = asks.high == 0 and (asks.low or 0) < 0
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            number = Decimal(text.rstrip("%％"))
        except InvalidOperation as error:
            raise forms.ValidationError("请填写数字，如 5 或 0.5。") from error
        if not number.is_finite():
            raise forms.ValidationError("请填写数字，如 5 或 0.5。")
        return self.stored(number)

    def stored(self, number: Decimal) -> Decimal | int:
        if self.taken:
            number = -abs(number)
        if self.percent:
            self.refuse_far(number)
            return number / HUNDRED
        whole = self.asks.places == 0 and number == number.to_integral_value()
        return int(number) if whole and abs(number) < 10**9 else number

    def refuse_far(self, number: Decimal):
        low, high = self.asks.low * HUNDRED, self.asks.high * HUNDRED
        if not low <= number <= high:
            raise forms.ValidationError(f"应在{plain(low)}到{plain(high)}之间（百分数）。")

    def shown(self, raw: Any) -> str:
        number = Decimal(str(raw)) * (HUNDRED if self.percent else 1)
        return plain(abs(number) if self.taken else number)


class ListField(forms.CharField):
    """Several words or numbers on one line, parted by 、."""

    def clean(self, value):
        codes = {name: code for code, name in FLAG_WORDS.items()}
        found = super().clean(value).replace("，", "、").replace(",", "、").split("、")
        return [codes.get(word, word) for word in map(str.strip, found) if word]

    def shown(self, raw):
        said = raw if isinstance(raw, list | tuple) else [raw]
        return "、".join(FLAG_WORDS.get(str(word), str(word)) for word in said)


class PairsWidget(forms.Widget):
    """Names and values beside each other; the template writes one input for each."""

    def value_from_datadict(self, data, files, name):
        names, values = data.getlist(f"{name}.name"), data.getlist(f"{name}.value")
        return [(one.strip(), two.strip()) for one, two in zip(names, values, strict=False) if one or two]


class PairsField(forms.Field):
    """A small table: a name and its number each."""

    widget = PairsWidget

    def clean(self, value):
        found = {}
        for name, number in value or []:
            if not name or not number:
                raise forms.ValidationError("名称和数要一起填。")
            if name in found:
                raise forms.ValidationError(f"“{name}”写了两次。")
            try:
                found[name] = Decimal(number)
            except InvalidOperation as error:
                raise forms.ValidationError(f"“{name}”后面请填数字。") from error
        return found

    def has_changed(self, initial, data):
        return list(initial or []) != list(data or [])

    def shown(self, raw):
        return [(name, plain(Decimal(str(number)))) for name, number in raw.items()]


class PicksField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def shown(self, raw):
        return list(raw) if isinstance(raw, list | tuple) else [raw]


class SequenceWidget(forms.Widget):
    """One choice after the other; the template writes a list to choose from for each."""

    def value_from_datadict(self, data, files, name):
        return list(dict.fromkeys(filter(None, data.getlist(name))))


class SequenceField(forms.Field):
    """Choices whose order means something: 先比、再比."""

    widget = SequenceWidget

    def __init__(self, *, choices, **kwargs):
        super().__init__(**kwargs)
        self.choices = choices

    def has_changed(self, initial, data):
        return list(initial or []) != list(data or [])


def question(asked: Field, words: Words, default: Any = None) -> forms.Field:
    """The field for a key; empty means the file does not say it."""
    kind, asks = kind_of(asked)
    common = {"label": asked.label, "required": False, "help_text": asked.help}
    choices = choices_of(asked, asks, words)
    makers = {
        "choice": lambda: chooser(choices, asked, default, common),
        "picks": lambda: PicksField(choices=list(choices.items()), **common),
        "yes_no": lambda: forms.BooleanField(initial=bool(default), **common),
        "number": lambda: NumberField(asks, asked.unit, **common),
        "list": lambda: ListField(**common),
        "pairs": lambda: PairsField(**common),
        "sequence": lambda: SequenceField(choices=list(choices.items()), **common),
    }
    made = makers.get(kind, lambda: forms.CharField(**common))()
    made.kind, made.unit, made.names = kind, asked.unit, words.names(asked.among)
    made.must, made.among, made.default = asked.required, asked.among, made.initial
    dressed(made, asks)
    return made


def chooser(choices, asked, default, common):
    """A key with a default has no empty choice; an axis left open means every value."""
    if default in choices:
        return forms.ChoiceField(choices=list(choices.items()), initial=default, **common)
    blank = "请选择" if asked.required else "不限"
    return forms.ChoiceField(choices=[("", blank), *choices.items()], **common)


def choices_of(asked: Field, asks: Asks, words: Words) -> dict[str, str]:
    return words.names(asked.among) if asked.among in CHOSEN else dict(asks.choices)


def dressed(made, asks):
    """The look of an input, and the words offered while typing."""
    if made.kind in ("picks", "pairs", "sequence"):
        return
    look = {"choice": "form-select form-select-sm", "yes_no": "form-check-input"}
    made.widget.attrs["class"] = look.get(made.kind, "form-control form-control-sm")
    if made.kind == "words":
        made.widget.attrs["maxlength"] = asks.longest
    if made.among in ("sorts", "flags", "classes"):
        made.widget.attrs["list"] = f"known-{made.among}"
    if made.kind == "number":
        made.widget.attrs["class"] += " number"


def shown(made: forms.Field, raw: Any) -> Any:
    """A value of the file as its field shows it."""
    return made.shown(raw) if hasattr(made, "shown") else raw
