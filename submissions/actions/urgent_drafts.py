"""What is being typed about an emergency is kept as it grows, and given back when the page is opened again."""

from django.db import transaction
from django.utils import timezone

from submissions.models.urgent import UrgentDraft, UrgentReport

LONGEST = 20_000  # characters of one field


@transaction.atomic
def keep_draft(*, by, key, page, data):
    """Keep the form's words; a form that was sent meanwhile leaves nothing behind."""
    if UrgentReport.objects.filter(key=key).exists():
        return None
    words = {name: value[:LONGEST] for name, value in data.items()}
    facts = {"page": page, "data": words, "saved_at": timezone.now()}
    draft, _ = UrgentDraft.objects.update_or_create(author=by, key=key, defaults=facts)
    return draft


@transaction.atomic
def drop_draft(*, by, key):
    """Its writer starts afresh."""
    UrgentDraft.objects.filter(author=by, key=key).delete()
