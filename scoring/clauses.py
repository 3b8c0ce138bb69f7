"""The clauses of a rule file, table by table: what keys each has, and what they mean to a clerk."""

from collections.abc import Callable

from scoring.policies import (
    AGGREGATES,
    COUNTED,
    INSTRUCTION_COUNTS,
    MULTI,
    SPLITS,
    TIMES_OF,
    EventRule,
    Family,
    Filing,
    Part,
    Quota,
    Ranking,
    Rate,
    Timeliness,
    Total,
)
from scoring.ranking import METHODS, TIE_BREAKERS
from scoring.readers import (
    HIGHEST_PRICE,
    deduction,
    either_sign,
    fraction,
    named,
    number,
    one_of,
    price,
    several,
    whole,
    words,
    yes_or_no,
)
from scoring.rules import LEVELS
from scoring.shapes import (
    Shape,
    Vocabulary,
    instructing,
    instructing_values,
    of_class,
    rule,
    rule_values,
    split,
    split_values,
)
from scoring.spans import PERIODS
from scoring.terms import KINDS, PARTS
from scoring.tomlfile import Field

CODE = Field("规则代码", words(40), required=True)
LEVEL = Field("层级", one_of(LEVELS))
CARRIER = Field("刊物代码", words(40))
SORT = Field("信息类型", words(20))
WHEN = Field("条件", several(words(20)))
PER = Field("周期", one_of(PERIODS))
PARTS_NAMED = PARTS | {"bonus": "加分", "deduction": "扣分"}

BOOK = {
    "name": Field("名称", words(80), required=True),
    "version": Field("版本", whole(1, 9999), required=True),
    "multi": Field("多次采用", one_of(MULTI), required=True),
    "year_starts": Field("考核年度起始月", whole(1, 12)),
    "opening": Field("起评分", price),
    "rewritten": Field("本单位改写过半时报送单位所得比例", fraction),
    "instruction_count": Field("同一信息多次批示", one_of(INSTRUCTION_COUNTS)),
    "times_of": Field("批示倍数的基数", one_of(TIMES_OF)),
}


def place(known: Vocabulary) -> dict[str, Field]:
    return {
        "level": LEVEL,
        "system": Field("系统", one_of(known.systems)),
        "carrier": CARRIER,
        "use": Field("采用方式", one_of(known.uses)),
        "sort": SORT,
        "when": WHEN,
    }


def priced(name: str, label: str, read) -> Callable[[Vocabulary], dict[str, Field]]:
    return lambda known: {"code": CODE, **place(known), name: Field(label, read, required=True)}


def instruction_fields(known: Vocabulary) -> dict[str, Field]:
    fields = {name: field for name, field in place(known).items() if name != "use"}
    return {"code": CODE, **fields, "points": Field("加分", price), "times": Field("倍数", number(1, 100))}


SPLIT = {
    "split": Field("分配方式", one_of(SPLITS), required=True),
    "fraction": Field("各得比例", fraction),
    "main_extra": Field("主要来源另加", price),
}


def split_shape(title: str, **more: Field) -> Shape:
    return Shape(title, lambda known: SPLIT | more, split, split_values)


def family_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "name": Field("名称", words(20), required=True),
        "carriers": Field("刊物代码", several(words(40))),
        "level": LEVEL,
        "system": Field("系统", one_of(known.systems)),
    }


def filing_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "code": CODE,
        "points": Field("分值", price, required=True),
        "sort": SORT,
        "when": WHEN,
        "per": PER,
        "after": Field("从第几条以后起计", whole(0, 9999)),
        "cap": Field("每周期上限", price),
        "unadopted_only": Field("只计未采用的", yes_or_no),
    }


def timeliness_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "within_days": Field("时限（天）", whole(0, 999), required=True),
        "applies": Field("适用于", several(one_of({kind: KINDS[kind] for kind in ("use", "filing")}))),
        "sort": SORT,
    }


