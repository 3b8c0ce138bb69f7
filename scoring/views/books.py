"""Rule books: read, begun from a file, edited as rows while drafts, put into force, copied, exported."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from accounts.refusal import NotYours, Refused
from scoring import actions
from scoring import books as files
from scoring.forms.books import BookForm, RuleForm, RuleFormSet, SourceForm, assembled, carriers_for
from scoring.ledger import owed, rules_of
from scoring.models import Book
from scoring.prices import price_table
from scoring.reading import Reader


def index(request):
    reader = Reader.of(request)
    books = Book.objects.visible_to(request.user).filter(office=reader.office).with_use()
    now = Book.objects.in_force(reader.office, timezone.localdate())
    context = {"books": books, "now": now, "reader": reader, "office": reader.office}
    return render(request, "scoring/books.html", context)


def found(request, pk):
    """The book, and the reader before its office."""
    books = Book.objects.visible_to(request.user).select_related("office", "made_by", "enacted_by")
    book = get_object_or_404(books, pk=pk)
    return book, Reader(request.user, book.office)


def for_scorer(request, pk):
    book, reader = found(request, pk)
    if not reader.keeps_score:
        raise NotYours(f"考核办法由{book.office}的积分管理员制定。")
    return book, reader


def detail(request, pk):
    book, reader = found(request, pk)
    rules = rules_of(book.source)
    context = {
        "book": book,
        "rules": rules,
        "prices": price_table(rules, dict(carriers_for(book.office))),
        "periods": book.periods.standing().in_short().order_by("month"),
        "versions": Book.objects.visible_to(request.user).filter(office=book.office, name=book.name),
        "reader": reader,
    }
    return render(request, "scoring/book.html", context)


def toml(request, pk):
    book, _ = found(request, pk)
    name = content_disposition_header(as_attachment=True, filename=f"{book}.toml")
    return HttpResponse(
        book.source, content_type="application/toml; charset=utf-8", headers={"Content-Disposition": name}
    )


def new(request):
    """Begin from the shipped example or from one's own file."""
    reader = Reader.of(request)
    if not reader.keeps_score:
        raise NotYours(f"考核办法由{reader.office}的积分管理员制定。")
    form = SourceForm(request.POST or None, request.FILES or None, initial=beginning(request))
    problems = []
    if request.method == "POST" and form.is_valid():
        try:
            book = begin(reader, form, request.user)
            return redirect("scoring:book", book.pk)
        except files.BadBook as bad:
            problems = bad.problems
            form = shown_again(form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            form = shown_again(form)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "problems": problems, "reader": reader, "office": reader.office}
    return render(request, "scoring/book_new.html", context, status=status)


def beginning(request):
    text = files.example_text("r1") if request.GET.get("example") == "r1" else ""
    return {"since": timezone.localdate().replace(day=1), "text": text}


def begin(reader, form, by):
    since = form.cleaned_data["since"]
    return actions.new_book(reader.office, form.source, since=since, by=by)


def shown_again(form):
    """The uploaded words stand in the box, where they can be corrected."""
    again = form.data.copy()
    again["text"] = form.source
    form.data = again
    return form


def edit(request, pk):
    """The draft as rows."""
    book, reader = for_scorer(request, pk)
    actions.books.refuse_frozen(book)
    rules = rules_of(book.source)
    rows = [RuleForm.initial_of(rule) for rule in rules.rules]
    form = BookForm(request.POST or None, initial=BookForm.initial_of(book, rules))
    formset = RuleFormSet(
        request.POST or None, initial=rows, form_kwargs={"carriers": carriers_for(book.office)}
    )
    if request.method == "POST" and saved(request, book, form, formset):
        messages.success(request, f"{book}已保存。")
        return redirect("scoring:book", book.pk)
    status = 422 if request.method == "POST" else 200
    context = {"book": book, "form": form, "formset": formset, "reader": reader}
    return render(request, "scoring/book_edit.html", context, status=status)


def saved(request, book, form, formset):
    if not (form.is_valid() & formset.is_valid()):
        return False
    if not (rules := assembled(form, formset, rules_of(book.source))):
        return False
    try:
        source = files.dump(rules)
        actions.save_book(book, source, since=form.cleaned_data["since"], by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    except files.BadBook as bad:
        for problem in bad.problems:
            form.add_error(None, problem.message)
        return False
    return True


@require_POST
def copy(request, pk):
    book, _ = for_scorer(request, pk)
    draft = actions.copy_book(book, by=request.user)
    messages.success(request, f"已复制为{draft}（草稿），修改后发布施行。")
    return redirect("scoring:book_edit", draft.pk)


def enact(request, pk):
    """Asks first: an enacted book cannot be changed."""
    book, reader = for_scorer(request, pk)
    if request.method == "POST":
        actions.enact_book(book, by=request.user)
        messages.success(request, f"{book}已发布，自{book.since:%Y年%m月%d日}起施行。")
        return redirect("scoring:book", book.pk)
    actions.books.refuse_frozen(book)
    replaced = Book.objects.in_force(book.office, book.since)
    context = {
        "book": book,
        "rules": rules_of(book.source),
        "replaced": replaced,
        "owed": owed(book),
        "reader": reader,
    }
    return render(request, "scoring/book_enact.html", context)
