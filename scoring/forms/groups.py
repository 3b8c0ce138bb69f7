"""Forms of groups: they check shape; the actions decide."""

from decimal import Decimal

from django import forms
from django.utils import timezone

from accounts.models import Unit
from scoring.forms.layout import DAY, helper
from scoring.models import Group


class GroupForm(forms.ModelForm):
    """A group's name and place."""

    helper = helper(("name", "order"))

    class Meta:
        model = Group
        fields = ["name", "order"]
        help_texts = {"order": "数小的排在前面"}


class PlaceForm(forms.Form):
    """Putting a unit into a group."""

    unit = forms.ModelChoiceField(None, label="单位", empty_label="请选择单位")
    since = forms.DateField(label="自", widget=DAY, initial=timezone.localdate)
    target = forms.DecimalField(
        label="全年目标分", required=False, min_value=Decimal(0), max_digits=8, decimal_places=2
    )
    quota_class = forms.CharField(
        label="任务类别",
        max_length=20,
        required=False,
        help_text="考核办法按类别下达任务的，填类别名；不填按组名",
    )
    heads = forms.IntegerField(
        label="人数", required=False, min_value=1, max_value=99_999, help_text="按人数下达任务的填"
    )
    counts_for = forms.ModelChoiceField(
        None,
        label="得分计入",
        required=False,
        empty_label="本单位",
        help_text="企业直报点等得分计入所在县区的，选那个单位",
    )
    helper = helper()

    def __init__(self, *args, units, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["counts_for"].queryset = others


class TargetForm(forms.Form):
    target = forms.DecimalField(
        label="全年目标分", required=False, min_value=Decimal(0), max_digits=8, decimal_places=2
    )


class MoveForm(forms.Form):
    """Moving a unit to another group, out of all, or to another class of tasks; none is the silent default."""

    NOWHERE = "none"
    to = forms.ChoiceField(label="调到")
    since = forms.DateField(label="自", widget=DAY, initial=timezone.localdate)
    quota_class = forms.CharField(label="任务类别", max_length=20, required=False)
    heads = forms.IntegerField(label="人数", required=False, min_value=1, max_value=99_999)
    counts_for = forms.ModelChoiceField(None, label="得分计入", required=False, empty_label="本单位")
    helper = helper(("to", "since"), ("quota_class", "heads", "counts_for"))

    def __init__(self, *args, membership, groups, **kwargs):
        names = ("quota_class", "heads", "counts_for")
        kept = {name: getattr(membership, name) for name in names}
        super().__init__(*args, initial=kept, **kwargs)
        others = Unit.objects.reporting_to(membership.group.office)
        self.fields["counts_for"].queryset = others.exclude(pk=membership.unit_id)
        self.groups = {str(group.pk): group for group in [*groups, membership.group]}
        named = [(str(group.pk), group.name) for group in groups]
        named.append((str(membership.group_id), f"仍在“{membership.group}”，只改任务类别、人数或得分计入"))
        self.fields["to"].choices = [("", "请选择"), *named, (self.NOWHERE, "不再编组")]

    def group(self):
        """The group chosen; None for leaving all."""
        return self.groups.get(self.cleaned_data["to"])
