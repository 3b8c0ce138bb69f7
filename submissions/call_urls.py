"""Addresses of calls and commissions; verbs come from their tables."""

from django.urls import path, register_converter

from submissions.calling import CALL_MOVES, COMMISSION_MOVES, REPLY_MOVES
from submissions.views import answering, call_desk, calls, commissions


def verbs_of(moves):
    """A verb without a button in the table has no address."""

    class Verb:
        regex = "|".join(verb for verb, move in moves.items() if move.button)

        def to_python(self, value):
            return value

        def to_url(self, value):
            return value

    return Verb


register_converter(verbs_of(CALL_MOVES), "call_verb")
register_converter(verbs_of(COMMISSION_MOVES), "commission_verb")
register_converter(verbs_of(REPLY_MOVES), "reply_verb")

urlpatterns = [
    path("calls/", calls.index, name="calls"),
    path("calls/desk/", calls.desk, name="call_desk"),
    path("calls/new/", call_desk.new, name="call_new"),
    path("calls/<int:pk>/", calls.detail, name="call"),
    path("calls/<int:pk>.xlsx", calls.call_xlsx, name="call_xlsx"),
    path("calls/<int:pk>/edit/", call_desk.edit, name="call_edit"),
    path("calls/<int:pk>/extend/", call_desk.extend, name="call_extend"),
    path("calls/<int:pk>/add/", call_desk.add_topic, name="call_add"),
    path("calls/<int:pk>/link/", answering.link_topic, name="call_link"),
    path("calls/<int:pk>/<call_verb:verb>/", call_desk.move, name="call_move"),
    path("topics/<int:pk>/", calls.topic, name="topic"),
    path("topics/<int:pk>/strike/", call_desk.strike, name="topic_strike"),
    path("topics/<int:pk>/return/", call_desk.give_back, name="topic_return"),
    path("commissions/", commissions.index, name="commissions"),
    path("commissions/new/", commissions.new, name="commission_new"),
    path("commissions/completion/", commissions.completion_page, name="completion"),
    path("commissions/completion.xlsx", commissions.completion_xlsx, name="completion_xlsx"),
    path("commissions/<int:pk>/", commissions.detail, name="commission"),
    path("commissions/<int:pk>.xlsx", commissions.commission_xlsx, name="commission_xlsx"),
    path("commissions/<int:pk>/extend/", commissions.extend, name="commission_extend"),
    path("commissions/<int:pk>/invite/", commissions.invite, name="commission_invite"),
    path("commissions/<int:pk>/<commission_verb:verb>/", commissions.move, name="commission_move"),
    path("invitations/<int:pk>/", answering.invitation, name="invitation"),
    path("invitations/<int:pk>/link/", answering.link_invitation, name="invitation_link"),
    path("invitations/<int:pk>/<reply_verb:verb>/", answering.reply, name="invitation_reply"),
    path("<int:pk>/unlink/", answering.unlink, name="unlink"),
]
