"""Whom an office's request reaches in its units."""

from collections import defaultdict

from django.utils import timezone

from accounts.models import Post, User
from accounts.roles import UNIT_ROLES, Role


def people_of(units):
    """Informants and reviewers of each unit today, by unit; deputies while they stand in."""
    posts = Post.objects.current().called_on().filter(role__in=UNIT_ROLES, unit__in=units)
    found = defaultdict(list)
    for post in posts.filter(user__is_active=True).select_related("user"):
        found[post.unit_id].append(post.user)
    return found


def everybody_of(units):
    return [person for people in people_of(units).values() for person in people]


def editors_of(office):
    return User.objects.holding(Role.EDITOR, office)


def moment(at):
    """A deadline as people say it."""
    local = timezone.localtime(at)
    return f"{local.month}月{local.day}日 {local:%H:%M}"
