"""更正: drafted, signed by another hand, shown and told; the frozen pages stay."""

from contextlib import nullcontext
from itertools import product
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import articles, corrections, issues, readers, signing
from bulletins.compose import paper_of
from bulletins.correcting import notice, sentence, stands_in
from bulletins.correction_states import CORRECTION_MOVES, CorrectionState
from bulletins.models import Adoption, Correction, Issue
from bulletins.paper import Paper, Piece, Tail, blocks_of
from bulletins.states import ArticleState
from tests.factories import PostFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

WORDS = {"wrong": "312人", "right": "321人", "reason": "来稿单位核实", "asked_by": "临江街道"}


def signed(office):
    item = office.item(title="骑手歇脚", body="惠及骑手312人。")
    return office.signed(office.article(item, ready=True))


def correction_of(office, issue=None, **words):
    issue = issue or signed(office)
    return corrections.correct(issue, by=office.editor, article=issue.articles.first(), **WORDS | words)


def in_state(office, state):
    correction = correction_of(office)
    Correction.objects.filter(pk=correction.pk).update(state=CorrectionState.AWAITING)
    if state == CorrectionState.SIGNED:
        corrections.move(correction, "sign", by=office.approver)
    else:
        Correction.objects.filter(pk=correction.pk).update(state=state)
    correction.refresh_from_db()
    return correction


def sealed(office, issue=None, **words):
    correction = corrections.move(correction_of(office, issue, **words), "submit", by=office.editor)
    return corrections.move(correction, "sign", by=office.approver)


# ---- the table


@pytest.mark.parametrize(("verb", "state", "role"), [*product(CORRECTION_MOVES, CorrectionState, Role)])
def test_only_the_table_moves_a_correction(office, verb, state, role):
    correction, step = in_state(office, state), CORRECTION_MOVES[verb]
    user = UserFactory(home=office.unit, role=role)
    allowed = role in step.by and state in step.start

    with nullcontext() if allowed else pytest.raises(Refused):
        corrections.move(correction, verb, by=user, reason="再核")

    correction.refresh_from_db()
    assert correction.state == (step.end if allowed else state)


def test_whoever_worded_a_correction_does_not_sign_it(office):
    correction = corrections.move(correction_of(office), "submit", by=office.editor)
    PostFactory(user=office.editor, role=Role.APPROVER, unit=office.unit)
    office.editor.__dict__.pop("current_posts", None)

    with pytest.raises(Refused, match="另一位核签人"):
        corrections.move(correction, "sign", by=office.editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=correction.pk).update(approver=office.editor)

    correction.refresh_from_db()
    assert list(Correction.objects.awaiting(office.approver)) == [correction]
    assert list(Correction.objects.awaiting(office.editor)) == []


def test_a_correction_comes_back_with_a_reason_and_is_worded_anew(office):
    correction = corrections.move(correction_of(office), "submit", by=office.editor)

    back = corrections.move(correction, "refuse", by=office.approver, reason="写明是哪一段")
    with pytest.raises(Refused, match="刚被改动"):
        corrections.reword(back, by=office.editor, base=back.version - 1, article=back.article, **WORDS)
    again = corrections.reword(
        back, by=office.editor, base=back.version, article=back.article, **WORDS | {"right": "322人"}
    )

    told = Notice.objects.filter(person=office.editor, over_at=None).last()
    assert (back.state, back.opinion, again.right) == ("draft", "写明是哪一段", "322人")
    assert told.text == f"{back}被退回：写明是哪一段"


# ---- what may be corrected


def test_only_words_that_were_printed_are_corrected(office):
    issue = signed(office)

    with pytest.raises(Refused, match=r"《骑手歇脚》的定版文字里没有“999人”，请照印出的原文抄写误处。"):
        correction_of(office, issue, wrong="999人")
    with pytest.raises(Refused, match="刊头、编者按或刊尾的定版文字里没有"):
        corrections.correct(issue, by=office.editor, article=None, **WORDS)

    around = corrections.correct(issue, by=office.editor, article=None, **WORDS | {"wrong": "市总工会办公室"})
    assert (around.title, around.place) == ("", "刊头或刊尾")


@pytest.mark.parametrize(
    ("words", "place", "found"),
    [
        ("第一段", 0, True),
        ("第一 段。第二", 0, True),
        ("第三段", 0, False),
        ("第三段", 1, True),
        ("各街道", None, True),
        ("第一段", None, False),
        ("工会信息", None, True),
    ],
)
def test_words_are_looked_for_in_their_piece_or_around_the_pieces(words, place, found):
    pieces = (Piece("甲", "", blocks_of("第一段。\n第二段。")), Piece("乙", "", blocks_of("第三段。")))
    paper = Paper("内部刊物", "工会信息", pieces=pieces, tail=Tail(copy_to=("各街道",)))

    assert stands_in(paper, place, words) == found


