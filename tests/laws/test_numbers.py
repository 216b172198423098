"""No number is too large, too small or in other digits: each gets an answer, and never a 500.

Numbers stand in addresses, in what is asked of a page, and in the fields of its forms, many of them
hidden. All are read by `whole_number`; the pages of everybody are tried with what it refuses. What
it lets through, either database would refuse: PostgreSQL is tried by the slow run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

import portal
from portal.domain.typed import LARGEST, is_whole_number, whole_number
from portal.pages.features import ADDED
from portal.pages.office.case.contributions import ListFilter
from portal.runtime import Runtime
from tests.laws.browsers import Browsers
from tests.support import slowly_on_postgresql
from tests.support.forms import Form, Sent, forms_of

Page = tuple[str, FlaskClient, str]

TOO_LARGE = "99999999999999999999"
OTHER_DIGITS = ("٣٣", "9" * 5_000)
BAD = (TOO_LARGE, "-1", *OTHER_DIGITS)
OWN = Path(portal.__file__).parent
ASKED = re.compile(r"""(?:args|query)\.get(?:list)?\(\s*"([^"]+)\"""")
BY_THEMSELVES = re.compile(r"type=int\b|\.is(?:decimal|digit|numeric)\(")
# What a telephone is dialled with, and the words of the finder and of a text, are no numbers.
ALLOWED = {"domain/portal_services.py", "words/typed_words.py", "domain/naming.py"}
ALLOWED |= {"finder/meaning/marks.py"}
# Nor are a part of an address and what may be a social insurance number, whose digits are checked
# where a pattern found them.
ALLOWED |= {"domain/contact_shapes.py", "domain/spellings.py"}
# Nor is an address for letters, of which is asked whether it has a digit at all.
ALLOWED |= {"features/access_links/rules_reaching.py"}
OF_OPERATORS = ("commands/", "demo/")


def sources() -> Iterator[tuple[str, str]]:
    """Yield each module of the portal that people's requests reach: its name and its text."""
    for path in OWN.rglob("*.py"):
        name = str(path.relative_to(OWN))
        if not name.startswith(OF_OPERATORS):
            yield name, path.read_text("utf-8")


def failed(answer: TestResponse) -> bool:
    """Tell whether an answer is a failure, or one that says nothing."""
    says_nothing = answer.mimetype == "text/html" and answer.status_code not in range(300, 400)
    return answer.status_code >= 500 or (says_nothing and "<h1" not in answer.text)


@pytest.fixture
def browsers(app: Flask, runtime: Runtime) -> Browsers:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return Browsers(app, runtime)


def test_nobody_reads_a_number_by_themselves():
    assert {name for name, text in sources() if BY_THEMSELVES.search(text)} == ALLOWED


@pytest.mark.parametrize("typed", ["", " 1", "1 ", "+1", "1.0", "1_000", "²", *BAD])
def test_what_no_database_holds_is_no_number(typed: str):
    assert not is_whole_number(typed)
    with pytest.raises(ValueError, match="not a whole number"):
        whole_number(typed)


@pytest.mark.parametrize("number", [0, 7, LARGEST])
def test_what_a_database_holds_is_read(number: int):
    assert whole_number(str(number)) == number


@slowly_on_postgresql
def test_in_an_address_it_leads_to_a_page_that_says_so(app: Flask, browsers: Browsers):
    assert [tried for tried, answer in _addressed(app, browsers) if failed(answer)] == []


def _addressed(app: Flask, browsers: Browsers) -> Iterator[tuple[Any, TestResponse]]:
    for rule in app.url_map.iter_rules():
        if not rule.arguments - {"language"} or (rule.defaults or {}).get("language") == "en":
            continue
        for bad in (TOO_LARGE, *OTHER_DIGITS):
            for method in {"GET", "POST"} & (rule.methods or set()):
                answer = browsers.of(rule).open(_address(rule, bad), method=method)
                yield (method, rule.rule, bad[:30]), answer


def _address(rule: Rule, bad: str) -> str:
    known = {"agency": "parks", **(rule.defaults or {})}
    values: dict[str, Any] = dict.fromkeys(rule.arguments, bad) | {
        name: value for name, value in known.items() if name in rule.arguments
    }
    return re.sub(r"<(?:[^:>]+:)?([^>]+)>", lambda match: str(values[match[1]]), rule.rule)


@slowly_on_postgresql
def test_asked_of_a_page_or_in_any_field_of_its_forms_it_is_answered(
    app: Flask, browsers: Browsers
):
    pages = list(browsers.pages())
    filters = {offered.name for offered in app.extensions[ADDED].of(ListFilter)}
    names = {name for _, text in sources() for name in ASKED.findall(text)} | filters
    assert {"page", "groupe", "lettre"} <= names
    assert [
        tried
        for tried, answer in _asked(pages, names, {"page", "lettre", *filters})
        if failed(answer)
    ] == []
    sent = list(_sent(browsers, pages))
    assert [tried for tried, answer in sent if failed(answer)] == []
    assert len({endpoint for (endpoint, _), _ in sent}) > 60


def _asked(
    pages: list[Page], names: set[str], numbers: set[str]
) -> Iterator[tuple[Any, TestResponse]]:
    for page, client, _ in pages:
        for query in (dict.fromkeys(names, "-1"), dict.fromkeys(numbers, TOO_LARGE)):
            yield (page, query), client.get(page.partition("?")[0], query_string=query)


def _sent(browsers: Browsers, pages: list[Page]) -> Iterator[tuple[tuple[str, Any], TestResponse]]:
    seen = set()
    for page, client, says in pages:
        for form in forms_of(says):
            address = form.action or page
            endpoint = browsers.takes(address.partition("?")[0])
            if endpoint is None or endpoint in seen:
                continue
            seen.add(endpoint)
            for data in _with_numbers(form):
                yield (endpoint, data.to_dict()), client.post(address, data=data)


def _with_numbers(form: Form) -> Iterator[Sent]:
    """Yield what is sent with a number that cannot be in each field that has one, and in all."""
    filled = form.filled([], chosen=True)
    numbered = [name for name, value in filled.items() if is_whole_number(value)]
    offered = [each.name for each in form.fields if any(map(is_whole_number, each.options))]
    for name in dict.fromkeys((*numbered, *offered)):
        yield _changed(filled, name, TOO_LARGE)
    yield form.filled([TOO_LARGE] * len(form.fields), chosen=True)
    everything = filled.copy()
    for name in filled:
        everything[name] = TOO_LARGE
    yield everything


def _changed(filled: Sent, name: str, value: str) -> Sent:
    changed = filled.copy()
    changed[name] = value
    return changed
