"""Who learns of a leader's words and reads them; and what happens when they are taken back."""

import pytest
from django.urls import reverse

from accounts.models import Notice, User
from accounts.refusal import NotYours, Refused
from bulletins.actions import instructions
from bulletins.models import Adoption, FollowUp, Instruction
from scoring.gathering import instructed_between
from tests.bulletins.conftest import open_office
from tests.following import a_followup, a_town, seen_by

pytestmark = pytest.mark.django_db


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


def test_an_office_below_follows_higher_words_up_by_itself_and_hears_when_they_are_taken_back(
    office, as_user
):
    city, item = open_office(name="市工会信息"), office.item()
    issue = city.signed()
    printed = {"issue": issue, "article": issue.articles.get(), "publication": city.publication}
    Adoption.objects.create(
        **printed,
        office=office.unit,
        unit=office.town,
        person=office.informant,
        submission=item,
        use="full",
        on=issue.date,
        title="市刊所用",
        registered_by=city.approver,
    )
    kept = instructions.instruct(by=city.leader, issue=issue, text="请各地研究。", level="city")

    own = a_followup(office, instruction=kept, office=office.unit)
    instructions.revoke(kept, by=city.leader, reason="写错")

    assert (own.office, set(FollowUp.objects.visible_to(city.leader))) == (office.unit, set())
    told = Notice.objects.filter(person=office.editor, text=f"督办所依据的批示已撤回：{own}")
    assert told.count() == 1
    assert "请各地研究。" in as_user(office.editor).get(own.get_absolute_url()).text
