"""The settings of a publication: what is typed is checked, shown as it will print, and printed without being saved."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import Event
from bulletins.actions import publications
from bulletins.models import Publication
from bulletins.rhythm import Rhythm
from tests.bulletins.test_publications import OWN, SERIES, edited
from tests.factories import PublicationFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def address(name, office):
    return reverse(f"bulletins:{name}", args=[office.publication.code])


def post(client, office, page="publication_edit", headers=None, **changes):
    return client.post(address(page, office), edited(office.publication, **changes), headers=headers)


# ---- sections


def test_the_form_stands_in_sections(office, as_user):
    answer = as_user(office.editor).get(address("publication_edit", office))

    legends = [part.split("</legend>")[0] for part in answer.text.split("<legend>")[1:]]
    assert legends == ["刊头", "编号", "周期", "常设名单", "三人分办", "版式"]
    assert "<h2>栏目</h2>" in answer.text


def test_every_field_of_the_form_stands_in_a_section(office, as_user):
    form = as_user(office.editor).get(address("publication_edit", office)).context["form"]

    assert {field.name for rows in form.rows.values() for row in rows for field in row} == set(form.fields)


def test_a_new_publication_gets_its_series_rhythm_and_start_at_once(office, as_user):
    words = OWN | SERIES | {"office": office.unit.pk, "number_before": 28, "report-is_on": "on"}
    words |= {"report-number_before": 3, "special-is_on": "on", "rhythm": "weekly", "weekdays": [5, 2]}

    as_user(office.editor).post(reverse("bulletins:publication_new"), words)

    made = Publication.objects.get(code="haidian-xinxi")
    assert made.next_lines == [("正刊", "第29期"), ("增刊", "增刊第1期"), ("专报", "专报第4期")]
    assert (str(made.promise), made.rhythm_since) == ("每周二、周五", timezone.localdate())
    assert made.started_in == timezone.localdate().year
    assert [name for _, name in made.series_on] == ["正刊", "增刊", "特刊", "专报"]


def test_saving_what_is_shown_changes_nothing(office, as_user):
    post(as_user(office.editor), office)

    assert Event.objects.about(office.publication).count() == 0
    assert office.publication.series_rules.count() == 0


def test_an_approver_changes_the_hands_and_nothing_else(office, as_user):
    changes = {"name": "偷改", "report-is_on": "on", "rhythm": "daily", "three_hands": ""}
    data = edited(office.publication, **changes)

    as_user(office.approver).post(address("publication_edit", office), data)

    office.publication.refresh_from_db()
    assert (office.publication.three_hands, office.publication.name) == (False, "工会信息")
    assert (office.publication.rhythm, office.publication.series_rules.count()) == ("irregular", 0)


# ---- lists


def test_a_name_twice_is_refused_and_the_line_named(office, as_user):
    answer = post(
        as_user(office.editor), office, report_to="市总工会\n区委办公室\n市总工会", copy_to="区委办公室"
    )

    errors = answer.context["form"].errors
    assert answer.status_code == 422
    assert errors["report_to"] == ["“报”第3行“市总工会”与“报”第1行重复，请删去一处。"]
    assert errors["copy_to"] == ["“发”第1行“区委办公室”与“报”第2行重复，请删去一处。"]


def test_lists_keep_their_order_and_lose_empty_lines(office, as_user):
    post(as_user(office.editor), office, report_to="王明 副主席，\n\n区委办公室\n", copy_to="")

    office.publication.refresh_from_db()
    assert office.publication.report_to == "王明 副主席\n区委办公室"


def test_the_form_shows_how_the_lines_will_read(office, as_user):
    typed = post(as_user(office.editor), office, name="", report_to="区委办公室\n王明 副主席", copy_to="")

    assert typed.context["form"].printed_lists == ["报：区委办公室，王明 副主席。"]
    assert "<p>报：区委办公室，王明 副主席。</p>" in typed.text


# ---- numbers and rhythm


def test_a_running_number_starts_from_the_total(office, as_user):
    answer = post(as_user(office.editor), office, restarts_yearly="", number_before=28)

    assert answer.context["form"].errors["number_before"] == [
        "期号连续编、不按年重编的，已出期数填在“启用前总期数”。"
    ]


@pytest.mark.parametrize(
    ("typed", "days", "shown"),
    [
        ({"rhythm": "weekly", "weekdays": ["5", "2"], "month_days": "3"}, [2, 5], "每周二、周五"),
        ({"rhythm": "monthly", "month_days": "25日、10"}, [10, 25], "每月10日、25日"),
        ({"rhythm": "monthly", "month_days": "15，月末"}, [15, 31], "每月15日、末日"),
        ({"rhythm": "daily", "month_days": "3"}, [], "每个工作日"),
        ({"rhythm": "tenday"}, [], "每旬末"),
    ],
)
def test_only_the_days_of_the_chosen_rhythm_count(office, as_user, typed, days, shown):
    post(as_user(office.editor), office, **typed)

    office.publication.refresh_from_db()
    assert (office.publication.rhythm_days, str(office.publication.promise)) == (days, shown)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"rhythm": "weekly"}, "weekdays", "“每周”须指明编发日。"),
        ({"rhythm": "monthly"}, "month_days", "“每月”须指明编发日。"),
        ({"rhythm": "monthly", "month_days": "32"}, "month_days", "请填 1 至 31 的日子"),
        ({"rhythm": "monthly", "month_days": "初一"}, "month_days", "请填 1 至 31 的日子"),
    ],
)
def test_a_rhythm_without_days_is_explained(office, as_user, typed, field, said):
    answer = post(as_user(office.editor), office, **typed)

    assert answer.status_code == 422
    assert said in answer.context["form"].errors[field][0]


def test_the_form_shows_the_days_it_keeps(office, as_user):
    Publication.objects.filter(pk=office.publication.pk).update(rhythm=Rhythm.MONTHLY, rhythm_days=[15, 31])

    form = as_user(office.editor).get(address("publication_edit", office)).context["form"]

    assert form["month_days"].value() == "15、月末"


def test_a_fault_in_a_series_is_said_and_the_rest_is_kept(office, as_user):
    answer = post(as_user(office.editor), office, name="想改的刊名", **{"report-number_before": "三"})

    assert answer.status_code == 422
    assert "想改的刊名" in answer.text
    assert answer.context["series"].faults == ["专报：已出期数——输入整数。"]


# ---- a page on the spot


def words_of(pdf):
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_preview_prints_what_is_typed_and_saves_nothing(office, as_user):
    before = Publication.objects.filter(pk=office.publication.pk).values().get()

    answer = post(
        as_user(office.editor),
        office,
        page="publication_look",
        **{"number_before": 28, "classification": "内部参阅"},
    )

    text = words_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert "内部参阅" in text
    assert "第29期" in text
    assert Publication.objects.filter(pk=office.publication.pk).values().get() == before
    assert not Event.objects.about(office.publication).exists()


def test_the_preview_beside_the_form_is_a_picture_of_each_page(office, as_user):
    answer = post(as_user(office.editor), office, "publication_look", HTMX, **{"page-lines": 18})

    pages = words_of_pages(office, as_user)
    assert answer.text.count('<img src="data:image/png;base64,iVBOR') == pages
    assert f'alt="样张第 1 页，共 {pages} 页"' in answer.text
    office.publication.refresh_from_db()
    assert office.publication.measures == {}


def words_of_pages(office, as_user):
    answer = post(as_user(office.editor), office, "publication_look", **{"page-lines": 18})
    return len(PdfReader(BytesIO(answer.content)).pages)


@pytest.mark.parametrize("headers", [None, HTMX])
def test_a_preview_of_what_cannot_be_printed_says_why(office, as_user, headers):
    answer = post(
        as_user(office.editor),
        office,
        "publication_look",
        headers,
        **{"page-top_mm": 5, "report-number_before": -1},
    )

    assert answer.status_code == (200 if headers else 422)
    assert "天头（毫米）：天头（毫米）不能小于 10。" in answer.text
    assert "专报：已出期数——" in answer.text


def test_a_character_no_font_has_is_named(office, as_user):
    answer = post(as_user(office.editor), office, "publication_look", HTMX, publisher="\U000f1234办公室")

    assert "现有字体都没有这些字符" in answer.text


def test_a_publication_is_looked_at_before_it_exists(office, as_user):
    words = OWN | SERIES | {"office": office.unit.pk, "number_before": 28, "started_in": 2026}

    answer = as_user(office.editor).post(reverse("bulletins:publication_draft"), words)

    assert answer["Content-Type"] == "application/pdf"
    assert "区总工会办公室" in words_of(answer.content)
    assert not Publication.objects.filter(code="haidian-xinxi").exists()


def test_previews_are_for_those_who_keep_publications(office, elsewhere, as_user):
    data = edited(office.publication)
    new = reverse("bulletins:publication_draft")

    assert as_user(elsewhere.editor).post(address("publication_look", office), data).status_code == 404
    for user in (office.checker, office.leader, office.informant):
        assert as_user(user).post(address("publication_look", office), data).status_code == 403
        assert as_user(user).post(new, OWN | SERIES).status_code == 403
    assert as_user(office.editor).get(address("publication_look", office)).status_code == 405


def test_a_carrier_has_no_preview(office, as_user):
    carrier = PublicationFactory(office=None, code="above")

    answer = as_user(office.editor).post(reverse("bulletins:publication_look", args=["above"]), {})

    assert (answer.status_code, carrier.office) == (404, None)


def test_who_opened_the_settings_before_a_colleague_changed_them_does_not_change_them_back(office, as_user):
    client = as_user(office.editor)
    publications.amend(office.publication, by=office.editor, copies=30)
    opened = client.get(address("publication_edit", office)).context["base"]
    publications.amend(office.publication, by=office.editor, contact="值班室 010-55500009")

    late = post(client, office, base=opened, contact="", send_to="市文明办")
    office.publication.refresh_from_db()
    again = post(client, office, base=late.context["base"], send_to="市文明办")

    office.publication.refresh_from_db()
    assert (late.status_code, again.status_code) == (409, 302)
    assert ("市文明办" in late.text, "联系方式现为“值班室 010-55500009”" in late.text) == (True, True)
    assert (office.publication.contact, office.publication.send_to) == ("值班室 010-55500009", "市文明办")
