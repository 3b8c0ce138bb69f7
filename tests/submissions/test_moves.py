"""Only the table moves a submission: every state × verb × role, and what each verb leaves behind."""

import io
from datetime import timedelta
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from docx import Document as Word

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import UNIT_ROLES, Role
from submissions import actions
from submissions.models import Submission
from submissions.states import MOVES, State
from submissions.views.reading import revisions_for
from tests.factories import OfficeFactory, PostFactory, SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db


def say(item, verb, by):
    if verb == "sign":
        return actions.sign(item, by=by, reviewed=True)
    return actions.move(item, verb, by=by, reason="要素不全")


def person_for(item, role):
    """Somebody with the role where it counts; the informant is the author."""
    if role == Role.INFORMANT:
        return item.author
    home = item.unit if role in UNIT_ROLES else item.office
    return UserFactory(home=home, role=role)


@pytest.mark.parametrize(("state", "verb", "role"), [*product(State, MOVES, Role)])
def test_only_the_table_moves_an_item(state, verb, role):
    item = SubmissionFactory(state=state)
    step = MOVES[verb]
    allowed = state in step.start and role in step.by

    try:
        say(item, verb, person_for(item, role))
    except Refused:
        outcome = "refused"
    else:
        outcome = "moved"

    assert outcome == ("moved" if allowed else "refused")
    assert Submission.objects.get(pk=item.pk).state == (step.end if allowed else state)


@pytest.mark.parametrize("verb", MOVES)
def test_the_same_role_elsewhere_moves_nothing(verb):
    item = SubmissionFactory(state=MOVES[verb].start[0])
    stranger = UserFactory(role=MOVES[verb].by[0])

    with pytest.raises(NotYours):
        say(item, verb, stranger)

    assert Submission.objects.get(pk=item.pk).state == MOVES[verb].start[0]


@pytest.mark.parametrize("verb", [verb for verb, step in MOVES.items() if step.own])
def test_a_colleague_does_not_move_what_is_the_authors_own(verb):
    item = SubmissionFactory(state=MOVES[verb].start[0])
    colleague = UserFactory(home=item.unit, role=Role.INFORMANT)

    with pytest.raises(NotYours):
        say(item, verb, colleague)


@pytest.mark.parametrize("verb", [verb for verb, step in MOVES.items() if step.needs_reason])
def test_a_verb_that_needs_a_reason_is_refused_without_one(verb):
    item = SubmissionFactory(state=MOVES[verb].start[0])

    with pytest.raises(Refused, match="写明意见"):
        actions.move(item, verb, by=person_for(item, MOVES[verb].by[0]), reason="  ")


def test_every_verb_has_a_way_back():
    assert {
        verb: MOVES[step.undo].start for verb, step in MOVES.items() if step.end not in MOVES[step.undo].start
    } == {}


def test_buttons_are_exactly_what_the_table_allows():
    item = SubmissionFactory(state=State.SUBMITTED)
    editor = UserFactory(home=item.office, role=Role.EDITOR)

    assert [verb for verb, _ in item.moves_for(editor)] == ["accept", "return", "hold", "reject"]
    assert [verb for verb, _ in item.moves_for(item.author)] == ["withdraw"]


def test_the_loser_of_a_race_is_told_by_whom_and_when():
    item = SubmissionFactory(state=State.SUBMITTED)
    first = UserFactory(home=item.office, role=Role.EDITOR, name="胡编辑")
    second = UserFactory(home=item.office, role=Role.EDITOR)
    actions.move(item, "accept", by=first)

    with pytest.raises(Refused, match=r"现为“拟采用”（胡编辑于.* 拟采用），不能退稿"):
        actions.move(item, "reject", by=second, reason="内容陈旧")


def test_what_was_decided_meanwhile_is_not_decided_over():
    item = SubmissionFactory(state=State.SUBMITTED)
    editor = UserFactory(home=item.office, role=Role.EDITOR)
    seen = item.seen
    actions.move(item, "hold", by=UserFactory(home=item.office, role=Role.EDITOR, name="胡编辑"))

    with pytest.raises(Refused, match="现为“留用”（胡编辑于"):
        actions.move(item, "reject", by=editor, reason="内容陈旧", seen=seen)


