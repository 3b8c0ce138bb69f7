"""What happens to a register's file besides."""

from django.db import transaction

from accounts.events import record


@transaction.atomic
def note_read(batch, *, by):
    """Who took the register away, and when."""
    return record(by, "read", batch, label="下载历史登记表", unit=batch.office, note=batch.name)
