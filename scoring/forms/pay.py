"""Forms of remuneration lists: they check shape; the actions decide."""

from decimal import Decimal

from django import forms
from django.utils import timezone

from accounts.models import User
from scoring.forms.layout import DAY, helper
from scoring.models import PayList
from scoring.spans import DAY as ONE_DAY


def last_month_end():
    """The last day of the month before this one: what a list is usually drawn up for."""
    return timezone.localdate().replace(day=1) - ONE_DAY


class DrawForm(forms.Form):
    """Which period a list is for."""

    per = forms.ChoiceField(label="按", choices=PayList._meta.get_field("per").choices, initial="quarter")
    on = forms.DateField(
        label="哪一期", widget=DAY, initial=last_month_end, help_text="填这一期里的任何一天；这一期须已结束"
    )
    helper = helper(("per", "on"))


class CorrectionForm(forms.Form):
    """A sum by hand and why."""

    person = forms.ModelChoiceField(None, label="领款人", empty_label="请选择")
    amount = forms.DecimalField(
        label="金额（元）", max_digits=8, decimal_places=2, help_text="补发写正数，扣回写负数，如 -20"
    )
    reason = forms.CharField(label="事由", max_length=200, help_text="审核人、签发人和本人都会看到")
    helper = helper(("person", "amount"), ("reason",))

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(home__office=office).select_related("home")
        self.fields["person"].queryset = people.order_by("home__order", "home_id", "pk")
        self.fields["person"].label_from_instance = lambda person: f"{person.name}（{person.home}）"


class FundForm(forms.Form):
    """What may be spent in a year."""

    day = forms.DateField(
        label="年度", widget=DAY, help_text="填这一年度里的任何一天；年度从几月起，按考核办法"
    )
    amount = forms.DecimalField(label="全年经费（元）", min_value=Decimal(0), max_digits=10, decimal_places=2)
    note = forms.CharField(label="依据", max_length=200, required=False, help_text="预算批复、会议纪要等")
    helper = helper(("day", "amount"), ("note",))


class HandOverForm(forms.Form):
    """Day and voucher of what was handed over."""

    on = forms.DateField(label="发放日期", widget=DAY, initial=timezone.localdate)
    voucher = forms.CharField(label="凭证号", max_length=40)
    helper = helper(("on", "voucher"))


class WhyForm(forms.Form):
    """A reason, where an act asks for one."""

    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    helper = helper()
