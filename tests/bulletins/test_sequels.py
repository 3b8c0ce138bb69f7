"""What follows a signed issue: supplements to it, and void issues made again."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.refusal import NotYours, Refused
from bulletins.actions import issues, sequels, signing
from bulletins.models import Issue, SeriesRule
from bulletins.states import ArticleState, IssueState
from tests.bulletins.conftest import three, titles

pytestmark = pytest.mark.django_db


def voided(office, *pieces, **fields):
    issue = office.awaiting(*(pieces or three(office)), **fields)
    return signing.void(signing.sign(issue, by=office.approver), by=office.approver, reason="印错")


# ---- 增刊


def test_a_supplement_names_the_issue_it_belongs_to_and_counts_by_itself(office):
    issue = office.signed()

    opened = sequels.supplement(issue, by=office.editor)

    assert (opened.series, opened.tag, opened.state) == ("supplement", f"{issue.label}增刊", "compiling")
    assert (opened.origin.after, opened.origin.why) == (issue, "supplement")
    issues.place(opened, office.article(ready=True), by=office.editor)
    issues.move(opened, "submit", by=office.editor)
    issues.move(opened, "check", by=office.checker)
    signed = signing.sign(opened, by=office.approver)
    assert (issue.label[5:], signed.label[5:]) == ("第1期", "增刊第1期")


def test_readers_follow_the_way_from_an_issue_to_its_supplement_once_that_is_signed(office, as_user):
    issue = office.signed()
    opened = sequels.supplement(issue, by=office.editor)
    link = opened.get_absolute_url()
    before = [link in as_user(user).get(issue.number_url).text for user in (office.editor, office.leader)]
    issues.place(opened, office.article(ready=True), by=office.editor)
    issues.move(opened, "submit", by=office.editor)
    issues.move(opened, "check", by=office.checker)
    signed = signing.sign(opened, by=office.approver)

    assert before == [True, False]
    assert link in as_user(office.leader).get(issue.number_url).text
    assert issue.number_url in as_user(office.leader).get(signed.number_url).text


def test_a_publication_without_supplements_opens_none(office, as_user):
    SeriesRule.objects.create(publication=office.publication, series="supplement", is_on=False)
    issue = office.signed()

    page = as_user(office.editor).get(issue.number_url).text
    with pytest.raises(Refused, match="没有启用增刊"):
        sequels.supplement(issue, by=office.editor)

    assert reverse("bulletins:issue_supplement", args=[issue.pk]) not in page
    assert Issue.objects.count() == 1


@pytest.mark.parametrize(
    ("act", "state", "sentence"),
    [
        (sequels.supplement, "compiling", "只有已签发的期才出增刊"),
        (sequels.supplement, "void", "只有已签发的期才出增刊"),
        (sequels.reissue, "signed", "只有作废的期才重编"),
        (sequels.reissue, "compiling", "只有作废的期才重编"),
    ],
)
def test_only_what_was_signed_is_followed(office, act, state, sentence):
    issue = {"compiling": office.issue, "signed": office.signed, "void": lambda: voided(office)}[state]()

    with pytest.raises(Refused, match=sentence):
        act(issue, by=office.editor)


def test_only_the_offices_editor_follows_an_issue_up(office, elsewhere):
    issue, void = office.signed(), voided(office)

    for user in (office.approver, office.leader, elsewhere.editor):
        with pytest.raises(NotYours):
            sequels.supplement(issue, by=user)
        with pytest.raises(NotYours):
            sequels.reissue(void, by=user)


# ---- 重编


def test_a_void_issue_is_made_again_with_its_articles_in_their_order(office):
    first, second, third = three(office)
    issue = office.issue(first, second, third, tag="高温特刊")
    order = [third.pk, first.pk, second.pk]
    issue = issues.reorder(issue, order, by=office.editor, base=issue.version)
    issue = issues.describe(issue, by=office.editor, base=issue.version, note="按语", copies=33)
    issues.move(issue, "submit", by=office.editor)
    issues.move(issue, "check", by=office.checker)
    void = signing.void(signing.sign(issue, by=office.approver), by=office.approver, reason="印错")

    opened = sequels.reissue(void, by=office.editor)

    assert titles(opened) == ["丙", "甲", "乙"]
    assert (opened.tag, opened.note, opened.copies, opened.number) == ("高温特刊", "按语", 33, None)
    assert (opened.origin.after, opened.origin.why) == (void, "reissue")


def test_the_number_of_a_void_issue_is_not_used_again(office):
    void = voided(office)
    opened = sequels.reissue(void, by=office.editor)
    issues.move(opened, "submit", by=office.editor)
    issues.move(opened, "check", by=office.checker)

    signed = signing.sign(opened, by=office.approver)

    void.refresh_from_db()
    assert (void.state, void.number, signed.number) == (IssueState.VOID, 1, 2)


def test_articles_that_went_elsewhere_meanwhile_stay_there(office, as_user):
    first, second, third = three(office)
    void = voided(office, first, second, third)
    other = office.issue(second)
    asked = as_user(office.editor).get(reverse("bulletins:issue_reissue", args=[void.pk]))

    opened = sequels.reissue(void, by=office.editor)

    assert [(str(article), free) for article, free in asked.context["articles"]] == [
        ("甲", True),
        ("乙", False),
        ("丙", True),
    ]
    assert (titles(opened), titles(other)) == (["甲", "丙"], ["乙"])


def test_an_issue_is_made_again_once_at_a_time(office):
    void = voided(office)
    opened = sequels.reissue(void, by=office.editor)

    with pytest.raises(Refused, match="本期已在重编"):
        sequels.reissue(void, by=office.editor)
    issues.move(opened, "drop", by=office.editor)
    again = sequels.reissue(void, by=office.editor)

    assert titles(again) == ["甲", "乙", "丙"]
    assert again != opened


def test_a_double_click_opens_one(office, as_user):
    void, key = voided(office), uuid4()
    client, address = as_user(office.editor), reverse("bulletins:issue_reissue", args=[void.pk])

    answers = [client.post(address, {"key": key}) for _ in range(2)]

    opened = Issue.objects.get(state=IssueState.COMPILING)
    assert [answer.url for answer in answers] == [opened.get_absolute_url()] * 2
    assert titles(opened) == ["甲", "乙", "丙"]


def test_a_void_issue_shows_its_reason_and_what_replaced_it(office, as_user):
    void = voided(office)
    opened = sequels.reissue(void, by=office.editor)

    page = as_user(office.editor).get(void.number_url).text
    new = as_user(office.editor).get(opened.get_absolute_url()).text

    assert "本期已作废：印错" in page
    assert f'本期作废后重编为<a href="{opened.get_absolute_url()}">' in page
    assert void.number_url in new


def test_a_void_gives_the_articles_back_and_remembers_where_they_stood(office):
    first, second, third = three(office)

    void = voided(office, first, second, third)

    for article in (first, second, third):
        article.refresh_from_db()
    assert {article.state for article in (first, second, third)} == {ArticleState.READY}
    assert [row.article.title for row in void.former_placements.all()] == ["甲", "乙", "丙"]


# ---- who did each step


def test_the_page_names_who_did_each_step_and_when(office, as_user):
    issue = office.awaiting()

    hands = as_user(office.approver).get(issue.get_absolute_url()).context["hands"]
    signed = signing.sign(issue, by=office.approver)
    after = as_user(office.editor).get(signed.number_url).context["hands"]

    assert [(label, person, event and event.label) for label, person, event in hands] == [
        ("编辑", office.editor, "送核对"),
        ("核对", office.checker, "核对通过"),
        ("核签", None, None),
    ]
    assert [(person, event.who) for _, person, event in after] == [
        (office.editor, office.editor),
        (office.checker, office.checker),
        (office.approver, office.approver),
    ]


def test_steps_before_a_return_count_no_more(office, as_user):
    issue = office.awaiting()
    issues.move(issue, "refuse", by=office.approver, reason="再核")

    hands = as_user(office.editor).get(issue.get_absolute_url()).context["hands"]

    assert [event for _, _, event in hands] == [None, None, None]
