"""Forms of picking material: what narrows a list of candidates, and what colleagues are told of one."""

from urllib.parse import urlencode

from django import forms

from bulletins.candidate_states import LISTED, Standing
from bulletins.forms.plain import Plain
from bulletins.models import Candidate
from submissions.forms.filters import FilterForm

STANDINGS = (*LISTED, Standing.ELSEWHERE)


class CandidateFilter(FilterForm):
    """The narrow row above a bulletin's candidates; a value that makes no sense narrows nothing."""

    state = forms.ChoiceField(required=False, choices=[(each, each) for each in STANDINGS])
    urgent = forms.BooleanField(label="只看优先", required=False)
    older = forms.BooleanField(label="包括一年以前的", required=False)
    publication = forms.SlugField(required=False)

    def __init__(self, data, *, units):
        super().__init__(data, units=units)
        for name, field in self.fields.items():
            kind = {"q": "form-control", "unit": "form-select", "kind": "form-select"}.get(
                name, "form-check-input"
            )
            field.widget.attrs |= {"class": kind, "aria-label": field.label or name}
        self.fields["q"].widget.attrs["placeholder"] = "标题含……"

    def query(self, **changes):
        """The same narrowing as an address says it."""
        given = {name: plain(value) for name, value in (self.chosen() | changes).items()}
        return urlencode({name: value for name, value in given.items() if value})


def plain(value):
    return {True: "1"}.get(value) if isinstance(value, bool) else getattr(value, "pk", value)


class AdviceForm(Plain, forms.ModelForm):
    """How pressing, in which form, and a word for the colleagues; only the desk reads it."""

    class Meta:
        model = Candidate
        fields = ["is_urgent", "suggestion", "note"]
        labels = {"is_urgent": "优先采用"}
        widgets = {"note": forms.TextInput(attrs={"placeholder": "如：等统计数字，下周三前可用"})}
        help_texts = {"note": "只有编发人员看得到"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["suggestion"].choices = [("", "不限"), *self.fields["suggestion"].choices[1:]]
        self.dress("is_urgent", "suggestion", "note")
