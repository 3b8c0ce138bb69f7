"""Articles: made of accepted items, edited, compared, merged, and moved by the table alone."""

from itertools import product

import pytest
from django.urls import reverse

from accounts.models import Event
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import articles, issues
from bulletins.models import Article
from bulletins.states import ARTICLE_MOVES, ArticleState, IssueState, Use
from submissions.states import State
from tests.factories import ArticleFactory, SubmissionFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def texts(article):
    article.refresh_from_db()
    return article.title, article.byline, article.body


# ---- the table


@pytest.mark.parametrize(("verb", "state", "role"), [*product(ARTICLE_MOVES, ArticleState, Role)])
def test_only_the_table_moves_an_article(verb, state, role):
    article = ArticleFactory(state=state)
    user = UserFactory(home=article.publication.office, role=role)
    step = ARTICLE_MOVES[verb]
    allowed = step.button and role in step.by and state in step.start

    if allowed:
        articles.move(article, verb, by=user)
    else:
        with pytest.raises(Refused):
            articles.move(article, verb, by=user)

    article.refresh_from_db()
    assert article.state == (step.end if allowed else state)


def test_an_editor_of_another_office_moves_nothing(office, elsewhere):
    article = office.article()

    with pytest.raises(NotYours):
        articles.move(article, "finish", by=elsewhere.editor)


def test_the_buttons_are_those_of_the_table(office):
    article = office.article()

    assert [verb for verb, _ in article.moves_for(office.editor)] == ["finish", "drop"]
    assert article.moves_for(office.checker) == []


def test_dropping_frees_the_items_and_reviving_takes_them_back(office):
    item = office.item()
    article = office.article(item)

    articles.move(article, "drop", by=office.editor)
    item.refresh_from_db()
    freed = item.taken_at
    articles.move(article, "revive", by=office.editor)
    item.refresh_from_db()

    assert freed is None
    assert item.taken_at is not None


def test_an_item_in_two_articles_is_freed_with_the_last(office):
    item = office.item()
    first, second = office.article(item), office.article(item)

    articles.move(first, "drop", by=office.editor)
    item.refresh_from_db()
    still_taken = item.taken_at is not None
    articles.move(second, "drop", by=office.editor)
    item.refresh_from_db()

    assert still_taken
    assert item.taken_at is None


# ---- drafting


def test_one_item_makes_a_full_article_with_its_words_and_unit(office):
    item = office.item(title="暖心驿站建成", body="第一段。\n第二段。")

    article = office.article(item)

    assert texts(article) == ("暖心驿站建成", office.town.name, "第一段。\n第二段。")
    assert (article.use, article.state) == (Use.FULL, ArticleState.EDITING)
    assert [revision.body for revision in article.revisions.all()] == ["第一段。\n第二段。"]


def test_several_items_make_a_composite_article(office):
    article = office.article(office.item(body="甲。"), office.item(body="乙。"))

    assert (article.use, article.body) == (Use.COMPOSITE, "甲。\n乙。")


def test_a_long_list_of_units_ends_in_deng_and_is_cut_between_names(office):
    towns = [UnitFactory(parent=office.unit, name=f"第{n}乡镇街道总工会联合会") for n in range(20)]

    article = office.article(*map(item_of, towns))

    names = article.byline.removesuffix("等").split("、")
    assert article.byline.endswith("等")
    assert len(article.byline) <= 100
    assert names == [town.name for town in towns[: len(names)]]


def item_of(town):
    return SubmissionFactory(author=UserFactory(home=town, role=Role.INFORMANT), state=State.ACCEPTED)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.HELD, State.REJECTED])
def test_only_accepted_items_become_articles(office, state):
    item = office.item(state=state)

    with pytest.raises(Refused):
        office.article(item)

    assert Article.objects.count() == 0


def test_another_offices_items_cannot_be_used(office, elsewhere):
    with pytest.raises(NotYours):
        articles.draft(office.publication, [elsewhere.item()], by=office.editor)


