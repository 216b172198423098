"""`portal dump …`: what is stored, line by line as JSON, without personal data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import click

from portal.commands.opened import portal_opened
from portal.complaints.queries import exports
from portal.complaints.verification import export_history
from portal.domain.actor import PORTAL
from portal.runtime import Runtime

_SUBJECTS: dict[str, Callable[[Runtime, Any], Iterator[dict[str, Any]]]] = {
    "complaints": lambda _, session: exports.complaints(session),
    "clocks": lambda _, session: exports.clocks(session),
    "history": lambda runtime, session: export_history(session, runtime.keyring),
    "outbox": lambda _, session: exports.outbox(session),
}


@click.command()
@click.argument("subject", type=click.Choice(list(_SUBJECTS)))
def dump(subject: str) -> None:
    """Print every row of SUBJECT as one line of JSON."""
    with portal_opened() as runtime, runtime.reading(PORTAL) as session:
        for row in _SUBJECTS[subject](runtime, session):
            click.echo(json.dumps(row, ensure_ascii=False))
