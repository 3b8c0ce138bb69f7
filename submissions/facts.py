"""The facts of an item in words: for comparing two texts and for asking which of two to keep. No queries."""

from datetime import date

from submissions.states import Channel, Kind, Nature

LABELS = {
    "title": "标题",
    "kind": "类型",
    "nature": "性质",
    "event_date": "事件日期",
    "partners": "联合报送单位",
    "authors": "作者",
    "channel": "信息来源",
    "suggested": "建议刊物",
    "phone": "联系电话",
}
CHOICES = {"kind": Kind, "nature": Nature, "channel": Channel}
NOTHING = "未填"


def in_words(name, value, units):
    """One fact as a person reads it; `units` gives the names of partner units by key."""
    if not value:
        return NOTHING
    if name in CHOICES:
        return dict(CHOICES[name].choices).get(value, str(value))
    if name == "event_date":
        day = date.fromisoformat(value)
        return f"{day.year}年{day.month}月{day.day}日"
    if name == "partners":
        return "、".join(units.get(key, f"编号 {key}") for key in value)
    return "、".join(value) if isinstance(value, list) else value


def changed(before, after, units):
    """Label, before and after of every fact but the title that two sets of carried words differ in."""
    return [
        (label, in_words(name, before.get(name), units), in_words(name, after.get(name), units))
        for name, label in LABELS.items()
        if name != "title" and before.get(name) != after.get(name)
    ]
