"""拟采用库: what each bulletin means to use follows the items and their articles, and nothing else."""

from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event
from accounts.refusal import NotYours, Refused
from bulletins.actions import articles, candidates, issues, signing
from bulletins.candidate_states import CANDIDATE_MOVES, LISTED, Standing
from bulletins.models import Candidate
from bulletins.models.material import standing_of
from submissions.actions import move
from submissions.models import Submission
from submissions.states import State
from tests.factories import PublicationFactory, UnitFactory

pytestmark = pytest.mark.django_db


def meant(office, publication=None, **fields):
    """An accepted item meant for the office's bulletin."""
    publication = publication or office.publication
    item = office.item(**fields)
    Submission.objects.filter(pk=item.pk).update(chosen={publication.code: publication.name})
    item.refresh_from_db()
    return item


def brought_to(office, standing):
    """An item that came to a standing by its own road."""
    if standing == Standing.ELSEWHERE:
        return office.item()
    item = meant(office)
    if standing == Standing.DECLINED:
        candidates.move(office.publication, item, "decline", by=office.editor, reason="已过时")
    if standing == Standing.DRAFTED:
        office.article(item)
    if standing == Standing.PLACED:
        office.issue(office.article(item, ready=True))
    if standing == Standing.PRINTED:
        office.signed(office.article(item, ready=True))
    return item


def listed(client, **query):
    return client.get(reverse("bulletins:candidates"), query)


# ---- the table


@pytest.mark.parametrize(("verb", "standing"), [*product(CANDIDATE_MOVES, Standing)])
def test_only_the_table_moves_a_candidate(office, verb, standing):
    item, step = brought_to(office, standing), CANDIDATE_MOVES[verb]
    before = standing_of(office.publication, item)

    if standing in step.start:
        candidates.move(office.publication, item, verb, by=office.editor)
    else:
        with pytest.raises(Refused):
            candidates.move(office.publication, item, verb, by=office.editor)

    expected = step.end if standing in step.start else standing
    assert (before, standing_of(office.publication, item)) == (standing, expected)


def test_only_the_offices_editors_move_candidates(office, elsewhere):
    item = meant(office)

    for stranger in (office.checker, office.approver, office.leader, office.informant, elsewhere.editor):
        with pytest.raises(NotYours):
            candidates.move(office.publication, item, "decline", by=stranger)


def test_another_offices_item_is_no_candidate(office, elsewhere):
    with pytest.raises(NotYours):
        candidates.move(office.publication, elsewhere.item(), "enlist", by=office.editor)


def test_what_is_not_accepted_is_no_candidate(office):
    item = office.item(state=State.HELD)

    with pytest.raises(Refused, match="须先“拟采用”"):
        candidates.move(office.publication, item, "enlist", by=office.editor)


# ---- the item and the list say the same


def test_enlisting_names_the_bulletin_on_the_item_and_declining_takes_it_off(office):
    item, other = office.item(), PublicationFactory(office=office.unit, name="要情", code="yaoqing")
    candidates.move(other, item, "enlist", by=office.editor)
    candidates.move(office.publication, item, "enlist", by=office.editor)
    item.refresh_from_db()
    both = item.chosen

    candidates.move(other, item, "decline", by=office.editor, reason="篇幅不够")
    item.refresh_from_db()

    assert both == {"yaoqing": "要情", office.publication.code: "工会信息"}
    assert item.chosen == {office.publication.code: "工会信息"}
    row = Candidate.objects.get(publication=other)
    assert (row.declined_why, Event.objects.about(row).last().label) == ("篇幅不够", "不用于本刊")


def test_a_name_the_desk_typed_counts_as_the_bulletin(office):
    item = office.item()
    Submission.objects.filter(pk=item.pk).update(chosen={"工会信息": "工会信息"})
    before = standing_of(office.publication, item)

    candidates.move(office.publication, Submission.objects.get(pk=item.pk), "decline", by=office.editor)

    item.refresh_from_db()
    assert (before, item.chosen) == (Standing.WAITING, {})


