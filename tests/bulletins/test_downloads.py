"""Downloads: their names, their hashes, and the log of who took them."""

import hashlib

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Event
from bulletins.actions import documents
from tests.bulletins.conftest import open_office
from tests.journeys.steps import log_in

pytestmark = pytest.mark.django_db


def made(issue):
    """The issue with both files made."""
    for document in issue.documents.all():
        documents.make(document.pk)
    return issue


def address(issue, kind):
    return reverse("bulletins:document", args=[issue.publication.code, issue.year, issue.slug, kind])


# ---- the files


def test_a_download_carries_its_name_its_type_and_its_hash(office, as_user):
    issue = made(office.signed())
    client = as_user(office.leader)

    docx, pdf = client.get(address(issue, "docx")), client.get(address(issue, "pdf"))

    name = f"%E5%B7%A5%E4%BC%9A%E4%BF%A1%E6%81%AF{issue.year}%E5%B9%B4%E7%AC%AC1%E6%9C%9F"
    assert docx["Content-Disposition"] == f"attachment; filename*=utf-8''{name}.docx"
    assert pdf["Content-Disposition"] == f"inline; filename*=utf-8''{name}.pdf"
    assert docx["Content-Type"].endswith("wordprocessingml.document")
    assert pdf["Content-Type"] == "application/pdf"
    for answer in (docx, pdf):
        assert answer["ETag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "private" in answer["Cache-Control"]


def test_an_unchanged_file_is_not_sent_again(office, as_user):
    issue = made(office.signed())
    client = as_user(office.leader)
    etag = client.get(address(issue, "pdf"))["ETag"]

    again = client.get(address(issue, "pdf"), headers={"if-none-match": etag})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


def test_every_download_is_in_the_log_once(office, as_user):
    issue = made(office.signed())
    client = as_user(office.informant)

    client.get(address(issue, "pdf"))
    client.get(address(issue, "docx"))

    reads = Event.objects.about(issue).filter(verb="read")
    assert [(event.who, event.label) for event in reads] == [
        (office.informant, "下载PDF"),
        (office.informant, "下载Word"),
    ]


def test_the_bytes_are_the_same_after_a_renaming(office, as_user):
    issue = made(office.signed())
    client = as_user(office.leader)
    before = client.get(address(issue, "docx"))
    office.publication.name = "改名信息"
    office.publication.save()

    after = client.get(address(issue, "docx"))

    assert after.content == before.content
    assert after["Content-Disposition"] == before["Content-Disposition"]


def test_while_files_are_made_the_page_says_so_and_asks_again(office, as_user):
    issue = office.signed()
    client = as_user(office.leader)
    fragment = reverse("bulletins:files", args=[office.publication.code, issue.year, issue.slug])

    waiting = client.get(issue.number_url).text
    early = client.get(address(issue, "pdf"))
    made(issue)
    ready = client.get(fragment).text

    assert "正在生成" in waiting
    assert f'hx-get="{fragment}"' in waiting
    assert early.url == issue.number_url
    assert "正在生成" not in ready
    assert "hx-get" not in ready
    assert address(issue, "pdf") in ready


@pytest.mark.browser
@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_the_reader_waits_on_the_page_and_the_links_appear(page, queue):
    office = open_office()
    issue = office.signed()
    log_in(page, office.leader)

    page.goto(issue.number_url)
    expect(page.get_by_text("PDF 正在生成")).to_be_visible()
    made(issue)

    expect(page.locator(f'a[href="{address(issue, "pdf")}"]')).to_be_visible()
    expect(page.get_by_text("正在生成")).to_have_count(0)
