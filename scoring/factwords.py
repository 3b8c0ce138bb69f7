"""The words of a table of facts: its columns, the codes a cell may hold, and what else people call either."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scoring.scopes import values_of
from scoring.terms import EVENTS, KINDS

COLUMNS = {
    "kind": "类别",
    "id": "编号",
    "unit": "单位",
    "person": "人员",
    "item": "信息",
    "on": "日期",
    "level": "层级",
    "system": "系统",
    "carrier": "刊物",
    "use": "采用方式",
    "sort": "信息类型",
    "flags": "条件",
    "words": "字数",
    "pictures": "图片数",
    "instruction": "批示",
    "instruction_on": "批示日期",
    "event": "事项",
    "points": "分值",
    "event_on": "事发日期",
    "filed_on": "报送日期",
    "timely": "及时",
    "share": "份额",
    "rewritten": "改写过半",
    "class": "单位类别",
    "group": "组别",
    "heads": "人数",
    "until": "截止日期",
    "note": "说明",
}
HEADINGS = {
    "unit": ("报送单位", "单位名称", "采用单位"),
    "person": ("作者", "第一作者", "报送人", "信息员"),
    "item": ("标题", "信息标题", "题目", "稿件"),
    "on": ("采用日期", "时间", "发生日期"),
    "level": ("刊物层级", "级别"),
    "carrier": ("刊物名称", "载体", "采用刊物"),
    "use": ("采用形式", "采用类型", "方式"),
    "sort": ("类型", "体裁", "信息类别"),
    "flags": ("标记",),
    "pictures": ("图片", "图片张数"),
    "instruction": ("批示层级", "批示级别", "批示领导层级"),
    "event_on": ("事件日期", "应报日期"),
    "points": ("分数", "得分"),
    "class": ("类别名称", "任务类别"),
    "group": ("分组", "排名组"),
    "note": ("备注", "缘由"),
}
KIND_WORDS = {
    "use": ("录用", "采纳", "刊用", "刊发", "刊登"),
    "filing": ("投稿", "上报", "提交", "来稿"),
    "event": ("奖惩",),
    "adjust": ("加减分", "手工调整"),
}
UNIT_ROW = ("unit", "单位")
LEVEL_WORDS = {
    "central": ("国家级", "国家", "全国", "中央级"),
    "province": ("省", "自治区级", "自治区", "直辖市级"),
    "city": ("市", "地级市", "州级", "盟级"),
    "county": ("县", "县级", "区级", "区", "县区级", "县市区", "县级市"),
    "grassroots": ("基层级", "镇级", "乡镇", "街道", "乡镇级"),
}
EVENT_WORDS = {
    "commission_missed": ("约稿未报", "约稿未完成"),
    "false": ("虚报",),
    "error": ("差错",),
    "feedback_missed": ("未反馈",),
    "commended": ("表扬", "通报表扬", "受表扬"),
}
ENDINGS = ("采用", "刊用", "系统", "刊物", "领导")


def headings() -> dict[str, str]:
    """Every way to call a column."""
    known = {label: name for name, label in COLUMNS.items()} | {name: name for name in COLUMNS}
    return known | {word: name for name, words in HEADINGS.items() for word in words}


def called(known: Mapping[str, str], more: Mapping[str, Iterable[str]] = {}) -> dict[str, str]:
    """Codes by every word people have for them."""
    words = {word: code for code, others in more.items() for word in others}
    return words | {label: code for code, label in known.items()} | {code: code for code in known}


KIND_CODES = called(KINDS, KIND_WORDS)


@dataclass(frozen=True)
class Words:
    """The words the cells may use: those of the rule book the facts are counted by."""

    uses: Mapping[str, str]
    systems: Mapping[str, str]
    events: Mapping[str, str]
    carriers: Mapping[str, str]  # codes by name
    levels: Mapping[str, str]

    @classmethod
    def of(cls, book) -> "Words":
        events = EVENTS | dict(book.event_words)
        return cls(book.uses, book.systems, events, carrier_codes(book), book.levels)

    def carrier(self, given: str) -> str:
        """The code of a publication the book names, by its name too; any other stays what it is called."""
        return self.carriers.get(given) or self.carriers.get(bare(given), given)


def carrier_codes(book) -> dict[str, str]:
    """What the book calls its publications, with and without 《》."""
    named = {code: code for code in carriers_named(book)}
    named |= {code: code for code in book.carrier_words}
    named |= {label: code for code, label in book.carrier_words.items()}
    return {bare(name): code for name, code in named.items()} | named


def carriers_named(book) -> set[str]:
    """The publications the clauses of a book speak of."""
    scopes = [*book.rules, *book.multipliers, *book.additions, *book.tiers, *book.caps, *book.quotas]
    scopes += [*book.filings, *book.person_rules, *book.money.rules]
    scopes += [clause.rule for clause in book.instructions]
    found = {str(code) for scope in scopes for code in values_of(scope.carrier)}
    return found | {str(code) for family in book.families for code in family.carriers}


def bare(name: str) -> str:
    return name.strip("《》〈〉<> ")


def code_of(given: str, known: Mapping[str, str], more: Mapping[str, Iterable[str]] = {}) -> str | None:
    """市级, 市级领导 or city; nothing for a word nobody knows."""
    words = called(known, more)
    if given in words:
        return words[given]
    shorter = next((given.removesuffix(end) for end in ENDINGS if given.endswith(end)), given)
    return words.get(shorter)
