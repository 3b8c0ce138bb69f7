"""An article's words: saved by themselves, one revision a sitting, never over somebody else's."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import Event
from accounts.refusal import Refused
from accounts.roles import Role
from bulletins.actions import articles, issues
from bulletins.actions.writing import Newer, Sitting, write
from bulletins.carried import carried
from bulletins.models import Article, Column
from bulletins.states import Use
from tests.bulletins.conftest import texts, words
from tests.factories import PublicationFactory, UserFactory

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = "选址在路口。", "配备饮水机。", "下一步推动建会。"
BODY = f"{FIRST}\n{SECOND}\n{THIRD}"


def fresh(article):
    return Article.objects.get(pk=article.pk)


def bodies(article):
    return [(each.body, each.is_side) for each in article.revisions.all()]


def post(client, article, **changes):
    data = words(**changes) | {"base": changes.get("base", 1)}
    return client.post(reverse("bulletins:article_autosave", args=[article.pk]), data)


def another_editor(office):
    return UserFactory(home=office.unit, role=Role.EDITOR)


# ---- note and column


def test_note_and_column_are_saved_with_the_words(office, as_user):
    column = Column.objects.create(publication=office.publication, name="要闻")
    article = office.article()
    address = reverse("bulletins:article_edit", args=[article.pk])

    as_user(office.editor).post(address, words(note="值得一读。", column=column.pk) | {"base": 1})

    article = fresh(article)
    last = article.revisions.last()
    assert (article.note, article.column, last.note, last.column) == ("值得一读。", column) * 2


def test_a_change_of_column_is_in_the_history(office):
    old, new = (Column.objects.create(publication=office.publication, name=name) for name in ("要闻", "经验"))
    article = office.article()
    article = write(article, by=office.editor, base=1, **words(column=old))
    write(article, by=office.editor, base=2, **words(column=new))

    events = Event.objects.about(article).filter(verb="column")

    assert [event.note for event in events] == ["不入栏目 → 要闻", "要闻 → 经验"]


def test_only_columns_in_use_are_offered_beside_the_articles_own(office, as_user):
    names = {"要闻": True, "旧栏": False, "停用": False}
    rows = [
        Column.objects.create(publication=office.publication, name=n, is_active=on) for n, on in names.items()
    ]
    Column.objects.create(publication=PublicationFactory(), name="别刊")
    article = office.article()
    Article.objects.filter(pk=article.pk).update(column=rows[1])

    form = as_user(office.editor).get(reverse("bulletins:article_edit", args=[article.pk])).context["form"]

    assert {column.name for column in form.fields["column"].queryset} == {"要闻", "旧栏"}


def test_a_column_of_another_publication_is_refused(office):
    foreign = Column.objects.create(publication=PublicationFactory(), name="别刊")

    with pytest.raises(Refused, match="不是《工会信息》的栏目"):
        write(office.article(), by=office.editor, base=1, **words(column=foreign))


def test_without_columns_there_is_no_such_field(office, as_user):
    page = as_user(office.editor).get(reverse("bulletins:article_edit", args=[office.article().pk]))

    assert "column" not in page.context["form"].fields


# ---- sittings


def test_a_sitting_is_one_revision_and_one_event_however_often_it_saves(office):
    article, window = office.article(body=FIRST), Sitting(key=uuid4())
    for base, body in enumerate((SECOND, THIRD, BODY), 1):
        write(article, by=office.editor, base=base, window=window, **words(body=body))

    assert bodies(article) == [(FIRST, False), (BODY, False)]
    assert fresh(article).version == 4
    assert Event.objects.about(article).filter(verb="write").count() == 1


def test_another_sitting_is_another_revision(office):
    article = office.article(body=FIRST)
    for base, body in enumerate((SECOND, THIRD), 1):
        write(article, by=office.editor, base=base, window=Sitting(key=uuid4()), **words(body=body))

    assert bodies(article) == [(FIRST, False), (SECOND, False), (THIRD, False)]


def test_a_sitting_goes_on_only_until_somebody_else_has_written(office):
    article, window = office.article(body=FIRST), Sitting(key=uuid4())
    write(article, by=office.editor, base=1, window=window, **words(body=SECOND))
    write(article, by=another_editor(office), base=2, **words(body=THIRD))
    write(article, by=office.editor, base=3, window=window, **words(body=BODY))

    assert bodies(article) == [(FIRST, False), (SECOND, False), (THIRD, False), (BODY, False)]


# ---- what came too late


def late_text(office, **changes):
    """Somebody saved a line of theirs; this window, opened before, sends its own."""
    article = office.article(body=BODY)
    opened = carried(article)
    write(article, by=another_editor(office), base=1, **words(body=BODY.replace("饮水机", "空调")))
    window = Sitting(opened=opened, key=uuid4())
    with pytest.raises(Newer) as newer:
        write(article, by=office.editor, base=1, window=window, **words(body=f"{BODY}\n成效明显。") | changes)
    return newer.value.article, newer.value.side, window


def test_a_late_text_stays_beside_and_its_window_goes_on_writing_there(office):
    article, side, window = late_text(office)
    again = Sitting(opened=window.opened, late=side.number, key=window.key)

    with pytest.raises(Newer):
        write(article, by=office.editor, base=1, window=again, **words(body="又写了很多。"))

    assert bodies(article)[-1] == ("又写了很多。", True)
    assert article.revisions.filter(is_side=True).count() == 1
    assert "空调" in fresh(article).body


def test_a_text_that_comes_when_the_issue_is_being_checked_stays_beside(office):
    article = office.article(ready=True)
    issues.move(office.issue(article), "submit", by=office.editor)

    with pytest.raises(Newer, match="不能修改。您的文字已另存为第 2 版"):
        write(article, by=office.editor, base=1, **words(body="正在写的。"))

    assert bodies(article)[-1] == ("正在写的。", True)


def test_a_text_left_beside_gives_its_writer_no_hand_in_the_issue(office):
    article, other = office.article(ready=True), another_editor(office)
    issue = issues.move(office.issue(article), "submit", by=office.editor)

    with pytest.raises(Newer):
        write(article, by=other, base=1, **words(body="正在写的。"))

    assert not issue.is_earlier_hand("check", other)


def test_a_save_whose_answer_was_lost_is_known_as_ones_own(office):
    article = office.article()
    write(article, by=office.editor, base=1, **words(body=FIRST))
    window = Sitting(tried={"title": "新题", "body": FIRST})

    write(article, by=office.editor, base=1, window=window, **words(body=SECOND))

    assert texts(article)[2] == SECOND


def test_finishing_an_article_takes_nobodys_pen_away(office):
    article = office.article()
    articles.move(article, "finish", by=another_editor(office))

    write(article, by=office.editor, base=1, **words(body=SECOND))

    assert texts(article)[2] == SECOND


def test_two_texts_are_brought_together_paragraph_by_paragraph(office, as_user):
    article, side, _ = late_text(office)
    client = as_user(office.editor)

    page = client.get(reverse("bulletins:article_join", args=[article.pk]))
    form = client.get(
        reverse("bulletins:article_edit", args=[article.pk]), {"side": side.number, "now": article.version}
    ).context["form"]

    merged = f"{BODY.replace('饮水机', '空调')}\n成效明显。"
    assert "没有互相冲突的改动" in page.text
    assert (form["body"].value(), form["joins"].value()) == (merged, side.number)
    data = words(body=merged) | {"base": article.version, "joins": side.number}
    client.post(reverse("bulletins:article_edit", args=[article.pk]), data)
    assert texts(article)[2] == merged
    assert [is_side for _, is_side in bodies(article)] == [False] * 4


def test_what_both_changed_is_asked_about(office, as_user):
    article, side, _ = late_text(office, body=BODY.replace("饮水机", "急救箱"), note="按语")
    client = as_user(office.editor)
    address = reverse("bulletins:article_edit", args=[article.pk])
    chosen = {"side": side.number, "now": article.version}

    page = client.get(reverse("bulletins:article_join", args=[article.pk])).text
    unchosen = client.get(address, chosen)
    form = client.get(address, chosen | {"p1": "both"}).context["form"]

    assert "有 1 处两边都改了" in page
    assert unchosen.status_code == 302
    assert form["body"].value() == f"{FIRST}\n配备空调。\n配备急救箱。\n{THIRD}"
    assert form["note"].value() == "按语"


# ---- the autosave


def test_the_autosave_answers_with_what_the_form_goes_on_from(office, as_user):
    article = office.article()

    answer = post(as_user(office.editor), article, body=BODY)

    assert answer.status_code == 200
    assert (answer.json()["version"], json.loads(answer.json()["opened"])["body"]) == (2, BODY)
    assert texts(article)[2] == BODY


def test_the_autosave_says_where_a_late_text_went(office, as_user):
    article = office.article()
    write(article, by=another_editor(office), base=1, **words(body=FIRST))

    answer = post(as_user(office.editor), article, body=SECOND)

    side = article.revisions.get(is_side=True)
    compare = f"{reverse('bulletins:article_join', args=[article.pk])}?side={side.number}"
    assert answer.status_code == 409
    assert (answer.json()["late"], answer.json()["compare"]) == (side.number, compare)
    assert side.base == {}


def test_an_empty_title_keeps_no_sentence_from_being_saved(office, as_user):
    article = office.article(title="旧题")

    answer = post(as_user(office.editor), article, title="", body=BODY)

    assert answer.status_code == 200
    assert answer.json()["message"] == "标题：这个字段是必填项。"
    assert (texts(article)[0], texts(article)[2]) == ("旧题", BODY)


def test_a_page_another_person_opened_saves_nothing(office, as_user):
    article = office.article()
    other = another_editor(office)
    client = as_user(other)
    page = client.get(reverse("bulletins:article_edit", args=[article.pk])).context["form"]

    answer = as_user(office.editor).post(
        reverse("bulletins:article_autosave", args=[article.pk]),
        words(body=BODY) | {"base": 1, "writer": page.initial["writer"]},
    )

    assert (answer.status_code, answer.json()["foreign"]) == (422, True)
    assert texts(article)[2] != BODY


def test_after_the_session_the_autosave_says_so_and_saves_nothing(office, client):
    article = office.article()

    answer = client.post(
        reverse("bulletins:article_autosave", args=[article.pk]),
        words(),
        headers={"X-Requested-With": "autosave"},
    )

    assert answer.status_code == 401


def test_the_checker_saves_nothing_by_autosave(office, as_user):
    article = office.article()

    assert post(as_user(office.checker), article, body=BODY).status_code == 403
    assert texts(article)[2] != BODY


@pytest.mark.parametrize(("body", "lines"), [("一段。", 0), ("一段。\n两段。", 1), ("长" * 151, 1)])
def test_a_brief_is_one_short_paragraph_and_the_page_says_what_is_wrong(office, as_user, body, lines):
    article = office.article(office.item(body=body), body=body, use=Use.BRIEF)

    page = as_user(office.editor).get(reverse("bulletins:article_checks", args=[article.pk]))

    assert len(page.context["report"].advice) == lines
