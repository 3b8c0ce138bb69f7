"""Addresses of what goes further up, and of what is entered late."""

from django.urls import path, register_converter

from bulletins.upward_states import UPWARD_MOVES
from bulletins.views import late, upward, upward_moves


class Verb:
    """A verb of the move table; an unknown one has no address."""

    regex = "|".join(UPWARD_MOVES)

    def to_python(self, text):
        return text

    def to_url(self, text):
        return str(text)


register_converter(Verb, "upward_verb")

urlpatterns = [
    path("upward/", upward.index, name="upward"),
    path("upward/list.xlsx", upward.xlsx, name="upward_xlsx"),
    path("upward/new/", upward.new, name="upward_new"),
    path("upward/<int:pk>/", upward.report, name="upward_report"),
    path("upward/<int:pk>/edit/", upward.edit, name="upward_edit"),
    path("upward/<int:pk>/file/", upward.file, name="upward_file"),
    path("upward/<int:pk>/<upward_verb:verb>/", upward_moves.move, name="upward_move"),
    path("articles/<int:pk>/upward/", upward.of_article, name="article_upward"),
    path("issues/<int:pk>/upward/", upward.of_issue, name="issue_upward"),
    path("late/", late.index, name="late"),
    path("late/template.xlsx", late.template, name="late_template"),
    path("late/import/", late.upload, name="late_import"),
    path("late/load/", late.load, name="late_load"),
    path("late/<int:pk>/", late.table, name="late_table"),
    path("late/<int:pk>/undo/", late.undo, name="late_undo"),
]
