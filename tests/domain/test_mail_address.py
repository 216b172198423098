"""Addresses to which mail may get, and those to which none does."""

from __future__ import annotations

import pytest

from portal.domain.mail_address import Undeliverable, for_servers, undeliverable


@pytest.mark.parametrize(
    "typed",
    [
        "a@b.ca",
        "jean-elie.o'neil+plaintes@exemple.quebec",
        "x_1@sub.domain.example",
        "jean@été.ca",
        "jean@почта.рф",
        "jean@xn--t-9fab.ca",
        "jean@b.xn--p1ai",
    ],
)
def test_an_address_of_mail_is_taken(typed: str):
    assert undeliverable(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "a@b",
        "a.@b.ca",
        ".a@b.ca",
        "a..b@c.ca",
        'a"<b>"@x.ca',
        "a<b>@x.ca",
        "a@-b.ca",
        "a@b..ca",
        "a@b.ca,c@d.ca",
        "a@b.ca\nBcc: c@d.ca",
        f"a@{'b.' * 130}ca",
        f"{'a' * 65}@b.ca",
        f"a@{'é' * 60}.ca",
    ],
)
def test_what_no_mail_server_would_take_is_no_address(typed: str):
    assert undeliverable(typed) is Undeliverable.NOT_AN_ADDRESS


def test_an_accent_before_the_at_sign_is_told():
    assert undeliverable("é@x.ca") is Undeliverable.ACCENT_BEFORE_AT


@pytest.mark.parametrize("typed", ["jean@x.123", "jean@x.c", "jean@127.0.0.1", "jean@x.c0m"])
def test_an_end_that_no_address_has_is_told(typed: str):
    assert undeliverable(typed) is Undeliverable.NO_SUCH_END


def test_servers_read_a_name_of_any_language_in_ascii():
    assert for_servers("jean@été.ca") == "jean@xn--t-9fab.ca"
    assert for_servers("Jean@X.ca") == "Jean@X.ca"
