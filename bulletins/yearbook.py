"""What stands in the archive of a year: names that sort, a catalogue, and a list of hashes."""

import re

from bulletins.states import IssueState, Series
from submissions.tables import Cell, Table, num, workbook

CATALOGUE = "目录.xlsx"
HASHES = "SHA256校验码.txt"
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
ISSUES_HEAD = [
    "序号",
    "刊型",
    "期号",
    "总期号",
    "签发日期",
    "状态",
    "特刊标注",
    "篇数",
    "编辑",
    "核对",
    "核签",
    "印数",
]
FILES_HEAD = ["Word 文件", "Word 校验码", "PDF 文件", "PDF 校验码"]
PIECES_HEAD = ["期号", "次序", "栏目", "标题", "署名"]
COUNTS = {series: place for place, series in enumerate(Series.values, start=1)}


def in_order(issues):
    """As they stand on a shelf: each count by itself, by number."""
    return sorted(issues, key=lambda issue: (COUNTS[issue.counted_in], issue.number))


def folder_of(archive):
    return FORBIDDEN.sub("_", f"{archive.publication.name}{archive.year}年")


def name_of(issue):
    """正刊第007期（2026-02-11）: the same order in every list of files; a void issue says so."""
    series = Series(issue.counted_in)
    void = "（作废）" if issue.state == IssueState.VOID else ""
    return f"{COUNTS[series]}{series.label}第{issue.number:03}期（{issue.date:%Y-%m-%d}）{void}"


def catalogue(archive, entries):
    """目录.xlsx from (issue, {format: (file name, hash)}): the issues with their files, then every article."""
    issues = Table(
        "各期", [*ISSUES_HEAD, *FILES_HEAD], [row_of(*entry, n) for n, entry in enumerate(entries, 1)]
    )
    pieces = Table("篇目", PIECES_HEAD, [row for issue, _ in entries for row in pieces_of(issue)])
    title = f"《{archive.publication.name}》{archive.year}年各期目录"
    return workbook(title, f"共{len(entries)}期，{len(pieces.rows)}篇。校验码为 SHA-256。", [issues, pieces])


def row_of(issue, files, place):
    tail, void = issue.paper["tail"], issue.state == IssueState.VOID
    cells = [
        num(place),
        Cell(issue.get_series_display()),
        Cell(issue.label),
        num(issue.total) if issue.total else Cell(),
        Cell(f"{issue.date:%Y-%m-%d}"),
        Cell(f"作废：{issue.reason}" if void else "已签发"),
        Cell(issue.tag),
        num(len(issue.paper["pieces"])),
        *(Cell(tail.get(hand, "")) for hand in ("editor", "checker", "approver")),
        num(tail.get("copies") or 0),
    ]
    return cells + [Cell(part) for kind in ("docx", "pdf") for part in files[kind]]


def pieces_of(issue):
    """The articles as they were printed."""
    for place, piece in enumerate(issue.paper["pieces"], start=1):
        words = (piece.get("column", ""), piece["title"], piece.get("byline", ""))
        yield [Cell(issue.label), num(place), *(Cell(" ".join(text.split())) for text in words)]


def hashes(entries):
    """In the form that `sha256sum -c` and its like read."""
    lines = [f"{sha256}  {name}" for _, files in entries for name, sha256 in files.values()]
    return "\n".join(lines) + "\n"
