"""Addresses of filing and screening; verbs come from the move table and are POST only."""

from django.urls import include, path, register_converter

from submissions import desk_urls
from submissions.states import MOVES
from submissions.urgent_urls import urlpatterns as urgent
from submissions.views import (
    attachments,
    comparing,
    importing,
    joint,
    lists,
    merging,
    moves,
    pictures,
    reading,
    saving,
    writing,
)


class Verb:
    """A verb without a row in the table has no address."""

    regex = "|".join(verb for verb in MOVES if verb != "sign")

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(Verb, "item_verb")

app_name = "submissions"

urlpatterns = [
    path("", include("submissions.call_urls")),
    path("", include("submissions.unit_urls")),
    path("", include("submissions.check_urls")),
    path("urgent/", include(urgent)),
    path("", lists.index, name="index"),
    *desk_urls.inbox,
    path("joint/", joint.index, name="joint"),
    path("new/", writing.new, name="new"),
    path("new/save/", saving.autosave_new, name="autosave_new"),
    path("<int:pk>/", reading.detail, name="detail"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/save/", saving.autosave, name="autosave"),
    path("<int:pk>/merge/", merging.merge, name="merge"),
    path("<int:pk>/copy/", writing.copy, name="copy"),
    path("<int:pk>/compare/", comparing.compare, name="compare"),
    path("<int:pk>/<item_verb:verb>/", moves.move, name="move"),
    path("<int:pk>/attach/", attachments.attach, name="attach"),
    path("import/", importing.new, name="import_new"),
    path("<int:pk>/import/", importing.over, name="import"),
    path("<int:pk>/pictures/", pictures.take, name="picture_new"),
    path("pictures/<int:pk>/", pictures.show, name="picture"),
    path("attachments/<int:pk>/", attachments.download, name="attachment"),
    path("attachments/<int:pk>/remove/", attachments.remove, name="detach"),
]
