"""The draft of a rule book section by section, or as a file."""

import re

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from accounts.refusal import Refused
from scoring import actions
from scoring import books as files
from scoring.actions.books import Overtaken, mark_of
from scoring.bookdata import data_of
from scoring.forms.books import FileForm
from scoring.forms.layout import DAY
from scoring.forms.sections import SectionForm
from scoring.ledger import rules_of
from scoring.models import Book
from scoring.officewords import words_for
from scoring.sections import BY_SLUG, SECTIONS
from scoring.views.books import for_scorer
from scoring.wording import said

COMMENT = re.compile(r"^\s*#", re.MULTILINE)


class DayForm(forms.Form):
    since = forms.DateField(label="施行日期", widget=DAY, error_messages={"required": "请填写施行日期。"})


class Page:
    """One section of one draft before one scorer."""

    def __init__(self, request, book, section):
        self.request, self.book, self.section = request, book, section
        self.rules = rules_of(book.source)
        self.words = words_for(book.office, self.rules)
        sent = request.POST if request.method == "POST" else None
        self.form = SectionForm(section, self.rules, self.words, data=sent)
        self.days = DayForm(sent, initial={"since": book.since}) if section.slug == "basics" else None
        self.seen = sent.get("seen", "") if sent else mark_of(book)
        self.trouble, self.newer = "", ""
        self.status = 200

    def saved(self) -> bool:
        """Whether it was stored; otherwise the page says why, with everything still in it."""
        days = self.days is None or self.days.is_valid()
        if not (self.form.is_valid() & days):
            self.status = 422
            return False
        since = self.days.cleaned_data["since"] if self.days else self.book.since
        seen = self.request.POST.get("over") or self.seen
        try:
            source = files.dump(self.form.book)
            actions.save_book(self.book, source, since=since, by=self.request.user, seen=seen)
        except Overtaken as overtaken:
            self.newer, self.status = str(overtaken), 409
        except Refused as refusal:
            self.trouble, self.status = str(refusal), 422
        return self.status == 200

    def context(self, reader):
        place = SECTIONS.index(self.section)
        context = {name: getattr(self, name) for name in ("book", "section", "form", "days", "words")}
        context |= {name: getattr(self, name) for name in ("trouble", "newer")}
        context |= {"mark": mark_of(self.book), "mark_seen": self.seen, "reader": reader}
        if self.newer:
            context["now_said"] = said(self.rules, dict(self.words.carriers))
        return context | {
            "sections": counted(self.rules),
            "next_section": next(iter(SECTIONS[place + 1 : place + 2]), None),
            "comments": bool(COMMENT.search(self.book.source)),
        }


def counted(rules):
    """Each section with how many clauses it has."""
    data = data_of(rules)
    return [
        {"section": one, "count": sum(len(data.get(name, ())) for name in (*one.lists, *one.words))}
        for one in SECTIONS
    ]


def edit(request, pk):
    """Begins with the first section."""
    book, _ = for_scorer(request, pk)
    actions.books.refuse_frozen(book)
    return redirect("scoring:book_section", book.pk, SECTIONS[0].slug)


def section(request, pk, slug):
    book, reader = for_scorer(request, pk)
    if slug not in BY_SLUG:
        raise Http404("no such section")
    actions.books.refuse_frozen(book)
    page = Page(request, book, BY_SLUG[slug])
    if request.method == "POST" and "add" not in request.POST and page.saved():
        messages.success(request, f"“{page.section.title}”已保存。")
        then = request.POST.get("then")
        return redirect("scoring:book_section", book.pk, then if then in BY_SLUG else slug)
    return render(request, "scoring/book_edit.html", page.context(reader), status=page.status)


def as_file(request, pk):
    """The draft's text itself, with its comments: corrected in the box, or replaced by an upload."""
    book, reader = for_scorer(request, pk)
    actions.books.refuse_frozen(book)
    first = {"text": book.source, "since": book.since}
    form = FileForm(request.POST or None, request.FILES or None, initial=first)
    context = {"book": book, "form": form, "reader": reader, "mark": mark_of(book)}
    context["mark_seen"] = request.POST.get("seen", context["mark"])
    status = 200
    if request.method == "POST":
        status = stored(request, book, form, context)
        if status == 302:
            messages.success(request, f"{Book.objects.get(pk=book.pk)}已按文件保存。")
            return redirect("scoring:book", book.pk)
    return render(request, "scoring/book_file.html", context, status=status)


def stored(request, book, form, context):
    """302 when it was, else what is wrong, with the text kept in the box."""
    if not form.is_valid():
        return 422
    form.show_again()
    seen = request.POST.get("over") or context["mark_seen"]
    try:
        files.load(form.source)
        since = form.cleaned_data["since"]
        actions.save_book(book, form.source, since=since, by=request.user, seen=seen)
    except files.BadBook as bad:
        context["problems"] = bad.problems
        return 422
    except Overtaken as overtaken:
        context |= {"newer": str(overtaken), "now": book.source}
        return 409
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return 422
    return 302
