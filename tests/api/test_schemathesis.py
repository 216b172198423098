"""Whatever a program invents from the published description, the API answers as it describes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis import openapi
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from portal.complaints.handling import casework
from portal.domain.time.periods import Period
from portal.reporting.vintages.freezing import publish
from portal.runtime import Runtime
from tests.api.calling import a_client, token_of
from tests.support import file, officer

EXAMPLES = 200
REACHED = 0.95
"""Of the operations, so many are done at least once: more than that would be luck."""

RULES = ["2xx", "404", "409", "412", "422"]
"""How what fits the description may be answered: an agency's own rules refuse some of it."""

REFUSALS = ["400", "401", "403", "404", "405", "409", "412", "413", "415", "422", "428"]


@schemathesis.serializer("application/x-ndjson")
def lines(_context: Any, value: Any) -> bytes:
    """Send lines as they are written."""
    return str(value).encode("utf-8", "replace")


QUARTER = "2026-T3"


def test_what_is_described_is_what_is_answered(app: Flask, runtime: Runtime):
    # A few examples, to be told soon: `make test-api` tries everything.
    quick = {"phases": {"coverage": {"enabled": False}, "stateful": {"enabled": False}}}
    failed, _, _ = outcome(app, runtime, examples=1, seed=1, **quick)
    assert failed == {}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_is_invented_is_answered_as_it_is_described(
    app: Flask, runtime: Runtime, seed: int
):
    with runtime.transaction() as session:
        publish(session, runtime, Period(2026, 3), runtime.now())
    failed, done, known = outcome(app, runtime, examples=EXAMPLES, seed=seed)
    assert failed == {}
    assert len(done) >= REACHED * len(known), known - done


def outcome(
    app: Flask, runtime: Runtime, examples: int, seed: int, **phases: Any
) -> tuple[dict[str, set[str]], set[str], set[str]]:
    """Return what was wrong with answers of operations, which were done, and which there are."""
    client = a_client(runtime)
    failed: dict[str, set[str]] = defaultdict(set)
    done, known = set(), set()
    changing = ("status", "messages", "answer", "documents", "transfer")
    numbers = {what: file(runtime, "parks").number for what in ("", *changing)}
    # Whoever was reached is no invention: from there on it can be studied.
    runtime.change(officer("parks"), numbers["status"], casework.record_first_contact)
    config = configured(token_of(app, client), numbers, examples, seed) | phases
    for label, status, failures in tried(app, config):
        known.add(label)
        if 200 <= status < 300:
            done.add(label)
        if failures:
            failed[label] |= failures
    return failed, done, known


def tried(app: Flask, config: dict[str, Any]) -> Iterator[tuple[str, int, set[str]]]:
    """Yield each call: which operation, how it was answered, and what was wrong with the answer."""
    read = SchemathesisConfig.from_dict(config)
    schema = openapi.from_wsgi("/api/v1/openapi.json", app, config=read)
    for event in from_schema(schema).execute():
        assert not isinstance(event, events.FatalError | events.NonFatalError), vars(event)
        if not isinstance(event, events.ScenarioFinished):
            continue
        for case_id, node in event.recorder.cases.items():
            interaction = event.recorder.interactions.get(case_id)
            if interaction is None or interaction.response is None:
                continue
            told = {
                str(check.failure_info.failure)
                for check in event.recorder.checks.get(case_id, ())
                if check.failure_info is not None
            }
            yield node.value.operation.label, interaction.response.status_code, told


def configured(token: str, numbers: dict[str, str], examples: int, seed: int) -> dict[str, Any]:
    """Return what is tried: everything, in each phase, with every check.

    Each operation that changes a complaint begins with one of its own: what one does, as to
    answer, would keep others from being done at all.
    """
    return {
        "seed": seed,
        "headers": {"Authorization": f"Bearer {token}"},
        "parameters": {
            "path.number": numbers[""],
            "path.agency": "parks",
            "path.category": "other",
            "path.quarter": QUARTER,
            "header.If-Match": "*",
        },
        "operations": [
            {
                "include-name": f"POST /api/v1/complaints/{{number}}/{what}",
                "parameters": {"path.number": number},
            }
            for what, number in numbers.items()
            if what
        ],
        "generation": {"max-examples": examples},
        "checks": {
            "positive_data_acceptance": {"expected-statuses": RULES},
            "negative_data_rejection": {"expected-statuses": REFUSALS},
        },
    }
