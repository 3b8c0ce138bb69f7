"""The form of an article's words; it saves by itself, and carries what it was opened on."""

from django import forms
from django.db.models import Q

from accounts.kept import writer_of
from bulletins.actions.writing import Sitting
from bulletins.carried import CARRIED
from bulletins.forms.plain import Plain, Written, form_key
from bulletins.models import Article
from bulletins.models.uses import uses_for
from submissions.forms.opening import OpenedField
from submissions.forms.rich import RichField
from submissions.rich import markup_of, text_of

FOREIGN = "这一页是另一位同事登录时打开的，文字没有保存。请用原来的账号登录后再保存。"
HIDDEN = ("rich", "key", "base", "writer", "opened", "tried", "late", "joins", "sitting")


class ArticleForm(Plain, Written, forms.ModelForm):
    """The office's wording; an editor at work fills `rich`, and the words follow from it."""

    unsaved = False  # shows words that the article does not have yet
    rich = RichField()
    key = forms.CharField(widget=forms.HiddenInput, required=False)  # under which the browser keeps its copy
    opened = OpenedField(names=CARRIED, required=False)
    tried = OpenedField(names=CARRIED, required=False)
    late = forms.IntegerField(widget=forms.HiddenInput, required=False)
    joins = forms.IntegerField(widget=forms.HiddenInput, required=False)
    sitting = form_key()

    class Meta:
        model = Article
        fields = ["title", "byline", "use", "column", "note", "body"]
        widgets = {
            "title": forms.TextInput(attrs={"class": "headline", "autocomplete": "off"}),
            "body": forms.Textarea(attrs={"class": "writing", "rows": 20}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "byline": "印在标题下，可留空",
            "body": "每段一行；用“一、”“（一）”“1.”“（1）”分层次，排版时自动识别",
            "use": "签发时按此写采用记录并计分",
            "note": "印在这一篇标题之下，不必写“编者按”三字；可留空",
        }

    def __init__(self, *args, user, base, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.sign_for(user, base)
        self.initial |= {"key": f"article-{self.instance.pk}"}
        self.start_editor()
        self.offer_columns()
        self.offer_uses()
        facts = tuple(name for name in ("byline", "use", "column") if name in self.fields)
        self.dress("title", facts, "note", "body", *HIDDEN)

    def start_editor(self):
        """The editor starts from what the form shows, a merged text as well as the stored one."""
        body = self.initial.get("body", self.instance.body)
        rich = self.initial.get("rich", self.instance.rich)
        self.fields["rich"].widget.attrs["data-start"] = markup_of(body, rich)
        self.initial["rich"] = ""

    def offer_columns(self):
        """The publication's columns in use, and the one the article stands in; without any there is no field."""
        article = self.instance
        usable = Q(is_active=True) | Q(pk=article.column_id)
        columns = article.publication.column_set.filter(usable)
        if not columns.exists():
            del self.fields["column"]
            return
        self.fields["column"].queryset = columns
        self.fields["column"].empty_label = "不入栏目"

    def offer_uses(self):
        """The office's kinds of use, and the one the article has."""
        article, text = self.instance, self.fields["use"].help_text
        uses = uses_for(article.publication.office, beside=article)
        self.fields["use"] = forms.ChoiceField(label="用法", choices=uses, help_text=text)

    def clean(self):
        cleaned = super().clean()
        if writer_of(self.data) not in (None, self.user.pk):
            raise forms.ValidationError(FOREIGN, code="foreign")
        if cleaned.get("rich"):
            cleaned["body"] = text_of(cleaned["rich"])
            limit = Article._meta.get_field("body").max_length
            if len(cleaned["body"]) > limit:
                self.add_error("body", f"正文超过 {limit} 字，请精简。")
        return cleaned

    def clean_body(self):
        """Browsers send two characters for a line end; the text keeps one."""
        return self.cleaned_data["body"].replace("\r\n", "\n")

    def clean_note(self):
        return self.cleaned_data["note"].replace("\r\n", "\n")

    def words(self):
        """What is right of the words: an empty title keeps no sentence of the text from being saved."""
        return {
            name: self.cleaned_data[name] for name in (*self.Meta.fields, "rich") if name in self.cleaned_data
        }

    @property
    def is_foreign(self):
        """Opened by another person than the one who is logged in now."""
        return self.has_error(forms.forms.NON_FIELD_ERRORS, "foreign")

    @property
    def can_wait(self):
        """Are the mistakes such that the text itself can be saved already?"""
        return not {"body", "rich", forms.forms.NON_FIELD_ERRORS} & set(self.errors)

    @property
    def mistakes(self):
        """The mistakes in one line, each with the name of its field."""
        named = {name: self[name].label for name in self.errors if name in self.fields}
        return "；".join(
            f"{named[name]}：{text}" if name in named else text
            for name, texts in self.errors.items()
            for text in texts
        )

    def window(self):
        known = {name: self.cleaned_data[name] for name in ("opened", "late", "joins", "tried")}
        return Sitting(**known, key=self.cleaned_data["sitting"])
