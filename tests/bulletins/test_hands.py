"""Three hands: whoever had an editor's hand in an issue neither checks nor signs it."""

import pytest
from django.urls import reverse

from accounts.models import Event, User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import articles, issues, publications, signing
from bulletins.models import Issue
from bulletins.states import IssueState
from tests.bulletins.conftest import words
from tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def anybody(office):
    """A person with all three posts, who is not the one to submit."""
    person = UserFactory(home=office.unit, role=Role.EDITOR)
    for role in (Role.CHECKER, Role.APPROVER):
        PostFactory(user=person, unit=office.unit, role=role)
    return User.objects.get(pk=person.pk)


def described(issue, by):
    return issues.describe(issue, by=by, base=issue.version, tag="特刊")


def reordered(issue, by):
    order = [place.article_id for place in issue.ordered()][::-1]
    return issues.reorder(issue, order, by=by, base=issue.version)


def lifted(issue, by):
    return issues.lift(issue, issue.ordered()[1].article, by=by)


def worded(issue, by):
    article = issue.articles.first()
    articles.write(article, by=by, base=article.version, **words())
    issue.refresh_from_db()
    return issue


def pulled(issue, by):
    issue = issues.move(issue, "submit", by=issue.editor)
    return issues.move(issue, "pull", by=by)


HANDS = [described, reordered, lifted, worded, pulled]


@pytest.mark.parametrize("hand", HANDS)
def test_whoever_edited_an_issue_somebody_else_submits_does_not_check_it(office, anybody, hand):
    issue = hand(office.issue(office.article(ready=True), office.article(ready=True)), anybody)
    issue = issues.move(issue, "submit", by=office.editor)

    with pytest.raises(Refused, match="须为三人"):
        issues.move(issue, "check", by=anybody)

    assert issues.move(issue, "check", by=office.checker).checker == office.checker


@pytest.mark.parametrize("hand", HANDS)
def test_whoever_edited_an_issue_somebody_else_submits_does_not_sign_it(office, anybody, hand):
    issue = hand(office.issue(office.article(ready=True), office.article(ready=True)), anybody)
    issue = issues.move(issue, "submit", by=office.editor)
    issue = issues.move(issue, "check", by=office.checker)

    with pytest.raises(Refused, match="须为三人"):
        signing.sign(issue, by=anybody)

    issue.refresh_from_db()
    assert (issue.state, issue.number) == (IssueState.AWAITING, None)


def test_whoever_wrote_and_compiled_it_does_not_sign_what_another_submitted(office, anybody):
    article = articles.move(
        articles.draft(office.publication, [office.item()], by=anybody), "finish", by=anybody
    )
    issue = issues.place(issues.open_issue(office.publication, by=anybody), article, by=anybody)
    issue = issues.move(issue, "submit", by=office.editor)
    issue = issues.move(issue, "check", by=office.checker)

    with pytest.raises(Refused, match="须为三人"):
        signing.sign(issue, by=anybody)


def test_a_hand_in_another_issue_shuts_nobody_out(office, anybody):
    described(office.issue(), anybody)
    issue = issues.move(office.issue(), "submit", by=office.editor)

    assert issues.move(issue, "check", by=anybody).checker == anybody


def test_what_waits_for_a_person_is_what_they_may_do(office, anybody):
    mine = issues.move(worded(office.issue(), anybody), "submit", by=office.editor)
    others = issues.move(office.issue(), "submit", by=office.editor)

    waiting = Issue.objects.awaiting(anybody)

    assert list(waiting) == [others]
    assert [mine.shuts_out(anybody), others.shuts_out(anybody)] == [True, False]
    assert [[verb for verb, _ in each.moves_for(anybody)] for each in (mine, others)] == [
        ["pull", "send-back"],
        ["pull", "send-back", "check"],
    ]


def test_the_history_says_who_put_what_in_and_took_what_out(office):
    article = office.article(ready=True, title="暖心驿站建成")
    issue = office.issue(article)

    issues.lift(issue, article, by=office.editor)

    events = Event.objects.about(issue).filter(verb__in=("place", "lift"))
    assert [(e.label, e.note, e.who) for e in events] == [
        (label, "《暖心驿站建成》", office.editor) for label in ("编入稿件", "移出稿件")
    ]


# ---- who may give up three hands


def test_an_editor_does_not_excuse_themselves_from_being_checked(office):
    with pytest.raises(Refused, match="只能由本单位的核签人取消"):
        publications.amend(office.publication, by=office.editor, three_hands=False)
    with pytest.raises(Refused, match="只能由本单位的核签人取消"):
        publications.found(by=office.editor, office=office.unit, name="新刊", three_hands=False)


def test_the_approver_gives_up_three_hands_and_changes_nothing_else(office):
    amended = publications.amend(office.publication, by=office.approver, three_hands=False)

    assert amended.three_hands is False
    with pytest.raises(NotYours):
        publications.amend(office.publication, by=office.approver, name="改名")


def test_an_editor_may_ask_for_three_hands_again(office):
    publications.amend(office.publication, by=office.approver, three_hands=False)

    assert publications.amend(office.publication, by=office.editor, three_hands=True).three_hands is True


def test_the_settings_page_opens_to_each_what_is_theirs(office, as_user):
    address = reverse("bulletins:publication_edit", args=[office.publication.code])

    editors = as_user(office.editor).get(address).context["form"].fields
    approvers = as_user(office.approver).get(address).context["form"].fields

    assert [name for name, field in editors.items() if field.disabled] == ["three_hands"]
    assert [name for name, field in approvers.items() if not field.disabled] == ["three_hands"]


def test_the_approver_switches_it_off_on_the_page(office, as_user):
    address = reverse("bulletins:publication_edit", args=[office.publication.code])

    answer = as_user(office.approver).post(address, {"name": "夹带的刊名"})

    office.publication.refresh_from_db()
    assert answer.status_code == 302
    assert (office.publication.three_hands, office.publication.name) == (False, "工会信息")


def test_a_deputys_signature_on_an_issue_names_both(office):
    deputy = UserFactory(home=office.unit, name="代签人")
    PostFactory(user=deputy, role=Role.APPROVER, unit=office.unit, deputy_of=office.approver)
    issue = office.awaiting()

    signed = signing.sign(issue, by=deputy)

    event = Event.objects.about(signed).get(verb="sign")
    assert (signed.approver, event.data["stands_for"]) == (deputy, office.approver.name)


def test_a_deputy_does_not_sign_for_an_earlier_hand(office):
    deputy = UserFactory(home=office.unit)
    PostFactory(user=office.editor, role=Role.APPROVER, unit=office.unit)
    PostFactory(user=deputy, role=Role.APPROVER, unit=office.unit, deputy_of=office.editor)
    issue = office.awaiting()

    with pytest.raises(Refused, match=r"您所代理的.*前面的环节"):
        signing.sign(issue, by=deputy)
