"""A whole year as one file: complete or refused, for whoever asked, for some days."""

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import archives, articles, documents, signing
from bulletins.models import Archive, Article
from infohub.tasks import sweep
from tests.bulletins.conftest import open_office
from tests.factories import UserFactory
from tests.sheets import HEAD_ROW
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db


def made(issue):
    for document in issue.documents.all():
        documents.make(document.pk)
    return issue


def printed(office, **fields):
    return made(office.signed(office.article(ready=True, **fields)))


def year_of(office, issue, by=None):
    """The archive of an issue's year, made."""
    asked = archives.ask(office.publication, issue.year, by=by or office.editor)
    archives.make(asked.pk)
    asked.refresh_from_db()
    return asked


def opened(archive):
    with archive.file.open() as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def sheets_of(book, name):
    read = load_workbook(io.BytesIO(book.read(name)))
    return {
        page.title: [list(row) for row in page.iter_rows(min_row=HEAD_ROW, values_only=True)] for page in read
    }


# ---- what it holds


def test_an_archive_holds_both_files_of_every_issue_a_catalogue_and_the_hashes(office):
    first, second = printed(office, title="第一篇"), printed(office, title="第二篇")
    supplement = made(office.signed(series="supplement"))

    book = opened(year_of(office, first))

    folder, day = f"工会信息{first.year}年", f"（{first.date:%Y-%m-%d}）"
    assert sorted(book.namelist()) == [
        f"{folder}/1正刊第001期{day}.docx",
        f"{folder}/1正刊第001期{day}.pdf",
        f"{folder}/1正刊第002期{day}.docx",
        f"{folder}/1正刊第002期{day}.pdf",
        f"{folder}/2增刊第001期{day}.docx",
        f"{folder}/2增刊第001期{day}.pdf",
        f"{folder}/SHA256校验码.txt",
        f"{folder}/目录.xlsx",
    ]
    assert book.testzip() is None
    for place, issue in (("1正刊第001期", first), ("1正刊第002期", second), ("2增刊第001期", supplement)):
        for document in issue.documents.all():
            assert book.read(f"{folder}/{place}{day}.{document.format}") == bytes(document.content)


def test_the_list_of_hashes_is_true_of_the_files_beside_it(office):
    book = opened(year_of(office, printed(office)))
    folder = book.namelist()[0].partition("/")[0]

    lines = book.read(f"{folder}/SHA256校验码.txt").decode().splitlines()

    named = dict(reversed(line.split("  ")) for line in lines)
    assert len(named) == 2
    assert {name: hashlib.sha256(book.read(f"{folder}/{name}")).hexdigest() for name in named} == named


def test_the_catalogue_names_issues_hands_and_articles(office):
    article = office.article()
    Article.objects.filter(pk=article.pk).update(title="=1+1 暖蜂驿站", byline="清波街道总工会")
    issue = made(office.signed(articles.move(article, "finish", by=office.editor)))
    book = opened(year_of(office, issue))

    found = sheets_of(book, next(name for name in book.namelist() if name.endswith(".xlsx")))

    row = dict(zip(*found["各期"][:2], strict=True))
    assert (row["期号"], row["状态"], row["签发日期"], row["篇数"]) == (
        issue.label,
        "已签发",
        f"{issue.date:%Y-%m-%d}",
        1,
    )
    assert (row["编辑"], row["核对"], row["核签"]) == (
        office.editor.name,
        office.checker.name,
        office.approver.name,
    )
    assert row["PDF 校验码"] == issue.documents.get(format="pdf").sha256
    assert found["篇目"][1] == [issue.label, 1, None, "=1+1 暖蜂驿站", "清波街道总工会"]


def test_a_void_issue_is_kept_and_marked(office):
    first, second = printed(office), printed(office)
    signing.void(first, by=office.approver, reason="印错")

    book = opened(year_of(office, second))

    assert (
        sum(
            "第001期" in name and name.endswith(("（作废）.pdf", "（作废）.docx")) for name in book.namelist()
        )
        == 2
    )
    states = [
        row[5] for row in sheets_of(book, next(n for n in book.namelist() if n.endswith("xlsx")))["各期"][1:]
    ]
    assert states == ["作废：印错", "已签发"]


def test_what_is_signed_after_the_archive_was_asked_for_is_not_in_it(office):
    first = printed(office)
    asked = archives.ask(office.publication, first.year, by=office.editor)
    printed(office)

    archives.make(asked.pk)

    asked.refresh_from_db()
    assert (asked.done, asked.total) == (1, 1)
    assert len(opened(asked).namelist()) == 4


