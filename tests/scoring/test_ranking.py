from decimal import Decimal
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.ranking import METHODS, chinese_order, rank

NAME, POINTS, ABOVE = map(itemgetter, range(3))  # a row here: unit, points, adoptions above


def ranks(standings):
    return [(standing.rank, NAME(standing.row), standing.tied) for standing in standings]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("dense", [(1, "甲", True), (1, "乙", True), (2, "丙", False), (3, "丁", False)]),
        ("competition", [(1, "甲", True), (1, "乙", True), (3, "丙", False), (4, "丁", False)]),
    ],
)
def test_equal_points_share_a_rank(method, expected):
    rows = [("丙", 7), ("甲", 9), ("丁", 0), ("乙", 9)]

    assert ranks(rank(rows, POINTS, method=method)) == expected


def test_dense_is_the_habit_of_union_circulars():
    rows = [("甲", 9), ("乙", 9), ("丙", 8), ("丁", 8), ("戊", 7)]

    assert [standing.rank for standing in rank(rows, POINTS)] == [1, 1, 2, 2, 3]


def test_units_that_reported_nothing_are_ranked_last_together():
    rows = [("零一", 0), ("甲", 5), ("零二", 0)]

    assert ranks(rank(rows, POINTS)) == [(1, "甲", False), (2, "零一", True), (2, "零二", True)]


def test_a_tie_breaker_parts_equal_points():
    rows = [("甲", 9, 0), ("乙", 9, 2), ("丙", 9, 2)]

    assert ranks(rank(rows, POINTS, tie_breakers=[ABOVE])) == [
        (1, "乙", True),
        (1, "丙", True),
        (2, "甲", False),
    ]


def test_an_order_arranges_those_who_share_a_rank_and_parts_nobody():
    rows = [("丙", 9, 0), ("乙", 9, 2), ("甲", 9, 1), ("丁", 10, 0)]

    assert ranks(rank(rows, POINTS, order=lambda row: -ABOVE(row))) == [
        (1, "丁", False),
        (2, "乙", True),
        (2, "甲", True),
        (2, "丙", True),
    ]


def test_names_are_arranged_by_pinyin():
    names = ["张家镇", "安和街道", "临江镇", "北园街道", "江口镇"]

    assert sorted(names, key=chinese_order) == ["安和街道", "北园街道", "江口镇", "临江镇", "张家镇"]


def test_a_decimal_equals_itself_however_it_is_written():
    rows = [("甲", Decimal("9.50")), ("乙", Decimal("9.5"))]

    assert [standing.rank for standing in rank(rows, POINTS)] == [1, 1]


def test_nobody_to_rank_gives_an_empty_list():
    assert rank([], POINTS) == []


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="标准"):
        rank([], POINTS, method="标准")


rows = st.lists(st.tuples(st.sampled_from("甲乙丙丁戊"), st.integers(-2, 3)), max_size=12)


@pytest.mark.parametrize("method", METHODS)
@given(rows)
def test_ranks_follow_points_and_lose_nobody(method, some):
    standings = rank(some, POINTS, method=method)

    assert sorted(standing.row for standing in standings) == sorted(some)
    better = {
        "dense": lambda points: {POINTS(row) for row in some if POINTS(row) > points},
        "competition": lambda points: [row for row in some if POINTS(row) > points],
    }[method]
    assert [standing.rank for standing in standings] == [
        1 + len(better(POINTS(standing.row))) for standing in standings
    ]
    assert [standing.tied for standing in standings] == [
        sum(POINTS(row) == POINTS(standing.row) for row in some) > 1 for standing in standings
    ]


@given(st.permutations([("甲", 9, 1), ("乙", 9, 2), ("丙", 5, 0), ("丁", 5, 0), ("戊", 0, 0)]))
def test_with_an_order_the_arrival_of_rows_makes_no_difference(shuffled):
    found = rank(shuffled, POINTS, tie_breakers=[ABOVE], order=lambda row: chinese_order(NAME(row)))

    assert ranks(found) == [
        (1, "乙", False),
        (2, "甲", False),
        (3, "丙", True),
        (3, "丁", True),
        (4, "戊", False),
    ]