def test_the_standing_follows_the_article_there_and_back(office):
    item = meant(office)
    course = [standing_of(office.publication, item)]
    article = office.article(item, ready=True)
    course.append(standing_of(office.publication, item))
    issue = office.issue(article)
    course.append(standing_of(office.publication, item))
    issue = issues.move(issues.move(issue, "submit", by=office.editor), "check", by=office.checker)
    issue = signing.sign(issue, by=office.approver)
    course.append(standing_of(office.publication, item))
    signing.void(issue, by=office.approver, reason="印错")
    course.append(standing_of(office.publication, item))
    article.refresh_from_db()
    articles.move(articles.move(article, "rework", by=office.editor), "drop", by=office.editor)
    course.append(standing_of(office.publication, item))

    assert course == ["waiting", "drafted", "placed", "printed", "drafted", "waiting"]


def test_an_item_stands_in_each_bulletin_by_itself(office):
    other = PublicationFactory(office=office.unit, name="要情")
    item = brought_to(office, Standing.PRINTED)

    candidates.move(other, item, "enlist", by=office.editor)

    assert [standing_of(each, item) for each in (office.publication, other)] == ["printed", "waiting"]


# ---- advice


def test_colleagues_read_what_is_advised(office, as_user):
    item = meant(office, title="暖心驿站")
    address = reverse("bulletins:candidate", args=[office.publication.code, item.pk])

    as_user(office.editor).post(address, {"is_urgent": "on", "suggestion": "composite", "note": "等统计数字"})

    page = listed(as_user(office.checker)).text
    assert [word in page for word in ("优先", "综合", f"{office.editor}：等统计数字")] == [True] * 3
    assert Event.objects.about(Candidate.objects.get()).last().note == "《暖心驿站》优先，综合，等统计数字"


def test_the_unit_does_not_read_the_desks_advice(office, as_user):
    item = meant(office)
    candidates.advise(office.publication, item, by=office.editor, note="文字太差")
    client = as_user(office.informant)

    pages = [client.get(reverse(f"submissions:{name}", args=[item.pk])).text for name in ("detail",)]
    used = client.get(reverse("bulletins:used", args=[item.pk])).text

    assert not any("文字太差" in page for page in (*pages, used))
    assert listed(client).status_code == 403


def test_what_is_not_on_the_list_is_not_advised_on(office):
    with pytest.raises(Refused, match="请先列入"):
        candidates.advise(office.publication, office.item(), by=office.editor, note="好")


def test_a_word_that_is_too_long_is_asked_again(office, as_user):
    item = meant(office)
    address = reverse("bulletins:candidate", args=[office.publication.code, item.pk])

    answer = as_user(office.editor).post(address, {"note": "长" * 201})

    assert (answer.status_code, answer.context["form"]["note"].value()) == (422, "长" * 201)


# ---- the list


def test_each_count_is_that_of_the_list_it_opens(office, as_user):
    for standing, number in zip(Standing, (2, 1, 1, 1, 2, 3), strict=True):
        for _ in range(number):
            brought_to(office, standing)
    client = as_user(office.editor)

    counted = {standing: count for standing, _, count, _ in listed(client).context["listing"].tabs}

    lists = {each: listed(client, state=each).context["page"].paginator.count for each in counted}
    assert counted == lists
    assert [counted[each] for each in (*LISTED, Standing.ELSEWHERE)] == [2, 1, 1, 1, 2, 3]


def test_what_is_meant_for_another_bulletin_only_is_not_offered_here(office, as_user):
    meant(office, PublicationFactory(office=office.unit, name="要情"), title="只给要情")

    pages = [listed(as_user(office.editor), state=each).text for each in Standing]

    assert not any("只给要情" in page for page in pages)


def test_what_is_urgent_comes_first_and_then_the_longest_waiting(office, as_user):
    items = [meant(office) for _ in range(3)]
    for days, item in zip((1, 3, 2), items, strict=True):
        Submission.objects.filter(pk=item.pk).update(moved_at=timezone.now() - timedelta(days=days))
    candidates.advise(office.publication, items[0], by=office.editor, is_urgent=True)

    page = listed(as_user(office.editor)).context["page"]

    assert [item.pk for item in page] == [items[0].pk, items[1].pk, items[2].pk]


