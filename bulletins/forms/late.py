"""Forms of late entries by table."""

from django import forms

from accounts.roles import Role
from bulletins.forms.plain import Plain


class LateForm(Plain, forms.Form):
    """The table, and for which of one's offices."""

    office = forms.ModelChoiceField(None, label="收稿单位", empty_label=None)
    file = forms.FileField(
        label="表格文件",
        help_text="按模板填写的 .xlsx 文件，不超过 5 MB",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "请选择填好的表格文件。"},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        offices = user.units_as(Role.EDITOR)
        self.fields["office"].queryset = type(offices[0]).objects.filter(pk__in=[o.pk for o in offices])
        if len(offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()
            self.fields["office"].initial = offices[0].pk
        self.dress("office", "file")
