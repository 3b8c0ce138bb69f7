"""How much an issue printed: counted once at signature, so that a year's figures read no paper again."""

from django.db import models

from bulletins.models.issues import Issue


class Extent(models.Model):
    """Articles, words and pictures of one signed issue, from its frozen paper."""

    issue = models.OneToOneField(Issue, models.CASCADE, primary_key=True, related_name="extent")
    articles = models.PositiveIntegerField("篇数")
    words = models.PositiveIntegerField("字数")
    pictures = models.PositiveIntegerField("图片")

    class Meta:
        verbose_name = verbose_name_plural = "篇幅"

    def __str__(self):
        return f"{self.issue} {self.articles}篇 {self.words}字 {self.pictures}图"
