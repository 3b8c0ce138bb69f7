"""Forms of urgent reports: the first asks only for what is known; everything else may follow."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from accounts.forms.fields import PhoneField, TidyField, UnitField, bare_helper
from accounts.kept import writer_key
from accounts.models import User
from submissions.models.urgent import UrgentReport
from submissions.urgent_clocks import casualties_in_words, title_for
from submissions.urgent_states import Category, Kind

CASUALTIES = ["dead", "badly_hurt", "hurt", "missing"]
KNOWN_FIRST = ["category", "grade", "place", "occurred_at", "learned_at", "event"]
LATER = [
    "situation",
    "cause",
    "outcome",
    *CASUALTIES,
    "loss",
    "scope",
    "trend",
    "leaders",
    "measures",
    "requests",
    "source",
    "contact",
    "contact_phone",
]
TOLD = ["title", *KNOWN_FIRST, *LATER]
HINTS = {
    "event": "何时、何地、何人、何事，一两句即可；知道多少报多少，不必等详情",
    "learned_at": "本单位接到报告的时间，24 小时制",
    "occurred_at": "不清楚可先空着",
    "situation": "现场情况、涉及人员和单位、目前态势",
    "cause": "初步判断的原因",
    "outcome": "处置结果、善后情况",
}


class MomentInput(forms.DateTimeInput):
    """The browser's own date and time, to the minute."""

    def __init__(self):
        super().__init__(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def moment_field(label, **kwargs):
    wrong = {
        "invalid": f"{label}请按“年-月-日 时:分”填写，如 2026-11-21 14:35。",
        "required": f"请填写{label}。",
    }
    return forms.DateTimeField(label=label, widget=MomentInput(), error_messages=wrong, **kwargs)


class ReportForm(forms.ModelForm):
    """One report of a chain."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    writer = forms.CharField(widget=forms.HiddenInput, required=False)
    learned_at = moment_field("接报（得知）时间", help_text=HINTS["learned_at"])
    occurred_at = moment_field("事发时间", required=False, help_text=HINTS["occurred_at"])
    contact_phone = PhoneField()
    head = forms.ModelChoiceField(
        User.objects.none(),
        label="报出前已同意的负责人",
        required=False,
        empty_label="尚未报告负责人，先报出，随后确认",
        help_text="先报告、后确认也可以；已当面或电话同意的，选负责人姓名",
    )
    clearance = TidyField(label="排除涉密理由", required=False, max_length=200)

    class Meta:
        model = UrgentReport
        fields = TOLD
        help_texts = HINTS
        widgets = {
            name: forms.Textarea(attrs={"rows": 5 if name == "event" else 3})
            for name in ("event", "situation", "cause", "outcome", "measures", "requests")
        }

    def __init__(self, *args, user, kind=Kind.FIRST, heads=(), needs_clearance=False, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.kind = kind
        self.fields["category"].choices = [("", "请选择"), *Category.choices]
        self.fields["title"].required = False
        self.fields["title"].help_text = "留空则按“地点＋事件＋伤亡＋进展”自动拟定"
        self.fields["event"].label = "事：发生了什么" if kind == Kind.FIRST else "本次报告的情况"
        self.fields["outcome"].required = kind == Kind.FINAL
        self.fields["outcome"].error_messages["required"] = "终报请写明处置结果。"
        for field in self.fields.values():
            drop_browser_limit(field)
        if kind in (Kind.FOLLOW, Kind.FINAL):
            del self.fields["learned_at"]
        if heads:
            self.fields["head"].queryset = User.objects.filter(pk__in=[head.pk for head in heads])
        else:
            del self.fields["head"]
        if not needs_clearance:
            del self.fields["clearance"]
        self.initial["writer"] = writer_key(user)
        self.helper = bare_helper()

    def clean_event(self):
        return self.cleaned_data["event"].replace("\r\n", "\n")

    def clean(self):
        """Hours ahead of the clock are slips of the finger; a blank title is written for its reporter."""
        data = super().clean()
        for name in ("occurred_at", "learned_at", "at"):
            if data.get(name) and data[name] > timezone.now():
                self.add_error(name, f"{self.fields[name].label}不能晚于现在。")
        if "title" in data and not data["title"]:
            data["title"] = self.suggestion(data)[:100]
        return data

    def suggestion(self, data):
        casualties = casualties_in_words(*(data.get(name) for name in CASUALTIES))
        label = Category(data["category"]).label if data.get("category") else "紧急情况"
        return title_for(data.get("place", ""), label, casualties, self.kind)

    def told(self):
        names = [name for name in (*TOLD, "clearance", "at", "caller") if name in self.fields]
        return {name: self.cleaned_data[name] for name in names}

    def groups(self):
        """The fields in the field's own order: what is known first, then 情、因、果 and the rest."""
        first = [name for name in (*self.opening(), *KNOWN_FIRST, "title") if name in self.fields]
        closing = [name for name in ("head", "clearance") if name in self.fields]
        return {"first": self.bound(first), "later": self.bound(LATER), "closing": self.bound(closing)}

    def opening(self):
        return [name for name in ("unit", "at", "caller") if name in self.fields]

    def bound(self, names):
        return [(self[name], "wide" if is_wide(self.fields[name]) else "") for name in names]

    def later_is_open(self):
        """Shown unfolded where somebody wrote something in it or something is wrong with it."""
        asked = [name for name in LATER if name != "contact_phone"]  # that one comes from the profile
        wrong = any(self.errors.get(name) for name in LATER)
        return wrong or self.kind != Kind.FIRST or any(self[name].value() not in (None, "") for name in asked)


def is_wide(field):
    return isinstance(field.widget, forms.Textarea) or field.label in ("标题", "报出前已同意的负责人")


def drop_browser_limit(field):
    """A browser would cut pasted text in silence; the answer names the field instead."""
    field.widget.attrs.pop("maxlength", None)
    limit = getattr(field, "max_length", None)
    if limit:
        field.validators = [v for v in field.validators if not isinstance(v, MaxLengthValidator)]
        field.validators.append(MaxLengthValidator(limit, f"{field.label}最多 {limit} 字，请精简。"))


class FirstForm(ReportForm):
    """The first report, for one of the reporter's units."""

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        if len(units) > 1:
            self.fields["unit"] = UnitField(units, label="报告单位", empty_label=None)


class CallForm(ReportForm):
    """A call at the duty desk: who called, when, for which unit."""

    at = moment_field("来电时间")
    caller = TidyField(label="来电人（姓名、职务、电话）", max_length=60)

    def __init__(self, *args, units=None, **kwargs):
        super().__init__(*args, **kwargs)
        if units is not None:
            self.fields["unit"] = UnitField(units, label="报告单位", empty_label="请选择")
