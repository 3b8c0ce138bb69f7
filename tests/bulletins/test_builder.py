"""The builder of an issue: columns, one list with its version, several at once, what a late list is told."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from accounts.models import Event
from accounts.refusal import Refused
from bulletins.actions import articles, issues, publications
from bulletins.compose import paper_of
from bulletins.models import Article, Column
from bulletins.states import IssueState
from tests.bulletins.conftest import three, titles
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def columns(office):
    """Three columns; 基层动态 stands before 简讯 by the publication's order."""
    names = {"news": ("要闻", 1), "briefs": ("简讯", 3), "local": ("基层动态", 2)}
    return SimpleNamespace(
        **{
            key: Column.objects.create(publication=office.publication, name=name, order=order)
            for key, (name, order) in names.items()
        }
    )


def in_columns(office, *pairs):
    """Ready articles by title and column."""
    made = []
    for title, column in pairs:
        article = office.article(title=title, ready=True)
        Article.objects.filter(pk=article.pk).update(column=column)
        article.refresh_from_db()
        made.append(article)
    return made


def stands(issue):
    return [(place.article.title, str(place.article.column or "")) for place in issue.ordered()]


def post_order(client, issue, order, base=None, **data):
    address = reverse("bulletins:issue_order", args=[issue.pk])
    pks = [getattr(each, "pk", each) for each in order]
    return client.post(address, {"base": base or issue.version, "order": pks} | data)


# ---- columns


def test_the_publications_columns_decide_the_order_articles_are_placed_in(office, columns):
    pieces = in_columns(
        office,
        ("简一", columns.briefs),
        ("头条", None),
        ("基一", columns.local),
        ("要一", columns.news),
        ("基二", columns.local),
    )

    issue = office.issue(*pieces)

    assert stands(issue) == [
        ("头条", ""),
        ("要一", "要闻"),
        ("基一", "基层动态"),
        ("基二", "基层动态"),
        ("简一", "简讯"),
    ]


def test_an_article_is_moved_between_columns_on_the_page_and_the_history_says_so(office, columns, as_user):
    pieces = in_columns(office, ("要一", columns.news), ("要二", columns.news), ("基一", columns.local))
    issue = office.issue(*pieces)

    post_order(as_user(office.editor), issue, pieces, **{f"column-{pieces[0].pk}": columns.local.pk})

    event = Event.objects.about(issue).last()
    assert stands(issue) == [("要二", "要闻"), ("基一", "基层动态"), ("要一", "基层动态")]
    assert (event.verb, event.who, event.note) == ("reorder", office.editor, "《要一》改入“基层动态”")


def test_the_columns_on_the_page_are_those_printed(office, columns, as_user):
    issue = office.issue(*in_columns(office, ("简一", columns.briefs), ("要一", columns.news)))
    page = as_user(office.editor).get(issue.get_absolute_url())

    shown = [(str(group["column"]), len(group["places"])) for group in page.context["groups"]]

    assert shown == [("要闻", 1), ("基层动态", 0), ("简讯", 1)]
    assert [piece.column for piece in paper_of(issue).pieces] == ["要闻", "简讯"]


def test_order_and_columns_come_back_as_they_were_printed(office, columns, as_user):
    one, two, three_, four = in_columns(
        office, ("甲", columns.briefs), ("乙", None), ("丙", columns.news), ("丁", columns.briefs)
    )
    issue = office.issue(one, two, three_, four)
    client = as_user(office.editor)
    order = [four, one, three_, two]
    post_order(client, issue, order, **{f"column-{two.pk}": columns.news.pk})
    issue.refresh_from_db()
    on_page = [
        (place.article.title, str(group["column"]))
        for group in client.get(issue.get_absolute_url()).context["groups"]
        for place in group["places"]
    ]
    issues.move(issue, "submit", by=office.editor)

    printed = [(piece.title, piece.column) for piece in paper_of(issue).pieces]

    assert printed == on_page == [("丁", "简讯"), ("甲", "简讯"), ("丙", "要闻"), ("乙", "要闻")]


