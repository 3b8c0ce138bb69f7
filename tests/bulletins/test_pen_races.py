"""Two editors on one article at once: one pen, no word lost, nobody waits for ever."""

from uuid import uuid4

import pytest

from accounts.roles import Role
from bulletins.actions import articles, issues, marks
from bulletins.actions.presence import enter, take_over
from bulletins.actions.sending_back import return_source
from bulletins.actions.writing import Sitting, write
from bulletins.models import Mark, Presence
from bulletins.states import IssueState
from submissions.states import State
from tests.bulletins.conftest import open_office, texts, words
from tests.bulletins.test_races import hold, waiting
from tests.factories import UserFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db):
    return open_office()


@pytest.fixture
def other(office):
    return UserFactory(home=office.unit, role=Role.EDITOR)


def holders(article):
    return list(Presence.objects.pens().filter(article=article).values_list("person", flat=True))


def test_of_two_who_open_a_text_at_once_exactly_one_has_the_pen(office, other):
    article = office.article()

    with waiting(lambda: enter(article, by=office.editor), lambda: enter(article, by=other)) as answers:
        hold(article)

    assert answers == [None, None]
    assert len(holders(article)) == 1
    assert article.presences.count() == 2


def test_of_two_who_take_over_at_once_exactly_one_does(office, other):
    article, third = office.article(), UserFactory(home=office.unit, role=Role.EDITOR)
    enter(article, by=office.editor)
    acts = [lambda by=by: take_over(article, by=by, holder=office.editor.pk) for by in (other, third)]

    with waiting(*acts) as answers:
        hold(article)

    assert [answer is None for answer in answers] == [True, False]
    assert holders(article) == [other.pk]


def test_a_save_that_met_a_take_over_stays_beside(office, other):
    article = office.article(body="原文。")
    enter(article, by=office.editor)

    with waiting(
        lambda: write(
            article, by=office.editor, base=1, window=Sitting(key=uuid4()), **words(body="没存完的。")
        )
    ) as answers:
        take_over(article, by=other, holder=office.editor.pk)

    assert "已另存为第 2 版" in answers[0]
    assert (texts(article)[2], article.revisions.get(is_side=True).body) == ("原文。", "没存完的。")


def test_of_two_saves_at_once_one_stands_and_the_other_stays_beside(office, other):
    article = office.article()
    acts = [
        lambda by=by: write(article, by=by, base=1, **words(body=str(by))) for by in (office.editor, other)
    ]

    with waiting(*acts) as answers:
        hold(article)

    kept = {each.body: each.is_side for each in article.revisions.exclude(number=1)}
    assert sum(answer is None for answer in answers) == 1
    assert sorted(kept.values()) == [False, True]
    assert kept[texts(article)[2]] is False


def test_a_mark_that_met_the_passing_is_not_left_behind_unseen(office):
    article = office.article(ready=True, body="慰问职工321人。")
    issue = issues.move(office.issue(article), "submit", by=office.editor)

    with waiting(lambda: marks.mark(article, by=office.checker, passage="321人", note="请核")) as answers:
        issues.move(issue, "check", by=office.checker)

    issue.refresh_from_db()
    assert "不在核对中" in answers[0]
    assert (issue.state, Mark.objects.count()) == (IssueState.AWAITING, 0)


def test_a_passing_that_met_a_mark_is_refused(office):
    article = office.article(ready=True, body="慰问职工321人。")
    issue = issues.move(office.issue(article), "submit", by=office.editor)

    with waiting(lambda: issues.move(issue, "check", by=office.checker)) as answers:
        marks.mark(article, by=office.checker, passage="321人", note="请核")

    issue.refresh_from_db()
    assert "还有 1 处批注没有处理" in answers[0]
    assert issue.state == IssueState.CHECKING


def test_a_source_is_not_sent_back_from_under_an_article_drafted_meanwhile(office):
    item = office.item()
    article = office.article(item, office.item())

    with waiting(lambda: return_source(article, item, by=office.editor, reason="数据存疑")) as answers:
        office.article(item, title="另一篇")

    item.refresh_from_db()
    assert "还用于稿件《另一篇》" in answers[0]
    assert item.state == State.ACCEPTED


def test_sending_back_and_dropping_do_not_wait_for_each_other(office):
    first, second = office.item(), office.item()
    one, rest = office.article(first, second), office.article(second, first)

    with waiting(
        lambda: return_source(one, first, by=office.editor, reason="数据存疑"),
        lambda: articles.move(rest, "drop", by=office.editor),
    ) as answers:
        hold(first)

    assert ["还用于稿件" in (answers[0] or ""), answers[1]] == [True, None]
