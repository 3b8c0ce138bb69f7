"""Forms of follow-ups: given out, answered, extended, judged. They check shape; the actions decide."""

from django import forms
from django.utils import timezone

from accounts.kept import writer_key
from accounts.models import Unit
from bulletins.followup_states import LIVE, ORDINARY_DAYS
from bulletins.forms.plain import Plain, form_key
from submissions.workdays import workdays_from

DAY = {"type": "date"}


def day_field(label, *, required=True, help_text=""):
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )


def words_field(label, *, longest=300, rows=3, required=True):
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        strip=True,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}。"},
    )


class Typed(Plain, forms.Form):
    """A form whose words survive a lost session."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["writer"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=writer_key(user)
        )
        self.dress()

    def words(self):
        """What the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "writer"}


class AssignForm(Typed):
    """交办: the task, who is in charge, who helps, by when."""

    task = words_field("督办事项", longest=1000, rows=4)
    lead = forms.ModelChoiceField(None, label="主办单位", empty_label="请选择")
    helpers = forms.ModelMultipleChoiceField(
        None, label="协办单位", required=False, widget=forms.CheckboxSelectMultiple
    )
    deadline = day_field("办理期限", help_text="当天反馈仍算按时")
    key = form_key()

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.reporting_to(office).active()
        self.fields["lead"].queryset = self.fields["helpers"].queryset = units
        self.initial.setdefault("deadline", workdays_from(timezone.localdate(), ORDINARY_DAYS))
        self.dress("task", ("lead", "deadline"), "helpers", "key", "writer")


class AddUnitsForm(Typed):
    units = forms.ModelMultipleChoiceField(
        None,
        label="协办单位",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一个单位。"},
    )

    def __init__(self, *args, followup, **kwargs):
        super().__init__(*args, **kwargs)
        known = followup.parts.values("unit")
        units = Unit.objects.reporting_to(followup.office).active()
        self.fields["units"].queryset = units.exclude(pk__in=known)


class TransferForm(Typed):
    """变更主办: to whom, why, and whether the former one goes on helping."""

    unit = forms.ModelChoiceField(None, label="新的主办单位", empty_label="请选择")
    reason = words_field("变更原因")
    keep = forms.BooleanField(label="原主办单位转为协办", required=False, initial=True)

    def __init__(self, *args, followup, **kwargs):
        super().__init__(*args, **kwargs)
        charged = followup.parts.filter(is_lead=True, state__in=LIVE).values("unit")
        units = Unit.objects.reporting_to(followup.office).active()
        self.fields["unit"].queryset = units.exclude(pk__in=charged)


class WordForm(Typed):
    """A verb and the word that stays with it."""

    reason = words_field("意见")

    def __init__(self, *args, step, label="", longest=300, **kwargs):
        super().__init__(*args, **kwargs)
        field = words_field(label or f"{step.label}的原因", longest=longest, required=step.needs_reason)
        self.fields["reason"] = field
        self.dress()


class BackForm(WordForm):
    """退回补办 and 恢复承办: also by when."""

    deadline = day_field("补办期限", required=False, help_text="不填则按原定期限；原定期限已过的须填")


class VerdictForm(WordForm):
    """A plea for more time: the office may name another day than the one asked for."""

    until = day_field("同意延至", required=False)

    def __init__(self, *args, step, plea, **kwargs):
        super().__init__(*args, step=step, label="答复", **kwargs)
        if step.needs_reason:
            del self.fields["until"]
        else:
            self.initial["until"] = plea.wanted


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files in one field."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(each, initial) for each in data or []]


class AnswerForm(Typed):
    """反馈: what was done."""

    text = words_field("办理情况", longest=5000, rows=8)
    files = FilesField(
        label="附件",
        required=False,
        help_text="可选多个：docx、xlsx、pptx、pdf、jpg、png；保存不成时须重新选择",
    )


class ExtensionForm(Typed):
    wanted = day_field("申请延至")
    reason = words_field("延期原因")
