"""Forms of publications: the office's own, the carriers above, and the page measures."""

from dataclasses import fields

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator

from accounts.models import Unit
from accounts.roles import Role
from bulletins.forms.plain import Plain
from bulletins.measures import Measures
from bulletins.models import Publication

TAKEN = (  # first words of other addresses
    *("articles", "issues", "desk", "publications", "adoptions", "destinations", "used", "suggestions"),
    *("candidates", "calendar", "archive", "corrections", "readers", "reading", "upward", "late"),
    *("instructions", "followups", "models", "figures", "columns", "receipts"),
)
CODE = RegexValidator(r"^[-a-zA-Z0-9_]{1,40}\Z", "代号只能用字母、数字、下划线和连字符，最多 40 个。")
RED = RegexValidator(r"^[0-9A-Fa-f]{6}$", "请填六位十六进制颜色，如 FF0000。")
MEASURES = {  # what an office may change: label, least, most (None: not a number)
    "top_mm": ("天头（毫米）", 10, 80),
    "bottom_mm": ("地脚（毫米）", 10, 80),
    "left_mm": ("订口（毫米）", 10, 60),
    "right_mm": ("翻口（毫米）", 10, 60),
    "lines": ("每面行数", 10, 40),
    "columns": ("每行字数", 15, 45),
    "body_pt": ("正文字号（磅）", 9, 26),
    "title_pt": ("标题字号（磅）", 12, 42),
    "masthead_pt": ("刊名字号（磅）", 20, 90),
    "masthead_drop_mm": ("刊名距版心上沿（毫米）", 0, 60),
    "lines_above_title": ("标题上空行", 0, 4),
    "tail_pt": ("报尾字号（磅）", 9, 22),
    "red": ("刊头颜色", None, None),
}
STANDARD = Measures()


class CodeMixin:
    """The code is an address: it may not hide another page."""

    def ask_plainly(self):
        self.fields["code"].validators = [CODE]

    def clean_code(self):
        code = self.cleaned_data["code"].lower()
        if code in TAKEN or code.isdecimal():
            raise forms.ValidationError("这个代号系统已占用，请换一个。")
        return code

    def words(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class CarrierForm(Plain, CodeMixin, forms.ModelForm):
    """A carrier above or outside: known by name, level and system."""

    class Meta:
        model = Publication
        fields = ["name", "code", "level", "system", "publisher", "order", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask_plainly()
        self.fields["publisher"].help_text = "如“省总工会办公室”"
        self.dress(("name", "code"), ("level", "system"), "publisher", ("order", "is_active"))


class PublicationForm(Plain, CodeMixin, forms.ModelForm):
    """The office's own bulletin: masthead, standing lists, where its counts begin."""

    class Meta:
        model = Publication
        fields = [
            *("name", "code", "level", "system", "publisher", "classification"),
            *("report_to", "send_to", "copy_to", "contact", "copies", "three_hands"),
            *("shows_total", "started_in", "number_before", "total_before", "order", "is_active"),
        ]
        widgets = {
            name: forms.Textarea(attrs={"rows": 4}) for name in ("report_to", "send_to", "copy_to", "contact")
        }
        help_texts = {
            "started_in": "在此之前用其他方式编过号的，填启用本系统的年份",
            "number_before": "启用当年此前已出的期数，系统接着编",
            "total_before": "启用前历年总期数，印总期号时接着编",
            "three_hands": "人手不足的单位可以取消；取消后各期页面会标明",
        }

    def __init__(self, *args, user, offices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.ask_plainly()
        if offices:
            self.belong_to(offices)
        else:
            self.leave_to_each_post(user)
        self.dress(
            *(["office"] if offices else []),
            *(("name", "code"), ("publisher", "classification"), ("level", "system")),
            *(("report_to", "send_to", "copy_to"), ("contact", "copies"), "three_hands", "shows_total"),
            *(("started_in", "number_before", "total_before"), ("order", "is_active")),
        )

    def belong_to(self, offices):
        """A new bulletin is one of these offices'; it most likely says the first one's name and level."""
        self.fields["office"] = forms.ModelChoiceField(
            Unit.objects.filter(pk__in=[unit.pk for unit in offices]), label="编发单位", empty_label=None
        )
        self.initial |= {"level": offices[0].level, "publisher": f"{offices[0].name}办公室"}

    def leave_to_each_post(self, user):
        """Three hands are given up by the approver alone; all the rest is the editor's."""
        office, hands = self.instance.office, self.fields["three_hands"]
        for field in self.fields.values():
            field.disabled = not user.holds(Role.EDITOR, office) and field is not hands
        if self.instance.three_hands and not user.holds(Role.APPROVER, office):
            hands.disabled, hands.help_text = True, "只能由本单位的核签人取消"


class MeasuresForm(Plain, forms.Form):
    """The page of one publication; what equals the standard is not kept."""

    def __init__(self, *args, measures, **kwargs):
        super().__init__(*args, initial={**STANDARD.to_dict(), **measures}, prefix="page", **kwargs)
        kinds = {field.name: field.type for field in fields(Measures)}
        for name, limits in MEASURES.items():
            self.fields[name] = measure_field(kinds[name], getattr(STANDARD, name), *limits)
        names = list(MEASURES)
        self.dress(*(tuple(names[start : start + 4]) for start in range(0, len(names), 4)))

    def clean(self):
        page = Measures.from_dict(self.values() if not self.errors else {})
        if page.tracking_pt < -0.25 * page.body_pt:
            raise forms.ValidationError("每行字数太多，正文会挤在一起，请减少字数、字号或页边距。")
        if page.line_pt < 1.1 * page.body_pt:
            raise forms.ValidationError("每面行数太多，行与行会重叠，请减少行数、字号或天头地脚。")
        return self.cleaned_data

    def values(self):
        return {name: value for name, value in self.cleaned_data.items() if value != getattr(STANDARD, name)}


def measure_field(kind, standard, label, least, most):
    if kind is str:
        return forms.CharField(label=label, validators=[RED], help_text=f"标准 {standard}")
    field = forms.IntegerField if kind is int else forms.FloatField
    limits = [
        MinValueValidator(least, f"{label}不能小于 {least}。"),
        MaxValueValidator(most, f"{label}不能大于 {most}。"),
    ]
    return field(label=label, validators=limits, help_text=f"标准 {standard:g}")
