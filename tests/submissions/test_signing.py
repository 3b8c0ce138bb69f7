"""Reviewing for a unit: the queue, a word set right before signing, deputies, and what was left behind."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Event, Notice, Post, User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions import actions
from submissions.models import Revision, Submission
from submissions.states import State
from tests.factories import PASSWORD, PostFactory, SubmissionFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
WORDS = {"kind": "dynamic", "nature": "neutral", "event_date": ""}


@pytest.fixture
def item():
    return SubmissionFactory(title="送审的标题", body="送审的正文。\n第二段。", state=State.REVIEW)


@pytest.fixture
def reviewer(item):
    return UserFactory(home=item.unit, role=Role.REVIEWER, name="审核人")


def sent(item):
    """As the author sent it, with the revision that sending makes."""
    Submission.objects.filter(pk=item.pk).update(state=State.DRAFT, sent_at=None)
    return actions.move(Submission.objects.get(pk=item.pk), "send", by=item.author)


def posted(item, **changes):
    facts = {"title": item.title, "body": item.body, "amend": "1", "reviewed": "on", "seen": item.seen}
    return WORDS | facts | changes


def address(item):
    return f"/submissions/{item.pk}/sign/"


def now(item):
    return Submission.objects.get(pk=item.pk)


# --- set right and signed -------------------------------------------------------------------------


def test_the_reviewers_words_are_a_revision_between_what_was_sent_and_what_was_signed(item, reviewer):
    item = sent(item)

    actions.sign(item, by=reviewer, reviewed=True, words={"title": "改后的标题", "body": item.body})

    assert list(item.revisions.values_list("why", "title", "by")) == [
        ("sent", "送审的标题", item.author_id),
        ("edited", "改后的标题", reviewer.pk),
        ("signed", "改后的标题", reviewer.pk),
    ]
    assert (now(item).title, now(item).filed.title, now(item).state) == (
        "改后的标题",
        "改后的标题",
        State.SUBMITTED,
    )


def test_words_that_changed_nothing_make_no_revision(item, reviewer):
    item = sent(item)

    actions.sign(item, by=reviewer, reviewed=True, words={"title": item.title, "body": item.body})

    assert list(item.revisions.values_list("why", flat=True)) == ["sent", "signed"]
    assert Notice.objects.filter(person=item.author).count() == 0


def test_the_author_is_told_by_whom_and_led_to_the_difference(client, item, reviewer):
    item = sent(item)
    actions.sign(item, by=reviewer, reviewed=True, words={"body": "改后的正文。"})
    client.force_login(item.author)

    notice = Notice.objects.get(person=item.author)
    page = client.get(notice.url)

    assert notice.text == "《送审的标题》已审签报送，审签时由审核人修改，请看修改之处"
    assert (page.context["before"].why, page.context["after"].why) == ("sent", "edited")
    assert "改后" in page.content.decode()


def test_the_item_page_says_so_to_the_unit_and_not_to_the_office(client, item, reviewer):
    item = sent(item)
    actions.sign(item, by=reviewer, reviewed=True, words={"title": "改后的标题"})
    seen = {}
    for person in (item.author, reviewer, UserFactory(home=item.office, role=Role.EDITOR)):
        client.force_login(person)
        page = client.get(f"/submissions/{item.pk}/").content.decode()
        seen[person] = ("审签时由审核人修改" in page, "送审的标题" in page)

    assert list(seen.values()) == [(True, False), (True, False), (False, False)]


def test_the_office_cannot_open_what_was_sent(client, item, reviewer):
    item = sent(item)
    actions.sign(item, by=reviewer, reviewed=True, words={"title": "改后的标题"})
    client.force_login(UserFactory(home=item.office, role=Role.EDITOR))

    page = client.get(f"/submissions/{item.pk}/compare/", {"a": 1, "b": 2}).content.decode()

    assert "送审的标题" not in page


@pytest.mark.parametrize(
    ("words", "sentence"),
    [({"title": " "}, "标题"), ({"body": ""}, "正文"), ({"title": "长" * 51}, "最多 50 字")],
)
def test_words_that_are_not_whole_are_not_signed(item, reviewer, words, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.sign(item, by=reviewer, reviewed=True, words=words)

    assert (now(item).state, now(item).title) == (State.REVIEW, "送审的标题")


def test_a_marker_the_reviewer_brings_in_blocks_as_any_other(client, item, reviewer):
    client.force_login(reviewer)

    answer = client.post(address(item), posted(item, body="机密★ 十年"))

    page = answer.content.decode()
    assert (answer.status_code, "排除理由" in page, "机密★ 十年" in page) == (409, True, True)
    assert now(item).state == State.REVIEW


def test_a_marker_the_reviewer_takes_out_blocks_no_more(client, item, reviewer):
    Submission.objects.filter(pk=item.pk).update(body="机密★ 十年")
    client.force_login(reviewer)

    answer = client.post(address(item), posted(now(item), body="没有标记的正文。"))

    assert (answer.status_code, now(item).state) == (302, State.SUBMITTED)


def test_what_is_posted_to_be_set_right_is_set_right(client, item, reviewer):
    client.force_login(reviewer)

    client.post(address(item), posted(item, title="改后的标题", kind="problem", body="一\r\n二"))

    found = now(item)
    assert (found.filed.title, found.filed.kind, found.body) == ("改后的标题", "problem", "一\n二")


def test_a_form_without_the_readers_own_words_changes_none(client, item, reviewer):
    client.force_login(reviewer)

    client.post(address(item), {"reviewed": "on", "seen": item.seen, "title": "不请自来"})

    assert (now(item).state, now(item).title) == (State.SUBMITTED, "送审的标题")


def test_a_later_text_is_not_overwritten_and_nothing_typed_is_lost(client, item, reviewer):
    item = sent(item)
    client.force_login(reviewer)
    form = posted(item, body="审核人改的正文。")
    actions.move(item, "recall", by=item.author)
    actions.write(now(item), by=item.author, base=now(item).version, body="作者又改的正文。")
    actions.move(now(item), "send", by=item.author)

    answer = client.post(address(item), form)

    page = answer.content.decode()
    assert (answer.status_code, now(item).state, now(item).body) == (409, State.REVIEW, "作者又改的正文。")
    assert ("审核人改的正文。" in page, "有了变动" in page) == (True, True)
    runs = [run.kind for line in answer.context["lines"] for run in line]
    assert {"del", "ins"} <= set(runs)


def test_an_unfinished_declaration_loses_no_words(client, item, reviewer):
    client.force_login(reviewer)
    form = posted(item, body="审核人改的正文。")
    del form["reviewed"]

    answer = client.post(address(item), form)

    assert (answer.status_code, "审核人改的正文。" in answer.content.decode()) == (422, True)


def test_words_typed_into_an_ended_session_come_back(client, item, reviewer):
    client.force_login(reviewer)
    writer = client.get(address(item), {"amend": "1"}).context["writer"]
    Session.objects.all().delete()

    entrance = client.post(address(item), posted(item, body="登录过期时写的。", writer=writer)).url
    log_in = {"username": reviewer.username, "password": PASSWORD, "next": address(item)}
    page = client.get(client.post(entrance, log_in).url)

    assert page.context["amend"]["body"].value() == "登录过期时写的。"


def test_rich_dress_follows_the_reviewers_plain_words(item, reviewer):
    Submission.objects.filter(pk=item.pk).update(
        body="第一段。\n第二段。", rich="<p>第一段<strong>。</strong></p><p>第二段。</p>"
    )

    actions.sign(now(item), by=reviewer, reviewed=True, words={"body": "第一段。\n改了的第二段。"})

    found = now(item)
    assert found.body == "第一段。\n改了的第二段。"
    assert ("<strong>" in found.rich, "改了的第二段" in found.rich) == (True, True)


# --- the queue ------------------------------------------------------------------------------------


def test_the_queue_lists_what_waits_for_me_overdue_first_then_the_longest(client, item, reviewer):
    author, ago = item.author, timezone.now() - timedelta(days=3)
    older = SubmissionFactory(author=author, state=State.REVIEW)
    late = SubmissionFactory(author=author, state=State.REVIEW)
    Submission.objects.filter(pk=older.pk).update(moved_at=ago)
    Submission.objects.filter(pk=late.pk).update(answer_by=timezone.localdate() - timedelta(days=1))
    SubmissionFactory(author=reviewer, unit=item.unit, office=item.office, state=State.REVIEW)
    SubmissionFactory(state=State.REVIEW)
    client.force_login(reviewer)

    page = client.get("/submissions/review/").context

    assert [row.pk for row in page["page"]] == [late.pk, older.pk, item.pk]
    assert page["tabs"] == [("", "待我审签", 3), ("others", "须由他人审签", 1)]
    assert client.get("/submissions/review/", {"tab": "others"}).context["page"].paginator.count == 1


def test_the_queue_costs_the_same_for_one_item_and_many(client, item, reviewer):
    client.force_login(reviewer)

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/submissions/review/")
        return len(queries)

    cost()
    few = cost()
    for _ in range(8):
        SubmissionFactory(author=item.author, state=State.REVIEW)

    assert (cost(), few <= 14) == (few, True)


def test_signing_leads_to_the_next_and_at_the_end_to_the_list(client, item, reviewer):
    second = SubmissionFactory(author=item.author, state=State.REVIEW)
    client.force_login(reviewer)

    first = client.post(address(item), {"reviewed": "on", "seen": item.seen})
    last = client.post(address(second), {"reviewed": "on", "seen": second.seen})

    assert (first.url, last.url) == (address(second), "/submissions/review/")


def test_what_is_signed_already_is_not_offered_for_signing(client, item, reviewer):
    actions.sign(item, by=UserFactory(home=item.unit, role=Role.REVIEWER), reviewed=True)
    client.force_login(reviewer)

    answer = client.get(address(item), follow=True)

    assert answer.redirect_chain == [(f"/submissions/{item.pk}/", 302)]
    assert "现为“待筛选”，不能审签报送。" in answer.content.decode()


def test_turning_back_leads_to_the_next_too(client, item, reviewer):
    second = SubmissionFactory(author=item.author, state=State.REVIEW)
    client.force_login(reviewer)

    answer = client.post(f"/submissions/{item.pk}/turn-back/", {"words": "请补数据", "seen": item.seen})

    assert (answer.url, now(item).state) == (address(second), State.DRAFT)


def test_each_item_knows_its_neighbours(client, item, reviewer):
    others = [SubmissionFactory(author=item.author, state=State.REVIEW) for _ in range(2)]
    client.force_login(reviewer)

    place = client.get(address(others[0])).context["place"]

    assert (place.number, place.total, place.previous, place.following) == (2, 3, item.pk, others[1].pk)


def test_only_reviewers_have_a_queue(client, item):
    client.force_login(item.author)

    assert client.get("/submissions/review/").status_code == 403


# --- deputies -------------------------------------------------------------------------------------


@pytest.fixture
def deputy(item, reviewer):
    person = UserFactory(home=item.unit, name="代理人")
    PostFactory(user=person, role=Role.REVIEWER, unit=item.unit, deputy_of=reviewer)
    return person


def test_a_deputys_signature_names_both(client, item, reviewer, deputy):
    item = actions.sign(item, by=deputy, reviewed=True)

    review, event = item.secrecy_reviews.get(), Event.objects.get(verb="sign")
    client.force_login(item.author)
    page = client.get(f"/submissions/{item.pk}/").content.decode()
    assert (review.reviewer, review.stands_for) == (deputy, reviewer)
    assert (event.who, event.data["stands_for"]) == (deputy, "审核人")
    assert page.count("代理人（代审核人）") >= 2


def test_the_reviewers_own_signature_names_nobody_else(item, reviewer):
    item = actions.sign(item, by=reviewer, reviewed=True)

    assert item.secrecy_reviews.get().stands_for is None
    assert "stands_for" not in Event.objects.get(verb="sign").data


def test_a_deputy_never_signs_own_writing(item, reviewer, deputy):
    PostFactory(user=deputy, role=Role.INFORMANT, unit=item.unit)
    own = SubmissionFactory(author=deputy, unit=item.unit, office=item.office, state=State.REVIEW)

    with pytest.raises(Refused, match="不能审签自己的信息"):
        actions.sign(own, by=User.objects.get(pk=deputy.pk), reviewed=True)


def test_a_deputy_does_not_sign_for_the_author(item, reviewer, deputy):
    own = SubmissionFactory(author=reviewer, unit=item.unit, office=item.office, state=State.REVIEW)

    with pytest.raises(Refused, match="代理人不能代撰稿人审签"):
        actions.sign(own, by=deputy, reviewed=True)

    assert list(Submission.objects.to_review(deputy)) == [item]


def test_a_deputy_gets_the_notice_only_while_the_reviewer_is_away(item, reviewer, deputy):
    today = timezone.localdate()
    sent(item)
    User.objects.filter(pk=reviewer.pk).update(away_since=today, away_until=today)
    sent(item)

    told = Notice.objects.filter(cause__verb="send").order_by("pk").values_list("person__name", flat=True)
    assert sorted(told) == ["代理人", "审核人", "审核人"]


# --- left behind ----------------------------------------------------------------------------------


@pytest.fixture
def gone(item):
    """The author's post is over; a draft never sent, a returned item, and one under review are left."""
    SubmissionFactory(author=item.author, title="没写完的草稿")
    SubmissionFactory(author=item.author, title="退回的信息", state=State.RETURNED)
    yesterday = timezone.localdate() - timedelta(days=1)
    Post.objects.filter(user=item.author).update(since=yesterday, until=yesterday)
    return User.objects.get(pk=item.author_id)


