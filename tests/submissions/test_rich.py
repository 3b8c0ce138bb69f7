"""A text and its dress say the same words, whatever was pasted and whoever typed without an editor."""

import re
import tracemalloc
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions.parts import Cell, Picture, Run, Table, Text, squared
from submissions.rich import clean, dress, markup_of, parts_of, pictures_in, repoint, text_of, worn

DRESSED = (
    "<h1>背景</h1><p>一、选址。站点<strong>设在</strong>路口。</p><ol><li>甲</li><li>乙</li></ol><ul><li>丙</li></ul>"
    "<table><tbody><tr><th><p>街道</p></th><th><p>站点</p></th></tr>"
    "<tr><td><p>临江</p></td><td><p>3</p></td></tr></tbody></table>"
    '<figure><img src="/submissions/pictures/7/" alt="站点外景"><figcaption>站点外景</figcaption></figure>'
)
LINES = "背景\n一、选址。站点设在路口。\n1. 甲\n2. 乙\n• 丙\n街道\t站点\n临江\t3\n［图：站点外景］"


def runs(text):
    return (Run(text),)


def test_our_own_html_passes_unchanged():
    assert clean(DRESSED, [7]) == DRESSED


def test_a_text_is_one_line_a_paragraph_a_row_and_a_picture():
    assert text_of(DRESSED) == LINES


def test_parts_are_what_the_page_shows():
    assert parts_of(LINES, DRESSED) == (
        Text("h1", runs("背景")),
        Text("h1", (Run("一、选址。站点"), Run("设在", bold=True), Run("路口。"))),
        Text("li", runs("甲"), "1. "),
        Text("li", runs("乙"), "2. "),
        Text("li", runs("丙"), "• "),
        Table(
            (
                (Cell(runs("街道"), head=True), Cell(runs("站点"), head=True)),
                (Cell(runs("临江")), Cell(runs("3"))),
            )
        ),
        Picture(7, "站点外景"),
    )


def test_a_text_without_dress_is_its_lines_with_their_levels():
    assert parts_of("导语。\n\n一、做法\n（一）选址。路口。") == (
        Text("p", runs("导语。")),
        Text("h1", runs("一、做法")),
        Text("h2", runs("（一）选址。路口。")),
    )


def test_a_heading_is_set_in_its_type_up_to_the_first_full_stop():
    (part,) = parts_of("一、选址。设在路口。")

    assert (part.head, part.rest) == (runs("一、选址。"), runs("设在路口。"))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<div>甲<br>乙</div>", "<p>甲</p><p>乙</p>"),
        ("<p>　　首行空两格&nbsp; &nbsp;的字</p>", "<p>首行空两格 的字</p>"),
        ("<p><b>粗</b><strong>体</strong></p>", "<p><strong>粗体</strong></p>"),
        ("<h4>小标题</h4>", "<h3>小标题</h3>"),
        ("<h2>一、层次自明</h2>", "<h2>一、层次自明</h2>"),
        ("<h1>一、层次自明</h1>", "<p>一、层次自明</p>"),
        (
            "<ol><li>甲<ul><li>内</li></ul></li><li>乙</li></ol>",
            '<ol><li>甲</li></ol><ul><li>内</li></ul><ol start="2"><li>乙</li></ol>',
        ),
        (
            "<p>留<span style='color:red' onclick='x()'>字</span><a href='http://a'>链</a></p>",
            "<p>留字链</p>",
        ),
        ("<p>留<del>删去的</del><ins>加上的</ins></p>", "<p>留加上的</p>"),
        (
            "<style>p{}</style><title>标题</title><p>字<!--[if gte mso 9]><xml>x</xml><![endif]--></p>",
            "<p>字</p>",
        ),
        ("<table><tr><td></td></tr></table>", ""),
        ("a &lt;b&gt; &amp; &quot;", '<p>a &lt;b&gt; &amp; "</p>'),
    ],
)
def test_whatever_is_pasted_becomes_our_few_tags(html, expected):
    assert clean(html) == expected


def test_a_picture_of_another_item_is_dropped_but_not_the_words_under_it():
    assert clean(DRESSED, [8]).endswith("</table><p>站点外景</p>")


def test_only_a_picture_of_ours_is_a_picture():
    html = '<p>字</p><figure><img src="{}"><figcaption>图说</figcaption></figure>'

    for address in ("http://a/x.png", "data:image/png;base64,AAAA", "/submissions/attachments/7/", ""):
        assert clean(html.format(address), [7]) == "<p>字</p><p>图说</p>"


def test_a_picture_in_a_cell_stands_behind_the_table():
    html = '<table><tr><td>格<img src="/submissions/pictures/7/"></td></tr></table>'

    assert [part.kind for part in parts_of("", clean(html, [7]))] == ["table", "picture"]


def test_a_picture_is_found_again_over_its_copy():
    assert pictures_in(repoint(DRESSED, {7: 70})) == (Picture(70, "站点外景"),)


