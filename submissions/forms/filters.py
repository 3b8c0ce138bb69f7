"""The narrow rows above lists."""

from django import forms

from submissions.states import TAKEN, TAKEN_LABEL, Kind, State


class FilterForm(forms.Form):
    """The narrow row above a list."""

    q = forms.CharField(label="标题含", required=False, max_length=50)
    unit = forms.ModelChoiceField(None, label="单位", required=False, empty_label="全部单位")
    kind = forms.ChoiceField(label="类型", required=False, choices=[("", "全部类型"), *Kind.choices])
    state = forms.ChoiceField(
        required=False, choices=[("", "全部"), (TAKEN, TAKEN_LABEL), *State.choices], widget=forms.HiddenInput
    )

    def __init__(self, data, *, units):
        super().__init__(data)
        self.fields["unit"].queryset = units

    def chosen(self):
        """The valid part of what was asked; a broken filter is no filter."""
        self.is_valid()
        return self.cleaned_data
