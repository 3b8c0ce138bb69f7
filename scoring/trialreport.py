"""What `manage.py reckon` prints: a table for people, JSON for other programs; docs/rulebook.md tells every field."""

import json
from collections import Counter
from datetime import date

from scoring.settle import best_of, compares
from scoring.terms import PARTS, Reporter, plain
from scoring.trial import people_ranked, ranked, side_of, summary_of, tried
from scoring.trialnotes import notes

MOST_REASONS = 20


def results(book, file, span, counted):
    """Unit by unit, so that memory does not grow with the file; twice where the best unit is the measure."""
    best = best_of(book, sides(book, file, span, counted)) if compares(book) else None
    for number, unit in enumerate(file.units, 1):
        yield tried(book, reporter_in(file, unit), file.facts(unit), span, best)
        counted(number, len(file.units))


def sides(book, file, span, counted):
    for number, unit in enumerate(file.units, 1):
        yield side_of(book, reporter_in(file, unit), file.facts(unit), span)[1]
        counted(number, len(file.units))


def reporter_in(file, unit):
    return file.reporters.get(unit) or Reporter(unit=unit)


def write_json(out, book, file, span, counted):
    """{"book", "from", "to", "notes", "units": [each with its lines], "ranking": [by group], "people": […]}."""
    head = {"book": f"{book.name}（第{book.version}版）", "from": f"{span.first}", "to": f"{span.last}"}
    out.write(dumped(head | {"notes": notes(book, file, span)})[:-1] + ',"units":[')
    summaries = []
    for number, result in enumerate(results(book, file, span, counted)):
        out.write(("," if number else "") + "\n" + dumped(unit_json(result)))
        summaries.append(summary_of(book, result))
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
        "pays": [pay_json(pay) for pay in found.pays],
        "lines": [line_json(line) for line in found.lines],
        "unpaid": [unpaid_json(one) for one in found.unpaid],
        "quotas": [quota_json(met) for met in found.quotas],
    }


def line_json(line):
    names = ("fact", "item", "person", "rule", "points", "on", "reason")
    return {name: getattr(line, name) for name in names} | {"part": line.part, "month": f"{line.on:%Y-%m}"}


def pay_json(pay):
    return {name: getattr(pay, name) for name in ("fact", "item", "person", "amount", "on")}


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
    summaries, parts, reasons = [], {}, Counter()
    for result in results(book, file, span, counted):
        summaries.append(summary_of(book, result))
        parts[result.unit] = result.score
        reasons.update(one.reason for one in result.reckoning.unpaid)
    out.write(f"{book.name}（第{book.version}版） {span.first}至{span.last}\n")
    for group, rows in ranked(book, summaries):
        out.write(f"\n{group or '全部单位'}\n名次\t单位\t得分\t构成\n")
        for one in rows:
            tied = "（并列）" if one.tied else ""
            out.write(
                f"{one.rank}{tied}\t{one.row.unit}\t{plain(one.row.score)}\t{made_of(parts[one.row.unit])}\n"
            )

    write_unpaid(out, reasons)


def write_unpaid(out, reasons):
    """What earned nothing and why, the commonest reason first."""
    if reasons:
        out.write("\n没有得分的\n条数\t原因\n")
    for reason, times in reasons.most_common(MOST_REASONS):
        out.write(f"{times}\t{reason}\n")
    if len(reasons) > MOST_REASONS:
        out.write(f"其余{len(reasons) - MOST_REASONS}种原因见 --json 的 unpaid。\n")


def made_of(score):
    named = [f"{PARTS[part]}{plain(points)}" for part, points in score.parts.items()]
    return "，".join([*named, *(f"{step.label}{plain(step.points)}" for step in score.steps)])
