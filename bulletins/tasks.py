"""Telephones, not clerks: each task is one call of an action."""

from celery import shared_task

from bulletins.actions import documents


@shared_task
def make_document(document_id: int):
    documents.make(document_id)