def test_an_editor_picks_items_and_gets_one_article_each(office, as_user):
    items = [office.item(title="来稿一"), office.item(title="来稿二")]
    client = as_user(office.editor)

    answer = client.post(
        reverse("bulletins:article_new"),
        {"items": [i.pk for i in items], "publication": office.publication.pk, "how": "each", "use": "brief"},
    )

    assert answer.url == reverse("bulletins:articles")
    made = Article.objects.order_by("pk")
    assert [(a.title, a.use) for a in made] == [("来稿一", Use.BRIEF), ("来稿二", Use.BRIEF)]


def test_picking_nothing_is_said_and_the_choices_stay(office, as_user):
    office.item()

    answer = as_user(office.editor).post(
        reverse("bulletins:article_new"), {"publication": office.publication.pk, "how": "each"}
    )

    assert answer.status_code == 422
    assert "请至少勾选一篇来稿。" in answer.text
    assert '<option value="each" selected>' in answer.text


def test_the_list_to_pick_from_holds_only_this_offices_accepted_items(office, elsewhere, as_user):
    office.item(title="本办拟采用")
    office.item(title="本办待筛选", state=State.SUBMITTED)
    elsewhere.item(title="别处拟采用")

    page = as_user(office.editor).get(reverse("bulletins:article_new")).text

    assert [title in page for title in ("本办拟采用", "本办待筛选", "别处拟采用")] == [True, False, False]


def test_only_editors_make_articles(office, as_user):
    for user in (office.checker, office.approver, office.leader, office.informant):
        assert as_user(user).get(reverse("bulletins:article_new")).status_code == 403


# ---- writing


def words(**changes):
    return {"title": "新题", "byline": "署名", "body": "新文。", "use": Use.FULL} | changes


def test_each_saving_is_a_revision_and_an_event(office):
    article = office.article()

    articles.write(article, by=office.editor, base=1, **words())

    assert texts(article) == ("新题", "署名", "新文。")
    assert article.version == 2
    assert [r.title for r in article.revisions.all()][-1] == "新题"
    assert Event.objects.about(article).last().verb == "write"


def test_saving_the_same_words_changes_nothing(office):
    article = office.article()
    articles.write(article, by=office.editor, base=1, **words())

    articles.write(article, by=office.editor, base=2, **words())

    article.refresh_from_db()
    assert (article.version, article.revisions.count()) == (2, 2)


def test_a_late_saving_is_kept_beside_and_nothing_is_lost(office, as_user):
    article = office.article()
    articles.write(article, by=office.editor, base=1, **words(body="先存的文字。"))

    answer = as_user(office.editor).post(
        reverse("bulletins:article_edit", args=[article.pk]), words(body="后存的文字。") | {"base": 1}
    )

    assert answer.status_code == 409
    assert "有更新的保存" in answer.text
    assert "<del>先</del><ins>后</ins>存的文字。" in answer.text
    assert answer.context["form"]["body"].value() == "后存的文字。"
    assert answer.context["form"]["base"].value() == 2
    assert [(r.body, r.is_side) for r in article.revisions.all()][1:] == [
        ("先存的文字。", False),
        ("后存的文字。", True),
    ]
    assert texts(article)[2] == "先存的文字。"


def test_after_the_comparison_the_later_text_may_be_saved(office, as_user):
    article = office.article()
    articles.write(article, by=office.editor, base=1, **words(body="先存的文字。"))
    address = reverse("bulletins:article_edit", args=[article.pk])

    as_user(office.editor).post(address, words(body="后存的文字。") | {"base": 2})

    assert texts(article)[2] == "后存的文字。"


def test_a_placed_article_is_written_only_while_its_issue_is_compiled(office):
    article = office.article(ready=True)
    issue = office.issue(article)
    article.refresh_from_db()
    articles.write(article, by=office.editor, base=article.version, **words())
    issues.move(issue, "submit", by=office.editor)
    article.refresh_from_db()

    with pytest.raises(Refused, match="不能修改"):
        articles.write(article, by=office.editor, base=article.version, **words(title="再改"))

    assert texts(article)[0] == "新题"


