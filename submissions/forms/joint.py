"""Fields of joint filing: units in order, names in order; plain selects and lines without script."""

from django import forms
from django.template.loader import render_to_string

from accounts.numbers import whole
from submissions.models.joint import AUTHOR_LIMIT, PARTNER_LIMIT

NAME_LIMIT = 20
SPARE = 2  # empty selects beside the chosen ones, for whoever works without script


class OrderedUnits(forms.Widget):
    """One select a place: the order of the selects is the order of the units."""

    template_name = "submissions/_ordered_units.html"
    choices = ()

    def render(self, name, value, attrs=None, renderer=None):
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data, files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [value for value in values if value]

    def value_omitted_from_data(self, data, files, name):
        return name not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        chosen = [str(each) for each in value or []]
        places = min(len(chosen) + SPARE, max(PARTNER_LIMIT, len(chosen)))
        slots = [*chosen, *[""] * (places - len(chosen))]
        options = [(str(key), label) for key, label in self.choices]
        return context | {"slots": slots, "options": options, "limit": PARTNER_LIMIT}

    def id_for_label(self, id_):
        return f"{id_}_1" if id_ else id_


class UnitsField(forms.Field):
    """Primary keys of units, in the order in which they sign."""

    widget = OrderedUnits

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = {unit.pk: unit for unit in units}
        self.widget.choices = [(unit.pk, unit.name) for unit in self.units.values()]

    def clean(self, value):
        keys = [whole(str(each)) or 0 for each in value or []]
        if any(key not in self.units for key in keys):
            raise forms.ValidationError("联合报送单位只能从列表中选：须为同一收稿单位下的其他在用单位。")
        if len(set(keys)) < len(keys):
            raise forms.ValidationError("联合报送单位有重复，请每个单位只选一次。")
        if len(keys) > PARTNER_LIMIT:
            raise forms.ValidationError(f"联合报送单位最多 {PARTNER_LIMIT} 个。")
        return keys


class NamesField(forms.CharField):
    """Names of people in order, one a line (a comma does as well)."""

    def __init__(self, **kwargs):
        super().__init__(
            widget=forms.Textarea(attrs={"rows": 3, "data-ordered-lines": AUTHOR_LIMIT}), **kwargs
        )

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        text = super().clean(value)
        for mark in "，,、;；":
            text = text.replace(mark, "\n")
        names = list(dict.fromkeys(filter(None, map(str.strip, text.splitlines()))))
        if len(names) > AUTHOR_LIMIT:
            raise forms.ValidationError(f"作者最多 {AUTHOR_LIMIT} 人。")
        if any(len(name) > NAME_LIMIT for name in names):
            raise forms.ValidationError(f"作者一行一个姓名，每个不超过 {NAME_LIMIT} 字。")
        return names
