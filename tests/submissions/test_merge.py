"""Two texts that grew from one: what one side changed is merged, what both changed is shown, nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions.merge import BOTH, MINE, THEIRS, common, merge

LINES = st.lists(st.sampled_from(["甲", "乙", "丙", "丁", "戊", "己", "甲甲", "乙乙"]), max_size=8)


def text(chunks, choice=BOTH):
    return [line for chunk in chunks for line in chunk.settled(choice)]


def side(chunks, name):
    return [line for chunk in chunks for line in getattr(chunk, name)]


@given(LINES, LINES, LINES)
def test_the_chunks_are_the_three_texts_again(base, theirs, mine):
    chunks = merge(base, theirs, mine)

    assert [side(chunks, name) for name in ("base", "theirs", "mine")] == [base, theirs, mine]


@given(LINES, LINES, LINES)
def test_every_line_written_by_either_side_is_in_the_merge_or_in_a_conflict(base, theirs, mine):
    chunks = merge(base, theirs, mine)
    shown = {line for chunk in chunks if chunk.kind == "conflict" for line in (*chunk.theirs, *chunk.mine)}

    assert (set(theirs) | set(mine)) - set(base) - set(text(chunks)) - shown == set()


@given(LINES, LINES, LINES)
def test_keeping_both_keeps_every_line_but_those_one_side_took_out(base, theirs, mine):
    lost = (set(theirs) | set(mine)) - set(text(merge(base, theirs, mine), BOTH))

    assert lost <= set(base)


@given(LINES, LINES, LINES)
def test_a_choice_is_asked_only_where_both_changed_the_same_lines(base, theirs, mine):
    asked = [chunk for chunk in merge(base, theirs, mine) if chunk.kind == "conflict"]

    assert all(chunk.base not in (chunk.theirs, chunk.mine) and chunk.theirs != chunk.mine for chunk in asked)


@given(LINES, LINES)
def test_merging_with_identical_sides_is_the_identity(base, same):
    chunks = merge(base, same, same)

    assert (text(chunks, THEIRS), {chunk.kind for chunk in chunks} - {""}) == (same, set())


@given(LINES, LINES)
def test_a_side_that_changed_nothing_takes_what_the_other_changed(base, other):
    assert text(merge(base, other, base)) == other
    assert text(merge(base, base, other)) == other


@given(LINES, LINES)
def test_without_the_opened_text_nothing_at_all_is_taken_out(theirs, mine):
    chunks = merge(common(theirs, mine), theirs, mine)

    assert (set(theirs) | set(mine)) - set(text(chunks, BOTH)) == set()


@given(LINES, LINES, LINES)
def test_the_order_of_the_sides_changes_no_question(base, one, other):
    questions = [
        sum(chunk.kind == "conflict" for chunk in merge(base, *pair)) for pair in ((one, other), (other, one))
    ]

    assert questions[0] == questions[1]


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ("一 二 三", "一改 二 三", "一 二 三改", "一改 二 三改"),
        ("一 二", "一改 二", "一 二改", "一改 二改"),  # neighbours are no conflict
        ("一 二", "零 一 二", "一 二 三", "零 一 二 三"),
        ("一 二", "一 加 二", "一 二改", "一 加 二改"),
        ("一 二 三", "一 三", "一 二 三改", "一 三改"),
        ("一 二", "一改 二", "一改 二加", "一改 二加"),  # both made the same change
    ],
)
def test_what_only_one_side_changed_is_merged_by_itself(base, theirs, mine, merged):
    chunks = merge(base.split(), theirs.split(), mine.split())

    assert text(chunks) == merged.split()
    assert "conflict" not in {chunk.kind for chunk in chunks}


@pytest.mark.parametrize(
    ("choice", "merged"), [(THEIRS, "一 他 三"), (MINE, "一 我 三"), (BOTH, "一 他 我 三")]
)
def test_a_paragraph_both_changed_is_chosen(choice, merged):
    chunks = merge(["一", "二", "三"], ["一", "他", "三"], ["一", "我", "三"])

    assert [chunk.kind for chunk in chunks] == ["", "conflict", ""]
    assert text(chunks, choice) == merged.split()


def test_a_paragraph_one_took_out_and_the_other_rewrote_is_asked_about():
    chunks = merge(["一", "二", "三"], ["一", "三"], ["一", "二改", "三"])

    assert [chunk.kind for chunk in chunks] == ["", "conflict", ""]
    assert text(chunks, BOTH) == ["一", "二改", "三"]
