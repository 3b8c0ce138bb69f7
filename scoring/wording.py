"""A rule book said in sentences, so that everybody it binds can read it. Pure.

Every clause has its sentence: what `books.py` reads from a file, `said` tells in an office's own words.
"""

from collections.abc import Mapping

from scoring.clauses import PARTS_NAMED
from scoring.engine import RuleBook
from scoring.phrases import EACH_PERIOD, Tongue, joined, part_of, points, signed, times
from scoring.policies import COUNTED, INSTRUCTION_COUNTS, MULTI, SPLITS, TIMES_OF, Split
from scoring.ranking import METHODS, TIE_BREAKERS
from scoring.terms import KINDS, plain


def said(book: RuleBook, carriers: Mapping[str, str] | None = None) -> list[tuple[str, list[str]]]:
    """(heading, sentences) for every sort of clause the book has; `carriers` are names by code."""
    words = Tongue.of(book, carriers)
    found = [(heading, tell(book, words)) for heading, tell in HEADINGS]
    return [(heading, sentences) for heading, sentences in found if sentences]


def itself(book, words) -> list[str]:
    begins = book.year_starts
    year = "1月起" if begins == 1 else f"{begins}月起（上年{begins}月至本年{begins - 1}月）"
    opening = f"每个单位起评分{points(book.opening)}" if book.opening else ""
    rewritten = f"本单位改写过半的稿件，报送单位得{part_of(book.rewritten)}" if book.rewritten != 1 else ""
    own = [f"自定的采用方式：{'、'.join(book.use_words.values())}" if book.use_words else ""]
    own += [f"自定的事项：{'、'.join(book.event_words.values())}" if book.event_words else ""]
    own += [f"自定的系统：{'、'.join(book.system_words.values())}" if book.system_words else ""]
    return [*filter(None, [f"考核年度从{year}", opening, rewritten, *own])]


def prices(book, words) -> list[str]:
    said = [f"{place_of(words, rule)}，每条{points(rule.points)}" for rule in book.rules]
    return said + [
        f"{words.uses.get(use, use)}采用没有专门定分的，比照{words.uses.get(other, other)}"
        for use, other in book.use_as.items()
    ]


def place_of(words: Tongue, rule) -> str:
    """市级工会刊物全文采用“调研”类信息: the place and the item of a price."""
    item = words.item(rule, "信息" if rule.sort else "")
    return f"{words.place(rule)}{words.use(rule)}{item}"


def multipliers(book, words) -> list[str]:
    return [f"{place_of(words, rule)}，按{times(rule.points)}计分" for rule in book.multipliers]


def several_uses(book, words) -> list[str]:
    span = "" if book.multi == "accumulate" else "（一个考核年度内）"
    return [
        f"同一条信息被多次采用：{MULTI[book.multi]}{span}",
        *(f"{family.name}：{members(words, family)}，同一条信息只计最高的一次" for family in book.families),
    ]


def members(words, family) -> str:
    named = "、".join(words.carriers.get(code, str(code)) for code in sorted(family.carriers, key=str))
    return named or words.place(family)


def shared(book, words) -> list[str]:
    joint = split_words("几个单位联合报送的", book.joint)
    return joint + split_words("编辑部综合几个单位稿件的", book.composite)


def split_words(what: str, split: Split) -> list[str]:
    if split == Split():
        return []
    how = f"各得{part_of(split.fraction)}" if split.how == "fraction" else SPLITS[split.how]
    extra = f"第一单位另加{points(split.main_extra)}" if split.main_extra else ""
    return [joined([f"{what}，{how}", extra, "批示分同样分配" if split.instructions else ""])]


def instructions(book, words) -> list[str]:
    if not book.instructions:
        return []
    multiplied = any(clause.times is not None for clause in book.instructions)
    tail = [f"批示按倍数计的，基数为{TIMES_OF[book.times_of]}"] if multiplied else []
    return [
        *(instruction(words, clause) for clause in book.instructions),
        f"同一条信息多次批示：{INSTRUCTION_COUNTS[book.instruction_count]}",
        *tail,
    ]


def instruction(words, clause) -> str:
    rule = clause.rule
    worth = f"加{points(rule.points)}" if clause.times is None else f"采用分按{times(clause.times)}计"
    printed = words.carrier(rule)
    on = f"对{printed}" if printed else ""
    return f"{words.leader(rule)}领导{on}批示{words.item(rule, '') and words.item(rule)}，{worth}"


def filings(book, words) -> list[str]:
    return [filing(words, one) for one in book.filings]


def filing(words, one) -> str:
    begins = f"从第{one.after + 1}条起计" if one.after else ""
    cap = f"{EACH_PERIOD[one.per]}最多{points(one.cap)}" if one.cap is not None else ""
    only = "采用后改计采用分" if one.unadopted_only else ""
    counted = f"{EACH_PERIOD[one.per]}{begins}" if begins else ""
    return joined([f"报送{words.item(one)}，每条{points(one.points)}", counted, cap, only])


def timeliness(book, words) -> list[str]:
    return [
        f"{words.item(gate)}须在事发后{gate.within_days}天内报送，超过的不计"
        f"{'、'.join(KINDS[kind] for kind in KINDS if kind in gate.applies)}分"
        for gate in book.timeliness
    ]


def quotas(book, words) -> list[str]:
    return [quota(words, one) for one in book.quotas]


