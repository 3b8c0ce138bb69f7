"""批注: the checker asks, the editor answers; nothing open is passed unnamed, nothing of it is printed or led by leaders."""

from itertools import product

import pytest
from django.urls import reverse

from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import issues, marks, signing
from bulletins.actions.sending_back import pass_despite, send_back
from bulletins.actions.writing import write
from bulletins.compose import paper_of
from bulletins.marks_states import MARK_MOVES, MarkState
from bulletins.models import Mark
from bulletins.states import IssueState
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SECRET = "批注里的悄悄话"


def checking(office, *pieces):
    return issues.move(office.issue(*pieces), "submit", by=office.editor)


@pytest.fixture
def article(office):
    """An article of two paragraphs, its issue being checked."""
    made = office.article(ready=True, title="走访慰问", body="慰问职工321人。\n发放慰问金5万元。")
    made.checked_in = checking(office, made)
    return made


def a_mark(office, article, **changes):
    words = {"passage": "321人", "note": SECRET} | changes
    return marks.mark(article, by=office.checker, **words)


def page(client, name, pk, **query):
    return client.get(reverse(f"bulletins:{name}", args=[pk]), query)


# ---- marking


def test_a_mark_knows_its_paragraph(office, article):
    assert [a_mark(office, article, passage=each).line for each in ("321人", "5万元", "走访慰问")] == [
        0,
        1,
        -1,
    ]


def test_of_equal_passages_the_one_picked_is_meant(office, article):
    assert a_mark(office, article, passage="慰问", line=1).line == 1


@pytest.mark.parametrize("passage", ["没有的话", "人。\n发放", "  "])
def test_only_words_of_one_paragraph_can_be_marked(office, article, passage):
    with pytest.raises(Refused, match="文中没有这段原文"):
        a_mark(office, article, passage=passage)


def test_marks_are_made_only_while_the_issue_is_checked(office):
    with pytest.raises(Refused, match="不在核对中"):
        a_mark(office, office.article(body="321人"))


@pytest.mark.parametrize("who", ["editor", "approver", "leader"])
def test_only_the_checker_marks(office, article, who):
    with pytest.raises(NotYours):
        marks.mark(article, by=getattr(office, who), passage="321人", note="请核")


def test_whoever_edited_the_issue_marks_nothing_in_it(office, article):
    editor = office.editor
    editor.posts.create(
        role=Role.CHECKER, unit=office.unit, since="2020-01-01", granted_at="2020-01-01T00:00Z"
    )

    with pytest.raises(Refused, match="您已办过本期编辑"):
        marks.mark(article, by=type(editor).objects.get(pk=editor.pk), passage="321人", note="请核")


# ---- answering


@pytest.mark.parametrize(("verb", "state", "role"), [*product(MARK_MOVES, MarkState, Role)])
def test_only_the_table_moves_a_mark(office, article, verb, state, role):
    row = a_mark(office, article)
    closed = {} if state == MarkState.OPEN else {"answered_by": office.editor, "answered_at": row.at}
    Mark.objects.filter(pk=row.pk).update(state=state, answer="理由", **closed)
    person, step = UserFactory(home=office.unit, role=role), MARK_MOVES[verb]
    allowed = state in step.start and role in step.by

    if allowed:
        marks.answer(row, verb, by=person, reason="理由")
    else:
        with pytest.raises(Refused):
            marks.answer(row, verb, by=person, reason="理由")

    row.refresh_from_db()
    assert row.state == (step.end if allowed else state)


def test_not_changing_needs_a_reason(office, article):
    row = a_mark(office, article)

    with pytest.raises(Refused, match="请写明理由"):
        marks.answer(row, "keep", by=office.editor)

    assert Mark.objects.get().state == MarkState.OPEN


def test_the_editor_answers_on_the_page(office, article, as_user):
    row = a_mark(office, article)
    client = as_user(office.editor)

    refused = client.post(reverse("bulletins:mark_move", args=[row.pk, "keep"]), follow=True)
    answered = client.post(reverse("bulletins:mark_move", args=[row.pk, "keep"]), {"reason": "核实过"})

    row.refresh_from_db()
    assert "请写明理由" in refused.text
    assert answered.url == f"{reverse('bulletins:article_checks', args=[article.pk])}#mark-{row.pk}"
    assert (row.state, row.answer, row.answered_by) == (MarkState.KEPT, "核实过", office.editor)


# ---- passing


def test_an_issue_with_open_marks_is_not_passed_and_they_are_named(office, article):
    a_mark(office, article)

    with pytest.raises(Refused, match="还有 1 处批注没有处理：《走访慰问》“321人”"):
        issues.move(article.checked_in, "check", by=office.checker)


def test_once_answered_it_is_passed(office, article):
    marks.answer(a_mark(office, article), "change", by=office.editor)

    assert issues.move(article.checked_in, "check", by=office.checker).state == IssueState.AWAITING


def test_passing_over_open_marks_asks_and_lets_each_pass_by_name(office, article, as_user):
    a_mark(office, article)
    client, issue = as_user(office.checker), article.checked_in

    asked = client.post(
        reverse("bulletins:issue_move", args=[issue.pk, "check"]), {"base": issue.version}, follow=True
    )
    client.post(reverse("bulletins:marks_pass", args=[issue.pk]), {"base": issue.version})

    issue.refresh_from_db()
    assert "下列 1 处批注还没有处理" in asked.text
    assert SECRET in asked.text
    assert issue.state == IssueState.AWAITING
    assert Mark.objects.get().state == MarkState.WAIVED


