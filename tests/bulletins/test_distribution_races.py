"""Readers and the desk at once: nobody is asked twice, nobody is left out."""

import pytest
from django.db import transaction

from bulletins.actions import distribution, readers, reading, signing
from bulletins.models import Delivery, Issue, Receipt
from tests.bulletins.conftest import open_office
from tests.bulletins.test_races import hold, waiting
from tests.factories import OfficeFactory, UserFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_two_reminders_at_once_one_is_sent():
    office = open_office()
    issue = office.signed()

    with waiting(lambda: distribution.remind(issue, by=office.leader)) as answers:
        distribution.remind(issue, by=office.editor)

    assert ["刚催阅过" in answer for answer in answers] == [True]
    assert office.informant.notices.filter(text=f"请阅读{issue}").count() == 1


def test_one_person_reading_in_two_windows_at_once_has_one_receipt():
    office = open_office()
    issue = office.signed()

    with waiting(lambda: reading.read(issue, by=office.informant)) as answers:
        reading.read(issue, by=office.informant)

    assert answers == [None]
    assert Receipt.objects.get(person=office.informant).times == 2


def test_whoever_is_added_while_the_issue_is_being_signed_is_given_it():
    office = open_office()
    issue, reader = office.awaiting(), UserFactory(home=OfficeFactory())

    with waiting(lambda: readers.add_for(issue, by=office.editor, person=reader)) as answers:
        signing.sign(issue, by=office.approver)

    assert answers == [None]
    assert Delivery.objects.filter(issue=issue, person=reader).count() == 1


def test_whoever_is_listed_while_an_issue_waits_to_be_signed_is_given_it():
    office = open_office()
    issue, reader = office.awaiting(), UserFactory(home=OfficeFactory())

    with waiting(lambda: signing.sign(issue, by=office.approver)) as answers:
        readers.add(office.publication, by=office.editor, person=reader)

    assert answers == [None]
    assert Delivery.objects.filter(issue=issue, person=reader).count() == 1


def test_a_void_issue_is_not_asked_after():
    office = open_office()
    issue = office.signed()

    with waiting(lambda: distribution.remind(issue, by=office.editor)) as answers:
        hold(issue)
        signing.void(issue, by=office.approver, reason="印错")

    assert ["作废" in answer for answer in answers] == [True]
    assert not office.informant.notices.filter(text=f"请阅读{issue}").exists()


def test_a_line_that_is_being_removed_while_the_issue_is_signed_stays():
    office = open_office()
    reader, issue = UserFactory(home=OfficeFactory()), office.awaiting()
    line = readers.add_for(issue, by=office.editor, person=reader)

    with waiting(lambda: readers.remove(line, by=office.editor)) as answers, transaction.atomic():
        signing.sign(Issue.objects.get(pk=issue.pk), by=office.approver)

    assert ["已签发" in answer for answer in answers] == [True]
    assert Delivery.objects.filter(issue=issue, person=reader).count() == 1
