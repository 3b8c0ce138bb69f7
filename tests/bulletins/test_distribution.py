"""Distribution: whom a signed issue is given to, who is told, who is reminded."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import ADMIN_ROLES, Role
from bulletins.actions import distribution, issues, readers, reading, signing
from bulletins.models import Delivery, Issue, Receipt
from bulletins.models.deliveries import Why
from tests.bulletins.conftest import open_office
from tests.factories import OfficeFactory, PostFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def given(issue):
    return {(each.person, each.why) for each in issue.deliveries.standing().select_related("person")}


def narrowed(office, *people):
    """The office's bulletin, read by these people only."""
    for person in people:
        readers.add(office.publication, by=office.editor, person=person)
    readers.set_scope(office.publication, "listed", by=office.editor)
    return office


def another(office, role, unit=None):
    return UserFactory(home=unit or office.town, role=role)


# ---- whom it is given to


def test_at_signature_everybody_in_the_area_but_its_three_hands_is_given_the_issue(office, elsewhere):
    second = another(office, Role.EDITOR, office.unit)

    issue = office.signed()

    people = {office.leader, office.reviewer, office.informant, second}
    assert given(issue) == {(person, Why.AREA) for person in people}


def test_administrators_whose_posts_are_over_and_closed_accounts_are_given_nothing(office):
    for role in ADMIN_ROLES:
        another(office, role, office.unit)
    today = timezone.localdate()
    over = UserFactory(home=office.town)
    PostFactory(user=over, unit=office.town, since=today - timedelta(9), until=today - timedelta(1))
    closed = another(office, Role.INFORMANT)
    closed.is_active = False
    closed.save()

    issue = office.signed()

    assert {person for person, _ in given(issue)} == {office.leader, office.reviewer, office.informant}


def test_a_line_means_a_unit_alone_or_with_those_below_a_post_or_one_person(office):
    village = UnitFactory(parent=office.town)
    other = UnitFactory(parent=office.unit)
    villager = another(office, Role.INFORMANT, village)
    signer, clerk = another(office, Role.REVIEWER, other), another(office, Role.INFORMANT, other)
    outsider = UserFactory(home=OfficeFactory(), role=Role.LEADER)
    readers.add(office.publication, by=office.editor, unit=office.town)
    readers.add(office.publication, by=office.editor, unit=other, role=Role.REVIEWER)
    narrowed(office, outsider)

    issue = office.signed()

    assert given(issue) == {
        (office.informant, Why.UNIT),
        (office.reviewer, Why.UNIT),
        (signer, Why.POST),
        (outsider, Why.PERSON),
    }
    readers.add_for(issue, by=office.editor, unit=office.unit, below=True, role=Role.INFORMANT)
    assert given(issue) - {(office.informant, Why.UNIT)} >= {(villager, Why.ADDED), (clerk, Why.ADDED)}


def test_who_is_given_an_issue_is_who_may_read_it(office):
    """Two roads to one rule: the roster asked once at signature, and each person at every door."""
    village = UnitFactory(parent=office.town)
    people = [
        another(office, role, unit)
        for role in (Role.INFORMANT, Role.REVIEWER)
        for unit in (village, office.town, UnitFactory(parent=office.unit))
    ]
    readers.add(office.publication, by=office.editor, unit=office.town, below=True, role=Role.REVIEWER)
    readers.add(office.publication, by=office.editor, unit=office.unit, role=Role.LEADER)
    narrowed(office, people[0])
    issue = office.issue()
    readers.add_for(issue, by=office.editor, unit=village)
    issue = issues.move(issue, "submit", by=office.editor)
    issue = issues.move(issue, "check", by=office.checker)
    issue = signing.sign(issue, by=office.approver)

    everybody = [*people, office.leader, office.reviewer, office.informant]
    allowed = {person for person in everybody if Issue.objects.visible_to(person).filter(pk=issue.pk)}

    assert {person for person, _ in given(issue)} == allowed
    assert len(allowed) == 5


def test_a_deputy_is_given_issues_only_while_called_on(office):
    deputy = UserFactory(home=office.town)
    PostFactory(user=deputy, unit=office.town, role=Role.REVIEWER, deputy_of=office.reviewer)
    first = office.signed()
    office.reviewer.away_since = office.reviewer.away_until = timezone.localdate()
    office.reviewer.save()
    second = office.signed()

    assert [(deputy, Why.AREA) in given(issue) for issue in (first, second)] == [False, True]