@pytest.fixture
def pen(item):
    return UserFactory(home=item.unit, role=Role.INFORMANT, name="接手人")


def test_the_reviewer_sees_what_was_left_behind_and_nobody_else(client, item, gone, reviewer, pen):
    neighbour = UserFactory(home=UnitFactory(parent=item.office, name="邻街道"), role=Role.REVIEWER)

    found = {person: Submission.objects.left_behind(person).count() for person in (reviewer, pen, neighbour)}

    assert list(found.values()) == [2, 0, 0]
    client.force_login(neighbour)
    assert "没写完的草稿" not in client.get("/submissions/left/").content.decode()


def test_a_new_pen_goes_on_and_the_old_name_stays(item, gone, reviewer, pen):
    returned = Submission.objects.get(title="退回的信息")

    actions.hand_over(returned, to=pen, by=reviewer)
    answered = now(returned)
    actions.write(answered, by=pen, base=answered.version, body="改好了。")
    actions.move(answered, "send", by=pen)

    found, kept = now(returned), returned.revisions.get(why=Revision.Why.HANDED)
    assert (found.author, found.authors, found.state, found.body) == (
        pen,
        [gone.name],
        State.REVIEW,
        "改好了。",
    )
    assert (kept.by, kept.body) == (gone, returned.body)
    assert Event.objects.get(verb="new-pen").note == f"由{gone}移交接手人"
    assert Notice.objects.get(person=pen).text == f"{gone}的《退回的信息》移交给您继续办理"


