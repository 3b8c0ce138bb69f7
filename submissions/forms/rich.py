"""The dressed text in a form: an editor fills a hidden field; without script the plain lines do."""

from django import forms
from django.core.validators import MaxLengthValidator

from submissions.actions.dressing import dressed
from submissions.models.revisions import BODY_LIMIT
from submissions.rich import markup_of, text_of

RICH_LIMIT = 150_000  # letters of HTML: twenty thousand words in the largest table a page holds


class RichField(forms.CharField):
    """Empty unless an editor is at work; what the editor starts from stands in `data-start`."""

    widget = forms.HiddenInput(attrs={"autocomplete": "off"})

    def __init__(self):
        super().__init__(required=False)
        sentence = "正文的表格、图片太多，请拆成几篇或改用附件。"
        self.validators = [MaxLengthValidator(RICH_LIMIT, sentence)]


def start_editor(form):
    """Give an unbound form's editor its text: the one to take up again, else the stored one."""
    item = form.instance if form.instance.pk else None
    words = {name: form.initial.get(name) or getattr(form.instance, name) for name in ("body", "rich")}
    words = dressed(item, words)
    form.initial |= {"body": words["body"], "rich": ""}
    form.fields["rich"].widget.attrs["data-start"] = markup_of(words["body"], words["rich"])


def follow_editor(form, cleaned):
    """The plain words of what an editor sent; they are what is counted and limited."""
    if not cleaned.get("rich"):
        return
    cleaned["body"] = text_of(cleaned["rich"])
    if len(cleaned["body"]) > BODY_LIMIT:
        form.add_error("body", f"正文超过 {BODY_LIMIT} 字，请精简或放入附件。")