def test_only_a_signed_issue_is_corrected_and_only_by_its_offices_editor(office, elsewhere):
    issue, unsigned = signed(office), office.issue()

    with pytest.raises(Refused, match="只有已签发的期才出更正"):
        corrections.correct(unsigned, by=office.editor, article=None, **WORDS)
    for user in (office.approver, elsewhere.editor):
        with pytest.raises(NotYours):
            corrections.correct(issue, by=user, article=None, **WORDS)

    assert Correction.objects.count() == 0


def test_a_void_issue_is_not_corrected_any_more(office):
    issue = signed(office)
    waiting = corrections.move(correction_of(office, issue), "submit", by=office.editor)
    done = sealed(office, issue, right="322人")
    signing.void(issue, by=office.approver, reason="重印")

    with pytest.raises(Refused, match="已作废，不必更正"):
        corrections.move(waiting, "sign", by=office.approver)

    assert list(Correction.objects.to_print(office.publication)) == []
    assert Correction.objects.get(pk=done.pk).is_signed


def test_a_form_sent_twice_makes_one_correction(office):
    issue, key = signed(office), uuid4()

    both = [correction_of(office, issue, key=key) for _ in range(2)]

    assert both[0] == both[1]
    assert Event.objects.filter(verb="correct", thing_type="bulletins.correction").count() == 1


# ---- what stays and what is shown


def test_a_correction_changes_no_byte_of_what_was_signed(office):
    issue = Issue.objects.get(pk=signed(office).pk)
    files = {d.format: d.sha256 for d in issue.documents.all()}
    before = (issue.paper, issue.paper_sha256)

    sealed(office, issue)

    issue = Issue.objects.get(pk=issue.pk)
    assert (issue.paper, issue.paper_sha256) == before
    assert {d.format: d.sha256 for d in issue.documents.all()} == files
    assert set(files) == {"docx", "pdf"}


