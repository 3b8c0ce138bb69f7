"""The register of instructions, a leader's own page, and the places where one writes."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Event, Notice
from accounts.refusal import Refused
from accounts.roles import Role
from bulletins.actions import followups, instructions, signing
from bulletins.models import Adoption, Instruction
from tests.bulletins.conftest import register
from tests.factories import PostFactory, UserFactory
from tests.following import a_followup, a_town, accepted, an_instruction, seen_by

pytestmark = pytest.mark.django_db


def words(**changes):
    return {
        "level": "county",
        "on": timezone.localdate().isoformat(),
        "text": "请认真研究。",
        "article": "",
    } | changes


# ---- the register and the leader's own page


def test_the_register_filters_by_year_level_leader_unit_and_publication(office, as_user, carrier):
    client = as_user(office.editor)
    other = a_town(office.unit)
    use = register(office, carrier, office.item(author=other.informant))
    facts = {"by": office.editor, "submission": use.submission, "adoption": use}
    above = instructions.instruct(**facts, text="省里批的。", level="province", leader="省总主席")
    own = instructions.instruct(by=office.leader, issue=office.signed(), text="区里批的。", level="county")
    today = timezone.localdate()

    def found(**query):
        page = client.get(reverse("bulletins:instructions"), query).context["page"]
        return list(page.object_list)

    assert found() == [own, above]
    assert (found(year=today.year), found(year=today.year - 1)) == ([own, above], [own, above])
    assert (found(level="province"), found(leader="总主"), found(unit=other.unit.pk)) == ([above],) * 3
    assert (found(publication=office.publication.pk), found(publication=carrier.pk)) == ([own], [above])


def test_the_file_of_the_register_equals_the_screen(office, as_user):
    for text in ("甲。", "乙。"):
        an_instruction(office, text=text)
    client = as_user(office.editor)

    shown = client.get(reverse("bulletins:instructions")).context["page"].object_list
    book = load_workbook(BytesIO(client.get(reverse("bulletins:instructions_xlsx")).content))

    rows = list(book.active.iter_rows(min_row=4, values_only=True))
    assert [row[3] for row in rows] == [each.text for each in shown]
    assert [row[4] for row in rows] == [each.where for each in shown]


@pytest.mark.parametrize(
    "name", ["instructions", "instructions_mine", "instructions_xlsx", "followups", "followups_xlsx"]
)
def test_a_list_costs_the_same_for_1_row_and_6(office, as_user, name):
    client, costs = as_user(office.leader), []
    client.get(reverse("bulletins:instructions"))  # the first request of a session also writes it

    for more in (1, 5):
        for number in range(more):
            a_followup(office, instruction=an_instruction(office, text=f"第{more}{number}条。"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"bulletins:{name}")).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 20


def test_a_leaders_own_page_tells_what_became_of_each_word(office, as_user):
    followup = a_followup(office)
    accepted(followup.parts.get(), office.reviewer, office.editor)
    followups.move(followup, "close", by=office.editor, reason="已印发办法。")
    an_instruction(office, text="还没有督办的。")
    an_instruction(office, by=office.editor, leader="别的领导", text="不是我的。")

    page = as_user(office.leader).get(reverse("bulletins:instructions_mine")).text

    assert [word in page for word in ("已印发办法。", "督办已办结", "还没有督办的。", "不是我的。")] == [
        True,
        True,
        True,
        False,
    ]
    assert as_user(office.editor).get(reverse("bulletins:instructions_mine")).status_code == 403


def test_a_forgotten_tick_is_made_good_from_the_leaders_page(office, as_user):
    kept = an_instruction(office)

    as_user(office.leader).post(reverse("bulletins:instruction_ask", args=[kept.pk]))
    refused = as_user(office.reviewer).post(reverse("bulletins:instruction_ask", args=[kept.pk]))

    assert (kept.followups.get().state, refused.status_code) == ("asked", 403)


def test_under_each_article_a_leader_writes_on_that_article(office, as_user):
    first, second = office.article(ready=True, title="甲"), office.article(ready=True, title="乙")
    issue = office.signed(first, second)
    client = as_user(office.leader)

    places = client.get(issue.number_url).context["writing_places"]
    client.post(reverse("bulletins:instruct", args=[issue.pk]), words(article=places[1][1].pk, followup="on"))

    assert [(number, article.title) for number, article in places] == [(0, "甲"), (1, "乙")]
    kept = Instruction.objects.get()
    assert (kept.article, kept.followups.get().state) == (second, "asked")
    assert as_user(office.informant).get(issue.number_url).context["writing_places"] == []


def test_the_form_opens_on_the_article_it_was_asked_for(office, as_user):
    first, second = office.article(ready=True), office.article(ready=True)
    issue = office.signed(first, second)

    page = as_user(office.editor).get(reverse("bulletins:instruct", args=[issue.pk]), {"article": second.pk})

    assert page.context["form"]["article"].value() == second.pk


def test_words_kept_on_the_issue_are_not_kept_again_on_its_item(office):
    issue = office.signed()
    words = {"by": office.leader, "text": "好。", "level": "county"}
    instructions.instruct(issue=issue, **words)

    with pytest.raises(Refused, match="已登记过"):
        instructions.instruct(submission=Adoption.objects.get().submission, **words)


def test_words_on_a_void_issue_ask_nobody_for_anything(office):
    issue = office.signed()
    instructions.instruct(by=office.leader, issue=issue, text="好。", level="county")

    signing.void(issue, by=office.approver, reason="印错")

    told = Notice.objects.filter(cause__thing_type="bulletins.instruction")
    assert (told.count(), told.unread().count()) == (2, 0)
    assert (seen_by(office.informant), len(seen_by(office.editor))) == (set(), 1)


def test_a_deputys_registration_names_both(office):
    away = timezone.localdate()
    office.editor.away_since = office.editor.away_until = away
    office.editor.save()
    deputy = UserFactory(home=office.unit)
    PostFactory(user=deputy, role=Role.EDITOR, unit=office.unit, deputy_of=office.editor)

    kept = an_instruction(office, by=deputy, leader="市委书记")

    assert Event.objects.about(kept).get().data["stands_for"] == office.editor.name
