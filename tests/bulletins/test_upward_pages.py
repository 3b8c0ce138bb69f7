"""The pages of reporting further up and of late entries: lists, counts, forms, permissions."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event
from bulletins.actions import upward
from bulletins.models import Adoption, LateTable, UpwardReport
from bulletins.models.upward import UNDER_WAY
from bulletins.upward_states import UPWARD_MOVES, Upward
from submissions.actions import move
from tests.bulletins import chain, late_stage
from tests.bulletins.late_stage import row
from tests.factories import PublicationFactory
from tests.sheets import rows_of

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def house():
    return chain.build()


def url(name, report, *args):
    return reverse(f"bulletins:{name}", args=[report.pk, *args])


def all_stages(house):
    """Reports in many stages of one office."""
    county = house.county
    chain.drafted(county, house.city)
    upward.move(chain.drafted(county, house.city), "submit", by=county.editor)
    chain.signed(county, house.city)
    chain.sent(county, house.city)
    chain.printed(chain.sent(county, house.city), house.city)
    for verb in ("return", "reject"):
        move(chain.sent(county, house.city).submission, verb, by=house.city.editor, reason="见意见")
    upward.move(chain.drafted(county, house.city), "drop", by=county.editor)


# ---- the list


def test_the_counts_on_the_tabs_are_those_of_the_lists(house, as_user):
    all_stages(house)
    chain.sent(house.city, house.province)
    client = as_user(house.county.leader)

    def listed(state):
        return client.get(reverse("bulletins:upward"), {"state": state}).context

    tabs = {key: count for key, _, count in listed("")["tabs"]}
    assert tabs == {key: listed(key)["page"].paginator.count for key in tabs}
    assert tabs == {"": len(UNDER_WAY)} | dict.fromkeys(Upward.values, 1)


def test_the_list_costs_the_same_for_one_and_for_many(house, as_user, django_assert_max_num_queries):
    client, address = as_user(house.county.editor), reverse("bulletins:upward")
    chain.sent(house.county, house.city)
    client.get(address)
    with django_assert_max_num_queries(9) as few:
        client.get(address)
    for _ in range(3):
        chain.sent(house.county, house.city)

    with django_assert_max_num_queries(9) as many:
        client.get(address)

    assert len(few) == len(many)


def test_the_spreadsheet_has_the_rows_of_the_list(house, as_user):
    all_stages(house)
    client = as_user(house.county.editor)

    page = client.get(reverse("bulletins:upward"), {"state": "sent"}).context["page"]
    sheet = rows_of(client.get(reverse("bulletins:upward_xlsx"), {"state": "sent"}))["上报"]

    assert [line[0] for line in sheet[1:]] == [report.title for report in page]
    assert sheet[1][1:3] == ["云湖市总工会", "已上报"]


def test_units_have_no_list_and_no_page(house, as_user):
    report = chain.sent(house.county, house.city)

    for user in (house.county.informant, house.county.reviewer):
        client = as_user(user)
        assert client.get(reverse("bulletins:upward")).status_code == 403
        assert client.get(url("upward_report", report)).status_code == 404
        for verb in UPWARD_MOVES:
            assert client.post(url("upward_move", report, verb)).status_code == 404
        assert client.get(reverse("bulletins:upward_new")).status_code == 403


def test_other_offices_do_not_see_a_report_but_the_item_it_became(house, as_user):
    report = chain.sent(house.county, house.city)
    client = as_user(house.city.editor)

    assert client.get(url("upward_report", report)).status_code == 404
    assert client.get(reverse("submissions:detail", args=[report.submission_id])).status_code == 200


# ---- from the article to the office above, page by page


def test_from_the_article_to_the_office_above_and_back(house, as_user):
    county = house.county
    article = county.article(ready=True)
    client = as_user(county.editor)

    page = client.get(reverse("bulletins:article_upward", args=[article.pk])).text
    choose = client.get(reverse("bulletins:upward_new"), {"article": article.pk})
    new = client.post(
        f"{reverse('bulletins:upward_new')}?article={article.pk}", {"to": house.city.unit.pk, "recipient": ""}
    )
    report = UpwardReport.objects.get()
    edited = client.post(
        url("upward_edit", report),
        {
            "base": report.version,
            "title": "上报题",
            "kind": "dynamic",
            "nature": "good",
            "event_date": "",
            "body": "上报文。",
            "rich": "",
            "names_units": "on",
        },
    )
    client.post(url("upward_move", report, "submit"), {"base": 2})
    signing = as_user(county.approver).get(url("upward_move", report, "sign")).text
    signed = as_user(county.approver).post(url("upward_move", report, "sign"), {"reviewed": "on", "base": 3})
    sent = as_user(county.editor).post(url("upward_move", report, "send"), {"base": 4})

    assert "拟上报" in page
    assert list(choose.context["form"].above.values()) == [house.city.unit, house.province.unit]
    assert [answer.status_code for answer in (new, edited, signed, sent)] == [302] * 4
    assert "上报文。" in signing
    assert chain.stage(report) == Upward.SENT
    assert chain.again(report).submission.filed.title == "上报题"


def test_outside_the_house_from_sending_to_the_registered_use(house, as_user):
    county = house.county
    report = chain.signed(county, None, recipient="工人日报内参")
    client = as_user(county.editor)
    carrier = PublicationFactory(office=None, name="工人日报", level="central")
    today = timezone.localdate().isoformat()

    empty = client.post(url("upward_move", report, "send"), {"on": today, "channel": ""})
    client.post(
        url("upward_move", report, "send"),
        {"on": today, "channel": "传真", "receipt": "收18", "file": SimpleUploadedFile("回执.pdf", PDF)},
    )
    scan = client.get(url("upward_file", report))
    used = {"publication": carrier.pk, "use": "full", "on": today, "title": "", "evidence": "第3版"}
    refused = client.post(url("upward_move", report, "adopt"), used | {"evidence": ""})
    adopted = client.post(url("upward_move", report, "adopt"), used)
    page = client.get(url("upward_report", report)).text
    taken_back = client.post(url("upward_move", report, "disown"), {"reason": "填错", "base": ""})

    assert (empty.status_code, "请写明上报方式" in empty.text) == (422, True)
    assert (scan.content, Event.objects.about(report).filter(verb="read").get().note) == (PDF, "回执.pdf")
    assert (refused.status_code, adopted.status_code) == (422, 302)
    assert Adoption.objects.get().get_absolute_url() in page
    assert (taken_back.status_code, chain.stage(report)) == (302, Upward.SENT)


def test_a_name_outside_is_asked_for(house, as_user):
    article = house.county.article(ready=True)

    answer = as_user(house.county.editor).post(
        f"{reverse('bulletins:upward_new')}?article={article.pk}", {"to": "", "recipient": " "}
    )

    assert (answer.status_code, "请写明报往的载体或单位名称" in answer.text) == (422, True)


def test_an_edit_that_comes_too_late_keeps_the_words_in_the_form(house, as_user):
    report = chain.drafted(house.county, house.city)
    upward.write(report, by=house.county.editor, base=1, title="先到", body="先到的文字。")
    posted = {
        "base": 1,
        "title": "后到",
        "kind": "dynamic",
        "nature": "good",
        "body": "后到的文字。",
        "rich": "",
    }
    client = as_user(house.county.editor)

    first = client.post(url("upward_edit", report), posted)
    again = client.post(url("upward_edit", report), posted | {"base": first.context["form"]["base"].value()})

    assert (first.status_code, "先到的文字。" in first.text, "后到的文字。" in first.text) == (
        409,
        True,
        True,
    )
    assert (again.status_code, chain.again(report).title) == (302, "后到")


def test_a_verb_that_is_over_leads_back_to_the_report(house, as_user):
    report = chain.sent(house.county, house.city)
    client = as_user(house.county.approver)

    answer = client.get(url("upward_move", report, "sign"), follow=True)
    said = client.post(url("upward_move", report, "sign"), {"reviewed": "on"})

    assert "上报稿现为“已上报”，不能签报" in answer.text
    assert said.status_code == 409


def test_an_issue_shows_its_desk_where_its_articles_went(house, as_user):
    article = house.county.article(ready=True)
    issue = house.county.signed(article)
    chain.sent(house.county, house.city, article=article)
    address = reverse("bulletins:issue_upward", args=[issue.pk])

    assert "云湖市总工会" in as_user(house.county.editor).get(address).text
    assert as_user(house.county.reviewer).get(address).status_code == 404


def test_the_item_page_tells_the_township_where_it_went(house, as_user):
    item = house.county.item()
    report = chain.sent(house.county, house.city, item)
    address = reverse("bulletins:used", args=[item.pk])
    client = as_user(house.county.informant)

    before = client.get(address).text
    move(report.submission, "reject", by=house.city.editor, reason="同类已有")
    after = client.get(address).text

    assert "上报云湖市总工会" in before
    assert ("已上报" in before, "未采用" in after, "同类已有" in after) == (True, True, False)


def test_what_was_not_sent_is_not_told_to_the_township(house, as_user):
    item = house.county.item()
    chain.signed(house.county, house.city, item)

    page = as_user(house.county.informant).get(reverse("bulletins:used", args=[item.pk])).text

    assert "云湖市总工会" not in page


# ---- late entries


def test_a_table_from_upload_to_undoing(office, carrier, as_user):
    item = office.item(title="暖心驿站")
    day = timezone.localdate().isoformat()
    values = row(unit=office.town.name, on=day)
    client = as_user(office.editor)
    address = reverse("bulletins:late_import")

    template = client.get(reverse("bulletins:late_template"))
    wrong = client.post(address, {"office": office.unit.pk, "file": late_stage.as_file(row(unit="没有的镇"))})
    preview = client.post(address, {"office": office.unit.pk, "file": late_stage.as_file(values)})
    table = LateTable.objects.get()
    none_yet = Adoption.objects.count()
    client.post(reverse("bulletins:late_load"), {"key": table.key})
    twice = client.post(reverse("bulletins:late_load"), {"key": table.key})
    same = client.post(address, {"office": office.unit.pk, "file": late_stage.as_file(values)})
    page = client.get(table.get_absolute_url()).text
    client.post(url("late_undo", table), {"reason": "期号填错"})

    assert template.status_code == 200
    assert (wrong.status_code, "补录 第2行 A“报送单位”列" in wrong.text) == (422, True)
    assert (preview.status_code, none_yet) == (200, 0)
    assert (twice.status_code, same.status_code, "不能重复导入" in same.text) == (409, 409, True)
    assert "暖心驿站" in page
    assert Adoption.objects.get(submission=item).revoked_why == "期号填错"
    assert "已撤销：期号填错" in client.get(reverse("bulletins:late")).text


def test_the_template_names_the_units_and_carriers_of_the_office(office, carrier, as_user):
    office.item()

    names = rows_of_names(as_user(office.editor).get(reverse("bulletins:late_template")))

    assert names == [["报送单位", "采用载体"], [office.town.name, carrier.name]]


def rows_of_names(answer):
    from io import BytesIO

    from openpyxl import load_workbook

    page = load_workbook(BytesIO(answer.content))["名称"]
    return [list(line) for line in page.iter_rows(values_only=True)]


def test_only_editors_enter_late(office, as_user):
    for user in (office.checker, office.leader, office.informant):
        for name in ("late", "late_template", "late_import"):
            assert as_user(user).get(reverse(f"bulletins:{name}")).status_code == 403


def test_a_file_that_is_no_spreadsheet_is_told_in_words(office, as_user):
    answer = as_user(office.editor).post(
        reverse("bulletins:late_import"),
        {"office": office.unit.pk, "file": SimpleUploadedFile("补录.xlsx", PDF)},
    )

    assert (answer.status_code, "这不是 .xlsx 文件" in answer.text) == (422, True)


def test_what_was_typed_about_a_report_outlives_the_session(house, as_user):
    report = chain.signed(house.county, house.city)
    client, address = as_user(house.county.approver), url("upward_move", report, "turn-back")
    shown = client.get(address).context
    words = {"reason": "第二段的数字请再核。", "base": report.version, "writer": shown["writer"]}
    client.logout()

    client.post(address, words)
    page = as_user(house.county.approver).get(address)

    assert page.context["form"]["reason"].value() == "第二段的数字请再核。"
    assert chain.stage(report) == Upward.SIGNED