def test_a_text_that_comes_after_submission_stays_in_the_form(office, as_user):
    article = office.article(ready=True)
    issues.move(office.issue(article), "submit", by=office.editor)

    answer = as_user(office.editor).post(
        reverse("bulletins:article_edit", args=[article.pk]), words(body="正在写的文字。") | {"base": 1}
    )

    assert answer.status_code == 409
    assert "正在写的文字。" in answer.text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("title", "", "这个字段是必填项"), ("title", "长" * 81, "80"), ("body", "", "这个字段是必填项")],
)
def test_bad_input_is_named_and_the_rest_is_kept(office, as_user, field, value, said):
    article = office.article()

    answer = as_user(office.editor).post(
        reverse("bulletins:article_edit", args=[article.pk]), words(**{field: value}) | {"base": 1}
    )

    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors[field])
    assert answer.context["form"]["byline"].value() == "署名"


def test_the_checker_reads_but_does_not_write(office, as_user):
    article = office.article()
    client = as_user(office.checker)

    assert client.get(article.get_absolute_url()).status_code == 200
    assert client.get(reverse("bulletins:article_edit", args=[article.pk])).status_code == 403
    assert client.post(reverse("bulletins:article_move", args=[article.pk, "finish"])).status_code == 403


# ---- merging


def test_merging_adds_text_unit_and_source(office):
    article, item = office.article(office.item(body="甲。")), item_of(UnitFactory(parent=office.unit))

    articles.merge(article, item, by=office.editor)

    _, byline, body = texts(article)
    assert (byline, body) == (f"{office.town.name}、{item.unit.name}", f"甲。\n{item.filed.body}")
    assert article.use == Use.COMPOSITE
    assert article.sources.count() == 2


def test_unmerging_frees_the_item_and_leaves_the_text(office):
    first, second = office.item(), office.item()
    article = office.article(first, second)
    before = texts(article)

    articles.unmerge(article, second, by=office.editor)

    second.refresh_from_db()
    assert texts(article) == before
    assert second.taken_at is None
    assert [source.submission for source in article.sources.all()] == [first]


def test_the_only_source_stays(office):
    item = office.item()
    article = office.article(item)

    with pytest.raises(Refused, match="唯一的来稿"):
        articles.unmerge(article, item, by=office.editor)


def test_an_item_that_is_no_source_cannot_be_taken_out(office):
    article = office.article(office.item(), office.item())

    with pytest.raises(Refused, match="不是本稿的来源"):
        articles.unmerge(article, office.item(), by=office.editor)


def test_a_source_is_merged_once(office):
    item = office.item()
    article = office.article(item)

    with pytest.raises(Refused, match="已是本稿来源"):
        articles.merge(article, item, by=office.editor)

    assert article.sources.count() == 1


def test_merging_through_the_page(office, as_user):
    article, item = office.article(), office.item(title="并入的来稿")
    client = as_user(office.editor)
    address = reverse("bulletins:article_merge", args=[article.pk])

    offered = client.get(address).text
    client.post(address, {"item": item.pk})

    assert "并入的来稿" in offered
    assert article.sources.count() == 2
    client.post(reverse("bulletins:article_unmerge", args=[article.pk, item.pk]))
    assert article.sources.count() == 1


def test_another_offices_item_cannot_be_merged_through_the_page(office, elsewhere, as_user):
    article, item = office.article(), elsewhere.item()

    answer = as_user(office.editor).post(
        reverse("bulletins:article_merge", args=[article.pk]), {"item": item.pk}
    )

    assert answer.status_code == 404


# ---- comparing and reading


def test_the_article_is_compared_with_its_source_character_by_character(office, as_user):
    item = office.item(title="开展慰问活动", body="街道工会走访慰问职工二十人。")
    article = office.article(item)
    articles.write(
        article, by=office.editor, base=1, **words(title="开展走访活动", body="街道工会走访慰问职工三十人。")
    )

    page = (
        as_user(office.checker)
        .get(reverse("bulletins:article_compare", args=[article.pk]), {"a": f"s{item.pk}"})
        .text
    )

    assert "开展<del>慰问</del><ins>走访</ins>活动" in page
    assert "走访慰问职工<del>二</del><ins>三</ins>十人。" in page


