"""No address breaks the portal, and no Host that a request invents stands in what it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from portal.runtime import Runtime
from tests.laws.browsers import Browsers

INVENTED = "evil.example"
ODD = {
    "NUL": "%00",
    "line end": "a%0d%0aSet-Cookie:%20b=c",
    "lone surrogate": "%ED%B3%BF",
    "no UTF-8": "%FF%FE",
    "folder above": "%2e%2e",
    "backslash": "%5c..%5cportail.css",
    "very long": "a" * 10_000,
}
_VALUE = re.compile(r"<[^<>]+>")


def read_rules(app: Flask) -> Iterator[Rule]:
    """Yield the addresses that are read: those in French, and those in no language."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and (rule.defaults or {}).get("language") != "en":
            yield rule


def odd_addresses(rule: Rule) -> Iterator[str]:
    """Yield an address with odd signs in the place of its values, and after it, and after its ?."""
    for odd in ODD.values():
        address = _VALUE.sub(odd, rule.rule)
        yield f"{address}?page={odd}&{odd}"
        if address == rule.rule:
            yield f"{address}{odd}"


def test_odd_signs_in_an_address_break_nothing(app: Flask, runtime: Runtime):
    # What breaks answers as it would to anybody.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    browsers, broken = Browsers(app, runtime), {}
    for rule in read_rules(app):
        client = browsers.of(rule)
        for address in odd_addresses(rule):
            status = client.get(address).status_code
            if status >= 500:
                broken[address[:200]] = status
    assert broken == {}


def names_it(client: FlaskClient, method: str, address: str) -> bool:
    answer = client.open(address, method=method, headers={"Host": INVENTED})
    return INVENTED in str(answer.headers) or INVENTED in answer.text


def test_no_answer_leads_to_a_host_that_a_request_invented(app: Flask):
    naming, client = [], app.test_client()
    for rule in app.url_map.iter_rules():
        plain = _VALUE.sub("x", rule.rule)
        if "GET" not in (rule.methods or ()):
            naming += [plain] if names_it(client, "POST", plain) else []
            continue
        for address in {plain, plain.rstrip("/"), f"{plain}/", plain.replace("/", "//")}:
            naming += [address] if names_it(client, "GET", address) else []
    assert naming == []
    for address in ("/fr", "/en", f"//{INVENTED}/fr", f"/%5c{INVENTED}", f"/fr//{INVENTED}//"):
        assert f"//{INVENTED}" not in client.get(address).headers.get("Location", ""), address
