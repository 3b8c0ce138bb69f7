"""Forms of compiling and signing."""

from django import forms

from accounts.numbers import whole
from bulletins import arranging
from bulletins.arranging import Entry
from bulletins.forms.plain import Plain, Written, form_key
from bulletins.models import Issue, Publication
from bulletins.states import Series


class NewIssueForm(Plain, forms.ModelForm):
    key = form_key()

    class Meta:
        model = Issue
        fields = ["publication", "series", "tag"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Publication.objects.edited_by(user).prefetch_related("series_rules", "counters")
        self.publications = list(mine)
        self.fields["publication"] = forms.ModelChoiceField(mine, label="刊物", empty_label=None)
        self.fields["series"].choices = {
            series: name for each in self.publications for series, name in each.series_on
        }.items()
        self.dress()

    def clean(self):
        """Each publication prints its own series only."""
        found = super().clean()
        publication, series = found.get("publication"), found.get("series")
        if publication and series and series not in dict(publication.series_on):
            self.add_error("series", f"{publication}没有启用{Series(series).label}，请选别的刊型。")
        return found


class IssueForm(Plain, Written, forms.ModelForm):
    """What stands around the articles of one issue."""

    class Meta:
        model = Issue
        fields = ["series", "tag", "note", "report_to", "send_to", "copy_to", "copies", "shows_contents"]
        widgets = {
            "note": forms.Textarea(attrs={"rows": 5}),
            **{name: forms.Textarea(attrs={"rows": 4}) for name in ("report_to", "send_to", "copy_to")},
        }
        help_texts = {
            "note": "印在红线之下、稿件之前，不必写“编者按”三字",
            "shows_contents": "多篇合刊时，在稿件之前印出目录",
            **dict.fromkeys(("report_to", "send_to", "copy_to"), "一行一个"),
        }

    def __init__(self, *args, user, base, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["series"].choices = self.instance.publication.series_on
        self.sign_for(user, base)
        lists = ("report_to", "send_to", "copy_to")
        self.dress(("series", "tag", "copies"), "shows_contents", "note", lists, "base", "writer")


class DecisionForm(Plain, forms.Form):
    """A verb that asks for a reason or a confirmation, said about the version that was read."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label="意见", max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args, step, base, reason="", **kwargs):
        super().__init__(*args, initial={"base": base, "reason": reason}, **kwargs)
        self.fields["reason"].error_messages["required"] = f"{step.label}须写明意见。"
        if not step.needs_reason:
            del self.fields["reason"]
        self.dress()

    def why(self):
        return self.cleaned_data.get("reason", "")


class OrderForm(forms.Form):
    """The whole order of an issue with its columns, and what the pressed button does to it."""

    base = forms.IntegerField()
    order = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, data):
        super().__init__(data)
        self.fields["order"].choices = [(pk, pk) for pk in data.getlist("order")]

    def wanted(self, now, ranks):
        """The posted list after the pressed button; `now` knows the columns that were not posted."""
        columns = {entry.article: entry.column for entry in now}
        posted = [Entry(pk, self.column_of(pk, columns)) for pk in self.cleaned_data["order"]]
        changed = [entry.article for entry in posted if entry.column != columns.get(entry.article)]
        return self.pressed(arranging.gathered(posted, changed, ranks), ranks)

    def column_of(self, pk, columns):
        name = f"column-{pk}"
        return whole(self.data[name]) if name in self.data else columns.get(pk)

    def pressed(self, order, ranks):
        """One article or one column a step up or down, an article to a place, or all by columns."""
        here = {entry.article for entry in order}
        for button, step in (("up", -1), ("down", 1)):
            if (pk := self.number(button)) in here:
                return arranging.shifted(order, pk, step)
            if column := self.number(f"column-{button}"):
                return arranging.shifted_column(order, column, step)
        if "sorted" in self.data:
            return arranging.by_columns(order, ranks)
        pk = self.number("move")
        place = self.number(f"to-{pk}")
        return arranging.moved_to(order, pk, place) if pk in here and place else order

    def number(self, name):
        return whole(self.data.get(name, ""))
