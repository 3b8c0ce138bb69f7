"""What other programs put on the clipboard comes in as words, tables and pictures, or not at all."""

import base64
import re

import pytest
from playwright.sync_api import expect

from submissions.rich import parts_of
from tests.factories import SubmissionFactory
from tests.journeys.editing import paste, saved
from tests.journeys.steps import body_of
from tests.pictures import png
from tests.submissions.test_xss import VECTORS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta charset=utf-8><title>来稿</title><style><!-- p.MsoNormal {mso-style-parent:"";font-family:仿宋} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->
<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span style='font-family:仿宋_GB2312'>11月18日，<b
style='mso-bidi-font-weight:normal'>三处站点</b>建成。<o:p></o:p></span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US><span
style='mso-list:Ignore'>一、<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>选址<del
cite="mailto:a" datetime="2026">旧的</del><ins cite="mailto:a">路口</ins><a class=msocomanchor href="#_msocom_1">[A1]</a></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse;mso-yfti-tbllook:1184'><tr style='mso-yfti-irow:0'>
<td width=277 style='width:207.4pt'><p class=MsoNormal>街道<o:p></o:p></p></td><td><p class=MsoNormal>站点</p></td></tr>
<tr><td><p>临江</p></td><td><p>3</p></td></tr></table>
<div style='mso-element:comment-list'><div class=msocomtxt><p>批注的话</p></div></div>
<!--EndFragment--></body></html>"""


WPS = """<html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="WPS Office">
<style>@font-face{font-family:"Times New Roman";} .15{font-family:'Times New Roman';} p.MsoNormal{mso-pagination:none;}</style></head>
<body><!--StartFragment--><p class=MsoNormal style="text-indent:32.0000pt;mso-list:l0 level2 lfo1;"><![if !supportLists]><span
style="font-family:楷体;mso-spacerun:'yes';"><span style='mso-list:Ignore;'>（一）</span></span><![endif]><b><span
style="mso-spacerun:'yes';font-weight:bold;mso-font-kerning:1.0000pt;"><font face="仿宋">服务骑手</font></span></b><o:p></o:p></p>
<p class=MsoNormal><span class="15" style="mso-spacerun:'yes';"><o:p>&nbsp;</o:p></span></p>
<p class=MsoNormal style="mso-list:l1 level1 lfo2;"><![if !supportLists]><span style='mso-list:Ignore;'>1.<span>&nbsp;</span></span><![endif]><font
face="仿宋">饮水</font><span style="display:none;mso-hide:all;">隐藏的字</span>充电</p>
<p class=MsoNormal style="mso-list:l2 level1 lfo3;"><![if !supportLists]><span style='mso-list:Ignore;'>\uf06c<span>&nbsp;&nbsp;</span></span><![endif]>药箱</p>
<!--EndFragment--></body></html>"""


def test_what_word_puts_on_the_clipboard_comes_in_clean(writing, shot):
    writing.keyboard.press("Enter")

    paste(writing, text_html=WORD, text_plain="不用这一份")
    item = saved(writing)
    shot(writing, "editor-pasted-from-word")

    assert item.body == "第一段。\n11月18日，三处站点建成。\n一、选址路口\n街道\t站点\n临江\t3"
    assert [part.kind for part in parts_of(item.body, item.rich)] == ["p", "p", "h1", "table"]
    assert "<strong>三处站点</strong>" in item.rich


def test_what_wps_puts_on_the_clipboard_comes_in_clean(writing):
    writing.keyboard.press("Enter")

    paste(writing, text_html=WPS, text_plain="不用这一份")
    item = saved(writing)

    assert item.body == "第一段。\n（一）服务骑手\n1.饮水充电\n• 药箱"
    assert "<strong>服务骑手</strong>" in item.rich


def test_a_picture_inside_pasted_words_is_uploaded(writing):
    inside = "data:image/png;base64," + base64.b64encode(png(20, 10)).decode()
    paste(writing, text_html=f'<p>看图：</p><p><img src="{inside}"></p>', text_plain="看图：")
    expect(body_of(writing).locator("figure img")).to_have_attribute(
        "src", re.compile(r"^/submissions/pictures/\d+/$")
    )

    assert saved(writing).body == "第一段。看图：\n［图］"


def test_pictures_no_browser_hands_over_are_named(writing):
    paste(
        writing,
        text_html='<p>见图。</p><img src="file:///C:/a.png"><img src="http://a.b/c.png">',
        text_plain="见图。",
    )

    expect(writing.locator(".editor-says")).to_have_text(re.compile("^有 2 幅图片不能随文字粘贴"))
    assert saved(writing).body == "第一段。见图。"


def test_no_vector_does_anything_on_a_page_or_in_the_editor(writing):
    heard = []
    writing.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    for vector in VECTORS:
        paste(writing, text_html=vector, text_plain=vector)
    item = saved(writing)
    plain = SubmissionFactory(author=item.author, title=VECTORS[0], body="\n".join(VECTORS))

    for address in (f"/submissions/{item.pk}/edit/", f"/submissions/{item.pk}/", f"/submissions/{plain.pk}/"):
        writing.goto(address)
        writing.wait_for_load_state("networkidle")
        for handler in ("点我", "移上来"):
            writing.get_by_text(handler).first.click()

    assert heard == []
