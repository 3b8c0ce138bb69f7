"""Articles: made of accepted items, edited, compared, merged, and moved by the table alone."""

from itertools import product

import pytest
from django.urls import reverse

from accounts.models import Event
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import articles, issues
from bulletins.models import Article
from bulletins.states import ARTICLE_MOVES, ArticleState, Use
from submissions.states import State
from tests.bulletins.conftest import item_of, texts, words
from tests.factories import ArticleFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


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
    item = office.item()

    answer = as_user(office.editor).post(
        f"{reverse('bulletins:article_new')}?items={item.pk}",
        {"publication": office.publication.pk, "how": "each"},
    )

    assert answer.status_code == 422
    assert "请至少勾选一篇来稿。" in answer.text
    assert '<option value="each" selected>' in answer.text


def test_what_an_address_names_is_offered_only_as_far_as_this_office_accepted_it(office, elsewhere, as_user):
    items = [
        office.item(title="本办拟采用"),
        office.item(title="本办待筛选", state=State.SUBMITTED),
        elsewhere.item(title="别处拟采用"),
    ]

    page = as_user(office.editor).get(reverse("bulletins:article_new"), {"items": [i.pk for i in items]})

    assert [item.pk for item in page.context["rows"]] == [items[0].pk]
    assert [title in page.text for title in ("本办拟采用", "本办待筛选", "别处拟采用")] == [
        True,
        False,
        False,
    ]


def test_only_editors_make_articles(office, as_user):
    for user in (office.checker, office.approver, office.leader, office.informant):
        assert as_user(user).get(reverse("bulletins:article_new")).status_code == 403


# ---- writing


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
    assert "以我的文字为准保存" in answer.text
    assert [(r.body, r.is_side) for r in article.revisions.all()][1:] == [
        ("先存的文字。", False),
        ("后存的文字。", True),
    ]
    assert texts(article)[2] == "先存的文字。"


def test_after_the_comparison_the_later_text_may_be_saved_over_and_both_stay(office, as_user):
    article = office.article()
    articles.write(article, by=office.editor, base=1, **words(body="先存的文字。"))
    client, address = as_user(office.editor), reverse("bulletins:article_edit", args=[article.pk])
    late = words(body="后存的文字。") | {"base": 1}
    form = client.post(address, late).context["form"]

    client.post(address, late | {"late": form["late"].value(), "joins": form["joins"].value(), "over": 2})

    assert texts(article)[2] == "后存的文字。"
    assert [(r.body, r.is_side) for r in article.revisions.all()][1:] == [
        ("先存的文字。", False),
        ("后存的文字。", False),
        ("后存的文字。", False),
    ]


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
