"""The clauses of a rule file, table by table: what it may say, and what each becomes.

The single list of them: `books.py` reads by it, `docs/rulebook.md` is checked against it, screens are made of it.
"""

from scoring import keys
from scoring.keys import PARTS_NAMED
from scoring.policies import (
    INSTRUCTION_COUNTS,
    MULTI,
    PAY_SPLITS,
    TIMES_OF,
    Bound,
    Cap,
    EventRule,
    Family,
    Fee,
    Filing,
    Part,
    Quota,
    Ranking,
    Rate,
    Split,
    Tier,
    Timeliness,
    Together,
    Total,
)
from scoring.readers import (
    HIGHEST_PRICE,
    either_sign,
    fraction,
    named,
    number,
    one_of,
    price,
    whole,
    words,
    yes_or_no,
)
from scoring.rules import Rule
from scoring.shapes import Shape, instructing, instructing_values, of_class, split, split_values
from scoring.spans import TASK_PERIODS
from scoring.tomlfile import Field

__all__ = ["BOOK", "LISTS", "MONEY", "OWN_WORDS", "PARTS_NAMED", "TABLES"]
BOOK = {
    "name": Field("名称", words(80), required=True),
    "version": Field("版本", whole(1, 9999), required=True),
    "multi": Field("多次采用", one_of(MULTI), help="不填为累加：每次采用都计"),
    "multi_rest": Field("就高以外的各次", fraction, unit="%", help="如 50：其余各次减半计；不填为不计"),
    "year_starts": Field(
        "考核年度起始月", whole(1, 12), unit="月", help="如 12：上年12月至本年11月；不填为1月"
    ),
    "opening": Field("起评分", price, unit="分", help="每个单位年初先得几分；没有就不填"),
    "opening_by_class": Field(
        "按类别的起评分", named(price), among="classes", help="如 一类 10、二类 6；其余类别按起评分"
    ),
    "rewritten": Field("本单位改写过半时报送单位所得", fraction, unit="%", help="如 50；不填为全得"),
    "instruction_count": Field("同一信息多次批示", one_of(INSTRUCTION_COUNTS)),
    "times_of": Field("批示倍数的基数", one_of(TIMES_OF)),
}


def split_shape(title: str, **more: Field) -> Shape:
    return Shape(title, lambda known: keys.SPLIT | more, split, split_values, Split)


def rules(title: str, number: str, label: str, read, unit: str, more=(), cls=Rule) -> Shape:
    """Prices, multipliers, amounts: all are numbers for a place."""
    fields = keys.priced(number, label, read, unit, dict(more))
    return of_class(cls, title, fields, "when", number="" if number == "points" else number)


LISTS = {  # [[…]] in the file: the attribute of the book, and its shape
    "rules": rules("规则", "points", "分值", price, "分", keys.by_piece("分")),
    "multipliers": rules("倍数", "times", "倍数", number(0, 100, 4), "倍"),
    "additions": rules("另加", "points", "另加", either_sign, "分", keys.by_piece("分")),
    "families": of_class(Family, "同类刊物", keys.family_fields, "carriers"),
    "tiers": of_class(Tier, "分档", keys.tier_fields, "when"),
    "caps": of_class(Cap, "上限", keys.cap_fields, "when", "of"),
    "instructions": Shape("批示", keys.instruction_fields, instructing, instructing_values),
    "filings": of_class(Filing, "报送计分", keys.filing_fields, "when"),
    "timeliness": of_class(Timeliness, "时效", keys.timeliness_fields, "applies", "when"),
    "quotas": of_class(Quota, "任务", keys.quota_fields, "when", "of"),
    "together": of_class(Together, "合并任务", keys.together_fields, "tasks"),
    "events": of_class(EventRule, "奖惩", keys.event_fields, "when"),
    "rates": of_class(Rate, "采用率", keys.rate_fields),
    "bounds": of_class(Bound, "周期限额", keys.bound_fields, "of"),
    "parts": of_class(Part, "分项", keys.part_fields, "of"),
    "person_rules": rules("个人分值", "points", "个人分值", price, "分", keys.by_piece("分")),
    "money_rules": rules("稿酬标准", "amount", "金额", number(0, HIGHEST_PRICE), "元", keys.FEE, Fee),
}
TABLES = {  # […] in the file
    "joint": split_shape("联合报送", instructions=Field("批示分同样分配", yes_or_no)),
    "composite": split_shape("综合采用"),
    "total": of_class(Total, "总分", keys.total_fields),
    "ranking": of_class(Ranking, "排名", keys.ranking_fields),
}
MONEY = {
    "per_point": Field("每分金额", price, unit="元"),
    "needs_person": Field("须有个人署名", yes_or_no, help="没有个人署名的不发"),
    "split": Field("几个作者", one_of(PAY_SPLITS), help="不填为发给第一作者"),
    "cap": Field("每人每周期最多", price, unit="元"),
    "per": Field("上限的周期", one_of(TASK_PERIODS), help="不填为每月"),
}
OWN_WORDS = {
    "uses": "采用方式",
    "systems": "系统",
    "event_words": "事项",
    "carriers": "刊物",
    "levels": "层级",
}
