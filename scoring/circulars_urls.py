"""Addresses of circulars (通报): /scoring/circulars/7/."""

from django.urls import path, register_converter

from scoring.circular_sections import SORTS
from scoring.circular_states import CIRCULAR_MOVES
from scoring.views import circular_files, circular_moves, circulars


class SectionKind:
    regex = "|".join(SORTS)
    to_python = staticmethod(str)
    to_url = staticmethod(str)


class CircularVerb(SectionKind):
    regex = "|".join(verb for verb in CIRCULAR_MOVES if verb != "sign")


class CircularFormat(SectionKind):
    regex = "docx|pdf|xlsx"


register_converter(SectionKind, "section_kind")
register_converter(CircularVerb, "circular_verb")
register_converter(CircularFormat, "circular_format")

one = "circulars/<int:pk>"
urlpatterns = [
    path("circulars/", circulars.index, name="circulars"),
    path("circulars/new/", circulars.new, name="circular_new"),
    path("circulars/settings/", circulars.settings, name="circular_settings"),
    path(f"{one}/", circulars.circular, name="circular"),
    path(f"{one}/edit/", circulars.edit, name="circular_edit"),
    path(f"{one}/correct/", circulars.correct, name="circular_correct"),
    path(f"{one}/renew/", circulars.renew, name="circular_renew"),
    path(f"{one}/sections/<section_kind:kind>/", circulars.section, name="circular_section"),
    path(f"{one}/sections/<section_kind:kind>/arrange/", circulars.arrange, name="circular_arrange"),
    path(f"{one}/pages/", circular_files.pages, name="circular_pages"),
    path(f"{one}/pages/<slug:name>/<int:number>.png", circular_files.page, name="circular_page"),
    path(f"{one}/proof.pdf", circular_files.proof, name="circular_proof"),
    path(f"{one}/file.<circular_format:format>", circular_files.document, name="circular_document"),
    path(f"{one}/receipts/", circular_files.receipts, name="circular_receipts"),
    path(f"{one}/remind/", circular_files.remind, name="circular_remind"),
    path(f"{one}/retry/", circular_files.retry, name="circular_retry"),
    path(f"{one}/sign/", circular_moves.sign, name="circular_sign"),
    path(f"{one}/<circular_verb:verb>/", circular_moves.move, name="circular_move"),
]
