"""Posts: one administrator enters them, another grants them, none is ever deleted."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify
from accounts.actions.saving import save
from accounts.actions.units import lock_tree
from accounts.duties import check_duty
from accounts.events import record
from accounts.models import Post, User
from accounts.refusal import NotYours, Refused
from accounts.roles import ADMIN_ROLES, DEPUTY_ROLES, Role, misplaced


@transaction.atomic
def enter_post(*, by, user, role, unit, kind=Post.Kind.PART_TIME, since=None, deputy_of=None):
    """Enter a post for the security administrator to grant; until then it gives no right."""
    check_duty(by, Role.SYSADMIN, unit=unit)
    if user.pk == by.pk:
        raise NotYours("不能为自己登记岗位，请由另一位系统管理员登记。")
    check_fits(user, role, unit)
    check_deputy(user, role, unit, deputy_of)
    post = Post(user=user, role=role, unit=unit, kind=kind, entered_by=by, deputy_of=deputy_of)
    post.since = since or timezone.localdate()
    save(post)
    record(by, "post-new", post, label="登记岗位", unit=unit, person=user.pk, after=facts_of(post))
    return post


def check_fits(user, role, unit):
    """The post suits the unit, and administrators stay three people."""
    if not unit.is_active or not user.is_active:
        raise Refused(f"“{user if unit.is_active else unit}”已停用，不能登记岗位。")
    if problem := misplaced(role, unit.is_office, unit.office_id is not None):
        raise Refused(problem)
    unended = Post.objects.unended().filter(user=user)
    if unended.filter(role=role, unit=unit).exists():
        raise Refused(f"{user}已任“{unit}”的{Role(role).label}（或已登记待授权），不必重复登记。")
    if role in ADMIN_ROLES and unended.filter(role__in=ADMIN_ROLES).exists():
        raise Refused("系统管理员、安全管理员、审计员须由三人分别担任，此人已任其中一个岗位。")


def check_deputy(user, role, unit, principal):
    """A deputy stands for somebody who holds the very post in their own right."""
    if principal is None:
        return
    if role not in DEPUTY_ROLES:
        raise Refused(f"{Role(role).label}不设代理人；单位审核人、责任编辑、核签可设常设代理人。")
    if user.pk == principal.pk:
        raise Refused("不能代理本人，请另选一人。")
    own = Post.objects.unended().filter(user=principal, role=role, unit=unit, deputy_of=None)
    if not own.exists():
        raise Refused(f"{principal}没有担任“{unit}”的{Role(role).label}，不能为其设代理人。")


def facts_of(post):
    return {
        "role": post.role,
        "unit": str(post.unit),
        "kind": post.kind,
        "since": str(post.since),
        "until": str(post.until) if post.until else None,
    } | ({"deputy_of": post.deputy_of.name} if post.deputy_of else {})


def locked(post):
    found = Post.objects.select_for_update(of=("self",)).select_related("user", "unit", "deputy_of")
    return found.get(pk=post.pk)


@transaction.atomic
def grant_posts(posts, *, by):
    """Grant each of the posts, in a fixed order so that two administrators cannot deadlock."""
    return [grant(post, by) for post in sorted(posts, key=lambda post: post.pk)]


def grant(post, by):
    check_duty(by, Role.SECADMIN, unit=post.unit)
    post = locked(post)
    if post.granted_at or post.standing != "待授权":
        raise Refused(f"“{post}”现为“{post.standing}”，不需要授权，请刷新页面。")
    if by.pk in (post.entered_by_id, post.user_id):
        raise NotYours("登记人与授权人须为两人，也不能给自己授权。")
    post.granted_by, post.granted_at = by, timezone.now()
    save(post)
    event = record(by, "post-grant", post, label="授权岗位", unit=post.unit, person=post.user_id)
    notify([post.user], event, f"您的岗位已授权：{post.unit} {post.duty}", "/accounts/profile/")
    return post


@transaction.atomic
def end_post(post, *, by, until):
    """Write the last day of a post on the roster; an administrator's post is ended by revoke_post."""
    if post.role in ADMIN_ROLES:
        raise NotYours("管理员的岗位由安全管理员收回。")
    check_duty(by, Role.SYSADMIN, unit=post.unit)
    post = locked_and_open(post, by)
    if until < post.since:
        raise Refused(f"任职止不能早于任职起（{post.since}）。")
    before, post.until = facts_of(post), until
    save(post)
    record(
        by,
        "post-end",
        post,
        label="结束岗位",
        unit=post.unit,
        person=post.user_id,
        before=before,
        after=facts_of(post),
    )
    end_deputies(post, by, until)
    return post


def end_deputies(post, by, until):
    """Who stood for somebody goes with them: their right was the other's."""
    if post.deputy_of_id:
        return
    theirs = Post.objects.unended().filter(deputy_of=post.user, role=post.role, unit=post.unit)
    for deputy in theirs.select_related("user", "unit", "deputy_of").order_by("pk"):
        before, last = facts_of(deputy), max(until, deputy.since)
        deputy.until = min(deputy.until or last, last)
        deputy.revoked_on = post.revoked_on
        save(deputy)
        after = facts_of(deputy)
        note = f"{post.user}不再任{post.get_role_display()}，代理随之结束"
        facts = {"person": deputy.user_id, "before": before, "after": after}
        record(by, "post-end", deputy, label="结束岗位", unit=post.unit, note=note, **facts)


@transaction.atomic
def change_post_kind(post, *, by, kind):
    """Full-time, part-time or specially invited: a fact of the roster, not a right."""
    check_duty(by, Role.SYSADMIN, unit=post.unit)
    post = locked_and_open(post, by)
    before, post.kind = facts_of(post), kind
    save(post)
    facts = {"person": post.user_id, "before": before, "after": facts_of(post)}
    record(by, "post-kind", post, label="变更岗位性质", unit=post.unit, **facts)
    return post


@transaction.atomic
def revoke_post(post, *, by, reason):
    """Take the right away now, not at the end of the day; also how a pending post is turned down."""
    if not reason.strip():
        raise Refused("请写明收回岗位权限的原因。")
    by = alone_in_tree(post.unit, by)
    check_duty(by, Role.SECADMIN, unit=post.unit)
    post = locked_and_open(post, by)
    check_replaced(post)
    today = timezone.localdate()
    before, post.revoked_on = facts_of(post), today
    post.until = max(today, post.since)
    save(post)
    record(
        by,
        "post-revoke",
        post,
        label="收回岗位",
        unit=post.unit,
        note=reason.strip(),
        person=post.user_id,
        before=before,
    )
    end_deputies(post, by, post.until)
    return post


def locked_and_open(post, by):
    post = locked(post)
    if post.standing in ("已收回", "已离任"):
        raise Refused(f"“{post}”{post.standing}，不能再结束。")
    if post.user_id == by.pk:
        raise NotYours("不能结束自己的岗位，请由另一位管理员办理。")
    return post


def alone_in_tree(unit, by):
    """Two administrators may each be removing the other: one waits, and then asks for their own posts anew."""
    lock_tree(unit)
    return User.objects.get(pk=by.pk)


def check_replaced(post):
    """A tree without one of its three administrators could not appoint another: somebody has to remain."""
    if post.role not in ADMIN_ROLES or post.standing != "在任" or not post.user.is_active:
        return
    remaining = Post.objects.current().over(post.unit).filter(role=post.role, user__is_active=True)
    if not remaining.exclude(user=post.user).exists():
        role = post.get_role_display()
        raise Refused(f"{post.user}是“{post.unit}”现任唯一的{role}，请先另设一位{role}并授权，再办理。")
