"""« Cela m’est arrivé aussi » is for two hundred people in one library, and not for one robot."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db.shared_counts import SharedCounts
from portal.domain.actor import PORTAL
from portal.features.groups.actions_followers import stop_key
from portal.features.groups.records import GroupFollowerRecord
from portal.runtime import Runtime
from tests.complaints.cases import member
from tests.features.groups.grouped import ODILE, group_letters, numbers, opened, token_of
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


def ask(limited: Flask, number: int, email: str, page: str = TOO) -> int:
    """Ask to be told at an address, from a place of one's own."""
    data = {"courriel": email, "accord": "yes"}
    place = {"REMOTE_ADDR": f"10.0.0.{number}"}
    return limited.test_client().post(page, data=data, environ_base=place).status_code


def test_no_mailbox_is_filled_from_many_addresses_and_all_are_counted(
    limited: Flask, runtime: Runtime
):
    asked = [ask(limited, number, ODILE) for number in range(7)]
    assert set(asked) == {200}
    assert group_letters(runtime, "group_confirm") == [ODILE] * 3
    with runtime.reading(PORTAL) as session:
        rows = session.scalars(select(GroupFollowerRecord)).all()
    assert [row.is_counted for row in rows] == [True] * 7
    assert [row.email for row in rows if row.email] == [ODILE] * 3
    assert ask(limited, 9, "luc@exemple.org") == 200
    assert "luc@exemple.org" in group_letters(runtime, "group_confirm")


def test_what_others_asked_of_one_group_keeps_nobody_from_being_told_of_another(
    limited: Flask, runtime: Runtime
):
    for number in range(7):
        ask(limited, number, ODILE)
    other = opened(runtime, member(runtime, post="service"), *numbers(runtime))
    publish(runtime, other, "service")
    assert ask(limited, 8, ODILE, TOO.replace("/1", f"/{other}")) == 200
    assert group_letters(runtime, "group_confirm") == [ODILE] * 4


def test_who_was_counted_comes_again_beside_a_crowd(limited: Flask):
    early = limited.test_client()
    assert early.post(TOO, environ_base=LIBRARY).status_code == 200
    for _ in range(PEOPLE):
        limited.test_client().post(TOO, environ_base=LIBRARY)
    assert limited.test_client().post(TOO, environ_base=LIBRARY).status_code == 429
    told = {"courriel": ODILE, "accord": "yes"}
    assert early.post(TOO, data=told, environ_base=LIBRARY).status_code == 200


def test_right_links_pass_where_an_address_tried_very_many_wrong_ones(
    limited: Flask, runtime: Runtime
):
    assert ask(limited, 1, ODILE) == 200
    robot = limited.test_client()
    for number in range(310):
        for page in (
            f"/fr/confirmer-adresse/{number:04}wrong",
            f"/fr/ne-plus-avertir/{number + 9}/x",
        ):
            robot.post(page, environ_base=LIBRARY)
    token, person = token_of(runtime), limited.test_client()
    right = f"/fr/confirmer-adresse/{token}"
    assert person.post(right, environ_base=LIBRARY).status_code == 200
    with runtime.reading(PORTAL) as session:
        follower = session.scalars(select(GroupFollowerRecord)).one()
    key = stop_key(runtime.keyring, follower.id)
    stop = f"/fr/ne-plus-avertir/{follower.id}/{key}"
    assert person.post(stop, environ_base=LIBRARY).status_code == 200
    tried = [robot.post(f"{right}x", environ_base=LIBRARY).status_code for _ in range(30)]
    assert tried[-1] == 429
