"""The series of a publication as rows of its form."""

from django import forms

from bulletins.forms.plain import Plain
from bulletins.states import Series

OWN, INSIDE = "own", "inside"


class SeriesForm(Plain, forms.Form):
    """One series: printed or not, under which name, in whose count, and from which number on."""

    is_on = forms.BooleanField(label="启用", required=False)
    label = forms.CharField(label="印作", max_length=10, required=False)
    count = forms.ChoiceField(label="编号", choices=[(OWN, "单独编号"), (INSIDE, "编入正刊期号")])
    number_before = forms.IntegerField(label="已出期数", min_value=0, max_value=99_999)

    def __init__(self, data, *, rule, is_disabled):
        start = {name: getattr(rule, name) for name in ("is_on", "label", "number_before")}
        super().__init__(
            data, prefix=rule.series, initial=start | {"count": OWN if rule.own_numbers else INSIDE}
        )
        self.rule, self.name = rule, Series(rule.series).label
        if rule.series == Series.SUPPLEMENT:
            del self.fields["count"]
        self.dress()
        for name, field in self.fields.items():
            field.disabled = is_disabled
            field.widget.attrs |= {"aria-label": f"{self.name}：{field.label}", "class": STYLES[name]}
        self.fields["label"].widget.attrs["placeholder"] = self.name

    def wanted(self):
        """What the office says of it; 增刊 is never mixed with the regular numbers (domain §7.3)."""
        said = self.cleaned_data
        label = " ".join(said["label"].split())
        return {
            "is_on": said["is_on"],
            "label": "" if label == self.name else label,
            "own_numbers": said.get("count", OWN) == OWN,
            "number_before": said["number_before"],
        }


STYLES = {
    "is_on": "form-check-input",
    "label": "form-control form-control-sm",
    "count": "form-select form-select-sm",
    "number_before": "form-control form-control-sm",
}


class SeriesForms:
    """The rows of all series but the regular one."""

    def __init__(self, data, *, publication, is_disabled=False):
        self.is_bound = data is not None
        self.forms = [
            SeriesForm(data, rule=rule, is_disabled=is_disabled)
            for series, rule in publication.rules.items()
            if series != Series.REGULAR
        ]

    def __iter__(self):
        return iter(self.forms)

    def is_valid(self):
        return self.is_bound and not self.faults

    def wanted(self):
        return {form.rule.series: form.wanted() for form in self.forms}

    @property
    def faults(self):
        """Every error with the series it is about."""
        return [
            f"{form.name}：{form.fields[name].label}——{error}"
            for form in self.forms
            for name, errors in form.errors.items()
            for error in errors
        ]