@pytest.mark.parametrize(
    "change", [{"wrong": "改"}, {"right": "改"}, {"reason": "改"}, {"asked_by": "改"}, {"state": "draft"}]
)
def test_the_database_refuses_to_change_or_remove_a_signed_correction(office, change):
    correction = sealed(office)

    with pytest.raises(DatabaseError), transaction.atomic():
        Correction.objects.filter(pk=correction.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Correction.objects.filter(pk=correction.pk).delete()


def test_a_signed_correction_stands_at_the_head_and_beside_its_article_for_every_reader(office, as_user):
    issue = signed(office)
    draft = correction_of(office, issue, right="草拟中的文字")
    before = as_user(office.leader).get(issue.number_url).text
    correction = sealed(office, issue)

    page = as_user(office.leader).get(issue.number_url)

    assert "应为" not in before
    assert list(page.context["corrections"]) == [correction]
    assert page.text.count("“312人”应为“321人”。") == 2
    assert page.text.index("应为") < page.text.index("惠及骑手312人") < len(page.text)
    assert draft.right not in page.text
    assert as_user(office.leader).get(correction.get_absolute_url()).status_code == 200
    assert as_user(office.leader).get(draft.get_absolute_url()).status_code == 404


def test_everybody_who_got_the_issue_is_told_once(office, elsewhere):
    issue = signed(office)
    given = {delivery.person for delivery in issue.deliveries.all()} | {office.informant}
    Notice.objects.all().delete()

    correction = sealed(office, issue)

    told = list(Notice.objects.filter(text__contains="应为").values_list("person", "url"))
    assert sorted(told) == sorted((p.pk, issue.number_url) for p in given - {office.approver})
    assert elsewhere.leader.pk not in dict(told)
    assert (
        Event.objects.about(issue).filter(label="签发更正").get().note
        == f"{correction.place}：{correction.sentence}"
    )


def test_an_author_who_does_not_read_the_issue_hears_only_of_corrections_of_their_own_words(office):
    readers.add(office.publication, by=office.editor, person=office.leader)
    readers.set_scope(office.publication, "listed", by=office.editor)
    neighbour = UserFactory(home=UnitFactory(parent=office.unit), role=Role.INFORMANT)
    own = office.article(office.item(title="骑手歇脚", body="惠及骑手312人。"), ready=True)
    other = office.article(office.item(author=neighbour, title="邻镇"), ready=True)
    issue = office.signed(own, other)
    draft = corrections.correct(issue, by=office.editor, article=own, **WORDS)

    corrections.move(corrections.move(draft, "submit", by=office.editor), "sign", by=office.approver)

    told = Notice.objects.filter(text__contains="应为").values_list("person", flat=True)
    assert set(told) == {office.leader.pk, office.informant.pk}


# ---- printed in the next issue


def test_a_signed_correction_ends_the_next_issue_by_one_tick(office, as_user):
    first, second = sealed(office), sealed(office, right="")
    issue = office.issue()
    client = as_user(office.editor)
    offered = list(client.get(issue.get_absolute_url()).context["corrections"])

    client.post(
        reverse("bulletins:issue_corrections", args=[issue.pk]), {"corrections": [first.pk, second.pk]}
    )

    piece = paper_of(issue).pieces[-1]
    lines = [line for block in piece.blocks for line in block.lines]
    assert offered == [first, second]
    assert (len(paper_of(issue).pieces), piece.title) == (2, "更正")
    assert lines == [
        f"本刊{first.issue.label}《骑手歇脚》中，“312人”应为“321人”。特此更正。",
        f"本刊{second.issue.label}《骑手歇脚》中，“312人”应删去。特此更正。",
    ]
    assert list(client.get(issue.get_absolute_url()).context["corrections"]) == []


def test_a_correction_is_not_printed_twice_and_is_offered_again_when_its_piece_is_dropped(office):
    correction, issue, other = sealed(office), office.issue(), office.issue()
    issues_with = corrections.print_in(issue, [correction], by=office.editor)
    piece = issues_with.articles.get(title="更正")

    with pytest.raises(Refused, match="已经编入别的一期"):
        corrections.print_in(other, [correction], by=office.editor)
    issues.lift(issue, piece, by=office.editor)
    lifted = list(Correction.objects.to_print(office.publication))
    articles.move(piece, "drop", by=office.editor)

    piece.refresh_from_db()
    assert (lifted, piece.state) == ([], ArticleState.DROPPED)
    assert list(Correction.objects.to_print(office.publication)) == [correction]


def test_printing_a_correction_credits_nobody(office):
    correction, issue = sealed(office), office.issue()
    before = Adoption.objects.count()
    corrections.print_in(issue, [correction], by=office.editor)
    issues.move(issue, "submit", by=office.editor)
    issues.move(issue, "check", by=office.checker)

    printed = signing.sign(issue, by=office.approver)

    assert printed.headlines[-1] == "更正"
    assert Adoption.objects.count() == before + 1


def test_another_publications_corrections_are_not_offered(office, elsewhere):
    correction = sealed(elsewhere)

    with pytest.raises(Refused, match="不能再刊登"):
        corrections.print_in(office.issue(), [correction], by=office.editor)


def test_the_printed_sentence_stays_on_one_line():
    line = notice("2026年第28期", "《甲》", "第一\n行", "第二")

    assert line == "本刊2026年第28期《甲》中，“第一 行”应为“第二”。特此更正。"


def test_quotation_marks_within_the_quoted_words_become_single():
    assert sentence("推行“一层一策”", "推行“一楼一策”") == "“推行‘一层一策’”应为“推行‘一楼一策’”。"


# ---- the pages


def test_a_correction_goes_its_way_on_the_pages(office, as_user):
    issue = signed(office)
    client = as_user(office.editor)
    asked = client.get(reverse("bulletins:issue_correct", args=[issue.pk]))
    form = WORDS | {"article": issue.articles.get().pk, "base": issue.version}
    missing = client.post(asked.request["PATH_INFO"], form | {"wrong": "没有的字"})
    made = client.post(asked.request["PATH_INFO"], form)
    correction = Correction.objects.get()
    page = client.get(made.url)
    client.post(reverse("bulletins:correction_move", args=[correction.pk, "submit"]), {"base": 1})
    as_user(office.approver).post(
        reverse("bulletins:correction_move", args=[correction.pk, "sign"]), {"base": 2}
    )

    correction.refresh_from_db()
    assert list(asked.context["form"].fields["article"].choices)[1][1] == "《骑手歇脚》"
    assert (missing.status_code, "没有的字" in missing.text) == (409, True)
    assert "送签发" in page.text
    assert (correction.state, correction.approver) == (CorrectionState.SIGNED, office.approver)


def test_the_lists_counts_are_those_of_the_lists_they_open(office, as_user, django_assert_max_num_queries):
    for state in CorrectionState:
        in_state(office, state)
    client, address = as_user(office.editor), reverse("bulletins:corrections")

    tabs = {state: count for state, _, count in client.get(address).context["tabs"]}

    assert tabs == {
        s: client.get(address, {"state": s}).context["page"].paginator.count for s in CorrectionState
    }
    assert set(tabs.values()) == {1}
    with django_assert_max_num_queries(14):
        client.get(address)
