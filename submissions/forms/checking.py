"""Forms of the self-check: answering for a secrecy marker, and how long news keeps."""

from crispy_forms.helper import FormHelper
from django import forms

from submissions.states import Kind

LONGEST = 3650  # days; whoever says more means that it never goes stale


class ClearForm(forms.Form):
    """Each marker is cleared by its own tick; the reason goes into the log."""

    cleared = forms.MultipleChoiceField(
        label="逐个核对，确属误报的勾选",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请逐个核对涉密标记：删去，或确认误报后勾选。"},
    )
    reason = forms.CharField(
        label="排除理由",
        max_length=200,
        help_text="将记入日志，本单位审核人会看到。",
        error_messages={"required": "请写明排除涉密标记的理由。"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, markers, **kwargs):
        super().__init__(*args, **kwargs)
        if markers:
            self.fields["cleared"].choices = [(m, f"“{m}”不是密级标志") for m in markers]
        else:
            self.fields.clear()
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_cleared(self):
        left = [
            name for name, _ in self.fields["cleared"].choices if name not in self.cleaned_data["cleared"]
        ]
        if left:
            raise forms.ValidationError(f"还有标记没有核对：{'、'.join(left)}。请删去，或确认误报后勾选。")
        return self.cleaned_data["cleared"]


class ShelfForm(forms.Form):
    """The days for every kind of item, in the order of the catalogue."""

    def __init__(self, *args, limits, **kwargs):
        super().__init__(*args, **kwargs)
        for kind, label in Kind.choices:
            self.fields[kind] = forms.IntegerField(
                label=f"{label}（天）",
                min_value=0,
                max_value=LONGEST,
                initial=limits[kind],
                error_messages={"required": f"请填写{label}的保鲜期。"},
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
        self.helper = FormHelper()
        self.helper.form_tag = False