def test_an_editor_passes_nothing_over_open_marks(office, article):
    a_mark(office, article)

    with pytest.raises(Refused):
        pass_despite(article.checked_in, by=office.editor)

    assert Mark.objects.get().state == MarkState.OPEN


# ---- who sees them


def test_marks_are_never_printed(office, article):
    a_mark(office, article)
    pass_despite(article.checked_in, by=office.checker)
    issue = signing.sign(article.checked_in, by=office.approver)

    assert SECRET not in str(paper_of(issue).to_dict())
    assert SECRET not in str(issue.paper)


@pytest.mark.parametrize(("who", "sees"), [("editor", True), ("checker", True), ("approver", False)])
def test_whoever_signs_sees_the_clean_text(office, article, as_user, who, sees):
    a_mark(office, article)
    client = as_user(getattr(office, who))

    shown = [page(client, name, article.pk).text for name in ("article", "article_checks")]
    listed = page(client, "article_marks", article.checked_in.pk)

    assert any(SECRET in text for text in shown) == sees
    assert listed.status_code == (200 if sees else 404)


def test_leaders_and_strangers_find_no_marks(office, elsewhere, article, as_user):
    row = a_mark(office, article)
    for person in (office.leader, office.informant, elsewhere.editor, elsewhere.checker):
        client = as_user(person)
        answers = [
            page(client, "article_checks", article.pk),
            page(client, "article_marks", article.checked_in.pk),
            page(client, "marks_pass", article.checked_in.pk),
            client.post(reverse("bulletins:mark_move", args=[row.pk, "change"])),
            client.post(reverse("bulletins:article_mark", args=[article.pk])),
            page(client, "article_back", article.pk),
        ]

        assert [answer.status_code for answer in answers] == [404] * len(answers)


def test_open_marks_of_an_issue_are_listed_as_they_are_counted(
    office, as_user, django_assert_max_num_queries
):
    pieces = [office.article(ready=True, title=f"第{n}篇", body="慰问321人。") for n in range(4)]
    issue = checking(office, *pieces)
    for piece in pieces:
        a_mark(office, piece)
    marks.answer(Mark.objects.first(), "change", by=office.editor)
    client = as_user(office.checker)

    with django_assert_max_num_queries(14):
        answer = client.get(
            reverse("bulletins:article_marks", args=[issue.pk]), headers={"HX-Request": "true"}
        )

    assert answer.text.count(SECRET) == Mark.objects.open().standing_in(issue).count() == 3


# ---- marking and sending back through the pages


def test_the_checker_marks_on_the_page_and_the_words_stay_when_they_do_not_fit(office, article, as_user):
    client, address = as_user(office.checker), reverse("bulletins:article_mark", args=[article.pk])

    wrong = client.post(address, {"passage": "没有的话", "note": "请核实"})
    right = client.post(address, {"passage": "5万元", "line": "1", "note": "请核实"})

    assert (wrong.status_code, "请核实" in wrong.text) == (409, True)
    assert right.url.endswith(f"#mark-{Mark.objects.get().pk}")


def test_without_script_a_paragraph_is_picked_by_its_link(office, article, as_user):
    form = page(as_user(office.checker), "article_checks", article.pk, line="1").context["form"]

    assert form["passage"].value() == "发放慰问金5万元。"


def test_one_article_is_sent_back_with_its_issue_and_the_reason_is_a_mark(office, article, as_user):
    as_user(office.checker).post(
        reverse("bulletins:article_back", args=[article.pk]), {"reason": "数字对不上"}
    )

    issue, row = article.checked_in, Mark.objects.get()
    issue.refresh_from_db()
    assert (issue.state, issue.reason) == (IssueState.COMPILING, "《走访慰问》：数字对不上")
    assert (row.note, row.line, row.state) == ("数字对不上", -1, MarkState.OPEN)


def test_sending_back_needs_a_reason(office, article):
    with pytest.raises(Refused, match="须写明意见"):
        send_back(article, by=office.checker, reason=" ")

    assert Mark.objects.count() == 0


def test_blank_lines_do_not_move_the_anchors(office, as_user):
    article = office.article(body="第一段。\n\n第三行。")

    lines = page(as_user(office.editor), "article_checks", article.pk).context["lines"]

    assert [row["first"] for row in lines] == [0, 2]


def test_a_mark_is_found_where_its_words_stand_now(office, article, as_user):
    moved, gone = a_mark(office, article, passage="5万元"), a_mark(office, article, passage="321人")
    issues.move(article.checked_in, "pull", by=office.editor)
    words = {"title": "走访慰问", "body": "添一段。\n慰问职工312人。\n发放慰问金5万元。"}
    write(article, by=office.editor, base=1, **words)

    shown = {
        row.pk: row.now_in
        for row in page(as_user(office.editor), "article_checks", article.pk).context["marks"]
    }

    assert shown == {moved.pk: 2, gone.pk: None}
