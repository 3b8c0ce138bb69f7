"""Forms of the lists of readers: a unit with or without those below it, a post there, or a person by name."""

from django import forms
from django.db.models import Q

from accounts.forms.fields import UnitField, bare_helper
from accounts.models import Post, Unit, User
from bulletins.models.readers import READING_ROLES


def units_in_reach(office):
    """Whom an office may give its bulletins to: itself, the units below it, and those above it."""
    return Unit.objects.filter(Q(path__startswith=office.path) | Q(path__in=office.paths_down)).active()


def people_in_reach(office):
    serving = Post.objects.current().filter(unit__in=units_in_reach(office))
    return User.objects.active().filter(pk__in=serving.values("user")).select_related("home")


class UnitReaderForm(forms.Form):
    """按单位或岗位."""

    unit = UnitField(Unit.objects.none(), label="单位", empty_label="请选择单位")
    role = forms.ChoiceField(label="岗位", choices=[("", "全体人员"), *READING_ROLES], required=False)
    below = forms.BooleanField(label="含下属单位", required=False)
    helper = bare_helper(("unit", "role"), ("below",))

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_in_reach(office)

    def reader(self):
        return {name: self.cleaned_data[name] for name in ("unit", "role", "below")}


class PersonReaderForm(forms.Form):
    """点名: by name or user name, as nobody picks from thousands."""

    person = forms.CharField(label="姓名或用户名", max_length=40)
    helper = bare_helper(("person",))

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people_in_reach(office)

    def clean_person(self):
        text = self.cleaned_data["person"].strip()
        found = list(self.people.filter(Q(name=text) | Q(username__iexact=text))[:6])
        if not found:
            raise forms.ValidationError(
                f"本单位、下属单位和上级单位的在任人员中没有“{text}”，请核对姓名或用户名。"
            )
        if len(found) > 1:
            names = "；".join(f"{each}（{each.home}，{each.username}）" for each in found[:5])
            raise forms.ValidationError(f"有几位同名：{names}。请填用户名。")
        return found[0]

    def reader(self):
        return {"person": self.cleaned_data["person"]}


FORMS = {"unit": UnitReaderForm, "person": PersonReaderForm}
