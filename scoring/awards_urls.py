"""Addresses of award schemes and of the lists drawn up by them."""

from django.urls import path

import scoring.converters as _converters  # noqa: F401 - registers verbs and formats
from scoring.views import award_lists, awards, payments

urlpatterns = [
    path("awards/", awards.index, name="awards"),
    path("awards/new/", awards.new, name="award_scheme_new"),
    path("awards/schemes/<int:pk>/", awards.scheme, name="award_scheme"),
    path("awards/schemes/<int:pk>/edit/", awards.edit, name="award_scheme_edit"),
    path("awards/schemes/<int:pk>/copy/", awards.copy, name="award_scheme_copy"),
    path("awards/schemes/<int:pk>/award/", awards.award_new, name="award_new"),
    path("awards/schemes/<int:pk>/preview/", awards.preview, name="award_preview"),
    path("awards/schemes/<int:pk>/draw/", awards.draw, name="award_draw"),
    path("awards/prizes/<int:pk>/", awards.award_edit, name="award_edit"),
    path("awards/prizes/<int:pk>/drop/", awards.award_drop, name="award_drop"),
    path("awards/candidates/<int:pk>/", award_lists.decide, name="award_decide"),
    path("awards/objections/<int:pk>/", award_lists.answer, name="award_answer"),
    path("awards/<int:pk>/", award_lists.award_list, name="award_list"),
    path("awards/<int:pk>.<signed_format:format>", award_lists.file, name="award_file"),
    path("awards/<int:pk>/others/", award_lists.others, name="award_others"),
    path("awards/<int:pk>/renew/", award_lists.renew, name="award_renew"),
    path("awards/<int:pk>/objections/", award_lists.object_to, name="award_object"),
    path("awards/<int:pk>/payments/", payments.of_award_list, name="award_payments"),
    path("awards/<int:pk>/<award_verb:verb>/", award_lists.move, name="award_move"),
]
