"""Every measure of an official page (domain §7.2, GB/T 9704-2012), read back from the PDF."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont

from bulletins.measures import Measures, points
from bulletins.paper import Block, Paper, Piece, Tail, blocks_of
from tests.bulletins.pages import FACES, lines_on, printed, starting, strokes_on, words_on
from tests.bulletins.specimen import SPECIMEN

LEFT, RIGHT = points(28), points(210 - 26)
TOP, FOOT = points(297 - 37), points(35)
M = Measures()


def plain(*lines, **more):
    return Paper("", "信息", pieces=(Piece("标题", blocks=blocks_of("\n".join(lines))),), **more)


def about(value):
    """Within a hundredth of a millimetre."""
    return pytest.approx(value, abs=0.03)


@pytest.fixture(scope="module")
def pages():
    return printed(SPECIMEN).pages


@pytest.fixture(scope="module")
def full():
    """A page that is full of one long paragraph."""
    return printed(plain("工" * 28 * 60)).pages[1]


# ---- 5.1, 5.2: paper, margins, grid


def test_the_paper_is_a4(pages):
    assert {tuple(round(float(side) / points(1), 1) for side in page.mediabox[2:]) for page in pages} == {
        (210, 297)
    }


def test_22_lines_stand_28_99_points_apart(full):
    baselines = [words.y for words in words_on(full) if words.size == 16]

    assert len(baselines) == 22
    assert [above - below for above, below in pairwise(baselines)] == [about(points(225) / 22)] * 21


def test_the_first_and_the_last_line_fill_the_type_area_between_37_and_35_millimetres(full):
    first, *_, last = (words for words in words_on(full) if words.size == 16)
    half = (M.line_pt - 16) / 2

    assert first.x == about(LEFT)
    assert first.y + 0.88 * 16 + half == about(TOP)
    assert last.y - 0.12 * 16 - half == pytest.approx(FOOT, abs=0.1)


def test_28_characters_fill_a_line(full):
    assert {len(line) for line in lines_on(full)} == {28}


def test_characters_stand_on_their_grid():
    """Bold begins a new run, so its place tells how far 26 characters reach."""
    html = f"<p>{'工' * 24}<strong>会</strong>{'工' * 40}</p>"
    page = printed(Paper("", "信息", pieces=(Piece("标题", blocks=blocks_of("", html) or ()),))).pages[0]

    assert starting(page, "会").x == pytest.approx(LEFT + 26 * points(156) / 28, abs=1)


def test_a_paragraph_begins_two_characters_in_and_goes_on_at_the_margin():
    first, second, third = (
        w for w in words_on(printed(plain("工" * 70)).pages[0]) if w.text.startswith("工")
    )

    assert first.x == about(LEFT + 2 * M.char_pt)
    assert (second.x, third.x) == (about(LEFT), about(LEFT))
    assert 2 * M.char_pt == pytest.approx(2 * points(156) / 28, abs=0.1)


@pytest.mark.parametrize(
    "text", ["一、看清信息工作的分量", "（一）信息是决策的依据。", "1.以会议代替工作。", "（1）事实准确"]
)
def test_every_level_is_indented_by_two_characters(pages, text):
    page = next(page for page in pages if any(words.text.startswith(text) for words in words_on(page)))

    assert starting(page, text).x == about(LEFT + 2 * M.char_pt)


def test_words_to_the_readers_stand_flush_left(pages):
    assert starting(pages[0], "同志们：").x == about(LEFT)


# ---- 5.2, 7.2, 7.3: type


@pytest.mark.parametrize(
    ("text", "font", "size"),
    [
        ("内部刊物", "NotoSansSC-Medium", 16),
        ("海淀工会信息", "NotoSerifSC-Bold", 62),
        ("第29期", "NotoSerifSC-Regular", 16),
        ("【海淀区信息", "NotoSerifSC-Medium", 16),
        ("海淀区总工会办公室", "NotoSerifSC-Regular", 16),
        ("2014年7月10日", "NotoSerifSC-Regular", 16),
        ("【编者按】", "NotoSansSC-Medium", 16),
        ("7月8日，区总工会", "NotoSerifSC-Medium", 16),
        ("在海淀区信息工作座谈会上的讲话", "NotoSerifSC-Bold", 22),
        ("海淀区总工会主席", "NotoSerifSC-Medium", 16),
        ("今天我们", "NotoSerifSC-Regular", 16),
        ("一、看清信息工作的分量", "NotoSansSC-Medium", 16),
        ("（一）信息是决策的依据。", "NotoSerifSC-Medium", 16),
        ("职工收入", "NotoSerifSC-Regular", 16),
        ("1.以会议代替工作。", "NotoSerifSC-Regular", 16),
        ("（3）不涉及", "NotoSerifSC-Regular", 16),
        ("编辑：胡文欣", "NotoSerifSC-Regular", 14),
        ("报：", "NotoSerifSC-Regular", 14),
        ("（共印20份）", "NotoSerifSC-Regular", 14),
        ("— 1 —", "NotoSerifSC-Regular", 14),
    ],
)
def test_each_part_has_its_font_and_its_size(pages, text, font, size):
    found = next(words for page in pages for words in words_on(page) if words.text.startswith(text))

    assert (found.font, found.size) == (font, size)


@pytest.mark.parametrize(("title", "size"), [("十个字的标题十个字的", 22)])
def test_a_title_is_centred(title, size):
    page = printed(replace(SPECIMEN, note="", pieces=(Piece(title, blocks=blocks_of("正文。")),))).pages[0]

    assert starting(page, title).x == about((LEFT + RIGHT - len(title) * size) / 2)


def test_a_title_stands_below_the_red_rule_by_the_blank_lines_asked_for():
    def title_below_rule(lines):
        paper = replace(SPECIMEN, note="", measures=Measures(lines_above_title=lines))
        page = printed(paper).pages[0]
        return strokes_on(page)[0].y - starting(page, "在海淀区").y

    assert title_below_rule(2) - title_below_rule(1) == about(M.line_pt)


# ---- 7.2: the red rule


def test_the_red_rule_is_as_wide_as_the_type_area_and_4_millimetres_below_the_line_above_it(pages):
    rule, line = strokes_on(pages[0])[0], starting(pages[0], "海淀区总工会办公室")

    assert (rule.x, rule.length) == (about(LEFT), about(points(156)))
    assert (line.y - 0.12 * 16) - rule.y == about(points(4))
    assert (rule.width, rule.colour) == (2.25, (1, 0, 0))


def test_office_and_date_stand_one_character_inside_the_margins(pages):
    office, day = starting(pages[0], "海淀区总工会办公室"), starting(pages[0], "2014年7月10日")

    assert office.x == about(LEFT + M.char_pt)
    assert day.y == about(office.y)


@pytest.mark.parametrize(
    ("day", "shown"), [(date(2026, 1, 5), "2026年1月5日"), (date(2026, 11, 30), "2026年11月30日")]
)
def test_the_date_has_no_padding_zeros(day, shown):
    assert starting(printed(replace(SPECIMEN, date=day)).pages[0], "2026年").text == shown


# ---- 7.5: page numbers


def numbers(pages):
    return [next(words for words in words_on(page) if words.text.startswith("—")) for page in pages]


def test_page_numbers_stand_between_dashes(pages):
    assert [words.text for words in numbers(pages)] == [f"— {n} —" for n in range(1, 6)]


def test_the_dash_lies_7_millimetres_below_the_type_area(pages):
    """The middle of the letters' height is 0.38 of their size above the baseline."""
    assert [words.y + 0.38 * 14 for words in numbers(pages)] == [pytest.approx(FOOT - points(7), abs=0.1)] * 5