def quota(words, one) -> str:
    unit = "分" if one.counts == "points" else "次" if one.counts == "uses" else "条"
    head = "每人" if one.per_head else ""
    asked = [f"{head}{plain(one.need)}{unit}"] if one.need else []
    asked += [f"{sort}{head}{plain(need)}{unit}" for sort, need in one.by_class.items()]
    return joined(
        [
            f"{called(one)}（{counted(words, one)}）：{'、'.join(asked) or '不下任务'}",
            weighed(words, one, unit),
            *brings(one, unit),
        ]
    )


def called(one) -> str:
    """每季度得分; a label that names its period itself is not given it twice."""
    period = EACH_PERIOD[one.per]
    return one.label if one.label.startswith(period) else period + one.label


def counted(words, one) -> str:
    """What a task counts: 市级工会刊物采用条数."""
    what = COUNTED[one.counts].partition("（")[0]
    return words.scope(one) + what


def weighed(words, one, unit) -> str:
    if not one.count_as:
        return ""
    return "折算：" + "、".join(
        f"{words.named(code)}每条当{plain(n)}{unit}" for code, n in one.count_as.items()
    )


def brings(one, unit) -> list[str]:
    """What meeting or missing a task brings."""
    return [
        f"完成得{points(one.lump)}" if one.lump else "",
        "没有完成的按比例得" if one.proportional else "",
        f"超额每{unit}加{points(one.extra_each)}" if one.extra_each else "",
        f"超额加分最多{points(one.extra_cap)}" if one.extra_cap is not None else "",
        f"没有完成扣{points(-one.missed)}" if one.missed else "",
        f"每缺1{unit}扣{points(-one.each_missing)}" if one.each_missing else "",
        f"缺额扣分最多{points(one.missing_cap)}" if one.missing_cap is not None else "",
        f"{one.void_after}次没有完成，全年否决" if one.void_after else "",
    ]


def events(book, words) -> list[str]:
    return [event(words, one) for one in book.events] + [rate(one) for one in book.rates]


def event(words, one) -> str:
    share = one.share
    taken = f"另{'扣' if share < 0 else '加'}该信息得分的{part_of(abs(share))}" if share is not None else ""
    return joined(
        [
            f"{words.scope(one)}{words.events.get(one.event, one.event)}",
            f"每次{signed(one.points)}" if one.points else "",
            taken if one.points else taken.removeprefix("另"),
            f"{EACH_PERIOD[one.per]}最多{points(one.cap)}" if one.cap is not None else "",
            f"满{one.void_at}次全年否决" if one.void_at else "",
        ]
    )


def rate(one) -> str:
    least = f"报送不足{one.least}条的不考核" if one.least > 1 else ""
    return joined([f"{EACH_PERIOD[one.per]}采用率低于{part_of(one.below)}，{signed(one.points)}", least])


def parts(book, words) -> list[str]:
    return [part(one) for one in book.parts]


def part(one) -> str:
    of = "、".join(PARTS_NAMED[name] for name in PARTS_NAMED if name in one.of)
    full = (
        f"得够{points(one.benchmark)}即得满分{points(one.worth)}，不够按比例" if one.worth is not None else ""
    )
    weight = f"权重{part_of(one.weight)}" if one.weight != 1 else ""
    return joined([f"{one.name}（{of}）", full, weight, *bounds(one)])


def bounds(one) -> list[str]:
    low = f"最低{points(one.floor)}" if one.floor is not None else ""
    return [low, f"最高{points(one.ceiling)}" if one.ceiling is not None else ""]


def total(book, words) -> list[str]:
    one = book.total
    voiding = any(q.void_after for q in book.quotas) or any(rule.void_at for rule in book.events)
    return [
        *filter(
            None,
            [
                "总分为每条计分信息的平均分" if one.aggregate == "average" else "总分为各项之和",
                f"加分合计最多{points(one.bonus_cap)}" if one.bonus_cap is not None else "",
                f"扣分合计最多{points(one.deduction_cap)}" if one.deduction_cap is not None else "",
                joined(["总分", *bounds(one)]) if one.floor is not None or one.ceiling is not None else "",
                f"一票否决的，得{points(one.void_score)}" if voiding else "",
                converted(one),
                f"{points(one.pass_mark)}以上为达标" if one.pass_mark is not None else "",
            ],
        )
    ]


def converted(one) -> str:
    if one.convert_from is None or one.convert_to is None:
        return ""
    return f"折算：{points(one.convert_from)}折{points(one.convert_to)}，超过的按{points(one.convert_to)}计"


def money(book, words) -> list[str]:
    one = book.money
    said = [f"{place_of(words, rule)}，每条{plain(rule.points)}元" for rule in one.rules]
    said += [f"{'其余' if said else ''}按采用分每分{plain(one.per_point)}元"] if one.per_point else []
    return said + (["没有个人署名的不发"] if said and one.needs_person else [])


def ranking(book, words) -> list[str]:
    one = book.ranking
    ties = "、".join(TIE_BREAKERS[name] for name in one.tie_breakers)
    return [
        joined(
            [f"{EACH_PERIOD[one.per]}排名，{METHODS[one.method]}", f"同分时依次比较{ties}" if ties else ""]
        )
    ]


HEADINGS = (
    ("办法", itself),
    ("分值", prices),
    ("倍数", multipliers),
    ("多次采用", several_uses),
    ("联合与综合", shared),
    ("领导批示", instructions),
    ("报送计分", filings),
    ("时效", timeliness),
    ("任务", quotas),
    ("奖惩", events),
    ("分项", parts),
    ("总分", total),
    ("稿酬", money),
    ("排名", ranking),
)
