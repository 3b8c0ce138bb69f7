"""Forms of publications: the office's own, and the carriers above."""

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import Role
from bulletins import standing
from bulletins.forms.plain import Plain
from bulletins.forms.rhythm import RhythmMixin
from bulletins.models import Publication

TAKEN = (  # first words of other addresses
    *("articles", "issues", "desk", "publications", "adoptions", "destinations", "used", "suggestions"),
    *("candidates", "calendar", "archive", "corrections", "readers", "reading", "upward", "late"),
    *("instructions", "followups", "models", "figures", "columns", "receipts"),
)
CODE = RegexValidator(r"^[-a-zA-Z0-9_]{1,40}\Z", "代号只能用字母、数字、下划线和连字符，最多 40 个。")
HELP = {
    "code": "用于网址，如 gonghui-xinxi；有期刊发后不能再改",
    "order": "小的排在前面",
    "restarts_yearly": "不勾选则期号跨年连续编，一直编下去",
    "shows_total": "如“第29期（总第431期）”",
    "started_in": "在此之前用其他方式编过号的，填启用本系统的年份",
    "number_before": "启用当年此前已出的期数，系统接着编：填 28，下一期是第29期",
    "total_before": "启用前历年总期数，印总期号或连续编号时接着编",
    "report_to": "上级单位和领导同志，一行一个，按印出的先后",
    "send_to": "平级和不相隶属单位，一行一个",
    "copy_to": "下级单位，一行一个",
    "contact": "印在刊尾，一行一条",
    "three_hands": "人手不足的单位可以取消；取消后各期页面会标明",
    "shows_contents": "新开的期照此办，每期可以另定",
}


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


class PublicationForm(Plain, CodeMixin, RhythmMixin, forms.ModelForm):
    """The office's own bulletin: masthead, numbers, rhythm, standing lists, hands."""

    class Meta:
        model = Publication
        fields = [
            *("name", "code", "level", "system", "publisher", "classification", "order", "is_active"),
            *("report_to", "send_to", "copy_to", "contact", "copies", "three_hands", "shows_contents"),
            "watermarks",
            *("restarts_yearly", "shows_total", "started_in", "number_before", "total_before", "rhythm"),
        ]
        widgets = {
            name: forms.Textarea(attrs={"rows": rows})
            for name, rows in {"report_to": 6, "send_to": 4, "copy_to": 4, "contact": 4}.items()
        }
        help_texts = HELP

    ROWS = {
        "masthead": (
            ("name", "code"),
            ("publisher", "classification"),
            ("level", "system"),
            ("order", "is_active"),
        ),
        "numbers": (("restarts_yearly", "shows_total"), ("started_in", "number_before", "total_before")),
        "rhythm": (("rhythm", "month_days"), ("weekdays",)),
        "lists": (("report_to",), ("send_to", "copy_to"), ("contact", "copies")),
        "hands": (("three_hands",),),
        "page": (("shows_contents", "watermarks"),),
    }

    def __init__(self, *args, user, offices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.ask_plainly()
        self.ask_rhythm()
        if offices:
            self.belong_to(offices)
        else:
            self.leave_to_each_post(user)
        self.dress()

    @property
    def rows(self):
        """The bound fields of each section of the page, as they stand side by side."""
        office = {"office": (("office",),)} if "office" in self.fields else {}
        rows = self.ROWS | {"masthead": (*office.get("office", ()), *self.ROWS["masthead"])}
        return {key: [[self[name] for name in row] for row in section] for key, section in rows.items()}

    @property
    def printed_lists(self):
        """How the lists will read under an issue, as they are typed now."""
        lines = (standing.printed(label, self[name].value() or "") for name, label in standing.LISTS.items())
        return [line for line in lines if line]

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

    def clean(self):
        cleaned = super().clean()
        for name, sentences in standing.faults(cleaned).items():
            self.add_error(name, sentences)
        cleaned |= {name: standing.tidied(cleaned[name]) for name in standing.LISTS if name in cleaned}
        cleaned["rhythm_days"] = self.clean_rhythm_days(cleaned)
        self.clean_start(cleaned)
        return cleaned

    def clean_start(self, cleaned):
        """An office that already is at 第28期 says of which year; a running number knows no year."""
        if cleaned.get("number_before") and not cleaned.get("started_in"):
            cleaned["started_in"] = timezone.localdate().year
        if not cleaned.get("restarts_yearly") and cleaned.get("number_before"):
            self.add_error("number_before", "期号连续编、不按年重编的，已出期数填在“启用前总期数”。")

    def words(self):
        return super().words() | {"rhythm_days": self.cleaned_data["rhythm_days"]}
