"""Nothing anybody typed is dropped: drafts, two tabs, double clicks, attachments."""

import io
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions import actions
from submissions.models import Revision, Submission
from submissions.states import State
from tests.factories import SubmissionFactory, UnitFactory, UserFactory
from tests.pictures import png

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF"
PNG = png()


def package(*names):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "<xml/>")
    return data.getvalue()


def test_the_same_key_begins_one_draft():
    author, key = UserFactory(role=Role.INFORMANT), uuid.uuid4()

    first = actions.begin(by=author, unit=author.home, key=key, title="标题", body="一")
    second = actions.begin(by=author, unit=author.home, key=key, title="标题", body="一二")

    assert second.pk == first.pk
    assert Submission.objects.get().body == "一二"


def test_a_form_gone_back_to_after_sending_loses_nothing():
    author, key = UserFactory(role=Role.INFORMANT), uuid.uuid4()
    item = actions.begin(by=author, unit=author.home, key=key, title="标题", body="送审的。")
    actions.move(item, "send", by=author)

    with pytest.raises(actions.Newer) as newer:
        actions.begin(by=author, unit=author.home, key=key, title="标题", body="退回来又改的。")

    assert Revision.objects.get(pk=newer.value.side.pk).body == "退回来又改的。"


def test_a_late_autosave_of_a_new_form_overwrites_nothing():
    author, key = UserFactory(role=Role.INFORMANT), uuid.uuid4()
    item = actions.begin(by=author, unit=author.home, key=key, title="标题", body="一")
    actions.write(item, by=author, base=1, body="一二三")

    with pytest.raises(actions.Newer):
        actions.begin(by=author, unit=author.home, key=key, title="标题", body="一二")

    assert Submission.objects.get().body == "一二三"


def test_a_former_informant_writes_no_more():
    item = SubmissionFactory()
    item.author.posts.update(
        until=timezone.localdate() - timedelta(days=1), since=timezone.localdate() - timedelta(days=9)
    )

    with pytest.raises(NotYours):
        actions.write(item, by=User.objects.get(pk=item.author_id), base=1, body="新文字。")


def test_nobody_files_for_a_unit_not_theirs():
    author = UserFactory(role=Role.INFORMANT)

    with pytest.raises(NotYours):
        actions.begin(by=author, unit=UnitFactory(), title="标题")


def test_the_second_tab_loses_nothing():
    item = SubmissionFactory(body="原文。")
    actions.write(item, by=item.author, base=1, body="第一个窗口的文字。")

    with pytest.raises(actions.Newer) as newer:
        actions.write(item, by=item.author, base=1, body="第二个窗口的文字。")

    item.refresh_from_db()
    assert item.body == "第一个窗口的文字。"
    assert newer.value.side.body == "第二个窗口的文字。"
    assert item.revisions.get().why == Revision.Why.SIDE


def test_saving_the_same_words_again_is_no_new_version():
    item = SubmissionFactory(body="原文。")

    saved = actions.write(item, by=item.author, base=0, body="原文。")

    assert saved.version == 1


def test_text_that_comes_after_sending_is_kept_beside():
    item = SubmissionFactory(state=State.REVIEW, body="送审的文字。")

    with pytest.raises(actions.Newer):
        actions.write(item, by=item.author, base=item.version, body="送审后又敲的字。")

    item.refresh_from_db()
    assert item.body == "送审的文字。"
    assert item.revisions.get(why=Revision.Why.SIDE).body == "送审后又敲的字。"


def test_only_the_author_writes():
    item = SubmissionFactory()
    colleague = UserFactory(home=item.unit, role=Role.INFORMANT)

    with pytest.raises(NotYours):
        actions.write(item, by=colleague, base=1, body="别人的字。")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("照片.png", PNG),
        ("文件.pdf", PDF),
        ("表.xlsx", package("xl/workbook.xml")),
        ("稿.docx", package("word/document.xml")),
    ],
)
def test_a_file_that_is_what_it_says_is_kept(name, content):
    item = SubmissionFactory()

    attachment = actions.attach(item, SimpleUploadedFile(name, content), by=item.author)

    assert (attachment.name, attachment.size) == (name, len(content))
    with attachment.file.open() as stored:
        assert stored.read() == content
    assert name not in attachment.file.name


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("照片.png", PDF, "内容与扩展名不符"),
        ("文件.pdf", b"MZ\x90\x00\x03", "内容与扩展名不符"),
        ("稿.docx", package("xl/workbook.xml"), "内容与扩展名不符"),
        ("稿.docx", b"PK\x03\x04 not a zip", "内容与扩展名不符"),
        ("稿.docx", package("word/document.xml", "word/vbaProject.bin"), "含有宏"),
        ("老稿.doc", b"\xd0\xcf\x11\xe0", "请另存为"),
        ("空.pdf", b"", "空文件"),
        ("无扩展名", PDF, "请另存为"),
    ],
)
def test_a_file_that_lies_is_refused_in_plain_words(name, content, sentence):
    item = SubmissionFactory()

    with pytest.raises(Refused, match=sentence):
        actions.attach(item, SimpleUploadedFile(name, content), by=item.author)

    assert item.attachments.count() == 0


def test_a_file_too_large_is_refused(settings):
    settings.ATTACHMENT_LIMIT_MB = 1
    item = SubmissionFactory()

    with pytest.raises(Refused, match="超过 1 MB"):
        actions.attach(item, SimpleUploadedFile("大.pdf", PDF + b"0" * 1024 * 1024), by=item.author)


def test_a_path_in_a_name_reaches_no_folder():
    item = SubmissionFactory()

    attachment = actions.attach(item, SimpleUploadedFile("..\\..\\windows\\稿.pdf", PDF), by=item.author)

    assert attachment.name == "稿.pdf"


def test_uploading_the_same_file_twice_keeps_one():
    item = SubmissionFactory()

    for _ in range(2):
        actions.attach(item, SimpleUploadedFile("稿.pdf", PDF), by=item.author)

    assert item.attachments.count() == 1


def test_a_removed_file_is_out_of_view_but_not_gone():
    item = SubmissionFactory()
    attachment = actions.attach(item, SimpleUploadedFile("稿.pdf", PDF), by=item.author)

    actions.detach(attachment, by=item.author)

    assert list(item.attachments.present()) == []
    assert attachment.file.storage.exists(attachment.file.name)
