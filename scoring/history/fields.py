"""What a register of each kind may tell, and under which headings offices write it. Pure."""

from dataclasses import dataclass

UNIT = "unit"
MONTHS = tuple(f"m{month}" for month in range(1, 13))


@dataclass(frozen=True)
class Field:
    """One thing a column may carry, with the headings by which it is known."""

    key: str
    label: str
    words: tuple[str, ...]
    required: bool = False
    hint: str = ""
    longest: int = 100


UNIT_NAME = Field(
    UNIT,
    "报送单位",
    ("报送单位", "来稿单位", "供稿单位", "单位名称", "单位", "上报单位", "投稿单位", "信息来源"),
    required=True,
    hint="全称或简称",
    longest=60,
)
TITLE = Field(
    "title",
    "标题",
    ("信息标题", "稿件标题", "标题", "题目", "信息题目", "稿件名称", "信息名称", "文章标题"),
    required=True,
)
AUTHOR = Field(
    "author",
    "作者",
    ("作者", "信息员", "撰稿人", "姓名", "供稿人", "报送人", "投稿人"),
    hint="几位作者用顿号分开，第一位记分",
    longest=200,
)
FILED = Field(
    "filed", "报送日期", ("报送日期", "来稿日期", "收稿日期", "报送时间", "来稿时间", "收稿时间", "投稿日期")
)

UNITS = (
    Field("name", "单位名称", UNIT_NAME.words, required=True, longest=60),
    Field("short", "简称", ("简称", "单位简称"), longest=20),
)
PEOPLE = (
    UNIT_NAME,
    Field("author", "姓名", ("姓名", "信息员", "信息员姓名", "人员", "作者"), required=True, longest=30),
    Field("title", "职务", ("职务", "职务职称", "岗位"), longest=40),
)
ITEMS = (
    UNIT_NAME,
    TITLE,
    AUTHOR,
    Field("filed", FILED.label, (*FILED.words, "日期", "时间"), required=True),
    Field("event", "事件日期", ("事件日期", "发生日期", "活动日期")),
    Field(
        "kind", "类型", ("类型", "类别", "信息类型", "信息类别", "稿件类型"), hint="动态、经验、调研、简讯…"
    ),
    Field("body", "正文", ("正文", "内容", "信息内容"), longest=20_000),
)
USES = (
    UNIT_NAME,
    TITLE,
    AUTHOR,
    Field(
        "carrier",
        "采用刊物",
        ("采用刊物", "刊物", "载体", "采用载体", "刊物名称", "刊发载体", "采用单位", "采用媒体", "刊登刊物"),
        required=True,
        longest=60,
    ),
    Field(
        "use",
        "采用方式",
        ("采用方式", "用法", "采用形式", "采用类型", "刊发形式", "使用方式", "采用类别"),
        hint="全文、简讯、综合；空的按全文计",
        longest=40,
    ),
    Field(
        "on",
        "采用日期",
        ("采用日期", "采用时间", "刊发日期", "刊发时间", "日期", "时间", "刊登日期", "采用月份", "月份"),
        required=True,
    ),
    Field("number", "期号", ("期号", "期数", "刊期", "期次", "刊物期号"), hint="作为凭据", longest=60),
    FILED,
    Field("kind", "类型", ("类型", "类别", "信息类型", "信息类别", "稿件类型")),
    Field("leader", "批示领导", ("批示领导", "批示人", "领导姓名"), longest=40),
    Field("level", "批示层级", ("批示层级", "领导层级", "批示级别"), hint="中央、省、市、县", longest=20),
    Field("said_on", "批示日期", ("批示日期", "批示时间"), hint="空的按采用日期计"),
    Field("said", "批示内容", ("批示内容", "领导批示", "批示", "批示情况"), longest=1000),
)
SCORES = (
    UNIT_NAME,
    Field("author", "姓名", ("姓名", "信息员", "作者", "人员"), hint="个人得分表才有", longest=30),
    Field("year", "年份", ("年份", "年度", "年")),
    Field("month", "月份", ("月份", "月", "统计月份", "时间", "期间"), hint="写“全年”或不填为全年"),
    Field(
        "points",
        "得分",
        ("得分", "积分", "分值", "分数", "总分", "合计得分", "累计得分", "总得分", "本月得分"),
    ),
    Field("rank", "名次", ("名次", "排名", "位次")),
    *(
        Field(key, f"{month}月得分", (f"{month}月", f"{month}月份", f"{name}月", f"{name}月份"))
        for month, (key, name) in enumerate(
            zip(
                MONTHS,
                ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"],
                strict=True,
            ),
            start=1,
        )
    ),
    Field("whole", "全年得分", ("全年", "全年得分", "年度得分", "全年合计", "全年积分")),
)
FIELDS = {"units": UNITS, "people": PEOPLE, "items": ITEMS, "uses": USES, "scores": SCORES}


def field_of(kind: str, key: str) -> Field:
    return next(field for field in FIELDS[kind] if field.key == key)


def missing(kind: str, columns: dict) -> list[str]:
    """What a register of this kind must tell, and its columns do not."""
    lacks = [field.label for field in FIELDS[kind] if field.required and field.key not in columns]
    if kind == "scores" and not {"points", "whole", *MONTHS} & columns.keys():
        lacks.append("得分")
    return lacks
