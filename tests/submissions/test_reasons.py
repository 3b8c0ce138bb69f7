"""The catalogue of reasons is the office's own, and finished decisions keep their words."""

import pytest
from django.urls import reverse

from accounts.models import Event
from accounts.roles import Role
from submissions.actions import desk as keeping
from submissions.models import Reason, Submission
from submissions.states import REASONS, State
from tests.factories import SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    return SubmissionFactory(state=State.SUBMITTED, title="关于暖心驿站建设的做法")


@pytest.fixture
def editor(item):
    return UserFactory(home=item.office, role=Role.EDITOR, name="胡编辑")


def url(verb, item, query=""):
    return reverse("submissions:move", args=[item.pk, verb]) + query


def now(item):
    return Submission.objects.get(pk=item.pk)


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
