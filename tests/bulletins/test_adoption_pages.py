"""Adoptions read: by whom, how many, and the proof as a download."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event
from bulletins.actions import adoptions
from tests.bulletins.conftest import register

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


# ---- who sees what


def test_who_took_the_evidence_is_in_the_log(office, carrier, as_user):
    adoption = register(office, carrier, file=SimpleUploadedFile("采用页.pdf", PDF))

    as_user(office.informant).get(reverse("bulletins:adoption_file", args=[adoption.pk]))

    event = Event.objects.about(adoption).get()
    assert (event.verb, event.label, event.note, event.who, event.unit) == (
        "read",
        "下载凭据",
        "采用页.pdf",
        office.informant,
        office.unit,
    )


def test_the_office_and_the_unit_see_an_adoption_and_nobody_else(office, elsewhere, carrier, as_user):
    adoption = register(office, carrier, file=SimpleUploadedFile("采用页.pdf", PDF), title="内部的刊发标题")
    pages = [adoption.get_absolute_url(), reverse("bulletins:adoption_file", args=[adoption.pk])]
    insiders = [office.editor, office.checker, office.leader, office.reviewer, office.informant]
    strangers = [elsewhere.editor, elsewhere.leader, elsewhere.informant]

    seen = {as_user(user).get(page).status_code for user in insiders for page in pages}
    hidden = [as_user(user).get(page) for user in strangers for page in pages]
    closed = as_user(elsewhere.editor).post(reverse("bulletins:adoption_revoke", args=[adoption.pk]))

    assert seen == {200}
    assert {answer.status_code for answer in hidden} == {404}
    assert not any("内部的刊发标题" in answer.text for answer in hidden)
    assert closed.status_code == 404


def test_the_scan_is_a_download_under_its_own_name(office, carrier, as_user):
    adoption = register(office, carrier, file=SimpleUploadedFile("采用页.pdf", PDF))

    answer = as_user(office.informant).get(reverse("bulletins:adoption_file", args=[adoption.pk]))

    assert answer.content == PDF
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E9%87%87%E7%94%A8%E9%A1%B5.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"


def test_an_adoption_without_a_scan_has_no_file(office, carrier, as_user):
    adoption = register(office, carrier)

    answer = as_user(office.editor).get(reverse("bulletins:adoption_file", args=[adoption.pk]))

    assert answer.status_code == 404


def test_a_leader_sees_the_fact_without_a_link_that_would_not_open(office, carrier, as_user):
    adoption = register(office, carrier)
    link = reverse("submissions:detail", args=[adoption.submission_id])

    assert link in as_user(office.informant).get(adoption.get_absolute_url()).text
    assert link not in as_user(office.leader).get(adoption.get_absolute_url()).text


# ---- the list


def listed(client, **query):
    context = client.get(reverse("bulletins:adoptions"), query).context
    return context["page"].paginator.count, {key: count for key, _, count in context["tabs"]}


def test_the_counts_on_the_tabs_are_those_of_the_lists(office, elsewhere, carrier, as_user):
    office.signed()
    register(office, carrier)
    register(office, carrier, use="brief")
    adoptions.revoke(register(office, carrier, use="composite"), by=office.editor, reason="有误")
    elsewhere.signed()
    client = as_user(office.leader)

    _, tabs = listed(client)

    assert tabs == {"": 3, "own": 1, "above": 2, "revoked": 1}
    assert tabs == {key: listed(client, sort=key)[0] for key in tabs}


def test_the_list_is_narrowed_by_unit_publication_and_month(office, carrier, as_user):
    register(office, carrier)
    office.signed()
    month = timezone.localdate().strftime("%Y-%m")
    client = as_user(office.editor)

    assert listed(client, publication=carrier.pk)[0] == 1
    assert listed(client, unit=office.town.pk)[0] == 2
    assert (listed(client, month=month)[0], listed(client, month="2001-01")[0]) == (2, 0)
    assert listed(client, month="坏的", unit="999999")[0] == 2


def test_a_revoked_adoption_is_shown_struck_with_its_reason(office, carrier, as_user):
    adoptions.revoke(register(office, carrier), by=office.editor, reason="刊物没有刊登")

    page = as_user(office.editor).get(reverse("bulletins:adoptions"), {"sort": "revoked"}).text

    assert '<tr class="revoked">' in page
    assert "已撤销：刊物没有刊登" in page


def test_the_list_costs_the_same_for_one_and_for_many(
    office, carrier, as_user, django_assert_max_num_queries
):
    client, address = as_user(office.editor), reverse("bulletins:adoptions")
    register(office, carrier)
    office.signed()
    client.get(address)
    with django_assert_max_num_queries(12) as few:
        client.get(address)
    for _ in range(5):
        register(office, carrier)
        office.signed()

    with django_assert_max_num_queries(12) as many:
        client.get(address)

    assert len(few) == len(many)
