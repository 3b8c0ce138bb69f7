"""Telephones, not clerks: each task is one call of an action."""

from celery import shared_task

from bulletins.actions import archives, documents


@shared_task
def make_document(document_id: int):
    documents.make(document_id)


@shared_task
def make_archive(archive_id: int):
    archives.make(archive_id)
