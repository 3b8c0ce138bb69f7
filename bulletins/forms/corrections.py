"""The form of a correction."""

from django import forms

from bulletins.forms.plain import Plain, Written, form_key
from bulletins.models import Correction

ELSEWHERE = "刊头、编者按或刊尾"


class CorrectionForm(Plain, Written, forms.ModelForm):
    """Which piece, what was printed, what it should be, why, and who asked."""

    key = form_key()

    class Meta:
        model = Correction
        fields = ["article", "wrong", "right", "reason", "asked_by"]
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("wrong", "right", "reason")}
        help_texts = {
            "wrong": "照印出的原文抄写，不加引号",
            "right": "改正后的文字；留空即为删去",
            "reason": "如“来稿单位核实后更正”",
            "asked_by": "哪个单位或哪位同志提出",
        }

    def __init__(self, *args, user, issue, base, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.issue = issue
        self.fields["article"] = ArticleChoice(issue)
        self.sign_for(user, base)
        self.dress("article", ("wrong", "right"), ("reason", "asked_by"), "base", "writer", "key")


class ArticleChoice(forms.ModelChoiceField):
    """The articles under the titles they were printed with, in the printed order."""

    def __init__(self, issue):
        placed = issue.articles.order_by("placement__position")
        super().__init__(placed, label="稿件", required=False, empty_label=ELSEWHERE)
        self.titles = dict(zip((article.pk for article in placed), issue.headlines, strict=False))
        self.choices = [("", ELSEWHERE), *((pk, f"《{title}》") for pk, title in self.titles.items())]
