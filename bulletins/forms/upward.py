"""Forms of reporting further up."""

from django import forms
from django.db.models import Q
from django.utils import timezone

from bulletins.forms.facts import AdoptionForm
from bulletins.forms.plain import Plain, Written, form_key
from bulletins.models import UpwardReport
from bulletins.models.upward import offices_above
from submissions.forms.rich import RichField
from submissions.models import Attachment
from submissions.models.attachments import WAS_SIGNED
from submissions.models.revisions import BODY_LIMIT
from submissions.rich import markup_of, pictures_in, text_of

DAY = {"type": "date"}
OUTSIDE = ""
WAYS = ("机要交换", "上级信息平台", "电子公文", "传真", "送阅")


class NewUpwardForm(Plain, forms.Form):
    """To whom: an office of the house, or a name outside it."""

    to = forms.ChoiceField(label="报往", required=False, widget=forms.RadioSelect)
    recipient = forms.CharField(
        label="载体或单位名称",
        max_length=60,
        required=False,
        help_text="只在报往系统外时填写，如“省委办公厅信息处”“工人日报内参”",
    )
    key = form_key()

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.above = {str(unit.pk): unit for unit in offices_above(office)}
        choices = [(key, unit.name) for key, unit in self.above.items()]
        self.fields["to"].choices = [*choices, (OUTSIDE, "系统外的载体或单位")]
        self.fields["to"].initial = choices[0][0] if choices else OUTSIDE
        self.dress("to", "recipient", "key")

    def clean(self):
        cleaned = super().clean()
        outside = not cleaned.get("to")
        if outside and not cleaned.get("recipient", "").strip():
            self.add_error("recipient", "请写明报往的载体或单位名称。")
        return cleaned

    def place(self):
        """A name typed beside a chosen office is not meant."""
        to = self.above.get(self.cleaned_data["to"])
        return {"to": to, "recipient": "" if to else self.cleaned_data["recipient"]}


class UpwardForm(Plain, Written, forms.ModelForm):
    """The words that are to go up; what was printed stays as it is."""

    rich = RichField()

    class Meta:
        model = UpwardReport
        fields = ["title", "kind", "nature", "event_date", "body", "names_units", "files"]
        widgets = {
            "title": forms.TextInput(attrs={"class": "headline", "autocomplete": "off"}),
            "event_date": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "body": forms.Textarea(attrs={"class": "writing", "rows": 18}),
            "files": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "body": "只改上报的文字，不改动本单位的稿件和已刊发的期",
            "names_units": "不勾选时，上级只看到由本单位上报",
        }

    def __init__(self, *args, user, base, **kwargs):
        super().__init__(*args, **kwargs)
        self.sign_for(user, base)
        self.fields["files"] = forms.ModelMultipleChoiceField(
            files_for(self.instance),
            label="随附文件",
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.initial |= {"rich": "", "files": [each.pk for each in self.instance.files.all()]}
        self.fields["rich"].widget.attrs["data-start"] = markup_of(self.instance.body, self.instance.rich)
        for name in ("files",) if not self.fields["files"].queryset.exists() else ():
            del self.fields[name]
        if not self.instance.to_id:
            del self.fields["names_units"]
        rest = [name for name in ("names_units", "files") if name in self.fields]
        self.dress("title", ("kind", "nature", "event_date"), "body", "rich", *rest, "base", "writer")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("rich"):
            cleaned["body"] = text_of(cleaned["rich"])
        if len(cleaned.get("body", "")) > BODY_LIMIT:
            self.add_error("body", f"正文超过 {BODY_LIMIT} 字，请精简。")
        return cleaned

    def words(self):
        names = [name for name in self.Meta.fields if name in self.cleaned_data]
        return {name: self.cleaned_data[name] for name in names} | {"rich": self.cleaned_data["rich"]}


def files_for(report):
    """What came with the items when their units signed, but the pictures the text itself shows."""
    shown = [picture.attachment for picture in pictures_in(report.rich)]
    items = report.sources.values("submission")
    found = Attachment.objects.filter(Q(submission__in=items) & WAS_SIGNED)
    return found.exclude(pk__in=shown).order_by("pk")


class SentForm(Plain, forms.Form):
    """How it left the house."""

    on = forms.DateField(label="上报日期", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    channel = forms.CharField(
        label="上报方式",
        max_length=60,
        help_text=f"如{'、'.join(WAYS)}",
        error_messages={"required": "请写明上报方式。"},
    )
    receipt = forms.CharField(label="收文凭据", max_length=100, required=False, help_text="收文编号或回执号")
    file = forms.FileField(label="凭据扫描件", required=False, help_text="可附 pdf、jpg、png、docx")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"on": timezone.localdate()}, **kwargs)
        self.dress(("on", "channel", "receipt"), "file")


class FateForm(AdoptionForm):
    """One use by a carrier outside, for every item the report was made of."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("late_why", None)
        self.dress(("publication", "use", "on"), "title", ("evidence", "marks"), "file")