def test_somebody_who_comes_to_a_post_later_reads_without_having_been_given_it(office, as_user):
    issue = office.signed()
    late = another(office, Role.INFORMANT)

    page = as_user(late).get(issue.number_url)

    assert page.status_code == 200
    assert not Delivery.objects.filter(person=late).exists()
    assert [receipt.person for receipt in Receipt.objects.beyond(issue)] == [late]
    assert Delivery.objects.unread_by(late).count() == 0


def test_giving_costs_the_same_for_two_readers_and_for_many(office, django_assert_max_num_queries):
    counts = []
    for more in (0, 12):
        for _ in range(more):
            another(office, Role.INFORMANT)
        issue = office.signed()
        Notice.objects.all().delete()
        issue.deliveries.all().delete()
        with django_assert_max_num_queries(40) as queries:
            distribution.distribute(issue, by=office.approver)
        counts.append((issue.deliveries.count(), len(queries)))

    assert [readers for readers, _ in counts] == [3, 15]
    assert counts[0][1] == counts[1][1]


# ---- notices


def test_each_reader_gets_one_notice_and_reading_the_issue_answers_it(office, as_user):
    issue = office.signed()
    waiting = Notice.objects.visible_to(office.leader).about(issue)
    assert [(notice.text, notice.url) for notice in waiting] == [(f"{issue}已印发，请阅读", issue.number_url)]

    as_user(office.leader).get(issue.number_url)

    assert waiting.unread().count() == 0


def test_a_void_issue_is_taken_back_and_its_readers_are_told(office):
    issue = office.signed()
    reading.read(issue, by=office.informant)

    signing.void(issue, by=office.approver, reason="数字有误")

    assert issue.deliveries.standing().count() == 0
    assert issue.deliveries.filter(withdrawn_at__isnull=False).count() == 3
    notices = Notice.objects.visible_to(office.informant).about(issue).unread()
    assert [notice.text for notice in notices] == [f"{issue}已作废，请勿再传阅、引用。原因：数字有误"]
    assert Delivery.objects.unread_by(office.leader).count() == 0


def test_what_is_issued_again_is_given_again(office):
    article = office.article(ready=True)
    first = office.signed(article)
    signing.void(first, by=office.approver, reason="印错")
    article.refresh_from_db()

    second = office.signed(article)

    assert len(given(second)) == 3
    assert given(first) == set()


# ---- reminding


def test_reminding_reaches_the_unread_with_one_notice_each(office):
    issue = office.signed()
    reading.read(issue, by=office.informant)

    reached = distribution.remind(issue, by=office.editor)

    assert reached == 2
    assert [n.text for n in Notice.objects.visible_to(office.leader).about(issue).unread()] == [
        f"请阅读{issue}"
    ]
    assert Notice.objects.visible_to(office.informant).about(issue).unread().count() == 0


def test_readers_are_reminded_once_an_hour_at_most(office):
    with time_machine.travel("2026-12-15T09:00+08:00", tick=False) as clock:
        issue = office.signed()
        distribution.remind(issue, by=office.editor)
        clock.shift(timedelta(minutes=59))
        with pytest.raises(Refused, match="09:00 刚催阅过，一小时内只催一次，请在 10:00 以后再催。"):
            distribution.remind(issue, by=office.leader)
        clock.shift(timedelta(minutes=1))

        assert distribution.remind(issue, by=office.leader) == 3


def test_nobody_is_reminded_of_what_everybody_read_or_what_is_void(office, elsewhere):
    issue = office.signed()
    for person in (office.leader, office.reviewer, office.informant):
        reading.read(issue, by=person)
    with pytest.raises(Refused, match="都已阅读"):
        distribution.remind(issue, by=office.editor)
    with pytest.raises(NotYours):
        distribution.remind(issue, by=office.reviewer)
    signing.void(issue, by=office.approver, reason="印错")
    with pytest.raises(Refused, match="作废"):
        distribution.remind(issue, by=office.editor)


def test_another_office_is_none_of_its_readers(office, elsewhere):
    issue = office.signed()

    assert not {person for person, _ in given(issue)} & {elsewhere.leader, elsewhere.informant}
    assert open_office().leader not in {person for person, _ in given(issue)}
