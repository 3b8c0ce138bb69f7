"""Telephones, not clerks: each task is one call of an action."""

from celery import shared_task

from accounts.actions import notices


@shared_task
def mail_notice(notice_id: int):
    notices.mail(notice_id)
