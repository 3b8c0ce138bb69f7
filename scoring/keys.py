"""The keys of every table of a rule file: what may stand there, and how a clerk is asked for it."""

from collections.abc import Callable, Mapping

from scoring.policies import (
    AGAINST,
    AGGREGATES,
    CAPPED,
    CAPPED_BY,
    CHOSEN,
    COUNTED,
    PAID_FOR,
    SPLITS,
    TIERED,
)
from scoring.ranking import METHODS, TIE_BREAKERS
from scoring.readers import (
    deduction,
    either_sign,
    fraction,
    in_order,
    named,
    number,
    one_of,
    one_or_more,
    price,
    several,
    whole,
    words,
    yes_or_no,
)
from scoring.rules import EACH
from scoring.shapes import Vocabulary
from scoring.spans import TASK_PERIODS
from scoring.terms import KINDS, PARTS
from scoring.tomlfile import Field

CODE = Field("规则代码", words(40), required=True, help="不填自动编；流水里用它说明依据哪一条")
PER = Field("周期", one_of(TASK_PERIODS))
PARTS_NAMED = {part: label for part, label in PARTS.items() if part != "bound"} | {
    "bonus": "加分",
    "deduction": "扣分",
}
CLASSES = {"read": named(number(0, 100, 4)), "among": "classes"}


def place(known: Vocabulary) -> dict[str, Field]:
    """What a clause may be narrowed to; each of the first five is one value or a list of them."""
    return {
        "level": Field("层级", one_or_more(one_of(known.levels))),
        "system": Field("系统", one_or_more(one_of(known.systems))),
        "carrier": Field("刊物", one_or_more(words(40)), among="carriers"),
        "use": Field("采用方式", one_or_more(one_of(known.uses))),
        "sort": Field("信息类型", one_or_more(words(20)), among="sorts", help="如“调研”；不填为各类都算"),
        "when": Field("条件", several(words(20)), among="flags", help="如“约稿”；几项用顿号隔开，须同时具备"),
        "words_from": Field("字数不少于", whole(0, 99999), unit="字", help="如 800：800字以上的才适用"),
        "words_to": Field("字数不超过", whole(1, 99999), unit="字"),
    }


def but(known: Vocabulary, *left_out: str) -> dict[str, Field]:
    return {name: field for name, field in place(known).items() if name not in left_out}


def priced(
    name: str, label: str, read, unit: str, more: Mapping[str, Field] = {}
) -> Callable[[Vocabulary], dict[str, Field]]:
    number = Field(label, read, required=True, unit=unit)
    return lambda known: {"code": CODE, **place(known), name: number, **more}


def by_piece(unit: str) -> dict[str, Field]:
    """A number may be one for each picture or each thousand words."""
    return {
        "each": Field("按什么计", one_of(EACH), help="不填为按条"),
        "at_most": Field("一条最多", price, unit=unit, help="按图片、千字计时一条最多几" + unit),
    }


FEE = {**by_piece("元"), "of": Field("付给", one_of(PAID_FOR), help="不填为采用的稿件")}


def instruction_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "code": CODE,
        **but(known, "use"),
        "points": Field("加分", price, unit="分"),
        "times": Field("倍数", number(1, 100), unit="倍", help="如 2：采用分加倍。加分和倍数只填一种"),
    }


SPLIT = {
    "split": Field("分配方式", one_of(SPLITS), required=True),
    "fraction": Field("各得比例", fraction, unit="%", help="选“各得一定比例”时填，如 50"),
    "main_extra": Field("主要来源另加", price, unit="分", help="第一单位在此之外多得几分"),
}


def family_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "name": Field("名称", words(20), required=True),
        "carriers": Field("刊物", several(words(40)), among="carriers"),
        "level": Field("层级", one_or_more(one_of(known.levels))),
        "system": Field("系统", one_or_more(one_of(known.systems))),
    }


def filing_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "code": CODE,
        "points": Field("分值", price, required=True, unit="分"),
        **but(known, "use"),
        "per": PER,
        "after": Field("前几条不计", whole(0, 9999), unit="条", help="如 2：从第3条起才计分"),
        "cap": Field("每周期上限", price, unit="分"),
        "unadopted_only": Field("只计未采用的", yes_or_no, help="一经采用就改计采用分"),
    }


def tier_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "code": CODE,
        "of": Field("哪种分", one_of(TIERED), help="不填为采用分"),
        "per": PER,
        "after": Field("超过几条", whole(0, 9999), required=True, unit="条", help="如 5：从第6条起"),
        "points": Field("每条改计", price, unit="分", help="每条改计几分和打几折只填一种"),
        "times": Field("每条打折", number(0, 100, 4), unit="倍", help="如 0.5：减半"),
        **place(known),
    }


def cap_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "code": CODE,
        "of": Field("哪种分", several(one_of(CAPPED)), help="不填为采用分"),
        "per": PER,
        "items": Field("最多几条", whole(1, 9999), unit="条", help="同一条信息只算一条"),
        "points": Field("最多几分", price, unit="分"),
        "by": Field("谁的上限", one_of(CAPPED_BY), help="不填为每个单位"),
        "choose": Field("取哪几条", one_of(CHOSEN), help="不填为按时间先后"),
        **place(known),
    }


def bound_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "code": CODE,
        "label": Field("名称", words(40), required=True),
        "of": Field("包含", several(one_of(PARTS_NAMED)), required=True),
        "per": Field("周期", one_of(TASK_PERIODS), required=True),
        "floor": Field("最低", either_sign, unit="分", help="如 0：扣完为止"),
        "ceiling": Field("最高", either_sign, unit="分"),
    }


