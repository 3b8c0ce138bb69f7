"""Forms of rule books as files: they check shape; the actions decide."""

from django import forms

from scoring.forms.layout import DAY, helper

FILE_LIMIT = 200_000


class FileForm(forms.Form):
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

    def show_again(self):
        """The uploaded words stand in the box, where they can be corrected."""
        again = self.data.copy()
        again["text"] = self.source
        self.data = again


class BlankForm(forms.Form):
    """What a book needs to be begun with nothing in it."""

    name = forms.CharField(label="名称", max_length=80, error_messages={"required": "请填写办法的名称。"})
    since = forms.DateField(
        label="施行日期",
        widget=DAY,
        help_text="以后还可以改",
        error_messages={"required": "请填写施行日期。"},
    )
    helper = helper(("name", "since"))


class BeginForm(forms.Form):
    """The day from which a book begun from an example or a copy is to count."""

    since = forms.DateField(label="施行日期", widget=DAY, error_messages={"required": "请填写施行日期。"})
