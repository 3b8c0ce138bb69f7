"""报送前自查: what the writer meets before sending, what the reviewer and the editor are told."""

import io
from datetime import timedelta
from time import perf_counter
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document as Word
from openpyxl import Workbook
from openpyxl.comments import Comment

from accounts.models import Event
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions import actions
from submissions.actions.checking import adopt, send_checked
from submissions.actions.likeness import note_likeness
from submissions.actions.shelf import set_shelf_lives
from submissions.freshness import freshness
from submissions.models import ShelfLife, Submission
from submissions.secrecy import markers_in, texts_in_package
from submissions.states import SHELF_LIFE, Kind, State
from tests.factories import SubmissionFactory, UnitFactory, UserFactory
from tests.submissions.test_likeness import BODY, TITLE

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def item():
    return SubmissionFactory(title="慰问一线职工", body="区总工会慰问职工,送去清凉。\n按装空调20台。")


def check(item):
    return reverse("submissions:check", args=[item.pk])


def text_of(answer):
    return answer.content.decode()


def filed(item, **fields):
    other = SubmissionFactory(state=State.SUBMITTED, title=TITLE, body=BODY, **fields)
    note_likeness([other])
    return other


# --- sending --------------------------------------------------------------------------------------


def test_where_nothing_is_found_the_item_is_sent_straight(client, item):
    actions.write(item, by=item.author, base=1, body="区总工会慰问职工，送去清凉。")
    client.force_login(item.author)

    answer = client.post(reverse("submissions:move", args=[item.pk, "send"]))

    item.refresh_from_db()
    assert (answer.url, item.state) == (reverse("submissions:detail", args=[item.pk]), State.REVIEW)


def test_where_something_is_found_its_page_comes_between(client, item):
    client.force_login(item.author)

    answer = client.post(reverse("submissions:move", args=[item.pk, "send"]))
    page = client.get(answer.url)

    item.refresh_from_db()
    assert (answer.url, item.state) == (check(item), State.DRAFT)
    assert "<mark>按装</mark>" in text_of(page)
    assert "仍然送审" in text_of(page)


def test_the_form_leads_to_the_same_page_and_has_saved_first(client, item):
    client.force_login(item.author)
    data = {
        "title": "新标题",
        "kind": "dynamic",
        "nature": "good",
        "channel": "own",
        "body": "帐户",
        "base": 1,
    }

    answer = client.post(reverse("submissions:edit", args=[item.pk]), data | {"then": "send"})

    item.refresh_from_db()
    assert (answer.url, item.state, item.title) == (check(item), State.DRAFT, "新标题")


def test_it_is_sent_all_the_same_if_the_writer_wants(client, item):
    client.force_login(item.author)

    answer = client.post(check(item), {"base": item.version})

    item.refresh_from_db()
    assert (answer.status_code, item.state) == (302, State.REVIEW)


def test_only_the_text_that_was_looked_over_is_sent(client, item):
    client.force_login(item.author)
    actions.write(item, by=item.author, base=1, body="后来的文字。")

    answer = client.post(check(item), {"base": 1})

    item.refresh_from_db()
    assert (answer.status_code, item.state) == (409, State.DRAFT)
    assert "又有了保存" in text_of(answer)


def test_a_reviewer_reads_the_page_and_sends_nothing(client, item):
    item = SubmissionFactory(title="慰问", body="按装空调。", state=State.REVIEW)
    client.force_login(UserFactory(home=item.unit, role=Role.REVIEWER))

    page, sent = client.get(check(item)), client.post(check(item), {"base": item.version})

    assert "去审签" in text_of(page)
    assert "采纳</button>" not in text_of(page)
    assert sent.status_code == 403


def test_beside_the_signature_stands_the_short_form(client):
    item = SubmissionFactory(title="慰问", body="按装空调，帐户。", state=State.REVIEW)
    client.force_login(UserFactory(home=item.unit, role=Role.REVIEWER))

    short = client.get(check(item), headers=HTMX)

    assert "文字和标点有 2 处值得再看" in text_of(short)
    assert check(item) in text_of(client.get(reverse("submissions:sign", args=[item.pk])))


