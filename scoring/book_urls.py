"""Addresses of rule books: read, begun, edited section by section, put into force, tried."""

from django.urls import path

from scoring.views import book_begin, book_edit, book_force, books, trying

urlpatterns = [
    path("books/", books.index, name="books"),
    path("books/new/", book_begin.new, name="book_new"),
    path("books/new/file/", book_begin.from_file, name="book_import"),
    path("books/new/<example:example>/", book_begin.from_example, name="book_example"),
    path("books/<int:pk>/", books.detail, name="book"),
    path("books/<int:pk>/print/", books.printed, name="book_print"),
    path("books/<int:pk>/compare/", books.compare, name="book_compare"),
    path("books/<int:pk>/edit/", book_edit.edit, name="book_edit"),
    path("books/<int:pk>/edit/file/", book_edit.as_file, name="book_file"),
    path("books/<int:pk>/edit/<slug:slug>/", book_edit.section, name="book_section"),
    path("books/<int:pk>/copy/", book_begin.copy, name="book_copy"),
    path("books/<int:pk>/discard/", book_force.discard, name="book_discard"),
    path("books/<int:pk>/enact/", book_force.enact, name="book_enact"),
    path("books/<int:pk>/withdraw/", book_force.withdraw, name="book_withdraw"),
    path("books/<int:pk>/try/", trying.trial, name="book_try"),
    path("books/<int:pk>/try.xlsx", trying.trial_xlsx, name="book_try_xlsx"),
    path("books/<int:pk>.toml", books.toml, name="book_toml"),
]
