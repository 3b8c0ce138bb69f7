"""What a circular says and prints, from figures alone."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from openpyxl import load_workbook

from bulletins.measures import Measures
from bulletins.paper import Paper
from bulletins.word import render as word
from scoring.circular_checks import doubts
from scoring.circular_columns import ALL, columns, rows_of, tables
from scoring.circular_figures import Figures
from scoring.circular_paper import annex_of, paper_of
from scoring.circular_sections import Section, numbered, sections_of, shifted, usual
from scoring.circular_sheets import workbook_of
from scoring.circular_texts import texts_of
from tests.scoring.circular_table import circular, facts, figures_of, table

M = Measures()


def month(filed, used, year=None):
    """A whole table of one unit."""
    span = figures_of(1, 0, 1) | {"submitted": filed, "adopted": used}
    over = span | {"submitted": (year or filed, used)[0]}
    row = {"month": span, "quarter": span, "year": over, "unit": 1, "name": "甲镇", "owes": True}
    group = {"pk": 1, "name": "乡镇", "rows": [row], "total": row, "zero_reports": [], "zero_adoptions": []}
    return {"groups": [group], "total": row, "carriers": [], "year": ["2026-01-01", "2026-12-31"]}


def lead_of(**changes):
    return texts_of(replace(facts(units=1, groups=1), **changes))["lead"]


def test_totals_and_changes_are_said_as_the_circulars_say_them():
    said = lead_of(figures=Figures(month(301, 159)), before=Figures(month(289, 162)))
    assert said.splitlines()[2] == (
        "本月各单位共报送信息301条，采用159条，采用率52.8%。"
        "与上月相比，报送增加12条，采用减少3条，采用率下降3.3个百分点。"
    )


def test_a_year_ago_and_the_year_so_far_are_said_where_they_are_known():
    figures = Figures(month(10, 5, year=80))
    said = lead_of(figures=figures, year_ago=Figures(month(10, 5)))
    assert said.splitlines()[2].endswith(
        "与去年同期相比，报送持平，采用持平，采用率持平。今年以来累计报送80条，采用5条，采用率6.3%。"
    )


def test_problems_name_few_units_and_count_many():
    said = texts_of(facts(units=30, groups=1))["problems"].splitlines()
    assert said[-1].count("、") == 9
    assert said[-1].endswith("等15个单位。")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("本月共报送信息301条，采用159条，采用率52.8%。", []),
        ("报送300条，采用159条。", ["报送300条"]),
        ("采用率为53%。", []),
        ("采用率52.3%。", ["采用率52.3%"]),
        ("与上月相比，报送增加12条。", []),
        ("上月报送289条。", []),
        ("甲镇采用158条。", ["采用158条"]),
        ("上级采用我单位信息4条次。", []),
    ],
    ids=["right", "total", "rounded", "rate", "change", "earlier", "unit", "times"],
)
def test_a_number_that_stands_in_no_figure_is_doubted(text, said):
    lead = [Section("lead", True, "", text)]
    found = doubts(lead, Figures(month(301, 159)), Figures(month(289, 162)))
    assert [doubt.said for doubt in found] == said


def test_what_is_not_printed_is_not_doubted():
    assert doubts([Section("lead", False, "", "报送1条")], Figures(month(301, 159))) == []


def test_generated_words_are_never_doubted():
    found = facts(units=12)
    assert doubts(usual(texts_of(found)), found.figures) == []


def test_sections_are_numbered_as_they_are_printed():
    body = [Section("lead", True, ""), Section("zeros", False, "零报送"), Section("topics", True, "要点")]
    assert [number for number, _ in numbered(body)] == ["", "一、要点"]
    assert [each.kind for each in shifted(body, "lead", -1)] == ["lead", "zeros", "topics"]


def test_columns_follow_the_catalogue_and_leave_out_what_the_month_did_not_keep():
    figures = Figures(table(units=3, groups=1, carriers=1))
    chosen = ["points", "submitted", "deduction", "carriers"]
    heads = [column.title for column in columns(figures, "本月", chosen)]
    assert heads == ["名次", "单位", "本月报送", "工运信息", "扣分", "本月得分"]
    for row in figures.rows:
        row["month"]["parts"] = {}
    assert "扣分" not in [column.title for column in columns(figures, "本月", chosen)]


def test_a_table_too_wide_is_parted_and_every_part_has_rank_and_unit():
    figures = Figures(table(units=60, groups=1, carriers=5))
    heads = columns(figures, "本月", ALL)
    made = tables(heads, rows_of(figures.groups[0], figures, heads), M)
    firsts = [[cell.text for cell in each.rows[0][:2]] for each in made]
    assert firsts == [["名次", "单位"]] * len(made)
    assert len(made) > 1
    assert sum(len(each.rows[0]) - 2 for each in made) == len(heads) - 2
    assert {round(sum(each.shares), 2) for each in made} == {1.0}


def test_a_narrow_table_is_one_in_full_type():
    figures = Figures(table(units=5, groups=1, carriers=1))
    heads = columns(figures, "本月", ["submitted", "adopted", "points"])
    (made,) = tables(heads, rows_of(figures.groups[0], figures, heads), M)
    assert (made.small, made.heads) == (False, 1)


def test_rows_stand_by_rank_and_end_with_the_sum():
    figures = Figures(table(units=4, groups=1, carriers=1))
    heads = columns(figures, "本月", ["points"])
    rows = rows_of(figures.groups[0], figures, heads)
    assert [row[0] for row in rows] == ["1", "2", "3", "4", ""]
    assert rows[-1][1] == "合计"


def test_the_word_file_repeats_headings_and_keeps_rows_whole():
    found = facts(units=40, groups=2, carriers=2)
    made, letterhead = circular(found)
    document = docx.Document(
        BytesIO(word(Paper.from_dict(paper_of(made, found, letterhead=letterhead).to_dict())))
    )
    ranking = next(one for one in document.tables if one.cell(0, 0).text == "名次")
    rows = ranking._tbl.tr_lst
    heads = [bool(row.xpath("w:trPr/w:tblHeader")) for row in rows]
    whole = [bool(row.xpath("w:trPr/w:cantSplit")) for row in rows]
    width = sum(int(column.get(column.nsmap["w"].join("{}") + "w")) for column in ranking._tbl.tblGrid)
    sizes = {document.styles[name].font.size.pt for name in ("小表中", "小表文")}
    assert (heads, whole) == ([True] + [False] * 41, [True] * 42)
    assert abs(width - 156 / 25.4 * 1440) < 20
    assert sizes == {10.5}


def test_the_annex_has_the_very_figures_of_the_page():
    found = facts(units=6, groups=2, carriers=2, above=3)
    made, letterhead = circular(found)
    made.annex, made.number_line = annex_of(made, found), "第9期"
    book = load_workbook(BytesIO(workbook_of(made)))
    paper = paper_of(made, found, letterhead=letterhead)
    printed = [each for each in paper.pieces[0].blocks if each.kind == "table"]
    page = [[cell.text.replace("\n", "") for cell in row] for row in printed[0].rows]
    sheet = [[as_text(cell) for cell in row] for row in book.worksheets[0].iter_rows(min_row=3)]
    assert sheet == page
    assert book.sheetnames[:2] == ["镇、街道", "区直机关和企业事业单位"]


def as_text(cell):
    """What a person sees in the cell."""
    if cell.number_format == "0.0%":
        return f"{cell.value:.1%}"
    return "" if cell.value is None else str(cell.value)


def test_the_words_of_leaders_are_not_printed():
    found = facts(units=2, groups=1)
    made, letterhead = circular(found)
    table = next(
        each
        for each in paper_of(made, found, letterhead=letterhead).pieces[0].blocks
        if each.kind == "table" and each.rows[0][1].text == "批示领导"
    )
    assert [cell.text for cell in table.rows[0]] == ["序号", "批示领导", "层级", "批示件", "日期"]


def test_a_proof_leaves_room_for_its_number():
    found = facts(units=2, groups=1)
    made, letterhead = circular(found, style="word", word="云工信通报")
    paper = paper_of(made, found, letterhead=letterhead)
    assert (paper.number_line, paper.proof) == ("云工信通报〔2026〕　　号", True)


def test_rates_are_exact():
    assert Figures(month(301, 159)).rate() == Decimal("52.8")
    assert len(sections_of(circular(facts(units=1))[0].body)) == 9
