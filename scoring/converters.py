"""Parts of the room's addresses: years, months, verbs."""

from django.urls import register_converter

from scoring.adjustment_states import ADJUSTMENT_MOVES
from scoring.award_states import AWARD_MOVES
from scoring.pay_states import PAY_MOVES
from scoring.shipped import BY_CODE as SHIPPED_CODES


class Year:
    regex = "20[0-9]{2}"
    to_python = staticmethod(int)
    to_url = staticmethod(str)


class Month(Year):
    regex = "1[0-2]|[1-9]"


class Part(Year):
    """Of an assessment year: a quarter, a half, the whole."""

    regex = "q[1-4]|h[12]|year"
    to_python = staticmethod(str)


class AdjustmentVerb:
    regex = "|".join(ADJUSTMENT_MOVES)
    to_python = staticmethod(str)
    to_url = staticmethod(str)


class AwardVerb(AdjustmentVerb):
    regex = "|".join(AWARD_MOVES)


class PayVerb(AdjustmentVerb):
    regex = "|".join(PAY_MOVES)


class SignedFormat(AdjustmentVerb):
    regex = "docx|pdf|xlsx"


class ExampleCode:
    regex = "|".join(SHIPPED_CODES)
    to_python = staticmethod(str)
    to_url = staticmethod(str)


register_converter(ExampleCode, "example")
register_converter(AdjustmentVerb, "adjustment_verb")
register_converter(Year, "year")
register_converter(Month, "month")
register_converter(Part, "part")
register_converter(AwardVerb, "award_verb")
register_converter(PayVerb, "pay_verb")
register_converter(SignedFormat, "signed_format")
