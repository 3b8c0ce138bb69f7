"""Readers: who may read an issue at which door, who keeps the lists, what reading writes down."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import documents, readers, signing
from bulletins.models import Delivery, Document, Issue, Publication, Readership, Receipt
from infohub.searching import Asked, found, hits
from tests.bulletins.test_distribution import another, narrowed
from tests.factories import OfficeFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


# ---- who may read: every door follows the list


def test_a_narrowed_publication_is_shut_to_all_but_its_desk_and_its_list(office, as_user):
    item = office.item(body="唯独名单上的人可以读到的话")
    narrowed(office, office.leader)
    issue = office.signed(office.article(item, title="仅限名单的题目", ready=True))
    for document in issue.documents.all():
        documents.make(document.pk)
    code, year, slug = office.publication.code, issue.year, issue.slug
    doors = [
        issue.number_url,
        reverse("bulletins:files", args=[code, year, slug]),
        *(reverse("bulletins:document", args=[code, year, slug, kind]) for kind in ("pdf", "docx")),
        reverse("bulletins:publication", args=[code]),
    ]

    statuses = {
        person: {as_user(person).get(door).status_code for door in doors}
        for person in (office.leader, office.checker, office.reviewer)
    }

    assert statuses == {office.leader: {200}, office.checker: {200}, office.reviewer: {404}}


@pytest.mark.parametrize("door", ["home", "bulletins:index", "bulletins:adoptions"])
def test_no_list_names_an_issue_that_does_not_reach_its_reader(office, as_user, door):
    narrowed(office, office.leader)
    other = another(office, Role.INFORMANT, UnitFactory(parent=office.unit))
    office.signed(office.article(title="仅限名单的题目", ready=True))

    shown = ["仅限名单的题目" in as_user(other).get(reverse(door)).text]
    shown.append(office.publication.name in as_user(other).get(reverse(door)).text)

    assert shown == [False, False]


def test_search_follows_the_list_both_ways(office):
    outsider = UserFactory(home=OfficeFactory(), role=Role.LEADER)
    narrowed(office, outsider)
    office.signed(office.article(title="丁香湖畔的经验", ready=True))

    seen = {
        person: len(hits(found(person, Asked(q="丁香湖畔", what="issue")), person, "丁香湖畔"))
        for person in (outsider, office.reviewer, office.editor)
    }

    assert seen == {outsider: 1, office.reviewer: 0, office.editor: 1}


def test_rows_follow_the_list_in_every_query(office):
    narrowed(office, office.leader)
    issue = office.signed()

    for reader, count in ((office.leader, 1), (office.reviewer, 0)):
        assert Issue.objects.visible_to(reader).count() == count
        assert Document.objects.visible_to(reader).count() == 2 * count
        assert Publication.objects.visible_to(reader).filter(pk=office.publication.pk).count() == count
    readers.add_for(issue, by=office.editor, person=office.reviewer)
    assert list(Issue.objects.visible_to(office.reviewer)) == [issue]
    assert list(Issue.objects.visible_to(office.informant)) == []


def test_an_issue_added_for_once_shows_no_other_issue(office, as_user):
    narrowed(office, office.leader)
    shown, hidden = office.signed(), office.signed()
    readers.add_for(shown, by=office.editor, person=office.reviewer)
    client = as_user(office.reviewer)

    answers = [client.get(issue.number_url).status_code for issue in (shown, hidden)]

    assert answers == [200, 404]
    assert client.get(shown.number_url).context["after"] is None


def test_an_office_below_still_knows_a_narrowed_carrier_by_name(office):
    county = OfficeFactory(parent=office.unit)
    editor = UserFactory(home=county, role=Role.EDITOR)
    narrowed(office, office.leader)

    assert office.publication in Publication.objects.visible_to(editor).above(county)
    assert Issue.objects.visible_to(editor).count() == 0


def test_whoever_loses_the_post_loses_the_issue_and_the_badge(office):
    readers.add(office.publication, by=office.editor, unit=office.town, role=Role.REVIEWER)
    readers.set_scope(office.publication, "listed", by=office.editor)
    issue = office.signed()
    assert Delivery.objects.unread_by(office.reviewer).count() == 1

    office.reviewer.posts.update(revoked_on=timezone.localdate())
    del office.reviewer.current_posts

    assert not Issue.objects.visible_to(office.reviewer).filter(pk=issue.pk).exists()
    assert Delivery.objects.unread_by(office.reviewer).count() == 0


# ---- keeping the lists


def test_only_the_offices_editor_or_approver_keeps_the_lists(office, elsewhere):
    issue = office.issue()
    for stranger in (office.leader, office.checker, elsewhere.editor):
        for act in (
            lambda by: readers.add(office.publication, by=by, person=office.leader),
            lambda by: readers.add_for(issue, by=by, person=office.leader),
            lambda by: readers.set_scope(office.publication, "listed", by=by),
        ):
            with pytest.raises(NotYours):
                act(stranger)

    assert Readership.objects.count() == 0


def test_a_line_stands_on_a_list_once(office):
    readers.add(office.publication, by=office.editor, unit=office.town)
    with pytest.raises(Refused, match="名单里已有"):
        readers.add(office.publication, by=office.editor, unit=office.town, below=True)


def test_a_list_that_is_all_there_is_cannot_be_empty(office):
    with pytest.raises(Refused, match="名单是空的"):
        readers.set_scope(office.publication, "listed", by=office.editor)
    narrowed(office, office.leader)

    with pytest.raises(Refused, match="名单是空的"):
        readers.remove(Readership.objects.get(), by=office.editor)

    assert Readership.objects.count() == 1


def test_what_was_added_for_a_signed_issue_stays(office):
    issue = office.signed()
    line = readers.add_for(issue, by=office.approver, person=UserFactory(home=OfficeFactory()))

    with pytest.raises(Refused, match="已签发"):
        readers.remove(line, by=office.editor)


def test_nothing_is_added_for_a_void_issue(office):
    issue = office.signed()
    signing.void(issue, by=office.approver, reason="印错")
    with pytest.raises(Refused, match="作废"):
        readers.add_for(issue, by=office.editor, person=office.leader)


# ---- reading


def test_the_first_reading_is_the_receipt_and_every_reading_is_logged(office, as_user):
    issue = office.signed()
    client = as_user(office.leader)
    client.get(issue.number_url)
    first = Delivery.objects.get(person=office.leader).read_at

    client.get(issue.number_url)

    assert Delivery.objects.get(person=office.leader).read_at == first
    assert Receipt.objects.get(person=office.leader).times == 2
    reads = Event.objects.about(issue).filter(verb="read")
    assert [(event.who, event.label) for event in reads] == [(office.leader, "阅读")] * 2
    assert all(event.seal or event.position is None for event in reads)


@pytest.mark.parametrize(
    "header", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}]
)
def test_a_page_fetched_ahead_by_the_browser_is_not_read(office, as_user, header):
    issue = office.signed()

    answer = as_user(office.leader).get(issue.number_url, headers=header)

    assert answer.status_code == 200
    assert Event.objects.filter(verb="read").count() == 0
    assert Delivery.objects.read().count() == 0


def test_asking_for_the_head_of_a_page_is_not_reading_it(office, as_user):
    as_user(office.leader).head(office.signed().number_url)

    assert Receipt.objects.count() == 0


def test_taking_the_file_is_reading_and_is_logged_once(office, as_user):
    issue = office.signed()
    for document in issue.documents.all():
        documents.make(document.pk)
    address = reverse("bulletins:document", args=[office.publication.code, issue.year, issue.slug, "pdf"])

    as_user(office.informant).get(address)

    assert Delivery.objects.get(person=office.informant).read_at is not None
    assert [e.label for e in Event.objects.filter(verb="read", who=office.informant)] == ["下载PDF"]


def test_a_leader_initials_an_issue_once_without_a_word(office, as_user):
    issue = office.signed()
    client = as_user(office.leader)
    for _ in range(2):
        client.post(reverse("bulletins:initial", args=[issue.pk]))

    assert [receipt.person for receipt in Receipt.objects.initials()] == [office.leader]
    assert Event.objects.filter(verb="initial").count() == 1
    assert as_user(office.informant).post(reverse("bulletins:initial", args=[issue.pk])).status_code == 403


def test_all_read_puts_away_only_ones_own(office, as_user):
    first, second = office.signed(), office.signed()

    as_user(office.informant).post(reverse("bulletins:read_all"))

    unread = {
        person: Delivery.objects.unread_by(person).count() for person in (office.informant, office.leader)
    }
    assert unread == {office.informant: 0, office.leader: 2}
    assert Notice.objects.visible_to(office.informant).about(first).unread().count() == 0
    assert Event.objects.get(verb="read-all").data["issues"] == [first.pk, second.pk]
    assert Receipt.objects.count() == 0
