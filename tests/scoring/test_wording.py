"""A book in words: what a file says is what a clerk reads."""

import pytest

from scoring.books import EXAMPLES, example
from scoring.wording import said
from tests.scoring.reckoned import book

CODES = sorted(path.stem for path in EXAMPLES.glob("*.toml"))


def sentences(rules, heading, **carriers):
    return dict(said(rules, carriers)).get(heading)


@pytest.mark.parametrize("code", CODES)
def test_a_shipped_book_can_be_said(code):
    assert all(heading and all(sentences) for heading, sentences in said(example(code)))


def test_a_price_is_said_by_level_system_and_use():
    assert sentences(example("r1"), "分值")[0] == "区县级工会刊物全文采用，每条10分"


def test_a_carrier_is_called_by_its_name_where_it_is_known():
    rules = book('[[rules]]\ncode = "y"\ncarrier = "gy"\nuse = "brief"\npoints = "2.5"\n', price=0)

    assert sentences(rules, "分值", gy="《工运信息》") == ["《工运信息》简讯采用，每条2.5分"]


def test_a_task_says_what_it_asks_of_whom_and_what_it_brings():
    assert sentences(example("r22"), "任务")[0] == "每月报送（报送条数）：A类2条，每缺1条扣0.5分"
    assert sentences(example("r42"), "任务") == ["每周报送（报送条数）：2条，完成得1分，超额每条加1分"]


def test_an_instruction_says_the_leader_and_what_was_written_on():
    assert sentences(example("r5"), "领导批示")[1:3] == [
        "市级领导对zhengwu-jianyi批示，加10分",
        "省级领导批示，加50分",
    ]


def test_what_a_book_does_not_say_is_not_said():
    headings = [heading for heading, _ in said(book())]

    assert headings == ["办法", "分值", "多次采用", "总分", "排名"]
