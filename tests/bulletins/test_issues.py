"""Compiling: placing, lifting, ordering, describing, and moving by the table alone."""

from io import BytesIO
from itertools import product

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import articles, issues, signing
from bulletins.forms.issues import moved
from bulletins.models import Issue, Placement
from bulletins.states import ISSUE_MOVES, ArticleState, IssueState
from tests.factories import PublicationFactory, UserFactory

pytestmark = pytest.mark.django_db


def in_state(office, state):
    """An issue that came to the state by its own road."""
    if state in (IssueState.SIGNED, IssueState.VOID):
        issue = office.signed()
        if state == IssueState.VOID:
            signing.void(issue, by=office.approver, reason="印错")
    else:
        issue = office.issue()
        Issue.objects.filter(pk=issue.pk).update(state=state, checker=office.checker)
    issue.refresh_from_db()
    return issue


def say(issue, verb, user):
    if verb == "sign":
        return signing.sign(issue, by=user)
    if verb == "void":
        return signing.void(issue, by=user, reason="有误")
    return issues.move(issue, verb, by=user, reason="数据存疑")


def titles(issue):
    return [place.article.title for place in issue.ordered()]


def three(office):
    return [office.article(title=title, ready=True) for title in ("甲", "乙", "丙")]


# ---- the table


@pytest.mark.parametrize(("verb", "state", "role"), [*product(ISSUE_MOVES, IssueState, Role)])
def test_only_the_table_moves_an_issue(office, verb, state, role):
    issue = in_state(office, state)
    user = UserFactory(home=office.unit, role=role)
    step = ISSUE_MOVES[verb]
    allowed = role in step.by and state in step.start

    if allowed:
        say(issue, verb, user)
    else:
        with pytest.raises(Refused):
            say(issue, verb, user)

    issue.refresh_from_db()
    assert issue.state == (step.end if allowed else state)


@pytest.mark.parametrize("verb", ISSUE_MOVES)
def test_the_hands_of_another_office_move_nothing(office, elsewhere, verb):
    issue = in_state(office, ISSUE_MOVES[verb].start[0])
    stranger = {Role.EDITOR: elsewhere.editor, Role.CHECKER: elsewhere.checker}.get(
        ISSUE_MOVES[verb].by[0], elsewhere.approver
    )

    with pytest.raises(NotYours):
        say(issue, verb, stranger)


@pytest.mark.parametrize("verb", [verb for verb, move in ISSUE_MOVES.items() if move.needs_reason])
def test_sending_back_and_voiding_need_a_reason(office, verb):
    issue = in_state(office, ISSUE_MOVES[verb].start[0])
    act = signing.void if verb == "void" else lambda *args, **kwargs: issues.move(args[0], verb, **kwargs)
    user = office.checker if verb == "send-back" else office.approver

    with pytest.raises(Refused, match="须写明意见"):
        act(issue, by=user, reason="  ")


def test_a_verb_said_about_a_page_that_changed_is_refused(office):
    issue = issues.move(office.issue(), "submit", by=office.editor)
    read_at = issue.version
    issues.move(issue, "pull", by=office.editor)
    issues.move(issue, "submit", by=office.editor)

    with pytest.raises(Refused, match=r"有改动.*请重新看过再核对通过"):
        issues.move(issue, "check", by=office.checker, base=read_at)


def test_the_next_hands_and_the_returned_editor_are_told(office):
    issue = issues.move(office.issue(), "submit", by=office.editor)
    to_checker = Notice.objects.filter(person=office.checker).values_list("text", flat=True)
    issues.move(issue, "send-back", by=office.checker, reason="数字不一致")
    to_editor = Notice.objects.filter(person=office.editor).values_list("text", flat=True)

    assert list(to_checker) == [f"{issue}待核对"]
    assert list(to_editor) == [f"{issue}被退回：数字不一致"]


def test_an_empty_issue_is_not_submitted(office):
    issue = issues.open_issue(office.publication, by=office.editor)

    with pytest.raises(Refused, match="还没有稿件"):
        issues.move(issue, "submit", by=office.editor)


def test_dropping_an_issue_gives_its_articles_back(office):
    article = office.article(ready=True)
    issue = office.issue(article)

    issues.move(issue, "drop", by=office.editor)

    article.refresh_from_db()
    assert article.state == ArticleState.READY
    assert Placement.objects.count() == 0


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


# ---- placing, lifting, ordering


def test_articles_are_placed_in_the_order_given(office):
    issue = office.issue(*three(office))

    assert titles(issue) == ["甲", "乙", "丙"]
    assert [place.position for place in issue.ordered()] == [1, 2, 3]


def test_another_publications_article_is_not_placed(office):
    other = PublicationFactory(office=office.unit)
    article = articles.draft(other, [office.item()], by=office.editor)
    article = articles.move(article, "finish", by=office.editor)
    issue = office.issue()

    with pytest.raises(Refused, match="不能编入"):
        issues.place(issue, article, by=office.editor)

    article.refresh_from_db()
    assert article.state == ArticleState.READY


def test_placing_is_all_or_nothing(office):
    issue = office.issue()
    ready, unready = office.article(ready=True), office.article()

    with pytest.raises(Refused):
        issues.place(issue, ready, unready, by=office.editor)

    ready.refresh_from_db()
    assert ready.state == ArticleState.READY
    assert issue.placements.count() == 1


