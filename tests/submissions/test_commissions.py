"""Commissions: only the tables move them; a unit sees its own invitation and nobody else's."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions.actions import commissions
from submissions.calling import COMMISSION_MOVES, OWED, REPLY_MOVES, CommissionState, Reply
from submissions.models import Commission, Invitation, Submission
from tests.calling import (
    SHANGHAI,
    a_call,
    a_commission,
    again,
    an_answer,
    an_invitation,
    editor_of,
    file,
    invitation_of,
    person,
    set_reply,
)
from tests.factories import OfficeFactory, PostFactory, UnitFactory, UserFactory
from tests.sheets import rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.mark.parametrize(("state", "verb", "role"), [*product(Reply, REPLY_MOVES, Role)])
def test_only_the_table_moves_an_invitation(unit, state, verb, role):
    invitation = set_reply(an_invitation(unit), state)
    step = REPLY_MOVES[verb]
    allowed = state in step.start and role in step.by

    try:
        commissions.reply(invitation, verb, by=person(role, unit), reason="人手不足")
    except Refused:
        outcome = "refused"
    else:
        outcome = "moved"

    assert outcome == ("moved" if allowed else "refused")
    assert again(invitation).state == (step.end if allowed else state)


def say(commission, verb, by):
    if verb == "extend":
        return commissions.extend(commission, by=by, deadline=commission.deadline + timedelta(days=2))
    if verb == "invite":
        return commissions.invite(commission, [UnitFactory(parent=commission.office)], by=by)
    return commissions.move_commission(commission, verb, by=by, reason="改由市里统一约稿")


@pytest.mark.parametrize(("state", "verb", "role"), [*product(CommissionState, COMMISSION_MOVES, Role)])
def test_only_the_table_moves_a_commission(unit, state, verb, role):
    invitation = set_reply(an_invitation(unit), Reply.ANSWERED)
    Commission.objects.update(state=state, reason="取消" if state == CommissionState.CANCELLED else "")
    step = COMMISSION_MOVES[verb]
    allowed = state in step.start and role in step.by

    try:
        say(invitation.commission, verb, person(role, unit))
    except Refused:
        outcome = "refused"
    else:
        outcome = "moved"

    assert outcome == ("moved" if allowed else "refused")
    assert Commission.objects.get().state == (step.end if allowed else state)


def test_verbs_of_commissions_and_invitations_have_a_way_back():
    for moves in (COMMISSION_MOVES, REPLY_MOVES):
        assert {v: s.undo for v, s in moves.items() if s.end not in moves[s.undo].start} == {}


@pytest.mark.parametrize("verb", REPLY_MOVES)
def test_another_unit_answers_for_nobody(unit, verb):
    with pytest.raises(NotYours):
        commissions.reply(an_invitation(unit), verb, by=UserFactory(role=Role.REVIEWER), reason="不行")


def test_a_unit_sees_its_own_invitation_and_never_that_of_another(unit):
    other, stranger = UnitFactory(parent=unit.office), UnitFactory()
    commission = a_commission(unit, other)
    seen = {
        name: list(Invitation.objects.visible_to(person(Role.INFORMANT, each)).values_list("unit", flat=True))
        for name, each in (("own", unit), ("other", other), ("stranger", stranger))
    }

    assert seen == {"own": [unit.pk], "other": [other.pk], "stranger": []}
    assert Commission.objects.visible_to(person(Role.REVIEWER, unit)).count() == 0
    assert Commission.objects.visible_to(person(Role.LEADER, unit)).get() == commission


@pytest.mark.parametrize("is_open", [False, True])
def test_who_else_was_asked_is_shown_only_where_the_office_laid_it_open(unit, client, is_open):
    other = UnitFactory(parent=unit.office, name="隔壁街道")
    commission = a_commission(unit, other, is_list_open=is_open)
    commissions.reply(
        invitation_of(commission, other), "decline", by=person(Role.REVIEWER, other), reason="太忙"
    )
    client.force_login(person(Role.INFORMANT, unit))

    page = client.get(reverse("submissions:invitation", args=[invitation_of(commission, unit).pk]))

    assert ("隔壁街道" in page.content.decode()) is is_open
    assert "太忙" not in page.content.decode()


def test_an_invitation_tells_informants_and_reviewers_of_the_unit(unit):
    people = {person(Role.INFORMANT, unit), person(Role.REVIEWER, unit)}

    invitation = an_invitation(unit, title="稳就业", deadline=datetime(2030, 12, 8, 18, tzinfo=SHANGHAI))

    notices = Notice.objects.filter(url=f"/submissions/invitations/{invitation.pk}/")
    assert {notice.person for notice in notices} == people
    assert {notice.text for notice in notices} == {f"{unit.office}约稿《稳就业》，请于12月8日 18:00前报送"}


def test_declining_tells_the_editors_why_and_ends_what_was_asked(unit):
    editor, informant = editor_of(unit.office), person(Role.INFORMANT, unit)
    invitation = an_invitation(unit, by=editor, title="稳就业")

    commissions.reply(invitation, "decline", by=informant, reason="没有这方面的工作")

    colleague = Notice.objects.visible_to(editor).unread().get()
    assert colleague.text == f"{unit}谢绝约稿《稳就业》：没有这方面的工作"
    assert Notice.objects.visible_to(informant).unread().count() == 0
    assert list(Invitation.objects.awaiting(informant)) == []


def test_declining_needs_a_reason(unit):
    with pytest.raises(Refused, match="须写明原因"):
        commissions.reply(an_invitation(unit), "decline", by=person(Role.REVIEWER, unit), reason=" ")


def test_units_of_another_office_are_not_asked(unit):
    with pytest.raises(Refused, match="不能向它约稿"):
        a_commission(unit, UnitFactory())
    assert Commission.objects.count() == 0


def test_a_deadline_lies_ahead(unit):
    with pytest.raises(Refused, match="须晚于现在"):
        a_commission(unit, deadline=timezone.now())


def test_the_to_do_list_is_exactly_what_is_owed(unit):
    person_, deadline = UserFactory(home=unit, role=Role.INFORMANT), timezone.now() + timedelta(days=2)
    for state in Reply:
        set_reply(an_invitation(unit, title=state, deadline=deadline), state)
        cancelled = set_reply(an_invitation(unit, title=state), state)
        Commission.objects.filter(pk=cancelled.commission_id).update(state="cancelled", reason="取消")

    assert {i.state for i in Invitation.objects.awaiting(person_)} == set(OWED)
    assert Invitation.objects.awaiting(person_).count() == len(OWED)


def test_one_click_on_an_invitation_opens_an_item_of_the_unit_that_answers_it(unit, client):
    other = UnitFactory(parent=unit.office)
    author = UserFactory(home=other, role=Role.INFORMANT)
    PostFactory(user=author, unit=unit, role=Role.INFORMANT)
    invitation = an_invitation(unit)
    client.force_login(author)
    page = client.get(reverse("submissions:new"), {"invitation": invitation.pk})
    form = page.context["form"]

    assert list(form.fields["unit"].queryset) == [unit]
    data = {"key": form.initial["key"], "unit": unit.pk, "title": "答约稿", "body": "正文"}
    data |= {"invitation": invitation.pk, "kind": "dynamic", "nature": "neutral"}
    client.post(reverse("submissions:new"), data)

    assert Submission.objects.get().invitation == invitation


def test_a_refused_commission_keeps_what_was_typed(unit, client):
    client.force_login(editor_of(unit.office))
    data = {
        "title": "稳就业",
        "requirements": "写清数字",
        "contact": "胡编辑",
        "day": "2020-01-01",
        "hour": "18:00",
    }

    page = client.post(reverse("submissions:commission_new"), data | {"units": [unit.pk]})

    words = page.content.decode()
    assert page.status_code == 422
    assert "截止时间须晚于现在。" in words
    assert f'name="units" value="{unit.pk}" checked' in words
    assert "写清数字" in words


def test_a_group_of_another_office_is_not_offered(unit, client):
    client.force_login(editor_of(unit.office))

    own = client.get(reverse("scoring:group_units"), {"office": unit.office.pk})
    foreign = client.get(reverse("scoring:group_units"), {"office": OfficeFactory().pk})

    assert (own.status_code, foreign.status_code) == (200, 404)


@pytest.mark.parametrize(("role", "reads"), [(Role.EDITOR, True), (Role.SCORER, True), (Role.LEADER, False)])
def test_titles_of_answers_are_for_the_desk_on_every_page_and_in_the_file(unit, client, role, reads):
    invitation = an_invitation(unit)
    item = file(an_answer(invitation))
    client.force_login(UserFactory(home=unit.office, role=role))
    asked = [invitation.commission_id]

    pages = [
        client.get(reverse(f"submissions:{name}", args=asked)) for name in ("commission", "commission_xlsx")
    ]
    pages.append(client.get(reverse("submissions:invitation", args=[invitation.pk])))

    cells = [str(cell) for rows in rows_of(pages[1]).values() for row in rows for cell in row]
    words = [pages[0].content.decode(), "".join(cells), pages[2].content.decode()]
    assert [item.title in each for each in words] == [reads] * 3
    assert ["还没有来稿" in each for each in words] == [False] * 3


def test_who_works_in_unit_and_office_reads_drafts_by_their_title(unit, client):
    invitation = an_invitation(unit)
    both = UserFactory(home=unit, role=Role.INFORMANT)
    PostFactory(user=both, unit=unit.office, role=Role.EDITOR)
    item = an_answer(invitation, author=both)
    client.force_login(both)

    page = client.get(reverse("submissions:invitation", args=[invitation.pk])).content.decode()

    assert (f">{item.title}</a>" in page, ">None<" in page) == (True, False)


def test_a_no_refused_because_a_colleague_said_yes_can_be_said_after_reading_so(unit, client):
    invitation = an_invitation(unit)
    commissions.reply(invitation, "accept", by=person(Role.REVIEWER, unit))
    client.force_login(person(Role.INFORMANT, unit))
    address = reverse("submissions:invitation_reply", args=[invitation.pk, "decline"])

    refused = client.post(address, {"reason": "没有这方面的工作", "seen": Reply.INVITED})
    client.post(address, {"reason": "没有这方面的工作", "seen": refused.context["seen"]})

    assert (refused.status_code, "已接受" in refused.content.decode()) == (409, True)
    assert again(invitation).state == Reply.DECLINED


def test_what_deputies_say_names_both(unit):
    editor, reviewer = editor_of(unit.office), person(Role.REVIEWER, unit)
    at_desk, at_unit = UserFactory(home=unit.office), UserFactory(home=unit)
    PostFactory(user=at_desk, role=Role.EDITOR, unit=unit.office, deputy_of=editor)
    PostFactory(user=at_unit, role=Role.REVIEWER, unit=unit, deputy_of=reviewer)

    invitation = an_invitation(unit, by=at_desk)
    commissions.reply(invitation, "accept", by=at_unit)
    commissions.extend(invitation.commission, by=at_desk, deadline=timezone.now() + timedelta(days=9))
    a_call(unit.office, by=at_desk)

    said = Event.objects.exclude(verb__startswith="post-").values_list("verb", "data__stands_for")
    assert dict(said) == {
        "commission": editor.name,
        "invite": editor.name,
        "accept": reviewer.name,
        "commission-extend": editor.name,
        "extend": editor.name,
        "call-new": editor.name,
        "call-publish": editor.name,
    }


def test_nothing_is_awaited_of_what_has_ended(unit, client):
    editor = editor_of(unit.office)
    a_commission(unit, by=editor, title="进行中的")
    cancelled = a_commission(unit, by=editor, title="取消了的")
    commissions.move_commission(cancelled, "cancel", by=editor, reason="改由市里统一约稿")
    client.force_login(editor)

    page = client.get(reverse("submissions:commissions")).context["page"]

    assert {each.title: each.owed for each in page} == {"进行中的": 1, "取消了的": 0}
