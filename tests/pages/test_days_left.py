"""A page tells as many days as were promised, also on a closed day and after closing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.office.people import case_path, signed_in, words
from tests.support import FixedClock, file

SATURDAY = datetime(2026, 11, 28, 15, 0, tzinfo=UTC)
AFTER_CLOSING = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("moment", [SATURDAY, AFTER_CLOSING])
def test_the_days_left_are_those_that_were_promised(
    app: Flask, client: FlaskClient, runtime: Runtime, clock: FixedClock, moment: datetime
):
    clock.moment = moment
    receipt = file(runtime)
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    followed = words(client.get(f"/fr/suivi/{receipt.number}").text)
    assert "Il reste 20 jours ouvrables" in followed
    assert "21 jours" not in followed
    office = signed_in(app, runtime)
    for path in (case_path(receipt.number), "/fr/gestion/parks/file?vue=equipe"):
        page = words(office.get(path).text)
        assert "20 jours" in page
        assert "21 jours" not in page