def test_an_article_stands_in_one_issue_only(office):
    article = office.article(ready=True)
    office.issue(article)

    with pytest.raises(Refused, match="已编入"):
        office.issue(article)


def test_a_lifted_article_waits_and_the_places_close_up(office):
    first, second, third = three(office)
    issue = office.issue(first, second, third)

    issues.lift(issue, second, by=office.editor)

    second.refresh_from_db()
    assert second.state == ArticleState.READY
    assert [(p.article.title, p.position) for p in issue.ordered()] == [("甲", 1), ("丙", 2)]


def test_lifting_touches_only_this_issues_articles(office, elsewhere):
    mine, others = office.issue(), office.article(ready=True)
    office.issue(others)
    foreign = elsewhere.article(ready=True)
    elsewhere.issue(foreign)

    for article in (others, foreign):
        with pytest.raises(Refused, match="不在本期"):
            issues.lift(mine, article, by=office.editor)
        article.refresh_from_db()
        assert article.state == ArticleState.PLACED


def test_a_new_order_is_saved_as_one_list(office):
    first, second, third = three(office)
    issue = office.issue(first, second, third)

    issues.reorder(issue, [third.pk, first.pk, second.pk], by=office.editor, base=issue.version)

    assert titles(issue) == ["丙", "甲", "乙"]


def test_an_order_made_on_an_old_page_is_refused(office):
    first, second, third = three(office)
    issue = office.issue(first, second, third)
    base = issue.version
    issues.reorder(issue, [third.pk, first.pk, second.pk], by=office.editor, base=base)

    with pytest.raises(Refused, match="刚被他人改动"):
        issues.reorder(issue, [second.pk, first.pk, third.pk], by=office.editor, base=base)

    assert titles(issue) == ["丙", "甲", "乙"]


@pytest.mark.parametrize(
    "spoil", [lambda pks: pks[:2], lambda pks: [*pks, pks[0]], lambda pks: [*pks, 999_999]]
)
def test_an_order_with_missing_doubled_or_foreign_articles_is_refused(office, spoil):
    pieces = three(office)
    issue = office.issue(*pieces)

    with pytest.raises(Refused, match="稿件有增减"):
        issues.reorder(issue, spoil([p.pk for p in pieces]), by=office.editor, base=issue.version)

    assert titles(issue) == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("pk", "place", "expected"),
    [("c", 1, "cab"), ("a", 3, "bca"), ("a", 99, "bca"), ("c", -4, "cab"), ("b", 2, "abc")],
)
def test_an_article_moves_to_a_place_counted_from_one(pk, place, expected):
    assert moved(list("abc"), pk, place) == list(expected)


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        (lambda a, b, c: {"up": c}, ["甲", "丙", "乙"]),
        (lambda a, b, c: {"down": a}, ["乙", "甲", "丙"]),
        (lambda a, b, c: {"move": c, f"to-{c}": 1}, ["丙", "甲", "乙"]),
        (lambda a, b, c: {"up": a}, ["甲", "乙", "丙"]),
        (lambda a, b, c: {"move": c, f"to-{c}": "一"}, ["甲", "乙", "丙"]),
    ],
)
def test_the_buttons_order_the_issue_without_script(office, as_user, button, expected):
    pieces = three(office)
    issue = office.issue(*pieces)
    pks = [piece.pk for piece in pieces]

    as_user(office.editor).post(
        reverse("bulletins:issue_order", args=[issue.pk]),
        {"base": issue.version, "order": pks} | button(*pks),
    )

    assert titles(issue) == expected


def test_order_survives_to_the_printed_page(office):
    first, second, third = three(office)
    issue = office.issue(first, second, third)
    issues.reorder(issue, [third.pk, first.pk, second.pk], by=office.editor, base=issue.version)
    issues.move(issue, "submit", by=office.editor)
    issues.move(issue, "check", by=office.checker)

    signed = signing.sign(issue, by=office.approver)

    assert signed.headlines == ["丙", "甲", "乙"]


def test_only_a_compiling_issue_is_changed(office):
    article = office.article(ready=True)
    issue = issues.move(office.issue(), "submit", by=office.editor)
    inside = issue.articles.get()

    acts = [
        lambda: issues.place(issue, article, by=office.editor),
        lambda: issues.lift(issue, inside, by=office.editor),
        lambda: issues.reorder(issue, [inside.pk], by=office.editor, base=issue.version),
        lambda: issues.describe(issue, by=office.editor, base=issue.version, tag="特刊"),
    ]
    for act in acts:
        with pytest.raises(Refused, match="须先退回组稿"):
            act()


def test_a_checker_does_not_compile(office):
    article, issue = office.article(ready=True), office.issue()
    inside = issue.articles.get()

    acts = [
        lambda: issues.open_issue(office.publication, by=office.checker),
        lambda: issues.place(issue, article, by=office.checker),
        lambda: issues.lift(issue, inside, by=office.checker),
        lambda: issues.reorder(issue, [inside.pk], by=office.checker, base=issue.version),
        lambda: issues.describe(issue, by=office.checker, base=issue.version, tag="特刊"),
    ]
    for act in acts:
        with pytest.raises(NotYours):
            act()


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


def test_the_history_names_every_hand(office, as_user):
    issue = office.awaiting()

    history = [event.label for event in Event.objects.about(issue)]

    assert history == ["开始组稿", "送核对", "核对通过"]
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
