"""The clauses of a rule book in the order an office thinks of them; what is in no section stands in the last. Pure."""

from dataclasses import dataclass

from scoring.clauses import BOOK, LISTS, OWN_WORDS, TABLES


@dataclass(frozen=True)
class Section:
    """One page of the editor: keys of the book itself, single tables, and lists of clauses."""

    slug: str
    title: str
    hint: str = ""
    keys: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def holds(self, name: str) -> bool:
        """Whether a top key or a table of the file is edited here."""
        return name in (*self.keys, *self.tables, *self.lists, *self.words)


LIST_HINTS = {
    "additions": "在分值之外另加或另扣的分，几条都适用就都加。如约稿另加2分。",
    "multipliers": "乘在分值上的倍数。如调研被转报采用的，加倍。",
    "person_rules": "只记在个人名下、不计入单位的分；没有就不填。",
    "families": "写在同一行的几家刊物，一条信息被它们采用几次也只计最高的一次。",
    "tiers": "一个周期里超过几条以后，每条改计几分或打折。",
    "caps": "一个周期里最多计几条、最多计几分。",
    "filings": "报送一条给几分，每周期最多几分。",
    "timeliness": "事发以后超过几天报送的，不计分。",
    "together": "几项任务合起来考核，全部完成才得分。先把任务存好，再在这里选。",
    "rates": "采用率低于多少扣分，达到多少加分。",
    "parts": "把分成几部分，各有满分和权重；不分就不填。",
    "bounds": "一个周期里某几种分合起来不低于、不高于多少。如当月扣完为止。",
    "money_rules": "专门定了金额的；没有写的按每分金额折算。",
}
USUAL = {  # what offices mostly say beside what must be said: shown, where the rest is folded away
    "quotas": ("lump", "missed"),
    "events": ("points", "level"),
    "caps": ("of", "per", "items", "points"),
    "money_rules": ("level", "system", "carrier", "use"),
}
NAMED = (
    Section("basics", "基本信息", keys=("name", "version", "year_starts")),
    Section(
        "prices",
        "分值表",
        "每一行是一个分值。不选的项是“不限”；几行都适用时，写得最具体的一行算数：先看刊物，再看层级和系统，再看采用方式。",
        lists=("rules", "additions", "multipliers", "person_rules"),
        words=("use_as",),
    ),
    Section(
        "repeats",
        "多次采用与同类刊物",
        "同一条信息被几家采用时怎么算；采用多了是否打折、封顶。",
        keys=("multi", "multi_rest"),
        lists=("families", "tiers", "caps"),
    ),
    Section(
        "joint",
        "联合与综合",
        "几个单位联合报送的，和编辑部合成的综合稿，分值怎么分。",
        keys=("rewritten",),
        tables=("joint", "composite"),
    ),
    Section(
        "instructions",
        "批示",
        "领导批示怎么加分。",
        keys=("instruction_count", "times_of"),
        lists=("instructions",),
    ),
    Section(
        "filings", "报送计分与时效", "报送本身给不给分，多晚报送就不计。", lists=("filings", "timeliness")
    ),
    Section(
        "quotas",
        "任务与目标",
        "每周期的任务，完成得几分、没完成扣几分；在周期结束那天结算。",
        lists=("quotas", "together"),
    ),
    Section(
        "events",
        "奖惩",
        "迟报、漏报、约稿未交、受到表扬等，以及采用率过低的扣分。",
        lists=("events", "rates"),
    ),
    Section(
        "total",
        "总分与折算",
        "各分合成总分：上下限、分项、千分制折算、达标线。",
        keys=("opening", "opening_by_class"),
        tables=("total",),
        lists=("parts", "bounds"),
    ),
    Section(
        "money",
        "稿酬",
        "有专门标准的按标准，其余按采用分折算；没有稿酬就不填。",
        tables=("money",),
        lists=("money_rules",),
    ),
    Section("ranking", "排名", "名次怎么排，同分时比什么。", tables=("ranking",)),
    Section(
        "words",
        "自定词语",
        "本办法自己的采用方式、系统和奖惩事项；加好以后，别的各节就可以选用。",
        words=tuple(OWN_WORDS),
    ),
)


def left_over() -> Section:
    """Clauses no section names yet: a new one appears on screen by itself."""
    rest = {
        kind: tuple(name for name in known if not any(one.holds(name) for one in NAMED))
        for kind, known in (("keys", BOOK), ("tables", TABLES), ("lists", LISTS))
    }
    return Section("other", "其他条款", **rest)


OTHER = left_over()
SECTIONS = NAMED + ((OTHER,) if OTHER.keys or OTHER.tables or OTHER.lists else ())
BY_SLUG = {section.slug: section for section in SECTIONS}


def section_of(name: str) -> Section | None:
    """Where a top key or table is edited."""
    return next((section for section in SECTIONS if section.holds(name)), None)