def test_who_still_serves_keeps_their_own(item, reviewer, pen):
    draft = SubmissionFactory(author=item.author)

    with pytest.raises(Refused, match="由其本人办理"):
        actions.hand_over(draft, to=pen, by=reviewer)


def test_only_an_informant_of_the_unit_takes_over(item, gone, reviewer):
    stranger = UserFactory(role=Role.INFORMANT)

    with pytest.raises(Refused, match=r"不是.*现任信息员"):
        actions.hand_over(Submission.objects.get(title="没写完的草稿"), to=stranger, by=reviewer)


def test_only_the_units_reviewer_hands_over(item, gone, pen):
    with pytest.raises(NotYours):
        actions.hand_over(Submission.objects.get(title="没写完的草稿"), to=pen, by=pen)


def test_what_is_under_review_is_signed_not_handed_over(item, gone, reviewer, pen):
    with pytest.raises(Refused, match="只有草稿和退回修改"):
        actions.hand_over(item, to=pen, by=reviewer)


def test_the_page_hands_over_what_is_ticked(client, item, gone, reviewer, pen):
    client.force_login(reviewer)
    drafts = list(Submission.objects.left_behind(reviewer))

    client.post("/submissions/left/", {"item": [each.pk for each in drafts], "to": pen.pk})

    assert {now(each).author for each in drafts} == {pen}
    assert Submission.objects.left_behind(reviewer).count() == 0


def test_nothing_ticked_is_said_plainly(client, item, gone, reviewer, pen):
    client.force_login(reviewer)

    answer = client.post("/submissions/left/", {"to": pen.pk}, follow=True)

    assert "请勾选要移交的信息" in answer.content.decode()


def test_the_count_on_a_units_page_is_the_list_it_opens(client, item, gone, reviewer):
    other = UnitFactory(parent=item.office)
    PostFactory(user=reviewer, unit=other, role=Role.REVIEWER)
    SubmissionFactory(author=gone, unit=other, office=item.office)
    client.force_login(reviewer)

    count = client.get(f"/submissions/units/{item.unit_id}/").context["left"]
    opened = client.get("/submissions/left/", {"unit": item.unit_id}).context["items"]

    assert (count, len(opened), Submission.objects.left_behind(reviewer).count()) == (2, 2, 3)
