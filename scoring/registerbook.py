"""The register of events and points as a workbook: what the screen lists, every row of it."""

from accounts.workbooks import MEDIA_TYPE as MEDIA_TYPE
from submissions.tables import Cell, Table, num, workbook

HEAD = ["业务日期", "单位", "人员", "类别", "事项", "层级", "分值", "事由", "有关信息", "依据"]
HEAD += ["状态", "提出人", "提出日期", "复核人", "意见"]


def register_xlsx(office, rows, said):
    """All rows the filter finds, in the order of the screen."""
    table = Table("加减分", HEAD, [cells(one) for one in rows])
    return workbook(f"{office}加减分登记", said or "全部", [table])


def cells(one):
    item = f"《{one.submission.filed.title}》" if one.submission and one.submission.filed else ""
    words = [one.on, one.unit, one.person or "", one.get_kind_display(), one.event_name]
    words += [one.get_level_display() if one.level else ""]
    points = num(one.points) if one.points is not None else Cell("按办法")
    rest = [one.reason, item, one.evidence, one.get_state_display(), one.by, f"{one.at:%Y-%m-%d}"]
    rest += [one.second or "", one.word]
    return [*map(Cell, words), points, *map(Cell, rest)]
