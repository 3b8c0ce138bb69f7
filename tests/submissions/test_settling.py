"""What a decision settles besides the state: bulletins, a last day to hold until."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event, Notice
from accounts.roles import Role
from submissions import actions
from submissions.actions import claiming
from submissions.models import Submission
from submissions.states import State
from tests.factories import PublicationFactory, SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db
MINUTE = timedelta(seconds=60)


@pytest.fixture
def item():
    return SubmissionFactory(state=State.SUBMITTED, title="关于暖心驿站建设的做法")


@pytest.fixture
def editor(item):
    return UserFactory(home=item.office, role=Role.EDITOR, name="胡编辑")


def url(verb, item, query=""):
    return reverse("submissions:move", args=[item.pk, verb]) + query


def told(person):
    return [notice.text for notice in Notice.objects.visible_to(person).unread()]


def now(item):
    return Submission.objects.get(pk=item.pk)


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

    page = client.get(reverse("bulletins:candidates"), {"publication": "xinxi"}).context["page"]

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
