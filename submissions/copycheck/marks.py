"""Punctuation of official Chinese: marks the linter passes over, doubled marks, marks where none belongs. No Django."""

import re
from collections.abc import Iterator

from submissions.copycheck.findings import HAN, Finding, Line

FULL = str.maketrans(",;:?!", "，；：？！")
NEAR = rf"[{HAN}》”’）〕】%％]"
HALF = re.compile(rf"(?<={NEAR})[,;:?!]|[,;:?!](?=[{HAN}《“（])")
HALF_RULE = "中文里用全角标点（GB/T 15834-2011）"
TWICE = re.compile(r"([，、；：。])\1+")
AT_ODDS = re.compile(r"[，、；：](?=[，、；：。])|[。！？](?=[，、；：])|(?<=。)，")
PATTERNS = (  # what stands there, what should, and why
    (re.compile(r"\.{3,}|。{3,}|·{3,}|(?<!…)…(?!…)|…{3,}"), "……", "省略号为六个连点“……”（GB/T 15834-2011）"),
    (re.compile(rf"(?<=[{HAN}”》])--+(?=[{HAN}“《])"), "——", "破折号为“——”（GB/T 15834-2011）"),
    (re.compile("。”。"), "。”", "句末引号内外不重复用句号（GB/T 15834-2011）"),
    (re.compile(r"(?<=》)、(?=《)"), "", "并列的书名号之间通常不用顿号（GB/T 15834-2011）"),
    (re.compile(r"(?<=[)）])、"), "", "带括号的序号后不加顿号（GB/T 15834-2011）"),
    (re.compile(r"^(第[一二三四五六七八九十]+)、"), r"\1，", "“第一”等序号后用逗号（GB/T 15834-2011）"),
    (re.compile(r"^(\d{1,2})、(?!\d)"), r"\1.", "阿拉伯数字序号后用下脚点“.”（GB/T 15834-2011）"),
)
NUMBERED = re.compile(rf"^[（(][{HAN}\d]{{1,3}}[）)]$")
CLOSED = re.compile(r"(?:[。，、；：]|(?<!\.)\.)$")


def check(line: Line) -> Iterator[Finding]:
    yield from strays(line)
    yield from half_width(line)
    for found in TWICE.finditer(line.text):
        if len(found.group()) < 3 or found.group(1) != "。":
            yield line.finding(*found.span(), found.group(1), "标点重复")
    for found in AT_ODDS.finditer(line.text):
        yield line.finding(found.start(), found.end() + 1, None, "两个标点连用，请保留一个")


def half_width(line: Line) -> Iterator[Finding]:
    for found in HALF.finditer(line.text):
        if not line.spares(*found.span()):
            yield line.finding(*found.span(), found.group().translate(FULL), HALF_RULE)


def strays(line: Line) -> Iterator[Finding]:
    """The patterns above; the mark after a bracket only counts where the bracket is a number at the start."""
    for pattern, better, rule in PATTERNS:
        for found in pattern.finditer(line.text):
            numbered = NUMBERED.match(line.text[: found.start()])
            if "带括号的序号" not in rule or numbered:
                yield line.finding(*found.span(), found.expand(better), rule)


def check_title(text: list[Line]) -> Iterator[Finding]:
    """A title ends without a mark, unless it asks or calls out."""
    title = text[0]
    if found := CLOSED.search(title.text):
        yield title.finding(*found.span(), "", "标题末尾不用标点（问号、叹号除外）")
