"""One office with a duty desk, one unit below it, and incidents at any point of their chain."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.roles import Role
from submissions.actions import urgent, urgent_duty, urgent_onward
from submissions.urgent_states import Kind, State, Way, Wording
from tests.factories import UserFactory
from tests.world import office_with_people

CHINA = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=CHINA)
EVENT = "星河电子厂约60名职工在厂门口聚集，要求支付10月工资。"


def facts(now=NOON, **changes):
    """What a first report knows: the matter, and when the unit learned of it."""
    known = {
        "title": "星河电子厂职工聚集讨薪",
        "category": "labour",
        "grade": "general",
        "place": "临江街道星河电子厂",
        "occurred_at": now - timedelta(minutes=30),
        "learned_at": now - timedelta(minutes=10),
        "event": EVENT,
    }
    return known | changes


def stage():
    """The world with the faces these tests know by role."""
    world = office_with_people("云湖区总工会")
    world.informant, world.reviewer = world.people[Role.INFORMANT], world.people[Role.REVIEWER]
    world.editor, world.approver = world.people[Role.EDITOR], world.people[Role.APPROVER]
    world.leader = world.people[Role.LEADER]
    world.second = UserFactory(home=world.office, role=Role.APPROVER, name="另一核签")
    return world


def first(world, **changes):
    by = changes.pop("by", world.informant)
    return urgent.report_first(by=by, unit=world.unit, **facts(**changes))


def chain(world, *verbs, now=NOON):
    """A first report and what followed it."""
    sent = first(world, now=now)
    for verb in verbs:
        urgent.report(sent.incident, verb, by=world.informant, event="后续情况。", outcome="已处置。")
    sent.incident.refresh_from_db()
    return sent.incident


def paper_in(world, state):
    """The words for those above, in any state of theirs."""
    paper = urgent_onward.draft(chain(world), by=world.editor, title="关于讨薪事件的报告", body="情况如下。")
    road = {
        Wording.WAITING: [],
        Wording.RETURNED: ["return"],
        Wording.APPROVED: ["approve"],
        Wording.SENT: ["approve", "report"],
        Wording.DROPPED: ["drop"],
    }
    for verb in road[state]:
        if verb == "report":
            paper = urgent_onward.register(
                paper, by=world.approver, recipient="市总工会办公室", manner="电话", at=paper.approved_at
            )
        else:
            paper = urgent_onward.decide(paper, verb, by=world.approver, reason="口径再议")
    return paper


def duty(world, user, since, until):
    """A shift at the desk's telephone."""
    return urgent_duty.add_duty(
        by=world.editor, office=world.office, user=user, since=since, until=until, phone="010-55501000"
    )


__all__ = [
    "CHINA",
    "EVENT",
    "NOON",
    "Kind",
    "State",
    "Way",
    "chain",
    "duty",
    "facts",
    "first",
    "paper_in",
    "stage",
]
