"""How what narrows a list is dressed."""

from django import forms

from accounts.forms.filters import Filter


class Narrowed(Filter):
    q = forms.CharField(required=False)
    kind = forms.ChoiceField(required=False, choices=[("", "全部")])
    late = forms.BooleanField(required=False)


def test_each_field_is_dressed_as_what_it_is():
    form = Narrowed({})
    looks = {field.name: field.field.widget.attrs["class"] for field in form.visible_fields()}
    assert looks == {"q": "form-control", "kind": "form-select", "late": "form-check-input"}
