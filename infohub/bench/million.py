"""`reckon` on a table of a million facts: how fast, and in how much memory; a tenth of it beside, for the ratio."""

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from infohub.bench.timing import Row

HEAD = ("类别", "单位", "组别", "信息", "层级", "系统", "采用方式", "日期", "人员")
KINDS = (("报送", "", "", ""), ("采用", "市级", "工会", "全文"), ("采用", "区县级", "工会", "简讯"))
FIRST, UNITS, BOOK = date(2025, 1, 1), 500, "r42"


def million(rows: int) -> Iterator[Row]:
    """The rows of the report; nothing where the system does not tell a process's memory."""
    if not hasattr(os, "wait4"):
        return
    with TemporaryDirectory() as folder:
        few, many = (reckoned(Path(folder), count) for count in (max(rows // 10, 1), rows))
    seconds, peak = many
    yield Row(
        f"核算：{rows} 行事实（reckon）",
        f"{seconds:.0f} 秒，每秒 {rows / seconds:.0f} 行；内存峰值 {peak:.0f} MB，是十分之一行数时的 {peak / few[1]:.1f} 倍",
    )


def reckoned(folder: Path, rows: int) -> tuple[float, float]:
    """Seconds and peak memory in MB of the command in a process of its own."""
    path = folder / f"{rows}.csv"
    write(path, rows)
    command = [sys.executable, "manage.py", "reckon", "--book", BOOK, "--facts", str(path), "--json"]
    start = perf_counter()
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(command, stdout=nowhere, stderr=nowhere)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"reckon 以 {process.returncode} 结束")
    return perf_counter() - start, usage.ru_maxrss / 1024


def write(path: Path, rows: int):
    """A year of units that file, and of uses of what they filed."""
    rng = Random(1)
    with path.open("w", newline="", encoding="utf-8") as out:
        table = csv.writer(out)
        table.writerow(HEAD)
        for number in range(rows):
            unit = rng.randrange(UNITS)
            kind, *place = rng.choice(KINDS)
            day = FIRST + timedelta(days=rng.randrange(365))
            table.writerow(
                [kind, f"第{unit}工会", f"第{unit % 5}组", f"信息{number}", *place, day, f"人员{unit}"]
            )
