"""From points to score, money and rank: the clauses about the whole, said in sentences."""

from scoring.keys import PARTS_NAMED
from scoring.phrases import EACH_PERIOD, called, joined, part_of, place_of, points, price
from scoring.policies import AGAINST, PAY_SPLITS
from scoring.ranking import METHODS, TIE_BREAKERS
from scoring.terms import plain

SUMMED = {
    "sum": "总分为各项之和",
    "average": "总分为每条计分信息的平均分",
    "per_head": "总分为各项之和除以单位人数（人均）",
}


def period_bounds(book, words) -> list[str]:
    return [bound(one) for one in book.bounds]


def bound(one) -> str:
    of = "、".join(label for kind, label in PARTS_NAMED.items() if kind in one.of)
    return joined([f"{called(one)}（{of}）", *bounds(one)])


def bounds(one) -> list[str]:
    low = f"最低{points(one.floor)}" if one.floor is not None else ""
    return [low, f"最高{points(one.ceiling)}" if one.ceiling is not None else ""]


def parts(book, words) -> list[str]:
    return [part(one) for one in book.parts]


def part(one) -> str:
    of = "、".join(PARTS_NAMED[name] for name in PARTS_NAMED if name in one.of)
    weight = f"权重{part_of(one.weight)}" if one.weight != 1 else ""
    return joined([f"{one.name}（{of}）", full_of(one), weight, *bounds(one)])


def full_of(one) -> str:
    """What the full score of a part takes."""
    if one.worth is None:
        return ""
    if one.against:
        return f"以{AGAINST[one.against]}为满分{points(one.worth)}，其余按比例"
    return f"得够{points(one.benchmark)}即得满分{points(one.worth)}，不够按比例"


def total(book, words) -> list[str]:
    one = book.total
    voiding = any(q.void_after for q in book.quotas) or any(rule.void_at for rule in book.events)
    return [
        *filter(
            None,
            [
                SUMMED[one.aggregate],
                "、".join(f"{sort}单位总分乘{plain(n)}" for sort, n in one.class_times.items()),
                f"加分合计最多{points(one.bonus_cap)}" if one.bonus_cap is not None else "",
                f"扣分合计最多{points(one.deduction_cap)}" if one.deduction_cap is not None else "",
                joined(["总分", *bounds(one)]) if one.floor is not None or one.ceiling is not None else "",
                f"一票否决的，得{points(one.void_score)}" if voiding else "",
                converted(one),
                f"{points(one.pass_mark)}以上为达标" if one.pass_mark is not None else "",
                "、".join(f"{sort}{points(mark)}以上为达标" for sort, mark in one.pass_by_class.items()),
            ],
        )
    ]


def converted(one) -> str:
    if one.convert_to is None:
        return ""
    whole = AGAINST[one.convert_against] if one.convert_against else points(one.convert_from)
    return f"折算：{whole}折{points(one.convert_to)}，超过的按{points(one.convert_to)}计"


def persons(book, words) -> list[str]:
    return [f"{place_of(words, rule)}，个人{price(rule)}" for rule in book.person_rules]


def money(book, words) -> list[str]:
    one = book.money
    said = [fee(words, rule) for rule in one.rules]
    said += [f"{'其余' if said else ''}按采用分每分{plain(one.per_point)}元"] if one.per_point else []
    if not said:
        return []
    cap = f"每人{EACH_PERIOD[one.per]}最多{plain(one.cap)}元" if one.cap is not None else ""
    several = f"几个作者的，{PAY_SPLITS[one.split]}"
    return [*said, several, *filter(None, [cap]), *(["没有个人署名的不发"] if one.needs_person else [])]


def fee(words, rule) -> str:
    if rule.of == "instruction":
        return f"{words.leader(rule)}领导批示，{price(rule, '元')}"
    if rule.of == "filing":
        return f"报送{words.item(rule)}，{price(rule, '元')}"
    return f"{place_of(words, rule)}，{price(rule, '元')}"


def ranking(book, words) -> list[str]:
    one = book.ranking
    ties = "、".join(TIE_BREAKERS[name] for name in one.tie_breakers)
    return [
        joined(
            [f"{EACH_PERIOD[one.per]}排名，{METHODS[one.method]}", f"同分时依次比较{ties}" if ties else ""]
        )
    ]
