"""Forms of rule books: they check shape; the actions decide."""

from dataclasses import replace
from decimal import Decimal

from django import forms

from bulletins.models import Publication
from scoring.engine import Ambiguous
from scoring.forms.layout import DAY, helper
from scoring.policies import MULTI
from scoring.readers import HIGHEST_PRICE
from scoring.rules import LEVELS, SYSTEMS, USES, Rule

ANY = [("", "不限")]
FILE_LIMIT = 200_000
RULE_AXES = ("code", "level", "system", "carrier", "use", "sort")


class SourceForm(forms.Form):
    """A book as a file: uploaded, or pasted and corrected on the spot."""

    since = forms.DateField(label="施行日期", widget=DAY, help_text="从这一天的采用起按本办法计分")
    file = forms.FileField(label="规则文件（TOML）", required=False, help_text="选了文件就以文件为准")
    text = forms.CharField(
        label="规则内容",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "font-monospace"}),
    )
    helper = helper()

    def clean_file(self):
        """The file's words, so that what is wrong with them can be corrected in the box."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > FILE_LIMIT:
            raise forms.ValidationError("文件太大，规则文件一般不超过几十KB。")
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError("文件不是UTF-8编码的文本，请另存为UTF-8后再上传。") from error

    def clean(self):
        self.source = self.cleaned_data.get("file") or self.cleaned_data.get("text", "")
        if not self.source.strip() and not self.errors:
            raise forms.ValidationError("请上传规则文件，或在下面写明规则。")
        return self.cleaned_data


class BookForm(forms.Form):
    """The words of a book that are not prices."""

    name = forms.CharField(label="名称", max_length=80)
    version = forms.IntegerField(label="版本", min_value=1, max_value=9999)
    since = forms.DateField(label="施行日期", widget=DAY)
    multi = forms.ChoiceField(label="同一条信息多次采用", choices=list(MULTI.items()))
    year_starts = forms.TypedChoiceField(
        label="考核年度起始月", coerce=int, choices=[(n, f"{n}月") for n in range(1, 13)]
    )
    use_as = forms.ChoiceField(
        label="综合采用未定分值时",
        required=False,
        choices=[("", "不计分"), ("full", "比照全文"), ("brief", "比照简讯")],
    )
    helper = helper(("name", "version", "since"), ("multi", "year_starts", "use_as"))

    @classmethod
    def initial_of(cls, book, rules):
        same = {name: getattr(rules, name) for name in ("name", "version", "multi", "year_starts")}
        return {**same, "since": book.since, "use_as": rules.use_as.get("composite", "")}


class RuleForm(forms.Form):
    """One price."""

    code = forms.CharField(
        label="规则代码", max_length=40, error_messages={"required": "请填写规则代码，如 city-full。"}
    )
    level = forms.ChoiceField(label="层级", required=False, choices=ANY + list(LEVELS.items()))
    system = forms.ChoiceField(label="系统", required=False, choices=ANY + list(SYSTEMS.items()))
    carrier = forms.ChoiceField(label="刊物", required=False)
    use = forms.ChoiceField(label="采用方式", required=False, choices=ANY + list(USES.items()))
    sort = forms.CharField(label="信息类型", max_length=20, required=False)
    when = forms.CharField(label="条件", max_length=60, required=False, help_text="如“约稿”，几项用顿号隔开")
    points = forms.DecimalField(
        label="分值",
        min_value=Decimal(0),
        max_value=Decimal(HIGHEST_PRICE),
        decimal_places=2,
        error_messages={"required": "请填写分值。", "max_decimal_places": "分值的小数最多两位。"},
    )

    def __init__(self, *args, carriers=(), **kwargs):
        super().__init__(*args, **kwargs)
        given = self.initial.get("carrier")
        known = [given] if given and given not in dict(carriers) else []
        self.fields["carrier"].choices = [*ANY, *carriers, *((code, code) for code in known)]
        for name, field in self.fields.items():
            kind = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs |= {"class": f"{kind} {kind}-sm", "aria-label": field.label}
            if name == "points":
                field.widget.attrs["step"] = "any"

    def rule(self):
        given = {name: self.cleaned_data[name] or None for name in RULE_AXES}
        when = frozenset(filter(None, map(str.strip, self.cleaned_data["when"].split("、"))))
        return Rule(**given, when=when, points=self.cleaned_data["points"])

    @staticmethod
    def initial_of(rule):
        given = {name: getattr(rule, name) for name in (*RULE_AXES, "points")}
        return given | {"when": "、".join(sorted(rule.when))}


RuleFormSet = forms.formset_factory(RuleForm, extra=3, can_delete=True, max_num=200)


def carriers_for(office):
    """Own publications first, then the carriers above and outside, by the code a rule uses."""
    own = Publication.objects.own(office)
    return [(one.code, str(one)) for one in [*own, *Publication.objects.above(office)]]


def assembled(form, formset, book):
    """The book as the two change it; what cannot stand together becomes an error of the form.

    The form asks about prices and a few policies; every other clause of the book stays as it is.
    """
    rules = [row.rule() for row in formset if row.cleaned_data and not row.cleaned_data.get("DELETE")]
    words = {name: form.cleaned_data[name] for name in ("name", "version", "multi", "year_starts")}
    use_as = {use: other for use, other in book.use_as.items() if use != "composite"}
    if other := form.cleaned_data["use_as"]:
        use_as["composite"] = other
    try:
        return replace(book, rules=tuple(rules), use_as=use_as, **words)
    except Ambiguous as clash:
        for first, second in clash.pairs:
            form.add_error(
                None, f"“{second.code}”与“{first.code}”同样具体，会同时适用；请删去一条，或另加一条更具体的。"
            )
    except ValueError:
        form.add_error(None, "规则代码不能重复，请改其中一条的代码。")
    return None