def test_a_dress_that_says_no_more_than_the_lines_is_none():
    assert worn("<p>导语。</p><p>一、做法</p>") == ""
    assert worn(DRESSED) == DRESSED


def test_an_editor_starts_from_the_lines_or_the_dress():
    assert markup_of("导语。\n一、做法") == "<p>导语。</p><p>一、做法</p>"
    assert markup_of(LINES, DRESSED) == DRESSED


def test_lines_that_stayed_keep_their_dress_and_changed_ones_are_plain():
    typed = LINES.replace("甲", "甲和丁").replace("街道\t站点", "街道\t服务站点") + "\n新的一段。"

    html = dress(typed, DRESSED)

    assert text_of(html) == typed.replace("\t", "　")
    assert [part.kind for part in parts_of("", html)] == ["h1", "h1", *["li"] * 3, "p", "p", "picture", "p"]


def test_a_caption_changed_in_plain_text_keeps_its_picture():
    assert pictures_in(dress(LINES.replace("站点外景", "站点内景"), DRESSED)) == (Picture(7, "站点内景"),)


def test_a_paragraph_that_moved_keeps_its_dress():
    moved = "\n".join(reversed(LINES.split("\n")[:2]))

    assert dress(moved, DRESSED) == "<p>一、选址。站点<strong>设在</strong>路口。</p><h1>背景</h1>"


def test_a_table_whose_cells_overlap_keeps_its_words_and_loses_its_spans():
    wide = [[Cell(runs("甲")), Cell(runs("乙"), down=2)], [Cell(runs("丙"), across=2)]]

    assert squared(wide) == (
        (Cell(runs("甲")), Cell(runs("乙"))),
        (Cell(runs("丙")), Cell()),
    )


def test_rows_are_filled_up_to_a_rectangle():
    table = parts_of("", "<table><tr><td>甲<td>乙<tr><td>丙</table>")[0]

    assert [len(row) for row in table.rows] == [2, 2]


def test_a_table_too_large_for_any_page_is_its_words():
    html = "<table>" + "<tr><td>字" * 3 + "<tr>" + "<td>宽" * 7000 + "</table>"

    assert text_of(html).count("宽") == 7000


WORDS = st.text("一二、（）1.工会信息abc <>&\"'\t　•［图：］", max_size=12)
TAGS = st.sampled_from(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h5",
        "b",
        "strong",
        "span",
        "table",
        "tr",
        "td",
        "th",
        "ul",
        "ol",
        "li",
        "figure",
        "figcaption",
        "br",
        "section",
        "ins",
    ]
)
PIECES = st.one_of(
    WORDS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    TAGS.map("<{}>".format),
    TAGS.map("</{}>".format),
    st.sampled_from(
        ['<img src="/submissions/pictures/7/">', '<img src="/x.png">', "<td colspan=3 rowspan=2>"]
    ),
)
TANGLES = st.lists(PIECES, max_size=25).map("".join)


def letters(text):
    """What of a text is a word: order is the table's, white space and marks are the page's."""
    return sorted(re.sub(r"[\s•［图：］]", "", text))


@given(TANGLES)
def test_cleaning_twice_is_cleaning_once(html):
    once = clean(html, [7])

    assert clean(once, [7]) == once


@given(st.lists(PIECES, max_size=25))
def test_cleaning_keeps_every_word(pieces):
    words = "".join(piece for piece in pieces if not re.fullmatch("<[^>]*>", piece))
    words = words.replace("&lt;", "<").replace("&amp;", "&")

    kept = text_of(clean("".join(pieces), [7]))

    missing = {char for char in letters(words) if letters(words).count(char) > letters(kept).count(char)}
    assert missing == set()


@given(TANGLES, st.data())
def test_typing_without_an_editor_loses_no_line(html, data):
    rich = clean(html, [7])
    lines = text_of(rich).splitlines()
    typed = data.draw(st.lists(st.one_of(st.sampled_from(lines or ["一"]), WORDS), max_size=12))

    dressed = dress("\n".join(typed), rich)

    if dressed:
        assert letters(text_of(dressed)) == letters("".join(typed))
        assert clean(dressed, [7]) == dressed


@given(TANGLES)
def test_untouched_words_keep_their_dress(html):
    rich = clean(html, [7])

    assert dress(text_of(rich), worn(rich)) == worn(rich)


def test_a_text_of_the_same_line_over_and_over_finds_its_dress_at_once():
    html = "<p><strong>甲</strong></p>" + "<p>甲</p>" * 4000
    began = perf_counter()

    assert dress("甲\n" * 4001, html) == html
    assert perf_counter() - began < 3


def test_a_cell_larger_than_any_page_takes_no_memory():
    tracemalloc.start()

    assert squared([[Cell(across=100, down=2000)], *[[]] * 1999]) == ((Cell(),), *[(Cell(),)] * 1999)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
