"""A whole year as one file: complete or refused, for whoever asked, for some days."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import archives, articles, signing
from bulletins.models import Archive, Article
from tests.bulletins.years import made, opened, printed, sheets_of, year_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


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
