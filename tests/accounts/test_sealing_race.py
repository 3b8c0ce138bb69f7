"""Many acts at once: every one is sealed, once, and the chain stays whole."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from accounts.actions.importing import keep_upload
from accounts.actions.posts import enter_post, grant_posts, revoke_post
from accounts.actions.units import save_unit
from accounts.events import record, seal_pending, verify
from accounts.models import Event, Head, Post, Unit, Upload
from accounts.refusal import Refused
from accounts.roles import Role
from accounts.spreadsheet import Book
from tests.factories import UnitFactory, UserFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(acts):
    """Run the acts in as many threads, let go together; each one's answer, or its refusal."""
    gate = Barrier(len(acts))

    def run(act):
        try:
            gate.wait(timeout=20)
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_acts_at_once_make_one_whole_chain(house):
    def work(worker):
        for number in range(10):
            with transaction.atomic():
                record(house.sysadmin, "x", label=f"{worker}-{number}", unit=house.street)

    at_once([lambda worker=worker: work(worker) for worker in range(8)])

    positions = list(Event.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, 81))
    assert (verify().whole, Head.objects.get().position) == (True, 80)


def test_many_sealers_at_the_very_first_event_seal_it_once(house):
    events = [Event(who=house.sysadmin, verb="x", label=str(n), unit=house.street) for n in range(50)]
    Event.objects.bulk_create(events)

    sealed = at_once([seal_pending] * 8)

    assert sum(sealed) == 50
    assert (verify().whole, verify().checked) == (True, 50)


def test_two_moves_that_together_would_make_a_circle_do_not(house):
    other = UnitFactory(name="翠湖街道", parent=house.office)

    answers = at_once(
        [
            lambda: save_unit(house.street, by=house.sysadmin, parent=other),
            lambda: save_unit(other, by=house.sysadmin, parent=Unit.objects.get(pk=house.street.pk)),
        ]
    )

    assert [isinstance(answer, Refused) for answer in answers].count(True) == 1
    tree = {unit.pk: unit for unit in Unit.objects.under(house.office)}
    assert [unit.path for unit in tree.values() if unit.parent_id in tree] == [
        f"{tree[unit.parent_id].path}{unit.pk}/" for unit in tree.values() if unit.parent_id in tree
    ]


def test_one_post_entered_twice_at_once_is_entered_once(house):
    person = UserFactory(home=house.street)

    def enter():
        return enter_post(by=house.sysadmin, user=person, role=Role.REVIEWER, unit=house.street)

    answers = at_once([enter] * 6)

    assert [isinstance(answer, Post) for answer in answers].count(True) == 1
    assert Post.objects.filter(user=person).count() == 1


def test_one_post_granted_twice_at_once_is_granted_once(house):
    post = enter_post(
        by=house.sysadmin, user=UserFactory(home=house.street), role=Role.REVIEWER, unit=house.street
    )

    answers = at_once([lambda: grant_posts([post], by=house.secadmin)] * 6)

    assert [isinstance(answer, Refused) for answer in answers].count(False) == 1
    assert Event.objects.filter(verb="post-grant").count() == 1


def test_two_security_administrators_removing_each_other_at_once_leave_one(house):
    first, second = house.secadmin, UserFactory(home=house.office, role=Role.SECADMIN)
    assert (first.roles, second.roles) == ({Role.SECADMIN}, {Role.SECADMIN})
    pairs = [(first.posts.get(), second), (second.posts.get(), first)]

    at_once([lambda post=post, by=by: revoke_post(post, by=by, reason="调离") for post, by in pairs])

    assert Post.objects.current().filter(role=Role.SECADMIN).count() == 1


def test_of_many_uploads_of_one_person_at_once_one_is_kept_and_none_fails(house):
    book = Book(rows={"人员": []}, columns={})

    kept = at_once([lambda n=n: keep_upload(book, by=house.sysadmin, name=f"{n}.xlsx") for n in range(6)])

    assert sorted(upload.name for upload in kept) == [f"{n}.xlsx" for n in range(6)]
    assert Upload.objects.get().owner == house.sysadmin