def test_nobody_signs_a_text_they_have_not_read():
    item = SubmissionFactory(state=State.REVIEW, body="审核人读过的文字。")
    reviewer = UserFactory(home=item.unit, role=Role.REVIEWER)
    seen = item.seen
    item = actions.move(item, "recall", by=item.author)
    item = actions.write(item, by=item.author, base=item.version, body="审核人没读过的文字。")
    actions.move(item, "send", by=item.author)

    with pytest.raises(Refused, match="有了变动，现为“待审签”"):
        actions.sign(item, by=reviewer, reviewed=True, seen=seen)


def test_nobody_signs_their_own_item():
    item = SubmissionFactory(state=State.REVIEW)
    PostFactory(user=item.author, unit=item.unit, role=Role.REVIEWER)

    with pytest.raises(Refused, match="不能审签自己的信息"):
        actions.sign(item, by=item.author, reviewed=True)


def test_withdrawn_words_do_not_come_back_to_the_office():
    item = SubmissionFactory(state=State.REVIEW, body="不宜上报的文字。")
    reviewer = UserFactory(home=item.unit, role=Role.REVIEWER)
    editor = UserFactory(home=item.office, role=Role.EDITOR)
    actions.sign(item, by=reviewer, reviewed=True)
    item = actions.move(item, "withdraw", by=item.author)
    item = actions.write(item, by=item.author, base=item.version, body="改过的文字。")
    actions.move(item, "send", by=item.author)

    item = actions.sign(item, by=reviewer, reviewed=True)

    assert [r.body for r in revisions_for(item, item.text_for(editor))] == ["改过的文字。"]
    assert item.revisions.filter(body="不宜上报的文字。").exists()


@pytest.mark.parametrize("verb", ["recall", "turn-back"])
def test_a_returned_item_stays_a_returned_one_inside_the_unit(verb):
    item = SubmissionFactory(state=State.SUBMITTED)
    editor = UserFactory(home=item.office, role=Role.EDITOR)
    deadline = timezone.localdate() + timedelta(days=3)
    actions.move(item, "return", by=editor, reason="补充", answer_by=deadline)
    item = actions.move(item, "send", by=item.author)

    item = actions.move(item, verb, by=person_for(item, MOVES[verb].by[0]), reason="内部意见")

    assert (item.state, item.answer_by) == (State.RETURNED, deadline)


def test_a_marker_inside_an_attached_file_blocks_too():
    item = SubmissionFactory(state=State.DRAFT)
    actions.attach(item, word_file("绝密", "★长期"), by=item.author)
    with pytest.raises(Refused, match="绝密★"):
        actions.move(item, "send", by=item.author)
    actions.move(item, "send", by=item.author, cleared=["绝密★"], reason="系引用样式")

    with pytest.raises(Refused, match="绝密★"):
        actions.sign(item, by=UserFactory(home=item.unit, role=Role.REVIEWER), reviewed=True)


def word_file(*runs):
    """A Word file whose one paragraph is split into runs, as formatting splits it."""
    paragraph = (document := Word()).add_paragraph()
    for run in runs:
        paragraph.add_run(run)
    document.save(data := io.BytesIO())
    return SimpleUploadedFile("附件.docx", data.getvalue())


def test_a_draft_goes_where_its_unit_reports_on_the_day_of_signature():
    item = SubmissionFactory(state=State.REVIEW)
    former, now = item.office, OfficeFactory()
    item.unit.parent = now
    item.unit.save()

    item = actions.sign(item, by=UserFactory(home=item.unit, role=Role.REVIEWER), reviewed=True)

    assert (item.office, former == now) == (now, False)


def test_an_item_with_an_adoption_is_not_withdrawn():
    item = SubmissionFactory(state=State.SUBMITTED)
    editor = UserFactory(home=item.office, role=Role.EDITOR)
    with pytest.raises(Refused, match="请先筛选"):
        actions.mark_used(item, by=editor)
    item = actions.move(item, "hold", by=editor)
    actions.mark_used(item, by=editor)

    with pytest.raises(Refused, match="已有采用记录"):
        actions.move(item, "restore", by=editor)


def test_each_move_is_written_down_with_its_reason():
    item = SubmissionFactory(state=State.SUBMITTED)
    editor = UserFactory(home=item.office, role=Role.EDITOR)

    actions.move(item, "return", by=editor, reason="缺少数据")

    event = Event.objects.about(item).get()
    assert (event.who, event.verb, event.note) == (editor, "return", "缺少数据")
    assert (event.data["before"], event.data["after"]) == ("submitted", "returned")


