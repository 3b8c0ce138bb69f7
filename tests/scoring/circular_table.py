"""A large closed month as plain data: groups of many units with long names, and everything a circular prints."""

from datetime import date

from accounts.models import Unit, User
from scoring.circular_figures import Figures
from scoring.circular_sections import kept, usual
from scoring.circular_texts import Facts, texts_of, title_of
from scoring.models import Circular, Letterhead

NAMES = ("镇总工会", "街道总工会", "经济技术开发区高新技术产业园区联合工会委员会", "局机关工会")
CARRIERS = ("工运信息", "市委办公室信息专报", "北京工会信息", "全总信息", "工会博览")


def figures_of(number, carriers, rank):
    filed, used = 3 + number % 17, number % 9
    return {
        "submitted": filed,
        "adopted": min(filed, used),
        "used": used,
        "instructed": number % 3,
        "asked": 2,
        "answered": 2 - number % 2,
        "uses": {f"c{place}": {"full": 1 + number % 4, "brief": place} for place in range(carriers)},
        "parts": {"bonus": "3"} if number % 5 else {"bonus": "3", "deduction": "-2.5"},
        "points": str(400 - 5 * rank),
        "rank": rank,
        "tied": False,
    }


def row(number, rank, carriers):
    spans = {span: figures_of(number, carriers, rank) for span in ("month", "quarter", "year")}
    name = f"{'云湖江河山海林田'[number % 8]}{'东西南北中'[number % 5]}{NAMES[number % 4]}"
    return spans | {"unit": number, "name": name, "owes": True, "target": "600", "done": f"{90 - number}.5%"}


def group(place, units, carriers):
    rows = [row(100 * place + number, number + 1, carriers) for number in range(units)]
    name = ("镇、街道", "区直机关和企业事业单位", "重点企业")[place % 3]
    total = {span: {**rows[0][span], "rank": ""} for span in ("month", "quarter", "year")}
    zero = [one["name"] for one in rows if not one["month"]["submitted"]]
    return {
        "pk": place + 1,
        "name": name,
        "rows": rows,
        "total": total,
        "zero_reports": zero,
        "zero_adoptions": zero,
    }


def table(units=60, groups=3, carriers=5):
    made = [group(place, units, carriers) for place in range(groups)]
    return {
        "office": "云湖区总工会",
        "month": "2026-09-01",
        "year": ["2026-01-01", "2026-12-31"],
        "carriers": [
            {"code": f"c{place}", "name": CARRIERS[place % 5], "above": place > 0}
            for place in range(carriers)
        ],
        "groups": made,
        "total": made[0]["total"],
    }


def facts(units=60, groups=3, carriers=5, above=12):
    day = date(2026, 9, 18)
    used = [
        {
            "title": f"云湖区探索户外劳动者服务站点共建共享新路径第{number}期",
            "unit": "云湖街道总工会",
            "carrier": CARRIERS[number % 5],
            "on": day,
        }
        for number in range(above)
    ]
    words = [
        {
            "leader": "王建国",
            "level": "市级",
            "on": day,
            "thing": "《云湖信息》2026年第29期《关于骑手歇脚难的建议》",
        }
    ]
    figures = Figures(table(units, groups, carriers))
    return Facts(
        label="2026年9月",
        when="本月",
        figures=figures,
        months=9,
        above=used,
        instructions=words,
        persons=[{"name": "李晓明", "unit_name": "云湖街道总工会", **row(1, 1, carriers)}],
        topics=[
            "贯彻落实区委全会精神情况",
            "困难职工帮扶工作的经验做法和存在问题",
            "新就业形态劳动者入会情况",
        ],
    )


def circular(found, columns=(), **letterhead):
    """An unsaved circular with everything printed, under its letterhead."""
    office = Unit(pk=1, name="云湖区总工会")
    lists = {
        "report_to": "市总工会\n区委办公室",
        "send_to": "区政府办公室",
        "copy_to": "各镇总工会、各街道总工会",
    }
    made = Circular(
        office=office,
        first=date(2026, 9, 1),
        last=date(2026, 9, 1),
        title=title_of("云湖区总工会", found.label),
        body=kept(usual(texts_of(found))),
        columns=list(columns),
        copies=60,
        editor=User(name="赵敏"),
        checker=User(name="钱进"),
        approver=User(name="孙立"),
        **lists,
    )
    frame = Letterhead(office=office, publisher="云湖区总工会办公室", contact="电话：8251 0095", **letterhead)
    return made, frame
