"""What became of each item: used, reworked, refused, merged, taken up above — in a believable office's proportions."""

import re
import tomllib
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

from infohub.demo.office import office
from infohub.demo.specs import CompositeSpec, Higher, ItemSpec
from infohub.demo.topics import TEXTS, topic_named

ADOPTION = 0.235
APPEAL = {
    "experience": 1.5,
    "problem": 1.6,
    "research": 1.9,
    "opinion": 1.2,
    "dynamic": 0.9,
    "brief": 0.75,
    "model": 1.1,
}
REST = {"accept": 30, "hold": 14, "reject": 40, "return": 14, "draft": 2}
RECENT = {"waiting": 46, "review": 10, "draft": 8, "return": 10, "accept": 16, "hold": 4, "reject": 6}
CARRIERS = {
    "jiangzhou-gongyun": 26, "yunhu-quwei": 11, "jiangzhou-shiwei": 8, "nanjiang-gongyun-xinxi": 10,
    "nanjiang-gongyun": 5, "nanjiang-shengwei": 4, "gonghui-xinxi": 4, "zhongguo-gongyun": 2, "zhongban": 1,
}  # fmt: skip
PER_YEAR = {"county": 120, "city": 48, "province": 36, "central": 24}
HIGHER_ITEMS = 0.25
TYPOS = {
    "截至": "截止", "账": "帐", "其他": "其它", "反映": "反应", "部署": "布署", "作为": "做为", "必须": "必需",
    "签订": "签定", "启用": "起用", "坐到": "座到", "既": "即", "度过": "渡过", "座谈": "坐谈", "登记": "登计",
    "覆盖": "复盖", "安装": "按装", "检查": "捡查", "再": "在", "的职工": "得职工", "及时": "急时",
}  # fmt: skip


@cache
def catalogue() -> dict[str, dict]:
    raw = tomllib.loads((TEXTS / "reasons.toml").read_text("utf-8"))
    return {entry["name"]: entry for entry in raw["reason"]}


def decide(rng: Random, written: list[ItemSpec], until: date) -> list[ItemSpec]:
    """Adds fate, reasons, merges and higher uses; nothing here is seen by the writing of the texts."""
    merged = gather(rng, written, until)
    by_month: dict[tuple[int, int], list[ItemSpec]] = defaultdict(list)
    for item in merged:
        by_month[item.filed_at.year, item.filed_at.month].append(item)
    settled = [item for month in by_month.values() for item in settle(rng, month, until)]
    return raise_up(rng, explain(rng, settled), until)


def gather(rng: Random, written: list[ItemSpec], until: date) -> list[ItemSpec]:
    """Marks clusters of one topic by different units within a fortnight as one composite."""
    marked, used = {}, defaultdict(int)
    old_enough = [i for i in written if i.fate != "reject" and (until - i.filed_at.date()).days > 20]
    for item in sorted(old_enough, key=lambda item: item.filed_at):
        if (
            used[item.topic]
            or sum(used.values()) >= 11
            or item.key in marked
            or not topic_named(item.topic).composite
        ):
            continue
        group = cluster(item, [i for i in old_enough if i.key not in marked])[: rng.choice((2, 3, 3, 4))]
        if len(group) >= 2 and rng.random() < 0.6:
            used[item.topic] += 1
            marked |= {member.key: f"{item.topic}-{used[item.topic]}" for member in group}
    return [replace(i, composite=marked[i.key], fate="adopt") if i.key in marked else i for i in written]


def cluster(first: ItemSpec, pool: list[ItemSpec]) -> list[ItemSpec]:
    """The first item and later ones of its topic, one for each unit, within fourteen days."""
    units, group = set(), []
    for item in sorted(pool, key=lambda item: item.filed_at):
        near = timedelta(0) <= item.filed_at - first.filed_at <= timedelta(14)
        if (
            item.topic == first.topic
            and item.kind in ("dynamic", "experience")
            and near
            and item.unit not in units
        ):
            units.add(item.unit)
            group.append(item)
    return group


