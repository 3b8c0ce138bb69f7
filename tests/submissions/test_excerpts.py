"""What a result shows of a text: the right stretch, marked where it was asked for, word for word."""

from hypothesis import given
from hypothesis import strategies as st

from submissions.bigrams import terms
from submissions.excerpts import ROOM, excerpt, marked


def shown(pieces):
    return "".join(f"[{text}]" if is_mark else text for text, is_mark in pieces)


def test_a_title_is_marked_as_it_was_written():
    assert shown(marked("ＧＢ/T 9704 与工会公文", terms("gb/t 9704 工会"))) == "[ＧＢ/T] [9704] 与[工会]公文"


def test_marks_that_overlap_become_one():
    assert shown(marked("市总工会会员", terms("总工会 工会会员"))) == "市[总工会会员]"


def test_one_character_marks_every_place():
    assert shown(marked("会员大会", terms("会"))) == "[会]员大[会]"


def test_a_unit_sign_is_marked_as_a_whole():
    assert shown(marked("新建面积30㎡。", terms("m2 30"))) == "新建面积[30㎡]。"


def test_without_a_match_the_beginning_is_shown():
    text = "甲" * 200

    assert shown(excerpt(text, terms("工会"))) == "甲" * ROOM + "…"


def test_the_excerpt_begins_with_the_sentence_of_the_match():
    text = "前面的话很长，" * 30 + "完了。我区工会开展送清凉活动，" + "后面的话。" * 40

    assert shown(excerpt(text, terms("工会"))).startswith("…我区[工会]开展送清凉活动")


def test_the_stretch_with_the_most_different_words_is_preferred():
    text = "工会。" + "无关的话。" * 60 + "这里工会开展高温慰问。"

    assert "[工会]开展[高温慰问]" in shown(excerpt(text, terms("工会 高温 慰问")))


def test_a_match_at_the_very_end_is_shown():
    assert shown(excerpt("甲" * 500 + "约稿", terms("约稿"))).endswith("甲[约稿]")


@given(
    st.text(st.sampled_from("工会职A1。，\n m²㎡"), max_size=60),
    st.sampled_from(["工会", "会", "a1", "工 职"]),
)
def test_marking_changes_no_character(text, query):
    assert "".join(piece for piece, _ in marked(text, terms(query))) == text
