"""The search form: a query and what narrows it."""

from django import forms

from accounts.roles import DESK_ROLES
from bulletins.states import ArticleState, IssueState
from infohub.searching import ITEM, Asked, units_for
from submissions.states import TAKEN, TAKEN_LABEL, Kind, State

QUERY_LIMIT = 100
ITEM_STATES = [(f"item:{value}", label) for value, label in [*State.choices, (TAKEN, TAKEN_LABEL)]]
ARTICLE_STATES = [(f"article:{value}", label) for value, label in ArticleState.choices]
ISSUE_STATES = [(f"issue:{state}", state.label) for state in (IssueState.SIGNED, IssueState.VOID)]


def day_field(label):
    widget = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
    wrong = {"invalid": f"“{label}”的日期没有看懂，请按 2026-11-21 这样填写。"}
    return forms.DateField(label=label, required=False, widget=widget, error_messages=wrong)


class SearchForm(forms.Form):
    """A plain GET form; what is broken is named, and the rest still counts."""

    q = forms.CharField(
        label="查找",
        required=False,
        max_length=QUERY_LIMIT,
        error_messages={"max_length": f"查找的文字请不超过 {QUERY_LIMIT} 个字。"},
    )
    what = forms.ChoiceField(label="范围", required=False)
    unit = forms.TypedChoiceField(label="单位", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label="类型", required=False, choices=[("", "全部类型"), *Kind.choices])
    state = forms.ChoiceField(label="状态", required=False)
    since = day_field("自")
    until = day_field("至")

    def __init__(self, data, *, user):
        super().__init__(data)
        at_desk = bool(user.units_as(*DESK_ROLES))
        sorts = [(ITEM, "信息来稿"), *([("article", "稿件")] if at_desk else []), ("issue", "刊物")]
        states = [("信息来稿", ITEM_STATES), *([("稿件", ARTICLE_STATES)] if at_desk else [])]
        self.fields["what"].choices = [("", "全部范围"), *sorts]
        self.fields["state"].choices = [("", "全部状态"), *states, ("刊物", ISSUE_STATES)]
        units = [(unit.pk, str(unit)) for unit in units_for(user)]
        self.fields["unit"].choices = [("", "全部单位"), *units]
        for name in ("what", "unit", "kind", "state"):
            field = self.fields[name]
            field.widget.attrs["class"] = "form-select"
            field.error_messages["invalid_choice"] = f"没有这样的{field.label}，已忽略。"

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", "“至”不能早于“自”。")
        return self.cleaned_data

    def asked(self):
        """What can be understood; a broken filter is shown with its error and narrows nothing."""
        self.is_valid()
        return Asked(**self.cleaned_data)
