"""The desk and the workshop of one issue, page by page."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Event
from accounts.refusal import Refused
from accounts.roles import Role
from bulletins.actions import issues
from bulletins.models import Issue
from bulletins.states import ISSUE_MOVES, IssueState
from tests.bulletins.conftest import in_state, three, titles
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


# ---- the pages


def test_a_new_issue_takes_the_standing_lists(office, as_user):
    answer = as_user(office.editor).post(
        reverse("bulletins:issue_new"),
        {"publication": office.publication.pk, "series": "regular", "tag": "座谈会特刊"},
    )

    issue = Issue.objects.get()
    assert answer.url == issue.get_absolute_url()
    assert (issue.report_to, issue.copy_to, issue.copies) == ("市总工会办公室", "直属基层工会", 20)
    assert (issue.tag, issue.editor, issue.three_hands) == ("座谈会特刊", office.editor, True)


def test_an_issue_is_not_opened_in_another_offices_bulletin(office, elsewhere, as_user):
    answer = as_user(office.editor).post(
        reverse("bulletins:issue_new"), {"publication": elsewhere.publication.pk, "series": "regular"}
    )

    assert answer.status_code == 422
    assert Issue.objects.count() == 0


def test_articles_are_placed_and_lifted_on_the_workshop_page(office, as_user):
    issue = issues.open_issue(office.publication, by=office.editor)
    pieces = three(office)
    client = as_user(office.editor)

    page = client.get(issue.get_absolute_url()).text
    client.post(reverse("bulletins:issue_place", args=[issue.pk]), {"articles": [p.pk for p in pieces]})
    placed = titles(issue)
    client.post(reverse("bulletins:issue_lift", args=[issue.pk, pieces[0].pk]))

    assert all(f'value="{piece.pk}"' in page for piece in pieces)
    assert placed == ["甲", "乙", "丙"]
    assert titles(issue) == ["乙", "丙"]


def test_a_late_change_of_the_editors_note_stays_in_the_form(office, as_user):
    issue = office.issue()
    base = issue.version
    issues.describe(issue, by=office.editor, base=base, tag="先改的")

    answer = as_user(office.editor).post(
        reverse("bulletins:issue_edit", args=[issue.pk]),
        {"series": "regular", "tag": "", "note": "后写的编者按", "copies": 20, "base": base},
    )

    assert answer.status_code == 409
    assert "后写的编者按" in answer.text
    assert "刚被他人改动" in answer.text


def test_the_preview_and_the_proof_show_the_issue_as_it_stands(office, as_user):
    issue = office.issue(office.article(title="高温慰问到一线", ready=True), tag="高温特刊")
    issues.describe(issue, by=office.editor, base=issue.version, note="现将做法编发如下。")
    client = as_user(office.checker)

    page = client.get(issue.get_absolute_url()).text
    proof = client.get(reverse("bulletins:issue_proof", args=[issue.pk]))

    for text in ("【高温特刊】", "【编者按】</b>现将做法编发如下。", "高温慰问到一线", "第　　期"):
        assert text in page
    assert proof["Content-Type"] == "application/pdf"
    assert "inline; filename*=utf-8''" in proof["Content-Disposition"]
    assert "no-store" in proof["Cache-Control"]
    printed = "".join(p.extract_text() for p in PdfReader(BytesIO(proof.content)).pages)
    assert "高温慰问到一线" in "".join(printed.split())


def test_who_looked_at_a_proof_is_in_the_log_and_blamed_for_nothing(office, as_user):
    issue = office.awaiting()

    as_user(office.approver).get(reverse("bulletins:issue_proof", args=[issue.pk]))

    event = Event.objects.about(issue).last()
    page = as_user(office.approver).get(issue.get_absolute_url()).text
    assert (event.verb, event.label, event.who, event.unit) == (
        "read",
        "查看清样",
        office.approver,
        office.unit,
    )
    assert event.data == {"version": issue.version}
    assert "查看清样" not in page
    with pytest.raises(Refused, match=f"（{office.checker}于.*核对通过）"):
        issues.move(issue, "check", by=office.checker)


def test_the_history_names_every_hand(office, as_user):
    issue = office.awaiting()

    history = [event.label for event in Event.objects.about(issue)]

    assert history == ["开始组稿", "编入稿件", "送核对", "核对通过"]
    page = as_user(office.approver).get(issue.get_absolute_url()).text
    assert all(name in page for name in (office.editor.name, office.checker.name, "清样"))


def test_an_office_without_three_hands_shows_it(office, as_user):
    office.publication.three_hands = False
    office.publication.save()
    issue = office.issue()

    page = as_user(office.editor).get(issue.get_absolute_url()).text

    assert "本刊未启用三人分办" in page


def test_a_shut_out_hand_is_told_why_there_is_no_button(office, as_user):
    issue = in_state(office, "awaiting")
    Issue.objects.filter(pk=issue.pk).update(editor=office.approver)

    page = as_user(office.approver).get(issue.get_absolute_url()).text

    assert "您已办过本期前面的环节" in page
    assert reverse("bulletins:issue_sign", args=[issue.pk]) not in page


def test_a_reason_is_asked_for_and_kept_when_refused(office, as_user):
    issue = issues.move(office.issue(), "submit", by=office.editor)
    client, address = as_user(office.checker), reverse("bulletins:issue_move", args=[issue.pk, "send-back"])

    asked = client.get(address)
    empty = client.post(address, {"reason": " ", "base": issue.version})
    stale = client.post(address, {"reason": "第二段数字有误", "base": issue.version - 1})
    done = client.post(address, {"reason": "第二段数字有误", "base": issue.version}, follow=True)

    assert [asked.status_code, empty.status_code, stale.status_code] == [200, 422, 409]
    assert "核对退回须写明意见。" in empty.text
    assert "第二段数字有误" in stale.text
    assert "退回意见：第二段数字有误" in done.text


@pytest.mark.parametrize("name", ["issue_edit", "issue_place", "issue_order", "issue_sign", "issue_void"])
def test_a_checker_may_look_but_not_touch(office, as_user, name):
    issue = office.issue()
    client, address = as_user(office.checker), reverse(f"bulletins:{name}", args=[issue.pk])
    data = {
        "articles": [office.article(ready=True).pk],
        "base": issue.version,
        "order": [issue.articles.get().pk],
    }

    answer = client.post(address, data)

    assert answer.status_code == 403
    assert client.get(issue.get_absolute_url()).status_code == 200


ISSUE_PAGES = ["issue", "issue_edit", "issue_proof", "issue_sign", "issue_void", "instruct"]
ISSUE_POSTS = ["issue_place", "issue_order", "issue_sign", "issue_void", "issue_retry", "instruct"]


def test_strangers_find_no_unsigned_issue(office, elsewhere, as_user):
    issue = elsewhere.awaiting(elsewhere.article(title="别处的题目", ready=True))
    users = [office.editor, office.approver, office.leader, elsewhere.leader, elsewhere.informant]

    answers = [
        *(as_user(u).get(reverse(f"bulletins:{n}", args=[issue.pk])) for u in users for n in ISSUE_PAGES),
        *(as_user(u).post(reverse(f"bulletins:{n}", args=[issue.pk])) for u in users for n in ISSUE_POSTS),
        *(
            as_user(u).post(reverse("bulletins:issue_move", args=[issue.pk, verb]))
            for u in users
            for verb in ISSUE_MOVES
        ),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert not any("别处的题目" in answer.text for answer in answers)


def test_the_desk_puts_first_what_waits_for_me(office, elsewhere, as_user):
    elsewhere.issue()
    compiling, awaiting = office.issue(), office.awaiting()

    context = as_user(office.approver).get(reverse("bulletins:desk")).context

    assert (list(context["waiting"]), list(context["page"])) == ([awaiting], [compiling])
    assert context["in_work"] == 2


def test_the_desks_counts_are_those_of_its_lists(office, as_user):
    for state in IssueState:
        in_state(office, state)
    client, address = as_user(office.editor), reverse("bulletins:desk")

    tabs = {state: count for state, _, count in client.get(address).context["tabs"]}

    assert tabs == {s: client.get(address, {"state": s}).context["page"].paginator.count for s in IssueState}
    assert set(tabs.values()) == {1}


def test_the_desk_costs_the_same_for_one_issue_and_for_many(office, as_user, django_assert_max_num_queries):
    client, address = as_user(office.editor), reverse("bulletins:desk")
    office.issue()
    office.awaiting()
    client.get(address)
    with django_assert_max_num_queries(14) as few:
        client.get(address)
    for _ in range(6):
        office.issue()
    office.awaiting()

    with django_assert_max_num_queries(14) as many:
        client.get(address)

    assert len(few) == len(many)


def test_what_waits_for_whom_comes_from_the_table(office):
    compiling, checking, awaiting = office.issue(), in_state(office, "checking"), office.awaiting()

    waiting = {
        user: list(Issue.objects.awaiting(user)) for user in (office.editor, office.checker, office.approver)
    }

    assert waiting == {
        office.editor: [compiling],
        office.checker: [checking],
        office.approver: [awaiting],
    }


def test_nothing_waits_for_a_person_who_had_an_earlier_hand(office):
    both = UserFactory(home=office.unit, role=Role.CHECKER)
    issue = in_state(office, "checking")
    Issue.objects.filter(pk=issue.pk).update(editor=both, checker=None)

    assert list(Issue.objects.awaiting(both)) == []
    issue.refresh_from_db()
    assert issue.moves_for(both) == [("send-back", ISSUE_MOVES["send-back"])]


def test_what_cannot_be_decided_any_more_is_not_asked(office, as_user):
    issue = office.signed()

    sign = as_user(office.approver).get(reverse("bulletins:issue_sign", args=[issue.pk]), follow=True)
    edit = as_user(office.editor).get(reverse("bulletins:issue_edit", args=[issue.pk]), follow=True)

    assert "本期现为“已签发”，不能签发。" in sign.text
    assert "本期现为“已签发”，不能改动" in edit.text
