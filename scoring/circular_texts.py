"""What a circular says before anybody edits it: each section in the words of such papers (domain §9). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from scoring.circular_figures import YEAR, Figures, listed, missed, named, percent, silent

FEW = 5  # items a month from which a rate says something
POOR = Decimal(20)  # percent of them used


@dataclass(frozen=True)
class Facts:
    """Everything a circular is written from."""

    label: str  # 2026年9月
    when: str  # 本月, 本季度, 全年
    figures: Figures
    months: int  # of the assessment year that have passed
    before: Figures | None = None
    year_ago: Figures | None = None
    above: list[Mapping] = field(default_factory=list)
    instructions: list[Mapping] = field(default_factory=list)
    persons: list[Mapping] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)

    @property
    def before_word(self) -> str:
        return {"本月": "上月", "本季度": "上季度"}.get(self.when, "上年")


def texts_of(facts: Facts) -> dict[str, str]:
    """The text of every section; nothing where there is nothing to say."""
    return {kind: write(facts) for kind, write in WRITERS.items()}


def lead(facts: Facts) -> str:
    lines = [
        "各单位：",
        f"现将{facts.label}信息报送和采用情况通报如下。",
        "".join([totals(facts), *compared(facts), to_date(facts)]),
        in_front(facts),
    ]
    return "\n".join(filter(None, lines))


def totals(facts: Facts) -> str:
    figures = facts.figures
    filed, used = figures.count("submitted"), figures.count("adopted")
    rate = figures.rate()
    said = f"，采用率{percent(rate)}" if rate is not None else ""
    return f"{facts.when}各单位共报送信息{filed}条，采用{used}条{said}。"


def compared(facts: Facts) -> list[str]:
    pairs = [(f"与{facts.before_word}相比", facts.before), ("与去年同期相比", facts.year_ago)]
    return [f"{word}，{change(facts.figures, then)}。" for word, then in pairs if then]


def change(now: Figures, then: Figures) -> str:
    parts = [
        f"{word}{moved(now.count(what) - now_then, '条')}"
        for word, what, now_then in (
            ("报送", "submitted", then.count("submitted")),
            ("采用", "adopted", then.count("adopted")),
        )
    ]
    rates = now.rate(), then.rate()
    if None not in rates:
        difference = rates[0] - rates[1]
        word = (
            "持平" if not difference else f"{'上升' if difference > 0 else '下降'}{abs(difference)}个百分点"
        )
        parts.append(f"采用率{word}")
    return "，".join(parts)


def moved(difference: int, unit: str) -> str:
    if not difference:
        return "持平"
    return f"{'增加' if difference > 0 else '减少'}{abs(difference)}{unit}"


def to_date(facts: Facts) -> str:
    """The year so far; a year's circular has said it already, and a first month is the year so far."""
    figures = facts.figures
    if figures.span == YEAR or figures.count("submitted", span=YEAR) == figures.count("submitted"):
        return ""
    filed, used = figures.count("submitted", span=YEAR), figures.count("adopted", span=YEAR)
    rate = figures.rate(span=YEAR)
    said = f"，采用率{percent(rate)}" if rate is not None else ""
    return f"今年以来累计报送{filed}条，采用{used}条{said}。"


def in_front(facts: Facts) -> str:
    """The good ones by name, group by group."""
    groups = [(group["name"], named(facts.figures.best(group))) for group in facts.figures.groups]
    if len(groups) == 1:  # its name says nothing
        return f"{facts.when}得分居前的单位有{groups[0][1]}。" if groups[0][1] else ""
    said = [f"{name}有{units}" for name, units in groups if units]
    return f"{facts.when}得分居前的单位，{'；'.join(said)}。" if said else ""


def rankings(facts: Facts) -> str:
    return f"按现行考核办法计分，{facts.when}各组排名如下："


def above(facts: Facts) -> str:
    if not facts.above:
        return ""
    carriers: dict[str, int] = {}
    for row in facts.above:
        carriers[row["carrier"]] = carriers.get(row["carrier"], 0) + 1
    by = "，".join(f"《{name}》{count}条" for name, count in carriers.items())
    return f"{facts.when}上级刊物采用我单位报送信息{len(facts.above)}条次，其中{by}。"


