"""How forgers change a database, past the portal, and an export."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from portal.complaints.proof.chains import Verified
from portal.complaints.proof.exported import export_history
from portal.complaints.proof.stored import verify_database
from portal.domain.actor import PORTAL
from portal.runtime import Runtime


def verified(runtime: Runtime) -> Verified:
    with runtime.reading(PORTAL) as session:
        return verify_database(session, runtime.keyring)


def tamper(runtime: Runtime, *statements: str) -> None:
    with runtime.transaction() as session:
        for statement in statements:
            session.connection().execute(text(statement))


def exported(runtime: Runtime) -> list[str]:
    with runtime.reading(PORTAL) as session:
        return [json.dumps(line) for line in export_history(session, runtime.keyring)]


def changed(lines: list[str], which: Callable[[dict[str, Any]], bool], **told: Any) -> list[str]:
    """Return the export with other values in the lines chosen."""
    read = [json.loads(line) for line in lines]
    return [json.dumps({**one, **told} if which(one) else one) for one in read]
