"""The pages of circulars: who sees what, what is kept when two write, what a reader takes away."""

import pytest
from django.urls import reverse

from accounts.models import Event
from accounts.roles import Role
from scoring.actions import circulars
from scoring.circular_sections import sections_of
from scoring.models import Circular, Letterhead
from tests.factories import UserFactory
from tests.scoring.circular_stage import closed_office, in_october
from tests.scoring.stage import SEPTEMBER

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    with in_october():
        yield closed_office()


@pytest.fixture
def as_user(client):
    def enter(user):
        client.force_login(user)
        return client

    return enter


def at(name, circular, *more):
    return reverse(f"scoring:{name}", args=[circular.pk, *more])


def test_a_draft_is_begun_on_screen_from_a_closed_month(table, as_user):
    client = as_user(table.scorer)
    page = client.get(reverse("scoring:circular_new")).content.decode()
    assert '<option value="2026-09"' in page
    answer = client.post(reverse("scoring:circular_new"), {"kind": "month", "last": "2026-09"})
    assert answer.status_code == 302
    assert Circular.objects.get().title == "某市总工会关于2026年9月信息报送采用情况的通报"


def test_a_second_draft_is_refused_on_the_form(table, as_user):
    table.draft()
    answer = as_user(table.scorer).post(reverse("scoring:circular_new"), {"kind": "month", "last": "2026-09"})
    assert (answer.status_code, "的通报已在办理" in answer.content.decode()) == (409, True)


def test_a_link_to_begin_of_a_month_leads_to_what_was_begun_already(table, as_user):
    client, begin = as_user(table.scorer), f"{reverse('scoring:circular_new')}?last=2026-09"
    asked = client.get(begin).status_code
    made = table.draft()
    assert (asked, client.get(begin).headers["Location"]) == (200, made.get_absolute_url())


def test_who_is_not_the_scorer_is_told_who_drafts(table, as_user):
    made, client = table.draft(), as_user(table.checker)
    answers = [
        client.get(reverse("scoring:circular_new")).status_code,
        client.get(at("circular_edit", made)).status_code,
        client.post(at("circular_arrange", made, "lead"), {"do": "down"}).status_code,
        client.get(at("circular", made)).status_code,
    ]
    assert answers == [403, 403, 403, 200]


def test_a_section_written_against_newer_words_is_shown_beside_them(table, as_user):
    made, client = table.draft(), as_user(table.scorer)
    lead = sections_of(made.body)[0]
    was = circulars.mark_of(lead)
    circulars.write(made, "lead", by=table.scorer, was=was, text="同事的文字")
    answer = client.post(at("circular_section", made, "lead"), {"was": was, "text": "我的文字"})
    page = answer.content.decode()
    assert (answer.status_code, "同事的文字" in page, "我的文字" in page) == (409, True, True)
    now = answer.context["was"]
    client.post(at("circular_section", made, "lead"), {"was": was, "over": now, "text": "我的文字"})
    made.refresh_from_db()
    assert sections_of(made.body)[0].text == "我的文字"


def test_the_lists_are_saved_and_a_double_line_is_named(table, as_user):
    made, client = table.draft(), as_user(table.scorer)
    fields = {"title": "通报", "columns": ["points"], "copies": 30, "base": made.version}
    refused = client.post(at("circular_edit", made), fields | {"report_to": "市总\n市总"})
    saved = client.post(at("circular_edit", made), fields | {"report_to": "市总"})
    made.refresh_from_db()
    assert (refused.status_code, saved.status_code) == (422, 302)
    assert (made.title, made.columns, made.report_to) == ("通报", ["points"], "市总")


def test_the_page_of_the_signature_shows_number_date_and_both_answers(table, as_user):
    made = table.awaiting()
    answer = as_user(table.approver).get(at("circular_sign", made))
    page = answer.content.decode()
    assert answer.context["preview"].extent.pages >= 2
    assert [word in page for word in ("第1期", "2026年10月8日", "确认签发", "确认退回")] == [True] * 4


def test_pages_are_pictures_of_the_proof(table, as_user):
    made, client = table.draft(), as_user(table.checker)
    preview = client.get(at("circular_pages", made)).context["preview"]
    answer = client.get(at("circular_page", made, preview.name, 1))
    assert (answer["Content-Type"], answer.content[:4]) == ("image/png", b"\x89PNG")
    assert client.get(at("circular_proof", made))["Content-Type"] == "application/pdf"
    assert client.get(at("circular_page", made, preview.name, 99)).status_code == 404


def test_a_reader_reads_takes_the_files_and_is_noted(table, as_user, django_capture_on_commit_callbacks):
    reviewer = UserFactory(home=table.units.jia, role=Role.REVIEWER)
    with django_capture_on_commit_callbacks(execute=True):
        made = table.published()
    client = as_user(reviewer)
    page = client.get(at("circular", made)).content.decode()
    taken = {kind: client.get(at("circular_document", made, kind)) for kind in ("docx", "pdf", "xlsx")}
    assert "甲镇总工会" in page
    assert {kind: answer.status_code for kind, answer in taken.items()} == dict.fromkeys(taken, 200)
    assert taken["pdf"].content[:5] == b"%PDF-"
    delivery = made.deliveries.get(person=reviewer)
    assert (delivery.read_at is not None, delivery.times) == (True, 4)
    labels = list(Event.objects.about(made).filter(who=reviewer).values_list("label", flat=True))
    assert labels == ["阅读", "下载Word", "下载PDF", "下载附表 Excel"]


