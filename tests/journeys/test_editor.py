"""Writing with the editor: the field's own schema, clean pastes, pictures with words under them."""

import base64
import io
import re

import docx
import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from submissions.models import Submission
from submissions.rich import parts_of
from submissions.states import State
from tests.factories import SubmissionFactory, UserFactory
from tests.journeys.steps import log_in
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


@pytest.fixture
def informant(transactional_db):
    return UserFactory(role=Role.INFORMANT, username="informant")


@pytest.fixture
def writing(page, informant):
    """A draft opened in the editor."""
    item = SubmissionFactory(author=informant, title="临江街道建成服务站点", body="第一段。")
    log_in(page, informant)
    page.goto(f"/submissions/{item.pk}/edit/")
    expect(page.locator("[data-editing=ready]")).to_be_visible()
    body(page).click()
    page.keyboard.press("Control+End")
    page.item = item
    return page


def body(page):
    return page.get_by_label("正文", exact=True)


def saved(page):
    """What the server has after the next save."""
    with page.expect_response(re.compile("/save/$")):
        page.keyboard.press("Control+s")
    page.item.refresh_from_db()
    return page.item


def paste(page, **data):
    """What another program put on the clipboard, pasted."""
    page.evaluate(
        """(data) => {
            const clipboard = new DataTransfer();
            Object.entries(data).forEach(([type, text]) => clipboard.setData(type.replace("_", "/"), text));
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true}));
        }""",
        data,
    )


def test_levels_are_given_numbers_in_their_turn(writing, shot):
    tools = writing.get_by_role("toolbar", name="正文工具栏")
    for text, level in [
        ("选址", "一级标题"),
        ("怎样选", "二级标题"),
        ("怎样建", "二级标题"),
        ("成效", "一级标题"),
    ]:
        writing.keyboard.press("Enter")
        writing.keyboard.type(text)
        tools.get_by_role("button", name=level).click()

    expect(tools.get_by_role("button", name="一级标题")).to_have_attribute("aria-pressed", "true")
    item = saved(writing)
    shot(writing, "editor-levels")

    assert item.body == "第一段。\n一、选址\n（一）怎样选\n（二）怎样建\n二、成效"
    assert item.rich == ""


def test_bold_words_make_a_dress(writing):
    writing.keyboard.press("Control+b")
    writing.keyboard.type("要紧的话。")

    item = saved(writing)

    assert (item.body, item.rich) == ("第一段。要紧的话。", "<p>第一段。<strong>要紧的话。</strong></p>")


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


def test_what_is_typed_stays_as_typed(writing):
    writing.keyboard.press("Enter")
    for text in ("1. 王**说：**好**。", "- 减号", "* 星号", "# 井号"):
        writing.keyboard.type(text)
        writing.keyboard.press("Enter")

    item = saved(writing)

    assert item.body == "第一段。\n1. 王**说：**好**。\n- 减号\n* 星号\n# 井号"
    assert item.rich == ""


def test_a_table_is_built_by_buttons(writing):
    tools = writing.get_by_role("toolbar", name="正文工具栏")
    tools.get_by_role("button", name="插入表格").click()
    for text in ("街道", "站点", "人数", "临江", "3", "12"):
        writing.keyboard.type(text)
        writing.keyboard.press("Tab")
    tools.get_by_role("button", name="删本行").click()

    assert saved(writing).body == "第一段。\n街道\t站点\t人数\n临江\t3\t12"


def test_a_picture_needs_words_before_the_item_is_sent(writing, shot):
    tools = writing.get_by_role("toolbar", name="正文工具栏")
    with writing.expect_file_chooser() as chooser:
        tools.get_by_role("button", name="插入图片").click()
    chooser.value.set_files({"name": "外景.png", "mimeType": "image/png", "buffer": png(40, 30)})
    expect(body(writing).locator("figure img")).to_have_attribute(
        "src", re.compile(r"^/submissions/pictures/\d+/$")
    )

    writing.get_by_role("button", name="保存并送审").click()
    expect(writing.get_by_role("alert")).to_have_text(re.compile("正文第 1 幅图（外景.png）还没有图片说明"))
    shot(writing, "editor-bare-picture")
    body(writing).locator("figcaption").click()
    writing.keyboard.type("站点外景")
    writing.get_by_role("button", name="保存并送审").click()

    expect(writing.get_by_role("status").first).to_have_text("已送本单位审核人审签。")
    expect(writing.locator("article figure figcaption")).to_have_text("站点外景")
    shown = writing.locator("article figure img").evaluate(
        "image => image.decode().then(() => image.naturalWidth)"
    )
    assert shown == 40
    writing.item.refresh_from_db()
    assert (writing.item.state, writing.item.body) == (State.REVIEW, "第一段。\n［图：站点外景］")


