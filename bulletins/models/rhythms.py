"""What a publication promises its readers: how often it comes out."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from bulletins.rhythm import Promise, Rhythm

HORIZON = timedelta(days=45)  # no rhythm pauses for longer


class Rhythmic(models.Model):
    """A publication as something that is due."""

    rhythm = models.CharField("编发周期", max_length=12, choices=Rhythm, default=Rhythm.IRREGULAR)
    rhythm_days = models.JSONField("编发日", default=list, blank=True)
    rhythm_since = models.DateField("周期起算日", null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def promise(self):
        return Promise(self.rhythm, tuple(self.rhythm_days))

    def due_days(self, first, last):
        """The days of the period when an issue is due, since this rhythm was set."""
        since = self.rhythm_since or timezone.localdate()
        return self.promise.due_days(max(first, since), last)

    @property
    def next_due_day(self):
        """Today or the first day after it when an issue is due, if this publication promises any."""
        today = timezone.localdate()
        return next(iter(self.due_days(today, today + HORIZON)), None)