def test_odd_numbers_stand_right_and_even_ones_left_one_character_inside(pages):
    found = numbers(pages)

    assert [words.x for words in found[1::2]] == [about(LEFT + 14)] * 2
    # the typesetter draws dash and digit a little closer together than their widths alone
    assert [words.x + drawn_width(words) for words in found[::2]] == [pytest.approx(RIGHT - 14, abs=3)] * 3


def drawn_width(words):
    """By the widths that the font itself gives its letters."""
    with TTFont(FACES.number.path) as font:
        letters, widths = font.getBestCmap(), font["hmtx"]
        return (
            sum(widths[letters[ord(char)]][0] for char in words.text) / font["head"].unitsPerEm * words.size
        )


# ---- 7.4: the tail


def test_the_tails_outer_lines_are_thick_and_its_inner_ones_thin_and_all_as_wide_as_the_type_area(pages):
    lines = strokes_on(pages[-1])

    assert [line.width for line in lines] == [about(points(mm)) for mm in (0.35, 0.25, 0.25, 0.35)]
    assert {(round(line.x, 1), round(line.length, 1)) for line in lines} == {
        (round(LEFT, 1), round(points(156), 1))
    }
    assert {line.colour for line in lines} == {(0,)}


def test_the_tail_ends_on_the_foot_of_the_type_area(pages):
    copies = starting(pages[-1], "（共印20份）")

    assert copies.y - 0.12 * 14 - (26 - 14) / 2 - 1.5 == pytest.approx(FOOT, abs=0.1)


