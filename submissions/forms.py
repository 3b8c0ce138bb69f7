"""Forms of filing and screening: they check shape; the actions decide."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.core.validators import MaxLengthValidator, RegexValidator
from django.utils import timezone

from accounts.kept import writer_key
from submissions.models import Submission
from submissions.models.revisions import BODY_LIMIT, TITLE_LIMIT
from submissions.states import REASONS, TAKEN, TAKEN_LABEL, Kind, State

PHONE = RegexValidator(r"^[0-9+\-()（） 转]{5,30}$", "请填写电话号码，如 010-88886666 转 12。")


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; each is looked into by the action."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(one, initial) for one in data or []]


class SubmissionForm(forms.ModelForm):
    """The filing form. Unfinished text is welcome; only sending asks for all of it."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    writer = forms.CharField(widget=forms.HiddenInput, required=False)
    files = FilesField(
        label="附件", required=False, help_text="docx、xlsx、pptx、pdf、jpg、png，可一次选多个"
    )

    class Meta:
        model = Submission
        fields = ["title", "kind", "nature", "event_date", "phone", "body"]
        widgets = {
            "event_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "body": forms.Textarea(attrs={"class": "writing", "rows": 18}),
            "title": forms.TextInput(attrs={"class": "headline", "autocomplete": "off"}),
        }
        help_texts = {
            "title": f"贴切、简洁、平实，不超过 {TITLE_LIMIT} 字",
            "event_date": "事情发生的日期；越新鲜越有价值",
            "body": "导语—主体—结尾；可用“一、”“（一）”“1.”分层次，每段一行",
        }

    def __init__(self, *args, user, units=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].validators = [
            MaxLengthValidator(100, f"标题过长，请精简到 {TITLE_LIMIT} 字以内。")
        ]
        self.fields["title"].widget.attrs.pop("maxlength", None)  # a browser would cut pasted text in silence
        self.fields["body"].validators = [
            MaxLengthValidator(BODY_LIMIT, f"正文超过 {BODY_LIMIT} 字，请精简或放入附件。")
        ]
        self.fields["body"].widget.attrs.pop("maxlength", None)
        self.fields["phone"].validators.append(PHONE)
        self.initial["writer"] = writer_key(user)
        if units:
            self.fields["unit"] = forms.ModelChoiceField(units, label="报送单位", empty_label=None)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*self.rows())

    def clean_body(self):
        """Browsers send two characters for a line end; the text keeps one."""
        return self.cleaned_data["body"].replace("\r\n", "\n")

    def clean(self):
        """A form with nothing in it makes no draft."""
        if not self.cleaned_data.get("title") and not self.cleaned_data.get("body") and not self.errors:
            raise forms.ValidationError("还没有写字，请先写标题或正文。")
        return self.cleaned_data

    def rows(self):
        facts = [
            Column(name, css_class="col-sm-6 col-lg-3") for name in ("kind", "nature", "event_date", "phone")
        ]
        return [
            *(Field(n) for n in ("key", "base", "writer")),
            *self.unit_row(),
            "title",
            Row(*facts),
            "body",
            "files",
        ]

    def unit_row(self):
        return ["unit"] if "unit" in self.fields else []

    def content(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


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
