"""Forms of deciding: reasons, dates, and the unit's signature."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone

from submissions.forms.desk import PublicationsField
from submissions.states import MOVES


def future_day(label):
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))


def not_past(day, name):
    if day and day < timezone.localdate():
        raise forms.ValidationError(f"{name}不能早于今天。")
    return day


class ReasonForm(forms.Form):
    """What a verb asks for: a reason from the catalogue and in own words, a day, the bulletins meant."""

    reasons = forms.MultipleChoiceField(label="常用意见", required=False, widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(
        label="具体意见", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    answer_by = future_day("请在此日前修改报回")
    held_until = future_day("留用至")
    publications = PublicationsField(
        label="拟用刊物", required=False, help_text="可以不填；几种刊物用“、”分开"
    )

    ONLY = {"answer_by": ("return",), "held_until": ("hold",), "publications": ("accept",)}

    def __init__(self, *args, verb, catalogue=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.needs_reason = MOVES[verb].needs_reason
        self.fields["reasons"].choices = [(text, text) for text in catalogue]
        for name, verbs in self.ONLY.items():
            if verb not in verbs:
                del self.fields[name]
        if not catalogue or not self.needs_reason:
            del self.fields["reasons"]
        if verb == "accept":
            del self.fields["words"]
        self.helper = FormHelper()
        self.helper.form_tag = False

    def reason(self):
        picked = "、".join(self.cleaned_data.get("reasons") or [])
        own = self.cleaned_data.get("words", "").strip()
        return "。".join(part for part in (picked, own) if part)

    def clean_answer_by(self):
        return not_past(self.cleaned_data["answer_by"], "修改期限")

    def clean_held_until(self):
        return not_past(self.cleaned_data["held_until"], "留用日期")

    def clean(self):
        if self.needs_reason and not self.reason() and not self.errors:
            raise forms.ValidationError("请选择或写明意见，对方会看到。")
        return self.cleaned_data

    def settled(self):
        """What the decision settles besides the state."""
        data = self.cleaned_data
        given = {name: data.get(name) for name in ("answer_by", "held_until") if name in self.fields}
        return given | ({"chosen": data.get("publications") or {}} if "publications" in self.fields else {})


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
