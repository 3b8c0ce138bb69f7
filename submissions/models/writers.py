"""Whom a use of an item is credited to: the person whose name stands first under the words that were filed.

After a hand-over (移交) the item has a new pen while the old name stays on its words; the points belong to
the name that is printed, and the new pen earns them by putting their own name first.
"""

from accounts.models import User


def writer_of(item):
    """The first of the filed names, if the unit ever had exactly one person of it; else whoever filed."""
    names = item.filed.authors if item.filed_id else []
    if not names or names[0] == item.author.name:
        return item.author
    found = User.objects.filter(name=names[0], posts__unit=item.unit_id).order_by("pk").distinct()[:2]
    return found[0] if len(found) == 1 else item.author
