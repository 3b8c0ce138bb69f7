"""The reviewer's own hand in a text before signing it."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.validators import MaxLengthValidator

from submissions.actions.amending import AMENDED
from submissions.models import Submission
from submissions.models.revisions import BODY_LIMIT, TITLE_LIMIT


class AmendForm(forms.ModelForm):
    """Title, text and facts as the reviewer would have them; the action keeps what was sent beside them."""

    class Meta:
        model = Submission
        fields = AMENDED
        widgets = {
            "event_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "body": forms.Textarea(attrs={"class": "writing", "rows": 18}),
            "title": forms.TextInput(attrs={"class": "headline", "autocomplete": "off"}),
        }
        help_texts = {"body": "每段一行；改动处另存一版，撰稿人会看到", "event_date": ""}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, limit in (("title", TITLE_LIMIT), ("body", BODY_LIMIT)):
            self.fields[name].required = True
            self.fields[name].validators = [MaxLengthValidator(limit, f"最多 {limit} 字，请精简。")]
            self.fields[name].widget.attrs.pop(
                "maxlength", None
            )  # a browser would cut pasted text in silence
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.include_media = False
        facts = [Column(name, css_class="col-sm-4") for name in ("kind", "nature", "event_date")]
        self.helper.layout = Layout("title", Row(*facts), "body")

    def clean_body(self):
        """Browsers send two characters for a line end; the text keeps one."""
        return self.cleaned_data["body"].replace("\r\n", "\n")

    def words(self):
        return {name: self.cleaned_data[name] for name in AMENDED}
