"""The filing form: it checks shape; the actions decide."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.core.validators import MaxLengthValidator, RegexValidator

from accounts.kept import writer_key
from submissions.models import Submission
from submissions.models.revisions import BODY_LIMIT, TITLE_LIMIT

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
