"""The pages of filing and screening: counts equal lists, refusals keep what was typed, costs stay flat."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.kept import writer_key
from accounts.roles import Role
from submissions import actions
from submissions.models import Submission
from submissions.states import TAKEN, State
from tests.factories import PASSWORD, PostFactory, SubmissionFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    return SubmissionFactory(state=State.SUBMITTED, title="关于暖心驿站建设的做法")


@pytest.fixture
def editor(item):
    return UserFactory(home=item.office, role=Role.EDITOR)


def form_data(author, **changes):
    data = {
        "title": "标题",
        "kind": "dynamic",
        "nature": "good",
        "event_date": "",
        "phone": "",
        "body": "正文。",
    }
    return data | {"unit": author.home.pk, "writer": writer_key(author)} | changes


def test_an_informant_writes_and_sends_in_one_go(client):
    author = UserFactory(role=Role.INFORMANT)
    client.force_login(author)

    answer = client.post(reverse("submissions:new"), form_data(author, then="send"), follow=True)

    item = Submission.objects.get()
    assert (item.state, item.author) == (State.REVIEW, author)
    assert answer.redirect_chain[-1] == (reverse("submissions:detail", args=[item.pk]), 302)


def test_whoever_is_no_informant_gets_no_form(client, editor):
    client.force_login(editor)

    assert client.get(reverse("submissions:new")).status_code == 403


def test_autosave_by_whoever_is_no_informant_is_refused(client, editor):
    client.force_login(editor)

    assert client.post(reverse("submissions:autosave_new"), form_data(editor)).status_code == 403


def test_a_unit_not_ones_own_is_answered_in_words(client):
    author = UserFactory(role=Role.INFORMANT)
    client.force_login(author)

    answer = client.post(reverse("submissions:autosave_new"), form_data(author, unit=UnitFactory().pk))

    assert (answer.status_code, list(answer.json())) == (422, ["message", "foreign"])


def test_autosave_answers_with_version_and_time(client):
    author = UserFactory(role=Role.INFORMANT)
    client.force_login(author)

    answer = client.post(reverse("submissions:autosave_new"), form_data(author, title=""))

    item = Submission.objects.get()
    assert answer.json()["version"] == 1
    assert re.fullmatch(r"\d\d:\d\d", answer.json()["saved"])
    assert answer.json()["autosave"] == reverse("submissions:autosave", args=[item.pk])


def test_autosave_that_comes_too_late_says_where_the_text_is(client):
    item = SubmissionFactory()
    actions.write(item, by=item.author, base=1, body="先保存的。")
    client.force_login(item.author)

    answer = client.post(
        reverse("submissions:autosave", args=[item.pk]), form_data(item.author, body="后保存的。", base=1)
    )

    assert answer.status_code == 409
    assert answer.json()["compare"] == f"{reverse('submissions:merge', args=[item.pk])}?side=1"
    page = client.get(answer.json()["compare"]).content.decode()
    assert ("<ins>先保存的。</ins>" in page, "<ins>后保存的。</ins>" in page) == (True, True)


def test_autosave_without_a_session_is_told_so(client):
    answer = client.post(reverse("submissions:autosave_new"), headers={"X-Requested-With": "autosave"})

    assert answer.status_code == 401


def test_a_verb_without_a_row_in_the_table_has_no_address(client, editor, item):
    client.force_login(editor)

    assert client.post(f"/submissions/{item.pk}/publish/").status_code == 404


def test_asking_for_a_verb_changes_nothing(client, editor, item):
    client.force_login(editor)

    answer = client.get(reverse("submissions:move", args=[item.pk, "accept"]))

    item.refresh_from_db()
    assert (answer.status_code, item.state) == (200, State.SUBMITTED)


def test_the_act_of_another_role_on_a_visible_item_is_forbidden(client, item):
    checker = UserFactory(home=item.office, role=Role.CHECKER)
    client.force_login(checker)

    answer = client.post(reverse("submissions:move", args=[item.pk, "accept"]))

    assert answer.status_code == 403
    assert "不在您的岗位职责之内" in answer.content.decode()


def test_a_return_without_a_reason_asks_for_one(client, editor, item):
    client.force_login(editor)

    answer = client.post(reverse("submissions:move", args=[item.pk, "return"]), {"words": " "})

    assert answer.status_code == 422
    assert "请选择或写明意见" in answer.content.decode()


def test_a_refused_return_keeps_the_reason_that_was_typed(client, editor, item):
    actions.move(item, "accept", by=UserFactory(home=item.office, role=Role.EDITOR, name="另一位"))
    client.force_login(editor)

    answer = client.post(reverse("submissions:move", args=[item.pk, "return"]), {"words": "请补充数据"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "另一位于" in page
    assert "请补充数据" in page


def test_catalogue_and_own_words_become_one_reason(client, editor, item):
    client.force_login(editor)
    data = {"reasons": ["要素不全", "内容陈旧"], "words": "请补充。", "answer_by": "2099-01-31"}

    client.post(reverse("submissions:move", args=[item.pk, "return"]), data)

    item.refresh_from_db()
    assert (item.reason, f"{item.answer_by}") == ("要素不全、内容陈旧。请补充。", "2099-01-31")


def test_the_reviewer_signs_on_a_page_with_the_declaration(client):
    item = SubmissionFactory(state=State.REVIEW)
    client.force_login(UserFactory(home=item.unit, role=Role.REVIEWER))
    address = reverse("submissions:sign", args=[item.pk])

    bare = client.post(address, {})
    unseen = client.post(address, {"reviewed": "on"})
    signed = client.post(address, {"reviewed": "on", "seen": item.seen})

    item.refresh_from_db()
    assert (bare.status_code, unseen.status_code, signed.status_code) == (422, 409, 302)
    assert item.state == State.SUBMITTED


def test_the_office_reads_the_signed_words_everywhere(client, editor, item):
    actions.move(item, "return", by=editor, reason="补充")
    actions.write(item, by=item.author, base=2, title="尚未审签的新标题", body="尚未审签的新文字")
    client.force_login(editor)

    pages = [
        client.get(reverse("submissions:detail", args=[item.pk])),
        client.get(reverse("submissions:inbox"), {"state": ""}),
        client.get(reverse("submissions:compare", args=[item.pk])),
        client.get(reverse("home")),
    ]

    assert [page.status_code for page in pages] == [200] * 4
    assert ["尚未审签" in page.content.decode() for page in pages] == [False] * 4


def test_an_attachment_added_after_the_signature_is_not_the_offices(client, editor, item):
    actions.move(item, "return", by=editor, reason="补充")
    late = actions.attach(item, SimpleUploadedFile("补充.pdf", b"%PDF-1.7\n%%EOF"), by=item.author)
    address = reverse("submissions:attachment", args=[late.pk])

    client.force_login(editor)
    assert client.get(address).status_code == 404
    client.force_login(item.author)
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7\n%%EOF"
    assert answer["Content-Disposition"].startswith("attachment")


def test_an_attachment_the_unit_signed_stays_the_offices(client, editor):
    item = SubmissionFactory()
    file = actions.attach(item, SimpleUploadedFile("附表.pdf", b"%PDF-1.7\n%%EOF"), by=item.author)
    item.office = editor.home
    actions.move(item, "send", by=item.author)
    item = actions.sign(item, by=UserFactory(home=item.unit, role=Role.REVIEWER), reviewed=True)
    desk = UserFactory(home=item.office, role=Role.EDITOR)
    actions.move(item, "return", by=desk, reason="补充")
    actions.detach(file, by=item.author)
    address = reverse("submissions:attachment", args=[file.pk])

    client.force_login(desk)
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7\n%%EOF"
    client.force_login(item.author)
    assert client.get(address).status_code == 404


def test_the_units_inner_reason_is_not_shown_to_the_office(client, editor, item):
    actions.move(item, "return", by=editor, reason="请补充")
    actions.move(item, "send", by=item.author)
    actions.move(
        item, "turn-back", by=UserFactory(home=item.unit, role=Role.REVIEWER), reason="内部意见不外传"
    )
    client.force_login(editor)

    assert "内部意见不外传" not in client.get(reverse("submissions:detail", args=[item.pk])).content.decode()


def test_a_form_kept_over_an_ended_session_does_not_overwrite_what_came_since(client):
    item = SubmissionFactory(body="一")
    data = form_data(item.author, body="旧窗口的文字。", base=1)
    client.post(reverse("submissions:edit", args=[item.pk]), data)
    actions.write(item, by=item.author, base=1, body="手机上的新文字。")
    client.post(reverse("accounts:login"), {"username": item.author.username, "password": PASSWORD})

    found = client.get(reverse("submissions:edit", args=[item.pk]))

    assert found.context["form"].initial["body"] == "旧窗口的文字。"
    assert f"{found.context['form'].initial['base']}" == "1"


@pytest.mark.parametrize("state", ["", TAKEN, *State])
def test_every_count_equals_the_list_it_opens(client, state):
    author = UserFactory(role=Role.INFORMANT)
    for number, each in enumerate(State):
        for _ in range(number % 3 + 1):
            SubmissionFactory(author=author, state=each)
    actions.take(author.submissions.filter(state=State.ACCEPTED).first(), by=author)
    client.force_login(author)

    context = client.get(reverse("submissions:index"), {"state": state}).context

    tally = {value: count for value, _, count in context["tabs"]} | {"": context["total"]}
    assert context["page"].paginator.count == tally[state] == len(context["page"].object_list)


def test_filters_narrow_list_and_counts_alike(client, editor, item):
    SubmissionFactory(author=item.author, state=State.SUBMITTED, title="另一件事")
    SubmissionFactory(
        author=UserFactory(home=UnitFactory(parent=item.office), role=Role.INFORMANT),
        state=State.SUBMITTED,
        title="别的单位的暖心驿站",
    )
    client.force_login(editor)

    context = client.get(reverse("submissions:inbox"), {"q": "暖心", "unit": item.unit.pk}).context

    assert [found.pk for found in context["page"]] == [item.pk]
    assert context["total"] == 1


@pytest.mark.parametrize("name", ["submissions:index", "submissions:inbox", "home"])
def test_a_list_costs_the_same_for_three_rows_and_thirty(client, item, name):
    reader = UserFactory(home=item.unit, role=Role.REVIEWER)
    PostFactory(user=reader, unit=item.office, role=Role.EDITOR)
    client.force_login(reader)
    fill(item.author, 2)
    few = cost(client, name)

    fill(item.author, 14)

    assert cost(client, name) == few


def fill(author, count):
    for _ in range(count):
        SubmissionFactory(author=author, state=State.SUBMITTED)
        SubmissionFactory(author=author, state=State.REVIEW)


def cost(client, name):
    client.get(reverse(name))  # the first click of a minute also renews the session
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(name)).status_code == 200
    return len(queries)


def test_the_words_of_an_item_stand_on_its_page(client, editor, item):
    client.force_login(editor)

    page = client.get(reverse("submissions:detail", args=[item.pk])).content.decode()

    assert ('<p class="p">第一段正文。</p>' in page, '<p class="p">第二段正文。</p>' in page) == (True, True)


def test_the_history_shows_every_step_with_its_reason(client, editor, item):
    actions.move(item, "return", by=editor, reason="请补充参与人数")
    client.force_login(item.author)

    page = client.get(reverse("submissions:detail", args=[item.pk])).content.decode()

    assert "请补充参与人数" in page
    assert editor.name in page


def test_freshness_is_shown_to_the_desk(client, editor, item):
    item.event_date = timezone.localdate() - timedelta(days=4)
    item.save()
    client.force_login(editor)

    assert (
        "首次报送，事发后 4 天" in client.get(reverse("submissions:detail", args=[item.pk])).content.decode()
    )


def test_a_copy_is_a_new_draft_of_ones_own(client, item):
    client.force_login(item.author)

    client.post(reverse("submissions:copy", args=[item.pk]))

    fresh = Submission.objects.exclude(pk=item.pk).get()
    assert (fresh.state, fresh.title, fresh.body) == (State.DRAFT, item.title, item.body)


def test_an_empty_form_makes_no_draft(client):
    author = UserFactory(role=Role.INFORMANT)
    client.force_login(author)

    answer = client.post(reverse("submissions:new"), form_data(author, title="", body="", then="send"))

    assert (answer.status_code, Submission.objects.count()) == (422, 0)


def test_the_writer_is_warned_of_a_secrecy_marker_while_it_can_be_mended(client):
    author = UserFactory(role=Role.INFORMANT)
    client.force_login(author)

    answer = client.post(reverse("submissions:new"), form_data(author, body="机密★三年"), follow=True)

    assert "发现疑似涉密标记：机密★" in answer.content.decode()


def test_a_deadline_already_past_is_refused(client, editor, item):
    client.force_login(editor)
    data = {"words": "请补充。", "answer_by": f"{timezone.localdate() - timedelta(days=1)}"}

    answer = client.post(reverse("submissions:move", args=[item.pk, "return"]), data)

    assert (answer.status_code, "不能早于今天" in answer.content.decode()) == (422, True)


def test_what_the_unit_turned_back_waits_for_its_author(client):
    item = SubmissionFactory(state=State.REVIEW)
    actions.move(item, "turn-back", by=UserFactory(home=item.unit, role=Role.REVIEWER), reason="请补数字")
    client.force_login(item.author)

    assert [each.pk for each in client.get(reverse("home")).context["waiting"]] == [item.pk]
