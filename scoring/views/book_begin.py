"""A rule book begun: from an example, from nothing, from a file, or as a copy."""

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.refusal import NotYours, Refused
from scoring import actions
from scoring import books as files
from scoring.engine import RuleBook
from scoring.forms.books import BeginForm, BlankForm, FileForm
from scoring.models import Book
from scoring.reading import Reader
from scoring.shipped import BY_CODE, SHIPPED
from scoring.views.books import for_scorer


def before_scorer(request):
    reader = Reader.of(request)
    if not reader.keeps_score:
        raise NotYours(f"考核办法由{reader.office}的积分管理员制定。")
    return reader


def new(request):
    """Every way to begin on one page."""
    reader = before_scorer(request)
    first = {"since": timezone.localdate().replace(day=1)}
    context = {"reader": reader, "office": reader.office, "shipped": SHIPPED}
    context["own"] = Book.objects.filter(office=reader.office).select_related("office")
    context["begin"] = BeginForm(initial=first)
    context["form"] = BlankForm(request.POST or None, initial=first)
    if request.method == "POST" and context["form"].is_valid():
        answer = blank(request, reader, context["form"])
        if answer:
            return answer
    status = 422 if request.method == "POST" else 200
    return render(request, "scoring/book_new.html", context, status=status)


def blank(request, reader, form):
    """A book of this name with nothing in it yet, or None and the reason at the form."""
    rules = RuleBook(form.cleaned_data["name"], 1, ())
    try:
        return begun(request, reader, rules, form.cleaned_data["since"])
    except files.BadBook as bad:
        form.add_error("name", bad.problems[0].message)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return None


def begun(request, reader, rules, since):
    """The next version where the office has one of this name; then the first section."""
    source = files.dump(replace(rules, version=actions.books.next_version(reader.office, rules.name)))
    book = actions.new_book(reader.office, source, since=since, by=request.user, begun=True)
    messages.success(request, f"{book}已存为草稿，请逐节核对；随时可以停下，以后接着改。")
    return redirect("scoring:book_section", book.pk, "basics")


@require_POST
def from_example(request, example):
    reader = before_scorer(request)
    since = timezone.localdate().replace(day=1)
    return begun(request, reader, files.example(example), since)


def from_file(request):
    """A file of one's own, or an example's text with its comments."""
    reader = before_scorer(request)
    first = {"since": timezone.localdate().replace(day=1), "text": example_asked(request)}
    form = FileForm(request.POST or None, request.FILES or None, initial=first)
    problems = []
    if request.method == "POST" and form.is_valid():
        form.show_again()
        try:
            since = form.cleaned_data["since"]
            book = actions.new_book(reader.office, form.source, since=since, by=request.user)
            return redirect("scoring:book", book.pk)
        except files.BadBook as bad:
            problems = bad.problems
        except Refused as refusal:
            form.add_error(None, str(refusal))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "problems": problems, "reader": reader, "office": reader.office}
    return render(request, "scoring/book_import.html", context, status=status)


def example_asked(request):
    code = request.GET.get("example", "")
    return files.example_text(code) if code in BY_CODE else ""


@require_POST
def copy(request, pk):
    book, _ = for_scorer(request, pk)
    draft = actions.copy_book(book, by=request.user)
    messages.success(request, f"已复制为{draft}（草稿），修改后发布施行。")
    return redirect("scoring:book_edit", draft.pk)
