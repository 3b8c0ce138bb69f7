"""Instructions: by whom, on what, when, and who learns of them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event, Notice
from accounts.refusal import Refused
from accounts.roles import Role
from bulletins.actions import instructions
from bulletins.models import Instruction
from tests.bulletins.conftest import register
from tests.factories import UserFactory
from tests.world import PDF

pytestmark = pytest.mark.django_db


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
        instructions.instruct(by=office.editor, issue=issue, text="阅。", level="county")


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
        instructions.instruct(
            by=office.leader, issue=issue, article=other.articles.get(), text="阅。", level="county"
        )


def test_a_person_with_another_post_in_the_office_is_not_the_leader(office, as_user):
    scorer = UserFactory(home=office.unit, role=Role.SCORER)
    issue = office.signed()

    answer = as_user(scorer).post(reverse("bulletins:instruct", args=[issue.pk]), words())

    assert answer.status_code == 403


# ---- on an item


def test_an_editor_keeps_a_leaders_words_on_an_item_and_the_scan(office, as_user):
    item = office.item()
    client, address = as_user(office.editor), reverse("bulletins:instruct_item", args=[item.pk])

    scan = SimpleUploadedFile("批示.pdf", PDF)
    answer = client.post(address, words(leader="市委副书记", level="city", file=scan))

    instruction = Instruction.objects.get()
    assert (answer.url, instruction.submission, instruction.level) == (
        f"/submissions/{item.pk}/",
        item,
        "city",
    )
    got = client.get(reverse("bulletins:instruction_scan", args=[instruction.pk]))
    assert (got.content, got["Content-Disposition"].split(";")[0]) == (PDF, "attachment")
    assert Event.objects.about(instruction).last().label == "下载批示原件"


def test_a_scan_that_is_something_else_is_refused_and_the_words_stay(office, as_user):
    address = reverse("bulletins:instruct_item", args=[office.item().pk])
    scan = SimpleUploadedFile("批示.pdf", b"MZ program")

    answer = as_user(office.editor).post(address, words(leader="市委副书记", file=scan))

    assert (answer.status_code, Instruction.objects.count()) == (409, 0)
    assert "请认真研究。" in answer.text


def test_words_on_an_item_used_above_name_that_use(office, carrier):
    item = office.item()
    use = register(office, carrier, item)

    instruction = instructions.instruct(
        by=office.editor, submission=item, adoption=use, text="好。", level="city", leader="市委书记"
    )

    assert instruction.thing == f"《{item}》（{carrier}采用）"
    assert list(Instruction.objects.matching(publication=carrier)) == [instruction]


def test_a_use_of_another_item_is_not_written_on(office, carrier):
    use = register(office, carrier)

    with pytest.raises(Refused, match="不是这篇信息的"):
        instructions.instruct(
            by=office.leader, submission=office.item(), adoption=use, text="好。", level="county"
        )


def test_a_leader_of_the_house_is_chosen_by_name_and_learns_of_it(office, elsewhere):
    item = office.item()
    kept = instructions.instruct(
        by=office.editor, submission=item, person=office.leader, text="好。", level="county"
    )

    assert (kept.leader, kept.person, kept.is_copied_in) == (office.leader.name, office.leader, True)
    assert Notice.objects.filter(person=office.leader, text__contains="的批示已由").count() == 1
    with pytest.raises(Refused, match="不是本单位或上级单位的领导"):
        instructions.instruct(
            by=office.editor, submission=item, person=elsewhere.leader, text="好。", level="county"
        )
