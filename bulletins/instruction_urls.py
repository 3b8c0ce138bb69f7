"""Addresses of instructions (批示) and follow-ups (督办)."""

from django.urls import path, register_converter

from bulletins.followup_states import FOLLOWUP_MOVES, PART_MOVES, PLEA_MOVES
from bulletins.views import followup_parts, followups, instructions


def verbs_of(moves):
    """A converter that takes the verbs of a table that have a button."""
    pattern = "|".join(verb for verb, step in moves.items() if step.button)
    return type(
        "Verbs", (), {"regex": pattern, "to_python": lambda _, verb: verb, "to_url": lambda _, verb: verb}
    )


register_converter(verbs_of(FOLLOWUP_MOVES), "followup_verb")
register_converter(verbs_of(PART_MOVES), "part_verb")
register_converter(verbs_of(PLEA_MOVES), "plea_verb")

urlpatterns = [
    path("issues/<int:pk>/instruct/", instructions.instruct, name="instruct"),
    path("instructions/", instructions.index, name="instructions"),
    path("instructions/register.xlsx", instructions.register_xlsx, name="instructions_xlsx"),
    path("instructions/mine/", instructions.mine, name="instructions_mine"),
    path("instructions/item/<int:pk>/", instructions.instruct_item, name="instruct_item"),
    path("instructions/<int:pk>/", instructions.instruction, name="instruction"),
    path("instructions/<int:pk>/revoke/", instructions.revoke, name="instruction_revoke"),
    path("instructions/<int:pk>/ask/", instructions.ask, name="instruction_ask"),
    path("instructions/<int:pk>/scan/", instructions.scan, name="instruction_scan"),
    path("instructions/<int:pk>/followup/", followups.new, name="followup_new"),
    path("followups/", followups.index, name="followups"),
    path("followups/register.xlsx", followups.register_xlsx, name="followups_xlsx"),
    path("followups/<int:pk>/", followups.followup, name="followup"),
    path("followups/<int:pk>/assign/", followups.assign, name="followup_assign"),
    path("followups/<int:pk>/units/", followups.add, name="followup_add"),
    path("followups/<int:pk>/lead/", followups.transfer, name="followup_transfer"),
    path("followups/<int:pk>/<followup_verb:verb>/", followups.move, name="followup_move"),
    path("followups/parts/<int:pk>/answer/", followup_parts.answer, name="part_answer"),
    path("followups/parts/<int:pk>/extend/", followup_parts.extend, name="part_extend"),
    path("followups/parts/<int:pk>/<part_verb:verb>/", followup_parts.move, name="part_move"),
    path("followups/pleas/<int:pk>/<plea_verb:verb>/", followup_parts.decide, name="plea_move"),
    path("followups/files/<int:pk>/", followup_parts.file, name="feedback_file"),
]
