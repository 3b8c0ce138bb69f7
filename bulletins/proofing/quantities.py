"""Ranges, approximations, multiples, units of measure and weekdays, as GB/T 15835-2011 and GB 3100 want them. No Django."""

import re
from collections.abc import Iterator
from datetime import date

from submissions.copycheck.findings import Finding, Line

N = r"\d+(?:\.\d+)?"
BETWEEN = "[-—－～~]"
RANGE = re.compile(rf"(?<![\d.])({N})({BETWEEN})({N})([%％万亿])")
RANGE_RULE = "范围的两端都写“{}”（GB/T 15835-2011）"
ABOUT = re.compile(
    rf"(?:将近|大约|超过|近|约|逾|超)(?:{N})[百千万亿]*(?:余|多)|(?:将近|大约|近|约){N}[^，。；\d]{{0,4}}?(?:左右|上下)"
)
TIMES_LESS = re.compile(rf"(?:减少|降低|下降|缩小|缩短)了?(?:{N}|[一二两三四五六七八九十])倍")
OLD_UNITS = {
    "公分": "厘米",
    "平米": "平方米",
    "立米": "立方米",
    "公升": "升",
    "KM": "km",
    "KG": "kg",
    "Kg": "kg",
}
OLD_UNIT = re.compile(rf"(?<=[\d万亿千百])(?:{'|'.join(OLD_UNITS)})")
FOLK_UNIT = re.compile(rf"(?:{N})(?:市斤|华里|市尺|英寸|英尺|英里)")
WEEKDAYS = "一二三四五六日"
WEEKDAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日[（(](?:星期|周)([一二三四五六日天])[）)]")


def check(line: Line) -> Iterator[Finding]:
    text = line.text
    for found in RANGE.finditer(text):
        first, between, second, unit = found.groups()
        better = f"{first}{unit}{between}{second}{unit}"
        yield line.finding(*found.span(), better, RANGE_RULE.format(unit))
    for found in ABOUT.finditer(text):
        yield line.finding(*found.span(), None, "约数重复：“近、约”和“余、多、左右”只用一个")
    for found in TIMES_LESS.finditer(text):
        yield line.finding(*found.span(), None, "减少不用“倍”，用百分之几或几分之几")
    for found in OLD_UNIT.finditer(text):
        yield line.finding(*found.span(), OLD_UNITS[found.group()], "用法定计量单位（GB 3100）")
    for found in FOLK_UNIT.finditer(text):
        yield line.finding(*found.span(), None, "请换算成法定计量单位（GB 3100）")
    yield from wrong_weekdays(line)


def wrong_weekdays(line: Line) -> Iterator[Finding]:
    for found in WEEKDAY.finditer(line.text):
        try:
            day = date(*map(int, found.groups()[:3]))
        except ValueError:  # no such day: copycheck says so
            continue
        said = found.group(4).replace("天", "日")
        real = WEEKDAYS[day.weekday()]
        if said != real:
            yield line.finding(*found.span(), None, f"这一天是星期{real}")