def test_a_picture_inside_pasted_words_is_uploaded(writing):
    inside = "data:image/png;base64," + base64.b64encode(png(20, 10)).decode()
    paste(writing, text_html=f'<p>看图：</p><p><img src="{inside}"></p>', text_plain="看图：")
    expect(body(writing).locator("figure img")).to_have_attribute(
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


def test_a_file_that_is_no_picture_is_refused_in_words(writing):
    with writing.expect_file_chooser() as chooser:
        writing.get_by_role("button", name="插入图片").click()
    chooser.value.set_files({"name": "假.png", "mimeType": "image/png", "buffer": b"MZ"})

    expect(writing.locator(".editor-says")).to_have_text(re.compile("“假.png”的内容与扩展名不符"))


def test_the_toolbar_is_walked_by_keys(writing):
    writing.keyboard.press("Alt+F10")
    for _ in range(3):
        writing.keyboard.press("ArrowRight")
    expect(writing.locator(":focus")).to_have_attribute("aria-label", "加粗")
    writing.keyboard.press("Enter")
    writing.keyboard.type("粗体。")

    assert saved(writing).rich == "<p>第一段。<strong>粗体。</strong></p>"


def test_counts_and_the_title_hint_follow_the_typing(writing):
    expect(writing.locator("#count-body")).to_have_text("共 4 字")
    writing.keyboard.type("再写五个字")
    expect(writing.locator("#count-body")).to_have_text("共 9 字")

    writing.get_by_label("标题", exact=True).fill("长" * 23)
    expect(writing.locator("#count-title")).to_have_text("23/50 字，排印时要分两行；宜一行，20 字以内")
    writing.get_by_label("标题", exact=True).fill("长" * 51)
    expect(writing.locator("#count-title")).to_have_text("51/50 字，超过 50 字，请精简")
    assert saved(writing).title == "长" * 51


def test_formatting_alone_is_saved_and_comes_back(writing):
    writing.keyboard.press("Control+a")
    writing.keyboard.press("Control+b")
    saved(writing)

    writing.reload()

    expect(body(writing).locator("strong")).to_have_text("第一段。")


def test_typing_without_script_keeps_the_dress_of_what_stayed(visit, informant):
    rich = "<p>第一段<strong>要紧</strong>。</p><table><tbody><tr><td><p>甲</p></td><td><p>乙</p></td></tr></tbody></table>"
    item = SubmissionFactory(author=informant, body="第一段要紧。\n甲\t乙", rich=rich)
    page = visit(java_script_enabled=False)
    log_in(page, informant)
    page.goto(f"/submissions/{item.pk}/edit/")

    body(page).fill("第一段要紧。\n甲\t乙\n新的一段。")
    page.get_by_role("button", name="保存草稿").click()

    item.refresh_from_db()
    assert item.rich == rich + "<p>新的一段。</p>"


def test_the_editor_fits_a_phone(phone, informant, shot):
    rich = "<p>第一段。</p><table><tbody><tr>" + "<td><p>一格里的字</p></td>" * 8 + "</tr></tbody></table>"
    item = SubmissionFactory(author=informant, body="第一段。\n" + "\t".join(["一格里的字"] * 8), rich=rich)
    log_in(phone, informant)
    for address in (f"/submissions/{item.pk}/edit/", f"/submissions/{item.pk}/"):
        phone.goto(address)
        expect(phone.locator("main h1")).to_be_visible()
        shot(phone, f"editor-phone-{'form' if 'edit' in address else 'text'}")
        assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_a_new_form_can_begin_with_a_picture_after_its_title(page, informant):
    log_in(page, informant)
    page.goto("/submissions/new/")
    expect(page.locator("[data-editing=ready]")).to_be_visible()
    page.get_by_label("标题", exact=True).fill("先放一张图")

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="插入图片").click()
    chooser.value.set_files({"name": "外景.png", "mimeType": "image/png", "buffer": png()})
    expect(body(page).locator("figure img")).to_have_count(1)
    page.item = Submission.objects.get()

    assert saved(page).body == "［图］"


def test_a_text_taken_up_from_the_browser_fills_the_editor(writing):
    writing.route("**/save/", lambda route: route.abort())
    writing.keyboard.press("Control+b")
    writing.keyboard.type("没存上的粗体。")
    expect(writing.locator("[data-saved]")).to_have_text(re.compile("网络不通"))
    writing.unroute("**/save/")

    writing.reload()
    with writing.expect_response("**/save/"):
        writing.get_by_role("button", name="找回").click()

    expect(body(writing).locator("strong")).to_have_text("没存上的粗体。")
    writing.item.refresh_from_db()
    assert writing.item.rich == "<p>第一段。<strong>没存上的粗体。</strong></p>"


def test_a_word_file_is_taken_over_the_open_draft(writing, shot):
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph("关于服务站点的报告", style="Title")
    document.add_heading("一、选址", 1)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "街道", "站点"
    document.add_picture(io.BytesIO(png(60, 40)))
    document.add_paragraph("图1 站点外景")
    document.save(file)

    writing.get_by_role("link", name="从 Word 导入").click()
    shot(writing, "import-asks")
    writing.get_by_label("Word 文件").set_input_files(
        {"name": "来稿.docx", "mimeType": "application/octet-stream", "buffer": file.getvalue()}
    )
    writing.get_by_role("button", name="确认导入并替换").click()

    expect(writing.get_by_label("标题", exact=True)).to_have_value("关于服务站点的报告")
    expect(body(writing).locator("figcaption")).to_have_text("站点外景")
    shot(writing, "import-done")
    writing.item.refresh_from_db()
    assert writing.item.body == "一、选址\n街道\t站点\n［图：站点外景］"
    assert writing.item.revisions.get().body == "第一段。"


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
