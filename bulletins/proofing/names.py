"""Names of persons written two ways, and names almost like a unit's. No Django."""

import re
from collections.abc import Iterator

from submissions.copycheck.findings import HAN, Finding, Line

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆"
    "郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢岳齐梅莫庄辛管祝左涂谷祁"
)
NEVER_GIVEN = "副主任书记席总正党政工会区市县局长处科部委的和与及在是为由了对向将等"
GIVEN = rf"(?![{NEVER_GIVEN}])[{HAN}]"
POSTS = "同志|主席|副主席|书记|副书记|主任|副主任|部长|局长|副局长|科长|处长|院长|校长|经理|董事长|师傅|工程师|教授|医生"
SAID = "表示|说|介绍|告诉|指出|强调|带队|一行|出席|主持|讲话|讲解|致辞|到|在|为|向|率|走访|慰问|参加"
BEFORE_POST = re.compile(rf"([{SURNAMES}]{GIVEN}{{1,2}})(?={POSTS}|{SAID})")
AFTER_POST = re.compile(
    rf"(?:{POSTS}|职工|劳模|代表|队员|组长|班长)([{SURNAMES}]{GIVEN}{{1,2}})(?=[，。、；：（）“”]|{SAID}|$)"
)
SHORTEST_UNIT = 4  # a shorter name differs by one character from half the language


def persons(text: str) -> list[str]:
    """Names that stand beside a post or a verb of saying; others nobody could tell from words."""
    return [found.group(1) for pattern in (BEFORE_POST, AFTER_POST) for found in pattern.finditer(text)]


def near_persons(text: list[Line], sources: list[str]) -> list[Finding]:
    """One character away from a name of the text or of its sources: perhaps the same person."""
    whole = "\n".join(line.text for line in text)
    theirs = "\n".join(sources)
    known = [name for name in dict.fromkeys(persons(theirs) + persons(whole)) if len(name) == 3]
    found = []
    for name in known:
        for line in text:
            found += [
                line.finding(each.start(), each.end(), None, f"与“{name}”只差一字，是不是同一人？")
                for each in like(name).finditer(line.text)
                if doubtful(each.group(), name, whole, theirs)
            ]
    return found


def like(name: str) -> re.Pattern:
    """The name with any one of its characters another."""
    first, second, third = name
    any_han = f"[{HAN}]"
    return re.compile(
        rf"{first}{second}(?!{third}){any_han}|{first}(?!{second}){any_han}{third}"
        rf"|(?!{first})[{SURNAMES}]{second}{third}"
    )


def doubtful(other: str, name: str, whole: str, theirs: str) -> bool:
    """Of two ways to write it the one to look at: what no source has, else what stands there less often or later."""
    if other in theirs:
        return False
    if name in theirs:
        return True
    mine, others = whole.count(name), whole.count(other)
    return (others, -whole.find(other)) < (mine, -whole.find(name))


def near_units(text: list[Line], units: list[str]) -> list[Finding]:
    """Almost the name of a known unit, and no unit's name itself."""
    known = [name for name in units if len(name) >= SHORTEST_UNIT]
    roll = "\n".join(known)
    found = []
    for line in text:
        for name in known:
            for start in almost(name, line.text):
                said = line.text[start : start + len(name)]
                if said not in roll:
                    rule = f"单位名册中是“{name}”，请核对"
                    found.append(line.finding(start, start + len(name), None, rule))
    return found


def almost(name: str, text: str) -> Iterator[int]:
    """Where the text has all of the name but one character: then one half of it stands there whole."""
    middle = len(name) // 2
    starts = {found.start() for found in re.finditer(re.escape(name[:middle]), text)}
    starts |= {found.start() - middle for found in re.finditer(re.escape(name[middle:]), text)}
    for start in sorted(starts):
        said = text[start : start + len(name)] if start >= 0 else ""
        if len(said) == len(name) and differs_by_one(said, name):
            yield start


def differs_by_one(said: str, name: str) -> bool:
    apart = [here for here, there in zip(said, name, strict=True) if here != there]
    return len(apart) == 1 and bool(re.match(f"[{HAN}]", apart[0]))
