"""Three offices in one installation: what a township filed is printed by its county, the city and the province,
and everybody sees what is theirs."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Notice
from accounts.refusal import Refused
from bulletins.actions import adoptions, signing
from bulletins.models import Adoption, Issue
from bulletins.upward_states import Upward
from scoring.facts import uses_between
from submissions.actions import move
from submissions.models import Submission
from tests.bulletins import chain
from tests.factories import PublicationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return chain.build()


def standing(office):
    return [
        chain.facts(each) for each in Adoption.objects.standing().filter(office=office.unit).order_by("pk")
    ]


def to_the_city(house, *items):
    report = chain.sent(house.county, house.city, *items)
    return report, chain.printed(report, house.city)


# ---- credit comes down the chain


def test_what_the_city_prints_is_credited_to_the_township_at_the_county(house):
    item = house.county.item()
    report, issue = to_the_city(house, item)

    [credit] = Adoption.objects.filter(office=house.county.unit)
    assert chain.facts(credit) == (
        house.county.unit,
        house.county.town,
        item,
        house.city.publication,
        issue,
    )
    assert (credit.person, credit.upward, credit.on, credit.use) == (
        house.county.informant,
        report,
        issue.date,
        "full",
    )
    assert standing(house.city) == [
        (house.city.unit, house.county.unit, report.submission, house.city.publication, issue)
    ]


def test_each_source_of_the_article_is_credited_with_its_share(house):
    mine, theirs = house.county.item(), chain.from_other(house)
    to_the_city(house, mine, theirs)

    rows = Adoption.objects.filter(office=house.county.unit).order_by("pk")
    assert [(row.unit, row.submission, row.share) for row in rows] == [
        (house.county.town, mine, 50),
        (house.other, theirs, 50),
    ]


def test_a_provinces_issue_credits_the_city_the_county_and_the_township(house):
    item = house.county.item()
    first = chain.sent(house.county, house.city, item)
    up = chain.accepted(first, house.city)
    second = chain.sent(house.city, house.province, up)

    issue = chain.printed(second, house.province)

    carrier = house.province.publication
    assert standing(house.province) == [
        (house.province.unit, house.city.unit, second.submission, carrier, issue)
    ]
    assert standing(house.city) == [(house.city.unit, house.county.unit, up, carrier, issue)]
    assert standing(house.county) == [(house.county.unit, house.county.town, item, carrier, issue)]


def test_printed_by_county_city_and_province_an_item_counts_once_for_each(house):
    item = house.county.item()
    article = house.county.article(item, ready=True)
    own = house.county.signed(article)
    report = chain.sent(house.county, house.city, article=article)
    up = chain.accepted(report, house.city)
    above = house.city.article(up, ready=True)
    city_issue = house.city.signed(above)
    province_issue = chain.printed(chain.sent(house.city, house.province, article=above), house.province)

    rows = Adoption.objects.standing().filter(submission=item).order_by("pk")
    assert [row.issue for row in rows] == [own, city_issue, province_issue]
    assert Adoption.objects.filter(submission=item).counts() == {
        "standing": 3,
        "own": 1,
        "above": 2,
        "revoked": 0,
    }
    assert [row.pk for row in Adoption.objects.filter(submission=item).own()] == [rows[0].pk]
    assert {row.pk for row in Adoption.objects.filter(submission=item).above()} == {
        rows[1].pk,
        rows[2].pk,
    }


def test_two_reports_of_one_item_that_end_in_one_issue_credit_it_once(house):
    item = house.county.item()
    first, second = (chain.sent(house.county, house.city, item) for _ in range(2))
    ups = [chain.accepted(each, house.city) for each in (first, second)]

    issue = house.city.signed(house.city.article(*ups, ready=True))

    credits = Adoption.objects.standing().filter(office=house.county.unit, issue=issue)
    assert [credit.submission for credit in credits] == [item]
    assert [chain.stage(each) for each in (first, second)] == [Upward.ADOPTED] * 2


def test_the_database_refuses_a_second_credit_of_the_same_issue(house):
    to_the_city(house, house.county.item())
    credit = Adoption.objects.get(office=house.county.unit)
    credit.pk = None
    credit.article = house.county.article(ready=True)

    with pytest.raises(IntegrityError, match=r"credits_an_item_once|UNIQUE"), transaction.atomic():
        credit.save()


def test_what_the_city_registers_by_hand_reaches_the_township_too(house):
    item = house.county.item()
    report = chain.sent(house.county, house.city, item)
    up = chain.accepted(report, house.city)
    paper = PublicationFactory(office=None, name="省工人日报", level="province")

    done = adoptions.register(
        up, paper, by=house.city.editor, use="full", on=up.submitted_on, evidence="第3版"
    )
    credit = Adoption.objects.get(office=house.county.unit)
    adoptions.revoke(done, by=house.city.editor, reason="登记错了")

    credit.refresh_from_db()
    item.refresh_from_db()
    assert (credit.unit, credit.evidence, credit.follows) == (house.county.town, "第3版", done)
    assert (credit.revoked_why, item.used_at) == ("登记错了", None)


# ---- void, and again


def test_a_void_at_the_city_takes_the_credit_back(house):
    item = house.county.item()
    report, issue = to_the_city(house, item)
    item.refresh_from_db()
    used = item.used_at

    signing.void(issue, by=house.city.approver, reason="数字有误")

    item.refresh_from_db()
    credit = Adoption.objects.get(office=house.county.unit)
    assert (used is None, item.used_at) == (False, None)
    assert credit.revoked_why == f"{issue.label}作废：数字有误"
    assert chain.stage(report) == Upward.SENT
    assert Notice.objects.filter(person=house.county.informant, text__contains="数字有误").count() == 1


def test_a_void_at_the_province_takes_back_what_it_gave_and_nothing_else(house):
    item = house.county.item()
    first = chain.sent(house.county, house.city, item)
    up = chain.accepted(first, house.city)
    article = house.city.article(up, ready=True)
    city_issue = house.city.signed(article)
    issue = chain.printed(chain.sent(house.city, house.province, article=article), house.province)

    signing.void(issue, by=house.province.approver, reason="印错")

    left = Adoption.objects.standing().order_by("pk")
    assert {(row.office, row.issue) for row in left} == {
        (house.city.unit, city_issue),
        (house.county.unit, city_issue),
    }


def test_an_article_signed_again_after_a_void_credits_again_exactly_once(house):
    item = house.county.item()
    report = chain.sent(house.county, house.city, item)
    article = house.city.article(chain.accepted(report, house.city), ready=True)
    signing.void(house.city.signed(article), by=house.city.approver, reason="印错")

    again = house.city.signed(article)

    assert standing(house.county) == [
        (house.county.unit, house.county.town, item, house.city.publication, again)
    ]


def test_a_credit_from_above_is_not_revoked_below(house):
    to_the_city(house, house.county.item())
    credit = Adoption.objects.get(office=house.county.unit)

    with pytest.raises(Refused, match="随上级的采用一同撤销"):
        adoptions.revoke(credit, by=house.county.editor, reason="有误")
    assert not credit.may_be_revoked_by(house.county.editor)


def test_what_was_registered_by_hand_first_gives_way_to_the_signature_above(house):
    item = house.county.item()
    report = chain.signed(house.county, house.city, item)
    by_hand = adoptions.register(
        item,
        house.city.publication,
        by=house.county.editor,
        use="full",
        on=item.submitted_on,
        evidence="第8期",
    )
    report = chain.upward_sending.send(report, by=house.county.editor)

    chain.printed(report, house.city)

    by_hand.refresh_from_db()
    assert "自动登记" in by_hand.revoked_why
    assert len(standing(house.county)) == 1


def test_what_went_to_an_office_of_the_house_is_not_registered_by_hand(house):
    item = house.county.item()
    chain.sent(house.county, house.city, item)

    with pytest.raises(Refused, match="采用结果会自动回来"):
        adoptions.register(
            item,
            house.city.publication,
            by=house.county.editor,
            use="full",
            on=item.submitted_on,
            evidence="第8期",
        )


# ---- everybody sees what is theirs


def seen(user):
    return set(Adoption.objects.visible_to(user).values_list("office__name", "unit__name"))


def test_everybody_sees_the_uses_that_are_theirs(house):
    to_the_city(house, house.county.item(), chain.from_other(house))
    county, city = house.county, house.city
    at_county, at_city = county.unit.name, city.unit.name

    assert seen(county.informant) == {(at_county, county.town.name)}
    assert seen(county.reviewer) == {(at_county, county.town.name)}
    assert seen(house.neighbour) == {(at_county, house.other.name)}
    assert seen(county.checker) == {(at_county, county.town.name), (at_county, house.other.name)}
    assert seen(city.checker) == {(at_city, at_county)}
    assert seen(city.informant) == seen(house.province.editor) == set()


def test_the_township_learns_that_the_city_printed_it_but_does_not_read_the_citys_issue(house, as_user):
    item = house.county.item(title="暖心驿站")
    _, issue = to_the_city(house, item)
    client = as_user(house.county.informant)
    credit = Adoption.objects.get(office=house.county.unit)

    page = client.get(reverse("bulletins:used", args=[item.pk])).text
    fact = client.get(credit.get_absolute_url()).text
    told = Notice.objects.filter(person=house.county.informant, text__contains="采用").values_list(
        "text", flat=True
    )

    assert str(issue) in page
    assert (issue.label in fact, issue.number_url in fact) == (True, False)
    assert client.get(issue.number_url).status_code == 404
    assert list(told) == [f"《暖心驿站》已由{issue}采用"]
    assert Notice.objects.filter(person=house.county.reviewer, text=told[0]).count() == 1


def test_the_county_reads_the_citys_issue_that_reaches_it(house, as_user):
    _, issue = to_the_city(house, house.county.item())
    reviewer = UserFactory(home=house.county.unit, role="reviewer")

    assert as_user(reviewer).get(issue.number_url).status_code == 200


def test_the_citys_desk_sees_its_own_adoption_on_the_issue_and_not_the_countys(house, as_user):
    _, issue = to_the_city(house, house.county.item())

    page = as_user(house.city.editor).get(issue.number_url)

    assert [row.office for row in page.context["adoptions"]] == [house.city.unit]


def test_the_origin_is_named_above_only_where_the_sender_allows_it(house, as_user):
    open_, shut = house.county.item(), chain.from_other(house)
    first = chain.sent(house.county, house.city, open_)
    second = chain.signed(house.county, house.city, shut)
    type(second).objects.filter(pk=second.pk).update(names_units=False)
    second = chain.upward_sending.send(second, by=house.county.editor)
    client = as_user(house.city.editor)

    pages = [
        client.get(reverse("submissions:detail", args=[each.submission_id])).text for each in (first, second)
    ]

    assert "清波县总工会上报，原报送单位：清波县直属工会" in pages[0]
    assert ("清波县总工会上报" in pages[1], "柳林镇工会" in pages[1]) == (True, False)


# ---- scoring counts a use in each office once


def test_each_office_reckons_with_its_own_units(house):
    _, issue = to_the_city(house, house.county.item())
    day = issue.date

    def reckoned(office):
        return [(fact.unit, fact.level, fact.carrier) for fact in uses_between(office.unit, day, day)]

    code = house.city.publication.code
    assert reckoned(house.county) == [(house.county.town.pk, "city", code)]
    assert reckoned(house.city) == [(house.county.unit.pk, "city", code)]
    assert reckoned(house.province) == []


# ---- the way back from above


def test_a_return_from_above_is_revised_and_sent_again_as_the_same_item(house):
    item = house.county.item()
    report = chain.sent(house.county, house.city, item)
    up = report.submission
    move(Submission.objects.get(pk=up.pk), "return", by=house.city.editor, reason="补充数字")
    back = type(report).objects.get(pk=report.pk)
    stage = back.stage

    back = chain.upward.write(back, by=house.county.editor, base=back.version, title="新题", body="新文")
    back = chain.upward.move(back, "submit", by=house.county.editor)
    back = chain.upward_sending.sign(back, by=house.county.approver, reviewed=True)
    back = chain.upward_sending.send(back, by=house.county.editor)

    up.refresh_from_db()
    assert stage == Upward.RETURNED
    assert (back.submission_id, back.stage) == (up.pk, Upward.SENT)
    assert (up.state, up.filed.title, up.filed.number) == ("submitted", "新题", 2)
    assert Issue.objects.count() == 0
