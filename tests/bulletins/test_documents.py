"""What Word and PDF must both show: the same words, in the same order, whatever was typed."""

import io
from dataclasses import replace
from itertools import pairwise

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletins import fonts, pdf, word
from bulletins.paper import Paper, Piece, Tail, blocks_of
from tests.bulletins.specimen import PROOF, SPECIMEN

FACES = fonts.find(system=())
HOSTILE = '#panic("x") *粗* _斜_ $x^2$ <b>&amp;</b> {{ 7*7 }} \\u{41} @ref `raw` // 注 /* x */ "引" [链]'

PARTS = [
    "内部刊物",
    "海淀工会信息",
    "第29期",
    "【海淀区信息工作座谈会特刊】",
    "海淀区总工会办公室",
    "2014年7月10日",
    "【编者按】7月8日",
    "在海淀区信息工作座谈会上的讲话",
    "同志们：",
    "一、看清信息工作的分量",
    "（一）信息是决策的依据。职工收入",
    "二、正视当前存在的差距",
    "1.以会议代替工作。",
    "（3）不涉及国家秘密和职工个人隐私。",
    "推动信息工作提质增效",
    "（海淀镇总工会）",
    "班组长当联络员",
    "编辑：胡文欣",
    "核对：刘婷婷",
    "核签：谢建国",
    "报：中华全国总工会信息中心，北京市总工会办公室",
    "发：区总工会委员，直属基层工会主席，工会信息员。",
    "传真：82510095",
    "（共印20份）",
]


def words_of_docx(paper):
    document = docx.Document(io.BytesIO(word.render(paper)))
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
    )


def words_of_pdf(paper):
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(paper, FACES)))
    return "\n".join(page.extract_text() for page in reader.pages)


both = pytest.mark.parametrize("words_of", [words_of_docx, words_of_pdf])


def run_together(text):
    return "".join(text.split())


@both
def test_the_specimen_prints_every_part_in_its_order(words_of):
    text = run_together(words_of(SPECIMEN))

    places = [text.find(part) for part in PARTS]

    assert -1 not in places
    assert all(first < second for first, second in pairwise(places))


@both
def test_no_word_of_an_article_is_lost(words_of):
    text = run_together(words_of(SPECIMEN))
    blocks = [block.text for piece in SPECIMEN.pieces for block in piece.blocks[-1:]]

    # a page number may stand inside a paragraph that runs over the page, hence only each last block
    assert [block for block in blocks if run_together(block) not in text] == []


@both
def test_rare_characters_of_names_are_printed(words_of):
    assert "龚㛃和职工代表陈𬱟" in run_together(words_of(SPECIMEN))


@both
def test_what_looks_like_markup_is_printed_as_typed(words_of):
    paper = Paper(
        classification=HOSTILE,
        masthead="#信息*",
        number=HOSTILE,
        office="#office",
        note=HOSTILE,
        pieces=(Piece("#panic()与<w:t>", HOSTILE, blocks_of(f"{HOSTILE}\n一、{HOSTILE}")),),
        tail=Tail(editor="#let x", report_to=("*各单位*",), contact=("<script>",)),
    )

    text = run_together(words_of(paper)).replace("—1—", "")  # may stand within what runs over the page

    assert text.count(run_together(HOSTILE)) == 6
    assert [
        part for part in ("#panic()与<w:t>", "编辑：#letx", "报：*各单位*。", "<script>") if part not in text
    ] == []


@both
def test_parts_left_empty_leave_no_trace(words_of):
    paper = Paper("", "海淀工会信息", pieces=(Piece("标题", blocks=blocks_of("正文。")),))

    assert run_together(words_of(paper)).removesuffix("—1—") == "海淀工会信息标题正文。"


@both
def test_a_note_of_one_article_stands_before_its_title(words_of):
    piece = Piece("标题", "（某镇总工会）", blocks_of("正文。"), note="此稿可供借鉴。")

    text = run_together(words_of(Paper("", "信息", pieces=(piece,))))

    assert text.removesuffix("—1—") == "信息【编者按】此稿可供借鉴。标题（某镇总工会）正文。"


@both
@pytest.mark.parametrize(
    ("tail", "printed"),
    [
        (Tail(editor="甲"), "编辑：甲"),
        (Tail(editor="甲", approver="乙"), "编辑：甲核签：乙"),
        (Tail(send_to=("兄弟区总工会",)), "送：兄弟区总工会。"),
        (Tail(contact=("电话：1",), copies=5), "电话：1（共印5份）"),
    ],
)
def test_each_part_of_the_tail_stands_alone(words_of, tail, printed):
    text = run_together(words_of(Paper("", "信息", tail=tail)))

    assert text.removesuffix("—1—") == f"信息{printed}"


@both
def test_a_proof_has_room_for_number_and_date_and_shows_neither(words_of):
    text = run_together(words_of(PROOF))

    assert "第期" in text
    assert "年月日" in text
    assert "第29期" not in text
    assert "2014年7月10日" not in text


def test_only_a_proof_is_marked_as_one():
    marks = [words_of_pdf(paper).count("清样") for paper in (SPECIMEN, PROOF)]

    assert marks == [0, 5]


@pytest.mark.parametrize("paper", [SPECIMEN, PROOF], ids=["final", "proof"])
@pytest.mark.parametrize(
    "print_paper", [word.render, lambda paper: pdf.render(paper, FACES)], ids=["docx", "pdf"]
)
def test_the_same_paper_gives_the_same_bytes(print_paper, paper):
    again = Paper.from_dict(paper.to_dict())

    assert print_paper(paper) == print_paper(again)


def test_a_changed_paper_gives_other_bytes():
    changed = replace(SPECIMEN, number="第30期")

    assert word.render(changed) != word.render(SPECIMEN)
    assert pdf.render(changed, FACES) != pdf.render(SPECIMEN, FACES)


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=40), st.text(max_size=60))
def test_whatever_is_typed_is_printed_or_refused_by_name(title, text):
    paper = Paper(title, title, title, title, title, None, text, (Piece(title, text, blocks_of(text), text),))
    paper = replace(paper, tail=Tail(title, title, title, (title,), (title,), (title,), (title,), 1))

    assert docx.Document(io.BytesIO(word.render(paper))).paragraphs
    assert _refused(paper) <= set(title + text)


def _refused(paper):
    try:
        pypdf.PdfReader(io.BytesIO(pdf.render(paper, FACES)))
    except fonts.MissingGlyph as refusal:
        return set(refusal.characters)
    return set()
