"""Instructions: by whom, on what, when, and who learns of them."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Event, Notice, User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import followups, instructions, signing
from bulletins.models import Adoption, Instruction
from scoring.gathering import instructed_between
from tests.bulletins.conftest import open_office, register
from tests.factories import PostFactory, UserFactory
from tests.following import a_followup, a_town, accepted, an_instruction, seen_by
from tests.world import PDF

pytestmark = pytest.mark.django_db


# ---- instructions


def words(**changes):
    return {
        "level": "county",
        "on": timezone.localdate().isoformat(),
        "text": "请认真研究。",
        "article": "",
    } | changes


def test_a_leader_writes_on_an_issue_and_every_author_learns_of_it(office, as_user):
    issue = office.signed()

    answer = as_user(office.leader).post(reverse("bulletins:instruct", args=[issue.pk]), words())

    instruction = Instruction.objects.get()
    assert answer.url == f"{issue.number_url}#instructions"
    assert (instruction.leader, instruction.by, instruction.article) == (
        office.leader.name,
        office.leader,
        None,
    )
    assert Notice.objects.filter(person=office.informant, text__contains="获领导批示").count() == 1
    assert "请认真研究。" in as_user(office.informant).get(issue.number_url).text


def test_an_editor_copies_in_a_named_leaders_words_on_one_article(office, as_user):
    first, second = office.article(ready=True), office.article(ready=True)
    issue = office.signed(first, second)
    address = reverse("bulletins:instruct", args=[issue.pk])
    client = as_user(office.editor)

    nameless = client.post(address, words(leader="", article=second.pk))
    named = client.post(address, words(leader="区委副书记", article=second.pk))

    instruction = Instruction.objects.get()
    assert (nameless.status_code, named.status_code) == (422, 302)
    assert (instruction.leader, instruction.article, instruction.by) == ("区委副书记", second, office.editor)
    assert instruction.submissions() == [second.submissions.get()]


def test_an_editor_does_not_write_as_a_leader_by_leaving_the_name_out(office):
    issue = office.signed()

    with pytest.raises(Refused, match="批示领导"):
        instructions.instruct(by=office.editor, issue=issue, text="阅。", level="county")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"on": (timezone.localdate() + timedelta(days=1)).isoformat()}, "不能晚于今天"),
        ({"on": "2001-01-01"}, "不能早于签发日期"),
        ({"text": "  "}, "必填项"),
        ({"text": "长" * 1001}, "1000"),
    ],
)
def test_a_bad_instruction_is_explained_and_kept(office, as_user, change, said):
    issue = office.signed()

    answer = as_user(office.leader).post(reverse("bulletins:instruct", args=[issue.pk]), words(**change))

    assert answer.status_code in (409, 422)
    assert said in answer.text
    assert Instruction.objects.count() == 0


def test_nobody_else_writes_instructions(office, elsewhere, as_user):
    issue = office.signed()
    address = reverse("bulletins:instruct", args=[issue.pk])

    for user, status in [(office.checker, 403), (office.informant, 403), (elsewhere.leader, 404)]:
        assert as_user(user).post(address, words()).status_code == status
    assert Instruction.objects.count() == 0


def test_an_article_of_another_issue_is_not_written_on(office):
    issue, other = office.signed(), office.signed()

    with pytest.raises(Refused, match="不在本期"):
        instructions.instruct(
            by=office.leader, issue=issue, article=other.articles.get(), text="阅。", level="county"
        )


def test_a_person_with_another_post_in_the_office_is_not_the_leader(office, as_user):
    scorer = UserFactory(home=office.unit, role=Role.SCORER)
    issue = office.signed()

    answer = as_user(scorer).post(reverse("bulletins:instruct", args=[issue.pk]), words())

    assert answer.status_code == 403


# ---- on an item


def test_an_editor_keeps_a_leaders_words_on_an_item_and_the_scan(office, as_user):
    item = office.item()
    client, address = as_user(office.editor), reverse("bulletins:instruct_item", args=[item.pk])

    scan = SimpleUploadedFile("批示.pdf", PDF)
    answer = client.post(address, words(leader="市委副书记", level="city", file=scan))

    instruction = Instruction.objects.get()
    assert (answer.url, instruction.submission, instruction.level) == (
        f"/submissions/{item.pk}/",
        item,
        "city",
    )
    got = client.get(reverse("bulletins:instruction_scan", args=[instruction.pk]))
    assert (got.content, got["Content-Disposition"].split(";")[0]) == (PDF, "attachment")
    assert Event.objects.about(instruction).last().label == "下载批示原件"


def test_a_scan_that_is_something_else_is_refused_and_the_words_stay(office, as_user):
    address = reverse("bulletins:instruct_item", args=[office.item().pk])
    scan = SimpleUploadedFile("批示.pdf", b"MZ program")

    answer = as_user(office.editor).post(address, words(leader="市委副书记", file=scan))

    assert (answer.status_code, Instruction.objects.count()) == (409, 0)
    assert "请认真研究。" in answer.text


def test_words_on_an_item_used_above_name_that_use(office, carrier):
    item = office.item()
    use = register(office, carrier, item)

    instruction = instructions.instruct(
        by=office.editor, submission=item, adoption=use, text="好。", level="city", leader="市委书记"
    )

    assert instruction.thing == f"《{item}》（{carrier}采用）"
    assert list(Instruction.objects.matching(publication=carrier)) == [instruction]


def test_a_use_of_another_item_is_not_written_on(office, carrier):
    use = register(office, carrier)

    with pytest.raises(Refused, match="不是这篇信息的"):
        instructions.instruct(
            by=office.leader, submission=office.item(), adoption=use, text="好。", level="county"
        )


def test_a_leader_of_the_house_is_chosen_by_name_and_learns_of_it(office, elsewhere):
    item = office.item()
    kept = instructions.instruct(
        by=office.editor, submission=item, person=office.leader, text="好。", level="county"
    )

    assert (kept.leader, kept.person, kept.is_copied_in) == (office.leader.name, office.leader, True)
    assert Notice.objects.filter(person=office.leader, text__contains="的批示已由").count() == 1
    with pytest.raises(Refused, match="不是本单位或上级单位的领导"):
        instructions.instruct(
            by=office.editor, submission=item, person=elsewhere.leader, text="好。", level="county"
        )


# ---- who learns of it, who reads it


def test_authors_and_their_units_reviewers_are_told_once_each_with_their_own_items_only(office):
    other = a_town(office.unit)
    mine, more, theirs = office.item(), office.item(), office.item(author=other.informant)
    issue = office.signed(*(office.article(item, ready=True) for item in (mine, more, theirs)))

    instructions.instruct(by=office.leader, issue=issue, text="好。", level="county")

    told = Notice.objects.filter(cause__thing_type="bulletins.instruction")
    assert {(notice.person, notice.text) for notice in told.select_related("person")} == {
        *((person, f"《{mine}》等2篇信息获领导批示") for person in (office.informant, office.reviewer)),
        *((person, f"《{theirs}》获领导批示") for person in (other.informant, other.reviewer)),
    }


def test_a_unit_reads_what_concerns_its_item_or_was_given_to_it_and_nothing_else(office, elsewhere):
    source, given, stranger = a_town(office.unit), a_town(office.unit), a_town(office.unit)
    item = office.item(author=source.informant)
    issue = office.signed(office.article(item, ready=True), office.article(ready=True))
    kept = instructions.instruct(
        by=office.leader, issue=issue, article=item.articles.get(), text="好。", level="county"
    )
    a_followup(office, instruction=kept, lead=given.unit)

    seen = {
        user: bool(seen_by(user))
        for town in (source, given, stranger)
        for user in (town.informant, town.reviewer)
    }

    assert [user for user, sees in seen.items() if sees] == [
        source.informant,
        source.reviewer,
        given.informant,
        given.reviewer,
    ]
    assert (seen_by(office.informant), seen_by(elsewhere.editor), seen_by(elsewhere.leader)) == (
        set(),
        set(),
        set(),
    )
    assert seen_by(office.checker) == seen_by(office.leader) == {kept}


def test_the_reading_page_shows_each_reader_only_what_concerns_them(office, as_user):
    other = a_town(office.unit)
    issue = office.signed()
    instructions.instruct(by=office.leader, issue=issue, text="请推广此法。", level="county")

    def reads(user):
        return "请推广此法。" in as_user(user).get(issue.number_url).text

    assert (reads(office.informant), reads(office.editor), reads(other.informant)) == (True, True, False)


def test_a_unit_with_a_followup_does_not_learn_the_title_of_anothers_item(office, as_user):
    given, item = a_town(office.unit), office.item(title="别家的内部情况")
    kept = instructions.instruct(by=office.leader, submission=item, text="请核实。", level="county")
    followup = a_followup(office, instruction=kept, lead=given.unit)

    for address in (kept.get_absolute_url(), followup.get_absolute_url()):
        page = as_user(given.reviewer).get(address).text
        assert ("请核实。" in page, "别家的内部情况" in page) == (True, False)


def test_words_on_a_higher_offices_issue_reach_the_unit_below_and_each_office_credits_its_own(office):
    """The county's own row names the city's issue and article: that is how a use above comes home."""
    city = open_office(name="市工会信息")
    county_item, city_item = office.item(), city.item()
    issue = city.signed(city.article(city_item, ready=True))
    Adoption.objects.create(
        office=office.unit,
        unit=office.town,
        person=office.informant,
        submission=county_item,
        publication=city.publication,
        use="full",
        on=issue.date,
        issue=issue,
        article=city_item.articles.get(),
        title="市刊所用",
        registered_by=city.approver,
    )

    kept = instructions.instruct(
        by=city.leader, issue=issue, article=city_item.articles.get(), text="好。", level="city"
    )

    assert list(Instruction.objects.concerning(county_item)) == [kept]
    assert seen_by(office.informant) == seen_by(office.editor) == {kept}
    assert Notice.objects.filter(person=office.informant, text=f"《{county_item}》获领导批示").count() == 1
    period = (kept.on, kept.on)
    assert [fact.unit for fact in instructed_between(city.unit, *period)] == [city.town.pk]
    assert {fact.unit for fact in instructed_between(office.unit, *period)} <= {office.town.pk}


# ---- taken back


def test_words_taken_back_count_nowhere_and_stay_with_the_desk(office, as_user):
    issue = office.signed()
    item = Adoption.objects.get().submission
    wrong = instructions.instruct(by=office.leader, issue=issue, text="写错了。", level="county")

    answer = as_user(office.leader).post(
        reverse("bulletins:instruction_revoke", args=[wrong.pk]), {"reason": "对象写错"}
    )
    right = instructions.instruct(by=office.leader, issue=issue, text="写对了。", level="county")

    assert answer.url == wrong.get_absolute_url()
    assert list(Instruction.objects.standing()) == list(Instruction.objects.concerning(item)) == [right]
    assert (seen_by(office.informant), seen_by(office.editor)) == ({right}, {wrong, right})
    assert len(instructed_between(office.unit, right.on, right.on)) == 1
    standing = Notice.objects.unread().filter(person=office.informant, text__contains="批示")
    assert [notice.text for notice in standing.order_by("pk")] == [
        f"《{item}》上的批示登记有误，已撤回",
        f"《{item}》获领导批示",
    ]
    assert "写错了。" not in as_user(office.informant).get(issue.number_url).text
    assert "写错了。" in as_user(office.editor).get(issue.number_url).text


def test_the_same_words_may_be_entered_anew_once_they_were_taken_back(office):
    item = office.item()
    facts = {"by": office.leader, "submission": item, "text": "好。", "level": "county"}
    instructions.revoke(instructions.instruct(**facts), by=office.leader, reason="层级写错")

    assert instructions.instruct(**facts).revoked_at is None


def test_who_wrote_it_takes_it_back_and_editors_what_they_copied_in(office):
    item = office.item()
    own = instructions.instruct(by=office.leader, submission=item, text="甲。", level="county")
    copied = instructions.instruct(
        by=office.editor, submission=item, text="乙。", level="city", leader="市委书记"
    )

    able = {
        kept.text: [
            user for user in vars(office).values() if isinstance(user, User) and kept.may_be_revoked_by(user)
        ]
        for kept in (own, copied)
    }
    assert able == {"甲。": [office.leader], "乙。": [office.editor]}
    with pytest.raises(NotYours):
        instructions.revoke(own, by=office.editor, reason="错")
    with pytest.raises(Refused, match="请写明撤回原因"):
        instructions.revoke(copied, by=office.editor, reason=" ")
    instructions.revoke(copied, by=office.editor, reason="错")
    with pytest.raises(Refused, match=f"已经撤回（{office.editor}于"):
        instructions.revoke(copied, by=office.editor, reason="错")


# ---- the register and the leader's own page


def test_the_register_filters_by_year_level_leader_unit_and_publication(office, as_user, carrier):
    client = as_user(office.editor)
    other = a_town(office.unit)
    use = register(office, carrier, office.item(author=other.informant))
    facts = {"by": office.editor, "submission": use.submission, "adoption": use}
    above = instructions.instruct(**facts, text="省里批的。", level="province", leader="省总主席")
    own = instructions.instruct(by=office.leader, issue=office.signed(), text="区里批的。", level="county")
    today = timezone.localdate()

    def found(**query):
        page = client.get(reverse("bulletins:instructions"), query).context["page"]
        return list(page.object_list)

    assert found() == [own, above]
    assert (found(year=today.year), found(year=today.year - 1)) == ([own, above], [own, above])
    assert (found(level="province"), found(leader="总主"), found(unit=other.unit.pk)) == ([above],) * 3
    assert (found(publication=office.publication.pk), found(publication=carrier.pk)) == ([own], [above])


def test_the_file_of_the_register_equals_the_screen(office, as_user):
    for text in ("甲。", "乙。"):
        an_instruction(office, text=text)
    client = as_user(office.editor)

    shown = client.get(reverse("bulletins:instructions")).context["page"].object_list
    book = load_workbook(BytesIO(client.get(reverse("bulletins:instructions_xlsx")).content))

    rows = list(book.active.iter_rows(min_row=4, values_only=True))
    assert [row[3] for row in rows] == [each.text for each in shown]
    assert [row[4] for row in rows] == [each.where for each in shown]


@pytest.mark.parametrize(
    "name", ["instructions", "instructions_mine", "instructions_xlsx", "followups", "followups_xlsx"]
)
def test_a_list_costs_the_same_for_1_row_and_6(office, as_user, name):
    client, costs = as_user(office.leader), []
    client.get(reverse("bulletins:instructions"))  # the first request of a session also writes it

    for more in (1, 5):
        for number in range(more):
            a_followup(office, instruction=an_instruction(office, text=f"第{more}{number}条。"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"bulletins:{name}")).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 20


def test_a_leaders_own_page_tells_what_became_of_each_word(office, as_user):
    followup = a_followup(office)
    accepted(followup.parts.get(), office.reviewer, office.editor)
    followups.move(followup, "close", by=office.editor, reason="已印发办法。")
    an_instruction(office, text="还没有督办的。")
    an_instruction(office, by=office.editor, leader="别的领导", text="不是我的。")

    page = as_user(office.leader).get(reverse("bulletins:instructions_mine")).text

    assert [word in page for word in ("已印发办法。", "督办已办结", "还没有督办的。", "不是我的。")] == [
        True,
        True,
        True,
        False,
    ]
    assert as_user(office.editor).get(reverse("bulletins:instructions_mine")).status_code == 403


def test_a_forgotten_tick_is_made_good_from_the_leaders_page(office, as_user):
    kept = an_instruction(office)

    as_user(office.leader).post(reverse("bulletins:instruction_ask", args=[kept.pk]))
    refused = as_user(office.reviewer).post(reverse("bulletins:instruction_ask", args=[kept.pk]))

    assert (kept.followups.get().state, refused.status_code) == ("asked", 403)


def test_under_each_article_a_leader_writes_on_that_article(office, as_user):
    first, second = office.article(ready=True, title="甲"), office.article(ready=True, title="乙")
    issue = office.signed(first, second)
    client = as_user(office.leader)

    places = client.get(issue.number_url).context["writing_places"]
    client.post(reverse("bulletins:instruct", args=[issue.pk]), words(article=places[1][1].pk, followup="on"))

    assert [(number, article.title) for number, article in places] == [(0, "甲"), (1, "乙")]
    kept = Instruction.objects.get()
    assert (kept.article, kept.followups.get().state) == (second, "asked")
    assert as_user(office.informant).get(issue.number_url).context["writing_places"] == []


def test_the_form_opens_on_the_article_it_was_asked_for(office, as_user):
    first, second = office.article(ready=True), office.article(ready=True)
    issue = office.signed(first, second)

    page = as_user(office.editor).get(reverse("bulletins:instruct", args=[issue.pk]), {"article": second.pk})

    assert page.context["form"]["article"].value() == second.pk


def test_words_kept_on_the_issue_are_not_kept_again_on_its_item(office):
    issue = office.signed()
    words = {"by": office.leader, "text": "好。", "level": "county"}
    instructions.instruct(issue=issue, **words)

    with pytest.raises(Refused, match="已登记过"):
        instructions.instruct(submission=Adoption.objects.get().submission, **words)


def test_words_on_a_void_issue_ask_nobody_for_anything(office):
    issue = office.signed()
    instructions.instruct(by=office.leader, issue=issue, text="好。", level="county")

    signing.void(issue, by=office.approver, reason="印错")

    told = Notice.objects.filter(cause__thing_type="bulletins.instruction")
    assert (told.count(), told.unread().count()) == (2, 0)
    assert (seen_by(office.informant), len(seen_by(office.editor))) == (set(), 1)


def test_a_deputys_registration_names_both(office):
    away = timezone.localdate()
    office.editor.away_since = office.editor.away_until = away
    office.editor.save()
    deputy = UserFactory(home=office.unit)
    PostFactory(user=deputy, role=Role.EDITOR, unit=office.unit, deputy_of=office.editor)

    kept = an_instruction(office, by=deputy, leader="市委书记")

    assert Event.objects.about(kept).get().data["stands_for"] == office.editor.name
