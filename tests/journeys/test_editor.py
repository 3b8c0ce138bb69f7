"""Writing with the editor: the field's own schema, clean pastes, pictures with words under them."""

import io
import re

import docx
import pytest
from playwright.sync_api import expect

from submissions.models import Submission
from submissions.states import State
from tests.factories import SubmissionFactory
from tests.journeys.editing import saved
from tests.journeys.steps import body_of, log_in
from tests.pictures import png

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
    expect(body_of(writing).locator("figure img")).to_have_attribute(
        "src", re.compile(r"^/submissions/pictures/\d+/$")
    )

    writing.get_by_role("button", name="保存并送审").click()
    expect(writing.get_by_role("alert")).to_have_text(re.compile("正文第 1 幅图（外景.png）还没有图片说明"))
    shot(writing, "editor-bare-picture")
    body_of(writing).locator("figcaption").click()
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

    expect(body_of(writing).locator("strong")).to_have_text("第一段。")


def test_typing_without_script_keeps_the_dress_of_what_stayed(visit, informant):
    rich = "<p>第一段<strong>要紧</strong>。</p><table><tbody><tr><td><p>甲</p></td><td><p>乙</p></td></tr></tbody></table>"
    item = SubmissionFactory(author=informant, body="第一段要紧。\n甲\t乙", rich=rich)
    page = visit(java_script_enabled=False)
    log_in(page, informant)
    page.goto(f"/submissions/{item.pk}/edit/")

    body_of(page, script=False).fill("第一段要紧。\n甲\t乙\n新的一段。")
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
    expect(body_of(page).locator("figure img")).to_have_count(1)
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

    expect(body_of(writing).locator("strong")).to_have_text("没存上的粗体。")
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
    expect(body_of(writing).locator("figcaption")).to_have_text("站点外景")
    shot(writing, "import-done")
    writing.item.refresh_from_db()
    assert writing.item.body == "一、选址\n街道\t站点\n［图：站点外景］"
    assert writing.item.revisions.get().body == "第一段。"
