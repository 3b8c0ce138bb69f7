"""Adoptions above, registered with evidence; instructions; and who may see them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from bulletins.actions import adoptions, articles
from bulletins.models import Adoption
from submissions.actions import move
from submissions.states import State
from tests.bulletins.conftest import register

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def posted(carrier, **fields):
    return {
        "publication": carrier.pk,
        "use": "brief",
        "on": timezone.localdate().isoformat(),
        "title": "",
        "evidence": "2026年第8期",
    } | fields


# ---- registering


def test_an_upward_adoption_credits_the_unit_and_tells_the_author(office, carrier):
    item = office.item(title="暖心驿站建成")

    adoption = register(office, carrier, item)

    assert (adoption.unit, adoption.person, adoption.title) == (office.town, office.informant, "暖心驿站建成")
    assert (adoption.evidence, adoption.registered_by, adoption.issue) == ("第8期", office.editor, None)
    assert Event.objects.about(item).last().label == "上级采用"
    assert Notice.objects.get(person=office.informant).text == "《暖心驿站建成》已由《市工会信息》采用"


def test_a_future_use_is_refused(office, carrier):
    with pytest.raises(Refused, match="不能晚于今天"):
        register(office, carrier, on=timezone.localdate() + timedelta(days=1))


def test_a_use_before_filing_is_refused(office, carrier):
    with pytest.raises(Refused, match="不能早于报送日期"):
        register(office, carrier, on=timezone.localdate() - timedelta(days=1))


def test_ones_own_bulletin_is_not_registered_by_hand(office):
    with pytest.raises(Refused, match="随签发自动产生"):
        register(office, office.publication)


def test_what_was_not_filed_is_not_adopted(office, carrier):
    with pytest.raises(Refused, match="尚未报送"):
        register(office, carrier, office.item(state=State.DRAFT))


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED])
def test_what_the_office_has_not_decided_on_is_not_adopted(office, carrier, state):
    with pytest.raises(Refused, match="请先筛选（拟采用、留用或退稿）再登记采用"):
        register(office, carrier, office.item(state=state))


@pytest.mark.parametrize("state", [State.ACCEPTED, State.HELD, State.REJECTED])
def test_what_was_adopted_is_not_withdrawn_until_the_adoption_is_revoked(office, carrier, state):
    item = office.item(state=state)
    adoption = register(office, carrier, item)

    with pytest.raises(Refused, match="已有采用记录"):
        move(item, "restore", by=office.editor)
    adoptions.revoke(adoption, by=office.editor, reason="登记错了")

    assert move(item, "restore", by=office.editor).state == State.SUBMITTED


def test_dropping_its_article_does_not_free_an_adopted_item(office, carrier):
    item = office.item()
    article = office.article(item)
    adoption = register(office, carrier, item)

    articles.move(article, "drop", by=office.editor)
    item.refresh_from_db()
    used, held = item.used_at, item.is_held
    adoptions.revoke(adoption, by=office.editor, reason="登记错了")
    item.refresh_from_db()

    assert (used is None, held) == (False, True)
    assert (item.used_at, item.is_held) == (None, False)


def test_only_decided_items_are_offered_for_registering(office, carrier, as_user):
    decided = office.item(state=State.HELD)
    waiting = office.item(state=State.SUBMITTED)
    client, address = as_user(office.editor), reverse("bulletins:adoption_new")

    found = client.get(address).context["items"]
    pages = [client.get(reverse("bulletins:used", args=[item.pk])).text for item in (decided, waiting)]

    assert list(found) == [decided]
    assert ["登记上级采用" in page for page in pages] == [True, False]
    assert client.get(address, {"submission": waiting.pk}).status_code == 404


def test_the_same_use_is_registered_once(office, carrier):
    item = office.item()
    register(office, carrier, item)

    with pytest.raises(Refused, match="已登记过"):
        register(office, carrier, item, evidence="另写的凭据")

    assert Adoption.objects.count() == 1


def test_another_kind_of_use_is_another_fact(office, carrier):
    item = office.item()
    register(office, carrier, item)
    register(office, carrier, item, use="brief")

    assert Adoption.objects.count() == 2


def test_evidence_is_asked_for_by_action_and_database(office, carrier):
    with pytest.raises(Refused, match="请填写凭据"):
        register(office, carrier, evidence="  ")

    adoption = register(office, carrier)
    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.filter(pk=adoption.pk).update(evidence="")


def test_only_the_offices_editor_registers(office, elsewhere, carrier):
    for user in (office.checker, office.leader, office.informant, elsewhere.editor):
        with pytest.raises(NotYours):
            adoptions.register(
                office.item(), carrier, by=user, use="full", on=timezone.localdate(), evidence="第8期"
            )


def test_registering_on_the_page_from_search_to_fact(office, carrier, as_user):
    item = office.item(title="高温慰问到一线")
    office.item(title="工资集体协商")
    client, address = as_user(office.editor), reverse("bulletins:adoption_new")

    found = client.get(address, {"q": "高温"})
    scan = SimpleUploadedFile("采用页.pdf", PDF)
    answer = client.post(f"{address}?submission={item.pk}", posted(carrier, file=scan))

    adoption = Adoption.objects.get()
    assert [i.pk for i in found.context["items"]] == [item.pk]
    assert answer.url == adoption.get_absolute_url()
    assert (adoption.use, adoption.file_name, adoption.file_type) == (
        "brief",
        "采用页.pdf",
        "application/pdf",
    )


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"evidence": ""}, 422, "请填写凭据"),
        ({"evidence": "长" * 201}, 422, "200"),
        ({"on": "昨天"}, 422, "有效的日期"),
        ({"on": "2000-01-01"}, 409, "不能早于报送日期"),
        ({"publication": ""}, 422, "必填项"),
        ({"title": "改过的刊发标题", "evidence": ""}, 422, "改过的刊发标题"),
    ],
)
def test_a_refused_registration_keeps_what_was_typed(office, carrier, as_user, change, status, said):
    address = f"{reverse('bulletins:adoption_new')}?submission={office.item().pk}"

    answer = as_user(office.editor).post(address, posted(carrier) | change)

    assert answer.status_code == status
    assert said in answer.text
    assert Adoption.objects.count() == 0


def test_a_scan_that_lies_about_its_type_is_refused(office, carrier, as_user):
    address = f"{reverse('bulletins:adoption_new')}?submission={office.item().pk}"
    scan = SimpleUploadedFile("采用页.pdf", PNG)

    answer = as_user(office.editor).post(address, posted(carrier, file=scan))

    assert answer.status_code == 409
    assert "内容与扩展名不符" in answer.text
    assert "2026年第8期" in answer.text


def test_the_own_bulletin_is_not_among_the_carriers(office, carrier, as_user):
    address = f"{reverse('bulletins:adoption_new')}?submission={office.item().pk}"

    form = as_user(office.editor).get(address).context["form"]

    assert list(form.fields["publication"].queryset) == [carrier]


def test_another_offices_item_is_neither_found_nor_registered(office, elsewhere, carrier, as_user):
    item = elsewhere.item(title="别处的来稿")
    client, address = as_user(office.editor), reverse("bulletins:adoption_new")

    found = client.get(address, {"q": "别处"})
    direct = client.get(address, {"submission": item.pk})

    assert list(found.context["items"]) == []
    assert direct.status_code == 404


# ---- revoking


def test_a_revocation_keeps_the_row_with_its_reason(office, carrier):
    adoption = register(office, carrier)

    adoptions.revoke(adoption, by=office.editor, reason="登记错了刊物")

    adoption.refresh_from_db()
    assert (adoption.revoked_by, adoption.revoked_why) == (office.editor, "登记错了刊物")
    assert Event.objects.about(adoption.submission).get(verb="revoke").label == "撤销采用"
    assert Notice.objects.filter(person=office.informant, text__contains="登记错了刊物").count() == 1


def test_after_a_revocation_the_use_may_be_registered_again(office, carrier):
    item = office.item()
    adoptions.revoke(register(office, carrier, item), by=office.editor, reason="日期有误")

    register(office, carrier, item)

    assert Adoption.objects.standing().count() == 1


def test_revoking_twice_or_without_a_reason_is_refused(office, carrier):
    adoption = register(office, carrier)

    with pytest.raises(Refused, match="撤销原因"):
        adoptions.revoke(adoption, by=office.editor, reason=" ")
    adoptions.revoke(adoption, by=office.editor, reason="有误")
    with pytest.raises(Refused, match="已经撤销"):
        adoptions.revoke(adoption, by=office.editor, reason="有误")


def test_what_an_issue_adopted_falls_only_with_the_issue(office):
    adoption = office.signed().adoptions.get()

    with pytest.raises(Refused, match="将该期作废"):
        adoptions.revoke(adoption, by=office.editor, reason="有误")


def test_revoking_on_the_page(office, carrier, as_user):
    adoption = register(office, carrier)
    client, address = as_user(office.editor), reverse("bulletins:adoption_revoke", args=[adoption.pk])

    asked = client.get(address)
    empty = client.post(address, {"reason": ""})
    done = client.post(address, {"reason": "刊物没有刊登"}, follow=True)

    assert (asked.status_code, empty.status_code) == (200, 422)
    assert "撤销：刊物没有刊登" in done.text
    assert as_user(office.checker).post(address, {"reason": "有误"}).status_code == 403
