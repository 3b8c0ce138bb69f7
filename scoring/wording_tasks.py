"""Tasks, events and rates of a rule book said in sentences."""

from scoring.keys import PARTS_NAMED
from scoring.phrases import EACH_PERIOD, called, joined, part_of, points, signed
from scoring.policies import COUNTED
from scoring.terms import plain


def quotas(book, words) -> list[str]:
    return [quota(words, one) for one in book.quotas] + [together(book, one) for one in book.together]


def together(book, one) -> str:
    labels = {quota.code: called(quota) for quota in book.quotas}
    tasks = "、".join(labels.get(code, code) for code in sorted(one.tasks))
    lump = f"都完成得{points(one.lump)}" if one.lump else ""
    missed = f"有一项没有完成扣{points(-one.missed)}" if one.missed else ""
    return joined([f"{EACH_PERIOD[one.per]}{one.label}：{tasks}", lump, missed])


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


def counted(words, one) -> str:
    """What a task counts: 市级工会刊物采用条数."""
    what = COUNTED[one.counts].partition("（")[0]
    of = "、".join(label for kind, label in PARTS_NAMED.items() if kind in one.of)
    return words.scope(one) + (of or what)


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
        proportion(one),
        f"超额每{unit}加{points(one.extra_each)}" if one.extra_each else "",
        f"超额加分最多{points(one.extra_cap)}" if one.extra_cap is not None else "",
        f"没有完成扣{points(-one.missed)}" if one.missed else "",
        f"没有完成的扣去当期得分的{part_of(-one.missed_share)}" if one.missed_share else "",
        f"每缺1{unit}扣{points(-one.each_missing)}" if one.each_missing else "",
        f"缺额扣分最多{points(one.missing_cap)}" if one.missing_cap is not None else "",
        f"{'连续' if one.in_a_row else ''}{one.void_after}次没有完成，全年否决" if one.void_after else "",
    ]


def proportion(one) -> str:
    if not one.proportional:
        return ""
    return (
        f"完成{part_of(one.proportional_from)}以上的按比例得"
        if one.proportional_from
        else "没有完成的按比例得"
    )


def events(book, words) -> list[str]:
    return [event(words, one) for one in book.events] + [rate(one) for one in book.rates]


def event(words, one) -> str:
    share = one.share
    taken = f"另{'扣' if share < 0 else '加'}该信息得分的{part_of(abs(share))}" if share is not None else ""
    return joined(
        [
            f"{words.scope(one)}{words.events.get(one.event, one.event)}",
            f"每次{signed(one.points)}" if one.points else "",
            by_time(one),
            f"每迟一天{signed(one.each_day)}" if one.each_day else "",
            f"{EACH_PERIOD[one.per]}前{one.after}次不计" if one.after else "",
            taken if one.points else taken.removeprefix("另"),
            f"{EACH_PERIOD[one.per]}最多{points(one.cap)}" if one.cap is not None else "",
            f"满{one.void_at}次全年否决" if one.void_at else "",
        ]
    )


def by_time(one) -> str:
    """第1次扣1分、第2次起扣2分."""
    last = len(one.by_time)
    return "、".join(
        f"第{time}次{'起每次' if time == last else ''}{signed(number)}"
        for time, number in enumerate(one.by_time, 1)
    )


def rate(one) -> str:
    least = f"报送不足{one.least}条的不考核" if one.least > 1 else ""
    return joined([f"{EACH_PERIOD[one.per]}采用率{rate_mark(one)}，{signed(one.points)}", least])


def rate_mark(one) -> str:
    return f"低于{part_of(one.below)}" if one.below is not None else f"达到{part_of(one.above)}"
