"""Partners of a joint filing: checked before the text leaves the unit, written down when it is signed."""

from accounts.actions.notices import notify
from accounts.events import record
from accounts.models import User
from accounts.refusal import Refused
from accounts.roles import Role
from submissions.models import JointUnit
from submissions.models.joint import AUTHOR_LIMIT, PARTNER_LIMIT, possible_partners, units_in_order


def refuse_partners(item):
    """Every unit named must be able to stand under this text: told before sending, and again at signing."""
    if len(item.authors) > AUTHOR_LIMIT:
        raise Refused(f"作者最多 {AUTHOR_LIMIT} 人，请删减后再报。")
    if len(item.partners) > PARTNER_LIMIT:
        raise Refused(f"联合报送单位最多 {PARTNER_LIMIT} 个，请删减后再报。")
    if not item.partners:
        return
    possible = set(possible_partners(item.unit).exclude(pk=item.unit_id).values_list("pk", flat=True))
    wrong = [unit for unit in units_in_order(item.partners) if unit.pk not in possible]
    if wrong:
        names = "、".join(unit.name for unit in wrong)
        raise Refused(f"{names}不能作为联合报送单位（须为同一收稿单位下的其他在用单位），请改正后再报。")
    if len(set(item.partners)) < len(item.partners):
        raise Refused("联合报送单位有重复，请改正后再报。")


def note_partners(item):
    """The signed text names them in order; from now on their people may read it."""
    item.joint_units.all().delete()
    units = units_in_order(item.filed.partners)
    JointUnit.objects.bulk_create(
        JointUnit(submission=item, unit=unit, position=place) for place, unit in enumerate(units, 1)
    )


def forget_partners(item):
    """Withdrawn: nobody outside the unit reads it any more."""
    item.joint_units.all().delete()


def tell_partners(item, event):
    """Reviewers and informants of the partner units learn that their unit's name stands under a text."""
    called = [
        person
        for joint in item.joint_units.select_related("unit")
        for role in (Role.REVIEWER, Role.INFORMANT)
        for person in User.objects.holding(role, joint.unit)
    ]
    told = set(event.notices.values_list("person", flat=True)) if called else set()
    people = [person for person in called if person.pk not in told]  # as editors they know already
    if people:  # an event of its own: their notice outlives the editors', who only wait for the item
        joined = record(event.who, "join", item, label="联合报送", unit=item.unit)
        notify(people, joined, f"{item.unit}与本单位联合报送了《{item}》", f"/submissions/{item.pk}/")
