"""试算: a book on past months beside the books in force, or beside another book."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts.numbers import whole
from scoring.bookcase import months_from, preceding
from scoring.ledger import bookcase_of, rules_of
from scoring.models import Book
from scoring.trialsheet import Cells, workbook
from scoring.trying import Trial, alone, explained
from scoring.views.books import for_scorer

MOST_MONTHS = 48
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MonthsForm(forms.Form):
    """From which month to which, and beside what."""

    first = forms.ChoiceField(label="从")
    last = forms.ChoiceField(label="到")
    against = forms.ChoiceField(label="对照", required=False)

    def __init__(self, *args, others=(), **kwargs):
        super().__init__(*args, **kwargs)
        now = timezone.localdate().replace(day=1)
        months = months_from(date(now.year - 4, now.month, 1), now)[-MOST_MONTHS:]
        for name in ("first", "last"):
            self.fields[name].choices = [
                (f"{month:%Y-%m}", f"{month.year}年{month.month}月") for month in reversed(months)
            ]
        named = [(str(one.pk), f"{one}{'' if one.enacted_at else '（草稿）'}") for one in others]
        self.fields["against"].choices = [("", "当时施行的办法"), *named]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    def clean(self):
        given = self.cleaned_data
        if "first" in given and "last" in given and given["first"] > given["last"]:
            raise forms.ValidationError("起始月份不能晚于截止月份。")
        return given

    def months(self):
        return [date(*map(int, self.cleaned_data[name].split("-")), 1) for name in ("first", "last")]


@dataclass
class Asked:
    """What a scorer tries: a book, the months, and what it stands beside."""

    book: Book
    others: list
    form: MonthsForm

    @classmethod
    def of(cls, request, book):
        others = list(
            Book.objects.visible_to(request.user).kept().filter(office=book.office).exclude(pk=book.pk)
        )
        before = preceding(timezone.localdate().replace(day=1))
        sent = request.GET if "first" in request.GET else usual(before)
        return cls(book, others, MonthsForm(sent, others=others))

    @property
    def beside(self):
        """The other book, or None for those that were in force."""
        chosen = self.form.cleaned_data.get("against")
        return next((one for one in self.others if str(one.pk) == chosen), None)

    def trial(self) -> Trial:
        old = alone(rules_of(self.beside.source)) if self.beside else bookcase_of(self.book.office)
        return Trial(self.book.office, old, alone(rules_of(self.book.source)), *self.form.months())

    @property
    def title(self) -> str:
        first, last = (f"{month.year}年{month.month}月" for month in self.form.months())
        beside = self.beside or "当时施行的办法"
        return f"试算{self.book}：{first}至{last}，对照{beside}"


def usual(month):
    """The month that ended last."""
    return {"first": f"{month:%Y-%m}", "last": f"{month:%Y-%m}"}


def trial(request, pk):
    """Old and new side by side; a unit's page shows the lines on which the books differ."""
    book, reader = for_scorer(request, pk)
    asked = Asked.of(request, book)
    context = {"book": book, "form": asked.form, "reader": reader}
    if not asked.form.is_valid():
        return render(request, "scoring/book_try.html", context, status=422)
    groups = asked.trial().groups()
    context |= {"groups": groups, "beside": asked.beside, "query": request.GET.urlencode()}
    context["rows"] = [(name, [Cells(name, one) for one in changes]) for name, changes in groups]
    context["no_book"] = any(not one.old.begun for _, changes in groups for one in changes)
    if "unit" in request.GET:
        context |= of_unit(request, groups, reader)
    return render(request, "scoring/book_try.html", context)


def of_unit(request, groups, reader):
    asked = whole(request.GET["unit"])
    change = next((one for _, changes in groups for one in changes if one.unit.pk == asked), None)
    if change is None:
        raise Http404("no such unit in this trial")
    [(_, differences)] = explained([change], reader)
    return {"change": change, "differences": differences}


def trial_xlsx(request, pk):
    """The same as a spreadsheet, with the lines behind every change."""
    book, reader = for_scorer(request, pk)
    asked = Asked.of(request, book)
    if not asked.form.is_valid():
        raise Http404("no such months")
    groups = asked.trial().groups()
    units = [one for _, changes in groups for one in changes]
    content = workbook(asked.title, groups, explained(units, reader))
    name = content_disposition_header(as_attachment=True, filename=f"试算{book}.xlsx")
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": name})
