"""Forms of the library of models."""

from django import forms

from accounts.numbers import whole
from bulletins.forms.plain import Plain
from bulletins.models import ModelItem
from submissions.states import Kind


class ModelItemForm(Plain, forms.ModelForm):
    """Why a piece is good, and how it is found again."""

    class Meta:
        model = ModelItem
        fields = ["comment", "kind", "tags", "order", "shows_edits"]
        widgets = {
            "comment": forms.Textarea(
                attrs={
                    "rows": 5,
                    "placeholder": "如：标题一句话说清新意；三组数字都有对比；问题、原因、建议一一对应。",
                }
            )
        }
        help_texts = {"shows_edits": "让大家对照报送原文和刊发文字；只有一篇来稿的稿件可以展示"}
        error_messages = {"comment": {"required": "请写明好在哪里，大家才好学。"}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.dress("comment", ("kind", "tags", "order"), "shows_edits")

    def words(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class TakeOffForm(Plain, forms.Form):
    """Taking a model off the shelf needs a reason."""

    reason = forms.CharField(
        label="撤下原因", max_length=200, error_messages={"required": "请写明撤下原因。"}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.dress("reason")


class ModelFilter(forms.Form):
    """The narrow row above the library; a value that makes no sense narrows nothing."""

    q = forms.CharField(required=False, max_length=50)
    kind = forms.ChoiceField(required=False, choices=[("", "全部类型"), *Kind.choices])
    year = forms.CharField(required=False, max_length=4)

    def chosen(self):
        self.is_valid()
        found = self.cleaned_data
        return {"q": found.get("q", ""), "kind": found.get("kind", ""), "year": whole(found.get("year", ""))}