def test_a_column_that_would_be_printed_twice_is_named_and_mended_by_one_button(office, columns, as_user):
    pieces = in_columns(office, ("要一", columns.news), ("基一", columns.local), ("要二", columns.news))
    issue = office.issue(*pieces)
    client = as_user(office.editor)
    first, second, third = (issue.ordered()[i].article_id for i in range(3))
    issues.reorder(issue, [first, third, second], by=office.editor, base=issue.version)
    issue.refresh_from_db()
    torn = client.get(issue.get_absolute_url()).text

    post_order(client, issue, [first, third, second], sorted=1)

    assert "“要闻”的稿件没有排在一起" in torn
    assert stands(issue) == [("要一", "要闻"), ("要二", "要闻"), ("基一", "基层动态")]


def test_a_column_of_another_publication_is_refused(office, elsewhere, columns, as_user):
    foreign = Column.objects.create(publication=elsewhere.publication, name="别处")
    (piece,) = in_columns(office, ("甲", None))
    issue = office.issue(piece)

    with pytest.raises(Refused, match="没有这个栏目"):
        issues.reorder(
            issue, [piece.pk], by=office.editor, base=issue.version, columns={piece.pk: foreign.pk}
        )

    assert stands(issue) == [("甲", "")]


def test_an_order_that_changes_nothing_makes_no_new_version(office):
    pieces = three(office)
    issue = office.issue(*pieces)
    base = issue.version

    issues.reorder(issue, [piece.pk for piece in pieces], by=office.editor, base=base)

    issue.refresh_from_db()
    assert issue.version == base


# ---- putting in


def test_several_ready_articles_are_ticked_by_column(office, columns, as_user):
    pieces = in_columns(
        office, ("要一", columns.news), ("简一", columns.briefs), ("简二", columns.briefs), ("散", None)
    )
    issue = issues.open_issue(office.publication, by=office.editor)
    client = as_user(office.editor)

    context = client.get(issue.get_absolute_url(), {"column": columns.briefs.pk}).context
    lists = {
        value: len(client.get(issue.get_absolute_url(), {"column": value}).context["ready"])
        for value, _, _ in context["ready_tabs"]
    }
    client.post(reverse("bulletins:issue_place", args=[issue.pk]), {"articles": [p.pk for p in pieces]})

    assert [article.title for article in context["ready"]] == ["简一", "简二"]
    assert lists == {value: count for value, _, count in context["ready_tabs"]}
    assert sum(lists.values()) == context["ready_all"] == 4
    assert titles(issue) == ["散", "要一", "简一", "简二"]


def test_the_builder_costs_the_same_for_two_articles_and_for_many(
    office, columns, as_user, django_assert_max_num_queries
):
    client = as_user(office.editor)
    issue = office.issue(*in_columns(office, ("甲", columns.news), ("乙", columns.briefs)))
    in_columns(office, ("丙", columns.local))
    client.get(issue.get_absolute_url())
    with django_assert_max_num_queries(40) as few:
        client.get(issue.get_absolute_url())
    issues.place(issue, *in_columns(office, *((f"篇{n}", columns.local) for n in range(9))), by=office.editor)
    in_columns(office, *((f"待{n}", columns.news) for n in range(9)))

    with django_assert_max_num_queries(40) as many:
        client.get(issue.get_absolute_url())

    assert len(few) == len(many)


def test_saving_an_order_costs_the_same_for_three_articles_and_for_thirty(
    office, django_assert_max_num_queries
):
    def reverse_of(count):
        pieces = [office.article(ready=True) for _ in range(count)]
        issue = office.issue(*pieces)
        order = [piece.pk for piece in reversed(pieces)]
        with django_assert_max_num_queries(60) as asked:
            issues.reorder(issue, order, by=office.editor, base=issue.version)
        return len(asked)

    assert reverse_of(3) == reverse_of(30)


# ---- the contents page, and the series


def test_the_contents_tick_comes_from_the_publication_and_is_changed_for_one_issue(office, as_user):
    publications.amend(office.publication, by=office.editor, shows_contents=True)
    office.publication.refresh_from_db()
    issue = office.issue()
    form = {"series": "regular", "copies": 20, "base": issue.version}

    before = paper_of(issue).contents
    as_user(office.editor).post(reverse("bulletins:issue_edit", args=[issue.pk]), form)

    issue.refresh_from_db()
    assert (before, issue.shows_contents, paper_of(issue).contents) == (True, False, False)


