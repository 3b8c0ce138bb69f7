"""Bytes on their way out: a true name in Chinese, a true type, never guessed by the browser."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def sent(content, content_type, name, *, attached=False):
    """An answer that opens in the browser, or is saved under its name (RFC 5987)."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(attached, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
