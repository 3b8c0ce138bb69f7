"""Two acts at once on what they share: neither misses the other, and none waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.refusal import Refused
from bulletins.actions import adoptions, articles, instructions, issues, publications, signing
from bulletins.models import Article, Issue
from bulletins.states import ArticleState
from tests.bulletins.conftest import open_office, register, texts, words
from tests.factories import PublicationFactory
from tests.waiting import wait_until

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def blocked():
    """How many sessions of this database wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND datname = current_database()"
        )
        return cursor.fetchone()[0]


def alone(act):
    """One act in a thread of its own: its refusal or None."""
    try:
        act()
    except Refused as refusal:
        return str(refusal)
    finally:
        connection.close()
    return None


@contextmanager
def waiting(*acts):
    """The acts are begun one after another, each stuck behind what this transaction holds.

    They go on when the block ends; their refusals are then in the list.
    """
    answers = []
    with ThreadPoolExecutor(len(acts)) as threads:
        with transaction.atomic():
            yield answers
            running = []
            for count, act in enumerate(acts, 1):
                running.append(threads.submit(alone, act))
                wait_until(lambda count=count: blocked() == count)
        answers.extend(each.result(timeout=20) for each in running)


def hold(row):
    """Keep others from changing a row until this transaction ends."""
    type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)


def living(item):
    return item.sources.exclude(article__state=ArticleState.DROPPED).count()


# ---- an item is taken as long as a living article is made of it


def test_an_item_stays_taken_when_one_article_is_dropped_while_another_is_drafted():
    office = open_office()
    item = office.item()
    article = office.article(item)

    with waiting(lambda: articles.move(article, "drop", by=office.editor)) as answers:
        office.article(item)

    item.refresh_from_db()
    assert (answers, living(item), item.taken_at is not None) == ([None], 1, True)


def test_an_item_is_free_when_both_its_articles_are_dropped_at_once():
    office = open_office()
    item = office.item()
    first, second = office.article(item), office.article(item)

    with waiting(lambda: articles.move(second, "drop", by=office.editor)) as answers:
        articles.move(first, "drop", by=office.editor)

    item.refresh_from_db()
    assert (answers, living(item), item.taken_at) == ([None], 0, None)


# ---- acts in opposite orders: each case is the row both come to, and the two acts


def placings(office):
    first, second = office.article(ready=True), office.article(ready=True)
    here, there = (issues.open_issue(office.publication, by=office.editor) for _ in range(2))
    return (
        first,
        lambda: issues.place(here, first, second, by=office.editor),
        lambda: issues.place(there, second, first, by=office.editor),
    )


def drafts(office):
    first, second = office.item(), office.item()
    return (
        first,
        lambda: articles.draft(office.publication, [first, second], by=office.editor),
        lambda: articles.draft(office.publication, [second, first], by=office.editor),
    )


def drafts_of_each(office):
    first, second = office.item(), office.item()
    return (
        first,
        lambda: articles.draft_each(office.publication, [[first], [second]], by=office.editor),
        lambda: articles.draft_each(office.publication, [[second], [first]], by=office.editor),
    )


def drops(office):
    first, second = office.item(), office.item()
    one, other = office.article(first, second), office.article(second, first)
    return (
        first,
        lambda: articles.move(one, "drop", by=office.editor),
        lambda: articles.move(other, "drop", by=office.editor),
    )


def signature_and_placing(office):
    first, second = office.article(ready=True), office.article(ready=True)
    issue, other = office.awaiting(second, first), issues.open_issue(office.publication, by=office.editor)
    return (
        first,
        lambda: issues.place(other, first, second, by=office.editor),
        lambda: signing.sign(issue, by=office.approver),
    )


def dropped_issue_and_placing(office):
    first, second = office.article(ready=True), office.article(ready=True)
    issue, other = office.issue(second, first), issues.open_issue(office.publication, by=office.editor)
    return (
        first,
        lambda: issues.place(other, first, second, by=office.editor),
        lambda: issues.move(issue, "drop", by=office.editor),
    )


def voiding_and_placing(office):
    first, second = office.article(ready=True), office.article(ready=True)
    issue, other = office.signed(second, first), issues.open_issue(office.publication, by=office.editor)
    return (
        first,
        lambda: issues.place(other, first, second, by=office.editor),
        lambda: signing.void(issue, by=office.approver, reason="印错"),
    )


