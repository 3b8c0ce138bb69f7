"""Adoptions above, registered with evidence; instructions; and who may see them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import adoptions
from bulletins.models import Adoption, Instruction
from submissions.states import State
from tests.factories import PublicationFactory, UserFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


@pytest.fixture
def carrier(db):
    return PublicationFactory(office=None, name="市工会信息", level="city")


def register(office, carrier, item=None, **fields):
    facts = {"use": "full", "on": timezone.localdate(), "evidence": "第8期"} | fields
    return adoptions.register(item or office.item(), carrier, by=fields.pop("by", office.editor), **facts)


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
    assert Notice.objects.get(person=office.informant).text == "“暖心驿站建成”已由《市工会信息》采用"


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
    assert Event.objects.about(adoption.submission).last().label == "撤销采用"
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


# ---- who sees what


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


# ---- instructions


def words(**changes):
    return {
        "level": "county",
        "on": timezone.localdate().isoformat(),
        "text": "请认真研究。",
        "article": "",
    } | changes


def test_a_leader_writes_on_an_issue_and_every_author_learns_of_it(office, as_user):
    issue = office.signed()

    answer = as_user(office.leader).post(reverse("bulletins:instruct", args=[issue.pk]), words())

    instruction = Instruction.objects.get()
    assert answer.url == f"{issue.number_url}#instructions"
    assert (instruction.leader, instruction.by, instruction.article) == (
        office.leader.name,
        office.leader,
        None,
    )
    assert Notice.objects.filter(person=office.informant, text__contains="获领导批示").count() == 1
    assert "请认真研究。" in as_user(office.informant).get(issue.number_url).text


def test_an_editor_copies_in_a_named_leaders_words_on_one_article(office, as_user):
    first, second = office.article(ready=True), office.article(ready=True)
    issue = office.signed(first, second)
    address = reverse("bulletins:instruct", args=[issue.pk])
    client = as_user(office.editor)

    nameless = client.post(address, words(leader="", article=second.pk))
    named = client.post(address, words(leader="区委副书记", article=second.pk))

    instruction = Instruction.objects.get()
    assert (nameless.status_code, named.status_code) == (422, 302)
    assert (instruction.leader, instruction.article, instruction.by) == ("区委副书记", second, office.editor)
    assert instruction.submissions() == [second.submissions.get()]


def test_an_editor_does_not_write_as_a_leader_by_leaving_the_name_out(office):
    issue = office.signed()

    with pytest.raises(Refused, match="批示领导"):
        adoptions.instruct(by=office.editor, issue=issue, text="阅。", level="county")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"on": (timezone.localdate() + timedelta(days=1)).isoformat()}, "不能晚于今天"),
        ({"on": "2001-01-01"}, "不能早于签发日期"),
        ({"text": "  "}, "必填项"),
        ({"text": "长" * 1001}, "1000"),
    ],
)
def test_a_bad_instruction_is_explained_and_kept(office, as_user, change, said):
    issue = office.signed()

    answer = as_user(office.leader).post(reverse("bulletins:instruct", args=[issue.pk]), words(**change))

    assert answer.status_code in (409, 422)
    assert said in answer.text
    assert Instruction.objects.count() == 0


def test_nobody_else_writes_instructions(office, elsewhere, as_user):
    issue = office.signed()
    address = reverse("bulletins:instruct", args=[issue.pk])

    for user, status in [(office.checker, 403), (office.informant, 403), (elsewhere.leader, 404)]:
        assert as_user(user).post(address, words()).status_code == status
    assert Instruction.objects.count() == 0


def test_an_article_of_another_issue_is_not_written_on(office):
    issue, other = office.signed(), office.signed()

    with pytest.raises(Refused, match="不在本期"):
        adoptions.instruct(
            by=office.leader, issue=issue, article=other.articles.get(), text="阅。", level="county"
        )


def test_a_person_with_another_post_in_the_office_is_not_the_leader(office, as_user):
    scorer = UserFactory(home=office.unit, role=Role.SCORER)
    issue = office.signed()

    answer = as_user(scorer).post(reverse("bulletins:instruct", args=[issue.pk]), words())

    assert answer.status_code == 403
