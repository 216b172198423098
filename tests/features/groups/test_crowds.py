"""« Cela m’est arrivé aussi » is for two hundred people in one library, and not for one robot."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.db.shared_counts import SharedCounts
from portal.runtime import Runtime
from tests.complaints.cases import member
from tests.features.groups.grouped import numbers, opened
from tests.features.groups.published import TOO, publish

PEOPLE = 200
LIBRARY, HOME = ({"REMOTE_ADDR": address} for address in ("198.51.100.7", "203.0.113.9"))


@pytest.fixture
def limited(app: Flask, runtime: Runtime) -> Flask:
    publish(runtime, opened(runtime, member(runtime), *numbers(runtime)))
    app.extensions["flood counts"] = SharedCounts()
    return app


def test_a_library_is_counted_and_who_goes_on_waits(limited: Flask):
    def say(place: dict[str, str]) -> int:
        return limited.test_client().post(TOO, environ_base=place).status_code

    assert {say(LIBRARY) for _ in range(PEOPLE)} == {200}
    assert [say(LIBRARY) for _ in range(2)] == [429, 429]
    assert say(HOME) == 200


def test_no_mailbox_is_filled_from_many_addresses(limited: Flask):
    def ask(number: int, email: str) -> int:
        data = {"courriel": email, "accord": "yes"}
        place = {"REMOTE_ADDR": f"10.0.0.{number}"}
        return limited.test_client().post(TOO, data=data, environ_base=place).status_code

    asked = [ask(number, "odile@exemple.org") for number in range(5)]
    assert asked == [200, 200, 200, 429, 429]
    assert ask(9, "luc@exemple.org") == 200
