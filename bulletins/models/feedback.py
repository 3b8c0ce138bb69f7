"""反馈: what units report of a follow-up and how they ask for more time; and the clock's reminders of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bulletins.followup_states import OFFICE_HANDS, Plea, Step
from bulletins.models.followups import Part


def feedback_path(row, name):
    """Private, and named by us."""
    return f"feedback/{timezone.now():%Y/%m}/{uuid.uuid4().hex}"


class Feedback(models.Model):
    """One report of one unit; a later one is added, none is changed."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="feedback", verbose_name="承办")
    number = models.PositiveIntegerField("次")
    text = models.TextField("办理情况", max_length=5000)
    due = models.DateField("当时期限")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="反馈人")
    at = models.DateTimeField("反馈时间", default=timezone.now, editable=False)

    class Meta:
        ordering = ["number"]
        verbose_name = verbose_name_plural = "反馈"
        constraints = [
            models.UniqueConstraint(fields=["part", "number"], name="feedback_is_numbered_once"),
            models.CheckConstraint(condition=~Q(text=""), name="feedback_says_something"),
        ]

    def __str__(self):
        return f"{self.part} 第{self.number}次反馈"

    @property
    def is_late(self):
        """The day itself is in time."""
        return timezone.localdate(self.at) > self.due


class FeedbackFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(feedback__part__in=Part.objects.visible_to(user).values("pk"))


class FeedbackFile(models.Model):
    """A file that came with a report, checked by its content."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="files")
    file = models.FileField(upload_to=feedback_path)
    name = models.CharField("文件名", max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField("大小")
    sha256 = models.CharField(max_length=64)

    objects = FeedbackFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "反馈附件"

    def __str__(self):
        return self.name


class ExtensionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(part__in=Part.objects.visible_to(user).values("pk"))

    def pending(self):
        return self.filter(state=Plea.PENDING)

    def to_decide(self, user):
        return self.pending().filter(part__followup__office__in=user.units_as(*OFFICE_HANDS))


class Extension(models.Model):
    """A unit's request for more time, and the office's word on it."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="pleas", verbose_name="承办")
    wanted = models.DateField("申请延至")
    reason = models.CharField("延期原因", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申请人")
    at = models.DateTimeField("申请时间", default=timezone.now, editable=False)
    state = models.CharField("结果", max_length=10, choices=Plea, default=Plea.PENDING, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField("答复时间", null=True, editable=False)
    word = models.CharField("答复", max_length=300, blank=True, editable=False)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "延期申请"
        constraints = [
            models.UniqueConstraint(
                fields=["part"], condition=Q(state=Plea.PENDING), name="one_plea_waits_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state=Plea.REFUSED) | ~Q(word=""), name="a_plea_is_refused_with_a_word"
            ),
        ]

    def __str__(self):
        return f"{self.part} 延至{self.wanted:%Y-%m-%d}"


class FollowUpReminderQuerySet(models.QuerySet):
    def due(self, now=None):
        return self.filter(sent_at=None, due_at__lte=now or timezone.now())


class FollowUpReminder(models.Model):
    """A reminder that will be due: a row first, sent once by the sweep."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="reminders")
    step = models.CharField("提醒", max_length=8, choices=Step)
    deadline = models.DateField("期限")  # of which it reminds: another one is another reminder
    due_at = models.DateTimeField("提醒时间")
    sent_at = models.DateTimeField("已提醒", null=True, editable=False)

    objects = FollowUpReminderQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = verbose_name_plural = "督办提醒"
        constraints = [
            models.UniqueConstraint(fields=["part", "step", "deadline"], name="each_step_is_told_once")
        ]
        indexes = [models.Index(fields=["sent_at", "due_at"], name="followup_reminders_by_time")]

    def __str__(self):
        return f"{self.part} {self.get_step_display()}"