def timeliness_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "within_days": Field(
            "时限", whole(0, 999), required=True, unit="天", help="如 7：事发超过7天才报送的不计分"
        ),
        "applies": Field("适用于", several(one_of({kind: KINDS[kind] for kind in ("use", "filing")}))),
        **place(known),
    }


def quota_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "code": CODE,
        "label": Field("名称", words(40), required=True),
        "counts": Field("计什么", one_of(COUNTED), required=True),
        "per": Field("周期", one_of(TASK_PERIODS), required=True),
        "need": Field("任务数", price, required=True, unit="条（分）", help="如 15；各类单位不同的写在下面"),
        "by_class": Field(
            "按类别的任务数", named(price), among="classes", help="如 一类 6、二类 4；写 0 为没有任务"
        ),
        "per_head": Field("按人数", yes_or_no, help="任务数乘以单位人数"),
        **place(known),
        "of": Field("只计哪种分", several(one_of(PARTS_NAMED)), help="“计什么”选得分时填；不填为各种都计"),
        "count_as": Field("折算条数", named(price), among="weighed", help="如 中央 2：一条抵两条"),
        **quota_results(),
    }


def quota_results() -> dict[str, Field]:
    return {
        "lump": Field("完成得分", price, unit="分"),
        "proportional": Field("未完成按比例得分", yes_or_no),
        "proportional_from": Field("至少完成多少才按比例", fraction, unit="%", help="如 60：不到六成不得分"),
        "extra_each": Field("超额每条加分", price, unit="分"),
        "extra_cap": Field("超额加分上限", price, unit="分"),
        "missed": Field("未完成扣分", deduction, unit="分"),
        "missed_share": Field(
            "未完成扣当期得分的比例", number(-1, 0, 4), unit="%", help="如 50：当期得分减半"
        ),
        "each_missing": Field("每缺一条扣分", deduction, unit="分"),
        "missing_cap": Field("缺条扣分上限", price, unit="分"),
        "void_after": Field(
            "几次未完成即否决", whole(0, 999), unit="次", help="如 6：全年6次未完成，全年不计分"
        ),
        "in_a_row": Field("须为连续未完成", yes_or_no),
    }


def together_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "code": CODE,
        "label": Field("名称", words(40), required=True),
        "tasks": Field(
            "哪几项任务", several(words(40)), required=True, among="tasks", help="从已存的任务里选"
        ),
        "per": Field("周期", one_of(TASK_PERIODS), required=True),
        "lump": Field("全部完成得分", price, unit="分"),
        "missed": Field("有一项未完成扣分", deduction, unit="分"),
    }


def event_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "code": CODE,
        "event": Field("事项", one_of(known.events), required=True),
        "points": Field("分值", either_sign, unit="分", help="加分写 5，扣分写 -5"),
        "by_time": Field("逐次分值", in_order(either_sign), help="如 -1、-2、-5：第一次、第二次、以后每次"),
        "each_day": Field(
            "每迟一天", either_sign, unit="分", help="如 -0.5；按报送日期晚于事发（应报）日期的天数"
        ),
        "after": Field("前几次不计", whole(0, 999), unit="次"),
        "share": Field("按该信息得分的比例", number(-1, 1, 4), unit="%", help="如 -50：扣去该信息得分的一半"),
        **place(known),
        "cap": Field("每周期上限", price, unit="分"),
        "per": PER,
        "void_at": Field("几次即否决", whole(0, 999), unit="次"),
    }


def rate_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "code": CODE,
        "below": Field("采用率低于", fraction, unit="%", help="如 30；低于和达到只填一种"),
        "above": Field("采用率达到", fraction, unit="%", help="如 50"),
        "points": Field("分值", either_sign, required=True, unit="分", help="扣分写 -5，加分写 5"),
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
        "against": Field("以谁为满分", one_of(AGAINST), help="不定分数、以最高的单位为满分时填"),
        "weight": Field("权重", number(0, 100, 4), help="乘多少，如 0.6；不填为 1"),
        "floor": Field("最低", either_sign, unit="分"),
        "ceiling": Field("最高", price, unit="分"),
    }


def total_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "aggregate": Field("汇总方式", one_of(AGGREGATES)),
        "class_times": Field("单位类别系数", help="如 一类 1.2：该类单位总分乘1.2", **CLASSES),
        "floor": Field("最低分", either_sign, unit="分"),
        "ceiling": Field("最高分", price, unit="分"),
        "bonus_cap": Field("加分上限", price, unit="分"),
        "deduction_cap": Field("扣分上限", price, unit="分"),
        "convert_from": Field("折算前满分", price, unit="分"),
        "convert_against": Field("折算以谁为满分", one_of(AGAINST), help="以最高的单位为满分折算时填"),
        "convert_to": Field("折算后满分", price, unit="分"),
        "pass_mark": Field("达标分", either_sign, unit="分"),
        "pass_by_class": Field("按类别的达标分", named(price), among="classes", help="如 一类 100、二类 80"),
        "void_score": Field("否决后得分", either_sign, unit="分"),
    }


def ranking_fields(known: Vocabulary) -> dict[str, Field]:
    return {
        "method": Field("名次排法", one_of(METHODS)),
        "tie_breakers": Field("同分时依次比较", several(one_of(TIE_BREAKERS), ordered=True)),
        "per": PER,
    }
