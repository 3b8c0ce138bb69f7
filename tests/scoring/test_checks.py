"""Clauses that contradict themselves or each other are refused by line and key."""

import pytest

from scoring.books import BadBook, load

HEAD = 'name = "a"\nversion = 1\nmulti = "accumulate"\n[[rules]]\ncode = "any"\npoints = 1\n'
QUOTA = '[[quotas]]\ncode = "q"\nlabel = "任务"\ncounts = "filings"\nper = "month"\nneed = 1\n'


@pytest.mark.parametrize(
    ("clause", "line", "key", "message"),
    [
        ('[[tiers]]\ncode = "t"\nafter = 1\n', 7, "tiers", "points、times至少要写一项"),
        (
            '[[tiers]]\ncode = "t"\nafter = 1\npoints = 1\ntimes = 2\n',
            11,
            "times",
            "改计的分值和折扣只能写一种",
        ),
        ('[[caps]]\ncode = "c"\n', 7, "caps", "items、points至少要写一项"),
        (
            '[[bounds]]\ncode = "b"\nlabel = "x"\nof = ["event"]\nper = "month"\nfloor = 2\nceiling = 1\n',
            13,
            "ceiling",
            "最低高于最高",
        ),
        ('[[rates]]\ncode = "r"\npoints = 1\n', 7, "rates", "below、above至少要写一项"),
        (
            '[[rates]]\ncode = "r"\npoints = 1\nbelow = 0.3\nabove = 0.5\n',
            11,
            "above",
            "低于和达到只能写一种，两头都考核的写成两条",
        ),
        (
            '[[rules]]\ncode = "w"\npoints = 1\nwords_from = 9\nwords_to = 8\n',
            11,
            "words_to",
            "字数的下限高于上限",
        ),
        (
            '[[rules]]\ncode = "w"\nlevel = "city"\npoints = 1\nat_most = 8\n',
            11,
            "at_most",
            "要和 each 一起写才起作用",
        ),
        (QUOTA + 'of = ["adoption"]\n', 13, "of", '只有计得分的任务（counts = "points"）才写只计哪种分'),
        (QUOTA + "in_a_row = true\n", 13, "in_a_row", "要和 void_after 一起写才起作用"),
        (
            QUOTA + '[[together]]\ncode = "t"\nlabel = "x"\ntasks = ["p"]\nper = "year"\nlump = 1\n',
            16,
            "tasks",
            "没有代码为“p”的任务。",
        ),
        (
            QUOTA + '[[together]]\ncode = "q"\nlabel = "x"\ntasks = ["q"]\nper = "year"\nlump = 1\n',
            14,
            "code",
            "“q”与第7行重复",
        ),
        (
            '[[parts]]\nname = "一"\nof = ["filing"]\n[[parts]]\nname = "二"\nof = ["filing", "event"]\n',
            12,
            "of",
            "“filing”已在分项“一”里",
        ),
        (
            "[total]\nconvert_from = 100\n",
            7,
            "total",
            "折算后满分 convert_to 和折算前满分 convert_from（或 convert_against）须一起写",
        ),
        (
            '[[filings]]\ncode = "f"\npoints = 1\nsort = "动态"\n[[filings]]\ncode = "g"\npoints = 2\nsort = ["动态"]\n',
            11,
            "filings",
            "“g”与第7行的“f”同样具体，会同时适用；请删去一条，或另加一条更具体的",
        ),
        (
            '[[events]]\ncode = "e"\nevent = "late"\npoints = -1\n[[events]]\ncode = "g"\nevent = "late"\npoints = -2\n',
            11,
            "events",
            "“g”与第7行的“e”同样具体，会同时适用；请删去一条，或另加一条更具体的",
        ),
    ],
)
def test_what_a_clause_lacks_or_contradicts_is_named_by_line_and_key(clause, line, key, message):
    with pytest.raises(BadBook) as refused:
        load(HEAD + clause)

    assert refused.value.problems == [(line, key, message)]


def test_clauses_on_different_events_lengths_or_payments_do_not_clash():
    clauses = (
        '[[events]]\ncode = "e"\nevent = "late"\npoints = -1\n[[events]]\ncode = "g"\nevent = "wrong"\npoints = -2\n'
        '[[rules]]\ncode = "s"\nwords_to = 799\npoints = 1\n[[rules]]\ncode = "l"\nwords_from = 800\npoints = 2\n'
        '[[money_rules]]\ncode = "a"\namount = 1\n[[money_rules]]\ncode = "i"\nof = "instruction"\namount = 2\n'
    )

    assert load(HEAD + clauses).version == 1
