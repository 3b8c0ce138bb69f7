"""Items answer a call while it is open; one that closes meanwhile costs no text."""

import pytest
from django.urls import reverse

from accounts.models import Event
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions import actions
from submissions.actions import answering
from submissions.models import Submission
from submissions.states import State
from tests.calling import a_call, again, answer_to, close_it, editor_of, file
from tests.factories import OfficeFactory, PostFactory, SubmissionFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.mark.parametrize("how", ["close", "withdraw", "struck", "run out"])
def test_sending_to_a_closed_call_is_refused_with_the_text_kept_and_a_way_on(unit, how):
    call = a_call(unit.office)
    item = answer_to(call.topics.first(), unit)
    close_it(call, how)
    item = actions.write(item, by=item.author, base=item.version, body="截止之后写完的话。")

    with pytest.raises(Refused, match="解除关联"):
        actions.move(item, "send", by=item.author)

    assert (again(item).state, again(item).body) == (State.DRAFT, "截止之后写完的话。")
    item = answering.unlink(item, by=item.author)
    assert actions.move(item, "send", by=item.author).state == State.REVIEW


def test_what_was_sent_in_time_is_signed_after_the_call_has_closed(unit):
    call = a_call(unit.office)
    item = answer_to(call.topics.first(), unit)
    item = actions.move(item, "send", by=item.author)
    close_it(call, "close")

    item = actions.sign(item, by=UserFactory(home=unit, role=Role.REVIEWER), reviewed=True)

    assert (item.state, item.topic.call) == (State.SUBMITTED, call)


def test_what_was_filed_in_time_may_be_reworked_after_the_call_has_closed(unit):
    call = a_call(unit.office)
    item = file(answer_to(call.topics.first(), unit))
    item = actions.move(item, "return", by=editor_of(unit.office), reason="补充数字")
    close_it(call, "close")

    assert actions.move(item, "send", by=item.author).state == State.REVIEW
    with pytest.raises(Refused, match="已作为答复报送"):
        answering.unlink(item, by=UserFactory(home=unit, role=Role.REVIEWER))


def test_a_draft_is_not_linked_to_a_closed_call_nor_to_another_offices(unit):
    author = UserFactory(home=unit, role=Role.INFORMANT)
    item, closed, foreign = SubmissionFactory(author=author), a_call(unit.office), a_call(OfficeFactory())
    close_it(closed, "close")

    with pytest.raises(Refused, match="不能再关联"):
        answering.link(item, by=author, topic=closed.topics.first())
    with pytest.raises(Refused, match="收稿单位发布的要点"):
        answering.link(item, by=author, topic=foreign.topics.first())


def test_only_the_author_links_a_draft_and_only_while_it_is_one(unit):
    call = a_call(unit.office)
    item = SubmissionFactory(author=UserFactory(home=unit, role=Role.INFORMANT))

    with pytest.raises(NotYours):
        answering.link(item, by=UserFactory(home=unit, role=Role.INFORMANT), topic=call.topics.first())
    item = actions.move(item, "send", by=item.author)
    with pytest.raises(Refused, match="只有草稿"):
        answering.link(item, by=item.author, topic=call.topics.first())


def test_one_click_on_a_topic_opens_an_item_that_answers_it(unit, client):
    author, call = UserFactory(home=unit, role=Role.INFORMANT), a_call(unit.office)
    topic = call.topics.last()
    client.force_login(author)
    page = client.get(reverse("submissions:new"), {"topic": topic.pk})
    form = page.context["form"].initial
    data = {"key": form["key"], "unit": unit.pk, "title": "入会", "body": "正文", "topic": topic.pk}

    client.post(reverse("submissions:new"), data | {"kind": "dynamic", "nature": "neutral"})

    assert f'name="topic" value="{topic.pk}"' in page.content.decode()
    assert Submission.objects.get().topic == topic


def test_unlinking_from_the_form_saves_what_was_typed_first(unit, client):
    call = a_call(unit.office)
    item = answer_to(call.topics.first(), unit)
    close_it(call, "close")
    client.force_login(item.author)
    data = {"base": item.version, "title": item.title, "body": "截止时正在写的话。", "then": "unlink"}

    client.post(reverse("submissions:edit", args=[item.pk]), data | {"kind": "dynamic", "nature": "neutral"})

    item = again(item)
    assert (item.topic, item.body) == (None, "截止时正在写的话。")
    assert Event.objects.about(item).last().verb == "unlink"


def test_nothing_answers_a_topic_before_it_is_published(unit, client):
    both = UserFactory(home=unit, role=Role.INFORMANT)
    PostFactory(user=both, unit=unit.office, role=Role.EDITOR)
    call = a_call(unit.office, by=both, published=False)
    client.force_login(both)

    page = client.get(reverse("submissions:new"), {"topic": call.topics.first().pk})

    assert page.context["answers"] is None
    with pytest.raises(Refused, match="还没有发布"):
        answering.link(SubmissionFactory(author=both), by=both, topic=call.topics.first())


def test_who_writes_for_another_office_is_offered_no_writing_here(unit, client):
    reader = UserFactory(home=unit, role=Role.REVIEWER)
    PostFactory(user=reader, unit=UnitFactory(), role=Role.INFORMANT)
    call = a_call(unit.office)
    client.force_login(reader)

    page = client.get(reverse("submissions:call", args=[call.pk])).content.decode()

    assert ("写这一条" in page, "防暑降温" in page) == (False, True)


def test_the_item_pages_unlink_button_has_its_form(unit, client):
    item = answer_to(a_call(unit.office).topics.first(), unit)
    client.force_login(item.author)

    page = client.get(f"/submissions/{item.pk}/").content.decode()

    assert (page.count(f'form="unlink-{item.pk}"'), page.count(f'id="unlink-{item.pk}"')) == (1, 1)