def test_waiting_and_staleness_are_said(office, as_user):
    item = meant(office, event_date=timezone.localdate() - timedelta(days=9))
    Submission.objects.filter(pk=item.pk).update(moved_at=timezone.now() - timedelta(days=4))

    text = listed(as_user(office.editor)).text

    assert ("9 天前" in text, "4 天" in text, "state-late" in text) == (True, True, True)


def test_the_list_is_narrowed_by_words_unit_kind_and_urgency(office, as_user):
    town = UnitFactory(parent=office.unit)
    wanted = meant(office, title="驿站经验", unit=town, kind="experience")
    meant(office, title="驿站动态", unit=town)
    meant(office, title="驿站别家", kind="experience")
    client = as_user(office.editor)
    query = {"q": "驿站", "unit": town.pk, "kind": "experience"}

    found = [item.pk for item in listed(client, **query).context["page"]]
    candidates.advise(office.publication, wanted, by=office.editor, is_urgent=True)
    urgent = [item.pk for item in listed(client, urgent="1").context["page"]]

    assert (found, urgent) == ([wanted.pk], [wanted.pk])


@pytest.mark.parametrize("query", [{"unit": "x"}, {"state": "nonsense"}, {"page": "9999"}, {"q": "长" * 99}])
def test_a_filter_that_makes_no_sense_breaks_nothing(office, as_user, query):
    meant(office)

    assert listed(as_user(office.editor), **query).status_code == 200


def test_the_list_costs_the_same_for_few_and_for_many(office, as_user, django_assert_max_num_queries):
    client = as_user(office.editor)
    brought_to(office, Standing.WAITING)
    listed(client)
    with django_assert_max_num_queries(16) as few:
        listed(client)
    for _ in range(8):
        item = brought_to(office, Standing.WAITING)
        candidates.advise(office.publication, item, by=office.editor, note="好")
        candidates.move(
            PublicationFactory(office=office.unit, is_active=False), item, "enlist", by=office.editor
        )

    with django_assert_max_num_queries(16) as many:
        listed(client)

    assert len(few) == len(many)


def test_an_office_without_a_bulletin_is_told_what_to_do(office, as_user):
    office.publication.is_active = False
    office.publication.save()

    assert "还没有在用的刊物" in listed(as_user(office.editor)).text


def test_strangers_find_no_candidate(office, elsewhere, as_user):
    item = meant(elsewhere, title="别处的题目")
    there = [elsewhere.publication.code, item.pk]
    users = [office.editor, office.informant, elsewhere.informant, elsewhere.leader]

    answers = [as_user(user).get(reverse("bulletins:candidate", args=there)).status_code for user in users]

    assert answers == [404] * len(users)
    assert "别处的题目" not in listed(as_user(office.editor), publication=elsewhere.publication.code).text


def test_what_was_restored_is_no_candidate_any_more(office, as_user):
    item = meant(office, title="又要重筛")
    move(item, "restore", by=office.editor)

    assert "又要重筛" not in listed(as_user(office.editor)).text


def test_material_older_than_a_year_is_listed_only_when_asked_for(office, as_user):
    item = meant(office)
    Submission.objects.filter(pk=item.pk).update(moved_at=timezone.now() - timedelta(days=400))
    client = as_user(office.editor)

    pages = [listed(client, **query).context["page"].paginator.count for query in ({}, {"older": "1"})]

    assert pages == [0, 1]


def test_the_checker_reads_the_list_and_advises_nothing(office, as_user):
    item, client = meant(office), as_user(office.checker)
    address = reverse("bulletins:candidate", args=[office.publication.code, item.pk])

    assert listed(client).status_code == 200
    assert [client.get(address).status_code, client.post(address, {"note": "好"}).status_code] == [403, 403]
