"""Addresses of editing an article together: its form, who is in it, what is checked and marked in it."""

from django.urls import path, register_converter

from bulletins.marks_states import MARK_MOVES
from bulletins.views import checks, editing, joining, presence, returning


class MarkVerb:
    """A verb of the marks' table that has a button; any other has no address."""

    regex = "|".join(verb for verb, move in MARK_MOVES.items() if move.button)

    def to_python(self, text):
        return text

    def to_url(self, text):
        return text


register_converter(MarkVerb, "mark_verb")

urlpatterns = [
    path("articles/<int:pk>/edit/", editing.edit, name="article_edit"),
    path("articles/<int:pk>/save/", editing.autosave, name="article_autosave"),
    path("articles/<int:pk>/presence/", presence.presence, name="article_presence"),
    path("articles/<int:pk>/leave/", presence.leave, name="article_leave"),
    path("articles/<int:pk>/take-over/", presence.take_over, name="article_take_over"),
    path("articles/<int:pk>/join/", joining.join, name="article_join"),
    path("articles/<int:pk>/checks/", checks.checks, name="article_checks"),
    path("articles/<int:pk>/mark/", checks.mark, name="article_mark"),
    path("articles/<int:pk>/back/", checks.back, name="article_back"),
    path("articles/<int:pk>/return/<int:item>/", returning.return_source, name="article_return"),
    path("articles/marks/<int:pk>/<mark_verb:verb>/", checks.mark_move, name="mark_move"),
    path("issues/<int:pk>/marks/", checks.issue_marks, name="article_marks"),
    path("issues/<int:pk>/marks/pass/", checks.marks_pass, name="marks_pass"),
]
