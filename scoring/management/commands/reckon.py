"""manage.py reckon: a rule book tried on a table of facts, without a database; nothing is booked."""

import shutil
import tempfile
import time
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from scoring import books
from scoring.factfile import BadFacts, FactFile
from scoring.factsheet import as_text
from scoring.factwords import Words
from scoring.spans import DAY, Span, add_months
from scoring.trialnotes import notes
from scoring.trialreport import write_json, write_table
from scoring.wording import said

LONG = 3  # seconds: what takes longer says how far it is


class Command(BaseCommand):
    help = "按考核办法核算一份事实表：显示各单位得分、名次和每一笔的由来，不入账。"
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--book", required=True, help="规则文件（TOML），或自带办法的代号，如 r1")
        parser.add_argument("--facts", help="事实表（CSV 或 .xlsx），各列见 docs/rulebook.md")
        parser.add_argument("--from", dest="first", help="起始月份，如 2014-01；默认从最早的一行起")
        parser.add_argument("--to", dest="last", help="截止月份，如 2014-03；默认到最晚的一行止")
        parser.add_argument("--json", action="store_true", help="输出 JSON，含每一笔；否则输出排名表")
        parser.add_argument("--check", action="store_true", help="只读规则文件，逐条说出来，不核算")
        parser.add_argument("--quiet", action="store_true", help="不显示进度和提示")

    def handle(self, *args, **options):
        self.progress = Progress(self.stderr if not options["quiet"] else None)
        book = read_book(options["book"])
        if options["check"]:
            return self.stdout.write(in_words(book))
        if not options["facts"]:
            raise CommandError("请用 --facts 指明事实表；只想看看规则文件对不对，用 --check。")
        try:
            with tempfile.TemporaryDirectory() as folder:
                self.reckon(book, options, Path(folder))
        except BadFacts as bad:
            raise CommandError(f"事实表有误，没有核算：\n{bad}") from bad
        except OSError as error:
            raise CommandError(f"读不了“{options['facts']}”：{error.strerror}。") from error

    def reckon(self, book, options, folder):
        path = as_text(Path(options["facts"]), folder)
        file = FactFile.opened(path, Words.of(book), self.progress.checked)
        span = span_of(options, file)
        self.report(book, file, span, as_json=options["json"])
        if not options["quiet"]:
            for note in notes(book, file, span):
                self.stderr.write(f"提示：{note}")

    def report(self, book, file, span, *, as_json):
        """Written beside first: a fault found on the way leaves no half report."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as beside:
            (write_json if as_json else write_table)(beside, book, file, span, self.progress.counted)
            beside.seek(0)
            shutil.copyfileobj(beside, self.stdout)


class Progress:
    """How far it is, on the error stream and only when it takes long."""

    def __init__(self, out):
        self.out, self.begun = out, time.monotonic()
        self.told = self.begun

    def checked(self, rows):
        self.tell(f"已检查 {rows} 行（每秒 {int(rows / max(self.spent, 1))} 行）")

    def counted(self, number, units):
        self.tell(f"已核算 {number}/{units} 个单位")

    @property
    def spent(self):
        return time.monotonic() - self.begun

    def tell(self, words):
        now = time.monotonic()
        if self.out and now - self.told >= LONG:
            self.told = now
            self.out.write(words)


def read_book(name):
    """A file, or one of the books shipped with the product."""
    path = Path(name)
    shipped = books.EXAMPLES / f"{name}.toml"
    try:
        raw = (path if path.exists() or not shipped.exists() else shipped).read_bytes()
        return books.load(decoded(raw))
    except OSError as error:
        raise CommandError(f"读不了“{name}”：{error.strerror}。") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"“{name}”不是文本，请另存为 UTF-8 编码的文本。") from error
    except books.BadBook as bad:
        raise CommandError(f"规则文件有误：\n{bad}") from bad


def decoded(raw):
    """UTF-8, or what Chinese editors save by default."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def in_words(book):
    lines = [f"{book.name}（第{book.version}版）"]
    for heading, sentences in said(book):
        lines += ["", heading, *(f"  {sentence}" for sentence in sentences)]
    return "\n".join(lines)


def span_of(options, file):
    """Whole months from the first to the last; the days of the facts where none are named."""
    first = month(options["first"], "--from") if options["first"] else file.first
    last = month(options["last"], "--to") if options["last"] else file.last
    if first is None or last is None:
        raise CommandError("事实表里没有一行有日期的事实，请用 --from 和 --to 指明月份。")
    first, last = first.replace(day=1), add_months(last.replace(day=1), 1) - DAY
    if last < first:
        raise CommandError("截止月份早于起始月份。")
    return Span(first, last)


def month(text, option):
    try:
        year, number = text.split("-")[:2]
        return date(int(year), int(number), 1)
    except ValueError as error:
        raise CommandError(f"{option} 请写成 2014-01 这样。") from error
