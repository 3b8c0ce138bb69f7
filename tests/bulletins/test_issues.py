"""Compiling: placing, lifting, ordering, describing, and moving by the table alone."""

from itertools import product

import pytest
from django.urls import reverse

from accounts.models import Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import articles, issues, signing
from bulletins.models import Placement
from bulletins.states import ISSUE_MOVES, ArticleState, IssueState
from tests.bulletins.conftest import in_state, three, titles
from tests.factories import PublicationFactory, UserFactory

pytestmark = pytest.mark.django_db


def say(issue, verb, user):
    if verb == "sign":
        return signing.sign(issue, by=user)
    if verb == "void":
        return signing.void(issue, by=user, reason="有误")
    return issues.move(issue, verb, by=user, reason="数据存疑")


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
