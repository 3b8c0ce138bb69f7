"""Whom an issue is meant for today, and by which line of its lists: one query whatever the number of readers."""

from django.db.models import Q

from accounts.models import Post
from accounts.roles import ADMIN_ROLES, OFFICE_ROLES
from bulletins.models import Delivery, ReaderList, Readership, Scope
from bulletins.models.deliveries import Why


class Audience:
    """The readers of a publication, or of one issue, on the lists as they stand."""

    def __init__(self, publication, lines, *, area):
        self.office = publication.office
        self.lines, self.area = list(lines), area

    @classmethod
    def of(cls, publication, *, scope=None):
        """Of every issue: the standing list, and the area unless the publication is narrowed to its list."""
        lines = Readership.objects.standing().filter(publication=publication).with_names()
        return cls(publication, lines, area=(scope or scope_of(publication)) == Scope.AREA)

    @classmethod
    def of_issue(cls, issue):
        """The standing readers, then those added for this issue alone (本期增发)."""
        area = scope_of(issue.publication) == Scope.AREA
        return cls(issue.publication, Readership.objects.applying_to(issue), area=area)

    @property
    def posts(self):
        """Posts of today that some line means; a deputy's only while it is called on."""
        meant = posts_in_area(self.office) if self.area else Q(pk__in=[])
        for line in self.lines:
            if line.unit_id:
                below = Q(unit__path__startswith=line.unit.path)
                meant |= below if line.below else Q(unit=line.unit_id)
        found = Post.objects.current().called_on().filter(meant, user__is_active=True)
        return found.exclude(role__in=ADMIN_ROLES).select_related("user", "unit").order_by("pk")

    def is_in_area(self, post):
        here = post.unit_id == self.office.pk and post.role in OFFICE_ROLES
        return self.area and (here or post.unit.office_id == self.office.pk)

    def deliveries(self, issue=None, *, besides=()):
        """One unsaved delivery for each reader, by the most telling line that means them."""
        found = {}
        posts = list(self.posts)
        for why, line, posted in self.in_order(posts):
            for person, unit in posted:
                if person.pk not in besides and person.pk not in found:
                    words = str(line)[:100] if line else ""
                    found[person.pk] = Delivery(issue=issue, person=person, unit=unit, why=why, line=words)
        return list(found.values())

    def in_order(self, posts):
        """(why, line, readers): by name, by unit or post, by the area, then what was added for the issue."""
        standing = [line for line in self.lines if line.issue_id is None]
        added = [line for line in self.lines if line.issue_id]
        for line in sorted(standing, key=lambda line: line.person_id is None):
            yield why_of(line), line, self.meant_by(line, posts)
        yield Why.AREA, None, [(p.user, p.unit) for p in posts if self.is_in_area(p)]
        for line in added:
            yield Why.ADDED, line, self.meant_by(line, posts)

    def meant_by(self, line, posts):
        if line.person_id:
            return [(line.person, line.person.home)] if line.person.is_active else []
        return [(post.user, post.unit) for post in posts if line.means(post)]


def posts_in_area(office):
    """Who works or leads there, and the units that report there; agrees with User.reading_offices."""
    return Q(unit__office=office) | Q(unit=office, role__in=OFFICE_ROLES)


def why_of(line):
    if line.person_id:
        return Why.PERSON
    return Why.POST if line.role else Why.UNIT


def scope_of(publication):
    found = ReaderList.objects.filter(publication=publication).values_list("scope", flat=True).first()
    return Scope(found or Scope.AREA)
