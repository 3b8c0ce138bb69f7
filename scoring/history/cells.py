"""What a cell says: days, months, numbers and names in the many ways people write them. Pure."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal, InvalidOperation

EPOCH = dt.date(1899, 12, 30)  # day 0 of a spreadsheet
SERIALS = range(20_000, 80_000)  # 1954 to 2119: a bare number in a column of days
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?")
MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
WHICH_DAY = {"first": "当月1日", "middle": "当月15日", "last": "当月最后一天"}
FORMULA = "是公式，请在原表中把它粘贴为数值后重新上传"


class Unclear(Exception):
    """A cell that does not say what its column asks; the sentence says what to write."""


def tidy_cell(text: str) -> str:
    if text.startswith("="):
        raise Unclear(FORMULA)
    if text.startswith("#") and text.rstrip("!?/A0").isupper():
        raise Unclear(f"是错误值 {text[:10]}，请改正")
    return text


def day(text: str, which: str = "first") -> dt.date:
    """A day however it is written; of a month alone the day the office has chosen."""
    bare = unicodedata.normalize("NFKC", text).replace("。", ".")
    bare = bare.replace(" ", "") if "年" in bare else bare.strip()
    if bare.isascii() and bare.isdecimal() and int(bare) in SERIALS:
        return EPOCH + dt.timedelta(days=int(bare))
    try:
        if parts := DAY.fullmatch(bare) or COMPACT.fullmatch(bare):
            return dt.date(*map(int, parts.groups()))
        if parts := MONTH.fullmatch(bare):
            return in_month(*map(int, parts.groups()), which)
    except ValueError:
        pass
    raise Unclear(f"“{text[:20]}”不是有效日期，请写成 2014-03-05 或 2014年3月")


def in_month(year: int, month: int, which: str) -> dt.date:
    first = dt.date(year, month, 1)
    if which == "last":
        return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    return first.replace(day=15) if which == "middle" else first


def month(text: str, year: int | None) -> tuple[int | None, int]:
    """(year, month) of “2014年3月”, “3月”, “3” or “全年”; month 0 is the whole year."""
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    if bare in ("", "全年", "年度", "合计"):
        return year, 0
    if parts := re.fullmatch(r"(\d{1,2})月?(份)?", bare):
        found = year, int(parts.group(1))
    elif parts := re.fullmatch(r"(\d{4})年(度|全年)?", bare):
        return int(parts.group(1)), 0
    else:
        on = day(text)
        found = on.year, on.month
    if not 1 <= found[1] <= 12:
        raise Unclear(f"“{text[:20]}”不是月份，请写成 3月 或 2014年3月")
    return found


def year(text: str) -> int:
    bare = "".join(unicodedata.normalize("NFKC", text).split()).rstrip("年度")
    if not re.fullmatch(r"20\d\d", bare):
        raise Unclear(f"“{text[:20]}”不是年份，请写成 2014")
    return int(bare)


def number(text: str) -> Decimal:
    """Points, also in full-width digits, with commas between thousands or the word 分 behind."""
    bare = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "").removesuffix("分")
    try:
        value = Decimal(bare.replace("−", "-").replace("—", "-"))
    except InvalidOperation:
        raise Unclear(f"“{text[:20]}”不是数值") from None
    if not value.is_finite() or abs(value) > 10_000_000:
        raise Unclear(f"“{text[:20]}”不是合理的数值")
    return value.quantize(Decimal("0.01"))


def place(text: str) -> int:
    """A rank: 1, 第1名, 并列第2."""
    digits = re.sub(r"[第名并列位\s]", "", unicodedata.normalize("NFKC", text))
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 6):
        raise Unclear(f"“{text[:20]}”不是名次，请写成数字")
    return int(digits)


def name_of(text: str) -> str:
    """A name as it is compared: without spaces inside, without title marks, in one width."""
    return re.sub(r"[\s《》〈〉“”\"]", "", unicodedata.normalize("NFKC", text))


def people(text: str) -> list[str]:
    """The authors in their order; two-character names are often stretched by a space."""
    names = re.split(r"[、,，;；/]", text)
    return [bare for name in names if (bare := re.sub(r"\s", "", name))]
