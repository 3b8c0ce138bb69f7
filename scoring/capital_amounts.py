"""大写金额: a sum as it is written on a document that is signed for money. Pure.

After the rules for filling in bills (支付结算办法, 正确填写票据和结算凭证的基本规定): 壹万叁仟捌佰玖拾元整;
整 stands after 元 and 角, not after 分; several zeros inside are read as one 零.
"""

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
MOST = Decimal("9999999999999999.99")


def capital(amount: Decimal) -> str:
    """The sum in capital numerals; a sum that is to be given back begins with 负."""
    if not isinstance(amount, Decimal):
        raise TypeError("a sum of money is a Decimal")
    if not amount.is_finite() or abs(amount) > MOST:
        raise ValueError("a sum no bill can hold")
    cents = int((abs(amount) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    if cents == 0:
        return "零元整"
    yuan, rest = divmod(cents, 100)
    sign = "负" if amount < 0 else ""
    return sign + (f"{whole(yuan)}元" if yuan else "") + change(rest, after_yuan=yuan > 0)


def change(cents: int, *, after_yuan: bool) -> str:
    """角 and 分, or 整 where there is none."""
    jiao, fen = divmod(cents, 10)
    if not cents:
        return "整"
    if not jiao:
        return ("零" if after_yuan else "") + f"{DIGITS[fen]}分"
    return f"{DIGITS[jiao]}角" + (f"{DIGITS[fen]}分" if fen else "整")


def whole(yuan: int) -> str:
    """The yuan in groups of four places: 仟佰拾 and then 万, 亿, 万亿."""
    groups = []
    while yuan:
        yuan, four = divmod(yuan, 10_000)
        groups.append(four)
    text, gap = "", False
    for place in reversed(range(len(groups))):
        four = groups[place]
        if not four:
            gap = True
            continue
        if text and (gap or four < 1000):
            text += "零"
        text, gap = text + within(four) + unit_of(place, groups), False
    return text


def unit_of(place: int, groups: list[int]) -> str:
    """万亿 is read 万 when an 亿 follows: 壹万贰仟亿, not 壹万亿贰仟亿."""
    return "万" if place == 3 and groups[2] else GROUPS[place]


def within(four: int) -> str:
    """Up to 9999, zeros inside read once, none at the end."""
    text, gap = "", False
    for place in reversed(range(4)):
        digit = four // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        text, gap = text + ("零" if gap else "") + DIGITS[digit] + PLACES[place], False
    return text
