"""Forms of compiling and signing."""

from django import forms

from accounts.numbers import whole
from bulletins.forms.plain import Plain, Written, form_key
from bulletins.models import Issue, Publication


class NewIssueForm(Plain, forms.ModelForm):
    key = form_key()

    class Meta:
        model = Issue
        fields = ["publication", "series", "tag"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["publication"] = forms.ModelChoiceField(
            Publication.objects.edited_by(user), label="刊物", empty_label=None
        )
        self.dress()


class IssueForm(Plain, Written, forms.ModelForm):
    """What stands around the articles of one issue."""

    class Meta:
        model = Issue
        fields = ["series", "tag", "note", "report_to", "send_to", "copy_to", "copies"]
        widgets = {
            "note": forms.Textarea(attrs={"rows": 5}),
            **{name: forms.Textarea(attrs={"rows": 4}) for name in ("report_to", "send_to", "copy_to")},
        }
        help_texts = {
            "note": "印在红线之下、稿件之前，不必写“编者按”三字",
            **dict.fromkeys(("report_to", "send_to", "copy_to"), "一行一个"),
        }

    def __init__(self, *args, user, base, **kwargs):
        super().__init__(*args, **kwargs)
        self.sign_for(user, base)
        lists = ("report_to", "send_to", "copy_to")
        self.dress(("series", "tag", "copies"), "note", lists, "base", "writer")


class DecisionForm(Plain, forms.Form):
    """A verb that asks for a reason or a confirmation, said about the version that was read."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label="意见", max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args, step, base, **kwargs):
        super().__init__(*args, initial={"base": base}, **kwargs)
        self.fields["reason"].error_messages["required"] = f"{step.label}须写明意见。"
        if not step.needs_reason:
            del self.fields["reason"]
        self.dress()

    def why(self):
        return self.cleaned_data.get("reason", "")


class OrderForm(forms.Form):
    """The whole order of an issue with one article moved: up, down, or to a place."""

    base = forms.IntegerField()
    order = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, data):
        super().__init__(data)
        self.fields["order"].choices = [(pk, pk) for pk in data.getlist("order")]

    def wanted(self):
        """The posted list after the pressed button."""
        order = list(self.cleaned_data["order"])
        for button, step in (("up", -1), ("down", 1)):
            if (pk := self.number(button)) in order:
                return moved(order, pk, order.index(pk) + 1 + step)
        pk = self.number("move")
        place = self.number(f"to-{pk}")
        return moved(order, pk, place) if pk in order and place else order

    def number(self, name):
        return whole(self.data.get(name, ""))


def moved(order, pk, place):
    """The list with one entry at a place counted from 1; beyond the ends means at the end."""
    rest = [other for other in order if other != pk]
    place = min(max(place, 1), len(order))
    return [*rest[: place - 1], pk, *rest[place - 1 :]]
