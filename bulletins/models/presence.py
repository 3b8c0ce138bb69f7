"""Who is in the text of an article now, and which of them has the pen."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bulletins.models.articles import Article

LEASE = timedelta(minutes=2)  # after its window's last sign of life the pen is free (lessons L9)


class PresenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(article__in=Article.objects.visible_to(user))

    def living(self):
        """Whose window gave a sign of life lately: counted from the clock, so that nothing has to sweep."""
        return self.filter(seen_at__gt=timezone.now() - LEASE)

    def pens(self):
        return self.living().filter(holds=True)


class Presence(models.Model):
    """Somebody with the text open. One of them at most holds the pen; the others read along."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    holds = models.BooleanField("执笔", default=False)
    since = models.DateTimeField("起始", default=timezone.now)
    seen_at = models.DateTimeField("最近响应", default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "person"], name="a_person_is_in_a_text_once"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(holds=True), name="an_article_has_one_pen"
            ),
        ]

    def __str__(self):
        return f"{self.person}"

    @property
    def is_living(self):
        return self.seen_at > timezone.now() - LEASE

    @property
    def said(self):
        """张三正在编辑（14:03 起）."""
        since = timezone.localtime(self.since)
        return f"{self.person}正在{'编辑' if self.holds else '看'}（{since:%H:%M} 起）"
