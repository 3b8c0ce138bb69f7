"""Choosing a Word file to write from."""

from uuid import uuid4

from crispy_forms.helper import FormHelper
from django import forms


class WordForm(forms.Form):
    """The file, and for which unit where a person files for several."""

    file = forms.FileField(
        label="Word 文件",
        help_text="只能导入 .docx；.doc、.wps 请先用 Word 或 WPS 打开，另存为 .docx",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": "请先选择 Word 文件。", "empty": "这个文件是空的，请重新选择。"},
    )
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, *args, units=(), **kwargs):
        super().__init__(*args, **kwargs)
        if len(units) > 1:
            self.fields["unit"] = forms.ModelChoiceField(units, label="报送单位", empty_label=None)
        self.helper = FormHelper()
        self.helper.form_tag = False
