"""A rule book put into force, taken back while unused, or discarded: each asks first."""

from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.refusal import Refused
from scoring import actions
from scoring.bookcase import end_of
from scoring.impact import impact_of
from scoring.ledger import owed, rules_of
from scoring.models import Book
from scoring.views.books import for_scorer


def enact(request, pk):
    """Says what it changes, then does it: an enacted book cannot be changed."""
    book, reader = for_scorer(request, pk)
    actions.books.refuse_frozen(book)
    trouble, status = "", 200
    if request.method == "POST":
        try:
            actions.enact_book(book, by=request.user, replacing="replacing" in request.POST)
        except Refused as refusal:
            trouble, status = str(refusal), 409
        else:
            messages.success(request, f"{book}已发布，自{book.since:%Y年%m月%d日}起施行。")
            return redirect("scoring:book", book.pk)
    context = consequences(book) | {"reader": reader, "trouble": trouble}
    return render(request, "scoring/book_enact.html", context, status=status)


def consequences(book):
    return {
        "book": book,
        "rules": rules_of(book.source),
        "before": Book.objects.in_force(book.office, book.since),
        "twin": actions.books.twin_of(book),
        "impact": impact_of(book),
        "owed": owed(book),
        "within": book.since if book.since.day > 1 else None,
        "month_end": end_of(book.since),
    }


def withdraw(request, pk):
    book, reader = for_scorer(request, pk)
    reason, trouble = request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            actions.withdraw_book(book, by=request.user, reason=reason)
        except Refused as refusal:
            trouble = str(refusal)
        else:
            messages.success(request, f"{book}已撤销施行，改为草稿。")
            return redirect("scoring:book", book.pk)
    context = {"book": book, "reader": reader, "reason": reason, "trouble": trouble}
    context["blocked"] = actions.books.used(book) or not book.enacted_at
    return render(request, "scoring/book_withdraw.html", context, status=409 if trouble else 200)


def discard(request, pk):
    book, reader = for_scorer(request, pk)
    actions.books.refuse_frozen(book)
    if request.method == "POST":
        actions.discard_book(book, by=request.user)
        messages.success(request, f"{book}已作废，仍可在“已作废”里查看和复制。")
        return redirect("scoring:books")
    return render(request, "scoring/book_discard.html", {"book": book, "reader": reader})
