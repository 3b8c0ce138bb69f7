"""Likeness: copies are found whoever changed a third of them, strangers are not, and nobody sees another's."""

from io import StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.roles import Role
from infohub.bench import writing
from infohub.bench.stage import Stage
from submissions import actions, likeness
from submissions.actions.likeness import note_likeness
from submissions.models import Band, Revision, Signature, Submission
from submissions.models.likeness import REACH, words_of
from submissions.passages import passages
from submissions.states import State
from tests.factories import PostFactory, SubmissionFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

TITLE = "区总工会把清凉送到工地"
BODY = (
    "7月12日，区总工会走进轨道交通三号线建设工地，为八百名一线工人送去防暑药品和饮料。"
    "慰问组逐个查看食堂、宿舍和医务室，要求施工单位错峰作业，备足凉茶，发现中暑苗头立即停工。"
    "工人代表说，今年宿舍装了空调，晚上睡得踏实。下一步，区总工会将对全区四十二个工地逐一回访。"
)


def filed(author=None, *, title=TITLE, body=BODY, **fields):
    """An item as the office has it, in the index as signing puts it there."""
    people = {"author": author} if author else {}
    item = SubmissionFactory(state=State.SUBMITTED, title=title, body=body, **people, **fields)
    note_likeness([item])
    return item


def like(text, user, **besides):
    found = Signature.objects.alike(text, Submission.objects.visible_to(user), **besides)
    return [each.item.pk for each in found]


@pytest.fixture
def item():
    return filed()


@pytest.fixture
def editor(item):
    return UserFactory(home=item.office, role=Role.EDITOR)


def test_among_thousands_a_changed_copy_is_found_and_a_stranger_is_not():
    stage, rng = Stage(), Random(7)
    items = stage.fill(2000)
    readable = Submission.objects.visible_to(stage.editor)
    copied = items[1234]

    changed = writing.by_phrases(rng, copied.filed.body, 0.3)
    found = Signature.objects.alike(f"{copied.filed.title}\n{changed}", readable)
    strangers = [Signature.objects.alike(writing.text(rng), readable) for _ in range(10)]

    assert sum(a != b for a, b in zip(copied.filed.body, changed, strict=True)) > 0.25 * len(changed)
    assert [each.item.pk for each in found] == [copied.pk]
    assert strangers == [[]] * 10


def test_an_item_is_never_like_itself(item, editor):
    assert like(words_of(item), editor) == [item.pk]
    assert like(words_of(item), editor, besides=item.pk) == []


def test_a_copy_of_a_filed_item_is_like_it(item):
    fresh = actions.copy(item, by=item.author, unit=item.unit)

    assert like(words_of(fresh), item.author, besides=fresh.pk) == [item.pk]


def test_punctuation_width_and_layout_disguise_nothing(item, editor):
    text = words_of(item).replace("，", " , ").replace("三", "三\n").replace("7", "７")

    assert like(text, editor) == [item.pk]


def test_another_unit_is_not_told_of_what_it_may_not_read(item, editor):
    neighbour = UserFactory(home=UnitFactory(parent=item.office), role=Role.INFORMANT)

    assert like(words_of(item), neighbour) == []
    assert like(words_of(item), item.author) == [item.pk]


def test_another_office_is_not_told_either(item):
    assert like(words_of(item), UserFactory(home=filed().office, role=Role.EDITOR)) != [item.pk]


def test_what_is_older_than_two_years_is_no_repetition(item, editor):
    Submission.objects.update(submitted_on=timezone.localdate() - REACH)
    assert like(words_of(item), editor) == [item.pk]

    Submission.objects.update(submitted_on=timezone.localdate() - REACH - timezone.timedelta(days=1))
    assert like(words_of(item), editor) == []


def test_a_few_words_are_compared_with_nothing(editor):
    short = filed(title="短", body="今日无事。", office=editor.home)

    assert like(words_of(short), editor) == []
    assert not Signature.objects.filter(submission=short).exists()


def test_signing_puts_an_item_into_the_index_and_withdrawing_takes_it_out():
    item = SubmissionFactory(state=State.REVIEW, title=TITLE, body=BODY)
    reviewer = UserFactory(home=item.unit, role=Role.REVIEWER)

    item = actions.sign(item, by=reviewer, reviewed=True)
    signed = list(Signature.objects.values_list("submission", "revision"))
    bands = Band.objects.count()
    actions.move(item, "withdraw", by=item.author)

    assert (signed, bands) == ([(item.pk, item.filed_id)], 42)
    assert (Signature.objects.count(), Band.objects.count()) == (0, 0)


def test_a_new_signature_replaces_the_old_one(item, editor):
    body = (
        "关于职工食堂的调查。" + "职工反映晚班没有热饭，厂里添了两台保温车，夜里十一点也能吃上热菜热汤。" * 2
    )
    item.filed = Revision.objects.create(
        submission=item, number=2, why="signed", by=item.author, title="职工食堂调查", body=body
    )
    item.save()

    note_likeness([item])

    assert like(words_of(item.filed), editor) == [item.pk]
    assert like(f"{TITLE}\n{BODY}", editor) == []
    assert Band.objects.count() == 42


def test_the_index_can_be_built_anew(item, editor):
    gone = filed(item.author)
    Submission.objects.filter(pk=gone.pk).update(filed=None, state=State.DRAFT)
    Signature.objects.filter(submission=item).delete()

    call_command("reindex", stdout=StringIO())

    assert list(Signature.objects.values_list("submission", flat=True)) == [item.pk]
    assert like(words_of(item), editor) == [item.pk]


def test_the_number_of_queries_does_not_grow(item, editor, django_assert_max_num_queries):
    for number in range(4):
        filed(item.author, title=f"{TITLE}之{number}")
    PostFactory(user=editor, unit=item.unit, role=Role.REVIEWER)

    readable = Submission.objects.visible_to(editor)
    with django_assert_max_num_queries(4):
        found = Signature.objects.alike(words_of(item), readable)

    assert len(found) == 5


def test_a_signature_survives_being_stored():
    [signature] = likeness.signatures([likeness.shingles(BODY)])

    assert list(likeness.unpacked(likeness.packed(signature))) == list(signature)


def test_common_passages_are_marked_in_both_texts():
    theirs = "慰问组" + BODY[41:80] + "，其余全是另外的话。"

    [passage] = passages(BODY, theirs)

    assert "".join(piece.text for piece in passage.mine if piece.same) == BODY[41:80]
    assert "".join(piece.text for piece in passage.theirs if piece.same) == BODY[41:80]


def test_a_paragraph_that_was_moved_is_still_the_same():
    first, second = BODY[:40], BODY[41:80]

    found = passages(first + second, second + first)

    assert sorted(passage.length for passage in found) == [len(second), len(first)]


def test_short_agreement_is_the_languages():
    assert passages("为深入贯彻落实党的二十大精神", "深入贯彻落实上级要求") == []