def test_the_page_is_the_units_alone(client):
    item = SubmissionFactory(state=State.SUBMITTED)
    neighbour = UserFactory(home=UnitFactory(parent=item.office), role=Role.REVIEWER)

    answers = []
    for user in (neighbour, UserFactory(home=item.office, role=Role.EDITOR)):
        client.force_login(user)
        answers.append(client.get(check(item)).status_code)

    assert answers == [404, 404]


# --- taking suggestions up ------------------------------------------------------------------------


def test_one_suggestion_is_taken_up_as_an_ordinary_save(client, item):
    client.force_login(item.author)
    address = reverse("submissions:adopt", args=[item.pk])

    answer = client.post(address, {"base": 1, "finding": "1.0.2.安装"})

    item.refresh_from_db()
    assert (answer.url, item.body) == (check(item), "区总工会慰问职工,送去清凉。\n安装空调20台。")
    assert item.version == 2


def test_all_suggestions_are_taken_up_at_once(item):
    count = adopt(item, by=item.author, base=1, chosen="all")

    item.refresh_from_db()
    assert (count, item.body) == (2, "区总工会慰问职工，送去清凉。\n安装空调20台。")


def test_a_suggestion_for_another_text_changes_nothing(item):
    actions.write(item, by=item.author, base=1, body="别的文字。")

    with pytest.raises(Refused, match="又有了保存"):
        adopt(item, by=item.author, base=1, chosen="all")
    with pytest.raises(Refused, match="没有可采纳"):
        adopt(item, by=item.author, base=2, chosen="1.0.2.安装")


def test_nobody_else_takes_suggestions_up(item):
    with pytest.raises(NotYours):
        adopt(item, by=UserFactory(home=item.unit, role=Role.REVIEWER), base=1, chosen="all")


# --- likeness -------------------------------------------------------------------------------------


def test_the_writer_sees_the_like_item_with_the_same_passages(client, item):
    other = filed(item, author=item.author)
    actions.write(item, by=item.author, base=1, title="另一个标题", body=BODY[:80] + "后面是新写的。")
    client.force_login(item.author)

    page = text_of(client.get(check(item)))

    assert reverse("submissions:detail", args=[other.pk]) in page
    assert f"{BODY[:80]}</mark>" in page


def test_the_writer_is_told_nothing_of_another_unit(client, item):
    filed(item, author=UserFactory(home=UnitFactory(parent=item.office), role=Role.INFORMANT))
    actions.write(item, by=item.author, base=1, title="我们的标题", body=BODY)
    client.force_login(item.author)

    page = text_of(client.get(check(item)))

    assert "没有找到相似的来稿" in page
    assert TITLE not in page


def test_the_editor_sees_what_another_unit_filed(client):
    item = SubmissionFactory(state=State.SUBMITTED, title="换了标题", body=BODY)
    other = filed(item, author=UserFactory(home=UnitFactory(parent=item.office), role=Role.INFORMANT))
    client.force_login(UserFactory(home=item.office, role=Role.EDITOR))
    address = reverse("submissions:likeness", args=[item.pk])

    page, part = client.get(address), client.get(address, headers=HTMX)

    assert [TITLE in text_of(each) for each in (page, part)] == [True, True]
    assert ["<html" in text_of(each) for each in (page, part)] == [True, False]
    assert reverse("submissions:detail", args=[other.pk]) in text_of(part)
    assert address in text_of(client.get(reverse("submissions:detail", args=[item.pk])))


def test_the_editor_compares_the_signed_words_only(client):
    item = SubmissionFactory(state=State.RETURNED, title="签过的标题", body="签过的文字。")
    Submission.objects.filter(pk=item.pk).update(body=BODY)
    filed(item, author=item.author)
    client.force_login(UserFactory(home=item.office, role=Role.EDITOR))

    page = text_of(client.get(reverse("submissions:likeness", args=[item.pk])))

    assert "没有找到相似的来稿" in page


# --- freshness ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "stale", "sentence"),
    [
        (0, False, "事情发生在今天，在动态的保鲜期（3 天）之内。"),
        (3, False, "事情发生在 3 天前，在动态的保鲜期（3 天）之内。"),
        (5, True, "事情发生在 5 天前，动态的保鲜期是 3 天，已超过 2 天。"),
    ],
)
def test_news_is_fresh_for_as_long_as_its_kind_keeps(days, stale, sentence):
    today = timezone.localdate()

    known = freshness(today - timedelta(days=days), today, 3, "动态")

    assert (known.is_stale, known.sentence) == (stale, sentence)


