"""Forms of checking an article: a mark on a passage, an article sent back."""

from django import forms

from bulletins.forms.plain import Plain
from bulletins.models.marks import NOTE_LIMIT, PASSAGE_LIMIT


class MarkForm(Plain, forms.Form):
    """What is asked about which words."""

    line = forms.IntegerField(widget=forms.HiddenInput, required=False)
    passage = forms.CharField(
        label="原文",
        max_length=PASSAGE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="在左边选中要批注的字，自动填入；也可以粘贴",
        error_messages={
            "required": "请选取要批注的原文。",
            "max_length": f"原文最多 {PASSAGE_LIMIT} 字，请只选要紧的几个字。",
        },
    )
    note = forms.CharField(
        label="批注",
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明批注。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.dress("line", "passage", "note")


class BackForm(Plain, forms.Form):
    reason = forms.CharField(
        label="退回意见",
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "退回编辑须写明意见。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.dress()