def quota_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "code": CODE,
        "label": Field("名称", words(40), required=True),
        "counts": Field("计什么", one_of(COUNTED), required=True),
        "per": Field("周期", one_of(PERIODS), required=True),
        "need": Field("任务数", price, required=True),
        "by_class": Field("按类别的任务数", named(price)),
        "per_head": Field("按人数", yes_or_no),
        "level": LEVEL,
        "system": Field("系统", one_of(known.systems)),
        "carrier": CARRIER,
        "sort": SORT,
        "count_as": Field("折算条数", named(price)),
        **quota_results(),
    }


def quota_results() -> dict[str, Field]:
    return {
        "lump": Field("完成得分", price),
        "proportional": Field("未完成按比例得分", yes_or_no),
        "extra_each": Field("超额每条加分", price),
        "extra_cap": Field("超额加分上限", price),
        "missed": Field("未完成扣分", deduction),
        "each_missing": Field("每缺一条扣分", deduction),
        "missing_cap": Field("缺条扣分上限", price),
        "void_after": Field("几次未完成即否决", whole(0, 999)),
    }


def event_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "code": CODE,
        "event": Field("事项", one_of(known.events), required=True),
        "points": Field("分值", either_sign),
        "share": Field("按该信息得分的比例", number(-1, 1, 4)),
        "level": LEVEL,
        "sort": SORT,
        "cap": Field("每周期上限", price),
        "per": PER,
        "void_at": Field("几次即否决", whole(0, 999)),
    }


def rate_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "code": CODE,
        "below": Field("低于", fraction, required=True),
        "points": Field("扣分", deduction, required=True),
        "per": PER,
        "least": Field("至少报送几条才考核", whole(1, 9999)),
    }


def part_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "name": Field("名称", words(20), required=True),
        "of": Field("包含", several(one_of(PARTS_NAMED)), required=True),
        "worth": Field("满分", price),
        "benchmark": Field("得满分所需的分数", price),
        "weight": Field("权重", number(0, 100, 4)),
        "floor": Field("最低", either_sign),
        "ceiling": Field("最高", price),
    }


def total_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "aggregate": Field("汇总方式", one_of(AGGREGATES)),
        "floor": Field("最低分", either_sign),
        "ceiling": Field("最高分", price),
        "bonus_cap": Field("加分上限", price),
        "deduction_cap": Field("扣分上限", price),
        "convert_from": Field("折算前满分", price),
        "convert_to": Field("折算后满分", price),
        "pass_mark": Field("达标分", either_sign),
        "void_score": Field("否决后得分", either_sign),
    }


def ranking_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "method": Field("名次排法", one_of(METHODS)),
        "tie_breakers": Field("同分时比较", several(one_of(TIE_BREAKERS))),
        "per": PER,
    }


LISTS = {  # [[…]] in the file: the attribute of the book, and its shape
    "rules": Shape("规则", priced("points", "分值", price), rule, rule_values("points")),
    "multipliers": Shape("倍数", priced("times", "倍数", number(0, 100, 4)), rule, rule_values("times")),
    "families": of_class(Family, "同类刊物", family_fields, "carriers"),
    "instructions": Shape("批示", instruction_fields, instructing, instructing_values),
    "filings": of_class(Filing, "报送计分", filing_fields, "when"),
    "timeliness": of_class(Timeliness, "时效", timeliness_fields, "applies"),
    "quotas": of_class(Quota, "任务", quota_fields),
    "events": of_class(EventRule, "奖惩", event_fields),
    "rates": of_class(Rate, "采用率", rate_fields),
    "parts": of_class(Part, "分项", part_fields, "of"),
    "money_rules": Shape(
        "稿酬标准", priced("amount", "金额", number(0, HIGHEST_PRICE)), rule, rule_values("amount")
    ),
}
TABLES = {  # […] in the file
    "joint": split_shape("联合报送", instructions=Field("批示分同样分配", yes_or_no)),
    "composite": split_shape("综合采用"),
    "total": of_class(Total, "总分", total_fields),
    "ranking": of_class(Ranking, "排名", ranking_fields),
}
MONEY = {"per_point": Field("每分金额", price), "needs_person": Field("须有个人署名", yes_or_no)}
OWN_WORDS = {"uses": "采用方式", "systems": "系统", "event_words": "事项"}
