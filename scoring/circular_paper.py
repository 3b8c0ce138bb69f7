"""A circular as a page: the text as it was edited, the tables from the closed figures, the frame from the letterhead."""

from dataclasses import replace

from django.utils import timezone

from bulletins.blocks import Block, blocks_of
from bulletins.compose import lines, tail_like
from bulletins.measures import Measures
from bulletins.paper import Paper, Piece, Tail
from scoring.circular_columns import columns, plain_table, rows_of, tables
from scoring.circular_facts import facts_of
from scoring.circular_sections import numbered, sections_of
from scoring.circular_texts import Facts
from scoring.models import Letterhead

NUMERALS = "一二三四五六七八九十"
FEW = 10  # groups that are counted in words


def paper_of(circular, facts: Facts | None = None, *, letterhead=None) -> Paper:
    """The page model: a proof before signature, the final form with number and date after."""
    letterhead = letterhead or Letterhead.of(circular.office)
    measures = Measures.from_dict(letterhead.measures)
    facts = facts or facts_of(circular)
    blocks = [block for part in printed(circular, facts, measures) for block in part]
    return Paper(
        classification=letterhead.classification,
        masthead=letterhead.masthead,
        number=circular.number_line or letterhead.line_of(None, (circular.date or circular.last).year),
        office=letterhead.publisher or circular.office.name,
        date=circular.date,
        pieces=(Piece(circular.title, blocks=tuple(blocks)),),
        tail=tail_of(circular, letterhead),
        measures=measures,
        proof=circular.number is None,
    )


def shown(circular) -> Paper:
    """What a page shows: the frozen content once there is one, the rows before."""
    return Paper.from_dict(circular.paper) if circular.paper else paper_of(circular)


def printed(circular, facts, measures):
    """The blocks of each section that is printed."""
    for heading, section in numbered(sections_of(circular.body)):
        head = [Block("h1", heading)] if heading else []
        found = TABLES.get(section.kind, nothing)(circular, section, facts, measures)
        yield [*head, *blocks_of(section.text), *found]


def nothing(circular, section, facts, measures):
    return ()


def rankings(circular, section, facts, measures):
    """Each group under its name, in as many tables as its columns need."""
    heads = columns(facts.figures, facts.when, circular.columns)
    groups = [group for group in facts.figures.groups if group["rows"]]
    for place, group in enumerate(groups):
        name = f"（{count_word(place)}）{group['name']}" if len(groups) > 1 else ""
        made = tables(heads, rows_of(group, facts.figures, heads), measures)
        for number, table in enumerate(made):
            if name or number:
                yield Block("h2", f"{name}（续）" if number else name)
            yield table


def count_word(place):
    return NUMERALS[place] if place < FEW else str(place + 1)


def above(circular, section, facts, measures):
    rows = [
        (str(number), row["title"], row["unit"], row["carrier"], day(row["on"]))
        for number, row in enumerate(facts.above, 1)
    ]
    heads = ("序号", "标题", "报送单位", "采用刊物", "日期")
    return (plain_table(heads, rows, (8, 38, 22, 19, 13)),) if rows else ()


def instructions(circular, section, facts, measures):
    rows = [
        (str(number), row["leader"], row["level"], row["thing"], day(row["on"]))
        for number, row in enumerate(facts.instructions, 1)
    ]
    heads = ("序号", "批示领导", "层级", "批示件", "日期")
    return (plain_table(heads, rows, (8, 17, 13, 48, 14)),) if rows else ()


def day(on):
    return f"{on.month}月{on.day}日"


def persons(circular, section, facts, measures):
    span = facts.figures.span
    rows = [
        (
            str(row[span]["rank"]),
            row["name"],
            row["unit_name"],
            str(row[span]["submitted"]),
            str(row[span]["adopted"]),
            row[span]["points"],
        )
        for row in facts.persons[: section.top]
    ]
    heads = ("名次", "姓名", "单位", "报送", "采用", "得分")
    return (plain_table(heads, rows, (8, 16, 40, 12, 12, 12)),) if rows else ()


TABLES = {"rankings": rankings, "above": above, "instructions": instructions, "persons": persons}


def tail_of(circular, letterhead) -> Tail:
    """报、送、发 of this circular, whom to ask, and the hands that answer for it."""
    hands = {name: str(getattr(circular, name) or "") for name in ("editor", "checker", "approver")}
    tail = tail_like(circular, letterhead.contact)
    return Tail(
        **hands,
        report_to=tail.report_to,
        send_to=tail.send_to,
        copy_to=tail.copy_to,
        contact=lines(letterhead.contact),
        copies=tail.copies,
    )


def annex_of(circular, facts: Facts) -> list[dict]:
    """The tables as rows of plain words: what the spreadsheet is made of, figure for figure what the page prints."""
    kinds = {section.kind: section for section in sections_of(circular.body) if section.on}
    sheets = []
    if "rankings" in kinds:
        heads = columns(facts.figures, facts.when, circular.columns)
        titles = [head.title for head in heads]
        for group in facts.figures.groups:
            if group["rows"]:
                rows = rows_of(group, facts.figures, heads)
                sheets.append({"name": group["name"], "head": titles, "rows": rows})
    for kind in ("above", "instructions", "persons"):
        for table in TABLES[kind](circular, kinds[kind], facts, None) if kind in kinds else ():
            head, *rows = ([cell.text for cell in row] for row in table.rows)
            sheets.append({"name": kinds[kind].label, "head": head, "rows": rows})
    return sheets


def as_if_signed(circular, by) -> Paper:
    """The pages that a signature of today gives, if nothing else is signed before; only the proof's mark goes."""
    paper, today = paper_of(circular), timezone.localdate()
    number = Letterhead.of(circular.office).next_line(today)
    return replace(paper, number=number, date=today, tail=replace(paper.tail, approver=str(by)))
