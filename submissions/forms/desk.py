"""Forms of the screening desk: how the queue is narrowed, handed on and annotated."""

import re
from urllib.parse import urlencode

from django import forms

from submissions.forms.filters import FilterForm
from submissions.models.desk import WITH_REASONS
from submissions.models.queue import STAGES
from submissions.states import MOVES, Channel, Nature, Verification

CLAIMS = [("", "不限领取"), ("mine", "我领取的"), ("none", "还没人领取"), ("others", "同事领取的")]
CODED = re.compile(r"^([-\w]+):(.+)$", re.DOTALL)
BETWEEN = re.compile(r"[、，,；;\n]+")
NAME_LIMIT, CHOSEN_LIMIT = 60, 10


def day(label):
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))


class DeskFilter(FilterForm):
    """What an editor narrows the queue by; a value that makes no sense narrows nothing."""

    nature = forms.ChoiceField(label="性质", required=False, choices=[("", "全部性质"), *Nature.choices])
    channel = forms.ChoiceField(label="来源", required=False, choices=[("", "全部来源"), *Channel.choices])
    claim = forms.ChoiceField(label="领取", required=False, choices=CLAIMS)
    verification = forms.ChoiceField(
        label="核实", required=False, choices=[("", "不限核实"), *Verification.choices]
    )
    publication = forms.CharField(
        label="建议刊物",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": "刊名"}),
    )
    first = day("报送自")
    last = day("至")
    late = forms.BooleanField(label="只看超时、到期、逾期未报回的", required=False)
    state = forms.ChoiceField(required=False, choices=[(stage, stage) for stage in STAGES])

    def __init__(self, data, *, units):
        super().__init__(data, units=units)
        dress(self)

    EXTRA = ("nature", "channel", "claim", "verification", "publication", "first", "last", "late")

    def extra(self):
        """The fields of the second row."""
        return [self[name] for name in self.EXTRA]

    def is_widened(self):
        return any(self.cleaned_data.get(name) for name in self.EXTRA)

    def query(self, stage=None):
        """The same narrowing as an address says it, without what is empty; in another stage if one is named."""
        given = {name: plain(value) for name, value in self.chosen().items() if value}
        if stage is None and "state" in self.data:
            stage = self.cleaned_data.get("state", "")
        return urlencode(given if stage is None else given | {"state": stage})


def plain(value):
    return {True: "1"}.get(value) if isinstance(value, bool) else getattr(value, "pk", value)


def dress(form):
    """Bootstrap's classes, where a row of fields is laid out by hand."""
    classes = {forms.Select: "form-select", forms.CheckboxInput: "form-check-input"}
    for field in form.fields.values():
        field.widget.attrs.setdefault("class", classes.get(type(field.widget), "form-control"))


class SeveralWords(forms.TextInput):
    """One line of names, or the ticked boxes that a fragment put in its place."""

    def value_from_datadict(self, data, files, name):
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)

    def format_value(self, value):
        return value if isinstance(value, str) else "、".join(value or [])


class PublicationsField(forms.Field):
    """Codes and names of bulletins; the bulletins themselves live in another room."""

    widget = SeveralWords

    def clean(self, value):
        chosen = {}
        for piece in [value] if isinstance(value, str) else value or []:
            chosen |= named(piece)
        if len(chosen) > CHOSEN_LIMIT or any(len(name) > NAME_LIMIT for name in chosen.values()):
            raise forms.ValidationError(f"最多写 {CHOSEN_LIMIT} 种刊物，每个刊名不超过 {NAME_LIMIT} 字。")
        return chosen


def named(piece):
    """ "code:name" from a box; from a line every name stands for itself."""
    coded = CODED.match(piece)
    if coded:
        return {coded[1]: coded[2]}
    return {word.strip(): word.strip() for word in BETWEEN.split(piece) if word.strip()}


class HandOverForm(forms.Form):
    """To whom, and why."""

    to = forms.ModelChoiceField(None, label="移交给", empty_label=None)
    note = forms.CharField(
        label="附言", required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues


class VerifyForm(forms.Form):
    """The desk's finding on the facts."""

    verdict = forms.ChoiceField(label="核实", choices=Verification.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="核实说明",
        required=False,
        max_length=200,
        help_text="向谁核实、结果如何；存疑须写明疑在何处",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ProposeForm(forms.Form):
    """For which bulletins it would do."""

    publications = PublicationsField(label="建议刊物", required=False, help_text="几种刊物用“、”分开")


class ReasonEntryForm(forms.Form):
    """One line of the catalogue."""

    text = forms.CharField(label="意见", max_length=40)
    verbs = forms.MultipleChoiceField(
        label="用于",
        choices=[(verb, MOVES[verb].label) for verb in WITH_REASONS],
        initial=list(WITH_REASONS),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请勾选用于哪些办理。"},
    )


class KeepFilterForm(forms.Form):
    """A name for the present way of looking."""

    name = forms.CharField(
        label="名称", max_length=20, widget=forms.TextInput(attrs={"placeholder": "名称，如“未核实的忧”"})
    )
    query = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    first = forms.BooleanField(label="以后打开来稿筛选先用它", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="keep_%s", **kwargs)
        dress(self)