def test_two_revisions_are_compared(office, as_user):
    article = office.article()
    articles.write(article, by=office.editor, base=1, **words(body="甲乙丙丁。"))
    articles.write(article, by=office.editor, base=2, **words(body="甲乙戊丁。"))

    page = (
        as_user(office.editor)
        .get(reverse("bulletins:article_compare", args=[article.pk]), {"a": "r3", "b": "r2"})
        .text
    )

    assert "甲乙<del>戊</del><ins>丙</ins>丁。" in page


def test_the_article_stands_beside_its_sources_and_its_history(office, as_user):
    article = office.article(office.item(title="来稿的题目", body="来稿的正文。"), title="编辑后的题目")

    page = as_user(office.editor).get(article.get_absolute_url()).text

    for text in ("编辑后的题目", "来稿的题目", "来稿的正文。", "建稿", "定稿", "弃用"):
        assert text in page


def test_dropping_asks_first(office, as_user):
    article = office.article()
    client, address = as_user(office.editor), reverse("bulletins:article_move", args=[article.pk, "drop"])

    page = client.get(address)
    article.refresh_from_db()
    state_after_asking = article.state
    client.post(address)
    article.refresh_from_db()

    assert "来稿回到“拟采用”" in page.text
    assert (state_after_asking, article.state) == (ArticleState.EDITING, ArticleState.DROPPED)


ARTICLE_PAGES = ("article", "article_edit", "article_merge", "article_compare")


@pytest.mark.parametrize("name", ARTICLE_PAGES)
def test_strangers_find_no_article(office, elsewhere, as_user, name):
    article = elsewhere.article(title="别处的题目")
    users = [office.editor, office.leader, office.informant, elsewhere.informant, elsewhere.leader]

    answers = [as_user(user).get(reverse(f"bulletins:{name}", args=[article.pk])) for user in users]

    assert [answer.status_code for answer in answers] == [404] * len(users)
    assert not any("别处的题目" in answer.text for answer in answers)


@pytest.mark.parametrize("verb", [verb for verb, move in ARTICLE_MOVES.items() if move.button])
def test_strangers_move_no_article(office, elsewhere, as_user, verb):
    article = elsewhere.article()

    answer = as_user(office.editor).post(reverse("bulletins:article_move", args=[article.pk, verb]))

    assert answer.status_code == 404


def test_counts_on_the_tabs_are_those_of_the_lists(office, as_user):
    for ready in (False, False, True):
        office.article(ready=ready)
    articles.move(office.article(), "drop", by=office.editor)
    client, address = as_user(office.editor), reverse("bulletins:articles")

    tabs = client.get(address).context["tabs"]

    counted = {state: count for state, _, count in tabs}
    listed = {s: client.get(address, {"state": s}).context["page"].paginator.count for s in counted}
    assert counted == listed
    assert (counted["editing"], counted["ready"], counted["dropped"]) == (2, 1, 1)
    assert client.get(address).context["open"] == client.get(address).context["page"].paginator.count == 3


def test_the_list_costs_the_same_for_one_and_for_many(office, as_user, django_assert_max_num_queries):
    client, address = as_user(office.editor), reverse("bulletins:articles")
    office.signed()
    office.issue()
    client.get(address)
    with django_assert_max_num_queries(12) as few:
        client.get(address)
    for _ in range(8):
        office.issue()

    with django_assert_max_num_queries(12) as many:
        client.get(address)

    assert len(few) == len(many)


def test_a_signed_issues_article_is_no_longer_written(office):
    article = office.article(ready=True)
    issue = office.signed(article)
    article.refresh_from_db()

    with pytest.raises(Refused):
        articles.write(article, by=office.editor, base=article.version, **words())

    assert (issue.state, article.state) == (IssueState.SIGNED, ArticleState.PRINTED)
