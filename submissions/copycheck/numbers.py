"""Dates and figures as GB/T 15835-2011 and GB/T 9704-2012 write them. No Django."""

import re
from calendar import monthrange
from collections.abc import Iterator

from submissions.copycheck.findings import Finding, Line

NUMERALS = "一二三四五六七八九十"
YEAR_ZERO = re.compile(r"(?<![零〇○一二三四五六七八九])[一二][零〇○OoＯ0一二三四五六七八九]{3}(?=年)")
PADDED = re.compile(r"(?<!\d)0([1-9])(?=[月日])")
MIXED = re.compile(rf"(?<=\d年)[{NUMERALS}]{{1,3}}月(?!季|度)|(?<=\d月)[{NUMERALS}]{{1,3}}日")
DAY = re.compile(r"(?:(?<!\d)(\d{4})年)?(?<![\d.~～—－-])(\d{1,2})月(\d{1,2})日")
WIDE_POINT = re.compile(r"(?<=\d)。(?=\d+(?:[%％万亿]|个百分点))")
LEAP = 2024  # a day without its year may belong to a leap year

ZERO_RULE = "年份中的零写作“〇”（GB/T 15835-2011）"
PADDED_RULE = "月、日不编虚位，如1月5日（GB/T 9704-2012）"
MIXED_RULE = "同一日期不混用汉字和阿拉伯数字（GB/T 15835-2011）"


def check(line: Line) -> Iterator[Finding]:
    for found in YEAR_ZERO.finditer(line.text):
        better = re.sub("[零○OoＯ0]", "〇", found.group())
        if better != found.group():
            yield line.finding(*found.span(), better, ZERO_RULE)
    for found in PADDED.finditer(line.text):
        yield line.finding(*found.span(), found.group(1), PADDED_RULE)
    for found in MIXED.finditer(line.text):
        yield line.finding(*found.span(), None, MIXED_RULE)
    for found in WIDE_POINT.finditer(line.text):
        yield line.finding(*found.span(), ".", "小数点用“.”（GB/T 15835-2011）")
    yield from impossible(line)


def impossible(line: Line) -> Iterator[Finding]:
    for found in DAY.finditer(line.text):
        year, month, day = (int(part) if part else LEAP for part in found.groups())
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year or LEAP, month)[1]:
            yield line.finding(*found.span(), None, "没有这一天，请核对日期")
