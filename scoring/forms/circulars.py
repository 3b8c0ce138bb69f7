"""Forms of composing circulars and of the letterhead."""

from datetime import date

from django import forms
from django.utils import timezone

from accounts.kept import writer_key
from bulletins import standing
from bulletins.forms.plain import Plain, Written, form_key
from scoring.circular_columns import ALL, USUAL
from scoring.circular_sections import SORTS
from scoring.circular_states import Kind
from scoring.models import Circular, Letterhead

TALL = forms.Textarea(attrs={"rows": 4})
LISTS = ("report_to", "send_to", "copy_to")
COLUMNS_HELP = "名次、单位总是印；栏目太多，一面排不下时自动分成几张表，每张都有名次和单位"


class BeginForm(Plain, forms.Form):
    """What a new circular tells of: a closed month, or what ends with it."""

    key = form_key()
    kind = forms.ChoiceField(label="种类", choices=Kind.choices)
    last = forms.ChoiceField(label="截止月份", help_text="只列已关账的月份；季度、年度通报选最后一个月")

    def __init__(self, *args, months, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["last"].choices = [(f"{m:%Y-%m}", f"{m.year}年{m.month}月") for m in months]
        self.dress("key", ("kind", "last"))

    def clean_last(self):
        return date.fromisoformat(f"{self.cleaned_data['last']}-01")


class ColumnsField(forms.MultipleChoiceField):
    """Columns in the catalogue's order."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(choices=ALL.items(), label="排名表的栏目", required=False, **kwargs)


class CircularForm(Plain, Written, forms.ModelForm):
    """What stands around the sections."""

    columns = ColumnsField(help_text=COLUMNS_HELP)

    class Meta:
        model = Circular
        fields = ["title", "columns", *LISTS, "copies"]
        widgets = dict.fromkeys(LISTS, TALL)
        help_texts = dict.fromkeys(LISTS, "一行一个")

    def __init__(self, *args, user, base, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["columns"] = self.instance.columns or list(USUAL)
        self.sign_for(user, base)
        self.dress("title", "columns", LISTS, "copies", "base", "writer")

    def clean(self):
        cleaned = super().clean()
        for name, sentences in standing.faults(cleaned).items():
            self.add_error(name, sentences)
        return cleaned


class SectionForm(Plain, forms.Form):
    """The words of one section, and what the page showed of it when they were begun."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)
    writer = forms.CharField(widget=forms.HiddenInput, required=False)
    heading = forms.CharField(label="小标题", max_length=40, required=False, help_text="序号自动编排")
    text = forms.CharField(label="正文", required=False, max_length=20_000, widget=forms.Textarea)
    top = forms.IntegerField(label="印前几名", min_value=1, max_value=200, required=False)

    def __init__(self, *args, section, was, user, **kwargs):
        words = {"heading": section.heading, "text": section.text, "top": section.top}
        super().__init__(*args, initial={**words, "was": was, "writer": writer_key(user)}, **kwargs)
        rows = min(max(3, sum(1 + len(line) // 40 for line in section.text.splitlines()) + 1), 14)
        self.fields["text"].widget.attrs["rows"] = rows
        if section.kind != "persons":
            del self.fields["top"]
        if section.kind == "lead":
            del self.fields["heading"]
        self.dress()

    def words(self):
        """Only what this section has."""
        found = {
            name: self.cleaned_data[name] for name in ("heading", "text", "top") if name in self.cleaned_data
        }
        if found.get("top", 1) is None:
            del found["top"]
        return found | {"text": found["text"].replace("\r\n", "\n").strip()}


class LetterheadForm(Plain, forms.ModelForm):
    """The office's circulars: masthead, number, lists, hands, and what usually stands in them."""

    columns = ColumnsField(help_text=COLUMNS_HELP)
    off = forms.MultipleChoiceField(
        label="一般不印的部分",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(kind, sort.label) for kind, sort in SORTS.items() if kind != "lead"],
        help_text="新起草的通报照此办，每份可以另定",
    )

    class Meta:
        model = Letterhead
        fields = [
            *("masthead", "classification", "publisher", "style", "word", "restarts_yearly", "started_in"),
            *("number_before", *LISTS, "contact", "copies", "three_hands", "watermarks", "columns", "off"),
        ]
        widgets = dict.fromkeys((*LISTS, "contact"), TALL)
        help_texts = {
            "masthead": "印在版头，红色，如“信息工作通报”",
            "publisher": "印在红线之上左侧，如“云湖区总工会办公室”",
            "word": "用文号的填机关代字，如“云工信通报”",
            "number_before": "填 8，下一号就是 9 号",
            "started_in": "此前已编过号的，填启用本系统的年份",
            "contact": "印在最后一面，一行一条",
            "three_hands": "人手不足的单位可由核签人取消，取消后通报页面会标明",
            "watermarks": "各单位下载的文件每页印上浅色的姓名和时间；存档原件不变",
            **dict.fromkeys(LISTS, "一行一个"),
        }

    ROWS = {
        "版头和编号": (
            ("masthead", "classification"),
            ("publisher", "style", "word"),
            ("restarts_yearly", "started_in", "number_before"),
        ),
        "报送发": (LISTS, ("contact", "copies")),
        "内容": (("columns",), ("off",)),
        "办理": (("three_hands", "watermarks"),),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["columns"] = self.instance.columns or list(USUAL)
        self.dress()

    @property
    def rows(self):
        """The bound fields of each part of the page, side by side."""
        return [(name, [[self[each] for each in row] for row in rows]) for name, rows in self.ROWS.items()]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("style") == Letterhead.Style.WORD and not cleaned.get("word"):
            self.add_error("word", "用文号的须填机关代字，如“云工信通报”。")
        if cleaned.get("number_before") and not cleaned.get("started_in"):
            cleaned["started_in"] = timezone.localdate().year
        for name, sentences in standing.faults(cleaned).items():
            self.add_error(name, sentences)
        return cleaned

    def words(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
