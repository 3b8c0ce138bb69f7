"""Publications: kept by the office's editors; what is history stays."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Event
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import issues, publications
from bulletins.models import Publication
from tests.factories import PublicationFactory
from tests.world import secret_office

pytestmark = pytest.mark.django_db

OWN = {
    "name": "海淀工会信息",
    "code": "haidian-xinxi",
    "level": "county",
    "system": "union",
    "publisher": "海淀区总工会办公室",
    "classification": "内部刊物",
    "report_to": "市总工会办公室\n区委办公室",
    "send_to": "",
    "copy_to": "直属基层工会",
    "contact": "",
    "copies": 20,
    "three_hands": "on",
    "order": 100,
    "is_active": "on",
    "started_in": "",
    "number_before": 0,
    "total_before": 0,
    "restarts_yearly": "on",
    "rhythm": "irregular",
}
SERIES = {
    "supplement-is_on": "on",
    "supplement-number_before": 0,
    "dedicated-count": "own",
    "dedicated-number_before": 0,
    "special-count": "inside",
    "special-number_before": 0,
    "report-count": "own",
    "report-number_before": 0,
}
PAGE = {
    "page-top_mm": 37,
    "page-bottom_mm": 35,
    "page-left_mm": 28,
    "page-right_mm": 26,
    "page-lines": 22,
    "page-columns": 28,
    "page-body_pt": 16,
    "page-title_pt": 22,
    "page-masthead_pt": 62,
    "page-masthead_drop_mm": 18,
    "page-lines_above_title": 1,
    "page-tail_pt": 14,
    "page-red": "FF0000",
}


def edited(publication, **changes):
    """The settings form as the page shows it, with some fields changed."""
    now = {name: getattr(publication, name) for name in OWN} | {"started_in": publication.started_in or ""}
    return now | SERIES | PAGE | changes


def test_an_editor_founds_a_bulletin_of_the_office(office, as_user):
    answer = as_user(office.editor).post(
        reverse("bulletins:publication_new"), OWN | SERIES | {"office": office.unit.pk}
    )

    made = Publication.objects.get(code="haidian-xinxi")
    assert answer.url == made.get_absolute_url()
    assert (made.office, made.three_hands, made.lines("report_to")) == (
        office.unit,
        True,
        ["市总工会办公室", "区委办公室"],
    )
    assert Event.objects.about(made).get().label == "登记刊物"


def test_a_bulletin_is_not_founded_for_another_office(office, elsewhere, as_user):
    answer = as_user(office.editor).post(
        reverse("bulletins:publication_new"), OWN | {"office": elsewhere.unit.pk}
    )

    assert answer.status_code == 422
    with pytest.raises(NotYours):
        publications.found(by=office.editor, office=elsewhere.unit, name="越权")


def test_an_editor_registers_a_carrier_above(office, as_user):
    carrier = {"name": "工人日报", "code": "gongren-ribao", "level": "central", "system": "media"}

    as_user(office.editor).post(
        reverse("bulletins:publication_new") + "?above=1",
        carrier | {"publisher": "全国总工会", "order": 10, "is_active": "on"},
    )

    made = Publication.objects.get(code="gongren-ribao")
    assert (made.office, made.get_level_display(), made.get_system_display()) == (None, "中央", "媒体")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("articles", "系统已占用"),
        ("Desk", "系统已占用"),
        ("2026", "系统已占用"),
        ("有中文", "只能用字母、数字"),
        ("", "必填项"),
    ],
)
def test_a_code_that_cannot_be_an_address_is_refused(office, as_user, code, said):
    answer = as_user(office.editor).post(
        reverse("bulletins:publication_new"), OWN | {"office": office.unit.pk, "code": code}
    )

    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors["code"])
    assert "海淀区总工会办公室" in answer.text


def test_a_code_is_used_once(office, as_user):
    answer = as_user(office.editor).post(
        reverse("bulletins:publication_new"),
        OWN | {"office": office.unit.pk, "code": office.publication.code},
    )

    assert answer.status_code == 422
    assert "已存在" in str(answer.context["form"].errors["code"])


def test_the_desk_without_the_editors_post_keeps_nothing(office, as_user):
    for user in (office.checker, office.approver, office.leader, office.informant):
        client = as_user(user)
        assert client.get(reverse("bulletins:publication_new")).status_code == 403
        assert client.post(reverse("bulletins:publication_new"), OWN | SERIES).status_code == 403
    for user in (office.checker, office.leader, office.informant):
        client = as_user(user)
        for name in ("publication_edit", "publication_preview"):
            assert client.get(reverse(f"bulletins:{name}", args=[office.publication.code])).status_code == 403


def test_strangers_find_no_bulletin_of_another_office(office, elsewhere, as_user):
    code = elsewhere.publication.code

    for user in (office.editor, office.leader, office.informant):
        for name in ("publication", "publication_edit", "publication_preview"):
            answer = as_user(user).get(reverse(f"bulletins:{name}", args=[code]))
            assert answer.status_code == 404
            assert "别处信息" not in answer.text
        assert "别处信息" not in as_user(user).get(reverse("bulletins:index")).text


def test_settings_change_and_the_log_says_what(office, as_user):
    answer = as_user(office.editor).post(
        reverse("bulletins:publication_edit", args=[office.publication.code]),
        edited(office.publication, name="新刊名", copies=30),
    )

    office.publication.refresh_from_db()
    changes = Event.objects.about(office.publication).get().data["changes"]
    assert answer.url == office.publication.get_absolute_url()
    assert (office.publication.name, office.publication.copies) == ("新刊名", 30)
    assert changes == {"name": ["工会信息", "新刊名"], "copies": [20, 30]}


def test_a_code_in_use_stays(office):
    office.signed()

    with pytest.raises(Refused, match="代号关系到各单位的积分"):
        publications.amend(office.publication, by=office.editor, code="ling-qi-daihao")


def test_a_carriers_code_stays_once_something_was_adopted(office, as_user):
    carrier = PublicationFactory(office=None, code="shi-xinxi")
    free = publications.amend(carrier, by=office.editor, code="shi-gonghui")

    assert free.code == "shi-gonghui"


@pytest.mark.parametrize("name", ["number_before", "total_before", "started_in"])
def test_where_the_count_began_stays_once_it_has_begun(office, name):
    office.signed()

    with pytest.raises(Refused, match="启用前的期数不能再改"):
        publications.amend(office.publication, by=office.editor, **{name: 2020})


def test_a_refused_change_keeps_the_form(office, as_user):
    office.signed()

    answer = as_user(office.editor).post(
        reverse("bulletins:publication_edit", args=[office.publication.code]),
        edited(office.publication, name="想改的刊名", number_before=28),
    )

    assert answer.status_code == 409
    assert "想改的刊名" in answer.text
    assert "启用前的期数不能再改" in answer.text


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("name", "别的刊名", "刊名"),
        ("classification", "", "密别标注"),
        ("publisher", "别的单位", "主办单位"),
        ("contact", "电话：1", "联系方式"),
        ("measures", {"lines": 20}, "版式"),
        ("shows_total", True, "印总期号"),
    ],
)
def test_the_printed_frame_stays_while_an_issue_is_checked_or_awaits_signature(office, name, value, said):
    issue = issues.move(office.issue(), "submit", by=office.editor)
    change = {name: value}

    with pytest.raises(Refused, match=f"正在核对或待签发，{said}暂不能改"):
        publications.amend(office.publication, by=office.editor, **change)
    issue = issues.move(issue, "check", by=office.checker)
    with pytest.raises(Refused, match=f"正在核对或待签发，{said}暂不能改"):
        publications.amend(office.publication, by=office.editor, **change)
    issues.move(issue, "refuse", by=office.approver, reason="改刊头")

    amended = publications.amend(office.publication, by=office.editor, **change)
    assert getattr(amended, name) == value


def test_what_is_not_printed_may_change_while_an_issue_is_checked(office):
    office.awaiting()

    assert publications.amend(office.publication, by=office.editor, copies=30).copies == 30


# ---- measures


def test_only_what_differs_from_the_standard_is_kept(office, as_user):
    as_user(office.editor).post(
        reverse("bulletins:publication_edit", args=[office.publication.code]),
        edited(office.publication, **{"page-bottom_mm": 27, "page-red": "C00000"}),
    )

    office.publication.refresh_from_db()
    assert office.publication.measures == {"bottom_mm": 27, "red": "C00000"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"page-top_mm": 5}, "天头（毫米）不能小于 10。"),
        ({"page-red": "红"}, "六位十六进制颜色"),
        ({"page-columns": 45}, "每行字数太多"),
        ({"page-lines": 40}, "每面行数太多"),
        ({"page-body_pt": "大"}, "输入一个数字"),
    ],
)
def test_measures_that_cannot_be_printed_are_explained(office, as_user, change, said):
    answer = as_user(office.editor).post(
        reverse("bulletins:publication_edit", args=[office.publication.code]),
        edited(office.publication, **change),
    )

    office.publication.refresh_from_db()
    assert answer.status_code == 422
    assert said in answer.text
    assert office.publication.measures == {}


def test_the_sample_page_wears_the_masthead_and_the_measures(office, as_user):
    publications.amend(office.publication, by=office.editor, name="样张刊名", measures={"bottom_mm": 27})

    answer = as_user(office.editor).get(
        reverse("bulletins:publication_preview", args=[office.publication.code])
    )

    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert answer["Content-Type"] == "application/pdf"
    assert "样张刊名" in "".join(text.split())


def test_a_carrier_has_no_sample_page(office, as_user):
    carrier = PublicationFactory(office=None)

    answer = as_user(office.editor).get(reverse("bulletins:publication_preview", args=[carrier.code]))

    assert answer.status_code == 404


@pytest.mark.parametrize(("name", "value"), [("level", "county"), ("system", "party"), ("code", "other")])
def test_what_prices_go_by_stays_once_something_was_adopted(name, value):
    world = secret_office()
    carrier = Publication.objects.get(code="above")

    with pytest.raises(Refused, match="关系到各单位的积分"):
        publications.amend(carrier, by=world.people[Role.EDITOR], **{name: value})
