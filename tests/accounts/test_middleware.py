"""What stands before every page."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse

from accounts.middleware import RealAddress, plain
from accounts.roles import Role
from tests.factories import UserFactory


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


def test_control_characters_pasted_into_a_field_are_dropped_and_the_text_stays():
    fields = QueryDict(mutable=True)
    fields.setlist("body", ["一\x00二\x0b三\r\n\t四"])
    fields.setlist("ids", ["1", "2"])

    cleaned = plain(fields)

    assert (cleaned["body"], cleaned.getlist("ids")) == ("一二三\r\n\t四", ["1", "2"])


@pytest.mark.django_db
def test_no_search_box_stumbles_over_a_nul(client):
    client.force_login(UserFactory(role=Role.EDITOR))
    pages = ["submissions:inbox", "bulletins:articles", "bulletins:article_new", "bulletins:adoption_new"]

    answers = [
        client.get(reverse(page), {"q": "a\x00b", "state": "\x00", "publication": "\x00"}) for page in pages
    ]

    assert [answer.status_code for answer in answers] == [200] * 4
