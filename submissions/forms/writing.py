"""The filing form: it checks shape; the actions decide."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Field, Layout, Row
from django import forms
from django.core.validators import MaxLengthValidator, RegexValidator

from accounts.kept import writer_key, writer_of
from submissions.actions import Window
from submissions.forms.joint import NamesField, UnitsField
from submissions.forms.opening import OpenedField
from submissions.forms.rich import RichField, follow_editor, start_editor
from submissions.models import Submission
from submissions.models.joint import possible_partners
from submissions.models.revisions import BODY_LIMIT, TITLE_LIMIT
from submissions.states import Channel

FOREIGN = "这一页是另一位同事登录时打开的，文字没有保存。请用原来的账号登录后再保存。"
MORE = """<details class="more"{% if form.shows_more %} open{% endif %}>
<summary>联合报送、作者、来源等（选填）</summary>
<datalist id="suggestions" hx-get="{% url 'bulletins:suggestions' %}" hx-trigger="load"></datalist>"""
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

    unsaved = False  # shows words that the item does not have yet
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    writer = forms.CharField(widget=forms.HiddenInput, required=False)
    opened = OpenedField(required=False)
    tried = OpenedField(required=False)
    late = forms.IntegerField(widget=forms.HiddenInput, required=False)
    joins = forms.IntegerField(widget=forms.HiddenInput, required=False)
    rich = RichField()
    authors = NamesField(label="作者", required=False, help_text="一行一个，按署名先后；不填即信息员本人")
    files = FilesField(
        label="附件", required=False, help_text="docx、xlsx、pptx、pdf、jpg、png，可一次选多个"
    )

    class Meta:
        model = Submission
        fields = [
            "title",
            "kind",
            "nature",
            "event_date",
            "phone",
            "body",
            "channel",
            "authors",
            "suggested",
        ]
        widgets = {
            "event_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "body": forms.Textarea(attrs={"class": "writing", "rows": 18}),
            "title": forms.TextInput(attrs={"class": "headline", "autocomplete": "off"}),
            "suggested": forms.TextInput(attrs={"list": "suggestions", "autocomplete": "off"}),
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
        self.fields["channel"].required = False
        self.user = user
        self.initial["writer"] = writer_key(user)
        if units:
            self.fields["unit"] = forms.ModelChoiceField(units, label="报送单位", empty_label=None)
        self.fields["partners"] = self.partners_field(units or [self.instance.unit])
        self.initial.setdefault("partners", self.instance.partners)
        if not self.is_bound:
            start_editor(self)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*self.rows())

    def clean_body(self):
        """Browsers send two characters for a line end; the text keeps one."""
        return self.cleaned_data["body"].replace("\r\n", "\n")

    def clean_channel(self):
        return self.cleaned_data["channel"] or self.instance.channel

    def clean(self):
        """A form with nothing in it makes no draft; one that another person opened saves nothing."""
        if writer_of(self.data) not in (None, self.user.pk):
            raise forms.ValidationError(FOREIGN, code="foreign")
        self.refuse_distant_partners()
        follow_editor(self, self.cleaned_data)
        if not self.cleaned_data.get("title") and not self.cleaned_data.get("body") and not self.errors:
            raise forms.ValidationError("还没有写字，请先写标题或正文。")
        return self.cleaned_data

    def rows(self):
        facts = [
            Column(name, css_class="col-sm-6 col-lg-3") for name in ("kind", "nature", "event_date", "phone")
        ]
        return [
            *(Field(n) for n in ("key", "base", "writer", "opened", "late", "joins", "tried", "rich")),
            *self.unit_row(),
            "title",
            Row(*facts),
            "body",
            "files",
            HTML(MORE),
            Row(Column("partners", css_class="col-lg-6"), Column("authors", css_class="col-lg-6")),
            Row(Column("channel", css_class="col-sm-6"), Column("suggested", css_class="col-sm-6")),
            HTML("</details>"),
        ]

    def unit_row(self):
        return ["unit"] if "unit" in self.fields else []

    def content(self):
        """What is right of the words; a wrong telephone keeps no sentence from being saved."""
        names = (*self.Meta.fields, "partners", "rich")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    @property
    def is_foreign(self):
        """Opened by another person than the one who is logged in now."""
        return self.has_error(forms.forms.NON_FIELD_ERRORS, "foreign")

    @property
    def can_wait(self):
        """Are the mistakes such that the text itself can be saved already?"""
        return not {"body", "rich", "unit", forms.forms.NON_FIELD_ERRORS} & set(self.errors)

    def window(self):
        return Window(*(self.cleaned_data[name] for name in ("opened", "late", "joins", "tried")))

    def partners_field(self, units):
        units = list(units)
        possible = possible_partners(*units)
        return UnitsField(
            possible.exclude(pk=units[0].pk) if len(units) == 1 else possible,
            label="联合报送单位",
            required=False,
            help_text="按署名先后选；本单位排在最前，不用再选",
        )

    def refuse_distant_partners(self):
        """Of several units a person files for, each has partners of its own."""
        unit = self.cleaned_data.get("unit") if "unit" in self.fields else self.instance.unit
        if unit is None:
            return
        known = self.fields["partners"].units
        wrong = [
            known[key].name
            for key in self.cleaned_data.get("partners", [])
            if key == unit.pk or not known[key].path.startswith(unit.office.path)
        ]
        if wrong:
            self.add_error(
                "partners", f"{'、'.join(wrong)}不能与{unit}联合报送：须为同一收稿单位下的其他单位。"
            )

    @property
    def shows_more(self):
        """The seldom-used facts lie folded until one of them is filled in or wrong."""
        names = ("partners", "authors", "suggested")
        return any(self[name].value() or self[name].errors for name in names) or (
            self["channel"].value() not in (None, "", Channel.OWN)
        )
