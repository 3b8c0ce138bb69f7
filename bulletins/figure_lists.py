"""The rows behind a figure, as a table: what is counted is what is listed."""

from django.urls import reverse

from submissions.tables import Cell, num

HEADS = {
    "issues": ("编发的期", ["期", "签发日期", "篇数", "字数", "图片"]),
    "received": ("报送的信息", ["标题", "单位", "信息员", "类型", "性质", "事件日期", "报送日期"]),
    "adopted": ("采用的信息", ["标题", "单位", "信息员", "类型", "性质", "事件日期", "报送日期"]),
    "used": ("本级刊用", ["标题", "刊物", "单位", "信息员", "用法", "采用日期"]),
    "above": ("上级采用", ["标题", "载体", "单位", "信息员", "用法", "采用日期"]),
    "sent": ("向上级报送", ["标题", "报往", "上报日期"]),
    "instructions": ("领导批示", ["批示内容", "领导", "层级", "批示日期"]),
    "silent": ("零报送单位", ["单位"]),
    "unused": ("有报送无采用单位", ["单位"]),
}


def ordered(sort, rows):
    """Newest first, with everything a row shows."""
    return {
        "issues": lambda: rows.select_related("publication", "extent").defer("paper").newest_first(),
        "received": lambda: rows.with_people().order_by("-submitted_on", "-pk"),
        "adopted": lambda: rows.with_people().order_by("-submitted_on", "-pk"),
        "used": lambda: rows.with_names().order_by("-on", "-pk"),
        "above": lambda: rows.with_names().order_by("-on", "-pk"),
        "sent": lambda: rows.select_related("to").order_by("-sent_on", "-pk"),
        "instructions": lambda: rows.order_by("-on", "-pk"),
        "silent": lambda: rows,
        "unused": lambda: rows,
    }[sort]()


def cells(sort, row, *, opens):
    """One row; `opens` says whether this person may open the item behind it."""
    return MAKERS[sort](row, opens)


def issue(row, opens):
    extent = row.extent
    figures = [num(extent.articles), num(extent.words), num(extent.pictures)]
    return [Cell(row, row.number_url, "title"), Cell(row.date, kind="when"), *figures]


def item(row, opens):
    text = row.filed
    url = reverse("submissions:detail", args=[row.pk]) if opens else ""
    return [
        Cell(text.title, url, "title"),
        Cell(row.unit),
        Cell(row.author),
        Cell(text.get_kind_display()),
        Cell(text.get_nature_display()),
        Cell(text.event_date or "—", kind="when"),
        Cell(row.submitted_on, kind="when"),
    ]


def use(row, opens):
    place = row.issue or row.publication
    names = [Cell(place), Cell(row.unit), Cell(row.person), Cell(row.get_use_display())]
    return [Cell(row.title, row.get_absolute_url(), "title"), *names, Cell(row.on, kind="when")]


def report(row, opens):
    url = row.get_absolute_url()
    return [Cell(row.title, url, "title"), Cell(row.to or row.recipient), Cell(row.sent_on, kind="when")]


def instruction(row, opens):
    names = [Cell(row.leader), Cell(row.get_level_display()), Cell(row.on, kind="when")]
    return [Cell(row.text[:60], row.get_absolute_url(), "title"), *names]


def unit(row, opens):
    return [Cell(row.name, reverse("submissions:unit", args=[row.pk]) if opens else "", "title")]


MAKERS = {
    "issues": issue,
    "received": item,
    "adopted": item,
    "used": use,
    "above": use,
    "sent": report,
    "instructions": instruction,
    "silent": unit,
    "unused": unit,
}