def test_copies_are_marked_where_the_office_asks_and_the_desk_has_the_original(
    table, as_user, django_capture_on_commit_callbacks
):
    Letterhead.objects.create(office=table.office, watermarks=True)
    with django_capture_on_commit_callbacks(execute=True):
        made = table.published()
    signed = bytes(made.documents.get(format="pdf").content)
    reviewer = UserFactory(home=table.units.jia, role=Role.REVIEWER)
    copy = as_user(reviewer).get(at("circular_document", made, "pdf"), {"original": 1}).content
    original = as_user(table.checker).get(at("circular_document", made, "pdf"), {"original": 1}).content
    assert (copy == signed, original == signed) == (False, True)


def test_receipts_name_who_has_not_read_and_remind_once_an_hour(table, as_user):
    reviewer = UserFactory(home=table.units.jia, role=Role.REVIEWER)
    made, client = table.published(), as_user(table.scorer)
    page = client.get(at("circular_receipts", made))
    assert str(reviewer) in page.content.decode()
    assert page.context["counts"]["unread"] == made.deliveries.count()
    client.post(at("circular_remind", made))
    answer = client.post(at("circular_remind", made), follow=True)
    assert "刚催阅过，一小时内只催一次" in answer.content.decode()
    assert as_user(reviewer).get(at("circular_receipts", made)).status_code == 403


def test_the_archive_is_searched_and_shows_units_only_what_is_published(table, as_user):
    made = table.published()
    circulars.begin(table.office, by=table.scorer, last=SEPTEMBER, corrects=made)
    reviewer = UserFactory(home=table.units.jia, role=Role.REVIEWER)
    found = [
        list(as_user(reviewer).get(reverse("scoring:circulars"), query).context["page"])
        for query in ({}, {"q": "甲镇总工会"}, {"q": "没有这个词"}, {"year": 2026})
    ]
    assert found == [[made], [made], [], [made]]
    assert len(as_user(table.scorer).get(reverse("scoring:circulars")).context["in_work"]) == 1


def test_the_archive_costs_the_same_for_one_and_for_many(table, as_user, django_assert_max_num_queries):
    first = table.published()
    client = as_user(table.checker)
    client.get(reverse("scoring:circulars"))
    with django_assert_max_num_queries(20) as one:
        client.get(reverse("scoring:circulars"))
    for _ in range(3):
        table.published(table.draft(corrects=first))
    with django_assert_max_num_queries(len(one)):
        client.get(reverse("scoring:circulars"))


def test_the_letterhead_is_kept_by_the_scorer_and_three_hands_by_the_approver(table, as_user):
    client, url = as_user(table.scorer), reverse("scoring:circular_settings")
    form = client.get(url).context
    fields = {name: value for part in ("form", "page_form") for name, value in posted(form[part]).items()}
    told = client.post(url, fields | {"style": "word", "word": "", "three_hands": "on"})
    assert "用文号的须填机关代字" in told.content.decode()
    refused = client.post(url, {k: v for k, v in fields.items() if k != "three_hands"})
    assert "只能由本单位的核签人取消" in refused.content.decode()
    client.post(url, fields | {"style": "word", "word": "某工信通报", "three_hands": "on"})
    assert Letterhead.of(table.office).next_line() == "某工信通报〔2026〕1号"


def posted(form):
    """What a browser would send of the form as it stands."""
    found = {form[name].html_name: form[name].value() for name in form.fields}
    return {name: value for name, value in found.items() if value is not None and value is not False}


def test_a_letterhead_stays_while_a_circular_is_under_check(table, as_user):
    from accounts.refusal import Refused
    from scoring.actions.letterheads import keep_letterhead

    table.awaiting()
    with pytest.raises(Refused, match="版头和编号暂不能改"):
        keep_letterhead(table.office, by=table.scorer, masthead="别的")
    assert keep_letterhead(table.office, by=table.scorer, copies=99).copies == 99


def test_a_stranger_finds_no_circular(table, as_user):
    made = table.published()
    client = as_user(UserFactory(role=Role.SCORER, home=UserFactory().home.office))
    names = ("circular", "circular_pages", "circular_receipts", "circular_sign", "circular_edit")
    assert [client.get(at(name, made)).status_code for name in names] == [404] * 5


def test_the_bell_counts_notices_beside_the_circulars_not_yet_read(table, as_user):
    made = table.published()
    reader = UserFactory(home=table.units.jia, role=Role.INFORMANT)
    made.deliveries.create(person=reader, unit=table.units.jia)
    page = as_user(reader).get(reverse("scoring:circulars"))
    assert page.context["unread_circulars"] == {made.pk}
    assert page.context["unread"] == reader.notices.unread().count()