def promise(rng: Random, item: ItemSpec) -> float:
    """How likely the office is to use it: kind, freshness, its unit's hand, and luck."""
    days = (item.filed_at.date() - item.event_date).days
    hand = 0.55 + (sum(map(ord, item.unit)) % 10) / 10
    return APPEAL.get(item.kind, 3) * hand * (0.15 if days > 6 else 1) * rng.random()


def settle(rng: Random, month: list[ItemSpec], until: date) -> list[ItemSpec]:
    open_ones = [item for item in month if item.fate == "accept" and not item.composite]
    ripe = [item for item in open_ones if (until - item.filed_at.date()).days > 9]
    wanted = max(0, round(ADOPTION * len(month)) - sum(bool(item.composite) for item in month))
    share = min(wanted, len(ripe)) if len(ripe) > len(open_ones) / 2 else round(ADOPTION * len(ripe))
    best = {item.key for item in sorted(ripe, key=lambda item: -promise(rng, item))[:share]}
    return [replace(item, fate=fate_of(rng, item, best, until)) for item in month]


def fate_of(rng: Random, item: ItemSpec, best: set[str], until: date) -> str:
    if item.composite or item.fate == "reject":
        return item.fate
    if item.key in best:
        return "return_then_adopt" if rng.random() < 0.17 else "adopt"
    if (until - item.filed_at.date()).days <= 9:
        return rng.choices(list(RECENT), list(RECENT.values()))[0]
    if item.kind == "urgent":
        return "accept"
    if (item.filed_at.date() - item.event_date).days > 6 and rng.random() < 0.6:
        return "reject"
    return rng.choices(list(REST), list(REST.values()))[0]


def explain(rng: Random, settled: list[ItemSpec]) -> list[ItemSpec]:
    """Gives every refusal its reason, and every reworked item the fault it was returned for."""
    told: dict[tuple[str, str], date] = {}
    result = []
    for item in sorted(settled, key=lambda item: item.filed_at):
        before = told.get((item.unit, item.topic))
        again = before is not None and (item.filed_at.date() - before).days < 120
        told[item.unit, item.topic] = item.filed_at.date()
        if item.fate == "reject" and not item.reason:
            item = refuse(rng, item, again)
        elif item.fate in ("return", "return_then_adopt"):
            item = send_back(rng, item)
        result.append(item)
    return result


def refuse(rng: Random, item: ItemSpec, again: bool) -> ItemSpec:
    days = (item.filed_at.date() - item.event_date).days
    name, list_name = ("内容陈旧", "reject") if days > 6 else judge(rng, item, again)
    say = rng.choice(catalogue()[name][list_name]).replace("{天}", str(days))
    return replace(item, reason=name, reason_text=say)


def judge(rng: Random, item: ItemSpec, again: bool) -> tuple[str, str]:
    """The catalogue entry that is true of a fresh item the office does not use."""
    if again:
        return "重复", "again"
    if topic_named(item.topic).theme == "family" and item.kind in ("dynamic", "brief"):
        return "不符合要点", "leisure"
    if item.kind == "brief":
        return rng.choice(("言之无物", "不符合要点", "重复")), "reject"
    return rng.choice(("重复", "重复", "不符合要点")), "reject"


def send_back(rng: Random, item: ItemSpec) -> ItemSpec:
    """The first version carries a real fault; a reworked item also keeps its sound text."""
    fault = rng.choice((misspell, inflate, shorten, shorten))
    name, body, detail = fault(rng, item.body)
    say = rng.choice(catalogue()[name]["return"]).replace("{处}", detail)
    mended = item.body if item.fate == "return_then_adopt" else ""
    return replace(item, body=body, revised_body=mended, reason=name, reason_text=say)


def misspell(rng: Random, body: str) -> tuple[str, str, str]:
    found = [right for right in TYPOS if right in body and len(right) > 1][:3]
    if len(found) < 2:
        return shorten(rng, body)
    for right in found:
        body = body.replace(right, TYPOS[right], 1)
    return "错别字", body, "、".join(f"“{TYPOS[right]}”" for right in found)


def inflate(rng: Random, body: str) -> tuple[str, str, str]:
    numbers = re.findall(r"(?<![\d.—-])(\d{2,4})(人次|人|名|份|件|家)(?!\d)", body)
    if not numbers:
        return shorten(rng, body)
    figure, unit = rng.choice(numbers)
    return "数据存疑待核实", body.replace(figure + unit, f"{figure}0{unit}", 1), f"“{figure}0{unit}”"


