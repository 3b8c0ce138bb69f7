"""Persons behind the names that stand under an item: co-authors, and the writers of units that filed jointly."""

from collections import defaultdict

from accounts.models import Post

NAMELESS = "未署名"  # whoever wrote what an old register signs with a unit's name only


class Namesakes:
    """Who bore which name in which unit; a name that two people of one unit bear speaks of neither."""

    def __init__(self, posts):
        self.people = defaultdict(set)
        for name, unit, person in posts:
            self.people[unit, name].add(person)

    @classmethod
    def under(cls, adoptions):
        """One query for any number of uses; none where everybody wrote alone."""
        filed = [adoption.submission for adoption in adoptions if authors_of(adoption)]
        names = {name for item in filed for name in item.filed.authors}
        if not names:
            return cls([])
        units = {item.unit_id for item in filed}
        units |= {partner.unit_id for item in filed for partner in item.joint_units.all()}
        posts = Post.objects.filter(unit__in=units, user__name__in=names)
        return cls(posts.values_list("user__name", "unit_id", "user_id").distinct())

    def of(self, adoption, unit):
        """The persons of the unit among the item's authors, in their order."""
        found = [self.people.get((unit, name), set()) for name in authors_of(adoption)]
        return list(dict.fromkeys(next(iter(people)) for people in found if len(people) == 1))


def authors_of(adoption):
    filed = adoption.submission.filed
    return filed.authors if filed else []


def somebody(person, name):
    """The person of that name; nobody for what an old register signs with its unit alone."""
    return None if name == NAMELESS else person
