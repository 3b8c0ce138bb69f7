"""A list of awards as plain data: what the page shows, what is printed, and what is frozen at the signature."""

from decimal import Decimal
from itertools import groupby

from bulletins.wording import chinese_date
from scoring.models import Payment
from scoring.money_papers import SIGNATURE, yuan
from scoring.terms import plain

NUMBERS = "一二三四五六七八九十"
UNITS = {"unit": "个", "person": "名", "item": "篇"}
HEADS = {
    "unit": ("序号", "组别", "单位", "积分"),
    "person": ("序号", "单位", "姓名", "积分"),
    "item": ("序号", "标题", "单位", "作者", "积分"),
}
JUDGED = ("奖项", "组别", "单位", "姓名或标题", "名次", "积分", "测算", "理由", "结果", "调整人", "调整理由")
RESULTS = {True: "列入", False: "不列入", None: "待定"}


def by_award(candidates):
    """[(award, its candidates)] in the scheme's order."""
    ordered = sorted(candidates, key=lambda one: (one.award.order, one.award_id))
    return [(award, list(rows)) for award, rows in groupby(ordered, key=lambda one: one.award)]


def chosen_of(rows):
    return [one for one in rows if one.chosen]


def award_content(award_list, candidates) -> dict:
    scheme = award_list.scheme
    awards = list(scheme.awards.all())
    rows = dict(by_award(candidates))
    tables = [award_table(place, award, chosen_of(rows.get(award, []))) for place, award in enumerate(awards)]
    total = sum((Decimal(one["total"]) for one in tables), Decimal(0))
    return {
        "title": str(award_list),
        "office": award_list.office.name,
        "subtitle": subtitle(award_list),
        "preamble": preamble(award_list),
        "awards": tables,
        "judged_head": list(JUDGED),
        "judged": [judged_row(one) for _, group in by_award(candidates) for one in group],
        "total": str(total),
    }


def subtitle(award_list):
    scheme = award_list.scheme
    return f"{award_list.office.name}　{chinese_date(scheme.first)}至{chinese_date(scheme.last)}"


def preamble(award_list):
    scheme = award_list.scheme
    ground = f"（{scheme.note}）" if scheme.note else ""
    period = f"{chinese_date(scheme.first)}至{chinese_date(scheme.last)}"
    text = f"根据《{scheme.name}》{ground}，按{period}考核积分和评选条件，"
    if award_list.notice_from:
        text += f"经{chinese_date(award_list.notice_from)}至{chinese_date(award_list.notice_until)}公示，"
    return text + "拟表彰下列单位、个人和信息。"


def award_table(place, award, rows) -> dict:
    """A section of the list: 一、先进单位（8个，每个奖金500元）."""
    paid, unit = award.prize > 0, UNITS[award.of]
    prize = f"，每{unit}奖金{plain(award.prize)}元" if paid else ""
    head = [*HEADS[award.of], *(("奖金（元）", SIGNATURE) if paid else ())]
    sums = [yuan(award.prize), ""] if paid else []
    return {
        "name": award.name,
        "title": f"{NUMBERS[place] if place < 10 else place + 1}、{award.name}（{len(rows)}{unit}{prize}）",
        "head": head,
        "rows": [[str(number), *named(award, one), *sums] for number, one in enumerate(rows, start=1)],
        "total": str(award.prize * len(rows)),
    }


def named(award, one):
    if award.of == "unit":
        return [one.group, str(one.unit), plain(one.points)]
    if award.of == "person":
        return [str(one.unit), str(one.person), plain(one.points)]
    return [one.name.strip("《》"), str(one.unit), str(one.person), plain(one.points)]


def judged_row(one):
    return [
        one.award.name,
        one.group,
        str(one.unit),
        one.name if one.person_id else "",
        str(one.rank),
        plain(one.points),
        one.get_verdict_display(),
        one.why,
        RESULTS[one.chosen],
        str(one.hand or ""),
        one.word,
    ]


def prizes_of(award_list, candidates):
    """What each of those chosen gets, to be handed over like remuneration."""
    return [
        Payment(
            office=award_list.office,
            award_list=award_list,
            year=award_list.scheme.first,
            unit=one.unit,
            person=one.person,
            what=f"{one.award.name}奖金",
            amount=one.award.prize,
        )
        for one in chosen_of(candidates)
        if one.award.prize
    ]