def test_an_issue_is_opened_only_in_a_series_the_publication_prints(office, as_user):
    client, address = as_user(office.editor), reverse("bulletins:issue_new")
    offered = [value for value, _ in client.get(address).context["form"].fields["series"].choices]

    answer = client.post(address, {"publication": office.publication.pk, "series": "report"})

    assert offered == ["regular", "supplement"]
    assert answer.status_code == 422
    with pytest.raises(Refused, match="没有启用专报"):
        issues.open_issue(office.publication, by=office.editor, series="report")


def test_the_next_number_is_told_and_not_reserved(office, as_user):
    one, other = office.issue(), office.issue()
    client = as_user(office.editor)

    told = [client.get(issue.get_absolute_url()).context["next_line"] for issue in (one, other)]

    assert told == ["第1期", "第1期"]
    assert "《工会信息》下一期</dt><dd>第1期" in client.get(reverse("bulletins:issue_new")).text


# ---- a list that comes too late


def test_a_late_list_is_told_who_changed_what_and_both_orders_stand_side_by_side(office, as_user):
    first, second, third = three(office)
    issue = office.issue(first, second, third)
    colleague = UserFactory(home=office.unit, role="editor", name="钱编辑")
    base, late = issue.version, [third.pk, second.pk, first.pk]
    issues.lift(issue, second, by=colleague)
    added = office.article(title="丁", ready=True)
    issues.place(issue, added, by=colleague)

    answer = post_order(as_user(office.editor), issue, late, base=base)

    context = answer.context
    assert answer.status_code == 409
    assert [(event.who, event.label, event.note) for event in context["since"]] == [
        (colleague, "移出稿件", "《乙》"),
        (colleague, "编入稿件", "《丁》"),
    ]
    assert [str(row["article"]) for row in context["now"]] == ["甲", "丙", "丁"]
    assert [(str(row["article"]), row["here"]) for row in context["wanted"]] == [
        ("丙", True),
        ("乙", False),
        ("甲", True),
    ]
    assert [str(row["article"]) for row in context["merged"]] == ["丙", "甲", "丁"]
    assert titles(issue) == ["甲", "丙", "丁"]


def test_the_late_list_is_saved_in_a_second_step_without_losing_the_firsts_changes(office, as_user):
    first, second, third = three(office)
    issue = office.issue(first, second, third)
    base = issue.version
    issues.lift(issue, second, by=office.editor)
    client = as_user(office.editor)
    conflict = post_order(client, issue, [third, second, first], base=base).context

    merged = [row["article"].pk for row in conflict["merged"]]
    done = post_order(client, conflict["issue"], merged)

    assert done.status_code == 302
    assert titles(issue) == ["丙", "甲"]


def test_a_late_list_is_shown_even_when_the_issue_was_given_out_to_be_checked(office, as_user):
    first, second, third = three(office)
    issue = office.issue(first, second, third)
    base = issue.version
    issues.move(issue, "submit", by=office.editor)

    answer = post_order(as_user(office.editor), issue, [third, second, first], base=base)

    assert answer.status_code == 409
    assert "须先退回组稿" in answer.text
    assert [str(row["article"]) for row in answer.context["wanted"]] == ["丙", "乙", "甲"]
    assert "按我的次序保存" not in answer.text


def test_a_script_gets_the_new_version_or_the_conflict_in_place_of_the_list(office, as_user):
    pieces = three(office)
    issue = office.issue(*pieces)
    client, address = as_user(office.editor), reverse("bulletins:issue_order", args=[issue.pk])
    data = {"base": issue.version, "order": [piece.pk for piece in reversed(pieces)]}

    first = client.post(address, data, headers={"HX-Request": "true"})
    late = client.post(address, data | {"order": [p.pk for p in pieces]}, headers={"HX-Request": "true"})

    assert (first.status_code, late.status_code) == (200, 409)
    assert f'data-version="{issue.version + 1}"' in first.text
    assert (late["HX-Retarget"], late["HX-Reswap"]) == ("#order", "outerHTML")
    assert "<html" not in first.text + late.text


def test_a_piece_that_is_only_worded_anew_keeps_the_issues_version(office):
    """The order on somebody's screen stays good while a colleague edits the text of an article."""
    article = office.article(ready=True)
    issue = office.issue(article)
    article.refresh_from_db()
    words = {"title": "新题", "byline": "", "body": "新文。", "use": article.use}

    articles.write(article, by=office.editor, base=article.version, **words)

    assert (
        issues.reorder(issue, [article.pk], by=office.editor, base=issue.version).state
        == IssueState.COMPILING
    )
