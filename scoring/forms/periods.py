"""What is typed before a closed month is opened again, or months are closed one after the other."""

from django import forms

from scoring.actions.periods import LONGEST
from scoring.forms.layout import helper


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label="重新打开的原因",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
        help_text=f"写清发现了什么、要改什么，{LONGEST}字以内；本单位编发人员都会看到，并永久留在关账记录里。",
        error_messages={"required": "请写明重新打开的原因。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper()


class CatchUpForm(forms.Form):
    anyway = forms.BooleanField(
        label="有未办事项的月份也关账",
        required=False,
        help_text="不勾选时，关到还有来稿没有筛选、加减分没有复核的月份就停下，办完再接着关。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper()
