"""Which item a row speaks of: one the house knows, one an earlier row made, or a new one."""

from collections import defaultdict

from submissions.models import Submission


class Items:
    """By unit and title; of several the one filed on the named day, else the last before the use."""

    def __init__(self, office):
        self.office, self.new = office, 0
        self.known = defaultdict(list)
        self.made = defaultdict(list)

    def look_up(self, lines):
        """The house's own items of these rows' titles, in one query."""
        self.known.clear()
        titles = {line.facts["title"] for line in lines if line.good and "filed" in line.facts}
        if not titles:
            return
        made = {pk for found in self.made.values() for _, pk in found}
        rows = Submission.objects.filter(office=self.office, filed__title__in=titles)
        for pk, unit, title, on in rows.values_list("pk", "unit_id", "filed__title", "submitted_on"):
            if pk not in made:
                self.known[str(unit), title].append((on, pk))

    def find(self, facts):
        """The key of the item, None for one that is still to be made."""
        key = facts["unit"], facts["title"]
        found = sorted(self.known[key] + self.made[key], key=lambda pair: pair[0])
        if facts["filed"]:
            return next((pk for on, pk in found if on == facts["filed"]), None)
        before = [pk for on, pk in found if on <= facts["on"]]
        return before[-1] if before else (found[0][1] if found else None)

    def add(self, facts, key):
        self.made[facts["unit"], facts["title"]].append((facts["filed"] or facts["on"], key))
        self.new += 1

    def of(self, facts):
        """The item of a row that is only looked at: what is not there counts as new."""
        if self.find(facts) is None:
            self.add(facts, -self.new - 1)
