"""A database of its own with as many items as one likes: never the office's."""

from contextlib import contextmanager
from datetime import timedelta
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import Post, Unit, User
from accounts.roles import Level, Role
from infohub.bench import writing
from submissions.actions.likeness import note_likeness
from submissions.models import Revision, Submission
from submissions.states import State

BATCH = 1000


@contextmanager
def scratch_database():
    """Made beside the configured one and removed again; on SQLite a file, as in use, not memory."""
    configured = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(settings.VAR_DIR / "bench.sqlite3")
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(configured, verbosity=0)


class Stage:
    """An office with some units, an editor, and items filed over the last two years."""

    def __init__(self, seed=1, units=20, name="测速总工会"):
        self.rng = Random(seed)
        self.office = Unit.objects.create(name=name, level=Level.COUNTY, is_office=True)
        self.units = [Unit.objects.create(name=f"第{n}工会", parent=self.office) for n in range(units)]
        self.authors = [self.person(f"{name}{n}", unit, Role.INFORMANT) for n, unit in enumerate(self.units)]
        self.editor = self.person(f"{name}编辑", self.office, Role.EDITOR)

    def person(self, name, unit, role):
        user = User.objects.create(username=name, name=name, home=unit, password=make_password(None))
        Post.objects.create(
            user=user, role=role, unit=unit, since=timezone.localdate(), granted_at=timezone.now()
        )
        return user

    def fill(self, count):
        """File so many items, signed and waiting; the index of likeness is kept as signing keeps it."""
        made = []
        for start in range(0, count, BATCH):
            made += self.batch(min(BATCH, count - start))
        return made

    @transaction.atomic
    def batch(self, count):
        items = Submission.objects.bulk_create([self.draft() for _ in range(count)])
        Revision.objects.bulk_create([self.signed(item) for item in items])
        signed = Revision.objects.filter(submission=OuterRef("pk")).values("pk")[:1]
        made = Submission.objects.filter(pk__in=[item.pk for item in items])
        made.update(state=State.SUBMITTED, filed=Subquery(signed))
        items = list(made.select_related("filed"))
        note_likeness(items)
        return items

    def draft(self):
        author = self.rng.choice(self.authors)
        at = self.moment()
        return Submission(
            author=author,
            unit=author.home,
            office=self.office,
            title=writing.title(self.rng),
            body=writing.text(self.rng, self.rng.randint(200, 600)),
            event_date=at.date(),
            sent_at=at,
            moved_at=at,
            submitted_at=at,
            submitted_on=timezone.localdate(at),
        )

    def moment(self):
        """Some time in the last two years."""
        return timezone.now() - timedelta(days=self.rng.randint(0, 720), minutes=self.rng.randint(0, 1000))

    def signed(self, item):
        return Revision(
            submission=item, number=1, why=Revision.Why.SIGNED, by_id=item.author_id, **item.content()
        )
