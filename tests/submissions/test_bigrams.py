"""Cutting Chinese into tokens: what two characters, words and numbers become, and what a query asks for."""

from hypothesis import example, given
from hypothesis import strategies as st

from submissions.bigrams import LONGEST_WORD, ROOM, fold, terms, tokens

HAN = st.text(st.sampled_from("工会职代热线约稿送清凉〇"), min_size=2, max_size=40)
ANY = st.text(max_size=60)


def finds(query, *texts):
    """What the index and the check on the folded text together say; the same logic the database is asked."""
    folded = fold("\n".join(texts))
    held = tokens(folded)
    asked = terms(query)
    return bool(asked) and all(stands(term, folded, held) for term in asked)


def stands(term, folded, held):
    known = all(
        any(token.startswith(want[:-1]) for token in held) if want.endswith("*") else want in held
        for want in term.tokens
    )
    return known and (term.is_exact or term.pattern in folded)


def test_neighbouring_characters_are_paired_and_the_last_stands_alone():
    assert tokens(fold("区总工会，约稿")) == ["区总", "总工", "工会", "会", "约稿", "稿"]


def test_full_width_and_capitals_are_the_same_letters():
    assert fold("ＧＢ/Ｔ　９７０４—2012，１２３５１热线") == " gb t 9704 2012 12351 热线 "


def test_a_query_is_cut_where_it_is_spaced_and_where_chinese_has_a_mark():
    asked = [term.runs for term in terms("工会，约稿 GB/T 9704 12351热线 “高温、慰问”")]

    assert asked == [("高温", "慰问"), ("工会",), ("约稿",), ("gb", "t"), ("9704",), ("12351", "热线")]


def test_marks_alone_ask_for_nothing():
    assert terms("，。！“” /") == ()


def test_the_same_word_twice_is_asked_once():
    assert len(terms("工会 工会")) == 1


def test_characters_that_touch_only_across_a_mark_are_no_word():
    assert not finds("工会", "广大职工，会议强调")
    assert finds("工会", "广大职工会议强调")


def test_pairs_in_the_wrong_places_are_not_a_longer_word():
    assert not finds("工会会员", "工会的会员，约会会长")
    assert finds("工会会员", "发展工会会员")


def test_part_of_a_number_or_of_a_word_is_not_found():
    assert not finds("1235", "拨打12351热线")
    assert not finds("2351热线", "拨打12351热线")
    assert finds("12351热线", "拨打 12351 热线")


def test_a_word_without_end_is_compared_as_a_whole():
    long = "a" * (LONGEST_WORD + 10)

    assert finds(long, f"见 {long} 处")
    assert not finds(long, f"见 {long}b 处")


def test_tokens_of_a_monstrous_text_still_fit_into_the_database():
    text = "".join(map(chr, range(0x4E00, 0x9FA0))) + "".join(map(chr, range(0x20000, 0x2A000)))
    noise = text + text[::2] + text[::3] + text[::5] + text[::7] + text[::11] + text[::13]

    assert sum(len(token.encode()) for token in tokens(fold(noise))) < ROOM


@given(HAN)
def test_every_two_neighbouring_characters_find_their_text(text):
    assert all(finds(text[at : at + 2], text) for at in range(len(text) - 1))


@given(HAN, st.data())
def test_every_stretch_of_a_text_finds_it_also_as_a_phrase(text, data):
    first = data.draw(st.integers(0, len(text) - 2))
    last = data.draw(st.integers(first + 1, len(text)))

    assert finds(text[first:last], text)
    assert finds(f"“{text[first:last]}”", text)


@given(HAN, HAN)
def test_what_is_found_really_stands_there(query, text):
    assert finds(query, text) == (query in text)


@given(ANY)
@example("㎡½①ﬁ")
@example("é́が")
def test_whatever_is_typed_is_cut_without_failing_and_folds_once(text):
    assert fold(fold(text)) == fold(text)
    assert all(token and " " not in token for token in tokens(fold(text)))
    assert all(term.tokens for term in terms(text))
