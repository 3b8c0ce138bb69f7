"""Two editors at the same material at once: nothing is used twice, no part is lost, nobody waits for ever."""

from decimal import Decimal

import pytest

from accounts.refusal import Refused
from bulletins.actions import articles, basket, candidates, issues, model_items, shares, signing
from bulletins.actions.shares import Part, seen_of
from bulletins.models import Adoption, Article, Candidate, ModelItem, Pick
from bulletins.models.material import standing_of
from bulletins.states import ArticleState
from tests.bulletins.conftest import open_office
from tests.bulletins.test_candidates import meant
from tests.bulletins.test_races import hold, living, waiting
from tests.factories import PublicationFactory, UserFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
COMMENT = {"comment": "好在数字。", "kind": "dynamic"}


def second_editor(office):
    return UserFactory(home=office.unit, role="editor", name="第二编辑")


def refusals(answers):
    return [answer for answer in answers if answer]


def sources_of(issue):
    """How often each item stands in an issue."""
    found = [source.submission_id for place in issue.ordered() for source in place.article.sources.all()]
    return sorted(found)


def test_of_two_editors_who_take_one_item_into_one_bulletin_the_second_is_told():
    office = open_office()
    item, other = office.item(title="暖心驿站"), second_editor(office)

    with waiting(lambda: basket.make(office.publication, [[item]], by=other)) as answers:
        basket.make(office.publication, [[item]], by=office.editor)

    [said] = refusals(answers)
    assert said.startswith(
        f"《暖心驿站》在{office.publication}已有稿件《暖心驿站》（编辑中，{office.editor}）"
    )
    assert Article.objects.count() == 1


def test_an_item_is_taken_into_two_bulletins_at_once():
    office = open_office()
    item, other = office.item(), PublicationFactory(office=office.unit, name="要情")

    with waiting(lambda: basket.make(other, [[item]], by=second_editor(office))) as answers:
        basket.make(office.publication, [[item]], by=office.editor)

    item.refresh_from_db()
    assert (answers, living(item), item.taken_at is not None) == ([None], 2, True)


@pytest.mark.parametrize("placing_first", [True, False])
def test_an_item_does_not_slip_into_an_issue_twice_by_merging_and_placing_at_once(placing_first):
    office = open_office()
    item = office.item()
    issue = office.issue(office.article(item, ready=True))
    article = office.article(ready=True)

    def place():
        issues.place(issue, article, by=office.editor)

    def merge():
        articles.merge(article, item, by=office.editor)

    first, second = (place, merge) if placing_first else (merge, place)
    with waiting(second) as answers:
        first()

    assert len(refusals(answers)) == 1
    found = sources_of(issue)
    assert found.count(item.pk) == 1


@pytest.mark.parametrize("placing_first", [True, False])
def test_unmerging_and_placing_at_once_leave_one_truth(placing_first):
    office = open_office()
    one, two = office.item(), office.item()
    article = office.article(one, two, ready=True)
    issue = issues.open_issue(office.publication, by=office.editor)

    def place():
        issues.place(issue, article, by=office.editor)

    def unmerge():
        articles.unmerge(article, two, by=office.editor)

    first, second = (place, unmerge) if placing_first else (unmerge, place)
    with waiting(second) as answers:
        first()

    two.refresh_from_db()
    stays = article.sources.filter(submission=two).exists()
    assert sources_of(issue) == sorted([one.pk, two.pk] if stays else [one.pk])
    assert (two.taken_at is not None) == stays
    assert stays == bool(refusals(answers) and placing_first)


def test_of_two_unmerges_at_once_one_source_stays():
    office = open_office()
    one, two = office.item(), office.item()
    article = office.article(one, two)

    with waiting(lambda: articles.unmerge(article, two, by=second_editor(office))) as answers:
        articles.unmerge(article, one, by=office.editor)

    assert refusals(answers) == ["这是唯一的来稿；不用此稿请选“弃用”。"]
    assert [source.is_main for source in article.sources.all()] == [True]


