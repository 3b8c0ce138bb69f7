"""The order of an issue under columns: pure lists."""

import pytest

from bulletins.arranging import (
    Entry,
    by_columns,
    gathered,
    moved_to,
    placed,
    runs,
    shifted,
    shifted_column,
    torn,
)

RANKS = {1: 0, 2: 1, 3: 2}


def order(text):
    """“a1 b1 c2 d” as entries: a letter an article, the figure its column."""
    return [Entry(ord(word[0]), int(word[1:]) if word[1:] else None) for word in text.split()]


def words(entries):
    return " ".join(f"{chr(entry.article)}{entry.column or ''}" for entry in entries)


@pytest.mark.parametrize(
    ("now", "new", "expected"),
    [
        ("a b", "c", "a b c"),
        ("a1 b2", "c1", "a1 c1 b2"),
        ("a1 b3", "c2", "a1 c2 b3"),
        ("b3", "c2", "c2 b3"),
        ("a b3", "c2", "a c2 b3"),
        ("a1 b3", "c", "c a1 b3"),
        ("x a1 b3", "c", "x c a1 b3"),
        ("a1 b3", "c9", "a1 b3 c9"),
        ("", "c2", "c2"),
    ],
)
def test_an_article_is_put_at_the_end_of_its_column(now, new, expected):
    assert words(placed(order(now), order(new)[0], RANKS)) == expected


def test_the_publications_columns_give_the_order_and_articles_keep_theirs_within():
    assert words(by_columns(order("a3 b1 c d3 e1 f2"), RANKS)) == "c b1 e1 f2 a3 d3"


@pytest.mark.parametrize(
    ("article", "step", "expected"),
    [
        ("b", -1, "b1 a1 c2 d2"),
        ("a", -1, "a1 b1 c2 d2"),
        ("b", 1, "a1 b2 c2 d2"),
        ("c", -1, "a1 b1 c1 d2"),
        ("c", 1, "a1 b1 d2 c2"),
        ("d", 1, "a1 b1 c2 d2"),
    ],
)
def test_a_step_at_the_edge_of_a_column_leads_into_the_next_one(article, step, expected):
    assert words(shifted(order("a1 b1 c2 d2"), ord(article), step)) == expected


@pytest.mark.parametrize(
    ("article", "place", "expected"),
    [
        ("d", 1, "d1 a1 b1 c2"),
        ("d", 3, "a1 b1 d2 c2"),
        ("a", 99, "b1 c2 d2 a2"),
        ("a", 2, "b1 a1 c2 d2"),
        ("a", -4, "a1 b1 c2 d2"),
        ("b", 3, "a1 c2 b2 d2"),
    ],
)
def test_an_article_moved_among_anothers_joins_its_column(article, place, expected):
    assert words(moved_to(order("a1 b1 c2 d2"), ord(article), place)) == expected


def test_a_whole_column_moves_over_its_neighbour():
    now = order("a1 b1 c2 d3")

    assert words(shifted_column(now, 2, -1)) == "c2 a1 b1 d3"
    assert words(shifted_column(now, 1, 1)) == "c2 a1 b1 d3"
    assert words(shifted_column(now, 3, 1)) == "a1 b1 c2 d3"
    assert words(shifted_column(now, 9, 1)) == "a1 b1 c2 d3"


def test_an_article_given_a_column_without_being_carried_there_goes_to_its_end():
    assert words(gathered(order("a2 b1 c2 d3"), [ord("a")], RANKS)) == "b1 c2 a2 d3"
    assert words(gathered(order("a1 b1 c1 d3"), [ord("c")], RANKS)) == "a1 b1 c1 d3"


def test_a_column_printed_twice_is_named():
    assert torn(order("a1 b2 c1 d")) == {1}
    assert torn(order("a b1 c1 d")) == set()
    assert [(column, words(rest)) for column, rest in runs(order("a1 b1 c"))] == [(1, "a1 b1"), (None, "c")]