def test_without_a_day_nothing_is_said_to_be_stale():
    assert freshness(None, timezone.localdate(), 3, "动态").is_stale is False


def test_stale_news_is_shown_before_sending(client, item):
    day = timezone.localdate() - timedelta(days=9)
    actions.write(item, by=item.author, base=1, body="很好。", event_date=day)
    client.force_login(item.author)

    answer = client.post(reverse("submissions:move", args=[item.pk, "send"]))

    assert answer.url == check(item)
    assert "已超过 6 天" in text_of(client.get(answer.url))


def test_every_kind_has_a_shelf_life():
    assert set(SHELF_LIFE) == set(Kind)


def test_an_office_keeps_its_own_measure(client, item):
    editor = UserFactory(home=item.office, role=Role.EDITOR)
    client.force_login(editor)
    days = {kind.value: 10 for kind in Kind}

    answer = client.post(reverse("submissions:shelf"), days)

    assert answer.status_code == 302
    assert ShelfLife.objects.days_for(item.office, Kind.DYNAMIC) == 10
    assert ShelfLife.objects.days_for(SubmissionFactory().office, Kind.DYNAMIC) == 3
    assert "动态 3→10 天" in Event.objects.get(verb="shelf-life").note


def test_days_that_are_no_number_are_asked_for_again(client, item):
    client.force_login(UserFactory(home=item.office, role=Role.EDITOR))

    answer = client.post(reverse("submissions:shelf"), {kind.value: "" for kind in Kind})

    assert (answer.status_code, "请填写动态的保鲜期。" in text_of(answer)) == (422, True)


def test_the_measure_is_the_editors(client, item):
    client.force_login(item.author)

    with pytest.raises(NotYours):
        set_shelf_lives(item.office, {}, by=item.author)
    assert client.get(reverse("submissions:shelf")).status_code == 403


# --- secrecy --------------------------------------------------------------------------------------


def test_a_marker_blocks_the_writer_until_it_is_cleared_by_name(client, item):
    actions.write(item, by=item.author, base=1, body="引用文件标有机密★十年，另附内部资料。")
    client.force_login(item.author)
    data = {"base": 2, "reason": "系公开文件的名称"}

    bare = client.post(check(item), {"base": 2})
    half = client.post(check(item), data | {"cleared": ["机密★"]})
    mute = client.post(check(item), {"base": 2, "cleared": ["机密★", "内部资料"]})
    item.refresh_from_db()
    state = item.state
    done = client.post(check(item), data | {"cleared": ["机密★", "内部资料"]})

    event = Event.objects.get(verb="clear")
    assert [each.status_code for each in (bare, half, mute, done)] == [422, 422, 422, 302]
    assert state == State.DRAFT
    assert "系公开文件的名称" in text_of(half)
    assert (event.who, event.data["markers"], event.note) == (
        item.author,
        ["机密★", "内部资料"],
        "机密★、内部资料：系公开文件的名称",
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "绝密"),
        ({"cleared": ["机密★"], "reason": "误报"}, "绝密"),
        ({"cleared": ["绝密"], "reason": " "}, "理由"),
    ],
)
def test_no_side_door_sends_a_marker(item, given, sentence):
    item = actions.write(item, by=item.author, base=1, body="绝密")

    with pytest.raises(Refused, match=sentence):
        actions.move(item, "send", by=item.author, **given)
    with pytest.raises(Refused, match=sentence):
        send_checked(item, by=item.author, base=2, **given)

    assert not Event.objects.filter(verb="clear").exists()


def test_the_reviewer_reads_who_cleared_what_and_clears_it_again(client, item):
    item = actions.write(item, by=item.author, base=1, body="绝密")
    item = actions.move(item, "send", by=item.author, cleared=["绝密"], reason="剧名")
    reviewer = UserFactory(home=item.unit, role=Role.REVIEWER)
    client.force_login(reviewer)

    short = text_of(client.get(check(item), headers=HTMX))

    assert f"{item.author}报送时已核对：绝密：剧名" in short
    assert item.reason == ""
    with pytest.raises(Refused, match="绝密"):
        actions.sign(item, by=reviewer, reviewed=True)


