"""Filed roster changes (备案): the unit files, the office decides, two administrators carry out."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.utils import timezone

from accounts.actions import people
from accounts.actions import posts as post_actions
from accounts.actions import roster as actions
from accounts.filing import FILING_MOVES, Change, Filed
from accounts.models import Event, Notice, Post, RosterChange, User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from tests.factories import PostFactory, UserFactory
from tests.world import office_with_people

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def house():
    return office_with_people("云湖区总工会")


@pytest.fixture
def filer(house):
    return house.people[Role.REVIEWER]


def file_one(house, change=Change.ADD, **facts):
    newcomer = {} if change in (Change.END, Change.FACTS) or "person" in facts else {"name": "新人甲"}
    role = {"role": Role.INFORMANT} if change == Change.ADD else {}
    facts = {"reason": "工作调整"} | role | newcomer | facts
    return actions.file_change(by=house.people[Role.REVIEWER], unit=house.unit, change=change, **facts)


def in_state(house, state):
    filing = file_one(house, person=UserFactory(home=house.unit))
    RosterChange.objects.filter(pk=filing.pk).update(state=state)
    return RosterChange.objects.get(pk=filing.pk)


def say(filing, verb, by, **extra):
    if verb == "carry-out":
        return actions.carry_out(filing, by=by, **extra)[0]
    return actions.move(filing, verb, by=by, reason="情况有变", **extra)


def approved(house, *args, **facts):
    return say(file_one(house, *args, **facts), "approve", house.people[Role.EDITOR])


def now(thing):
    return type(thing).objects.get(pk=thing.pk)


@pytest.mark.parametrize(("state", "verb", "role"), [*product(Filed, FILING_MOVES, Role)])
def test_only_the_table_moves_a_filing(house, state, verb, role):
    filing, step = in_state(house, state), FILING_MOVES[verb]
    allowed = state in step.start and role in step.by

    try:
        say(filing, verb, house.people[role])
    except Refused:
        outcome = "refused"
    else:
        outcome = "moved"

    assert (outcome, now(filing).state) == (("moved", step.end) if allowed else ("refused", state))


@pytest.mark.parametrize("verb", FILING_MOVES)
def test_the_same_role_elsewhere_moves_nothing(house, verb):
    filing = in_state(house, FILING_MOVES[verb].start[0])
    elsewhere = office_with_people("柳林区总工会")

    with pytest.raises(NotYours):
        say(filing, verb, elsewhere.people[FILING_MOVES[verb].by[0]])


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REVIEWER])
def test_only_the_units_reviewer_files(house, role):
    with pytest.raises(NotYours):
        actions.file_change(
            by=house.people[role],
            unit=house.unit,
            change=Change.ADD,
            role=Role.INFORMANT,
            name="新人甲",
            reason="x",
        )


def test_a_newcomer_serves_after_four_hands(house):
    filing = approved(house, phone="13800001234", title="干事")
    account = {"username": "xinrenjia", "name": "新人甲", "home": house.unit, "title": "干事"}

    done, password = actions.carry_out(
        filing, by=house.people[Role.SYSADMIN], account=account | {"phone": "13800001234", "email": ""}
    )
    newcomer = User.objects.get(username="xinrenjia")
    entered = newcomer.posts.get()
    before = newcomer.holds(Role.INFORMANT, house.unit)
    post_actions.grant_posts([entered], by=house.people[Role.SECADMIN])

    assert (done.state, done.entered, done.person) == (Filed.DONE, entered, newcomer)
    assert (before, now(newcomer).holds(Role.INFORMANT, house.unit), bool(password)) == (False, True, True)
    assert entered.entered_by == house.people[Role.SYSADMIN]


def test_the_administrator_who_entered_cannot_grant(house):
    filing = approved(house, person=UserFactory(home=house.unit))
    done = say(filing, "carry-out", house.people[Role.SYSADMIN])

    with pytest.raises(NotYours):
        post_actions.grant_posts([done.entered], by=house.people[Role.SYSADMIN])

    assert now(done.entered).standing == "待授权"


def test_a_replacement_enters_one_and_ends_the_other_the_day_before(house):
    old = house.people[Role.INFORMANT].posts.get()
    Post.objects.update(since=TODAY() - timedelta(days=9))
    person = UserFactory(home=house.unit)
    filing = approved(house, Change.REPLACE, post=now(old), person=person)

    say(filing, "carry-out", house.people[Role.SYSADMIN])

    assert now(old).until == TODAY() - timedelta(days=1)
    assert person.posts.values_list("role", "since", "granted_at").get() == (Role.INFORMANT, TODAY(), None)


def test_a_post_ends_as_filed(house):
    old = house.people[Role.INFORMANT].posts.get()
    Post.objects.update(since=TODAY() - timedelta(days=9))
    filing = approved(house, Change.END, post=now(old), effective_on=TODAY())

    say(filing, "carry-out", house.people[Role.SYSADMIN])

    assert (now(old).standing, now(old).until) == ("已离任", TODAY() - timedelta(days=1))


def test_facts_change_as_filed(house):
    person = house.people[Role.INFORMANT]
    filing = approved(
        house, Change.FACTS, post=person.posts.get(), kind=Post.Kind.FULL_TIME, phone="13900005678"
    )

    say(filing, "carry-out", house.people[Role.SYSADMIN])

    assert (person.posts.get().kind, now(person).phone) == (Post.Kind.FULL_TIME, "13900005678")


def test_a_post_chosen_on_the_page_keeps_its_kind_unless_another_is_named(client, house, filer):
    post = house.people[Role.INFORMANT].posts.get()
    Post.objects.filter(pk=post.pk).update(kind=Post.Kind.FULL_TIME)
    client.force_login(filer)
    address = f"/accounts/units/{house.unit.pk}/file/facts/"
    start = client.get(address).context["form"]["kind"].value()

    client.post(
        address, {"post": post.pk, "kind": start or "", "effective_on": TODAY(), "reason": "换了电话"}
    )

    assert RosterChange.objects.get().kind == Post.Kind.FULL_TIME


def test_a_filed_deputy_stands_for_the_reviewer_who_filed(house, filer):
    person = UserFactory(home=house.unit)
    filing = approved(house, Change.DEPUTY, person=person)

    done = say(filing, "carry-out", house.people[Role.SYSADMIN])
    post_actions.grant_posts([done.entered], by=house.people[Role.SECADMIN])

    assert now(person).stands_for([Role.REVIEWER], house.unit) == filer


def test_who_replaces_a_deputy_stands_for_the_same_reviewer(house, filer):
    old = PostFactory(user=UserFactory(home=house.unit), role=Role.REVIEWER, unit=house.unit, deputy_of=filer)
    person = UserFactory(home=house.unit, name="接任者")
    filing = approved(house, Change.REPLACE, post=now(old), person=person)

    done = say(filing, "carry-out", house.people[Role.SYSADMIN])

    assert filing.subject == f"单位审核人（代{filer}）由 {old.user} 更换为 接任者"
    assert (done.entered.deputy_of, now(old).until is None) == (filer, False)


def test_who_filed_does_not_decide(house, filer):
    PostFactory(user=filer, role=Role.EDITOR, unit=house.office)
    filing = file_one(house)

    with pytest.raises(NotYours, match="备案人不能审核"):
        say(filing, "approve", User.objects.get(pk=filer.pk))


def test_a_newcomer_without_account_is_not_carried_out_blindly(house):
    filing = approved(house)

    with pytest.raises(Refused, match="还没有账号"):
        say(filing, "carry-out", house.people[Role.SYSADMIN])

    assert now(filing).state == Filed.APPROVED


def test_nothing_is_half_carried_out(house):
    filing = approved(house, Change.REPLACE, post=house.people[Role.INFORMANT].posts.get())
    account = {"username": house.people[Role.EDITOR].username, "name": "新人甲", "home": house.unit}

    with pytest.raises(Refused, match="已有人使用"):
        actions.carry_out(filing, by=house.people[Role.SYSADMIN], account=account)

    assert (now(filing).state, now(filing.post).until) == (Filed.APPROVED, None)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"reason": " "}, "事由"),
        ({"phone": "abc"}, "电话"),
        ({"name": ""}, "请选择人员"),
        ({"effective_on": date(1, 1, 1)}, "核对年份"),
        ({"effective_on": date(2206, 1, 1)}, "核对年份"),
        ({"change": Change.END, "post": None}, "请选择本单位"),
    ],
)
def test_a_filing_that_could_not_be_carried_out_is_refused(house, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        file_one(house, **facts)


def test_anothers_post_is_not_filed(house):
    elsewhere = office_with_people("柳林区总工会")

    with pytest.raises(Refused, match="本单位"):
        file_one(house, Change.END, post=elsewhere.people[Role.INFORMANT].posts.get())


def test_who_serves_already_is_not_filed_again(house):
    with pytest.raises(Refused, match="已任"):
        file_one(house, person=house.people[Role.INFORMANT])


def test_the_same_filing_twice_is_told_by_whom(house, filer):
    file_one(house)

    with pytest.raises(Refused, match=f"已由{filer}提交"):
        file_one(house)


def test_a_late_decision_is_told_by_whom_and_when(house):
    filing = file_one(house)
    first, second = house.people[Role.EDITOR], UserFactory(home=house.office, role=Role.EDITOR)
    say(filing, "approve", first, seen=filing.seen)

    with pytest.raises(Refused, match=f"现为“待办理”（{first}于.*同意备案），不能不同意"):
        say(filing, "refuse", second, seen=filing.seen)


def test_every_step_is_told_to_whom_it_concerns(house, filer):
    filing = say(file_one(house, person=UserFactory(home=house.unit)), "approve", house.people[Role.EDITOR])
    say(filing, "carry-out", house.people[Role.SYSADMIN])

    told = Notice.objects.filter(cause__thing_type="accounts.rosterchange").order_by("pk")
    rows = [(n.person, n.cause.verb, n.over_at is None) for n in told]
    assert rows == [
        (house.people[Role.EDITOR], "file", False),
        (filer, "approve", False),
        (house.people[Role.SYSADMIN], "approve", False),
        (filer, "carry-out", True),
    ]


def test_an_away_editors_deputy_is_told_and_marked(house):
    editor, deputy = house.people[Role.EDITOR], UserFactory(home=house.office)
    PostFactory(user=deputy, role=Role.EDITOR, unit=house.office, deputy_of=editor)
    people.set_away(editor, since=TODAY(), until=TODAY())

    filing = file_one(house)
    say(filing, "approve", deputy)

    assert Notice.objects.filter(person=deputy, cause__verb="file").count() == 1
    assert Event.objects.get(verb="approve").data["stands_for"] == editor.name


def test_each_reads_the_filings_that_concern_them(house):
    filing = file_one(house)
    elsewhere = office_with_people("柳林区总工会")
    near = {Role.INFORMANT, Role.REVIEWER, Role.EDITOR, Role.CHECKER, Role.APPROVER, Role.SCORER}
    near |= {Role.SYSADMIN, Role.SECADMIN}

    seen = {role for role in Role if RosterChange.objects.visible_to(house.people[role]).exists()}
    strangers = {role for role in Role if RosterChange.objects.visible_to(elsewhere.people[role]).exists()}

    assert (seen, strangers, filing.state) == (near, set(), Filed.FILED)


def test_the_page_files_and_names_what_is_missing(client, house, filer):
    client.force_login(filer)
    address = f"/accounts/units/{house.unit.pk}/file/add/"
    data = {"role": "informant", "kind": "part", "effective_on": TODAY(), "reason": "增设专干"}

    refused = client.post(address, data)
    kept = "增设专干" in refused.content.decode()
    client.post(address, data | {"name": "新人甲"})

    assert (refused.status_code, kept) == (422, True)
    assert RosterChange.objects.get().subject == "增设信息员 新人甲"


def test_the_list_opens_on_what_waits_and_counts_what_it_lists(client, house):
    old, new = file_one(house), file_one(house, name="新人乙")
    RosterChange.objects.filter(pk=new.pk).update(moved_at=timezone.now() - timedelta(days=3))
    say(file_one(house, name="新人丙"), "approve", house.people[Role.EDITOR])
    client.force_login(house.people[Role.EDITOR])

    page = client.get("/accounts/roster/").context

    assert (page["state"], [filing.pk for filing in page["page"]]) == (Filed.FILED, [new.pk, old.pk])
    for state, _, count in page["tabs"]:
        assert client.get("/accounts/roster/", {"state": state}).context["page"].paginator.count == count


def test_the_list_costs_the_same_for_one_filing_and_many(client, house, cost):
    client.force_login(house.people[Role.EDITOR])
    file_one(house)
    few = cost("/accounts/roster/")
    for number in range(10):
        file_one(house, name=f"新人{number}")

    assert (cost("/accounts/roster/"), few <= 10) == (few, True)


def test_the_administrator_finds_approved_filings_on_the_front_page(client, house):
    approved(house)
    client.force_login(house.people[Role.SYSADMIN])

    figures = client.get("/accounts/").context["rows"][0]
    figure = next(one for one in figures if one.label == "待办理备案")

    assert (figure.count, client.get(figure.url).context["page"].paginator.count) == (1, 1)


def test_the_account_form_is_prefilled_from_the_filing(client, house):
    filing = approved(house, phone="13800001234", title="干事")
    client.force_login(house.people[Role.SYSADMIN])

    form = client.get(f"/accounts/roster/{filing.pk}/account/").context["form"]

    assert [form[name].value() for name in ("name", "title", "phone", "home")] == [
        "新人甲",
        "干事",
        "13800001234",
        house.unit.pk,
    ]


def test_a_refusal_needs_words_and_keeps_them_not(client, house, filer):
    filing = file_one(house)
    client.force_login(house.people[Role.EDITOR])
    address = f"/accounts/roster/{filing.pk}/refuse/"

    empty = client.post(address, {"reason": "", "seen": filing.seen})
    client.post(address, {"reason": "编制已满", "seen": filing.seen})

    assert (empty.status_code, now(filing).verdict, now(filing).state) == (422, "编制已满", Filed.REFUSED)
    client.force_login(filer)
    assert "编制已满" in client.get(f"/accounts/roster/{filing.pk}/").content.decode()


def test_a_telephone_is_shown_to_those_who_need_it(client, house):
    filing = file_one(house, phone="13800001234")
    shown = {}
    for role in (Role.INFORMANT, Role.REVIEWER, Role.EDITOR, Role.SYSADMIN, Role.CHECKER, Role.SECADMIN):
        client.force_login(house.people[role])
        shown[role] = "13800001234" in client.get(f"/accounts/roster/{filing.pk}/").content.decode()

    assert {role for role, seen in shown.items() if seen} == {Role.REVIEWER, Role.EDITOR, Role.SYSADMIN}
