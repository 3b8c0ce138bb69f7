"""An office with a street below it, its three administrators, and a stranger of another tree."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from tests.factories import OfficeFactory, UnitFactory, UserFactory


@pytest.fixture
def house(db):
    office = OfficeFactory(name="云湖区总工会")
    street = UnitFactory(name="清波街道总工会", parent=office)
    elsewhere = UnitFactory(name="外地街道总工会", parent=OfficeFactory(name="外地区总工会"))
    return SimpleNamespace(
        office=office,
        street=street,
        sysadmin=UserFactory(name="系统员", home=office, role=Role.SYSADMIN),
        secadmin=UserFactory(name="安全员", home=office, role=Role.SECADMIN),
        auditor=UserFactory(name="审计员", home=office, role=Role.AUDITOR),
        informant=UserFactory(name="林晓燕", home=street, role=Role.INFORMANT, phone="13800001234"),
        elsewhere=elsewhere,
        stranger=UserFactory(name="外地人", home=elsewhere, role=Role.INFORMANT),
    )


@pytest.fixture
def cost(client):
    """How many queries a page costs, once the session has been greeted."""

    def queries(url):
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    return queries
