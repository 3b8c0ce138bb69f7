"""Names of bulletins for the filing form: the office's own, and no others."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from tests.factories import PublicationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_names_of_the_offices_own_bulletins_are_suggested(client):
    informant = UserFactory(role=Role.INFORMANT)
    PublicationFactory(office=informant.home.office, name="本区工会信息", code="own")
    PublicationFactory(office=informant.home.office, name="停刊", code="gone", is_active=False)
    PublicationFactory(name="别区的刊物", code="other")
    client.force_login(informant)

    answer = client.get(reverse("bulletins:suggestions")).content.decode()

    assert answer.strip() == '<option value="本区工会信息"></option>'
