"""Forms of award schemes and lists: they check shape; the actions decide."""

from django import forms
from django.utils import timezone

from scoring.awarding import CONDITIONS, POSTS
from scoring.forms.layout import DAY, helper
from scoring.models import Award, Objection

ASKING = [("", "（不设）"), *((code, clause.label) for code, clause in CONDITIONS.items())]


class SchemeForm(forms.Form):
    """A year's scheme."""

    day = forms.DateField(
        label="年度", widget=DAY, initial=timezone.localdate, help_text="填年度里的任何一天"
    )
    name = forms.CharField(
        label="名称", max_length=80, help_text="如：2026年度信息工作先进单位和优秀信息员评选方案"
    )
    note = forms.CharField(label="依据", max_length=200, required=False, help_text="文号或会议，印在名单上")
    helper = helper(("day", "name"), ("note",))

    def __init__(self, *args, renames=False, **kwargs):
        super().__init__(*args, **kwargs)
        if renames:
            del self.fields["day"]
            self.helper = helper(("name",), ("note",))


class AwardForm(forms.ModelForm):
    """One award: for whom, how many, the prize."""

    helper = helper(("name", "of", "order"), ("scope", "take", "number", "prize"))

    class Meta:
        model = Award
        fields = ["name", "of", "order", "scope", "take", "number", "prize"]


class ConditionForm(forms.Form):
    """One condition with its number or word."""

    kind = forms.ChoiceField(label="条件", choices=ASKING, required=False)
    number = forms.DecimalField(label="数值", required=False, min_value=0, max_digits=7, decimal_places=2)
    word = forms.ChoiceField(label="取值", choices=[("", "—"), *POSTS.items()], required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            kind = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs |= {"class": f"{kind} {kind}-sm", "aria-label": field.label}


ConditionFormSet = forms.formset_factory(ConditionForm, extra=3, max_num=len(CONDITIONS))


def asked_in(formset):
    """(kind, number, word) of every row in which something was chosen."""
    rows = [form.cleaned_data for form in formset if form.cleaned_data.get("kind")]
    return [
        (row["kind"], row["number"], row["word"] if CONDITIONS[row["kind"]].asks == "word" else "")
        for row in rows
    ]


class NoticeForm(forms.Form):
    """From when to when a list is shown."""

    first = forms.DateField(label="公示起", widget=DAY, initial=timezone.localdate)
    last = forms.DateField(label="公示止", widget=DAY, help_text="一般不少于五个工作日")
    helper = helper(("first", "last"))


class DecideForm(forms.Form):
    word = forms.CharField(label="理由", max_length=200, help_text="留在名单和测算表里")
    helper = helper()


class ObjectionForm(forms.ModelForm):
    """What somebody says against a list."""

    helper = helper(("source",), ("text",))

    class Meta:
        model = Objection
        fields = ["source", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}


class AnswerForm(forms.Form):
    reply = forms.CharField(label="核查情况和答复", max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    helper = helper()
