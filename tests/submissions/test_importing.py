"""从 Word 导入: a file becomes a draft or replaces one, nothing is lost, and what is hostile is refused in words."""

import io
import zipfile
from uuid import uuid4

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions import actions
from submissions.models import Revision, Submission
from submissions.states import State
from tests.factories import SubmissionFactory, UnitFactory, UserFactory, furnish
from tests.pictures import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    return SubmissionFactory(body="原文。")


def word(*paragraphs, pictures=()):
    """An uploaded .docx."""
    document, file = docx.Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    for data in pictures:
        document.add_picture(io.BytesIO(data))
    document.save(file)
    return SimpleUploadedFile("来稿.docx", file.getvalue())


def test_the_second_click_of_a_double_click_imports_nothing_new():
    author, key = UserFactory(role=Role.INFORMANT), uuid4()

    first, _ = actions.import_new(
        word("标题", "正文。", pictures=[png()]), by=author, unit=author.home, key=key
    )
    again, _ = actions.import_new(
        word("标题", "正文。", pictures=[png()]), by=author, unit=author.home, key=key
    )

    assert again == first
    assert (Submission.objects.count(), first.attachments.count(), first.revisions.count()) == (1, 1, 0)


def test_the_second_click_on_copy_opens_the_first_copy(item):
    key = uuid4()

    fresh = actions.copy(item, by=item.author, unit=item.unit, key=key)

    assert actions.copy(item, by=item.author, unit=item.unit, key=key) == fresh


def test_a_word_file_becomes_a_draft_with_its_pictures():
    author = UserFactory(role=Role.INFORMANT)

    item, lost = actions.import_new(
        word("服务站点建成", "导语。", pictures=[png(4, 3)]), by=author, unit=author.home
    )

    assert (item.title, item.body, lost) == ("服务站点建成", "导语。\n［图］", [])
    assert item.attachments.get().name == "图1.png"


def test_a_picture_too_large_stays_out_and_is_named():
    author = UserFactory(role=Role.INFORMANT)

    item, lost = actions.import_new(
        word("导语。", pictures=[png(30_000, 30_000, rows=1)]), by=author, unit=author.home
    )

    assert (item.body, len(lost)) == ("导语。", 1)
    assert "图1.png" in lost[0]


def test_a_word_file_over_a_draft_keeps_the_former_text(item):
    saved, _ = actions.import_over(item, word("服务站点建成", "导语。"), by=item.author, base=1)

    assert (saved.title, saved.body) == ("服务站点建成", "导语。")
    former = saved.revisions.get()
    assert (former.why, former.title, former.body) == (Revision.Why.BEFORE, item.title, "原文。")


def test_a_word_file_over_a_draft_saved_elsewhere_is_kept_beside(item):
    actions.write(item, by=item.author, base=1, body="别处先存。")

    with pytest.raises(actions.Newer) as newer:
        actions.import_over(item, word("服务站点建成", "导语。"), by=item.author, base=1)

    item.refresh_from_db()
    assert (item.body, newer.value.side.body) == ("别处先存。", "导语。")


def test_only_the_author_imports_and_only_while_it_is_writable(item):
    colleague = UserFactory(home=item.unit, role=Role.INFORMANT)
    with pytest.raises(NotYours):
        actions.import_over(item, word("导语。"), by=colleague, base=1)

    furnish(item, State.REVIEW)
    with pytest.raises(Refused, match="不能导入"):
        actions.import_over(item, word("导语。"), by=item.author, base=1)


def package(**parts):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


DOCUMENT = {"word/document.xml": "<xml/>"}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("老稿.doc", b"\xd0\xcf\x11\xe0", r"旧格式（\.doc），请用 Word 或 WPS 打开，另存为 \.docx"),
        ("老稿.wps", b"\xd0\xcf\x11\xe0", r"旧格式（\.wps）"),
        ("带宏.docm", b"PK\x03\x04", "可能含有宏"),
        ("带宏.docx", package(**DOCUMENT, **{"word/vbaProject.bin": b"x"}), "含有宏"),
        ("稿.pdf", b"%PDF-1.7", r"只能导入 \.docx"),
        ("稿.docx", b"%PDF-1.7", "内容与扩展名不符"),
        ("稿.docx", package(**{"xl/workbook.xml": "<xml/>"}), "内容与扩展名不符"),
        ("炸弹.docx", package(**DOCUMENT, **{"word/a.xml": b" " * 20_000_000}), "解压后过大"),
        ("大炸弹.docx", package(**DOCUMENT, **{"word/a.bin": b" " * 210_000_000}), "解压后过大"),
        ("坏.docx", package(**DOCUMENT), "已损坏"),
        ("空.docx", b"", "空文件"),
        ("../../etc/空稿.docx", word().read(), "“空稿.docx”里没有读到正文"),
        ("长.docx", word("长" * 20_001).read(), "最多 20000 字"),
    ],
)
def test_a_hostile_or_old_file_is_refused_in_plain_words(name, content, sentence):
    author = UserFactory(role=Role.INFORMANT)

    with pytest.raises(Refused, match=sentence):
        actions.import_new(SimpleUploadedFile(name, content), by=author, unit=author.home)

    assert author.submissions.count() == 0


def test_the_import_page_asks_before_replacing_and_says_what_was_refused(client, item):
    client.force_login(item.author)
    address = reverse("submissions:import", args=[item.pk])
    asked = client.get(address).content.decode()

    refused = client.post(address, {"base": 1, "file": SimpleUploadedFile("老稿.doc", b"x")})
    taken = client.post(address, {"base": 1, "file": word("服务站点建成", "导语。")}, follow=True)

    assert f"将替换《{item.title}》现在的标题和正文（共 3 字）" in asked
    assert (refused.status_code, "旧格式（.doc）" in refused.content.decode()) == (422, True)
    assert "已从 Word 导入" in taken.content.decode()


def test_an_import_for_another_of_ones_units(client):
    author = UserFactory(role=Role.INFORMANT)
    second = UnitFactory(parent=author.home.parent)
    author.posts.create(role=Role.INFORMANT, unit=second, granted_at=author.posts.get().granted_at)
    client.force_login(author)

    client.post(reverse("submissions:import_new"), {"unit": second.pk, "file": word("导语。")})

    assert author.submissions.get().unit == second


def test_whoever_files_nothing_imports_nothing(client):
    client.force_login(UserFactory(role=Role.REVIEWER))

    assert client.get(reverse("submissions:import_new")).status_code == 403
