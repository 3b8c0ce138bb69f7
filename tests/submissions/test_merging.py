"""Two windows on one item: what came too late is kept with what it was opened on, and merged by its writer."""

import json

import pytest
from django.urls import reverse

from accounts.kept import writer_key
from accounts.roles import Role
from submissions import actions
from submissions.actions import Window
from submissions.forms.opening import carried
from submissions.models import Revision
from submissions.states import State
from tests.factories import SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db

BASE = "第一段。\n第二段。\n第三段。"
THEIRS = "第一段改过。\n第二段他处。\n第三段。"
MINE = "第一段。\n第二段我的。\n第三段。\n第四段。"


@pytest.fixture
def item():
    """Opened in two windows; the other one saved first."""
    return SubmissionFactory(body=BASE, title="站点建成")


@pytest.fixture
def side(item):
    opened = carried(item)
    actions.write(item, by=item.author, base=1, body=THEIRS, kind="brief")
    mine = {"body": MINE, "kind": "dynamic", "nature": "good"}
    with pytest.raises(actions.Newer) as newer:
        actions.write(item, by=item.author, base=1, window=Window(opened), **mine)
    item.refresh_from_db()
    return newer.value.side


def form_of(item, **changes):
    words = carried(item) | {"writer": writer_key(item.author), "base": item.version, "key": item.key}
    return words | {"authors": "", "partners": []} | changes


def merge_page(client, item, **query):
    client.force_login(item.author)
    return client.get(reverse("submissions:merge", args=[item.pk]), query)


def test_the_side_text_keeps_what_its_form_was_opened_on(item, side):
    assert (side.body, side.nature, side.base["body"]) == (MINE, "good", BASE)


def test_the_three_texts_are_shown_and_only_the_common_paragraph_is_asked_about(client, item, side):
    page = merge_page(client, item)
    kinds = {row["part"].chunk.kind for row in page.context["body"]}

    assert page.context["open"] == 1
    assert kinds == {"", "theirs", "mine", "conflict"}
    assert [(row["part"].label, row["part"].chunk.kind) for row in page.context["facts"]] == [
        ("类型", "theirs"),
        ("性质", "mine"),
    ]


def test_what_only_one_side_wrote_is_there_to_be_read(client, item, side):
    page = merge_page(client, item).content.decode()

    assert ("<ins>第四段。</ins>" in page, "第一段<ins>改过</ins>。" in page) == (True, True)


@pytest.mark.parametrize(
    ("choice", "second"),
    [("theirs", "第二段他处。"), ("mine", "第二段我的。"), ("both", "第二段他处。\n第二段我的。")],
)
def test_a_choice_gives_the_form_its_text(client, item, side, choice, second):
    page = merge_page(client, item)
    asked = next(row["part"].key for row in page.context["body"] if row["part"].is_open)

    query = {"side": side.number, "now": item.version, asked: choice}
    form = client.get(reverse("submissions:edit", args=[item.pk]), query).context["form"]

    assert form.initial["body"] == f"第一段改过。\n{second}\n第三段。\n第四段。"
    assert (form.initial["kind"], form.initial["nature"], form.initial["base"]) == ("brief", "good", 2)


def test_without_a_choice_the_question_is_asked_again(client, item, side):
    client.force_login(item.author)

    answer = client.get(
        reverse("submissions:edit", args=[item.pk]), {"side": side.number, "now": item.version}, follow=True
    )

    assert answer.redirect_chain == [(f"/submissions/{item.pk}/merge/?side={side.number}", 302)]
    assert "还有没选的地方" in answer.content.decode()


def test_a_third_save_meanwhile_asks_to_look_again(client, item, side):
    actions.write(item, by=item.author, base=2, body=THEIRS + "\n又一段。")
    client.force_login(item.author)

    query = {"side": side.number, "now": 2, "all": "mine"}
    answer = client.get(reverse("submissions:edit", args=[item.pk]), query, follow=True)

    assert "别处又有更新的保存" in answer.content.decode()


@pytest.mark.parametrize(("all_of", "body"), [("mine", MINE), ("theirs", THEIRS)])
def test_one_side_can_be_taken_whole(client, item, side, all_of, body):
    client.force_login(item.author)

    query = {"side": side.number, "now": item.version, "all": all_of}
    form = client.get(reverse("submissions:edit", args=[item.pk]), query).context["form"]

    assert form.initial["body"] == body


def test_saving_the_merge_leaves_both_texts_as_they_were(client, item, side):
    client.force_login(item.author)

    client.post(
        reverse("submissions:edit", args=[item.pk]), form_of(item, body="合并的。", joins=side.number)
    )

    item.refresh_from_db()
    kept = {revision.why: revision.body for revision in item.revisions.all()}
    assert item.body == "合并的。"
    assert kept == {Revision.Why.JOINED: MINE, Revision.Why.BEFORE: THEIRS}


