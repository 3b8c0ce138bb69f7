"""What is sent twice is done once: drafting, opening an issue, a leader's words, the use of an item."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.refusal import Refused
from bulletins.actions import articles, instructions, issues
from bulletins.models import Article, Instruction, Issue
from tests.bulletins.conftest import titles
from tests.factories import PublicationFactory

pytestmark = pytest.mark.django_db


def shown_key(client, address):
    return str(client.get(address).context["form"]["key"].value())


@pytest.mark.parametrize("how", ["together", "each"])
def test_a_double_click_drafts_once(office, as_user, how):
    items = [office.item().pk, office.item().pk]
    client, address = as_user(office.editor), reverse("bulletins:article_new")
    page = client.get(address)
    key = str(page.context["form"]["key"].value())
    data = {"items": items, "publication": office.publication.pk, "how": how, "use": "", "key": key}

    answers = [client.post(address, data).url for _ in range(2)]

    assert f'value="{key}"' in page.text
    assert answers[0] == answers[1]
    assert Article.objects.count() == {"together": 1, "each": 2}[how]


def test_the_same_page_sent_with_other_items_makes_another_article(office, as_user):
    client, address = as_user(office.editor), reverse("bulletins:article_new")
    data = {"publication": office.publication.pk, "how": "each", "use": "", "key": shown_key(client, address)}

    for _ in range(2):
        client.post(address, data | {"items": [office.item().pk]})

    assert Article.objects.count() == 2


def test_a_second_article_of_the_same_item_in_one_bulletin_is_made_only_on_purpose(office, as_user):
    item = office.item(title="暖心驿站建成")
    client, address = as_user(office.editor), reverse("bulletins:article_new")
    data = {"items": [item.pk], "publication": office.publication.pk, "how": "each", "use": ""}

    first, again, on_purpose = (
        client.post(address, data | {"key": shown_key(client, address)} | more)
        for more in ({}, {}, {"again": "on"})
    )

    assert [first.status_code, again.status_code, on_purpose.status_code] == [302, 409, 302]
    assert (
        f"《暖心驿站建成》在{office.publication}已有稿件《暖心驿站建成》（编辑中，{office.editor}）"
        in again.text
    )
    assert Article.objects.count() == 2


def test_a_double_click_opens_one_issue(office, as_user):
    client, address = as_user(office.editor), reverse("bulletins:issue_new")
    data = {
        "publication": office.publication.pk,
        "series": "regular",
        "tag": "",
        "key": shown_key(client, address),
    }

    answers = [client.post(address, data).url for _ in range(2)]

    assert answers == [Issue.objects.get().get_absolute_url()] * 2


def test_the_same_page_sent_for_another_publication_opens_another_issue(office, as_user):
    other = PublicationFactory(office=office.unit)
    client, address = as_user(office.editor), reverse("bulletins:issue_new")
    data = {"series": "regular", "tag": "", "key": shown_key(client, address)}

    for publication in (office.publication, other):
        client.post(address, data | {"publication": publication.pk})

    assert set(Issue.objects.values_list("publication", flat=True)) == {office.publication.pk, other.pk}


def test_a_leaders_words_sent_twice_are_kept_once(office, as_user):
    issue = office.signed()
    client, address = as_user(office.leader), reverse("bulletins:instruct", args=[issue.pk])
    data = {"level": "county", "on": timezone.localdate().isoformat(), "text": "很好。", "article": ""}

    first, again, other = (
        client.post(address, data | {"text": text}) for text in ("很好。", "很好。", "再报。")
    )

    assert [first.status_code, again.status_code, other.status_code] == [302, 409, 302]
    assert "已登记过" in again.text
    assert Instruction.objects.count() == 2


def test_a_leaders_words_on_an_item_are_kept_once(office):
    item = office.item()
    instructions.instruct(by=office.leader, submission=item, text="很好。", level="county")

    with pytest.raises(Refused, match="已登记过"):
        instructions.instruct(by=office.leader, submission=item, text="很好。", level="county")


def test_an_item_is_used_once_in_an_issue(office):
    item = office.item(title="暖心驿站建成")
    first, second = (office.article(item, ready=True, title=title) for title in ("甲", "乙"))
    issue = office.issue(first)

    with pytest.raises(Refused, match="来稿《暖心驿站建成》已用于本期稿件《甲》"):
        issues.place(issue, second, by=office.editor)

    assert titles(issue) == ["甲"]


def test_an_item_used_in_an_issue_is_not_merged_into_its_neighbour(office):
    item = office.item(title="暖心驿站建成")
    first, second = office.article(item, ready=True, title="甲"), office.article(ready=True, title="乙")
    office.issue(first, second)

    with pytest.raises(Refused, match="来稿《暖心驿站建成》已用于本期稿件《甲》"):
        articles.merge(second, item, by=office.editor)

    assert second.sources.count() == 1
