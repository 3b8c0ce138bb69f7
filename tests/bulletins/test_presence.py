"""One pen for a text: who has it, who waits, what becomes of it when a browser dies."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions.presence import enter, let_go, take_over
from bulletins.actions.writing import Newer, write
from bulletins.models import Presence
from tests.bulletins.conftest import texts, words
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(office):
    return UserFactory(home=office.unit, role=Role.EDITOR, name="李四")


def silent(article, person, seconds):
    """Its window gave its last sign of life that long ago."""
    rows = Presence.objects.filter(article=article, person=person)
    rows.update(seen_at=timezone.now() - timedelta(seconds=seconds))


def address(name, article):
    return reverse(f"bulletins:{name}", args=[article.pk])


def holder(article):
    return Presence.objects.pens().filter(article=article).values_list("person", flat=True).first()


# ---- the lease


def test_the_first_has_the_pen_and_the_second_reads_along(office, other):
    article = office.article()

    first, second = enter(article, by=office.editor), enter(article, by=other)

    assert (first.has_pen, second.has_pen) == (True, False)
    assert second.pen.person == office.editor


@pytest.mark.parametrize(("seconds", "free"), [(110, False), (121, True)])
def test_a_dead_browser_frees_the_pen_after_two_minutes(office, other, seconds, free):
    article = office.article()
    enter(article, by=office.editor)
    silent(article, office.editor, seconds)

    assert enter(article, by=other).has_pen == free


def test_a_sign_of_life_renews_the_lease_and_keeps_its_beginning(office, other):
    article = office.article()
    since = enter(article, by=office.editor).mine.since
    silent(article, office.editor, 100)

    again = enter(article, by=office.editor)

    assert (again.mine.since, again.mine.is_living) == (since, True)
    assert not enter(article, by=other).has_pen


def test_whoever_leaves_frees_the_pen_at_once(office, other):
    article = office.article()
    enter(article, by=office.editor)
    let_go(article, by=office.editor)

    assert enter(article, by=other).has_pen


def test_reading_along_takes_no_pen(office, other):
    article = office.article()

    assert not enter(article, by=other, pen=False).has_pen
    assert enter(article, by=office.editor).has_pen


def test_nobody_gets_the_pen_of_a_text_that_is_fixed(office):
    article = office.article(ready=True)
    office.signed(article)

    assert not enter(article, by=office.editor).has_pen


def test_only_editors_of_the_office_enter(office, elsewhere):
    article = office.article()

    for person in (office.checker, elsewhere.editor, office.informant):
        with pytest.raises(NotYours):
            enter(article, by=person)


# ---- taking over


def test_taking_over_moves_the_pen_tells_and_is_in_the_history(office, other):
    article = office.article()
    enter(article, by=office.editor)

    standing = take_over(article, by=other, holder=office.editor.pk)

    event = Event.objects.about(article).get(verb="take-over")
    assert standing.has_pen
    assert not enter(article, by=office.editor).has_pen
    assert (event.who, event.note.startswith(f"原由{office.editor}编辑")) == (other, True)
    assert [notice.person for notice in Notice.objects.filter(cause=event)] == [office.editor]


def test_the_displaced_text_is_kept_beside_and_nothing_is_overwritten(office, other):
    article = office.article(body="原文。")
    enter(article, by=office.editor)
    take_over(article, by=other, holder=office.editor.pk)

    with pytest.raises(Newer, match=r"李四正在编辑.*已另存为第 2 版"):
        write(article, by=office.editor, base=1, **words(body="被接手的人写的。"))

    assert texts(article)[2] == "原文。"
    assert article.revisions.get(is_side=True).body == "被接手的人写的。"


def test_the_pen_is_taken_only_from_whom_the_page_named(office, other):
    article = office.article()
    third = UserFactory(home=office.unit, role=Role.EDITOR, name="王五")
    enter(article, by=office.editor)
    take_over(article, by=third, holder=office.editor.pk)

    with pytest.raises(Refused, match="现在是王五正在编辑"):
        take_over(article, by=other, holder=office.editor.pk)

    assert holder(article) == third.pk


def test_the_notice_dies_when_somebody_has_the_pen_anew(office, other):
    article = office.article()
    enter(article, by=office.editor)
    take_over(article, by=other, holder=office.editor.pk)
    let_go(article, by=other)
    enter(article, by=office.editor)

    assert Notice.objects.about(article).filter(over_at=None).count() == 0


def test_saving_without_the_pen_while_nobody_has_it_just_saves(office):
    article = office.article()

    write(article, by=office.editor, base=1, **words(body="新文。"))

    assert texts(article)[2] == "新文。"


# ---- the pages


def test_opening_the_form_takes_the_pen_and_saving_gives_it_back(office, as_user):
    article = office.article()
    client = as_user(office.editor)

    client.get(address("article_edit", article))
    during = holder(article)
    client.post(address("article_edit", article), words() | {"base": 1})

    assert (during, holder(article)) == (office.editor.pk, None)


def test_the_second_editor_reads_who_writes_and_may_take_over(office, other, as_user):
    article = office.article(body="正在写的文字。")
    enter(article, by=office.editor)
    since = timezone.localtime(Presence.objects.get().since)
    client = as_user(other)

    page = client.get(address("article_edit", article)).text
    asked = client.get(address("article_take_over", article)).text
    taken = client.post(address("article_take_over", article), {"holder": office.editor.pk})

    assert f"{office.editor}正在编辑（{since:%H:%M} 起）" in page
    assert ("正在写的文字。" in page, "<textarea" in page) == (True, False)
    assert f"{office.editor}正在编辑" in asked
    assert taken.url == address("article_edit", article)
    assert holder(article) == other.pk


def test_the_article_page_shows_who_is_in_the_text(office, as_user):
    article = office.article()
    enter(article, by=office.editor)

    seen = as_user(office.checker).get(address("article", article)).text
    silent(article, office.editor, 130)
    later = as_user(office.checker).get(address("article", article)).text

    assert [f"{office.editor}正在编辑" in page for page in (seen, later)] == [True, False]


def test_the_heartbeat_tells_whose_the_pen_is(office, other, as_user):
    article = office.article()
    enter(article, by=office.editor)

    waiting = as_user(other).post(address("article_presence", article), {"pen": "1"}).json()
    take_over(article, by=other, holder=office.editor.pk)
    displaced = as_user(office.editor).post(address("article_presence", article), {"pen": "1"}).json()

    assert (waiting["pen"], waiting["holder"].startswith(f"{office.editor}正在编辑")) == (False, True)
    assert (displaced["pen"], displaced["holder"].startswith("李四正在编辑")) == (False, True)


def test_closing_the_page_frees_the_pen(office, as_user):
    article = office.article()
    enter(article, by=office.editor)

    answer = as_user(office.editor).post(address("article_leave", article))

    assert (answer.status_code, holder(article)) == (204, None)


def test_the_heartbeat_costs_the_same_whoever_is_there(office, as_user, django_assert_max_num_queries):
    article = office.article()
    for _ in range(3):
        enter(article, by=UserFactory(home=office.unit, role=Role.EDITOR))
    client = as_user(office.editor)
    client.post(address("article_presence", article), {"pen": "1"})

    with django_assert_max_num_queries(20):
        client.post(address("article_presence", article), {"pen": "1"})