def test_until_it_is_merged_the_form_reminds_of_it(client, item, side):
    client.force_login(item.author)
    address = reverse("submissions:edit", args=[item.pk])

    before = "还没有并入现稿" in client.get(address).content.decode()
    client.post(address, form_of(item, body="合并的。", joins=side.number))

    assert (before, "还没有并入现稿" in client.get(address).content.decode()) == (True, False)


def test_a_window_goes_on_with_its_own_side_text_and_not_with_anothers(item, side):
    opened = Window(side.base, late=side.number)

    for window, body in ((opened, MINE + "\n又写一句。"), (Window(side.base), "第三个窗口的文字。")):
        with pytest.raises(actions.Newer):
            actions.write(item, by=item.author, base=1, window=window, body=body)

    texts = item.revisions.filter(why=Revision.Why.SIDE).values_list("body", flat=True)
    assert list(texts) == [MINE + "\n又写一句。", "第三个窗口的文字。"]


def test_a_merged_side_text_is_written_no_more(item, side):
    actions.write(item, by=item.author, base=2, window=Window(joins=side.number), body="合并的。")

    with pytest.raises(actions.Newer):
        actions.write(item, by=item.author, base=1, window=Window(late=side.number), body="旧窗口又写。")

    side.refresh_from_db()
    assert (side.why, side.body) == (Revision.Why.JOINED, MINE)


def test_a_save_whose_answer_was_lost_is_no_other_window(item):
    actions.write(item, by=item.author, base=1, body="断网前发出的。")  # it arrived; the answer did not

    tried = {"title": item.title, "body": "断网前发出的。"}
    saved = actions.write(
        item, by=item.author, base=1, window=Window(tried=tried), body="断网前发出的。又写。"
    )

    assert (saved.body, item.revisions.count()) == ("断网前发出的。又写。", 0)


def test_a_form_sent_without_script_after_the_item_was_sent_on_is_kept_beside(client):
    item = SubmissionFactory(state=State.REVIEW, body=BASE)
    client.force_login(item.author)

    answer = client.post(reverse("submissions:edit", args=[item.pk]), form_of(item, body=MINE), follow=True)

    page = answer.content.decode()
    assert item.revisions.get(why=Revision.Why.SIDE).body == MINE
    assert ("您的文字已另存" in page, "撤回送审" in page, "按此合并" in page) == (True, True, False)


def test_autosave_tells_where_the_text_lies_and_what_to_go_on_from(client, item, side):
    client.force_login(item.author)
    address = reverse("submissions:autosave", args=[item.pk])

    late = client.post(address, form_of(item, base=1, body=MINE, opened=json.dumps(side.base)))
    saved = client.post(address, form_of(item, body="最新的。"))

    assert (late.status_code, late.json()["late"]) == (409, side.number + 1)
    assert json.loads(saved.json()["opened"])["body"] == "最新的。"


def test_a_wrong_telephone_keeps_no_sentence_from_being_saved(client, item):
    client.force_login(item.author)

    answer = client.post(
        reverse("submissions:autosave", args=[item.pk]), form_of(item, body="写完的一段。", phone="不是电话")
    )

    item.refresh_from_db()
    assert (answer.status_code, "请填写电话号码" in answer.json()["message"]) == (200, True)
    assert (item.body, item.phone) == ("写完的一段。", "")


def test_another_persons_log_in_saves_nothing_into_this_form(client, item):
    other = UserFactory(home=item.unit, role=Role.INFORMANT)
    client.force_login(other)
    data = form_of(item, body="别人的会话。", unit=item.unit.pk)

    begun = client.post(reverse("submissions:autosave_new"), data | {"key": "", "base": ""})
    sent = client.post(reverse("submissions:new"), data | {"key": "", "base": ""})

    assert (begun.status_code, begun.json()["foreign"]) == (422, True)
    assert (sent.status_code, "另一位同事" in sent.content.decode()) == (422, True)
    assert other.submissions.count() == 0


def test_only_the_writer_merges(client, item, side):
    reviewer = UserFactory(home=item.unit, role=Role.REVIEWER)
    actions.move(item, "send", by=item.author)
    client.force_login(reviewer)

    assert client.get(reverse("submissions:merge", args=[item.pk])).status_code == 403


@pytest.mark.parametrize("opened", ["", "{", "[]", '{"body": 5, "rich": "<b>", "x": "y"}'])
def test_whatever_stands_in_the_hidden_field_the_text_is_kept(client, item, side, opened):
    client.force_login(item.author)
    address = reverse("submissions:autosave", args=[item.pk])

    answer = client.post(address, form_of(item, base=1, body="照样留下。", opened=opened))

    kept = item.revisions.get(number=answer.json()["late"])
    assert (kept.body, kept.base) == ("照样留下。", {})
    assert client.get(answer.json()["compare"]).status_code == 200
