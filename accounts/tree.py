"""Units as people read them: each below its parent, sisters in their own order."""

from collections import defaultdict


def in_tree_order(units):
    """Parents before children; a unit whose parent is not among them starts a branch. Sets `indent`."""
    below, known = defaultdict(list), {unit.pk for unit in units}
    for unit in sorted(units, key=lambda unit: (unit.order, unit.pk)):
        below[unit.parent_id if unit.parent_id in known else None].append(unit)
    ordered, waiting = [], [(unit, 0) for unit in reversed(below[None])]
    while waiting:
        unit, depth = waiting.pop()
        unit.indent = "　" * depth
        ordered.append(unit)
        waiting += [(child, depth + 1) for child in reversed(below[unit.pk])]
    return ordered
