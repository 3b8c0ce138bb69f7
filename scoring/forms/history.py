"""Forms of bringing an old register in: the file, the meaning of its columns, the meaning of its names."""

from uuid import uuid4

from django import forms
from openpyxl.utils import get_column_letter

from scoring.forms.layout import helper
from scoring.history.cells import WHICH_DAY
from scoring.history.fields import FIELDS
from scoring.models import History

YEARS = range(2000, 2100)


class RegisterForm(forms.Form):
    """A file, and what it tells."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    kind = forms.ChoiceField(label="登记的内容", choices=History.Kind.choices, initial=History.Kind.USES)
    file = forms.FileField(
        label="表格文件",
        help_text=".xlsx 或 .csv，不超过 20 MB、5 万行；不必按模板，列名在下一步对应",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "请选择登记表文件。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper(("kind", "file"))
        self.helper.layout.append("key")


class ColumnsForm(forms.Form):
    """Which column carries what; how days without a day, merged cells and totals are read."""

    which_day = forms.ChoiceField(label="只写到月份的日期，按哪一天计", choices=list(WHICH_DAY.items()))
    doubles = forms.ChoiceField(
        label="与已有记录或本表其他行重复的行",
        choices=[("refuse", "作为错误指出，不导入"), ("skip", "跳过，导入其余的行")],
    )
    year = forms.IntegerField(
        label="表中没有年份列时，是哪一年的", min_value=YEARS.start, max_value=YEARS.stop - 1, required=False
    )
    skip_totals = forms.BooleanField(label="跳过“合计”“小计”等汇总行", required=False)
    fill_down = forms.BooleanField(label="单位为空的行沿用上一行的单位（合并单元格）", required=False)

    def __init__(self, *args, batch, **kwargs):
        super().__init__(*args, initial=batch.options, **kwargs)
        self.batch = batch
        columns = [("", "— 不导入 —"), *columns_of(batch)]
        self.meanings = [field.key for field in FIELDS[batch.kind]]
        for field in FIELDS[batch.kind]:
            self.fields[f"column_{field.key}"] = forms.ChoiceField(
                label=field.label,
                choices=columns,
                required=field.required,
                help_text=field.hint,
                initial=str(batch.columns.get(field.key, "")),
                error_messages={"required": f"请选择“{field.label}”是哪一列。"},
            )
        if batch.kind != "scores":
            del self.fields["year"]
        if batch.kind in ("units", "people", "scores"):
            del self.fields["which_day"]
        columns = [f"column_{key}" for key in self.meanings]
        self.columns_helper = helper(*pairs(columns))
        self.options_helper = helper(*pairs([name for name in self.fields if name not in columns]))

    def columns(self):
        given = {key: self.cleaned_data[f"column_{key}"] for key in self.meanings}
        return {key: int(place) for key, place in given.items() if place != ""}

    def options(self):
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith("column_")}


def pairs(names):
    """Two beside each other."""
    return [tuple(names[at : at + 2]) for at in range(0, len(names), 2)]


def columns_of(batch):
    """(place, “B 信息标题”) of every column that has a heading or anything below it."""
    return [
        (str(place), f"{get_column_letter(place + 1)} {heading or '（无列名）'}")
        for place, heading in enumerate(batch.headings)
    ]


class SheetForm(forms.Form):
    """Another sheet of the file, or another row of headings."""

    sheet = forms.ChoiceField(label="工作表", required=False)
    heading = forms.TypedChoiceField(label="表头在第几行", coerce=int)

    def __init__(self, *args, batch, rows, **kwargs):
        super().__init__(*args, initial={"sheet": batch.sheet, "heading": batch.heading}, **kwargs)
        self.fields["sheet"].choices = [(name, name or "（文本表格）") for name in batch.sheets]
        if len(batch.sheets) < 2:
            del self.fields["sheet"]
        self.fields["heading"].choices = [
            (number, f"第{number}行：{'｜'.join(cell for cell in cells if cell)[:40]}")
            for number, cells in rows
        ]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"


class UndoForm(forms.Form):
    """Why a whole register is taken back."""

    reason = forms.CharField(label="撤销原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper()