def shorten(rng: Random, body: str) -> tuple[str, str, str]:
    """Leaves out what the informant forgot: the last paragraph, or the last sentence of a single one."""
    *kept, _ = body.split("\n")
    if kept and (heading := re.fullmatch(r"[一二三四五六七八九]、(.{2,12})", kept[-1])):
        return "要素不全", "\n".join(kept[:-1]), f"“{heading[1]}”部分"
    if len(kept) > 1:
        return "要素不全", "\n".join(kept), "实际效果和下一步打算"
    sentences = re.findall(r"[^。！？]*[。！？][”）]?", body)
    return "要素不全", "".join(sentences[: max(1, len(sentences) - 1)]), "具体做法和参加人数"


def raise_up(rng: Random, settled: list[ItemSpec], until: date) -> list[ItemSpec]:
    """Some used items go on to higher carriers, the best of them to several."""
    used = [i for i in settled if "adopt" in i.fate and (until - i.filed_at.date()).days > 24]
    chosen = sorted(used, key=lambda item: -promise(rng, item))[: round(len(used) * HIGHER_ITEMS)]
    higher = {item.key: uses_above(rng, item, until) for item in chosen}
    return [replace(item, higher=higher.get(item.key, ())) for item in settled]


def uses_above(rng: Random, item: ItemSpec, until: date) -> tuple[Higher, ...]:
    count = rng.choices((1, 2, 3), (68, 25, 7))[0]
    keys = set(rng.choices(list(CARRIERS), list(CARRIERS.values()), k=count))
    earliest = item.filed_at.date() + timedelta(16)
    uses = [
        use_by(rng, item, key, min(until, earliest + timedelta(rng.randrange(22))))
        for key in CARRIERS
        if key in keys
    ]
    return tuple(uses)


def use_by(rng: Random, item: ItemSpec, key: str, day: date) -> Higher:
    carrier = next(publication for publication in office().publications if publication.key == key)
    likely = 0.15 if item.kind == "brief" else 0.65
    use = "full" if carrier.uses == ("full",) or rng.random() < likely else "brief"
    number = max(1, round(PER_YEAR[carrier.level] * day.timetuple().tm_yday / 365))
    place = f"第{rng.randint(2, 7)}条" if use == "brief" else rng.choice(("第1条", "第2条", "头条", "全文"))
    return Higher(key, use, day, f"《{carrier.name}》{day.year}年第{number}期{place}")


def merge(key: str, members: list[ItemSpec]) -> CompositeSpec:
    """The office's article out of several: its own opening and close, each unit's own deeds between."""
    frame = topic_named(members[0].topic).composite
    told: set[str] = set()
    parts = [deeds(item, told) for item in members]
    ending = [frame["end"]] if frame.get("end") else []
    body = "\n".join([frame["lead"], *parts, *ending])
    return CompositeSpec(key, frame["title"], body, tuple(item.key for item in members))


def deeds(item: ItemSpec, told: set[str]) -> str:
    """Up to three sentences nobody before has told, without numbering, headings, thoughts and quotations."""
    lead, _, rest = item.edited_body.partition("\n")
    text = re.sub(r"(?m:^)[一二三四五六七八九]、.*\n", "", rest.partition("几点体会")[0])
    text = re.sub(r"[一二三四五六]是([^。\n]{2,16})。|(?m:^)([^，。\n“]{2,16})。(?=.)", r"\1\2，", text)
    plain = [
        said
        for said in re.findall(r"[^。\n]+。", text)
        if not re.search("[“”]|说|下一步|表示|介绍|该工会|^将|持续到", said)
    ]
    fresh = [said for said in plain if shape(said) not in told][:3]
    told.update(map(shape, fresh))
    return f"在{office().unit(item.unit).short}，{''.join(fresh)}" if fresh else lead


def shape(said: str) -> str:
    """How a sentence ends, whatever its figures: enough to know it again."""
    return re.sub(r"\d+", "", said)[-9:]