def test_a_name_with_a_slash_makes_no_folder_of_its_own(office):
    issue = printed(office)
    office.publication.name = "工会/信息:简报"
    office.publication.save()

    names = opened(year_of(office, issue)).namelist()

    assert {name.count("/") for name in names} == {1}
    assert {name.partition("/")[0] for name in names} == {f"工会_信息_简报{issue.year}年"}


# ---- who asks, and when it is refused


def test_a_year_with_files_still_to_be_made_is_refused_by_name(office):
    printed(office)
    waiting = office.signed()

    with pytest.raises(Refused, match=f"{waiting.label}的文件还没有生成"):
        archives.ask(office.publication, waiting.year, by=office.editor)

    assert Archive.objects.count() == 0


def test_many_unmade_issues_are_counted(office):
    waiting = [office.signed() for _ in range(5)]

    with pytest.raises(Refused, match="第3期等5期的文件还没有生成"):
        archives.ask(office.publication, waiting[0].year, by=office.editor)


def test_a_year_without_issues_is_refused(office):
    office.awaiting()

    with pytest.raises(Refused, match="2020年还没有签发的期"):
        archives.ask(office.publication, 2020, by=office.editor)


def test_asking_twice_while_it_is_being_made_gives_the_same_one(office):
    issue = printed(office)

    first, second = (archives.ask(office.publication, issue.year, by=office.editor) for _ in range(2))
    others = archives.ask(office.publication, issue.year, by=office.checker)

    assert first == second
    assert others != first
    assert Event.objects.filter(verb="archive").count() == 2


@pytest.mark.parametrize("role", [Role.LEADER, Role.INFORMANT, Role.SYSADMIN])
def test_only_the_desk_asks(office, role):
    issue = printed(office)

    with pytest.raises(NotYours):
        archives.ask(office.publication, issue.year, by=UserFactory(home=office.unit, role=role))


def test_only_who_asked_takes_it_away_and_the_log_knows(office, as_user):
    archive = year_of(office, printed(office))
    url = reverse("bulletins:archive_file", args=[archive.pk])

    taken = as_user(office.editor).get(url)
    content = b"".join(taken.streaming_content)
    other = as_user(office.checker).get(url)

    assert hashlib.sha256(content).hexdigest() == archive.sha256
    assert taken["Content-Type"] == "application/zip"
    assert f"{archive.year}" in taken["Content-Disposition"]
    assert taken["Cache-Control"] == "private, no-store"
    assert other.status_code == 404
    read = Event.objects.about(office.publication).get(verb="read")
    assert (read.who, read.label, read.data["sha256"]) == (office.editor, "下载年度合订", archive.sha256)


def test_who_left_the_desk_takes_nothing_away(office, as_user):
    archive = year_of(office, printed(office))
    yesterday = timezone.localdate() - timedelta(days=1)
    office.editor.posts.update(since=yesterday, until=yesterday)

    answer = as_user(office.editor).get(reverse("bulletins:archive_file", args=[archive.pk]))

    assert answer.status_code == 404


def test_a_stranger_finds_no_archive_at_any_door(office, elsewhere, as_user):
    archive = year_of(office, printed(office))
    client, code = as_user(elsewhere.editor), office.publication.code

    answers = [
        client.get(reverse("bulletins:archive", args=[code])),
        client.get(reverse("bulletins:archive_progress", args=[code])),
        client.post(reverse("bulletins:archive_ask", args=[code, archive.year])),
        client.get(reverse("bulletins:archive_file", args=[archive.pk])),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert Archive.objects.count() == 1


def test_readers_of_the_publication_are_told_that_it_is_the_desks(office, as_user):
    assert (
        as_user(office.leader).get(reverse("bulletins:archive", args=[office.publication.code])).status_code
        == 403
    )


# ---- on the way, over, failed


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
    from tests.queues import send_tasks_to

    office = open_office()
    issue = printed(office)
    send_tasks_to("redis://127.0.0.1:1/0")
    asked = archives.ask(office.publication, issue.year, by=office.editor)
    lost = Archive.objects.get(pk=asked.pk).ready
    send_tasks_to(queue)

    sweep()
    wait_until(lambda: Archive.objects.get(pk=asked.pk).ready)

    assert lost is False
