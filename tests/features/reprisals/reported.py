"""Reports of reprisals as tests make them, and what is kept of them."""

from __future__ import annotations

from functools import partial

from portal.complaints.records.message import OutboxRecord
from portal.domain.actor import PORTAL, Actor, complainant
from portal.features.reprisals.actions import Taken, act, apart, report
from portal.features.reprisals.queries import files_of
from portal.features.reprisals.rules import Against, ProtectionFile
from portal.runtime import Runtime
from tests.complaints.cases import complaint, outbox_rows

WORDS = "Depuis ma plainte, le gardien zouave me refuse l’entrée."


def reported(
    runtime: Runtime,
    number: str,
    body: str = WORDS,
    against: Against = Against.OTHERS,
    once: str | None = None,
) -> Taken:
    """Let the complainant report reprisals."""
    owner = complainant(complaint(runtime, number).id)
    told = partial(report, body=body, against=against, once=once)
    return apart(runtime, owner, number, told)


def acted(runtime: Runtime, number: str, by: Actor, body: str = "Appelée.") -> None:
    """Let somebody note what they did."""
    apart(runtime, by, number, partial(act, body=body))


def kept_files(runtime: Runtime, number: str) -> list[ProtectionFile]:
    """Return what is kept of reports about a complaint: a file for each that others may read."""
    with runtime.reading(PORTAL) as session:
        return files_of(session, runtime.keyring, number)


def kept(runtime: Runtime, number: str) -> ProtectionFile:
    """Return the one file of the reports about a complaint, which the same people may read."""
    [file] = kept_files(runtime, number)
    return file


def told(runtime: Runtime, *letters: str) -> list[tuple[str, str]]:
    """Return which letters about reports were written to whom, the oldest first."""
    rows = [(_said(row), str(row.recipient)) for row in outbox_rows(runtime)]
    wanted = letters or ("confidential_waits", "confidential_missed", "nobody_leads")
    return [(letter, recipient) for letter, recipient in rows if letter in wanted]


def _said(row: OutboxRecord) -> str:
    return row.sealed["template"] if row.sealed else row.template
