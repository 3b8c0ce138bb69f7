"""The page of one publication: its measures and the names of its fonts."""

from dataclasses import fields

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator

from bulletins import fonts
from bulletins.forms.plain import Plain
from bulletins.measures import Measures
from bulletins.typefaces import KINDS, ROLES, aliases

RED = RegexValidator(r"^[0-9A-Fa-f]{6}$", "请填六位十六进制颜色，如 FF0000。")
STANDARD = Measures()
MEASURES = {  # what an office may change: label, least, most (None: not a number)
    "top_mm": ("天头（毫米）", 10, 80),
    "bottom_mm": ("地脚（毫米）", 10, 80),
    "left_mm": ("订口（毫米）", 10, 60),
    "right_mm": ("翻口（毫米）", 10, 60),
    "lines": ("每面行数", 10, 40),
    "columns": ("每行字数", 15, 45),
    "body_pt": ("正文字号（磅）", 9, 26),
    "title_pt": ("标题字号（磅）", 12, 42),
    "masthead_pt": ("刊名字号（磅）", 20, 90),
    "masthead_drop_mm": ("刊名距版心上沿（毫米）", 0, 60),
    "lines_above_title": ("标题上空行", 0, 4),
    "tail_pt": ("报尾字号（磅）", 9, 22),
    "red": ("刊头颜色", None, None),
}
FONTS = {  # role: label, what an empty choice means where it is not the standard's own, what else wears it
    "masthead": ("刊名字体", "同标题", ""),
    "title": ("标题字体", "", ""),
    "body": ("正文字体", "", ""),
    "hei": ("一级标题字体", "", "栏目、密别同此"),
    "kai": ("二级标题字体", "", "署名、按语同此"),
    "sub": ("三级标题字体", "同正文", "四级标题同此"),
    "tail": ("报尾字体", "同正文", ""),
    "number": ("页码字体", "", ""),
}


class MeasuresForm(Plain, forms.Form):
    """The page of one publication; what equals the standard is not kept."""

    keeps_lines_together = forms.BooleanField(
        label="避免孤行",
        required=False,
        help_text="段落的首行、末行不单独留在一面；勾选后有的页面会少排一行，国家标准要求每面排满",
    )

    def __init__(self, *args, measures, **kwargs):
        super().__init__(*args, initial={**STANDARD.to_dict(), **measures}, prefix="page", **kwargs)
        kinds = {field.name: field.type for field in fields(Measures)}
        for name, limits in MEASURES.items():
            self.fields[name] = measure_field(kinds[name], getattr(STANDARD, name), *limits)
        self.ask_fonts(Measures.from_dict(measures))
        names, faces = list(MEASURES), [f"{role}_font" for role in FONTS]
        rows = [tuple(each[start : start + 4]) for each in (names, faces) for start in range(0, len(each), 4)]
        self.dress(*rows, "keeps_lines_together")

    def ask_fonts(self, measures):
        """A list to choose from, and what the PDF is printed with where the server lacks the font."""
        own, found = fonts.installed(settings.FONT_DIRS), faces_for(measures)
        for role, (label, same, also) in FONTS.items():
            name = f"{role}_font"
            field = font_field(role, label, same, own, getattr(measures, name))
            lent = stand_in(measures.fonts[role], getattr(found, role, None))
            field.help_text = "；".join(filter(None, (also, lent)))
            self.fields[name] = field

    def clean(self):
        page = Measures.from_dict(self.values() if not self.errors else {})
        if page.tracking_pt < -0.25 * page.body_pt:
            raise forms.ValidationError("每行字数太多，正文会挤在一起，请减少字数、字号或页边距。")
        if page.line_pt < 1.1 * page.body_pt:
            raise forms.ValidationError("每面行数太多，行与行会重叠，请减少行数、字号或天头地脚。")
        return self.cleaned_data

    def values(self):
        """What differs from the standard; a font left open is the standard's own."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value != getattr(STANDARD, name) and value != ""
        }


def measure_field(kind, standard, label, least, most):
    if kind is str:
        return forms.CharField(label=label, validators=[RED], help_text=f"标准 {standard}")
    field = forms.IntegerField if kind is int else forms.FloatField
    limits = [
        MinValueValidator(least, f"{label}不能小于 {least}。"),
        MaxValueValidator(most, f"{label}不能大于 {most}。"),
    ]
    return field(label=label, validators=limits, help_text=f"标准 {standard:g}")


def font_field(role, label, same, installed, chosen):
    """The fonts of official papers of this kind, those in the office's font folder, and the one in use."""
    known = KINDS[ROLES[role]].names
    choices = [("", same or f"标准（{known[0]}）"), ("公文常用", [(name, name) for name in known])]
    others = [name for name in dict.fromkeys([*installed, chosen]) if name and name not in known]
    if others:
        choices.append(("字体文件夹中", [(name, name) for name in others]))
    unknown = "服务器的字体文件夹里没有“%(value)s”。请从列表中选；要用别的字体，请管理员先放入字体文件。"
    return forms.ChoiceField(
        label=label, choices=choices, required=False, error_messages={"invalid_choice": unknown}
    )


def faces_for(measures):
    """What this server prints with; None where it cannot print at all, which the proof says by itself."""
    try:
        return fonts.find(settings.FONT_DIRS, measures.fonts)
    except fonts.NoChineseFont:
        return None


def stand_in(name, face):
    """An honest word where the PDF is not set in the font that was named."""
    if face is None or face.family.casefold() in map(str.casefold, aliases(name)):
        return ""
    return f"服务器未装，PDF 以“{face.family}”代替"
