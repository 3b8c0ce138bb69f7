"""The copy check: what is worth a second look, and what must be left alone."""

import pytest

from submissions.copycheck import corrected, examine
from submissions.copycheck.mending import mended
from submissions.rich import clean, text_of


def found(body, title="关于职工服务的做法"):
    return [(each.found, each.suggestion) for each in examine(title, body)]


@pytest.mark.parametrize(
    ("text", "slips"),
    [
        ("会议开始了,大家发言", [(",", "，")]),
        ("一是普查;二是建档。", [(";", "；")]),
        ("联系电话:0571-88881234。", [(":", "：")]),
        ("对吗?是的!", [("?", "？"), ("!", "！")]),
        ("印发(试行)办法。", [("(试行)", "（试行）")]),
        ("印发（试行)办法。", [("（试行)", "（试行）")]),
        ('职工说"很好"。', [('"很好"', "“很好”")]),
        ("宣传、培训、走访...", [("...", "……")]),
        ("宣传、培训、走访。。。", [("。。。", "……")]),
        ("工作--生活两不误。", [("--", "——")]),
        ("会议结束。。", [("。。", "。")]),
        ("会议结束，。", [("，。", None)]),
        ("他说：“好。”。", [("。”。", "。”")]),
        ("职工说：“很好。", [("“", None)]),
        ("印发《通知的要求。", [("《", None)]),
        ("落实通知》要求。", [("》", None)]),
        ("《通知》、《办法》同时印发。", [("、", "")]),
        ("（一）、加强领导", [("、", "")]),
        ("1、加强领导", [("1、", "1.")]),
        ("第一、加强领导", [("第一、", "第一，")]),
        ("２０２６年有ＡＢ两项。", [("２０２６", "2026"), ("ＡＢ", "AB")]),
        ("二零二六年", [("二零二六", "二〇二六")]),
        ("二O二六年", [("二O二六", "二〇二六")]),
        ("2026年01月05日", [("01", "1"), ("05", "5")]),
        ("2026年十一月5日", [("十一月", None)]),
        ("11月31日", [("11月31日", None)]),
        ("2025年2月29日", [("2025年2月29日", None)]),
        ("增长3。5%。", [("。", ".")]),
        ("困难职工的的子女", [("的的", "的")]),
        ("职工服务中心职工服务中心", [("职工服务中心职工服务中心", "职工服务中心")]),
        ("帐户里的钱", [("帐户", "账户")]),
        ("按装空调", [("按装", "安装")]),
        ("作出布署", [("布署", "部署")]),
        ("既使下雨", [("既使", "即使")]),
        ("做为工会干部", [("做为", "作为")]),
        ("严密防犯风险", [("防犯", "防范")]),
    ],
)
def test_a_slip_is_found_and_mended(text, slips):
    assert found(text) == slips


@pytest.mark.parametrize(
    "text",
    [
        "工会引进AI技术，使用5G网络，覆盖APP用户3万人。",  # no spaces are asked for
        "工会 引进 AI 技术。",  # nor taken away
        "网址为http://www.example.cn/a,b?c=1;d:2，邮箱a.b@example.com。",
        "14:30开会，比例为1:3，增长3.5%，共1,000人。",
        "引进技术（Artificial Intelligence, AI: v2），已用。",
        "“一站式”“最多跑一次”《通知》《办法》。",
        "他说：“好。”大家都笑了。",
        "11月5日—8日，2024年2月29日，10月31日。",
        "一九九八年、二〇二六年。",
        "一、加强领导\n（一）建机构\n1.定人员\n2.定时间\n（二）建制度\n二、抓好落实",
        "（一）建机构\n（二）建制度",
        "1.建机构\n2.建制度",
        "的的确确，研究研究，受不了了，和和美美。",
        "预防犯罪，自己经历，究竟选谁，反复盖章，全部份额，多做为民实事。",
        "区总工会工会干部，科创园工会联合会联合多家工会。",
        "O'Neil's APP……",
        "张三、李四等23人参加。",
    ],
)
def test_what_is_right_is_left_alone(text):
    assert found(text) == []


def test_a_title_ends_without_a_mark():
    assert found("正文。", title="区总工会慰问职工。") == [("。", "")]


@pytest.mark.parametrize("title", ["职工食堂怎样才好吃？", "“五一”慰问到一线", "区总工会慰问职工"])
def test_a_title_may_ask_or_quote(title):
    assert found("正文。", title=title) == []


def test_levels_in_the_wrong_order_are_named():
    slips = examine("标题", "一、甲\n1.乙\n（一）丙\n二、丁")

    assert [(each.place, each.found, each.suggestion) for each in slips] == [("第 3 段", "（一）", None)]


def test_a_number_left_out_is_named():
    slips = examine("标题", "一、甲\n二、乙\n四、丙")

    assert [(each.found, each.rule) for each in slips] == [("四、", "序号不连续：前一个是第2")]


def test_every_finding_shows_its_place_and_rule():
    [slip] = examine("标题", "第一段。\n我们在会议开始时,请大家先看一段关于安全的短片。")

    assert (slip.place, slip.before, slip.after) == ("第 2 段", "我们在会议开始时", "请大家先看一段关于安…")
    assert slip.rule == "中文里用全角标点（GB/T 15834-2011）"


def test_the_whole_text_mended_has_nothing_left_to_mend():
    title, body = "慰问职工。", '会议(试行)开始了,按装"空调";共２０人...\n1、帐户。。'
    slips = examine(title, body)

    better = mended(title, body, "", [each for each in slips if each.suggestion is not None])

    assert better == {
        "title": "慰问职工",
        "body": "会议（试行）开始了，安装“空调”；共20人……\n1.账户。",
    }
    assert examine(**better) == []


def test_a_mended_text_keeps_its_dress():
    html = (
        "<p>会议<strong>开始,了</strong></p><ul><li><p>按装空调</p></li></ul>"
        "<table><tr><td><p>帐户</p></td><td><p>人,钱</p></td></tr></table>"
    )
    rich = clean(html)
    body = text_of(rich)
    slips = [each for each in examine("标题", body) if each.suggestion is not None]

    better = mended("标题", body, rich, slips)["rich"]

    assert [each.found for each in slips] == [",", "按装", "帐户", ","]
    assert better == rich.replace("开始,了", "开始，了").replace("按装", "安装").replace(
        "帐户", "账户"
    ).replace("人,钱", "人，钱")


def test_places_before_a_correction_stay_true():
    slips = examine("标题", "甲,乙,丙")

    assert corrected("甲,乙,丙", slips) == "甲，乙，丙"


@pytest.mark.parametrize("text", ["好,", "《”", "(好", "，", "帐", "二0", '"', "a@b.", ".", "1、", "好, "])
def test_a_hostile_text_is_checked_in_one_pass(text):
    body = (text * 20_000)[:20_000]

    slips = examine("标题", body)

    assert len({place for each in slips for place in each.places}) == sum(
        each.end - each.start for each in slips
    )
