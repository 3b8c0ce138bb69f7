"""The office's forms about urgent reports: verbs with reasons, faults, duty, clocks, words going up."""

import re

from django import forms
from django.utils import timezone

from accounts.forms.fields import DayInput, PhoneField, TidyField, UnitField, bare_helper
from accounts.forms.filters import Filter
from accounts.kept import writer_key
from accounts.models import Unit, User
from submissions.forms.urgent import drop_browser_limit, moment_field
from submissions.models.urgent_onward import Onward
from submissions.urgent_clocks import BASES, PHASES, Rule
from submissions.urgent_states import Category, Fault, Grade, Kind, State

HOUR = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
LONGEST = 400 * 24 * 60  # minutes


class SayForm(forms.Form):
    """A verb that needs words; a fault needs its name as well."""

    fault = forms.ChoiceField(
        label="认定为", choices=[(f, f.label) for f in Fault if f != Fault.LATE], widget=forms.RadioSelect
    )
    reason = TidyField(
        label="理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明理由，报告单位会看到。"},
    )
    writer = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, verb, user, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.initial["writer"] = writer_key(user)
        if verb != "mark":
            del self.fields["fault"]
        if verb == "urge":
            self.fields["reason"].label = "请报告单位补充的情况"
        drop_browser_limit(self.fields["reason"])
        self.helper = bare_helper()


class UnreportedForm(SayForm):
    """A fault without a chain: the unit never told."""

    unit = UnitField(Unit.objects.none(), label="单位", empty_label="请选择")
    about = TidyField(label="事由（发生了什么，从何处得知）", max_length=100)
    on = forms.DateField(label="发生日期", widget=DayInput())
    field_order = ["unit", "fault", "about", "on", "reason"]

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, verb="mark", **kwargs)
        self.fields["unit"].queryset = units
        drop_browser_limit(self.fields["about"])


class DutyForm(forms.Form):
    """One shift."""

    user = forms.ModelChoiceField(User.objects.none(), label="值班员", empty_label="请选择")
    since = moment_field("起")
    until = moment_field("止")
    phone = PhoneField(label="值班电话", required=True)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["user"].queryset = people
        self.helper = bare_helper(("user", "phone"), ("since", "until"))


class ClockForm(forms.Form):
    """One limit: from when, how long, or by which hours of the day."""

    basis = forms.ChoiceField(label="起算", choices=BASES.items())
    minutes = forms.IntegerField(label="分钟", min_value=0, max_value=LONGEST, required=False)
    times = TidyField(label="时点", required=False, max_length=60)

    def __init__(self, *args, grade, phase, words="", **kwargs):
        self.words = words  # the limit in force, as people say it
        super().__init__(*args, prefix=f"{grade}-{phase}", label_suffix="", **kwargs)
        self.grade, self.phase = grade, phase
        self.step = PHASES[phase]
        self.label = f"{Grade(grade).label}{self.step}"
        for name, field in self.fields.items():
            kind = "form-select" if name == "basis" else "form-control"
            field.widget.attrs |= {
                "class": f"{kind} form-control-sm",
                "aria-label": f"{self.label}：{field.label}",
            }

    def clean_times(self):
        hours = (
            self.cleaned_data["times"]
            .replace("：", ":")
            .replace("、", " ")
            .replace(",", " ")
            .replace("，", " ")
            .split()
        )
        if any(not HOUR.fullmatch(hour) for hour in hours):
            raise forms.ValidationError(f"{self.label}的时点请写成 08:00、17:00。")
        return tuple(sorted(set(hours)))

    def clean(self):
        data = super().clean()
        if data.get("basis") == "daily" and "times" in data and not data["times"]:
            self.add_error("times", f"{self.label}按每日定时，请填写时点，如 08:00、17:00。")
        if (
            data.get("basis") in ("occurrence", "learning", "last")
            and not data.get("minutes")
            and "minutes" in data
        ):
            self.add_error("minutes", f"{self.label}请填写分钟数，或选“不设时限”。")
        return data

    def rule(self):
        data = self.cleaned_data
        return Rule(
            data["basis"],
            (data["minutes"] or 0) if data["basis"] != "none" else 0,
            data["times"] if data["basis"] == "daily" else (),
        )


class WatchForm(forms.Form):
    ack_minutes = forms.IntegerField(
        label="签收时限（分钟）",
        min_value=1,
        max_value=600,
        help_text="报出后这么久无人签收，提醒全体编辑和核签人；再过同样时间，提醒领导",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.helper = bare_helper()


class OnwardForm(forms.ModelForm):
    """The one wording that goes up."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    writer = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Onward
        fields = ["title", "body"]
        widgets = {"body": forms.Textarea(attrs={"class": "writing", "rows": 14})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.initial["writer"] = writer_key(user)
        for field in self.fields.values():
            drop_browser_limit(field)
        self.helper = bare_helper()

    def clean_body(self):
        return self.cleaned_data["body"].replace("\r\n", "\n")


class ReportedForm(forms.Form):
    """To whom, when and how it went up."""

    recipient = TidyField(label="报往", max_length=60, help_text="如：市总工会办公室、区委值班室")
    manner = TidyField(label="方式", max_length=60, help_text="如：电话、传真、机要、上级系统")
    at = moment_field("上报时间")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.initial.setdefault("at", timezone.now())
        self.helper = bare_helper()


class IncidentFilter(Filter):
    q = forms.CharField(label="标题或地点", required=False, max_length=50)
    unit = UnitField(Unit.objects.none(), label="单位", required=False, empty_label="全部单位")
    category = forms.ChoiceField(label="类别", required=False, choices=[("", "全部类别"), *Category.choices])
    grade = forms.ChoiceField(label="等级", required=False, choices=[("", "全部等级"), *Grade.choices])
    state = forms.ChoiceField(
        required=False, choices=[("", "全部"), *State.choices], widget=forms.HiddenInput
    )
    month = forms.RegexField(r"^20\d\d-(0[1-9]|1[0-2])$", label="月份（如 2026-11）", required=False)

    def __init__(self, data, units):
        super().__init__(data)
        self.fields["unit"].queryset = units

    def chosen(self):
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ReportFilter(IncidentFilter):
    """What the summary's figures open."""

    q = None
    state = None
    kind = forms.ChoiceField(label="环节", required=False, choices=[("", "全部环节"), *Kind.choices])
    late = forms.BooleanField(label="只看迟报", required=False)
    unconfirmed = forms.BooleanField(label="只看未确认", required=False)


class MarkFilter(IncidentFilter):
    q = None
    state = None
    category = None
    grade = None
    fault = forms.ChoiceField(label="认定", required=False, choices=[("", "全部"), *Fault.choices])
    revoked = forms.BooleanField(label="含已撤销的", required=False)


def people_for(office, roles):
    """Who can be put on the roster."""
    ids = {person.pk for role in roles for person in User.objects.holding(role, office)}
    return User.objects.filter(pk__in=ids)
