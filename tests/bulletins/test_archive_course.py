"""The course of an archive: asked for, made, told, thrown away; a maker that dies, a queue that stops."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from bulletins.actions import archives
from bulletins.models import Archive
from infohub.tasks import sweep
from tests.bulletins.conftest import open_office
from tests.bulletins.years import printed, year_of
from tests.queues import send_tasks_to
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db


def test_the_page_shows_the_years_and_asks_again_while_one_is_made(office, as_user):
    issue = printed(office)
    client, url = as_user(office.editor), reverse("bulletins:archive", args=[office.publication.code])

    client.post(reverse("bulletins:archive_ask", args=[office.publication.code, issue.year]))
    waiting = client.get(url).text
    archives.make(Archive.objects.get().pk)
    ready = client.get(url).text

    assert f"{issue.year}年合订：已打包 0 / 1 期" in waiting
    asks_again = reverse("bulletins:archive_progress", args=[office.publication.code])
    assert (asks_again in waiting, asks_again in ready) == (True, False)
    assert reverse("bulletins:archive_file", args=[Archive.objects.get().pk]) in ready


def test_the_page_costs_the_same_for_one_year_and_for_many(office, as_user, django_assert_max_num_queries):
    issue = printed(office)
    client, url = as_user(office.editor), reverse("bulletins:archive", args=[office.publication.code])
    client.get(url)
    for year in range(4):
        with time_machine.travel(timezone.now() + timedelta(days=366 * year)):
            printed(office)
    for _ in range(3):
        year_of(office, issue)

    with django_assert_max_num_queries(20) as queries:
        page = client.get(url).text

    assert page.count("打包</button>") >= 4
    assert len([q for q in queries if "bulletins_archive" in q["sql"]]) == 1
    assert len([q for q in queries if "bulletins_issue" in q["sql"]]) == 1


def test_who_asked_is_told_when_it_is_ready_and_the_notice_ends_with_the_file(office):
    archive = year_of(office, printed(office))
    told = Notice.objects.filter(person=office.editor, text__contains="已打包")
    assert [notice.url for notice in told] == [archive.page_url]

    with time_machine.travel(timezone.now() + timedelta(days=4)):
        archives.expire()

    assert told.get().over_at is not None


def test_after_its_days_the_file_is_gone_and_the_page_says_so(office, as_user):
    archive = year_of(office, printed(office))
    path, storage = archive.file.name, archive.file.storage
    assert storage.exists(path)

    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        sweep()
        answer = as_user(office.editor).get(reverse("bulletins:archive_file", args=[archive.pk]))
        page = as_user(office.editor).get(archive.page_url).text

    assert not storage.exists(path)
    assert answer.url == archive.page_url
    assert "已过保留期，文件已删除" in page


def test_other_bytes_than_the_signed_ones_stop_the_work_and_the_page_says_why(office, as_user):
    issue = office.signed()
    issue.documents.update(content=b"%PDF-forged", sha256="0" * 64)

    archive = year_of(office, issue)

    assert archive.failed
    assert "文件与签发时不一致" in as_user(office.editor).get(archive.page_url).text
    assert not archive.file


def test_a_maker_that_lives_is_left_alone_and_one_that_died_is_replaced(office):
    asked = archives.ask(office.publication, printed(office).year, by=office.editor)
    archives.claim(asked.pk)

    second = archives.make(asked.pk)
    pending = [Archive.objects.pending().count()]
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        pending.append(Archive.objects.pending().count())
        third = archives.make(asked.pk)

    assert (second, pending) == (None, [0, 1])
    assert third.ready


def test_a_maker_that_dies_every_time_is_not_sent_out_for_ever(office, as_user):
    asked = archives.ask(office.publication, printed(office).year, by=office.editor)
    for attempt in range(4):
        with time_machine.travel(timezone.now() + timedelta(minutes=3 * attempt)):
            archives.claim(asked.pk)

    asked.refresh_from_db()
    assert asked.failed
    assert "打包多次中断" in as_user(office.editor).get(asked.page_url).text
    assert Archive.objects.pending().count() == 0


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_makes_the_archive_and_the_sweep_sends_what_a_stopped_queue_lost(queue, worker):
    office = open_office()
    issue = printed(office)
    send_tasks_to("redis://127.0.0.1:1/0")
    asked = archives.ask(office.publication, issue.year, by=office.editor)
    lost = Archive.objects.get(pk=asked.pk).ready
    send_tasks_to(queue)

    sweep()
    wait_until(lambda: Archive.objects.get(pk=asked.pk).ready)

    assert lost is False
