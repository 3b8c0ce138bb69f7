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
    Split,
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

CODE = Field("规则代码", words(40), required=True, help="不填自动编；流水里用它说明依据哪一条")
LEVEL = Field("层级", one_of(LEVELS))
CARRIER = Field("刊物", words(40), among="carriers")
SORT = Field("信息类型", words(20), among="sorts", help="如“调研”；不填为各类都算")
WHEN = Field("条件", several(words(20)), among="flags", help="如“约稿”；几项用顿号隔开，须同时具备")
PER = Field("周期", one_of(PERIODS))
PARTS_NAMED = PARTS | {"bonus": "加分", "deduction": "扣分"}

BOOK = {
    "name": Field("名称", words(80), required=True),
    "version": Field("版本", whole(1, 9999), required=True),
    "multi": Field("多次采用", one_of(MULTI), required=True),
    "year_starts": Field(
        "考核年度起始月", whole(1, 12), unit="月", help="如 12：上年12月至本年11月；不填为1月"
    ),
    "opening": Field("起评分", price, unit="分", help="每个单位年初先得几分；没有就不填"),
    "rewritten": Field("本单位改写过半时报送单位所得", fraction, unit="%", help="如 50；不填为全得"),
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


def priced(name: str, label: str, read, unit: str) -> Callable[[Vocabulary], dict[str, Field]]:
    return lambda known: {"code": CODE, **place(known), name: Field(label, read, required=True, unit=unit)}


def instruction_fields(known: Vocabulary) -> dict[str, Field]:
    fields = {name: field for name, field in place(known).items() if name != "use"}
    return {
        "code": CODE,
        **fields,
        "points": Field("加分", price, unit="分"),
        "times": Field("倍数", number(1, 100), unit="倍", help="如 2：采用分加倍。加分和倍数只填一种"),
    }


SPLIT = {
    "split": Field("分配方式", one_of(SPLITS), required=True),
    "fraction": Field("各得比例", fraction, unit="%", help="选“各得一定比例”时填，如 50"),
    "main_extra": Field("主要来源另加", price, unit="分", help="第一单位在此之外多得几分"),
}


def split_shape(title: str, **more: Field) -> Shape:
    return Shape(title, lambda known: SPLIT | more, split, split_values, Split)


def family_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "name": Field("名称", words(20), required=True),
        "carriers": Field("刊物", several(words(40)), among="carriers"),
        "level": LEVEL,
        "system": Field("系统", one_of(known.systems)),
    }


def filing_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "code": CODE,
        "points": Field("分值", price, required=True, unit="分"),
        "sort": SORT,
        "when": WHEN,
        "per": PER,
        "after": Field("前几条不计", whole(0, 9999), unit="条", help="如 2：从第3条起才计分"),
        "cap": Field("每周期上限", price, unit="分"),
        "unadopted_only": Field("只计未采用的", yes_or_no, help="一经采用就改计采用分"),
    }


def timeliness_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "within_days": Field(
            "时限", whole(0, 999), required=True, unit="天", help="如 7：事发超过7天才报送的不计分"
        ),
        "applies": Field("适用于", several(one_of({kind: KINDS[kind] for kind in ("use", "filing")}))),
        "sort": SORT,
    }


def quota_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "code": CODE,
        "label": Field("名称", words(40), required=True),
        "counts": Field("计什么", one_of(COUNTED), required=True),
        "per": Field("周期", one_of(PERIODS), required=True),
        "need": Field("任务数", price, required=True, unit="条（分）", help="如 15；各类单位不同的写在下面"),
        "by_class": Field(
            "按类别的任务数", named(price), among="classes", help="如 一类 6、二类 4；写 0 为没有任务"
        ),
        "per_head": Field("按人数", yes_or_no, help="任务数乘以单位人数"),
        "level": LEVEL,
        "system": Field("系统", one_of(known.systems)),
        "carrier": CARRIER,
        "sort": SORT,
        "count_as": Field("折算条数", named(price), among="weighed", help="如 中央 2：一条抵两条"),
        **quota_results(),
    }


