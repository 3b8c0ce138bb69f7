"""What every row of an office has in common: whom it reaches."""

from django.db import models


class OfficeQuerySet(models.QuerySet):
    """Rows that belong to an office and are read by everybody it reaches."""

    def visible_to(self, user):
        return self.filter(office__in=user.reading_offices)
