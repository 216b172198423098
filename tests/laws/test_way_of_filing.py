"""From the home page to the number: the pages on the way, and what each asks of the database.

A page that has nothing to ask is passed over, no answer leads to another one that only leads on,
and a step reads its draft once and writes it once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.citizen.journeys import ANSWERS, REPLY, STORY, WORDS
from tests.support.statements import sent_by

ANSWERED: Mapping[str, Mapping[str, str]] = {
    "accueil": {"mots": WORDS},
    "organisme": {},
    "recit": {"recit": STORY},
    "questions": ANSWERS,
    "reponse": REPLY,
    "verifier": {},
}
OPENED, KEPT = ["SELECT draft"], ["SELECT draft", "UPDATE draft"]
PUBLISHED = "SELECT complaint_group"
ENTERED = [
    # What is sealed is bound to the row that it will stand in: ids come ahead of the rows.
    *("INSERT number_counter", "UPDATE draft", "SELECT ", "INSERT complaint", "INSERT person"),
    *("INSERT issue", "INSERT clock", "INSERT history_entry", "INSERT outbox"),
    "INSERT search_text",
    # Of the drafts begun, how many were sent: up to three rows at once, tied to nobody.
    "UPDATE draft_count",
]
ASKED = {
    "POST plainte": ["INSERT draft"],
    "GET organisme": [*OPENED, PUBLISHED],
    # The first page that is kept counts the draft as begun: up to three rows, in one statement.
    "POST organisme": [*KEPT, "INSERT draft_count"],
    "GET recit": OPENED,
    "POST recit": KEPT,
    "GET questions": OPENED,
    "POST questions": KEPT,
    "GET reponse": OPENED,
    "POST reponse": KEPT,
    "GET verifier": [*OPENED, PUBLISHED],
    # Whether the same person came about the same lately: counted, tied to nobody.
    "POST verifier": [*OPENED, "SELECT membership", "SELECT person", *ENTERED],
    # The code is shown ten minutes more, and the browser may follow the complaint.
    "GET envoyee": [
        *(*KEPT, "SELECT complaint", "SELECT clock", "SELECT citizen_session"),
        # What runs against the person, as it was told at filing.
        "SELECT own_deadline",
    ],
}
"""What each request of a filing sends to the database, besides the home page."""

_INNER = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class Request:
    """One request on the way: what it is for, how it was answered, what it asked."""

    name: str
    status: int
    asked: list[str]


def way(client: FlaskClient, runtime: Runtime, agency: str, category: str) -> Iterator[Request]:
    """Follow where the pages lead, from the home page to the number."""
    chosen = {"organisme": agency, "categorie": category}
    method, address, form = "GET", "/fr/", {}
    while True:
        answers = []
        sent = sent_by(
            runtime,
            lambda: answers.append(client.open(address, method=method, data=form)),  # noqa: B023
        )
        page = address.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
        page = "accueil" if address == "/fr/" else page
        [answer] = answers
        yield Request(f"{method} {page}", answer.status_code, [short(one) for one in sent])
        if page == "envoyee":
            return
        if method == "POST":
            method, address, form = "GET", answer.location, {}
        else:
            address = "/fr/plainte" if page == "accueil" else address
            method, form = "POST", {**(chosen if page == "organisme" else {}), **ANSWERED[page]}


def short(statement: str) -> str:
    """Return what a statement does, and to which table, whatever stands in parentheses."""
    verb = statement.split(maxsplit=1)[0]
    while (outer := _INNER.sub("", statement)) != statement:
        statement = outer
    table = re.search(r"\b(?:FROM|INTO|UPDATE)\s+(\w+)", statement)
    return f"{verb} {table[1] if table else ''}"


@pytest.fixture
def filed(client: FlaskClient, runtime: Runtime) -> list[Request]:
    """A filing with questions, as a person does it, whose caches are warm."""
    runtime._noticing._looked_at = float("inf")  # no release is looked for meanwhile
    list(way(client, runtime, "parks", "trail"))
    return list(way(client, runtime, "parks", "trail"))


def test_a_filing_with_questions_takes_thirteen_requests_none_of_which_only_leads_on(
    filed: list[Request],
):
    assert [request.status for request in filed] == [200, 303] * 6 + [200]


def test_a_filing_without_questions_takes_eleven(client: FlaskClient, runtime: Runtime):
    names = [request.name for request in way(client, runtime, "parks", "other")]
    assert len(names) == 11
    assert "GET questions" not in names


def test_each_request_asks_the_database_for_no_more_than_it_needs(filed: list[Request]):
    assert {request.name: request.asked for request in filed[1:]} == ASKED
