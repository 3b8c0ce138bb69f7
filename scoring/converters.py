"""Parts of the room's addresses: years, months, verbs."""

from django.urls import register_converter

from scoring.adjustment_states import ADJUSTMENT_MOVES


class Year:
    regex = "20[0-9]{2}"
    to_python = staticmethod(int)
    to_url = staticmethod(str)


class Month(Year):
    regex = "1[0-2]|[1-9]"


class AdjustmentVerb:
    regex = "|".join(ADJUSTMENT_MOVES)
    to_python = staticmethod(str)
    to_url = staticmethod(str)


register_converter(AdjustmentVerb, "adjustment_verb")
register_converter(Year, "year")
register_converter(Month, "month")
