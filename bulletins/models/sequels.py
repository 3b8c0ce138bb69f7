"""What follows a signed issue: a supplement to it, or the issue that replaces a void one."""

from django.db import models

from bulletins.models.articles import Article
from bulletins.models.issues import Issue


class Sequel(models.Model):
    """An issue opened because of another."""

    class Why(models.TextChoices):
        SUPPLEMENT = "supplement", "增刊"
        REISSUE = "reissue", "重编"

    issue = models.OneToOneField(Issue, models.CASCADE, related_name="origin")
    after = models.ForeignKey(Issue, models.PROTECT, related_name="sequels")
    why = models.CharField(max_length=12, choices=Why)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(issue=models.F("after")), name="no_issue_follows_itself"
            )
        ]

    def __str__(self):
        return f"{self.after}{self.get_why_display()}"


class FormerPlacement(models.Model):
    """Where an article stood in an issue that was declared void, so that the issue can be made again."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="former_placements")
    article = models.ForeignKey(Article, models.PROTECT, related_name="former_placements")
    position = models.PositiveIntegerField("次序")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "position"], name="one_article_stood_in_each_place")
        ]

    def __str__(self):
        return f"{self.position} {self.article}"
