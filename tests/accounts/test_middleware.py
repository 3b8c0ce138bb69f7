"""What stands before every page."""

import pytest
from django.test import RequestFactory

from accounts.middleware import RealAddress


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9", "203.0.113.9"),  # what a visitor forges stands first
        ("", "127.0.0.1"),
    ],
)
def test_behind_a_proxy_the_visitors_own_address_counts(forwarded, address):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    seen = RealAddress(lambda request: request.META["REMOTE_ADDR"])(
        RequestFactory().get("/", headers=headers)
    )

    assert seen == address
