"""The pure parts: secrecy markers, differences."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions.diff import Run, difference, paragraphs
from submissions.secrecy import markers_in


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("本文属机密★十年", ["机密★"]),
        ("秘密★ 长期", ["秘密★"]),
        ("绝密", ["绝密"]),
        ("绝 密 文件", ["绝 密"]),
        ("秘密文件汇编.docx", ["秘密"]),
        ("内部文件，注意保存", ["内部文件", "注意保存"]),
        ("他有一个小秘密，工作机密性不高", []),
        ("保守国家秘密宣传周启动", []),
        ("", []),
    ],
)
def test_secrecy_markers_are_found_and_common_words_are_not(text, markers):
    assert markers_in(text) == markers


def test_a_changed_word_is_one_deletion_and_one_insertion():
    runs = difference("走访慰问20名职工。", "走访慰问35名困难职工。")

    assert runs == [
        Run("", "走访慰问"),
        Run("del", "20"),
        Run("ins", "35"),
        Run("", "名"),
        Run("ins", "困难"),
        Run("", "职工。"),
    ] or runs == [
        Run("", "走访慰问"),
        Run("del", "20名"),
        Run("ins", "35名困难"),
        Run("", "职工。"),
    ]


@given(st.text("甲乙丙丁\n1a"), st.text("甲乙丙丁\n1a"))
def test_both_texts_can_be_read_out_of_their_difference(before, after):
    runs = difference(before, after)

    assert "".join(run.text for run in runs if run.kind != "ins") == before
    assert "".join(run.text for run in runs if run.kind != "del") == after


@given(st.text("甲乙\n"), st.text("甲乙\n"))
def test_paragraphs_lose_no_text(before, after):
    lines = paragraphs(difference(before, after))

    assert "\n".join("".join(run.text for run in line) for line in lines) == "".join(
        run.text for run in difference(before, after)
    )


def test_a_text_that_repeats_itself_is_compared_at_once():
    began = perf_counter()

    found = difference("的" * 12_000 + "甲乙", "的" * 11_000 + "丙丁乙")

    assert found == [
        Run("", "的" * 11_000),
        Run("del", "的" * 1000 + "甲"),
        Run("ins", "丙丁"),
        Run("", "乙"),
    ]
    assert perf_counter() - began < 2