def instructions(facts: Facts) -> str:
    count = len(facts.instructions)
    return f"{facts.when}领导同志批示{count}件次。" if count else ""


def persons(facts: Facts) -> str:
    return f"{facts.when}信息员个人得分居前的：" if facts.persons else ""


def zeros(facts: Facts) -> str:
    said = [
        zero_line(facts, f"{facts.when}零报送单位", "submitted"),
        zero_line(facts, f"{facts.when}零采用单位", "adopted"),
    ]
    return "\n".join(said)


def zero_line(facts: Facts, word: str, what: str) -> str:
    found = [(g["name"], silent(g, facts.figures, what)) for g in facts.figures.groups]
    count = sum(len(names) for _, names in found)
    if not count:
        return f"{word.replace('零', '没有零', 1)}。"
    if len(found) == 1:
        return f"{word}{count}个：{'、'.join(found[0][1])}。"
    by_group = "；".join(f"{name}：{'、'.join(names)}" for name, names in found if names)
    return f"{word}{count}个。{by_group}。"


def problems(facts: Facts) -> str:
    """Hints from the figures, for whoever writes this section to keep, to word anew or to strike out."""
    found = [hint for look in HINTS if (hint := look(facts))]
    return "\n".join(f"{number}是{hint}。" for number, hint in zip("一二三四五", found, strict=False))


def nothing_filed(facts: Facts) -> str:
    count = sum(len(silent(group, facts.figures, "submitted")) for group in facts.figures.groups)
    return f"报送不够平衡，{count}个单位{facts.when}没有报送信息" if count else ""


def poor_rates(facts: Facts) -> str:
    figures = facts.figures
    poor = [r for r in figures.rows if figures.count("submitted", r) >= FEW and figures.rate(r) < POOR]
    return f"质量有待提高，{named(poor)}报送较多而采用率不足{POOR}%" if poor else ""


def behind(facts: Facts) -> str:
    """Units whose year's points lag behind the calendar."""
    due = Decimal(100) * facts.months / 12
    lag = [row for row in facts.figures.rows if row.get("done") and Decimal(row["done"].rstrip("%")) < due]
    share = f"{due.normalize():f}" if due == due.to_integral_value() else f"{due:.1f}"
    return f"进度不够理想，{len(lag)}个单位完成全年目标未达序时进度（{share}%）" if lag else ""


def unmet(facts: Facts) -> str:
    tasks = missed(facts.figures)
    units = {row["unit"]: row["name"] for row in facts.figures.rows}
    names = list(dict.fromkeys(units[task["unit"]] for task in tasks if task["unit"] in units))
    return f"任务落实不够到位，{listed(names)}没有完成报送任务" if names else ""


def unanswered(facts: Facts) -> str:
    figures = facts.figures
    if not figures.knows("asked"):
        return ""
    asked, answered = figures.count("asked"), figures.count("answered")
    owing = [row for row in figures.rows if figures.count("asked", row) > figures.count("answered", row)]
    if not owing:
        return ""
    return f"约稿完成不够及时，应交{asked}篇，完成{answered}篇，未完成的有{named(owing)}"


HINTS = (nothing_filed, poor_rates, behind, unmet, unanswered)


def topics(facts: Facts) -> str:
    return "\n".join(f"{number}.{text}" for number, text in enumerate(facts.topics, 1))


WRITERS = {
    "lead": lead,
    "rankings": rankings,
    "above": above,
    "instructions": instructions,
    "persons": persons,
    "zeros": zeros,
    "problems": problems,
    "topics": topics,
}


def title_of(office: str, label: str) -> str:
    return f"{office}关于{label}信息报送采用情况的通报"


def correction_of(number: str, title: str) -> str:
    """How a correction begins; the rest is for whoever found the mistake."""
    return f"各单位：\n《{title}》（{number}）中有差错，现更正如下：\n原文“”，应为“”。\n特此更正。"
