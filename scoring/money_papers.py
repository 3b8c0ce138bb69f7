"""Lists that are signed for money and honours, as pages and as spreadsheets: both from the frozen content."""

from datetime import date
from decimal import Decimal

from bulletins.blocks import Block
from bulletins.blocks import Table as Grid
from bulletins.paper import Paper, Piece
from bulletins.wording import chinese_date
from scoring.capital_amounts import capital
from scoring.terms import plain
from submissions.parts import Cell as Place
from submissions.parts import Run
from submissions.tables import Cell, Table, num, workbook

PAYEES = ("序号", "单位", "姓名", "篇数", "分值", "金额（元）")
SIGNATURE = "领款人签字"
LINES = ("序号", "单位", "姓名", "日期", "标题", "事由", "分值", "金额（元）")
UNNAMED = ("单位", "日期", "标题", "事由")


def yuan(amount) -> str:
    """13890 → 13,890.00, as a list of money is read."""
    return f"{Decimal(amount):,.2f}"


def grid(head, rows) -> Grid:
    """A printed table with one heading row."""
    heading = tuple(Place((Run(text),), head=True) for text in head)
    return Grid(
        (heading, *(tuple(Place((Run(str(text)),) if str(text) else ()) for text in row) for row in rows))
    )


def in_words(total) -> str:
    """合计 in figures and in capitals, as every paper about money ends."""
    return f"合计：人民币（大写）{capital(Decimal(total))}（¥{yuan(total)}）"


def days(first: str, last: str) -> str:
    return f"{chinese_date(date.fromisoformat(first))}至{chinese_date(date.fromisoformat(last))}"


def payee_rows(content):
    """(payee, row of the table) without the signature."""
    return [
        (
            payee,
            [
                place,
                payee["unit_name"],
                payee["name"],
                payee["items"],
                plain(Decimal(payee["points"])),
                yuan(payee["amount"]),
            ],
        )
        for place, payee in enumerate(content["payees"], start=1)
    ]


def pay_paper(content, hands, day=None) -> Paper:
    """The list with a place for each signature; a proof until it is signed."""
    rows = [[*row, ""] for _, row in payee_rows(content)]
    rows.append(["", "合计", "", "", "", yuan(content["total"]), ""])
    blocks = [
        Block("p", f"本表列入{days(content['first'], content['last'])}采用的信息，含以前各期的补发和扣回。"),
        grid((*PAYEES, SIGNATURE), rows),
        Block("p", in_words(content["total"])),
        *unnamed_blocks(content),
        *(Block("p", f"{label}：{name}") for label, name in hands),
    ]
    return official(content, content["title"], blocks, day)


def unnamed_blocks(content):
    if not content["unnamed"]:
        return []
    rows = [[one["unit"], one["on"], one["title"], one["reason"]] for one in content["unnamed"]]
    return [Block("p", "下列信息没有署名到个人，不计稿酬："), grid(UNNAMED, rows)]


def official(content, title, blocks, day) -> Paper:
    return Paper(
        classification="",
        masthead=content["office"],
        office="",
        date=day,
        pieces=(Piece(title, "", tuple(blocks)),),
        proof=day is None,
    )


def pay_tables(content):
    """The sheets of the spreadsheet: who gets what, and every line behind it."""
    rows = [
        [
            num(row[0]),
            Cell(row[1]),
            Cell(row[2]),
            num(row[3]),
            num(Decimal(row[4])),
            num(Decimal(payee["amount"])),
            Cell(""),
        ]
        for payee, row in payee_rows(content)
    ]
    foot = [Cell(""), Cell("合计"), *[Cell("")] * 3, num(Decimal(content["total"])), Cell("")]
    return [
        Table("发放表", [*PAYEES, SIGNATURE], rows, foot),
        Table("明细", list(LINES), [*map(line_cells, named_lines(content))], []),
        *unnamed_tables(content),
    ]


def unnamed_tables(content):
    rows = [
        [Cell(one["unit"]), Cell(one["on"]), Cell(one["title"]), Cell(one["reason"])]
        for one in content["unnamed"]
    ]
    return [Table("未署名", list(UNNAMED), rows)] if rows else []


def named_lines(content, payee=None):
    """(number, unit, name, line) of the lines, of one payee or of all."""
    names = {(one["unit"], one["person"]): one for one in content["payees"]}
    wanted = [line for line in content["lines"] if payee in (None, (line["unit"], line["person"]))]
    found = [(names[line["unit"], line["person"]], line) for line in wanted]
    return [(place, one["unit_name"], one["name"], line) for place, (one, line) in enumerate(found, start=1)]


def line_cells(named):
    place, unit, name, line = named
    return [
        num(place),
        Cell(unit),
        Cell(name),
        Cell(line["on"]),
        Cell(line["title"]),
        Cell(line["reason"]),
        num(Decimal(line["points"])) if line["points"] else Cell(""),
        num(Decimal(line["amount"])),
    ]


def pay_workbook(content) -> bytes:
    period = days(content["first"], content["last"])
    return workbook(
        content["title"], f"{content['office']}　{period}　{in_words(content['total'])}", pay_tables(content)
    )


def award_paper(content, hands, day=None) -> Paper:
    """The list of those commended, award by award, with the prizes and a place for each signature."""
    blocks = [Block("p", content["preamble"])]
    for award in content["awards"]:
        blocks.append(Block("h1", f"{award['title']}"))
        blocks += [grid(award["head"], award["rows"])] if award["rows"] else [Block("p", "本奖项空缺。")]
    if Decimal(content["total"]):
        blocks.append(Block("p", f"奖金{in_words(content['total'])}"))
    blocks += [Block("p", f"{label}：{name}") for label, name in hands]
    return official(content, content["title"], blocks, day)


def award_workbook(content) -> bytes:
    """One sheet an award, and the judging behind it."""
    tables = [
        Table(award["name"], award["head"], [[cell(value) for value in row] for row in award["rows"]])
        for award in content["awards"]
    ]
    judged = [[cell(value) for value in row] for row in content["judged"]]
    tables.append(Table("测算", content["judged_head"], judged))
    return workbook(content["title"], content["subtitle"], tables)


def cell(value):
    """Figures that were kept as text become figures again."""
    text = str(value).replace(",", "")
    try:
        return num(Decimal(text)) if text.replace(".", "", 1).lstrip("-").isdigit() else Cell(value)
    except ArithmeticError:
        return Cell(value)
