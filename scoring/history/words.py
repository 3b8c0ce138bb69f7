"""What the words in a register mean here: kinds of use, kinds of item, levels; and what the office has said of names. Pure."""

from dataclasses import dataclass, field

from scoring.history.cells import name_of

USE_WORDS = {
    "full": ("全文", "单篇", "独立", "独编", "单条", "专题", "全文采用", "单篇采用", "长信息"),
    "brief": ("简讯", "一句话", "一句话信息", "摘要", "摘编", "短信息", "简讯采用"),
    "composite": ("综合", "合编", "综合采用", "综合信息"),
}
KIND_WORDS = {
    "dynamic": ("动态", "工作动态", "动态信息", "要情"),
    "experience": ("经验", "经验做法", "经验类", "典型经验"),
    "problem": ("问题建议", "问题", "建议", "问题建议类"),
    "research": ("调研", "调研报告", "综合调研", "调研类"),
    "opinion": ("社情民意", "舆情", "思想动态"),
    "model": ("典型", "先进典型", "人物"),
    "brief": ("简讯", "一句话信息"),
    "urgent": ("紧急", "紧急信息", "突发事件"),
}
LEVEL_WORDS = {
    "central": ("中央", "国家", "国家级", "全国", "国务院"),
    "province": ("省", "省级", "省部级", "自治区", "直辖市"),
    "city": ("市", "市级", "地级市", "市厅级"),
    "county": ("县", "县级", "区", "区级", "区县级", "县处级", "县级市"),
    "grassroots": ("基层", "街道", "乡镇", "乡镇级"),
}
SORTS = {"unit": "报送单位", "carrier": "采用刊物", "use": "采用方式", "kind": "类型", "level": "批示层级"}
FIXED = {"use": USE_WORDS, "kind": KIND_WORDS, "level": LEVEL_WORDS}
NEW, SKIP = "new", "skip"
DEFAULTS = {"use": "full", "kind": "dynamic"}


def by_words(table: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {name_of(word): [value] for value, words in table.items() for word in words}


@dataclass
class Names:
    """Names to keys for each sort; what the office said of a word counts before what is known."""

    known: dict[str, dict[str, list[str]]]
    said: dict[str, dict[str, str]] = field(default_factory=dict)
    all: dict[str, set[str]] = field(default_factory=dict)

    def meaning(self, sort: str, words: str) -> str | None:
        """A key, `new…`, `skip`; None for what is unknown or names several things."""
        if not words and sort in DEFAULTS:
            return DEFAULTS[sort]
        bare = name_of(words)
        found = self.known.get(sort, {}).get(bare, [])
        chosen = self.said.get(sort, {}).get(bare, "")
        if chosen.startswith(NEW):  # it may have been made since
            return found[0] if found else chosen
        if chosen == SKIP or chosen in self.keys(sort):
            return chosen
        return found[0] if len(found) == 1 else None

    def keys(self, sort: str) -> set[str]:
        """Everything a word of this sort may mean."""
        if sort not in self.all:
            self.all[sort] = {key for keys in self.known.get(sort, {}).values() for key in keys}
        return self.all[sort]
