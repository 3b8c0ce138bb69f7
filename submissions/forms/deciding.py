"""Forms of deciding: reasons, dates, and the unit's signature."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone

from submissions.states import REASONS


class ReasonForm(forms.Form):
    """A verb that needs a reason: pick from the catalogue, add in your own words."""

    reasons = forms.MultipleChoiceField(
        label="常用意见",
        choices=[(r, r) for r in REASONS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label="具体意见", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    answer_by = forms.DateField(
        label="请在此日前修改报回", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args, verb, catalogue, **kwargs):
        super().__init__(*args, **kwargs)
        if not catalogue:
            del self.fields["reasons"]
        if verb != "return":
            del self.fields["answer_by"]
        self.helper = FormHelper()
        self.helper.form_tag = False

    def reason(self):
        picked = "、".join(self.cleaned_data.get("reasons") or [])
        return "。".join(part for part in (picked, self.cleaned_data["words"].strip()) if part)

    def clean_answer_by(self):
        day = self.cleaned_data["answer_by"]
        if day and day < timezone.localdate():
            raise forms.ValidationError("修改期限不能早于今天。")
        return day

    def clean(self):
        if not self.reason() and not self.errors:
            raise forms.ValidationError("请选择或写明意见，对方会看到。")
        return self.cleaned_data


class SignForm(forms.Form):
    """The unit's signature with its secrecy declaration (domain §10.2)."""

    reviewed = forms.BooleanField(
        label="本人已作保密审查：内容不涉及国家秘密、工作秘密和不宜公开的个人信息，同意报送。",
        error_messages={"required": "请先勾选保密审查声明。"},
    )
    clearance = forms.CharField(
        label="排除理由",
        required=False,
        max_length=200,
        help_text="系统发现疑似涉密标记；确属误报的，写明理由，将记入日志。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, markers, **kwargs):
        super().__init__(*args, **kwargs)
        if not markers:
            del self.fields["clearance"]
        self.helper = FormHelper()
        self.helper.form_tag = False
