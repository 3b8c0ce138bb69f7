"""Forms of editing."""

from django import forms

from bulletins.forms.plain import Plain, Written, form_key
from bulletins.models import Article, Publication
from bulletins.models.articles import material_for
from bulletins.states import Use
from submissions.forms.rich import RichField
from submissions.rich import markup_of, text_of


class NewArticleForm(Plain, forms.Form):
    """From accepted items to an article, or to one article each."""

    TOGETHER, EACH = "together", "each"
    items = forms.ModelMultipleChoiceField(
        None, label="来稿", error_messages={"required": "请至少勾选一篇来稿。"}
    )
    publication = forms.ModelChoiceField(None, label="刊物", empty_label=None)
    how = forms.ChoiceField(
        label="成稿方式", choices=[(TOGETHER, "所选合为一篇"), (EACH, "每篇各成一稿")], initial=TOGETHER
    )
    use = forms.ChoiceField(
        label="用法", required=False, choices=[("", "按来稿数自动（一篇为全文，多篇为综合）"), *Use.choices]
    )

    key = form_key()

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].queryset = material_for(user)
        self.fields["publication"].queryset = Publication.objects.edited_by(user)
        self.dress()

    def order(self):
        """The publication, and the sources of each article to be made."""
        items = list(self.cleaned_data["items"])
        groups = [[item] for item in items] if self.cleaned_data["how"] == self.EACH else [items]
        return self.cleaned_data["publication"], groups


class ArticleForm(Plain, Written, forms.ModelForm):
    """The office's wording; an editor at work fills `rich`, and the words follow from it."""

    rich = RichField()

    class Meta:
        model = Article
        fields = ["title", "byline", "body", "use"]
        widgets = {
            "title": forms.TextInput(attrs={"class": "headline", "autocomplete": "off"}),
            "body": forms.Textarea(attrs={"class": "writing", "rows": 20}),
        }
        help_texts = {
            "byline": "印在标题下，可留空",
            "body": "每段一行；用“一、”“（一）”“1.”“（1）”分层次，排版时自动识别",
            "use": "签发时按此写采用记录并计分",
        }

    def __init__(self, *args, user, base, **kwargs):
        super().__init__(*args, **kwargs)
        self.sign_for(user, base)
        self.initial["rich"] = ""
        self.fields["rich"].widget.attrs["data-start"] = markup_of(self.instance.body, self.instance.rich)
        self.dress("title", ("byline", "use"), "body", "rich", "base", "writer")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("rich"):
            cleaned["body"] = text_of(cleaned["rich"])
            limit = Article._meta.get_field("body").max_length
            if len(cleaned["body"]) > limit:
                self.add_error("body", f"正文超过 {limit} 字，请精简。")
        return cleaned

    def words(self):
        return super().words() | {"rich": self.cleaned_data["rich"]}
