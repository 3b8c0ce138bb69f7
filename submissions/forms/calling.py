"""Forms of calls and commissions: they check shape; the actions decide."""

from datetime import datetime, time

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone

from submissions.calling import Span, bounds, period_label
from submissions.models import Call, Submission
from submissions.models.calls import TOPIC_LIMIT

TOPICS_AT_MOST = 40
MISSING_DAYS = {False: "请填写月份，或写明有效期自、至。", True: "专题要点请写明有效期自、至。"}
CLOSING_HOUR = time(18)


def day_input(**attrs):
    return forms.DateInput(attrs={"type": "date"} | attrs, format="%Y-%m-%d")


def helper(*rows):
    """Short fields beside each other."""
    made = FormHelper()
    made.form_tag = False
    if rows:
        made.layout = Layout(
            *(r if isinstance(r, str) else Row(*(Column(n, css_class="col-sm") for n in r)) for r in rows)
        )
    return made


def title_of(call):
    """What a call is named where nobody named it."""
    return f"{period_label(call['span'], call['since'], call['until'])}信息报送要点"


class CallForm(forms.ModelForm):
    """A call with its topics, one a line."""

    month = forms.CharField(
        label="月份",
        required=False,
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2026-12"}),
        help_text="月度、季度要点填所属月份，有效期由此得出；专题直接填有效期",
    )
    topics = forms.CharField(
        label="要点",
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=f"每行一条，按先后编号；每条不超过{TOPIC_LIMIT}字",
    )

    class Meta:
        model = Call
        fields = ["title", "span", "since", "until", "introduction"]
        widgets = {
            "since": day_input(),
            "until": day_input(),
            "introduction": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {"title": "不填则按周期起名，如“2026年12月信息报送要点”"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("title", "since", "until"):
            self.fields[name].required = False
        self.initial["month"] = f"{timezone.localdate():%Y-%m}"
        if self.instance.pk:
            self.initial["topics"] = "\n".join(topic.text for topic in self.instance.topics.all())
            self.initial["month"] = f"{self.instance.since:%Y-%m}"
        self.helper = helper(("span", "month"), ("since", "until"), "title", "introduction", "topics")

    def clean_month(self):
        text = self.cleaned_data["month"].strip()
        try:
            return datetime.strptime(text, "%Y-%m").date() if text else None
        except ValueError as error:
            raise forms.ValidationError("月份请写成 2026-12 的样子。") from error

    def clean_topics(self):
        lines = [" ".join(line.split()) for line in self.cleaned_data["topics"].splitlines()]
        lines = [line for line in lines if line]
        if long := next((line for line in lines if len(line) > TOPIC_LIMIT), None):
            raise forms.ValidationError(f"“{long[:20]}…”有{len(long)}字，每条要点不超过{TOPIC_LIMIT}字。")
        if len(lines) > TOPICS_AT_MOST:
            raise forms.ValidationError(f"有{len(lines)}条要点，一次不超过{TOPICS_AT_MOST}条。")
        if twice := next((line for n, line in enumerate(lines) if line in lines[:n]), None):
            raise forms.ValidationError(f"“{twice}”写了两次。")
        return lines

    def clean(self):
        """Days follow from the month where none are given; a title from the period."""
        data = super().clean()
        span, month = data.get("span"), data.get("month")
        if span != Span.FREE and month and not self.errors:
            first, last = bounds(span, month)
            given = {} if self.is_moved() else data
            data["since"], data["until"] = given.get("since") or first, given.get("until") or last
        if not (data.get("since") and data.get("until")):
            if not self.errors:
                raise forms.ValidationError(MISSING_DAYS[span == Span.FREE])
            return data
        if data["until"] < data["since"]:
            self.add_error("until", "有效期至不能早于有效期自。")
        return data

    def is_moved(self):
        """Another month or span was chosen and the days left as they stood: they follow."""
        changed = set(self.changed_data)
        return bool(self.instance.pk and changed & {"span", "month"} and not changed & {"since", "until"})

    def content(self):
        """The title follows the period too, unless it is one of the editor's own."""
        data = self.cleaned_data
        given = {name: data[name] for name in self.Meta.fields}
        stood = title_of(self.initial) if self.instance.pk else ""
        own = given["title"].strip()
        given["title"] = title_of(given) if own in ("", stood) else own
        return given | {"topics": data["topics"]}


class TopicForm(forms.Form):
    """One topic more."""

    text = forms.CharField(label="要点", max_length=TOPIC_LIMIT)
    helper = helper()


class WhyForm(forms.Form):
    """The reason others will read."""

    reason = forms.CharField(
        label="原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明原因，对方会看到。"},
    )
    helper = helper()


class UntilForm(forms.Form):
    """A later last day of a call."""

    until = forms.DateField(label="有效期延至", widget=day_input())
    helper = helper()


class DeadlineFields(forms.Form):
    """A day and an hour."""

    day = forms.DateField(label="截止日期", widget=day_input())
    hour = forms.TimeField(
        label="截止时刻", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial=CLOSING_HOUR
    )
    helper = helper(("day", "hour"))

    def deadline(self):
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"]))

    def clean(self):
        """Told beside the field while everything typed still stands on the page."""
        data = super().clean()
        if data.get("day") and data.get("hour") and self.deadline() <= timezone.now():
            self.add_error("day", "截止时间须晚于现在。")
        return data


class UnitsField(forms.ModelMultipleChoiceField):
    """Units to tick, in the office's order."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("error_messages", {"required": "请至少选一个单位。"})
        super().__init__(*args, **kwargs)


class CommissionForm(DeadlineFields):
    """What is asked, of whom, until when."""

    title = forms.CharField(label="约稿题目", max_length=100)
    requirements = forms.CharField(
        label="要求",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="写什么、写到什么程度、字数和材料要求",
    )
    contact = forms.CharField(label="联系人及电话", max_length=60)
    is_list_open = forms.BooleanField(
        label="公开约稿对象",
        required=False,
        help_text="勾选后受约单位能看到还约了哪些单位；各单位答复情况始终只有本办公室可见",
    )
    units = UnitsField(None, label="约稿单位")

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units
        self.helper = helper("title", "requirements", ("day", "hour", "contact"), "is_list_open")

    def content(self):
        names = ("title", "requirements", "contact", "is_list_open")
        return {name: self.cleaned_data[name] for name in names} | {
            "deadline": self.deadline(),
            "units": list(self.cleaned_data["units"]),
        }


class InviteForm(forms.Form):
    """Further units for a commission."""

    units = UnitsField(None, label="增加的单位")

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units
        self.helper = helper()


class DraftForm(forms.Form):
    """One of one's own drafts, to answer with."""

    item = forms.ModelChoiceField(None, label="草稿", empty_label="选一篇草稿")

    def __init__(self, *args, user, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = Submission.objects.linkable_by(user).filter(office=office)
        self.helper = helper()


class DraftTopicForm(DraftForm):
    """The same, with the topic it is for."""

    topic = forms.ModelChoiceField(None, label="要点", empty_label="选一条要点")
    field_order = ["topic", "item"]

    def __init__(self, *args, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics


class PeriodForm(forms.Form):
    """From and to; a broken period is this year."""

    first = forms.DateField(label="截止时间自", required=False, widget=day_input(**{"class": "form-control"}))
    last = forms.DateField(label="至", required=False, widget=day_input(**{"class": "form-control"}))

    def period(self):
        """Both days included; this year unless asked otherwise."""
        self.is_valid()
        year = timezone.localdate().year
        first = self.cleaned_data.get("first") or datetime(year, 1, 1).date()
        last = self.cleaned_data.get("last") or datetime(first.year, 12, 31).date()
        return first, max(first, last)
