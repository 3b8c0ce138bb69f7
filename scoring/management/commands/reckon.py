"""manage.py reckon: a rule book tried on a table of facts, without a database; nothing is booked."""

import json
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from scoring import books
from scoring.factfile import BadFacts, FactFile
from scoring.factrows import Words
from scoring.spans import DAY, Span, add_months
from scoring.terms import PARTS, Reporter, plain
from scoring.trial import people_ranked, ranked, summary_of, tried


class Command(BaseCommand):
    help = "按考核办法核算一份事实表：显示各单位得分、名次和每一笔的由来，不入账。"
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--book", required=True, help="规则文件（TOML），或自带办法的代号，如 r1")
        parser.add_argument("--facts", required=True, help="事实表（CSV），各列见 docs/rulebook.md")
        parser.add_argument("--from", dest="first", help="起始月份，如 2014-01；默认从最早的一行起")
        parser.add_argument("--to", dest="last", help="截止月份，如 2014-03；默认到最晚的一行止")
        parser.add_argument("--json", action="store_true", help="输出 JSON，含每一笔；否则输出排名表")

    def handle(self, *args, **options):
        book = read_book(options["book"])
        try:
            file = FactFile.opened(Path(options["facts"]), Words.of(book), self.checked)
            span = span_of(options, file)
            self.report(book, file, span, as_json=options["json"])
        except BadFacts as bad:
            raise CommandError(f"事实表有误，没有核算：\n{bad}") from bad
        except OSError as error:
            raise CommandError(f"读不了“{options['facts']}”：{error.strerror}。") from error

    def report(self, book, file, span, *, as_json):
        """Written beside first: a fault found on the way leaves no half report."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as beside:
            (write_json if as_json else write_table)(beside, book, file, span, self.counted)
            beside.seek(0)
            shutil.copyfileobj(beside, self.stdout)

    def checked(self, rows):
        self.tell(f"已检查 {rows} 行")

    def counted(self, number, units):
        if number % max(units // 20, 1) == 0:
            self.tell(f"已核算 {number}/{units} 个单位")

    def tell(self, words):
        if sys.stderr.isatty():
            self.stderr.write(words)


def read_book(name):
    """A file, or one of the books shipped with the product."""
    path = Path(name)
    shipped = books.EXAMPLES / f"{name}.toml"
    try:
        text = (path if path.exists() or not shipped.exists() else shipped).read_text(encoding="utf-8")
        return books.load(text)
    except OSError as error:
        raise CommandError(f"读不了“{name}”：{error.strerror}。") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"“{name}”不是 UTF-8 编码的文本，请另存为 UTF-8。") from error
    except books.BadBook as bad:
        raise CommandError(f"规则文件有误：\n{bad}") from bad


def span_of(options, file):
    """Whole months from the first to the last; the days of the facts where none are named."""
    first = month(options["first"], "--from") if options["first"] else file.first
    last = month(options["last"], "--to") if options["last"] else file.last
    if first is None or last is None:
        raise CommandError("事实表里没有一行有日期的事实。")
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


def results(book, file, span, counted):
    """Unit by unit, so that memory does not grow with the file."""
    units = file.units
    for number, unit in enumerate(units, 1):
        reporter = file.reporters.get(unit) or Reporter(unit=unit)
        yield tried(book, reporter, file.facts(unit), span)
        counted(number, len(units))


def write_json(out, book, file, span, counted):
    """{"book", "from", "to", "units": [each with its lines], "ranking": [by group], "people": […]}."""
    head = {"book": f"{book.name}（第{book.version}版）", "from": f"{span.first}", "to": f"{span.last}"}
    out.write(dumped(head)[:-1] + ',"units":[')
    summaries = []
    for number, result in enumerate(results(book, file, span, counted)):
        out.write(("," if number else "") + "\n" + dumped(unit_json(result)))
        summaries.append(summary_of(result))
    rows = [ranking_json(group, rows) for group, rows in ranked(book, summaries)]
    people = [
        {"rank": one.rank, "tied": one.tied, "person": one.row[0], "unit": one.row[1], "points": one.row[2]}
        for one in people_ranked(summaries, book.ranking.method)
    ]
    out.write('],\n"ranking":' + dumped(rows) + ',\n"people":' + dumped(people) + "}\n")


def dumped(value):
    return json.dumps(value, ensure_ascii=False, default=written)


def written(value):
    """Days as 2014-01-31; points as numbers of at most two decimals, which every reader keeps as they are."""
    if isinstance(value, date):
        return f"{value}"
    return int(value) if value == int(value) else float(value)


def unit_json(result):
    score, found = result.score, result.reckoning
    return {
        "unit": result.unit,
        "group": result.reporter.group,
        "class": result.reporter.sort,
        "score": score.score,
        "points": score.points,
        "parts": score.parts,
        "steps": [{"label": step.label, "points": step.points} for step in score.steps],
        "void": score.void,
        "passed": score.passed,
        "counts": result.counts,
        "money": sum((pay.amount for pay in found.pays), 0),
        "lines": [line_json(line) for line in found.lines],
        "unpaid": [unpaid_json(one) for one in found.unpaid],
        "quotas": [quota_json(met) for met in found.quotas],
    }


def line_json(line):
    names = ("fact", "item", "person", "rule", "points", "on", "reason")
    return {name: getattr(line, name) for name in names} | {"part": line.part, "month": f"{line.on:%Y-%m}"}


def unpaid_json(one):
    return {"fact": one.fact.key, "item": one.fact.item, "on": one.fact.on, "reason": one.reason}


def quota_json(met):
    names = ("quota", "label", "first", "last", "need", "done", "met", "over")
    return {name: getattr(met, name) for name in names}


def ranking_json(group, rows):
    shown = [
        {
            "rank": one.rank,
            "tied": one.tied,
            "unit": one.row.unit,
            "score": one.row.score,
            "points": one.row.points,
        }
        for one in rows
    ]
    return {"group": group, "rows": shown}


def write_table(out, book, file, span, counted):
    """名次、单位、得分 and its parts, for reading in a terminal."""
    summaries, parts = [], {}
    for result in results(book, file, span, counted):
        summaries.append(summary_of(result))
        parts[result.unit] = result.score
    out.write(f"{book.name}（第{book.version}版） {span.first}至{span.last}\n")
    for group, rows in ranked(book, summaries):
        out.write(f"\n{group or '全部单位'}\n名次\t单位\t得分\t构成\n")
        for one in rows:
            tied = "（并列）" if one.tied else ""
            out.write(
                f"{one.rank}{tied}\t{one.row.unit}\t{plain(one.row.score)}\t{made_of(parts[one.row.unit])}\n"
            )


def made_of(score):
    named = [f"{PARTS[part]}{plain(points)}" for part, points in score.parts.items()]
    return "，".join([*named, *(f"{step.label}{plain(step.points)}" for step in score.steps)])