def quota_results() -> dict[str, Field]:
    return {
        "lump": Field("完成得分", price, unit="分"),
        "proportional": Field("未完成按比例得分", yes_or_no),
        "extra_each": Field("超额每条加分", price, unit="分"),
        "extra_cap": Field("超额加分上限", price, unit="分"),
        "missed": Field("未完成扣分", deduction, unit="分"),
        "each_missing": Field("每缺一条扣分", deduction, unit="分"),
        "missing_cap": Field("缺条扣分上限", price, unit="分"),
        "void_after": Field(
            "几次未完成即否决", whole(0, 999), unit="次", help="如 6：全年6次未完成，全年不计分"
        ),
    }


def event_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "code": CODE,
        "event": Field("事项", one_of(known.events), required=True),
        "points": Field("分值", either_sign, unit="分", help="加分写 5，扣分写 -5"),
        "share": Field("按该信息得分的比例", number(-1, 1, 4), unit="%", help="如 -50：扣去该信息得分的一半"),
        "level": LEVEL,
        "sort": SORT,
        "cap": Field("每周期上限", price, unit="分"),
        "per": PER,
        "void_at": Field("几次即否决", whole(0, 999), unit="次"),
    }


def rate_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "code": CODE,
        "below": Field("采用率低于", fraction, required=True, unit="%", help="如 30"),
        "points": Field("扣分", deduction, required=True, unit="分"),
        "per": PER,
        "least": Field("至少报送几条才考核", whole(1, 9999), unit="条"),
    }


def part_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "name": Field("名称", words(20), required=True),
        "of": Field("包含", several(one_of(PARTS_NAMED)), required=True),
        "worth": Field("满分", price, unit="分", help="如 20"),
        "benchmark": Field(
            "得满分所需的分数", price, unit="分", help="如 60：挣够60分即得满分，不够的按比例"
        ),
        "weight": Field("权重", number(0, 100, 4), help="乘多少，如 0.6；不填为 1"),
        "floor": Field("最低", either_sign, unit="分"),
        "ceiling": Field("最高", price, unit="分"),
    }


def total_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "aggregate": Field("汇总方式", one_of(AGGREGATES)),
        "floor": Field("最低分", either_sign, unit="分"),
        "ceiling": Field("最高分", price, unit="分"),
        "bonus_cap": Field("加分上限", price, unit="分"),
        "deduction_cap": Field("扣分上限", price, unit="分"),
        "convert_from": Field("折算前满分", price, unit="分"),
        "convert_to": Field("折算后满分", price, unit="分"),
        "pass_mark": Field("达标分", either_sign, unit="分"),
        "void_score": Field("否决后得分", either_sign, unit="分"),
    }


def ranking_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "method": Field("名次排法", one_of(METHODS)),
        "tie_breakers": Field("同分时比较", several(one_of(TIE_BREAKERS))),
        "per": PER,
    }


LISTS = {  # [[…]] in the file: the attribute of the book, and its shape
    "rules": Shape("规则", priced("points", "分值", price, "分"), rule, rule_values("points")),
    "multipliers": Shape(
        "倍数", priced("times", "倍数", number(0, 100, 4), "倍"), rule, rule_values("times")
    ),
    "families": of_class(Family, "同类刊物", family_fields, "carriers"),
    "instructions": Shape("批示", instruction_fields, instructing, instructing_values),
    "filings": of_class(Filing, "报送计分", filing_fields, "when"),
    "timeliness": of_class(Timeliness, "时效", timeliness_fields, "applies"),
    "quotas": of_class(Quota, "任务", quota_fields),
    "events": of_class(EventRule, "奖惩", event_fields),
    "rates": of_class(Rate, "采用率", rate_fields),
    "parts": of_class(Part, "分项", part_fields, "of"),
    "money_rules": Shape(
        "稿酬标准", priced("amount", "金额", number(0, HIGHEST_PRICE), "元"), rule, rule_values("amount")
    ),
}
TABLES = {  # […] in the file
    "joint": split_shape("联合报送", instructions=Field("批示分同样分配", yes_or_no)),
    "composite": split_shape("综合采用"),
    "total": of_class(Total, "总分", total_fields),
    "ranking": of_class(Ranking, "排名", ranking_fields),
}
MONEY = {
    "per_point": Field("每分金额", price, unit="元"),
    "needs_person": Field("须有个人署名", yes_or_no, help="没有个人署名的不发"),
}
OWN_WORDS = {"uses": "采用方式", "systems": "系统", "event_words": "事项"}
