"""Forms of leaders' instructions: written, copied in, looked for, taken back."""

from django import forms
from django.utils import timezone

from accounts.kept import writer_key
from accounts.roles import Level
from bulletins.actions.instructions import leaders_over
from bulletins.forms.plain import Plain
from bulletins.models import Article, Instruction

DAY = {"type": "date"}


class InstructionForm(Plain, forms.ModelForm):
    """批示: a leader's own, or copied in by an editor with the leader's name."""

    followup = forms.BooleanField(label="要求督办", required=False)

    class Meta:
        model = Instruction
        fields = ["person", "leader", "level", "on", "article", "adoption", "text", "file"]
        labels = {"leader": "或填写姓名、职务"}
        widgets = {
            "on": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "text": forms.Textarea(attrs={"rows": 4}),
            "file": forms.FileInput,
        }
        help_texts = {"file": "可附批示原件的扫描或照片：pdf、jpg、png"}

    def __init__(self, *args, office, user, is_leader, issue=None, item=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"level": office.level, "on": timezone.localdate(), "writer": writer_key(user)}
        self.fields["writer"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.fields["level"].choices = Level.choices
        self.fields["followup"].help_text = (
            "责任编辑会交办到单位，限期反馈" if is_leader else "先立项，随后交办到单位"
        )
        where = self.choose_place(issue, item)
        who = () if is_leader else (("person", "leader"),)
        self.choose_leader(office, is_leader)
        self.dress(*who, "text", "followup", ("level", "on"), where, "file", "writer")

    def choose_place(self, issue, item):
        """The whole issue or one of its articles; the item itself or one of its uses above."""
        if issue:
            del self.fields["adoption"]
            printed = Article.objects.printed_in(issue)
            self.fields["article"] = forms.ModelChoiceField(
                printed, label="批示对象", required=False, empty_label="整期"
            )
            return "article"
        del self.fields["article"]
        uses = item.adoptions.standing().exclude(publication__office=item.office)
        self.fields["adoption"] = forms.ModelChoiceField(
            uses.select_related("publication"), label="批示对象", required=False, empty_label="信息本身"
        )
        return "adoption"

    def choose_leader(self, office, is_leader):
        self.fields["leader"].required = False
        if is_leader:
            del self.fields["leader"], self.fields["person"]
            return
        self.fields["person"] = forms.ModelChoiceField(
            leaders_over(office),
            label="批示领导",
            required=False,
            empty_label="系统外的领导（另填姓名、职务）",
        )

    def clean(self):
        """A name is chosen or typed, and only one of both."""
        data = super().clean()
        if "leader" in self.fields and not self.errors:
            given = [data.get("person"), data.get("leader", "").strip()]
            if not any(given):
                self.add_error("leader", "请选择批示领导，或填写其姓名、职务。")
            elif all(given):
                self.add_error("leader", "批示领导已选择，不必再填姓名、职务；系统外的领导请不要选择。")
        return data

    def words(self):
        """What the action takes; an unanswered choice is None."""
        data = self.cleaned_data
        return {name: data[name] for name in (*self.Meta.fields, "followup") if name in data}


class RevokeInstructionForm(Plain, forms.Form):
    reason = forms.CharField(
        label="撤回原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明撤回原因。"},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["writer"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=writer_key(user)
        )
        self.dress()


class InstructionFilter(forms.Form):
    """The narrow row above the register; a broken filter is no filter."""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    level = forms.ChoiceField(label="层级", required=False, choices=[("", "全部层级"), *Level.choices])
    leader = forms.CharField(label="领导", required=False, max_length=40)
    unit = forms.ModelChoiceField(None, label="涉及单位", required=False, empty_label="全部单位")
    publication = forms.ModelChoiceField(None, label="刊物", required=False, empty_label="全部刊物")

    def __init__(self, data, *, years, units, publications):
        super().__init__(data)
        self.fields["year"].choices = [("", "全部年度"), *((year, f"{year}年") for year in years)]
        self.fields["unit"].queryset = units
        self.fields["publication"].queryset = publications
        for field in self.fields.values():
            select = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if select else "form-control"

    def chosen(self):
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields} | {
            name: self.cleaned_data.get(name, "") for name in ("level", "leader")
        }
