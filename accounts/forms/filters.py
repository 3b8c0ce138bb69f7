"""What lists can be narrowed by; a filter that makes no sense is left aside, not an error page."""

from django import forms

from accounts.forms.fields import DayInput, UnitField
from accounts.models import Unit
from accounts.roles import Role


def look(field):
    """A box to tick dressed as a line to write in is not recognised as a box."""
    if isinstance(field, forms.BooleanField):
        return "form-check-input"
    return "form-select" if hasattr(field, "choices") else "form-control"


class Filter(forms.Form):
    """A plain GET form whose valid part is used."""

    def __init__(self, data):
        super().__init__(data, label_suffix="")
        for field in self.visible_fields():
            field.field.widget.attrs["class"] = look(field.field)

    def value(self, name):
        self.is_valid()
        return self.cleaned_data.get(name) or None

    def text(self, name):
        return self.value(name) or ""


class UnitFilter(Filter):
    MISSING = [("", "全部"), (Role.INFORMANT, "缺信息员"), (Role.REVIEWER, "缺审核人")]

    q = forms.CharField(label="名称", required=False, max_length=60)
    without = forms.ChoiceField(label="岗位", required=False, choices=MISSING)


class PeopleFilter(Filter):
    STATES = [("", "全部"), ("active", "在用"), ("off", "停用"), ("locked", "锁定"), ("postless", "无岗位")]

    q = forms.CharField(label="姓名、用户名或单位", required=False, max_length=60)
    role = forms.ChoiceField(label="岗位", required=False, choices=[("", "全部"), *Role.choices])
    state = forms.ChoiceField(label="账号", required=False, choices=STATES)


class PostFilter(Filter):
    q = forms.CharField(label="姓名、用户名或单位", required=False, max_length=60)
    role = forms.ChoiceField(label="岗位", required=False, choices=[("", "全部"), *Role.choices])


class LogFilter(Filter):
    since = forms.DateField(label="从", required=False, widget=DayInput())
    until = forms.DateField(label="到", required=False, widget=DayInput())
    who = forms.CharField(label="人员", required=False, max_length=40)
    what = forms.CharField(label="事项或对象", required=False, max_length=60)
    verb = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    unit = UnitField(Unit.objects.none(), label="单位", required=False, empty_label="全部")

    def __init__(self, data, by):
        super().__init__(data)
        self.fields["unit"].queryset = Unit.objects.kept_by(by, Role.AUDITOR)
