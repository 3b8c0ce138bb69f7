"""Addresses of bringing old registers in."""

from django.urls import path

from scoring.views.history import batches, scores, steps

urlpatterns = [
    path("history/", batches.index, name="history"),
    path("history/template/", batches.template, name="history_template"),
    path("history/scores/", scores.scores, name="history_scores"),
    path("history/<int:pk>/", batches.batch, name="history_batch"),
    path("history/<int:pk>/columns/", steps.columns, name="history_columns"),
    path("history/<int:pk>/sheet/", steps.sheet, name="history_sheet"),
    path("history/<int:pk>/names/", steps.names, name="history_names"),
    path("history/<int:pk>/load/", batches.load, name="history_load"),
    path("history/<int:pk>/undo/", batches.undo, name="history_undo"),
    path("history/<int:pk>/drop/", batches.drop, name="history_drop"),
    path("history/<int:pk>/file/", batches.file, name="history_file"),
    path("history/<int:pk>/errors.xlsx", batches.errors, name="history_errors"),
]
