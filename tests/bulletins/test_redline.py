"""What became of a text, paragraph by paragraph; moved is not rewritten."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletins.redline import CAME, CHANGED, GONE, LEFT, NEW, SAME, redline, rewritten
from submissions.lines import lines_of

FIRST = "四季度以来，区总工会走访企业三十家。"
SECOND = "建成暖心驿站十二处，服务职工五千人次。"
THIRD = "下一步将扩大到物流园区和产业园区。"

texts = st.lists(st.text("甲乙丙丁。，0a", max_size=12), max_size=8).map("\n".join)


def text(*lines):
    return "\n".join(lines)


def said(before, after):
    return [(row.kind, row.old, row.new) for row in redline(before, after)]


def joined(runs):
    return "".join(run.text for run in runs)


def test_what_stayed_is_the_same():
    assert said(text(FIRST, SECOND), text(FIRST, SECOND)) == [(SAME, 1, 1), (SAME, 2, 2)]


def test_a_rewritten_paragraph_is_compared_with_its_own_former_words():
    [row] = redline(SECOND, SECOND.replace("十二", "二十"))

    assert [(run.kind, run.text) for run in row.runs] == [
        ("", "建成暖心驿站"),
        ("del", "十二"),
        ("ins", "二十"),
        ("", "处，服务职工五千人次。"),
    ]


def test_a_moved_paragraph_is_said_at_both_places_and_rewritten_at_neither():
    rows = redline(text(FIRST, SECOND, THIRD), text(THIRD, FIRST, SECOND))

    assert [(row.kind, row.old, row.new) for row in rows] == [
        (CAME, 3, 1),
        (SAME, 1, 2),
        (SAME, 2, 3),
        (LEFT, 3, 1),
    ]
    assert {run.kind for row in rows for run in row.runs} == {""}
    assert rewritten(rows) == 0


def test_a_moved_paragraph_shows_the_words_that_changed_in_it():
    rows = redline(text(FIRST, SECOND, THIRD), text(THIRD.replace("下一步", "明年"), FIRST, SECOND))

    assert [(run.kind, run.text) for run in rows[0].runs][:2] == [("del", "下一步"), ("ins", "明年")]


def test_what_has_nothing_in_common_is_gone_and_new():
    assert said(text(FIRST, SECOND), text(FIRST, THIRD, "工会法律援助热线开通。")) == [
        (SAME, 1, 1),
        (GONE, 2, 0),
        (NEW, 0, 2),
        (NEW, 0, 3),
    ]


def test_a_paragraph_in_the_very_place_of_another_is_compared_with_it():
    assert said("职工三百人参加培训。", "职工四百余人参加了技能培训。") == [(CHANGED, 1, 1)]


@pytest.mark.parametrize(("before", "after", "expected"), [("", "", []), ("", FIRST, [(NEW, 0, 1)])])
def test_an_empty_text_has_no_paragraphs(before, after, expected):
    assert said(before, after) == expected


@given(texts, texts)
def test_each_side_reads_as_its_text_did(before, after):
    rows = redline(before, after)

    assert [joined(row.before) for row in rows if row.kind not in (NEW, CAME)] == list(lines_of(before))
    assert [joined(row.after) for row in rows if row.kind not in (GONE, LEFT)] == list(lines_of(after))


@given(texts)
def test_a_text_against_itself_is_untouched(body):
    rows = redline(body, body)

    assert ({row.kind for row in rows} <= {SAME}, rewritten(rows)) == (True, 0)


def test_how_much_was_rewritten_is_told_in_hundredths():
    assert rewritten(redline("甲乙丙丁戊", "甲乙丙丁己")) == 20
    assert rewritten(redline("", "全是新写的。")) == 100
    assert rewritten(redline("全删去了。", "")) == 0


def test_the_longest_texts_do_not_hold_up_the_page():
    before = "\n".join(f"第{n}段：{FIRST}{n * 7}" for n in range(100))
    after = "\n".join(f"另{n}节：{THIRD}{n * 3}" for n in range(400))

    began = perf_counter()
    redline(before, after)

    assert perf_counter() - began < 5
