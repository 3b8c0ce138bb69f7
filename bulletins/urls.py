"""Addresses of the room: nouns a person could type; verbs come from the move tables."""

from django.urls import path, register_converter

from bulletins import (
    archive_urls,
    build_urls,
    figures_urls,
    instruction_urls,
    material_urls,
    pen_urls,
    publication_urls,
    readers_urls,
    upward_urls,
    uses_urls,
)
from bulletins.models import Document
from bulletins.numbering import SLUG
from bulletins.states import ARTICLE_MOVES, ISSUE_MOVES
from bulletins.views import (
    adoptions,
    articles,
    destinations,
    documents,
    issues,
    publications,
    reading,
    signing,
    suggestions,
    units,
    used,
)


def words(pattern):
    """A converter that takes what the pattern takes and leaves it text."""
    return type(
        "Words",
        (),
        {"regex": pattern, "to_python": lambda _, text: text, "to_url": lambda _, text: str(text)},
    )


register_converter(words("|".join(v for v, move in ARTICLE_MOVES.items() if move.button)), "article_verb")
register_converter(words("|".join(ISSUE_MOVES)), "issue_verb")
register_converter(words(SLUG), "number")
register_converter(words("|".join(Document.Format.values)), "format")

app_name = "bulletins"

urlpatterns = [
    path("", reading.index, name="index"),
    path("articles/", articles.index, name="articles"),
    *material_urls.urlpatterns,
    path("articles/<int:pk>/", articles.article, name="article"),
    *pen_urls.urlpatterns,
    path("articles/<int:pk>/<article_verb:verb>/", articles.move, name="article_move"),
    path("desk/", issues.desk, name="desk"),
    path("issues/new/", issues.new, name="issue_new"),
    path("issues/<int:pk>/", issues.issue, name="issue"),
    path("issues/<int:pk>/edit/", issues.edit, name="issue_edit"),
    path("issues/<int:pk>/place/", issues.place, name="issue_place"),
    path("issues/<int:pk>/lift/<int:article>/", issues.lift, name="issue_lift"),
    *build_urls.urlpatterns,
    path("issues/<int:pk>/pictures/<int:attachment>/", reading.picture, name="issue_picture"),
    path("issues/<int:pk>/proof.pdf", issues.proof, name="issue_proof"),
    path("issues/<int:pk>/sign/", signing.sign, name="issue_sign"),
    path("issues/<int:pk>/void/", signing.void, name="issue_void"),
    path("issues/<int:pk>/retry/", signing.retry, name="issue_retry"),
    path("issues/<int:pk>/<issue_verb:verb>/", signing.move, name="issue_move"),
    path("destinations/", destinations.destinations, name="destinations"),
    path("used/<int:pk>/", used.used, name="used"),
    path("used/unit/<int:pk>/", units.unit_used, name="unit_used"),
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path("publications/new/", publications.new, name="publication_new"),
    path("adoptions/", adoptions.index, name="adoptions"),
    path("adoptions/new/", adoptions.new, name="adoption_new"),
    path("adoptions/<int:pk>/", adoptions.adoption, name="adoption"),
    path("adoptions/<int:pk>/revoke/", adoptions.revoke, name="adoption_revoke"),
    path("adoptions/<int:pk>/file/", adoptions.file, name="adoption_file"),
    *uses_urls.urlpatterns,
    *instruction_urls.urlpatterns,
    *readers_urls.urlpatterns,
    *figures_urls.urlpatterns,
    *publication_urls.urlpatterns,
    *upward_urls.urlpatterns,
    *archive_urls.urlpatterns,
    path("<slug:code>/", reading.publication, name="publication"),
    path("<slug:code>/edit/", publications.edit, name="publication_edit"),
    path("<slug:code>/preview.pdf", publications.preview, name="publication_preview"),
    path("<slug:code>/<int:year>/<number:number>/", reading.number, name="number"),
    path("<slug:code>/<int:year>/<number:number>/files/", reading.files, name="files"),
    path("<slug:code>/<int:year>/<number:number>.<format:format>", documents.document, name="document"),
    path(
        "<slug:code>/<int:year>/<number:number>/original.<format:format>", documents.original, name="original"
    ),
]
