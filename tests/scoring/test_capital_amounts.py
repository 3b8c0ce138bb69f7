"""大写金额 as bills are filled in."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from scoring.capital_amounts import DIGITS, capital

WRITTEN = {
    "13890": "壹万叁仟捌佰玖拾元整",
    "30000": "叁万元整",
    "4000": "肆仟元整",
    "0": "零元整",
    "0.05": "伍分",
    "0.50": "伍角整",
    "0.56": "伍角陆分",
    "10": "壹拾元整",
    "1010.01": "壹仟零壹拾元零壹分",
    "1409.50": "壹仟肆佰零玖元伍角整",
    "6007.14": "陆仟零柒元壹角肆分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "20000.60": "贰万元陆角整",
    "100010": "壹拾万零壹拾元整",
    "10000000": "壹仟万元整",
    "100000001": "壹亿零壹元整",
    "100010000": "壹亿零壹万元整",
    "1000000000000": "壹万亿元整",
    "1200000000000": "壹万贰仟亿元整",
    "-40": "负肆拾元整",
}


@pytest.mark.parametrize("figures", WRITTEN, ids=list(WRITTEN))
def test_a_sum_is_written_as_on_a_bill(figures):
    assert capital(Decimal(figures)) == WRITTEN[figures]


def read(words):
    """The sum a person reads out of the words: an independent way back."""
    words = words.removeprefix("负").removesuffix("整")
    yuan, _, rest = words.partition("元") if "元" in words else ("", "", words)
    jiao, _, fen = rest.partition("角") if "角" in rest else ("", "", rest)
    cents = 10 * figure(jiao) + figure(fen.removesuffix("分"))
    return Decimal(reading(yuan)) + Decimal(cents) / 100


def figure(text):
    return DIGITS.index(text.strip("零")) if text.strip("零") else 0


def reading(text):
    total = section = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char in "拾佰仟":
            section, digit = section + digit * {"拾": 10, "佰": 100, "仟": 1000}[char], 0
        elif char == "万":
            section, digit = (section + digit) * 10_000, 0
        else:
            total, section, digit = total + (section + digit) * 100_000_000, 0, 0
    return total + section + digit


@given(some.integers(0, 10**12 * 100 - 1))
def test_every_sum_is_read_back_as_it_was(cents):
    amount = Decimal(cents) / 100
    assert read(capital(amount)) == amount


@given(some.integers(1, 10**16))
def test_no_sum_says_zero_twice_or_at_the_end_of_the_yuan(cents):
    words = capital(Decimal(cents) / 100)
    assert ("零零" in words, "零元" in words, "零整" in words) == (False, False, False)


def test_a_sum_is_a_decimal_that_fits_a_bill():
    with pytest.raises(TypeError):
        capital(13890.0)
    with pytest.raises(ValueError, match="no bill"):
        capital(Decimal("1e16"))
