"""A book in words: what a file says is what a clerk reads."""

import pytest

from scoring.books import EXAMPLES, example
from scoring.wording import by_code, said
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
        "市级领导对《政务建议》批示，加10分",
        "省级领导批示，加50分",
    ]


def test_what_a_book_does_not_say_is_not_said():
    headings = [heading for heading, _ in said(book())]

    assert headings == ["办法", "分值", "多次采用", "总分", "排名"]


EVERYTHING = """
opening = 6
opening_by_class = { "重点" = 10 }

[[rules]]
code = "long"
level = ["city", "province"]
sort = "调研"
words_from = 800
points = 15

[[additions]]
code = "picture"
carrier = "网站"
each = "picture"
points = 0.5
at_most = 2

[[tiers]]
code = "tier"
carrier = "网站"
after = 5
times = 0.5

[[caps]]
code = "cap"
of = ["adoption", "instruction"]
per = "quarter"
items = 5
points = 30
choose = "best"

[[bounds]]
code = "bound"
label = "奖惩"
of = ["event"]
per = "month"
floor = -5

[[quotas]]
code = "q"
label = "报送"
counts = "filings"
per = "ten_days"
need = 1
missed_share = -0.5
void_after = 3
in_a_row = true

[[together]]
code = "t"
label = "基础分"
tasks = ["q"]
per = "month"
lump = 5

[[events]]
code = "w"
event = "wrong"
by_time = [-1, -2]
after = 1

[[rates]]
code = "r"
above = 0.5
points = 3

[[parts]]
name = "质量"
of = ["adoption"]
worth = 80
against = "highest"

[total]
class_times = { "一类" = 1.2 }
convert_against = "group"
convert_to = 20

[[person_rules]]
code = "p"
points = 2

[money]
split = "equal"
cap = 500

[[money_rules]]
code = "m"
of = "instruction"
level = "province"
amount = 100
"""


def test_every_further_clause_has_its_sentence():
    told = dict(said(book(EVERYTHING, price=0)))

    assert {heading: told[heading] for heading in told if heading not in ("多次采用", "排名")} == {
        "办法": ["考核年度从1月起", "每个单位起评分6分，起评分按类别：重点10分"],
        "分值": ["省级、市级刊物采用“调研”类信息（800字以上），每条15分"],
        "倍数和另加": ["《网站》采用，另加：每张图片0.5分，一条最多2分"],
        "分档和上限": [
            "《网站》采用分：每月超过5条的，按50%计",
            "采用分、批示分：每个单位每季度最多计5条、最多30分，取分值最高的",
        ],
        "任务": [
            "每旬报送（报送条数）：1条，没有完成的扣去当期得分的50%，连续3次没有完成，全年否决",
            "每月基础分：每旬报送，都完成得5分",
        ],
        "奖惩": ["误报，第1次扣1分、第2次起每次扣2分，全年前1次不计", "全年采用率达到50%，加3分"],
        "周期限额": ["每月奖惩（奖惩分），最低-5分"],
        "分项": ["质量（采用分），以全部单位的最高分为满分80分，其余按比例"],
        "总分": [
            "总分为各项之和",
            "一类单位总分乘1.2",
            "一票否决的，得0分",
            "折算：本组单位的最高分折20分，超过的按20分计",
        ],
        "个人分值": ["任何刊物采用，个人每条2分"],
        "稿酬": [
            "省级领导批示，每条100元",
            "几个作者的，由各作者平分",
            "每人每月最多500元",
            "没有个人署名的不发",
        ],
    }


def test_a_line_finds_the_sentence_of_its_clause_by_its_code():
    told = by_code(book(EVERYTHING, price=0))

    assert told.keys() == {"long", "q", "t", "w", "r", "bound"}
    assert told["bound"] == "每月奖惩（奖惩分），最低-5分"
