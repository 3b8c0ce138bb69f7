"""Reading: signed issues at their addresses, their files, and who they reach."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from bulletins.actions import documents, signing
from bulletins.models import Issue
from tests.bulletins.conftest import open_office
from tests.factories import PublicationFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
SPEECH = "同志们：\n一、看清分量\n（一）信息是决策的依据。去年冬季送温暖活动扩大了范围。\n1.以会议代替工作。\n正文一段。"


def made(issue):
    """The issue with both files made."""
    for document in issue.documents.all():
        documents.make(document.pk)
    return issue


def address(issue, kind):
    return reverse("bulletins:document", args=[issue.publication.code, issue.year, issue.slug, kind])


# ---- the page


def test_an_address_a_person_could_type(office):
    issue, supplement = office.signed(), office.signed(series="supplement")
    code, year = office.publication.code, timezone.localdate().year

    assert issue.number_url == f"/bulletins/{code}/{year}/1/"
    assert supplement.number_url == f"/bulletins/{code}/{year}/s1/"
    assert address(issue, "pdf") == f"/bulletins/{code}/{year}/1.pdf"


def test_the_page_shows_the_issue_as_printed(office, as_user):
    article = office.article(office.item(title="座谈会讲话", body=SPEECH), ready=True)
    issue = office.signed(article, tag="座谈会特刊", note="现将讲话编发如下。")
    today = timezone.localdate()

    page = as_user(office.informant).get(issue.number_url).text

    for text in (
        '<div class="masthead">工会信息</div>',
        '<div class="number">第1期</div>',
        "【座谈会特刊】",
        f"{today.year}年{today.month}月{today.day}日",
        "<b>【编者按】</b>现将讲话编发如下。",
        '<p class="address">同志们：</p>',
        '<p class="h1"><span class="head">一、看清分量</span></p>',
        '<p class="h2"><span class="head">（一）信息是决策的依据。</span>去年冬季送温暖活动扩大了范围。</p>',
        '<p class="h3"><span class="head">1.以会议代替工作。</span></p>',
        '<p class="p">正文一段。</p>',
        f"<span>编辑：{office.editor}</span><span>核对：{office.checker}</span><span>核签：{office.approver}</span>",
        "<span>市总工会办公室。</span>",
        "（共印20份）",
    ):
        assert text in page


def test_the_page_after_signature_is_found_from_the_workshops_address(office, as_user):
    issue = office.signed()

    answer = as_user(office.editor).get(issue.get_absolute_url())

    assert answer.url == issue.number_url


def test_readers_turn_to_the_issue_before_and_after(office, as_user):
    first, second, third = office.signed(), office.signed(series="supplement"), office.signed()
    client = as_user(office.leader)

    neighbours = [
        (client.get(issue.number_url).context["before"], client.get(issue.number_url).context["after"])
        for issue in (first, second, third)
    ]

    assert neighbours == [(None, second), (first, third), (second, None)]


def test_markup_in_a_text_stays_text(office, as_user):
    issue = office.signed(office.article(office.item(body="<script>alert(1)</script>"), ready=True))

    page = as_user(office.leader).get(issue.number_url).text

    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_desk_sees_sources_history_and_hashes_that_readers_do_not(office, as_user):
    issue = made(office.signed())
    desk, reader = (as_user(user).get(issue.number_url).text for user in (office.editor, office.informant))

    for text in ("采用（1）", "办理过程", issue.paper_sha256):
        assert (text in desk, text in reader) == (True, False)
    assert all(document.sha256 in reader for document in issue.documents.all())


def test_a_void_issue_is_shown_to_the_desk_only(office, as_user):
    issue = office.signed()
    signing.void(issue, by=office.approver, reason="印错")

    desk, reader = (as_user(user).get(issue.number_url) for user in (office.checker, office.leader))

    assert (desk.status_code, reader.status_code) == (200, 404)
    assert "本期已作废：印错" in desk.text


def test_readers_get_nothing_unsigned(office, as_user):
    issue = office.awaiting()

    assert [
        as_user(user).get(issue.get_absolute_url()).status_code for user in (office.leader, office.informant)
    ] == [404, 404]


@pytest.mark.parametrize("path", ["2026/0/", "2026/x1/", "2026/1.exe", "99999999999/1/", "2026/999999/"])
def test_an_address_of_nothing_is_not_found(office, as_user, path):
    office.signed()

    assert as_user(office.editor).get(f"/bulletins/{office.publication.code}/{path}").status_code == 404


def test_strangers_find_no_signed_issue_at_any_door(office, elsewhere, as_user):
    issue = made(elsewhere.signed(elsewhere.article(title="别处的题目", ready=True)))
    code, year, slug = issue.publication.code, issue.year, issue.slug
    doors = [
        issue.get_absolute_url(),
        issue.number_url,
        reverse("bulletins:files", args=[code, year, slug]),
        address(issue, "pdf"),
        address(issue, "docx"),
        reverse("bulletins:issue_proof", args=[issue.pk]),
        reverse("bulletins:instruct", args=[issue.pk]),
        reverse("bulletins:publication", args=[code]),
    ]
    outsider = UserFactory(home=UnitFactory(parent=None))

    answers = [
        as_user(user).get(door)
        for user in (office.editor, office.leader, office.informant, outsider)
        for door in doors
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert not any("别处的题目" in answer.text for answer in answers)


# ---- the lists


def test_the_first_page_lists_what_is_signed_and_reaches_me_newest_first(office, elsewhere, as_user):
    older, newer = office.signed(), office.signed()
    office.awaiting()
    elsewhere.signed()
    signing.void(office.signed(), by=office.approver, reason="印错")

    page = as_user(office.informant).get(reverse("bulletins:index"))

    assert list(page.context["page"]) == [newer, older]
    assert list(page.context["todays"]) == [newer, older]
    assert "今日（2）" in page.text


def test_years_have_tabs(as_user):
    with time_machine.travel(datetime(2026, 12, 31, 12, tzinfo=SHANGHAI), tick=False):
        office = open_office()
        old = office.signed()
    with time_machine.travel(datetime(2027, 1, 4, 9, tzinfo=SHANGHAI), tick=False):
        new = office.signed()
        client = as_user(office.leader)
        index = client.get(reverse("bulletins:index")).context
        last_year = client.get(old.publication.get_absolute_url(), {"year": 2026}).context
        nonsense = client.get(reverse("bulletins:index"), {"year": "去年", "page": "x"}).context

    assert (index["years"], list(index["page"])) == ([2027, 2026], [new, old])
    assert list(last_year["page"]) == [old]
    assert list(nonsense["page"]) == [new, old]


def test_publications_are_listed_as_own_and_above(office, elsewhere, as_user):
    carrier = PublicationFactory(office=None, name="省工会信息", level="province")
    closed = PublicationFactory(office=None, name="停刊的刊物", is_active=False)

    context = as_user(office.informant).get(reverse("bulletins:index")).context

    assert (context["publications"], context["carriers"]) == ([office.publication], [carrier])
    assert closed not in context["carriers"]


def test_long_lists_have_pages(office, as_user):
    for _ in range(21):
        office.signed()
    client = as_user(office.leader)

    second = client.get(reverse("bulletins:index"), {"page": 2})

    assert [issue.number for issue in second.context["page"]] == [1]
    assert "第 2 / 2 页，共 21 条" in second.text


def test_the_lists_cost_the_same_for_one_issue_and_for_many(office, as_user, django_assert_max_num_queries):
    issue = office.signed()
    client = as_user(office.editor)
    doors = [reverse("bulletins:index"), office.publication.get_absolute_url(), issue.number_url]
    counts = []
    for more in (0, 5):
        for _ in range(more):
            office.signed()
        for door in doors:
            client.get(door)
            with django_assert_max_num_queries(34) as queries:
                client.get(door)
            counts.append(len(queries))

    assert counts[:3] == counts[3:]


def test_an_issue_of_many_articles_costs_no_more_to_read(office, as_user, django_assert_max_num_queries):
    one, many = office.signed(), office.signed(*(office.article(ready=True) for _ in range(6)))
    client = as_user(office.editor)
    for issue in (one, many):
        client.get(issue.number_url)  # the first reading writes a receipt besides

    counts = []
    for issue in (Issue.objects.get(pk=one.pk), Issue.objects.get(pk=many.pk)):
        with django_assert_max_num_queries(34) as queries:
            client.get(issue.number_url)
        counts.append(len(queries))

    assert counts[0] == counts[1]
