"""Forms of what became of items: adoptions above."""

from calendar import monthrange

from django import forms

from bulletins.forms.plain import Plain
from bulletins.models import Adoption

DAY = {"type": "date"}


class AdoptionForm(Plain, forms.ModelForm):
    """One use by a higher carrier, with what proves it."""

    class Meta:
        model = Adoption
        fields = ["publication", "use", "on", "title", "evidence", "marks", "late_why", "file"]
        widgets = {"on": forms.DateInput(attrs=DAY, format="%Y-%m-%d")}
        help_texts = {
            "title": "与原题不同时填写",
            "evidence": "期号、版面或文号，如“2026年第8期第3版”",
            "marks": "考核办法另有条件的，如“头版头条”“独家”，几项用顿号隔开",
            "late_why": "采用在前、事后才补报的来稿，写明补录原因后可填报送以前的日期",
            "file": "可附扫描件或截图：pdf、jpg、png、docx",
        }

    def __init__(self, *args, carriers, uses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["publication"] = forms.ModelChoiceField(carriers, label="采用载体", empty_label="请选择")
        self.fields["use"] = forms.ChoiceField(label="用法", choices=[("", "请选择"), *uses])
        self.fields["title"].required = False
        self.fields["evidence"].required = True
        self.fields["evidence"].error_messages["required"] = "请填写凭据（期号、版面或文号）。"
        self.dress(("publication", "use", "on"), "title", ("evidence", "marks"), "late_why", "file")

    def validate_constraints(self):
        """The action says it in plainer words than the database's constraint."""

    def words(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}


class RevokeForm(Plain, forms.Form):
    reason = forms.CharField(
        label="撤销原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明撤销原因。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.dress()


class AdoptionFilter(forms.Form):
    """The narrow row above the list of adoptions; a broken filter is no filter."""

    unit = forms.ModelChoiceField(None, label="单位", required=False, empty_label="全部单位")
    publication = forms.ModelChoiceField(None, label="刊物", required=False, empty_label="全部刊物")
    month = forms.DateField(
        label="月份",
        required=False,
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )

    def __init__(self, data, *, units, publications):
        super().__init__(data)
        for field in self.fields.values():
            select = isinstance(field, forms.ModelChoiceField)
            field.widget.attrs["class"] = "form-select" if select else "form-control"
        self.fields["unit"].queryset = units
        self.fields["publication"].queryset = publications

    def chosen(self):
        self.is_valid()
        month = self.cleaned_data.get("month")
        last = month and month.replace(day=monthrange(month.year, month.month)[1])
        return {
            "unit": self.cleaned_data.get("unit"),
            "publication": self.cleaned_data.get("publication"),
            "days": (month, last) if month else None,
        }
