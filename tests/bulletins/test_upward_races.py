"""Both ends of a report act at once: exactly one wins, nothing is credited twice, nobody waits for ever."""

import pytest

from bulletins.actions import adoptions, late, signing, upward_sending
from bulletins.models import Adoption
from bulletins.upward_states import Upward
from submissions.actions import move
from submissions.models import Submission
from tests.bulletins import chain, late_stage
from tests.bulletins.conftest import open_office
from tests.bulletins.test_races import hold, waiting
from tests.factories import PublicationFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_withdrawing_and_screening_at_once_one_wins_and_the_other_is_told_by_whom():
    house = chain.build()
    report = chain.sent(house.county, house.city)
    up = report.submission

    with waiting(
        lambda: move(up, "accept", by=house.city.editor),
        lambda: upward_sending.withdraw(report, by=house.county.editor, reason="再核"),
    ) as answers:
        hold(up)

    up.refresh_from_db()
    [loser] = [answer for answer in answers if answer]
    if up.state == "accepted":
        assert ("不能撤回上报" in loser, str(house.city.editor) in loser) == (True, True)
        assert chain.stage(report) == Upward.SENT
    else:
        assert ("不能拟采用" in loser, str(house.county.editor) in loser) == (True, True)
        assert (up.filed, chain.stage(report)) == (None, Upward.DRAFT)


def test_a_signature_above_and_a_revocation_below_do_not_wait_for_each_other():
    house = chain.build()
    item = house.county.item()
    by_hand = adoptions.register(
        item,
        house.city.publication,
        by=house.county.editor,
        use="full",
        on=item.submitted_on,
        evidence="第8期",
    )
    report = chain.sent(house.county, house.city, item)
    issue = house.city.awaiting(house.city.article(chain.accepted(report, house.city), ready=True))

    with waiting(
        lambda: adoptions.revoke(by_hand, by=house.county.editor, reason="登记错了"),
        lambda: signing.sign(issue, by=house.city.approver),
    ) as answers:
        hold(item)

    assert answers == [None, None]
    [credit] = Adoption.objects.standing().filter(office=house.county.unit)
    item.refresh_from_db()
    assert (credit.issue_id, item.used_at is None) == (issue.pk, False)


def test_two_signatures_above_of_one_item_credit_it_once_for_each_issue():
    house = chain.build()
    item = house.county.item()
    reports = [chain.sent(house.county, house.city, item) for _ in range(2)]
    issues = [
        house.city.awaiting(house.city.article(chain.accepted(each, house.city), ready=True))
        for each in reports
    ]

    with waiting(*[lambda i=i: signing.sign(i, by=house.city.approver) for i in issues]) as answers:
        hold(item)

    rows = Adoption.objects.standing().filter(submission=item)
    assert answers == [None, None]
    assert sorted(row.issue_id for row in rows) == sorted(issue.pk for issue in issues)


def test_voiding_above_and_registering_below_at_once_leave_no_use_behind():
    house = chain.build()
    item = house.county.item()
    issue = chain.printed(chain.sent(house.county, house.city, item), house.city)
    paper = PublicationFactory(office=None)

    with waiting(
        lambda: signing.void(issue, by=house.city.approver, reason="印错"),
        lambda: adoptions.register(
            item, paper, by=house.county.editor, use="full", on=item.submitted_on, evidence="第8期"
        ),
    ) as answers:
        hold(item)

    item.refresh_from_db()
    [left] = Adoption.objects.standing().filter(submission=item)
    assert (answers, left.publication, item.used_at is None) == ([None, None], paper, False)


def test_a_report_sent_twice_at_once_arrives_once():
    house = chain.build()
    report = chain.signed(house.county, house.city)

    def send():
        upward_sending.send(report, by=house.county.editor)

    with waiting(send, send) as answers:
        hold(report)

    assert sum(answer is None for answer in answers) == 1
    assert Submission.objects.filter(office=house.city.unit).count() == 1


def test_a_table_confirmed_twice_at_once_is_entered_once():
    office = open_office()
    PublicationFactory(office=None, name="市工会信息", level="city")
    item = office.item(title="暖心驿站")
    values = late_stage.row(unit=office.town.name, on=item.submitted_on.isoformat())
    table = late_stage.previewed(office, values)

    def load():
        late.load_table(str(table.key), by=office.editor)

    with waiting(load, load) as answers:
        hold(table)

    assert sum(answer is None for answer in answers) == 1
    assert Adoption.objects.count() == 1


def test_a_use_revoked_singly_while_its_table_is_undone_is_revoked_once():
    office = open_office()
    PublicationFactory(office=None, name="市工会信息", level="city")
    item = office.item(title="暖心驿站")
    values = late_stage.row(unit=office.town.name, on=item.submitted_on.isoformat())
    table = late_stage.loaded(office, values)
    use = table.adoptions.get()

    with waiting(
        lambda: adoptions.revoke(use, by=office.editor, reason="单条有误"),
        lambda: late.undo_table(table, by=office.editor, reason="整表有误"),
    ) as answers:
        hold(item)

    use.refresh_from_db()
    assert (answers, use.revoked_why) == ([None, None], "单条有误")
