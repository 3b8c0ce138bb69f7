"""Deciding: what the informant will see is shown, a minute to take it back, many at once, and whose item it is."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.kept import writer_key
from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from infohub.tasks import sweep
from submissions import actions
from submissions.actions import claiming
from submissions.actions import desk as keeping
from submissions.actions.deciding import take_back
from submissions.models import Reason, Submission
from submissions.states import DECISIONS, MOVES, REASONS, State, Verification
from tests.factories import PublicationFactory, SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db
MINUTE = timedelta(seconds=60)


@pytest.fixture
def item():
    return SubmissionFactory(state=State.SUBMITTED, title="关于暖心驿站建设的做法")


@pytest.fixture
def editor(item):
    return UserFactory(home=item.office, role=Role.EDITOR, name="胡编辑")


@pytest.fixture
def colleague(item):
    return UserFactory(home=item.office, role=Role.EDITOR, name="刘编辑")


def url(verb, item, query=""):
    return reverse("submissions:move", args=[item.pk, verb]) + query


def told(person):
    return [notice.text for notice in Notice.objects.visible_to(person).unread()]


def now(item):
    return Submission.objects.get(pk=item.pk)


# What will be seen


def test_the_page_of_a_decision_shows_what_the_informant_will_read(client, item, editor):
    client.force_login(editor)
    data = {"reasons": ["要素不全"], "words": "请补数字", "answer_by": "2099-01-31", "then": "preview"}

    shown = client.post(url("return", item), data)

    assert (shown.status_code, now(item).state) == (200, State.SUBMITTED)
    page = re.sub(r"\s+", " ", shown.content.decode())
    assert '<span class="state state-returned">退回修改</span>' in page
    assert "<b>退回修改意见：</b>要素不全。请补数字（请于 2099年1月31日前修改报回）" in page
    assert "《关于暖心驿站建设的做法》被退回修改：要素不全。请补数字（请于1月31日前修改报回）" in page
    assert 'value="要素不全" checked' in page or "checked" in page
    assert "请补数字</textarea>" in page


def test_what_was_previewed_is_what_is_told(client, item, editor):
    client.force_login(editor)
    data = {"words": "请补数字", "answer_by": "2099-01-31"}
    preview = client.post(url("return", item), data | {"then": "preview"})

    client.post(url("return", item), data)

    with time_machine.travel(timezone.now() + MINUTE):
        assert told(item.author) == [preview.context["notice"]]
    client.force_login(item.author)
    page = client.get(f"/submissions/{item.pk}/")
    assert page.context["reason"] == preview.context["after"].reason


def test_the_preview_alone_is_a_fragment(client, item, editor):
    client.force_login(editor)

    answer = client.post(
        url("reject", item), {"words": "过时", "then": "preview"}, headers={"HX-Request": "true"}
    )

    assert answer.content.decode().startswith('<div id="preview"')
    assert now(item).state == State.SUBMITTED


def test_the_preview_does_not_show_what_the_unit_is_still_writing(client, item, editor):
    actions.move(item, "return", by=editor, reason="补充")
    actions.write(now(item), by=item.author, base=now(item).version, title="尚未审签的新标题")
    client.force_login(editor)

    assert "尚未审签" not in client.get(url("reject", item)).content.decode()


# A minute to take it back


def test_nobody_is_told_before_the_minute_is_over(item, editor):
    item.author.email = "author@example.org"
    item.author.save()
    actions.move(item, "reject", by=editor, reason="内容陈旧")
    sweep()
    assert (told(item.author), mail.outbox) == ([], [])

    with time_machine.travel(timezone.now() + MINUTE):
        sweep()
        assert (told(item.author), len(mail.outbox)) == ([f"《{item}》未予采用：内容陈旧"], 1)


def test_a_decision_taken_back_is_never_told_and_both_stay_in_the_history(client, item, editor):
    client.force_login(editor)
    client.post(url("reject", item), {"words": "手滑"})

    client.post(reverse("submissions:take_back"), {"items": item.pk})

    assert now(item).state == State.SUBMITTED
    with time_machine.travel(timezone.now() + 2 * MINUTE):
        assert told(item.author) == []
    assert [event.label for event in Event.objects.about(item)] == ["退稿", "撤销退稿"]


def test_a_second_decision_silences_the_first(item, editor):
    actions.move(item, "reject", by=editor, reason="内容陈旧")
    actions.move(item, "restore", by=editor)
    actions.move(item, "return", by=editor, reason="请补数字")

    with time_machine.travel(timezone.now() + MINUTE):
        assert told(item.author) == [f"《{item}》被退回修改：请补数字"]


def test_after_the_minute_only_the_declared_reverse_helps(item, editor):
    actions.move(item, "reject", by=editor, reason="内容陈旧")

    with time_machine.travel(timezone.now() + MINUTE):
        with pytest.raises(Refused, match="已过 60 秒"):
            take_back(item, by=editor)
        actions.move(item, "restore", by=editor)

    assert [event.label for event in Event.objects.about(item)] == ["退稿", "恢复待筛选"]


def test_nobody_takes_back_anothers_decision(item, editor, colleague):
    actions.move(item, "reject", by=editor, reason="内容陈旧")

    with pytest.raises(Refused, match="由胡编辑作出"):
        take_back(item, by=colleague)


def test_what_has_moved_on_is_not_taken_back(item, editor):
    item = actions.move(item, "return", by=editor, reason="请补数字")
    actions.move(item, "send", by=item.author)

    with pytest.raises(Refused, match="已无可撤销的决定"):
        take_back(item, by=editor)


def test_what_is_part_of_an_article_is_not_taken_back(item, editor):
    actions.take(actions.move(item, "accept", by=editor), by=editor)

    with pytest.raises(Refused, match="已列入编发"):
        take_back(item, by=editor)


def test_what_was_never_decided_is_not_taken_back(item, editor):
    with pytest.raises(Refused, match="已无可撤销的决定"):
        take_back(item, by=editor)


def test_a_claim_in_between_does_not_stand_in_the_way(item, editor, colleague):
    actions.move(item, "hold", by=editor)
    claiming.claim(item, by=colleague)

    assert take_back(item, by=editor).state == State.SUBMITTED


def test_the_bar_is_on_the_next_items_page_and_its_minute_is_running(client, item, editor):
    following = SubmissionFactory(author=item.author, state=State.SUBMITTED)
    client.force_login(editor)

    page = client.post(url("reject", item), {"words": "过时"}, follow=True)

    assert page.redirect_chain[0][0] == f"/submissions/{following.pk}/"
    bar = page.context["recall"]
    assert (bar["items"], bar["words"], 55 < bar["left"] <= 60) == ([item.pk], f"已退稿：《{item}》", True)


def test_an_items_own_page_offers_its_own_decision(client, item, editor):
    other = SubmissionFactory(author=item.author, state=State.SUBMITTED)
    client.force_login(editor)
    for each in (item, other):
        client.post(url("reject", each), {"words": "过时"})

    assert client.get(f"/submissions/{item.pk}/").context["recall"]["items"] == [item.pk]
    assert client.get("/submissions/inbox/?state=").context["recall"]["items"] == [other.pk]


def test_after_the_last_item_the_list_says_so(client, item, editor):
    client.force_login(editor)

    page = client.post(url("hold", item, "?state=waiting"), {}, follow=True)

    assert page.redirect_chain[0][0] == "/submissions/inbox/?state=waiting"
    assert "这一列已全部筛选完" in page.content.decode()


# Refused


def test_what_cannot_be_decided_any_more_is_said_where_the_item_stands(client, item, editor, colleague):
    actions.move(item, "accept", by=colleague)
    client.force_login(editor)

    asked = client.get(url("reject", item, "?state=waiting"), follow=True)
    restored = client.post(url("restore", now(item)), {"seen": item.seen}, follow=True)

    assert asked.redirect_chain[0][0] == f"/submissions/{item.pk}/?state=waiting"
    assert "现为“拟采用”，不能退稿" in asked.content.decode()
    assert restored.redirect_chain[0][0] == f"/submissions/{item.pk}/"
    assert "有了变动" in restored.content.decode()


def test_a_refused_decision_shows_no_button_that_cannot_work(client, item, editor, colleague):
    client.force_login(editor)
    actions.move(item, "accept", by=colleague)

    page = client.post(url("return", item), {"words": "打了一大段意见"})

    assert page.status_code == 409
    assert ("打了一大段意见" in page.content.decode(), "data-confirm" in page.content.decode()) == (
        True,
        False,
    )


def test_words_kept_over_an_ended_session_come_back_even_when_they_are_too_late(
    client, item, editor, colleague
):
    client.post(url("return", item), {"words": "写好的意见", "writer": writer_key(editor)})
    actions.move(item, "accept", by=colleague)
    session = client.session
    kept = session["kept"]
    client.force_login(editor)
    session = client.session
    session["kept"] = kept
    session.save()

    assert "写好的意见" in client.get(url("return", item)).content.decode()


# What a decision settles


def test_an_item_is_accepted_for_several_bulletins_by_box_and_by_name(client, item, editor):
    client.force_login(editor)

    client.post(url("accept", item), {"publications": ["xinxi:工会信息", "职工动态、要情"]})

    assert now(item).chosen == {"xinxi": "工会信息", "职工动态": "职工动态", "要情": "要情"}
    with time_machine.travel(timezone.now() + MINUTE):
        assert set(told(item.author)[0].partition("拟用于")[2].split("、")) == {
            "工会信息",
            "职工动态",
            "要情",
        }


def test_the_suggested_bulletin_is_ticked_for_whoever_accepts(client, item, editor):
    first = PublicationFactory(office=item.office, name="工会信息", code="xinxi")
    PublicationFactory(office=item.office, name="职工动态", code="dongtai")
    claiming.propose(item, {"xinxi": "工会信息"}, by=editor)
    client.force_login(editor)

    assert client.get(url("accept", item)).context["form"].initial["publications"] == ["工会信息"]
    query = {"office": item.office.pk, "publications": "工会信息、上级内参"}
    boxes = client.get(reverse("bulletins:destinations"), query).context
    assert ([each for each, ticked in boxes["rows"] if ticked], boxes["others"]) == ([first], "上级内参")


def test_the_only_bulletin_is_ticked_by_itself(client, item, editor):
    only = PublicationFactory(office=item.office, name="工会信息", code="xinxi")
    PublicationFactory(name="别处的刊物", code="elsewhere")
    client.force_login(editor)

    assert client.get(reverse("bulletins:destinations")).context["rows"] == [(only, True)]


def test_material_can_be_narrowed_to_what_was_accepted_for_a_bulletin(client, item, editor):
    for code, name in (("xinxi", "工会信息"), ("dongtai", "职工动态")):
        PublicationFactory(office=item.office, name=name, code=code)
    other, typed = (SubmissionFactory(author=item.author, state=State.SUBMITTED) for _ in range(2))
    actions.move(item, "accept", by=editor, chosen={"xinxi": "工会信息"})
    actions.move(typed, "accept", by=editor, chosen={"工会信息": "工会信息"})
    actions.move(other, "accept", by=editor, chosen={"dongtai": "职工动态"})
    client.force_login(editor)

    page = client.get(reverse("bulletins:article_new"), {"for": "xinxi"}).context["page"]

    assert [each.pk for each in page] == [item.pk, typed.pk]


@pytest.mark.parametrize("publications", ["一、二、三、四、五、六、七、八、九、十、十一", "长" * 61])
def test_too_many_or_too_long_names_are_asked_again(client, item, editor, publications):
    client.force_login(editor)

    assert client.post(url("accept", item), {"publications": publications}).status_code == 422
    assert now(item).state == State.SUBMITTED


def test_what_is_held_has_a_last_day_and_can_be_held_longer(client, item, editor):
    client.force_login(editor)
    later = timezone.localdate() + timedelta(days=10)

    client.post(url("hold", item), {})
    assert now(item).held_until == timezone.localdate() + timedelta(days=30)
    client.post(url("hold", item), {"held_until": f"{later}", "words": "等数据"})

    assert (now(item).held_until, now(item).reason) == (later, "等数据")
    assert (
        Event.objects.about(item).last().note == f"留用至{later.year}年{later.month}月{later.day}日。等数据"
    )


def test_nothing_is_held_until_yesterday(client, item, editor):
    client.force_login(editor)
    data = {"held_until": f"{timezone.localdate() - timedelta(days=1)}"}

    assert client.post(url("hold", item), data).status_code == 422


# Many at once


@pytest.fixture
def three(item):
    return [item, *(SubmissionFactory(author=item.author, state=State.SUBMITTED) for _ in range(2))]


def bulk(client, items, verb, **data):
    data |= {"items": [each.pk for each in items], "verb": verb}
    return client.post(reverse("submissions:bulk"), data)


@pytest.mark.parametrize("verb", DECISIONS)
def test_many_are_decided_and_each_row_says_what_became_of_it(client, three, editor, colleague, verb):
    actions.move(three[1], "reject", by=colleague, reason="内容陈旧")
    client.force_login(editor)
    seen = {f"seen-{each.pk}": each.seen for each in three}

    results = bulk(client, three, verb, words="要素不全", **seen).context["results"]

    assert [(each.pk, fine) for each, fine, _ in results] == list(
        zip([each.pk for each in three], [True, False, True], strict=True)
    )
    assert "刘编辑" in results[1][2]
    assert [now(each).state for each in three] == [MOVES[verb].end, State.REJECTED, MOVES[verb].end]


def test_the_page_of_many_asks_first_and_keeps_what_was_ticked(client, three, editor):
    client.force_login(editor)
    query = {"items": [each.pk for each in three[:2]], "verb": "reject", "state": "waiting"}

    page = client.get(reverse("submissions:bulk"), query)

    assert [each.pk for each in page.context["items"]] == [each.pk for each in three[:2]]
    assert bulk(client, three, "reject").status_code == 422
    assert {now(each).state for each in three} == {State.SUBMITTED}


def test_many_are_taken_back_together(client, three, editor, colleague):
    client.force_login(editor)
    bar = bulk(client, three, "reject", words="过时").context["recall"]
    actions.move(now(three[0]), "restore", by=colleague)

    results = client.post(reverse("submissions:take_back"), {"items": bar["items"]}).context["results"]

    assert {each.pk: fine for each, fine, _ in results} == {
        three[0].pk: False,
        three[1].pk: True,
        three[2].pk: True,
    }
    assert {now(each).state for each in three} == {State.SUBMITTED}


def test_many_are_claimed_and_the_taken_are_named(client, three, editor, colleague):
    claiming.claim(three[0], by=colleague)
    client.force_login(editor)

    results = bulk(client, three, "claim").context["results"]

    assert [fine for _, fine, _ in results] == [False, True, True]
    assert "已由刘编辑于" in results[0][2]


def test_what_lies_on_no_desk_of_ours_is_not_among_the_many(client, three, editor):
    elsewhere = SubmissionFactory(state=State.SUBMITTED)
    client.force_login(editor)

    bulk(client, [*three, elsewhere], "reject", words="过时")

    assert now(elsewhere).state == State.SUBMITTED
    assert bulk(client, [elsewhere], "reject", words="过时").status_code == 302


def test_without_script_a_link_ticks_the_whole_page(client, three, editor):
    client.force_login(editor)

    page = client.get("/submissions/inbox/?tick=all").content.decode()

    assert len(re.findall(r'name="items"[^>]*checked', page)) == 3


# Whose item it is


def test_a_claim_is_told_to_the_next_who_comes(item, editor, colleague):
    claiming.claim(item, by=editor)

    with pytest.raises(Refused, match=r"已由胡编辑于\d\d月\d\d日 \d\d:\d\d领取"):
        claiming.claim(item, by=colleague)
    assert now(item).claimed_by == editor


def test_a_claim_locks_nobody_out_but_the_claimer_is_told(client, item, editor, colleague):
    claiming.claim(item, by=editor)
    client.force_login(colleague)
    assert "胡编辑于" in client.get(url("reject", item)).content.decode()

    client.post(url("reject", item), {"words": "内容陈旧"})

    with time_machine.travel(timezone.now() + MINUTE):
        assert told(editor) == [f"您领取的《{item}》已由刘编辑办理：退稿"]


def test_taking_over_tells_whom_it_was_taken_from(client, item, editor, colleague):
    claiming.claim(item, by=editor)
    client.force_login(colleague)

    client.post(reverse("submissions:claim", args=[item.pk]), {"how": "take-over"})

    assert (now(item).claimed_by, told(editor)) == (colleague, [f"《{item}》已由刘编辑接手筛选"])
    with pytest.raises(Refused, match="不在您名下"):
        claiming.unclaim(item, by=editor)


def test_an_item_is_handed_to_a_named_colleague_with_a_word(client, item, editor, colleague):
    client.force_login(editor)
    address = reverse("submissions:hand_over", args=[item.pk])
    assert [each.pk for each in client.get(address).context["form"].fields["to"].queryset] == [colleague.pk]

    client.post(address, {"to": colleague.pk, "note": "请核实人数"})

    assert (now(item).claimed_by, told(colleague)) == (
        colleague,
        [f"胡编辑把《{item}》移交给您筛选：请核实人数"],
    )


def test_nobody_hands_on_what_a_colleague_has_claimed(item, editor, colleague):
    claiming.claim(item, by=colleague)
    third = UserFactory(home=item.office, role=Role.EDITOR)

    with pytest.raises(Refused, match="请先“接手”再移交"):
        claiming.hand_over(item, to=third, by=editor)


def test_an_item_is_handed_only_to_an_editor_of_the_same_office(item, editor):
    with pytest.raises(Refused, match="只能移交给"):
        claiming.hand_over(item, to=UserFactory(role=Role.EDITOR), by=editor)


@pytest.mark.parametrize("act", [claiming.claim, claiming.take_over, claiming.unclaim])
def test_only_editors_of_the_desk_claim(item, act):
    with pytest.raises(NotYours):
        act(item, by=UserFactory(home=item.office, role=Role.CHECKER))


@pytest.mark.parametrize("name", ["claim", "hand_over", "verify", "propose"])
def test_a_checker_may_read_the_desk_but_not_keep_it(client, item, name):
    client.force_login(UserFactory(home=item.office, role=Role.CHECKER))

    assert client.post(reverse(f"submissions:{name}", args=[item.pk])).status_code == 403


# What the desk found out


def test_the_last_finding_counts_and_the_history_keeps_all(client, item, editor):
    client.force_login(editor)
    address = reverse("submissions:verify", args=[item.pk])

    client.post(address, {"verdict": "doubtful", "note": "人数前后不一"})
    client.post(address, {"verdict": "verified", "note": "已电话核实"})

    found = now(item)
    assert (found.verification, found.verification_note, found.verified_by) == (
        Verification.VERIFIED,
        "已电话核实",
        editor,
    )
    assert [(event.label, event.note) for event in Event.objects.about(item)] == [
        ("存疑", "人数前后不一"),
        ("已核实", "已电话核实"),
    ]


def test_a_doubt_needs_a_word_and_what_was_typed_stays(client, item, editor):
    client.force_login(editor)
    address = reverse("submissions:verify", args=[item.pk])

    bare = client.post(address, {"verdict": "doubtful", "note": " "})
    long = client.post(address, {"verdict": "verified", "note": "长" * 201})

    assert (bare.status_code, long.status_code) == (409, 422)
    assert "长" * 201 in long.content.decode()
    assert now(item).verification == Verification.UNVERIFIED


def test_the_unit_does_not_read_what_the_desk_notes(client, item, editor, colleague):
    claiming.verify(item, Verification.DOUBTFUL, by=editor, note="内部存疑不外传")
    claiming.hand_over(item, to=colleague, by=editor, note="内部附言不外传")
    client.force_login(item.author)

    page = client.get(f"/submissions/{item.pk}/").content.decode()

    assert ("不外传" in page, "移交" in page, "筛选台" in page) == (False, False, False)


# The catalogue of reasons


def offered(client, item, verb="return"):
    return [text for text, _ in client.get(url(verb, item)).context["form"].fields["reasons"].choices]


def test_an_office_without_a_catalogue_uses_the_fields(client, item, editor):
    client.force_login(editor)

    assert offered(client, item) == list(REASONS)


def test_an_office_keeps_its_own_catalogue(client, item, editor):
    client.force_login(editor)
    address = reverse("submissions:desk")

    client.post(address, {"do": "add", "text": "请附图片", "verbs": ["return"]})
    assert offered(client, item) == [*REASONS, "请附图片"]
    assert offered(client, item, "reject") == list(REASONS)
    last = Reason.objects.get(text="请附图片")
    client.post(reverse("submissions:reason", args=[last.pk]), {"do": "up"})
    assert offered(client, item)[-2:] == ["请附图片", REASONS[-1]]
    client.post(reverse("submissions:reason", args=[last.pk]), {"do": "down"})
    client.post(reverse("submissions:reason", args=[last.pk]), {"text": "请附照片", "verbs": ["return"]})
    assert offered(client, item)[-1] == "请附照片"
    client.post(reverse("submissions:reason", args=[last.pk]), {"do": "retire"})
    assert offered(client, item) == list(REASONS)
    client.post(reverse("submissions:reason", args=[last.pk]), {"do": "back"})
    assert offered(client, item)[-1] == "请附照片"


def test_a_reason_reworded_later_leaves_decisions_their_own_words(client, item, editor):
    keeping.begin_catalogue(item.office, by=editor)
    reason = Reason.objects.get(text="要素不全")
    client.force_login(editor)
    client.post(url("return", item), {"reasons": ["要素不全"]})

    keeping.change_reason(reason, "五要素不全", ["return"], by=editor)

    assert (now(item).reason, Event.objects.about(item).get().note) == ("要素不全", "要素不全")


@pytest.mark.parametrize(
    "data",
    [
        {"text": "", "verbs": ["return"]},
        {"text": "要素不全", "verbs": ["return"]},
        {"text": "新", "verbs": []},
    ],
)
def test_a_line_that_is_no_line_is_asked_again(client, item, editor, data):
    keeping.begin_catalogue(item.office, by=editor)
    client.force_login(editor)

    answer = client.post(reverse("submissions:desk"), data | {"do": "add"})

    assert (answer.status_code in (409, 422), Reason.objects.count()) == (True, len(REASONS))


def test_the_units_reviewer_is_offered_the_offices_words(client, item, editor):
    keeping.add_reason(item.office, "请先报分管领导", ["turn-back"], by=editor)
    waiting = SubmissionFactory(author=item.author, state=State.REVIEW)
    client.force_login(UserFactory(home=item.unit, role=Role.REVIEWER))

    assert offered(client, waiting, "turn-back")[-1] == "请先报分管领导"


def test_only_an_offices_editors_keep_its_catalogue(client, item, editor):
    reason = keeping.add_reason(item.office, "请附图片", ["return"], by=editor)
    client.force_login(UserFactory(role=Role.EDITOR))
    assert client.post(reverse("submissions:reason", args=[reason.pk]), {"do": "retire"}).status_code == 404
    client.force_login(UserFactory(home=item.office, role=Role.CHECKER))
    assert client.get(reverse("submissions:desk")).status_code == 403


def test_patience_is_kept_and_nonsense_is_not(client, item, editor):
    client.force_login(editor)

    client.post(reverse("submissions:desk"), {"do": "patience", "patience": "5"})

    assert client.get(reverse("submissions:desk")).context["patience"] == 5
    assert client.post(reverse("submissions:desk"), {"do": "patience", "patience": "99"}).status_code == 404