def test_names_that_do_not_fit_hang_under_the_first_one(pages):
    label, first, *more = [
        w for w in words_on(pages[-1]) if w.size == 14 and w.y < starting(pages[-1], "核签").y
    ][:4]

    assert label.text == "报："
    assert label.x == about(LEFT + 14)
    assert {round(words.x, 1) for words in (first, *more)} == {round(LEFT + 42, 1)}


# ---- what an office may change


@pytest.mark.parametrize(
    ("change", "measured"),
    [
        (
            {"left_mm": 40},
            lambda page: starting(page, "一、").x - 2 * Measures(left_mm=40).char_pt - points(40),
        ),
        (
            {"rule_gap_mm": 6},
            lambda page: starting(page, "海淀区总").y - 1.92 - strokes_on(page)[0].y - points(6),
        ),
        ({"rule_pt": 3}, lambda page: strokes_on(page)[0].width - 3),
        ({"title_pt": 20}, lambda page: starting(page, "在海淀区").size - 20),
    ],
    ids=["left", "rule-gap", "rule", "title"],
)
def test_an_offices_own_measures_reach_the_page(change, measured):
    blocks = (Block("h1", "一、层次"), Block("p", "正文。"))
    pieces = (replace(SPECIMEN.pieces[0], blocks=blocks),)
    paper = replace(SPECIMEN, measures=Measures(**change), note="", pieces=pieces, tail=Tail())

    assert measured(printed(paper).pages[0]) == about(0)


def test_an_office_may_print_its_head_in_another_red():
    page = printed(replace(SPECIMEN, measures=Measures(red="C00000"))).pages[0]

    assert strokes_on(page)[0].colour == pytest.approx((0xC0 / 255, 0, 0), abs=0.01)


# ---- lonely lines


@pytest.mark.parametrize(("together", "alone"), [(False, {1}), (True, set())])
def test_lines_of_a_paragraph_are_left_alone_only_where_the_full_grid_is_wanted(together, alone):
    """21 short lines, then a paragraph of three: on the full grid its first line ends the page alone."""
    measures = Measures(keeps_lines_together=together)
    found = set()
    for short in range(8, 30):
        paper = plain(*["短。"] * short, "长" * 70, measures=measures, tail=Tail())
        counts = [sum("长" in line for line in lines_on(page)) for page in printed(paper).pages]
        found |= {count for count in counts if count} - {2, 3}
    assert found == alone