def test_the_author_is_told_once_of_a_return():
    item = SubmissionFactory(state=State.SUBMITTED)
    editor = UserFactory(home=item.office, role=Role.EDITOR)

    actions.move(item, "return", by=editor, reason="缺少数据")

    notice = Notice.objects.get()
    assert (notice.person, notice.text) == (item.author, f"《{item}》被退回修改：缺少数据")


def test_signing_freezes_the_words_and_names_the_secrecy_reviewer():
    item = SubmissionFactory(state=State.REVIEW, body="五月二日，甲街道总工会慰问职工。")
    reviewer = UserFactory(home=item.unit, role=Role.REVIEWER)

    item = actions.sign(item, by=reviewer, reviewed=True)

    review = item.secrecy_reviews.get()
    assert item.filed.body == "五月二日，甲街道总工会慰问职工。"
    assert (review.collector, review.reviewer, review.revision) == (item.author, reviewer, item.filed)
    assert item.submitted_on == timezone.localdate()


def test_signing_without_the_declaration_is_refused():
    item = SubmissionFactory(state=State.REVIEW)

    with pytest.raises(Refused, match="保密审查"):
        actions.sign(item, by=UserFactory(home=item.unit, role=Role.REVIEWER), reviewed=False)


def test_a_marker_blocks_until_it_is_cleared_in_words():
    item = SubmissionFactory(state=State.REVIEW, body="文件标有机密★十年。")
    reviewer = UserFactory(home=item.unit, role=Role.REVIEWER)

    with pytest.raises(Refused, match="机密★"):
        actions.sign(item, by=reviewer, reviewed=True)
    item = actions.sign(item, by=reviewer, reviewed=True, clearance="系引用文件名，已核实")

    assert item.secrecy_reviews.get().clearance == "系引用文件名，已核实"
    assert item.secrecy_reviews.get().markers == ["机密★"]


def test_what_the_office_reads_is_what_was_signed_not_what_is_typed_after_a_return():
    item = SubmissionFactory(state=State.RETURNED, body="报送时的文字。")
    editor = UserFactory(home=item.office, role=Role.EDITOR)

    item = actions.write(item, by=item.author, base=item.version, body="正在改的文字。")

    assert item.text_for(editor).body == "报送时的文字。"
    assert item.text_for(item.author).body == "正在改的文字。"


def test_a_withdrawn_item_leaves_the_offices_sight():
    item = SubmissionFactory(state=State.SUBMITTED)
    editor = UserFactory(home=item.office, role=Role.EDITOR)
    assert list(Submission.objects.visible_to(editor)) == [item]

    actions.move(item, "withdraw", by=item.author)

    assert list(Submission.objects.visible_to(editor)) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"title": ""}, "还没有标题"),
        ({"title": "长" * 51}, "标题有 51 字"),
        ({"body": " \n"}, "正文还是空的"),
        ({"event_date": timezone.localdate() + timedelta(days=2)}, "不能晚于今天"),
    ],
)
def test_sending_unfinished_work_is_refused_and_changes_nothing(content, sentence):
    item = SubmissionFactory(**content)

    with pytest.raises(Refused, match=sentence):
        actions.move(item, "send", by=item.author)

    item.refresh_from_db()
    assert (item.state, item.revisions.count()) == (State.DRAFT, 0)


def test_an_item_taken_into_an_article_is_not_sent_back_to_the_queue():
    item = SubmissionFactory(state=State.ACCEPTED)
    editor = UserFactory(home=item.office, role=Role.EDITOR)
    actions.take(item, by=editor)

    with pytest.raises(Refused, match="已列入编发"):
        actions.move(item, "restore", by=editor)


def test_a_post_that_ended_moves_nothing():
    item = SubmissionFactory(state=State.SUBMITTED)
    yesterday = timezone.localdate() - timedelta(days=1)
    former = UserFactory(home=item.office)
    PostFactory(user=former, unit=item.office, role=Role.EDITOR, since=yesterday, until=yesterday)

    with pytest.raises(NotYours):
        actions.move(item, "accept", by=former)


def test_a_post_not_yet_granted_moves_nothing():
    item = SubmissionFactory(state=State.SUBMITTED)
    pending = UserFactory(home=item.office)
    PostFactory(user=pending, unit=item.office, role=Role.EDITOR, granted_at=None)

    with pytest.raises(NotYours):
        actions.move(item, "accept", by=pending)
