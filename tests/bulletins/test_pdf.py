import io
from collections import Counter
from dataclasses import replace

import pypdf
import pytest
from pypdf import Transformation

from bulletins import fonts, pdf
from bulletins.measures import Measures, points
from bulletins.paper import Block, Paper, Piece, Tail, blocks_of
from tests.bulletins.specimen import SPECIMEN

FACES = fonts.find(system=())


def read(paper, faces=FACES):
    return pypdf.PdfReader(io.BytesIO(pdf.render(paper, faces)))


def plain(*lines, **more):
    """A paper of which only the text matters."""
    return Paper("", "信息", pieces=(Piece("标题", blocks=blocks_of("\n".join(lines))),), **more)


def pieces_of_text(page):
    """Every run of text with its place, size and font, as drawn."""
    runs = []

    def visit(text, page_matrix, text_matrix, font, size):
        if text.strip():
            place = Transformation(tuple(text_matrix)).transform(Transformation(tuple(page_matrix)))
            x, y = place.apply_on((0, 0))
            runs.append((text.strip(), x, y, size, font["/BaseFont"].split("+")[1]))

    page.extract_text(visitor_text=visit)
    return runs


def fonts_of(reader):
    drawn = [page["/Resources"]["/Font"] for page in reader.pages]
    return [font.get_object() for page_fonts in drawn for font in page_fonts.values()]


def test_every_page_is_a4():
    sizes = {
        (round(float(p.mediabox.width), 1), round(float(p.mediabox.height), 1)) for p in read(SPECIMEN).pages
    }

    assert sizes == {(595.3, 841.9)}


def test_every_font_is_inside_the_file():
    descriptors = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts_of(read(SPECIMEN))]

    assert len(descriptors) > 8
    assert [d["/FontName"] for d in descriptors if not {"/FontFile2", "/FontFile3"} & d.keys()] == []


def test_each_level_is_set_in_its_own_face():
    drawn = {text: font for page in read(SPECIMEN).pages for text, *_, font in pieces_of_text(page)}
    beginnings = {"海淀工会信息": "title", "一、看清": "hei", "（一）信息是决策": "kai", "1.以会议": "body"}
    beginnings |= {"内部刊物": "hei", "第29期": "body", "（海淀镇总工会）": "kai", "— 1 —": "number"}

    faces = {
        start: next(font for text, font in drawn.items() if text.startswith(start)) for start in beginnings
    }

    weights = {"title": "SerifSC-Bold", "hei": "SansSC-Medium", "kai": "SerifSC-Medium"}
    expected = {start: f"Noto{weights.get(role, 'SerifSC-Regular')}" for start, role in beginnings.items()}
    assert faces == expected


def test_a_full_page_has_22_lines_of_28_characters():
    text = pieces_page(read(plain("工" * 28 * 60)).pages[1])

    assert len(text) == 22
    assert set(map(len, text)) == {28}


def pieces_page(page):
    return [line for line in page.extract_text().splitlines() if "—" not in line]


def test_text_keeps_to_the_margins():
    m = Measures()
    places = [(x, y) for _, x, y, size, _ in pieces_of_text(read(SPECIMEN).pages[1]) if size > 15]

    assert round(min(x for x, _ in places)) == round(points(m.left_mm))
    assert max(y for _, y in places) < points(m.page_height_mm - m.top_mm)
    assert min(y for _, y in places) > points(m.bottom_mm)


def test_other_measures_move_the_page():
    wide = Measures(left_mm=40, right_mm=40, columns=22)

    text = pieces_page(read(plain("工" * 300, measures=wide)).pages[0])

    assert Counter(map(len, text)).most_common(1)[0][0] == 22


def test_page_numbers_stand_on_the_outer_side():
    numbers = [
        next((text, x > 300) for text, x, *_ in pieces_of_text(page) if text.startswith("—"))
        for page in read(SPECIMEN).pages
    ]

    assert numbers == [("— 1 —", True), ("— 2 —", False), ("— 3 —", True), ("— 4 —", False), ("— 5 —", True)]


def test_the_tail_stands_on_the_foot_of_the_last_page():
    *earlier, last = [pieces_of_text(page) for page in read(SPECIMEN).pages]
    copies = next(y for text, _, y, *_ in last if text == "（共印20份）")

    assert points(35) < copies < points(35) + 14
    assert [text for page in earlier for text, *_ in page if "核签" in text] == []


def test_a_tail_that_does_not_fit_takes_the_last_two_lines_of_the_text_along():
    last = SPECIMEN.pieces[2]
    crowded = replace(SPECIMEN, pieces=(*SPECIMEN.pieces[:2], replace(last, blocks=last.blocks * 2)))

    lines = [pieces_page(page) for page in read(crowded).pages]

    assert len(lines) == 6
    assert [line[:3] for line in lines[5][:3]] == ["会每季", "金约1", "编辑："]


@pytest.mark.parametrize("filler", range(8, 20))
@pytest.mark.parametrize(("length", "lines"), [(5, 1), (40, 1), (80, 1), (200, 2)])
def test_no_tail_stands_on_a_page_without_text(filler, length, lines):
    blocks = (*(Block("p", "短。"),) * filler, Block("p", "完" * length))
    tail = Tail(editor="甲", contact=("电话",) * 7)
    paper = Paper("", "信息", pieces=(Piece("标题", blocks=blocks),), tail=tail)

    *earlier, last = [pieces_page(page) for page in read(paper).pages]

    assert [line for page in earlier for line in page if "编辑" in line] == []
    assert "编辑：甲" in last
    assert sum("完" in line for line in last) >= lines


def test_a_tail_longer_than_a_page_runs_on():
    tail = Tail(copy_to=tuple(f"第{n}基层工会委员会" for n in range(200)), copies=300)

    text = "".join(line for page in read(plain("正文。", tail=tail)).pages for line in pieces_page(page))

    assert [n for n in range(200) if f"第{n}基层工会委员会" not in text] == []
    assert "（共印300份）" in text


@pytest.mark.parametrize("filler", range(26, 34))
@pytest.mark.parametrize("start", ["标题二", "一、层次"])
def test_neither_a_title_nor_a_heading_is_left_at_the_foot_of_a_page(start, filler):
    heading = () if start == "标题二" else (Block("h1", "一、层次"),)
    first = Piece(
        "标题一", blocks=(Block("p", "短。"),) * filler + heading + (Block("p", "接着说。"),) * bool(heading)
    )
    second = Piece("标题二", "（某镇总工会）", (Block("p", "接着说。"),))
    paper = Paper("", "信息", pieces=(first, second) if start == "标题二" else (first,))

    pages = [page.extract_text() for page in read(paper).pages]

    assert [start in page for page in pages] == ["接着说" in page for page in pages]


def test_the_file_introduces_itself():
    about = read(SPECIMEN).metadata

    assert (about.title, about.author) == ("海淀工会信息第29期", "海淀区总工会办公室")
    assert about.creation_date.date() == SPECIMEN.date


def test_a_character_of_no_font_stops_the_printing():
    with pytest.raises(fonts.MissingGlyph, match="U\\+F1234"):
        pdf.render(plain("工\U000f1234会"), FACES)


def test_a_typed_private_character_in_the_tail_is_found_too():
    with pytest.raises(fonts.MissingGlyph):
        pdf.chosen_faces(plain("正文。", tail=Tail(contact=("\U000f1234",))), FACES)
