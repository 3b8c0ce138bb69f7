"""Addresses of picking and sharing out material: 拟采用库, 取材篮, the sources of an article, 范文库."""

from django.urls import path, register_converter

from bulletins.candidate_states import CANDIDATE_MOVES
from bulletins.views import basket, candidates, edits, model_items, sources


class CandidateVerb:
    """A verb without a row in the table has no address."""

    regex = "|".join(CANDIDATE_MOVES)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(CandidateVerb, "candidate_verb")

urlpatterns = [
    path("articles/new/", basket.new, name="article_new"),
    path("articles/<int:pk>/compare/", sources.compare, name="article_compare"),
    path("articles/<int:pk>/merge/", sources.merge, name="article_merge"),
    path("articles/<int:pk>/unmerge/<int:item>/", sources.unmerge, name="article_unmerge"),
    path("articles/<int:pk>/sources/", sources.sources, name="article_sources"),
    path("candidates/", candidates.index, name="candidates"),
    path("candidates/ticks/", basket.tick, name="basket_tick"),
    path("candidates/basket/", basket.change, name="basket"),
    path("candidates/<slug:code>/<int:pk>/", candidates.candidate, name="candidate"),
    path("candidates/<slug:code>/<int:pk>/<candidate_verb:verb>/", candidates.move, name="candidate_move"),
    path("used/<int:pk>/edits/", edits.edits, name="edits"),
    path("models/", model_items.index, name="model_items"),
    path("models/new/", model_items.new, name="model_item_new"),
    path("models/<int:pk>/", model_items.model_item, name="model_item"),
    path("models/<int:pk>/edit/", model_items.edit, name="model_item_edit"),
    path("models/<int:pk>/take-off/", model_items.take_off, name="model_item_take_off"),
    path("models/<int:pk>/pictures/<int:attachment>/", model_items.picture, name="model_item_picture"),
]
