"""试算: a book on past months, before it is put into force."""

from datetime import date

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from accounts.numbers import whole
from scoring.bookcase import months_from, preceding
from scoring.ledger import rules_of
from scoring.trying import Trial, explained
from scoring.views.books import for_scorer

MOST_MONTHS = 36


class MonthsForm(forms.Form):
    """From which month to which."""

    first = forms.ChoiceField(label="从")
    last = forms.ChoiceField(label="到")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = timezone.localdate().replace(day=1)
        months = months_from(date(now.year - 3, now.month, 1), now)[-MOST_MONTHS:]
        for field in self.fields.values():
            field.choices = [
                (f"{month:%Y-%m}", f"{month.year}年{month.month}月") for month in reversed(months)
            ]
            field.widget.attrs["class"] = "form-select"

    def clean(self):
        given = self.cleaned_data
        if len(given) == 2 and given["first"] > given["last"]:
            raise forms.ValidationError("起始月份不能晚于截止月份。")
        return given

    def months(self):
        return [date(*map(int, self.cleaned_data[name].split("-")), 1) for name in ("first", "last")]


def trial(request, pk):
    """Old and new side by side; a unit's page shows the lines on which the books differ."""
    book, reader = for_scorer(request, pk)
    before = preceding(timezone.localdate().replace(day=1))
    form = MonthsForm(request.GET if "first" in request.GET else usual(before))
    context = {"book": book, "form": form, "reader": reader}
    if not form.is_valid():
        return render(request, "scoring/book_try.html", context, status=422)
    found = Trial(book.office, rules_of(book.source), *form.months())
    context |= {"groups": found.groups(), "span": found.span, "draft": rules_of(book.source)}
    if "unit" in request.GET:
        context |= of_unit(request, context["groups"], reader)
    return render(request, "scoring/book_try.html", context)


def usual(month):
    """The month that ended last."""
    return {"first": f"{month:%Y-%m}", "last": f"{month:%Y-%m}"}


def of_unit(request, groups, reader):
    asked = whole(request.GET["unit"])
    change = next((one for _, changes in groups for one in changes if one.unit.pk == asked), None)
    if change is None:
        raise Http404("no such unit in this trial")
    return {"change": change, "rows": explained(change, reader)}
