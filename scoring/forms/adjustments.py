"""Forms of the register: an event the book prices, points by hand, a word, and the filter above the list."""

from calendar import monthrange
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit, User
from accounts.numbers import whole
from accounts.roles import Level
from scoring.events import choices_of
from scoring.forms.layout import DAY, helper
from scoring.models import Adjustment
from submissions.models import Submission

CANDIDATES = 5  # items named where a title is not enough


def keyed(*rows):
    """The rows, and the hidden key of the form above them."""
    made = helper(*rows)
    made.layout.insert(0, "key")
    return made


class Proven(forms.Form):
    """What both sorts of entries say: whom it concerns, when, why, and what it rests on."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    unit = forms.ModelChoiceField(None, label="单位", empty_label="请选择单位")
    person = forms.ModelChoiceField(None, label="人员", required=False, empty_label="不记到个人")
    on = forms.DateField(
        label="业务日期", widget=DAY, initial=timezone.localdate, help_text="记入这一天所在的月份"
    )
    reason = forms.CharField(label="事由", max_length=200)
    evidence = forms.CharField(label="依据", max_length=200, help_text="文号、会议纪要、通报等")
    file = forms.FileField(label="依据附件", required=False, help_text="可不附；只有能看到这一笔的人才能下载")

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.office = office
        units = Unit.objects.reporting_to(office)
        self.fields["unit"].queryset = units
        people = User.objects.filter(posts__unit__in=units).select_related("home").distinct()
        self.fields["person"].queryset = people.order_by("home__order", "pk")
        self.fields["person"].label_from_instance = lambda person: f"{person.name}（{person.home}）"


class AdjustmentForm(Proven):
    """What is to be booked."""

    points = forms.DecimalField(
        label="分值", max_digits=6, decimal_places=2, help_text="加分写正数，扣分写负数，如 -2.5"
    )
    helper = keyed(("unit", "person"), ("on", "points"), ("reason",), ("evidence", "file"))


class EventForm(Proven):
    """What happened; what it is worth is the book's to say."""

    event = forms.ChoiceField(label="事项", error_messages={"required": "请选择事项。"})
    level = forms.ChoiceField(
        label="层级",
        required=False,
        choices=[("", "不分层级"), *Level.choices],
        help_text="办法按层级分别计分的，选批评、表扬等来自哪一级",
    )
    item = forms.CharField(
        label="有关信息",
        required=False,
        max_length=100,
        help_text="标题或编号；办法按该信息得分的比例计的，必须写明",
    )
    helper = keyed(("unit", "person"), ("event", "level"), ("on", "item"), ("reason",), ("evidence", "file"))

    def __init__(self, *args, book, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["event"].choices = [("", "请选择事项"), *choices_of(book)]

    def clean(self):
        cleaned = super().clean()
        text, unit = cleaned.pop("item", "").strip(), cleaned.get("unit")
        cleaned["submission"] = self.item_of(text, unit) if text and unit else None
        return cleaned

    def item_of(self, text, unit):
        """One item of the unit, by its number or its title; several are named to choose from."""
        own = Submission.objects.filter(Q(unit=unit) | Q(joint_units__unit=unit), office=self.office)
        numbered = Q(pk=number) if (number := whole(text)) else Q(pk__in=[])
        found = own.filter(filed__isnull=False).filter(numbered | Q(filed__title__icontains=text))
        found = list(found.select_related("filed").distinct().order_by("-submitted_on")[: CANDIDATES + 1])
        exact = [item for item in found if text in (str(item.pk), item.filed.title)]
        if len(exact or found) == 1:
            return (exact or found)[0]
        named = "；".join(f"{item.pk}《{item.filed.title}》" for item in found[:CANDIDATES])
        self.add_error(
            "item", f"有几篇，请填编号：{named}" if found else f"{unit}没有报送过这样的信息，请核对。"
        )
        return None

    def draft(self):
        """The event as it would stand, not saved, to say what it would earn."""
        names = ("unit", "person", "on", "event", "level", "submission", "reason")
        return Adjustment(
            office=self.office,
            kind=Adjustment.Kind.EVENT,
            **{name: self.cleaned_data[name] for name in names},
        )


class WordForm(forms.Form):
    """Why, where the table asks."""

    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    helper = helper()

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        if not step.needs_reason:
            del self.fields["reason"]


class RegisterFilter(forms.Form):
    """The narrow row above the register; a broken filter is no filter."""

    kind = forms.ChoiceField(
        label="类别", required=False, choices=[("", "全部类别"), *Adjustment.Kind.choices]
    )
    event = forms.ChoiceField(label="事项", required=False)
    unit = forms.ModelChoiceField(None, label="单位", required=False, empty_label="全部单位")
    month = forms.DateField(
        label="月份",
        required=False,
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )

    def __init__(self, data, *, units, events):
        super().__init__(data)
        self.fields["unit"].queryset = units
        self.fields["event"].choices = [("", "全部事项"), *events]
        for field in self.fields.values():
            select = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if select else "form-control"

    def chosen(self):
        self.is_valid()
        month = self.cleaned_data.get("month")
        last = month and month.replace(day=monthrange(month.year, month.month)[1])
        names = ("kind", "event", "unit")
        return {name: self.cleaned_data.get(name) for name in names} | {
            "days": (month, last) if month else None
        }
