"""Telephones, not clerks: each task is one call of an action."""

from celery import shared_task

from scoring.actions import catching_up, circular_files
from scoring.actions.history import working


@shared_task
def work_history(batch_id: int):
    working.work(batch_id)


@shared_task
def make_circular_file(document_id: int):
    circular_files.make(document_id)


@shared_task
def catch_up(pk: int):
    catching_up.run(pk)
