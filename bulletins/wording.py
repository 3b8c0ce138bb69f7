"""How official text is read and set: levels, leading sentences, dates, balanced titles."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from math import ceil

from submissions.lines import clean as clean
from submissions.lines import heading_of as heading_of
from submissions.lines import level_of as level_of
from submissions.lines import lines_of as lines_of

NEVER_FIRST = "、，：；！？。》”）】"
GOOD_STARTS = (
    *"暨和与及并《“（ ",
    *("推动", "推进", "助力", "促进", "提升", "开展", "召开", "举办", "切实", "全面", "进一步"),
)
WHOLE = (  # names that no line of a title may break
    *("习近平", "毛泽东", "邓小平", "江泽民", "胡锦涛"),
    *("中国共产党", "党中央", "国务院", "中华全国总工会", "全国总工会", "总工会", "总书记"),
    *("中国特色社会主义", "社会主义", "新时代", "人民代表大会", "政治协商会议", "职工代表大会"),
)
COMMON = re.compile(  # words of such titles that the eye takes in at once
    "领导|干部|职工|工会|工作|会议|信息|报送|建设|服务|管理|活动|经验|精神|讲话|通报|基层|组织|学习|贯彻|落实|部署|"
    "安全|生产|劳动|维权|帮扶|慰问|困难|企业|街道|社区|单位|机制|制度|情况|问题|建议|调研|报告|培训|竞赛|创新|改革|"
    "发展|经济|社会|文化|教育|专项|行动|重点|重要|主题|集体|合同|协商|代表|委员|全国|全市|全区|全县|体系|平台"
)
SELDOM_FIRST = "的了地得之者性化们会上中下"


def chinese_date(day: date) -> str:
    """Arabic digits, no zero padding (GB/T 9704-2012, 7.3.5)."""
    return f"{day.year}年{day.month}月{day.day}日"


def addresses(kind: str, text: str) -> bool:
    """Whether a line speaks to its readers (同志们：各镇总工会：) and so stands flush left (7.3.2)."""
    spoken = text.startswith(("各", "尊敬的")) or text.endswith("同志们：")
    return kind == "p" and text.endswith("：") and spoken and "。" not in text


def sentence_of(names: tuple[str, ...]) -> str:
    """A distribution list as the standard writes it: commas between, a full stop at the end (7.4.2)."""
    written = "，".join(filter(None, (clean(name).rstrip("，,。") for name in names)))
    return f"{written}。" if written else ""


def width_of(text: str) -> float:
    """Width in characters of the grid; Latin letters and digits take half a place."""
    return sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def fitted(text: str, size: float, width: float) -> float:
    """The type size that keeps a masthead on one line, never larger than asked."""
    return min(size, int(width / max(width_of(text), 1)))


def balanced(title: str, room: float) -> tuple[str, ...]:
    """A title in lines of nearly equal length, so that no single character is left alone (7.3.1).

    A line break typed into the title is the editor's own decision and is kept.
    """
    return tuple(part for line in lines_of(title) for part in _balanced_line(line, room))


def _balanced_line(line: str, room: float) -> tuple[str, ...]:
    """The cheapest way to the end of the line: even lengths first, awkward breaks avoided."""
    ideal = width_of(line) / ceil(width_of(line) / room)
    ways = {0: (0.0, ())}
    for end in range(1, len(line) + 1):
        starts = [start for start in ways if width_of(line[start:end]) <= room]
        ways[end] = min(_longer(ways[start], line, start, end, ideal) for start in starts)
    return tuple(part.strip() for part in ways[len(line)][1])


def _longer(way: tuple, line: str, start: int, end: int, ideal: float) -> tuple:
    part = line[start:end]
    return way[0] + (width_of(part) - ideal) ** 2 + _awkwardness(line, end), (*way[1], part)


def _breaks(names: Iterable[str], line: str, place: int) -> bool:
    """Whether one of the names begins before the place and ends behind it."""
    return any(name in line[max(place - len(name) + 1, 0) : place + len(name) - 1] for name in names)


def _awkwardness(line: str, place: int) -> int:
    """How much the eye minds a break here, in squared characters of unevenness."""
    before, after = line[place - 1], line[place : place + 1]
    if not after or before in "、，：；！？》）】 　":
        return 0
    if after in NEVER_FIRST or before in "《“（【" or re.match(r"[!-~]{2}|\d[年月日期%]", before + after):
        return 10_000
    if _breaks(WHOLE, line, place) or re.match(r"年\d", before + after):
        return 1_000
    return _roughness(line, place)


def _roughness(line: str, place: int) -> int:
    """Between two words, within a title in marks, or within a word."""
    before, after = line[place - 1], line[place]
    if line[place:].startswith(GOOD_STARTS):
        return 0
    quoted = any(line[:place].count(mark) > line[:place].count(end) for mark, end in ("《》", "“”"))
    if quoted or after in SELDOM_FIRST or COMMON.fullmatch(before + after):
        return 40
    return 0 if before == "的" else 12


def filled(names: str, room: float) -> tuple[str, ...]:
    """Names that a wide space parts, as many to a line as fit; one that is too long is balanced."""
    lines = [""]
    for name in names.split("　"):
        longer = f"{lines[-1]}　{name}" if lines[-1] else name
        lines[-1:] = [longer] if width_of(longer) <= room else [lines[-1], name]
    return tuple(part for line in lines for part in balanced(line, room))