def test_an_item_taken_out_here_and_drafted_there_at_once_stays_taken():
    office = open_office()
    one, two = office.item(), office.item()
    article = office.article(one, two)

    with waiting(lambda: articles.unmerge(article, two, by=office.editor)) as answers:
        office.article(two)

    two.refresh_from_db()
    assert (answers, living(two), two.taken_at is not None) == ([None], 1, True)


def test_of_two_who_share_out_at_once_the_second_is_told():
    office = open_office()
    one, two = office.item(), office.item()
    article, other = office.article(one, two), second_editor(office)
    seen = seen_of(article)

    def share(by, first):
        parts = [Part(one.pk, Decimal(first), True), Part(two.pk, Decimal(1), False)]
        shares.apportion(article, parts, by=by, seen=seen)

    with waiting(lambda: share(other, 9)) as answers:
        share(office.editor, 3)

    assert [said.startswith("来稿份额刚被改动") for said in answers] == [True]
    assert [source.share for source in article.sources.all()] == [3, 1]


def test_what_is_signed_while_it_is_shared_out_sums_to_a_hundred():
    office = open_office()
    one, two = office.item(), office.item()
    article = office.article(one, two, ready=True)
    issue = office.awaiting(article)

    def share():
        parts = [Part(one.pk, Decimal(3), True), Part(two.pk, Decimal(1), False)]
        shares.apportion(article, parts, by=office.editor)

    with waiting(share, lambda: signing.sign(issue, by=office.approver)) as answers:
        hold(issue)

    assert len(refusals(answers)) == 1
    assert sorted(Adoption.objects.values_list("share", flat=True)) == [50, 50]


def test_enlisted_and_declined_at_once_an_item_has_one_row():
    office = open_office()
    item, other = meant(office), second_editor(office)

    def decline(by):
        candidates.move(office.publication, item, "decline", by=by)

    with waiting(lambda: decline(other)) as answers:
        decline(office.editor)

    assert len(refusals(answers)) == Candidate.objects.count() == 1
    assert standing_of(office.publication, item) == "declined"


def test_a_tick_in_two_windows_at_once_is_one_tick():
    office = open_office()
    item = office.item()

    with waiting(lambda: basket.tick([], [item.pk], by=office.editor)) as answers:
        basket.tick([], [item.pk], by=office.editor)

    assert (answers, Pick.objects.count()) == ([None], 1)


def test_a_piece_held_up_twice_at_once_is_one_model():
    office = open_office()
    article = office.article(ready=True)
    issue = office.signed(article)

    def hold_up(by):
        model_items.hold_up(issue, article, by=by, **COMMENT)

    with waiting(lambda: hold_up(second_editor(office))) as answers:
        hold_up(office.editor)

    assert len(refusals(answers)) == ModelItem.objects.count() == 1


def test_what_becomes_void_meanwhile_is_not_held_up():
    office = open_office()
    article = office.article(ready=True)
    issue = office.signed(article)

    with waiting(lambda: model_items.hold_up(issue, article, by=office.editor, **COMMENT)) as answers:
        signing.void(issue, by=office.approver, reason="印错")

    assert (len(refusals(answers)), ModelItem.objects.count()) == (1, 0)


def test_dropping_and_merging_at_once_leave_the_item_with_whoever_has_it():
    office = open_office()
    item = office.item()
    article, other = office.article(item), office.article()

    with waiting(lambda: articles.merge(other, item, by=second_editor(office))) as answers:
        articles.move(article, "drop", by=office.editor)

    item.refresh_from_db()
    assert (answers, living(item), item.taken_at is not None) == ([None], 1, True)
    article.refresh_from_db()
    assert article.state == ArticleState.DROPPED
    with pytest.raises(Refused):
        articles.merge(article, office.item(), by=office.editor)
