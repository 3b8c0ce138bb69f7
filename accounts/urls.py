"""Addresses of the room."""

from django.urls import path, register_converter

from accounts.filing import FILING_MOVES, Change
from accounts.views import front, imports, log, own, people, posts, roster, sessions, units


class FilingVerb:
    """A verb without a row in the table has no address."""

    regex = "|".join(FILING_MOVES)
    to_python = staticmethod(str)
    to_url = staticmethod(str)


class ChangeName(FilingVerb):
    regex = "|".join(Change.values)


register_converter(FilingVerb, "filing_verb")
register_converter(ChangeName, "change")

app_name = "accounts"

urlpatterns = [
    path("", front.index, name="index"),
    path("login/", sessions.log_in, name="login"),
    path("login/again/", sessions.log_in_again, name="log_in_again"),
    path("logout/", sessions.log_out, name="logout"),
    path("password/", sessions.password, name="password"),
    path("profile/", own.profile, name="profile"),
    path("profile/away/", own.away, name="away"),
    path("notices/", own.notices, name="notices"),
    path("units/", units.units, name="units"),
    path("units/new/", units.unit_new, name="unit_new"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/edit/", units.unit_edit, name="unit_edit"),
    path("people/", people.people, name="people"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/reset/", people.person_reset, name="person_reset"),
    path("people/<int:pk>/switch/", people.person_switch, name="person_switch"),
    path("people/<int:pk>/unlock/", people.person_unlock, name="person_unlock"),
    path("posts/", posts.posts, name="posts"),
    path("posts/new/", posts.post_new, name="post_new"),
    path("posts/grant/", posts.grant, name="grant"),
    path("posts/<int:pk>/end/", posts.post_end, name="post_end"),
    path("roster/", roster.roster, name="roster"),
    path("roster/<int:pk>/", roster.filing, name="filing"),
    path("roster/<int:pk>/account/", roster.filing_account, name="filing_account"),
    path("roster/<int:pk>/<filing_verb:verb>/", roster.filing_move, name="filing_move"),
    path("units/<int:pk>/file/<change:change>/", roster.filing_new, name="filing_new"),
    path("import/", imports.upload, name="import"),
    path("import/template/", imports.template, name="import_template"),
    path("import/load/", imports.load, name="import_load"),
    path("log/", log.log, name="log"),
    path("log/export/", log.log_export, name="log_export"),
    path("log/verify/", log.log_verify, name="log_verify"),
]
