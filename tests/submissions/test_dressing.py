"""Words and dress say the same, whoever saves; pictures belong to the item and have words under them."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.refusal import Refused
from accounts.roles import Role
from submissions import actions
from submissions.markup import PICTURE
from submissions.rich import pictures_in, text_of
from submissions.states import State
from tests.factories import SubmissionFactory, UserFactory, furnish
from tests.pictures import png

pytestmark = pytest.mark.django_db

BOLD = "<p>第一段<strong>要紧</strong>。</p><p>第二段。</p>"


@pytest.fixture
def item():
    return SubmissionFactory(body="原文。")


def upload(name="外景.png", content=None):
    return SimpleUploadedFile(name, png() if content is None else content)


def package():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("藏.txt", "藏")
    return data.getvalue()


def figure(picture, caption=""):
    address = PICTURE.format(picture.pk)
    return f'<figure><img src="{address}" alt="{caption}"><figcaption>{caption}</figcaption></figure>'


def illustrated(item, caption=""):
    """The item with one picture in its text."""
    picture = actions.attach_picture(item, upload(), by=item.author)
    html = "<p>原文。</p>" + figure(picture, caption)
    return actions.write(item, by=item.author, base=item.version, rich=html), picture


def test_the_words_follow_from_what_an_editor_sends(item):
    saved = actions.write(item, by=item.author, base=1, body="不是这些字", rich=BOLD)

    assert (saved.body, saved.rich) == ("第一段要紧。\n第二段。", BOLD)


def test_a_dress_that_adds_nothing_is_not_stored(item):
    saved = actions.write(item, by=item.author, base=1, rich="<p>第一段。</p><div>一、做法</div>")

    assert (saved.body, saved.rich) == ("第一段。\n一、做法", "")


def test_words_saved_alone_keep_the_dress_of_what_stayed(item):
    actions.write(item, by=item.author, base=1, rich=BOLD)

    saved = actions.write(item, by=item.author, base=2, body="第一段要紧。\n改过的第二段。")

    assert saved.rich == "<p>第一段<strong>要紧</strong>。</p><p>改过的第二段。</p>"
    assert text_of(saved.rich) == saved.body


def test_saving_the_same_dressed_text_again_is_no_new_version(item):
    actions.write(item, by=item.author, base=1, rich=BOLD)

    assert actions.write(item, by=item.author, base=2, rich=BOLD).version == 2
    assert actions.write(item, by=item.author, base=2, body="第一段要紧。\n第二段。").version == 2


def test_a_dressed_text_that_came_too_late_is_kept_dressed(item):
    actions.write(item, by=item.author, base=1, body="别处先存。")

    with pytest.raises(actions.Newer) as newer:
        actions.write(item, by=item.author, base=1, rich=BOLD)

    assert (newer.value.side.body, newer.value.side.rich) == ("第一段要紧。\n第二段。", BOLD)


def test_a_new_draft_is_cleaned_too():
    author = UserFactory(role=Role.INFORMANT)

    item = actions.begin(by=author, unit=author.home, title="标题", rich=f"<script>alert(1)</script>{BOLD}")

    assert (item.body, item.rich) == ("第一段要紧。\n第二段。", BOLD)


def test_only_the_items_own_pictures_are_shown(item):
    strange = actions.attach_picture(other := SubmissionFactory(), upload(), by=other.author)

    saved = actions.write(item, by=item.author, base=1, rich=f"{BOLD}{figure(strange, '别人的图')}")

    assert (pictures_in(saved.rich), saved.body.splitlines()[-1]) == ((), "别人的图")


def test_a_picture_without_words_is_saved_but_not_sent(item):
    saved, picture = illustrated(item)

    with pytest.raises(Refused, match=r"正文第 1 幅图（外景\.png）还没有图片说明"):
        actions.move(saved, "send", by=item.author)
    actions.write(saved, by=item.author, base=saved.version, rich="<p>原文。</p>" + figure(picture, "站点"))

    assert actions.move(saved, "send", by=item.author).state == State.REVIEW


def test_a_picture_leaves_the_text_before_the_files(item):
    saved, picture = illustrated(item)

    with pytest.raises(Refused, match="请先在正文中删去"):
        actions.detach(picture, by=item.author)
    actions.write(saved, by=item.author, base=saved.version, rich="<p>原文。</p>")
    picture.refresh_from_db()
    actions.detach(picture, by=item.author)

    assert item.attachments.present().count() == 0


def test_a_copy_has_pictures_of_its_own_over_the_same_bytes(item):
    saved, picture = illustrated(item, "站点")

    fresh = actions.copy(saved, by=item.author, unit=item.unit)

    (copied,) = pictures_in(fresh.rich)
    assert copied.attachment != picture.pk
    assert fresh.attachments.get(pk=copied.attachment).sha256 == picture.sha256
    assert fresh.body == saved.body


def test_only_pictures_go_into_a_text(item):
    with pytest.raises(Refused, match="只能插入 jpg、png"):
        actions.attach_picture(item, upload("稿.pdf", b"%PDF-1.7"), by=item.author)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("炸弹.png", png(30_000, 30_000, rows=1), "过大（30000×30000 点）"),
        ("坏.png", png()[:20], "打不开"),
        ("双面.png", png() + package(), "夹带着另一个压缩文件"),
        ("假.jpg", png(), "内容与扩展名不符"),
        ("网页.png", b"<script>alert(1)</script>", "内容与扩展名不符"),
    ],
)
def test_a_hostile_picture_is_refused_in_plain_words(item, name, content, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.attach_picture(item, upload(name, content), by=item.author)

    assert item.attachments.count() == 0


def test_an_editor_uploads_and_readers_see_the_picture(client, item):
    client.force_login(item.author)
    answer = client.post(reverse("submissions:picture_new", args=[item.pk]), {"picture": upload()}).json()

    response = client.get(answer["address"])

    assert (answer["name"], response["Content-Type"]) == ("外景.png", "image/png")
    assert response["Content-Disposition"].startswith("inline")
    assert b"".join(response.streaming_content) == png()


def test_an_upload_that_cannot_be_taken_says_why(client, item):
    client.force_login(item.author)
    address = reverse("submissions:picture_new", args=[item.pk])

    assert client.post(address).json() == {"message": "请先选择图片。"}
    assert client.post(address, {"picture": upload("假.png", b"MZ")}).status_code == 422


def test_the_office_sees_the_pictures_that_were_signed_and_no_other(client, item):
    saved, picture = illustrated(item, "站点")
    editor = UserFactory(home=item.office, role=Role.EDITOR)
    client.force_login(editor)
    assert client.get(PICTURE.format(picture.pk)).status_code == 404

    furnish(saved, State.SUBMITTED)
    page = client.get(reverse("submissions:detail", args=[item.pk])).content.decode()

    assert f'<img src="{PICTURE.format(picture.pk)}" alt="站点"' in page
    assert b"".join(client.get(PICTURE.format(picture.pk)).streaming_content) == png()
    assert reverse("submissions:attachment", args=[picture.pk]) not in page  # shown above, not listed again


def test_a_file_that_is_no_picture_has_no_picture_address(client, item):
    file = actions.attach(item, upload("稿.pdf", b"%PDF-1.7 %%EOF"), by=item.author)
    client.force_login(item.author)

    assert client.get(PICTURE.format(file.pk)).status_code == 404


def test_the_address_in_a_text_is_the_address_of_the_view():
    assert reverse("submissions:picture", args=[7]) == PICTURE.format(7)


def test_a_form_starts_its_editor_from_the_dress(client, item):
    actions.write(item, by=item.author, base=1, rich=BOLD)
    client.force_login(item.author)

    form = client.get(reverse("submissions:edit", args=[item.pk])).context["form"]

    assert form.fields["rich"].widget.attrs["data-start"] == BOLD
    assert (form["rich"].value(), form["body"].value()) == ("", "第一段要紧。\n第二段。")


def test_a_form_with_too_much_of_a_text_says_so(client, item):
    client.force_login(item.author)
    address = reverse("submissions:autosave", args=[item.pk])

    long = client.post(address, {"title": "标题", "base": 1, "rich": f"<p>{'长' * 20_001}</p>"})
    heavy = client.post(address, {"title": "标题", "base": 1, "rich": "<p></p>" * 30_000})

    assert (long.status_code, "正文超过 20000 字" in long.json()["message"]) == (422, True)
    assert (heavy.status_code, "请拆成几篇或改用附件" in heavy.json()["message"]) == (422, True)