def test_the_office_does_not_read_what_was_cleared_inside_the_unit(client, item):
    item = actions.write(item, by=item.author, base=1, body="绝密")
    item = actions.move(item, "send", by=item.author, cleared=["绝密"], reason="内部说法不外传")
    reviewer = UserFactory(home=item.unit, role=Role.REVIEWER)
    actions.sign(item, by=reviewer, reviewed=True, clearance="剧名")
    client.force_login(UserFactory(home=item.office, role=Role.EDITOR))

    page = text_of(client.get(reverse("submissions:detail", args=[item.pk])))

    assert "内部说法不外传" not in page


def test_files_nobody_scans_are_named(client, item):
    actions.attach(item, SimpleUploadedFile("附表.pdf", b"%PDF-1.7\n%%EOF"), by=item.author)
    client.force_login(item.author)

    page = text_of(client.get(check(item)))

    assert "PDF 的内容和图片里的字不查" in page
    assert "附表.pdf" in page


def word_with(**where):
    """A Word file with a word in its header, footer or comment."""
    document = Word()
    section = document.sections[0]
    run = document.add_paragraph().add_run("正文")
    if "header" in where:
        section.header.paragraphs[0].text = where["header"]
    if "footer" in where:
        section.footer.paragraphs[0].text = where["footer"]
    if "comment" in where:
        document.add_comment(run, text=where["comment"])
    if "title" in where:
        document.core_properties.title = where["title"]
    document.save(data := io.BytesIO())
    return data


@pytest.mark.parametrize("place", ["header", "footer", "comment", "title"])
def test_a_marker_is_found_wherever_word_lets_one_write(place):
    assert markers_in(*texts_in_package(word_with(**{place: "机密★十年"}))) == ["机密★"]


def packed(part, xml):
    with ZipFile(data := io.BytesIO(), "w") as package:
        package.writestr(part, xml)
    return data


@pytest.mark.parametrize(
    ("part", "xml"),
    [
        ("word/document.xml", "<w:txbxContent><w:p><w:r><w:t>机密★</w:t></w:r></w:p></w:txbxContent>"),
        ("word/header1.xml", '<v:shape><v:textpath style="font" string="机密★"/></v:shape>'),
        ("word/document.xml", "<w:p><w:t>&#26426;&#23494;★</w:t></w:p>"),
        ("word/diagrams/data1.xml", "<a:p><a:t>机密★</a:t></a:p>"),
        ("xl/sharedStrings.xml", "<si><r><t>机</t></r><r><t>密★</t></r></si>"),
        ("xl/worksheets/sheet1.xml", "<oddHeader>&amp;C机密★</oddHeader>"),
        ("xl/drawings/drawing1.xml", "<a:p><a:t>机密★</a:t></a:p>"),
        ("xl/workbook.xml", '<sheet name="机密★" sheetId="1"/>'),
        ("ppt/comments/comment1.xml", "<p:text>机密★</p:text>"),
    ],
)
def test_a_marker_is_found_in_every_part_with_words(part, xml):
    assert markers_in(*texts_in_package(packed(part, xml))) == ["机密★"]


def test_a_marker_is_found_in_a_note_to_a_cell():
    book = Workbook()
    book.active["A1"].comment = Comment("秘密★一年", "某")
    book.save(data := io.BytesIO())

    assert markers_in(*texts_in_package(data)) == ["秘密★"]


@pytest.mark.parametrize("text", ["杜绝密闭空间违规作业", "拒绝\n密切接触", "严守国家秘密", "保守商业秘密"])
def test_common_words_are_no_marker(text):
    assert markers_in(text) == []


@pytest.mark.parametrize("xml", ["<" * 300_000, "<w:br " * 60_000, "<v:textpath " * 30_000])
def test_a_file_of_tags_that_never_close_is_read_at_once(xml):
    data = packed("word/document.xml", f"<w:p>机密★</w:p>{xml}")
    began = perf_counter()

    assert markers_in(*texts_in_package(data)) == ["机密★"]
    assert perf_counter() - began < 2
