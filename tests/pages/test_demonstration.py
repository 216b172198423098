"""The accounts of the demonstration open what the READMEs lead to."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.demo import people
from portal.runtime import Runtime
from tests.pages.office.people import sign_in, words

BEGINNING = "/fr/reglages/nouveau"


@pytest.mark.parametrize(
    ("email", "status"),
    [("reglages@demo.plaintes.example", 200), ("reglages.parks@demo.plaintes.example", 403)],
)
def test_the_administrator_of_the_whole_portal_starts_an_agency(
    app: Flask, runtime: Runtime, email: str, status: int
):
    people.add_staff(runtime)
    assert email in [account.email for account in people.accounts_of_all(runtime)]
    client = app.test_client()
    sign_in(client, email, people.PASSWORD)
    page = client.get(BEGINNING)
    assert page.status_code == status
    assert ("tout le portail" in words(page.text)) == (status == 403)
