"""Words that are always wrong, from words.toml, and words typed twice. No Django."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from submissions.copycheck.findings import HAN, Finding, Line

TWICE = (  # only what no sentence needs: 受不了了, 是是非非, 研究研究 are good Chinese
    re.compile(r"的的(?!确|士)"),
    re.compile(r"(?<!参)与与(?!会)"),
    re.compile(r"和和(?!美|气|睦|乐|平|谐)"),
    re.compile(r"进行进行|开展开展(?!会)|通过通过|以及以及|但是但是|因为因为|我们我们|他们他们"),
    re.compile(rf"(?P<word>(?![一二三四五六七八九十百千万零〇]+)[{HAN}]{{4,10}})(?P=word)"),
)


def check(line: Line) -> Iterator[Finding]:
    for pattern, right in catalogue():
        for found in pattern.finditer(line.text):
            yield line.finding(*found.span(), right, f"错别字：“{right}”")
    for pattern in TWICE:
        for found in pattern.finditer(line.text):
            yield line.finding(*found.span(), found.group()[: len(found.group()) // 2], "重复的字词")


@cache
def catalogue() -> list[tuple[re.Pattern, str]]:
    """Wrong to right; `except` names the surroundings in which the same characters are innocent."""
    entries = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
    plain = [(re.compile(re.escape(wrong)), right) for wrong, right in entries["always"].items()]
    return plain + [(guarded(wrong, entry), entry["right"]) for wrong, entry in entries["unless"].items()]


def guarded(wrong: str, entry: dict) -> re.Pattern:
    before = "".join(f"(?<!{text})" for text in entry.get("after", []))
    after = "".join(f"(?!{text})" for text in entry.get("before", []))
    return re.compile(f"{before}{re.escape(wrong)}{after}")
