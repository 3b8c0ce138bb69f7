"""Addresses of urgent reports, below /submissions/urgent/; verbs come from the move tables."""

from django.urls import path, register_converter

from submissions.urgent_states import MOVES, ONWARD_MOVES, REPORTS
from submissions.views import (
    urgent,
    urgent_filing,
    urgent_marks,
    urgent_office,
    urgent_onward,
    urgent_summary,
)


class Word:
    """A verb without a row in its table has no address."""

    regex = ""

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class ReportVerb(Word):
    regex = "|".join(REPORTS)


class SayVerb(Word):
    regex = "|".join(verb for verb, step in MOVES.items() if step.needs_reason)


class OnwardVerb(Word):
    regex = "|".join(verb for verb in ONWARD_MOVES if verb not in ("rewrite", "report"))


register_converter(ReportVerb, "urgent_report")
register_converter(SayVerb, "urgent_say")
register_converter(OnwardVerb, "onward_verb")

urlpatterns = [
    path("", urgent.index, name="urgent"),
    path("new/", urgent_filing.new, name="urgent_new"),
    path("call/", urgent_filing.call, name="urgent_call"),
    path("save/", urgent_filing.autosave, name="urgent_autosave"),
    path("drafts/<uuid:key>/drop/", urgent_filing.drop, name="urgent_drop"),
    path("bar/", urgent.bar, name="urgent_bar"),
    path("<int:pk>/", urgent.incident, name="urgent_incident"),
    path("<int:pk>/<urgent_report:verb>/", urgent_filing.report, name="urgent_report"),
    path("<int:pk>/<urgent_say:verb>/", urgent.say, name="urgent_say"),
    path("<int:pk>/turn/", urgent.turn, name="urgent_turn"),
    path("<int:pk>/onward/", urgent_onward.new, name="urgent_onward_new"),
    path("reports/", urgent.reports, name="urgent_reports"),
    path("reports/<int:pk>/acknowledge/", urgent.acknowledge, name="urgent_acknowledge"),
    path("reports/<int:pk>/confirm/", urgent.confirm, name="urgent_confirm"),
    path("onward/<int:pk>/", urgent_onward.show, name="urgent_onward"),
    path("onward/<int:pk>/edit/", urgent_onward.edit, name="urgent_onward_edit"),
    path("onward/<int:pk>/report/", urgent_onward.report, name="urgent_onward_report"),
    path("onward/<int:pk>/<onward_verb:verb>/", urgent_onward.move, name="urgent_onward_move"),
    path("marks/", urgent_marks.index, name="urgent_marks"),
    path("marks/new/", urgent_marks.new, name="urgent_mark_new"),
    path("marks/<int:pk>/revoke/", urgent_marks.revoke, name="urgent_mark_revoke"),
    path("duty/", urgent_office.duty, name="urgent_duty"),
    path("duty/copy/", urgent_office.duty_copy, name="urgent_duty_copy"),
    path("duty/<int:pk>/remove/", urgent_office.duty_remove, name="urgent_duty_remove"),
    path("rules/", urgent_office.rules, name="urgent_rules"),
    path("summary/", urgent_summary.newest, name="urgent_summary"),
    path("summary/<int:year>/<int:month>/", urgent_summary.month, name="urgent_month"),
    path("summary/<int:year>/<int:month>.xlsx", urgent_summary.month_xlsx, name="urgent_month_xlsx"),
]
