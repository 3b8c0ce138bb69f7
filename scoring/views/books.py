"""Rule books read: the shelf, one book in words, its versions beside each other, its file."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts.models import Event
from accounts.numbers import whole
from accounts.refusal import NotYours
from scoring.actions.books import used
from scoring.comparing import compared
from scoring.ledger import rules_of
from scoring.models import Book
from scoring.officewords import carriers_for
from scoring.prices import price_table
from scoring.reading import Reader
from scoring.wording import said


def index(request):
    reader = Reader.of(request)
    books = Book.objects.visible_to(request.user).filter(office=reader.office).with_use()
    now = Book.objects.in_force(reader.office, timezone.localdate())
    context = {"now": now, "reader": reader, "office": reader.office}
    context |= {"books": books.kept(), "discarded": books.exclude(discarded_at=None)}
    return render(request, "scoring/books.html", context)


def found(request, pk):
    """The book, and the reader before its office."""
    books = Book.objects.visible_to(request.user)
    books = books.select_related("office", "made_by", "enacted_by", "discarded_by")
    book = get_object_or_404(books, pk=pk)
    return book, Reader(request.user, book.office)


def for_scorer(request, pk):
    book, reader = found(request, pk)
    if not reader.keeps_score:
        raise NotYours(f"考核办法由{book.office}的积分管理员制定。")
    return book, reader


def told(book):
    """Everything a page or a sheet of paper says of the book."""
    rules, carriers = rules_of(book.source), dict(carriers_for(book.office))
    return {
        "book": book,
        "rules": rules,
        "prices": price_table(rules, carriers),
        "said": said(rules, carriers),
    }


def detail(request, pk):
    book, reader = found(request, pk)
    others = Book.objects.visible_to(request.user).filter(office=book.office).exclude(pk=book.pk)
    context = told(book) | {
        "periods": book.periods.standing().in_short().order_by("month"),
        "others": others.select_related("office"),
        "may_withdraw": bool(book.enacted_at) and reader.keeps_score and not used(book),
        "events": Event.objects.about(book).select_related("who") if reader.at_desk else (),
        "reader": reader,
    }
    return render(request, "scoring/book.html", context)


def printed(request, pk):
    """The whole book on paper, for the meeting that decides on it."""
    book, reader = found(request, pk)
    return render(request, "scoring/book_print.html", told(book) | {"reader": reader})


def compare(request, pk):
    """What another version says that this one does not, and the other way round."""
    book, reader = found(request, pk)
    others = Book.objects.visible_to(request.user).filter(office=book.office).exclude(pk=book.pk)
    other = get_object_or_404(others, pk=whole(request.GET.get("with", "")))
    carriers = dict(carriers_for(book.office))
    changes = compared(rules_of(other.source), rules_of(book.source), carriers)
    context = {"book": book, "other": other, "changes": changes, "reader": reader}
    return render(request, "scoring/book_compare.html", context)


def toml(request, pk):
    book, _ = found(request, pk)
    name = content_disposition_header(as_attachment=True, filename=f"{book}.toml")
    return HttpResponse(
        book.source, content_type="application/toml; charset=utf-8", headers={"Content-Disposition": name}
    )
