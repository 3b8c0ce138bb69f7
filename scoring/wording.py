"""A rule book said in sentences, so that everybody it binds can read it. Pure.

Every clause has its sentence: what `books.py` reads from a file, `said` tells in an office's own words.
"""

from collections.abc import Mapping

from scoring import wording_tasks, wording_totals
from scoring.engine import RuleBook
from scoring.phrases import EACH_PERIOD, Tongue, joined, part_of, place_of, points, price, times
from scoring.policies import (
    CAPPED,
    CAPPED_BY,
    CHOSEN,
    INSTRUCTION_COUNTS,
    MULTI,
    SPLITS,
    TIERED,
    TIMES_OF,
    Split,
)
from scoring.terms import KINDS


def said(book: RuleBook, carriers: Mapping[str, str] | None = None) -> list[tuple[str, list[str]]]:
    """(heading, sentences) for every sort of clause the book has; `carriers` are names by code."""
    words = Tongue.of(book, carriers)
    found = [(heading, tell(book, words)) for heading, tell in HEADINGS]
    return [(heading, sentences) for heading, sentences in found if sentences]


def itself(book, words) -> list[str]:
    begins = book.year_starts
    year = "1月起" if begins == 1 else f"{begins}月起（上年{begins}月至本年{begins - 1}月）"
    opening = f"每个单位起评分{points(book.opening)}" if book.opening else ""
    by_class = "、".join(f"{sort}{points(n)}" for sort, n in book.opening_by_class.items())
    opening = joined([opening, f"起评分按类别：{by_class}" if by_class else ""])
    rewritten = f"本单位改写过半的稿件，报送单位得{part_of(book.rewritten)}" if book.rewritten != 1 else ""
    own = [f"自定的采用方式：{'、'.join(book.use_words.values())}" if book.use_words else ""]
    own += [f"自定的事项：{'、'.join(book.event_words.values())}" if book.event_words else ""]
    own += [f"自定的系统：{'、'.join(book.system_words.values())}" if book.system_words else ""]
    return [*filter(None, [f"考核年度从{year}", opening, rewritten, *own])]


def prices(book, words) -> list[str]:
    said = [f"{place_of(words, rule)}，{price(rule)}" for rule in book.rules]
    return said + [
        f"{words.uses.get(use, use)}采用没有专门定分的，比照{words.uses.get(other, other)}"
        for use, other in book.use_as.items()
    ]


def multipliers(book, words) -> list[str]:
    said = [f"{place_of(words, rule)}，按{times(rule.points)}计分" for rule in book.multipliers]
    return said + [
        f"{place_of(words, rule)}，另{'加' if rule.points >= 0 else '扣'}：{price(rule)}"
        for rule in book.additions
    ]


def limits(book, words) -> list[str]:
    return [tier(words, one) for one in book.tiers] + [cap(words, one) for one in book.caps]


def tier(words, one) -> str:
    worth = f"每条计{points(one.points)}" if one.points is not None else f"按{part_of(one.times)}计"
    return f"{words.scope(one)}{TIERED[one.of]}：{EACH_PERIOD[one.per]}超过{one.after}条的，{worth}"


def cap(words, one) -> str:
    of = "、".join(label for kind, label in CAPPED.items() if kind in one.of)
    most = [f"最多计{one.items}条" if one.items is not None else ""]
    most += [f"最多{points(one.points)}" if one.points is not None else ""]
    best = CHOSEN["best"] if one.choose == "best" else ""
    return joined(
        [
            f"{words.scope(one)}{of}：{CAPPED_BY[one.by]}{EACH_PERIOD[one.per]}{'、'.join(filter(None, most))}",
            best,
        ]
    )


def several_uses(book, words) -> list[str]:
    span = "" if book.multi == "accumulate" else "（一个考核年度内）"
    rest = f"，其余各次按{part_of(book.multi_rest)}计" if book.multi_rest else ""
    return [
        f"同一条信息被多次采用：{MULTI[book.multi]}{rest}{span}",
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


HEADINGS = (
    ("办法", itself),
    ("分值", prices),
    ("倍数和另加", multipliers),
    ("多次采用", several_uses),
    ("联合与综合", shared),
    ("分档和上限", limits),
    ("领导批示", instructions),
    ("报送计分", filings),
    ("时效", timeliness),
    ("任务", wording_tasks.quotas),
    ("奖惩", wording_tasks.events),
    ("周期限额", wording_totals.period_bounds),
    ("分项", wording_totals.parts),
    ("总分", wording_totals.total),
    ("个人分值", wording_totals.persons),
    ("稿酬", wording_totals.money),
    ("排名", wording_totals.ranking),
)


def by_code(book: RuleBook, carriers: Mapping[str, str] | None = None) -> dict[str, str]:
    """The sentence of every clause that makes lines, by the code a line carries."""
    words = Tongue.of(book, carriers)
    said = {rule.code: f"{place_of(words, rule)}，{price(rule)}" for rule in book.rules}
    said |= {clause.rule.code: instruction(words, clause) for clause in book.instructions}
    said |= {one.code: filing(words, one) for one in book.filings}
    said |= {one.code: wording_tasks.quota(words, one) for one in book.quotas}
    said |= {one.code: wording_tasks.together(book, one) for one in book.together}
    said |= {one.code: wording_tasks.event(words, one) for one in book.events}
    said |= {one.code: wording_tasks.rate(one) for one in book.rates}
    return said | {one.code: wording_totals.bound(one) for one in book.bounds}
