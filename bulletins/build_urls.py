"""Addresses of the issue builder, of corrections and of what follows a signed issue."""

from django.urls import path, register_converter

from bulletins.correction_states import CORRECTION_MOVES
from bulletins.views import corrections, ordering, pages, sequels


class CorrectionVerb:
    regex = "|".join(CORRECTION_MOVES)

    def to_python(self, text):
        return text

    def to_url(self, verb):
        return str(verb)


register_converter(CorrectionVerb, "correction_verb")

urlpatterns = [
    path("issues/<int:pk>/order/", ordering.order, name="issue_order"),
    path("issues/<int:pk>/pages/", pages.pages, name="issue_pages"),
    path("issues/<int:pk>/pages/<slug:name>/<int:number>.png", pages.page, name="issue_page"),
    path("issues/<int:pk>/correct/", corrections.new, name="issue_correct"),
    path("issues/<int:pk>/corrections/", corrections.printed, name="issue_corrections"),
    path("issues/<int:pk>/supplement/", sequels.supplement, name="issue_supplement"),
    path("issues/<int:pk>/reissue/", sequels.reissue, name="issue_reissue"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/<int:pk>/", corrections.correction, name="correction"),
    path("corrections/<int:pk>/edit/", corrections.edit, name="correction_edit"),
    path("corrections/<int:pk>/<correction_verb:verb>/", corrections.move, name="correction_move"),
]
