"""Filing who comes and who goes, deciding on it, and entering it on the roster (备案)."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.actions.people import change_person, open_account
from accounts.actions.posts import change_post_kind, end_post, enter_post
from accounts.actions.saving import save
from accounts.contacts import phone_problem
from accounts.duties import in_place_of
from accounts.events import last_hand, record
from accounts.filing import FILING_MOVES, LEAVERS, NEWCOMERS, Change, Filed
from accounts.models import Post, RosterChange, User
from accounts.refusal import NotYours, Refused
from accounts.roles import UNIT_ROLES, Role

ONE_DAY, ONE_YEAR = timedelta(days=1), timedelta(days=366)
OPEN = (Filed.FILED, Filed.APPROVED)
NAMES = {"carry-out": "办理备案", "approve": "同意备案", "refuse": "不同意备案", "reopen": "重新审核备案"}


@transaction.atomic
def file_change(*, by, unit, change, **facts):
    """The unit's reviewer files a change of the unit's own people, for the office to decide."""
    if not by.holds(Role.REVIEWER, unit):
        raise NotYours("人员变动由本单位审核人备案。")
    if unit.office is None:
        raise Refused("本单位没有上级编发单位，人员变动请直接告知系统管理员。")
    filing = RosterChange(unit=unit, office=unit.office, change=change, filed_by=by, **facts)
    settle_role(filing, by)
    check_filing(filing)
    save(filing)
    facts = in_place_of(by, [Role.REVIEWER], unit) | {"after": facts_of(filing)}
    event = record(by, "file", filing, label="提交备案", unit=unit, note=filing.reason, **facts)
    tell(filing, "file", event)
    return filing


def settle_role(filing, by):
    """A post keeps its role, and whom it stands for; a deputy stands for the reviewer who files."""
    if filing.change in (*LEAVERS, Change.FACTS):
        filing.role = filing.post.role if filing.post else ""
    if filing.change == Change.REPLACE and filing.post:
        filing.deputy_of = filing.post.deputy_of
    if filing.change == Change.DEPUTY:
        if by.stands_for([Role.REVIEWER], filing.unit):
            raise Refused("代理人不能再设代理人，请由审核人本人备案。")
        filing.role, filing.deputy_of = Role.REVIEWER, by


def check_filing(filing):
    """What could never be carried out is told now, not after the office has agreed."""
    if not filing.reason.strip():
        raise Refused("请写明变动事由。")
    if problem := phone_problem(filing.phone):
        raise Refused(problem)
    if abs(filing.effective_on - timezone.localdate()) > ONE_YEAR:
        raise Refused("生效日期须在今天前后一年之内，请核对年份。")
    if filing.change not in NEWCOMERS or filing.change == Change.REPLACE:
        check_post(filing)
    if filing.change in NEWCOMERS:
        check_newcomer(filing)
    same = RosterChange.objects.filter(unit=filing.unit, change=filing.change, state__in=OPEN)
    twin = same.filter(role=filing.role, post=filing.post, person=filing.person, name=filing.name).first()
    if twin:
        raise Refused(f"同样的备案已由{twin.filed_by}提交，现为“{twin.get_state_display()}”，不必重复提交。")


def check_post(filing):
    post = filing.post
    if post is None or post.unit_id != filing.unit_id or post.role not in UNIT_ROLES:
        raise Refused("请选择本单位信息员或审核人的岗位。")
    if post.standing in ("已收回", "已离任"):
        raise Refused(f"“{post}”{post.standing}，不必再备案。")


def check_newcomer(filing):
    person = filing.person
    if person is None and not filing.name.strip():
        raise Refused("请选择人员，或填写新人员的姓名。")
    if person is None:
        return
    filing.name = ""
    held = Post.objects.unended().filter(user=person, role=filing.role, unit=filing.unit)
    if held.exists():
        raise Refused(f"{person}已任“{filing.unit}”的{filing.get_role_display()}（或已登记待授权）。")
    if filing.deputy_of_id == person.pk:
        raise Refused("不能代理本人，请另选一人。")


def facts_of(filing):
    return {
        "change": filing.get_change_display(),
        "subject": filing.subject,
        "effective_on": str(filing.effective_on),
        "kind": filing.get_kind_display(),
    }


@transaction.atomic
def move(filing, verb, *, by, reason="", seen=""):
    """Say one verb of the table over a filing; carrying out has its own function."""
    if verb == "carry-out":
        raise Refused("办理备案须同时登记岗位。")
    filing, step = checked(filing, verb, by, reason, seen)
    return finish(filing, verb, step, by, reason)


@transaction.atomic
def carry_out(filing, *, by, seen="", account=None):
    """Enter on the roster what the office agreed to; a new post waits for its grant as any other.

    `account` holds the facts of the account to open for a newcomer; its one-time password is returned.
    """
    filing, step = checked(filing, "carry-out", by, "", seen)
    password = ""
    if filing.needs_account:
        if account is None:
            raise Refused(f"{filing.name}还没有账号，请先点“开通账号并办理”。")
        filing.person, password = open_account(by=by, **account)
    if filing.change in NEWCOMERS:
        filing.entered = entered(filing, by)
    if filing.change in LEAVERS:
        end_post(filing.post, by=by, until=max(filing.effective_on - ONE_DAY, filing.post.since))
    if filing.change == Change.FACTS:
        change_facts(filing, by)
    return finish(filing, "carry-out", step, by, ""), password


def entered(filing, by):
    return enter_post(
        by=by,
        user=filing.person,
        role=filing.role,
        unit=filing.unit,
        kind=filing.kind,
        since=filing.effective_on,
        deputy_of=filing.deputy_of,
    )


def change_facts(filing, by):
    """Only what the unit filled in."""
    if filing.kind != filing.post.kind:
        change_post_kind(filing.post, by=by, kind=filing.kind)
    facts = {name: getattr(filing, name) for name in ("title", "phone") if getattr(filing, name)}
    change_person(filing.post.user, by=by, **facts)


def checked(filing, verb, by, reason, seen):
    """Lock the filing and compare with the table; every refusal says what and why."""
    found = RosterChange.objects.select_for_update(of=("self",)).with_names()
    filing, step = found.get(pk=filing.pk), FILING_MOVES[verb]
    if not filing.allows(verb, by):
        who = "、".join(role.label for role in step.by)
        raise NotYours(f"“{step.label}”由{who}办理。")
    if verb in ("approve", "refuse") and by.pk == filing.filed_by_id:
        raise NotYours("备案人不能审核自己提交的备案，请由其他责任编辑审核。")
    now = filing.get_state_display()
    if filing.state not in step.start or seen not in ("", filing.seen):
        raise Refused(f"“{filing}”现为“{now}”{last_hand(filing)}，不能{step.label}，请刷新页面。")
    if step.needs_reason and not reason.strip():
        raise Refused(f"{step.label}须写明意见，备案单位会看到。")
    return filing, step


def finish(filing, verb, step, by, reason):
    before, filing.state = filing.state, step.end
    able = [role for role in step.by if filing.is_place_of(role, by)]
    acting = in_place_of(by, able, filing.place_of(able[0]))
    filing.verdict, filing.moved_at = reason.strip(), timezone.now()
    filing.save()
    label = NAMES.get(verb, step.label)
    event = record(
        by,
        verb,
        filing,
        label=label,
        unit=filing.unit,
        note=reason.strip(),
        before=before,
        after=step.end,
        **acting,
    )
    retire(filing)
    tell(filing, verb, event)
    return filing


TOLD = {  # who must act or know next, and how it is said
    "file": ("editors", "{filing}：人员备案待同意"),
    "resume": ("editors", "{filing}：人员备案待同意"),
    "approve": ("both", "{filing}：人员备案已同意，待系统管理员办理"),
    "refuse": ("unit", "{filing}：人员备案未获同意：{why}"),
    "reopen": ("both_offices", "{filing}：人员备案须重新审核：{why}"),
    "carry-out": ("unit", "{filing}：人员备案已办理{then}"),
}


def tell(filing, verb, event):
    """One notice a person for what somebody waits for."""
    if verb not in TOLD:
        return
    group, text = TOLD[verb]
    then = "，新岗位待安全管理员授权后生效" if filing.entered_id else ""
    words = text.format(filing=filing, why=filing.verdict, then=then)
    people = {
        "editors": lambda: editors_of(filing),
        "unit": lambda: [filing.filed_by],
        "both": lambda: [filing.filed_by, *keepers_of(filing)],
        "both_offices": lambda: [filing.filed_by, *editors_of(filing)],
    }[group]()
    notify(people, event, words, reverse("accounts:filing", args=[filing.pk]))


def editors_of(filing):
    return User.objects.holding(Role.EDITOR, filing.office)


def keepers_of(filing):
    """The system administrators whose tree reaches down to the unit."""
    posts = Post.objects.current().over(filing.unit).filter(role=Role.SYSADMIN)
    return User.objects.active().filter(pk__in=posts.values("user"))