def registering_and_revoking(office):
    item, carrier = office.item(), PublicationFactory(office=None)
    adoption = register(office, carrier, item)
    return (
        item,
        lambda: register(office, carrier, item),
        lambda: adoptions.revoke(adoption, by=office.editor, reason="登记错了"),
    )


def signature_and_drop(office):
    first, second = office.item(), office.item()
    issue, rest = office.awaiting(office.article(second, first, ready=True)), office.article(first, second)
    return (
        first,
        lambda: articles.move(rest, "drop", by=office.editor),
        lambda: signing.sign(issue, by=office.approver),
    )


@pytest.mark.parametrize(
    ("case", "refused"),
    [
        (placings, 1),
        (drafts, 0),
        (drafts_of_each, 1),
        (drops, 0),
        (signature_and_placing, 1),
        (dropped_issue_and_placing, 1),
        (voiding_and_placing, 1),
        (signature_and_drop, 0),
        (registering_and_revoking, 1),
    ],
)
def test_acts_in_opposite_orders_do_not_wait_for_each_other(case, refused):
    shared, one, other = case(open_office())

    with waiting(one, other) as answers:
        hold(shared)

    assert sum(answer is not None for answer in answers) == refused


# ---- what is checked is what is signed


def test_the_masthead_does_not_change_while_an_issue_is_given_out_to_be_checked():
    office = open_office()
    issue = office.issue()

    with waiting(
        lambda: publications.amend(office.publication, by=office.editor, name="别的刊名")
    ) as answers:
        issues.move(issue, "submit", by=office.editor)

    office.publication.refresh_from_db()
    assert answers == ["本刊有期正在核对或待签发，刊名暂不能改；请等签发以后，或退回组稿后再改。"]
    assert office.publication.name == "工会信息"


def test_a_wording_that_met_the_placing_of_its_article_is_saved_only_under_the_issues_lock():
    office = open_office()
    article = office.article(ready=True)
    issue = issues.open_issue(office.publication, by=office.editor)

    def write():
        article.refresh_from_db()
        articles.write(article, by=office.editor, base=article.version, **words())

    with waiting(write) as answers:
        issues.place(issue, article, by=office.editor)
    missed = texts(article)[0]
    write()

    assert answers == [f"稿件《{missed}》刚被编入或移出一期，请再试一次。"]
    assert (missed == "新题", texts(article)[0]) == (False, "新题")


# ---- a form sent twice at once


def test_a_form_sent_twice_at_once_drafts_once():
    office, key = open_office(), uuid4()
    item = office.item()

    def draft():
        articles.draft_each(office.publication, [[item]], by=office.editor, key=key)

    with waiting(draft, draft) as answers:
        hold(item)

    assert (answers, Article.objects.count()) == ([None, None], 1)


def test_a_form_sent_twice_at_once_opens_one_issue():
    office, key = open_office(), uuid4()

    with waiting(lambda: issues.open_issue(office.publication, by=office.editor, key=key)) as answers:
        issues.open_issue(office.publication, by=office.editor, key=key)

    assert (answers, Issue.objects.count()) == ([None], 1)


def test_a_leaders_words_sent_twice_at_once_are_kept_once():
    office = open_office()
    issue = office.signed()

    def instruct():
        instructions.instruct(by=office.leader, issue=issue, text="很好。", level="county")

    with waiting(instruct, instruct) as answers:
        hold(issue)

    assert sum(answer is None for answer in answers) == 1
    assert issue.instructions.count() == 1


def test_a_use_revoked_meanwhile_is_not_written_on():
    office = open_office()
    use = register(office, PublicationFactory(office=None, level="city"))
    where = {"submission": use.submission, "adoption": use}

    with waiting(
        lambda: adoptions.revoke(use, by=office.editor, reason="登记错了"),
        lambda: instructions.instruct(by=office.leader, text="很好。", level="county", **where),
    ) as answers:
        hold(use.submission)

    assert answers == [None, "所选的采用不是这篇信息的，或已撤销，请重新选择。"]
    assert use.instructions.count() == 0


def test_a_signature_that_had_to_wait_is_of_the_moment_it_got_its_number():
    office = open_office()
    issue = office.awaiting()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            hold(office.publication)
            signing_it = threads.submit(alone, lambda: signing.sign(issue, by=office.approver))
            wait_until(lambda: blocked() == 1)
            before_its_turn = timezone.now()
        answer = signing_it.result(timeout=20)

    issue.refresh_from_db()
    assert (answer, issue.number, issue.signed_at > before_its_turn) == (None, 1, True)
