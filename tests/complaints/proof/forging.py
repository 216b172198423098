"""How forgers change a database, past the portal, and an export."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from portal.complaints.proof.anchoring import anchored
from portal.complaints.proof.chains import Verified
from portal.complaints.proof.exported import export_history
from portal.complaints.proof.growing import Tree
from portal.complaints.proof.stored import verify_database
from portal.domain.actor import PORTAL
from portal.domain.history_tree import Anchor
from portal.runtime import Runtime
from tests.support.unguarded import unguarded


def verified(runtime: Runtime, *anchors: Anchor) -> Verified:
    """Return what verifying the database says, with what was kept outside."""
    with runtime.reading(PORTAL) as session:
        return verify_database(session, runtime.keyring, anchors)


def why_broken(runtime: Runtime, *anchors: Anchor) -> str:
    """Return why the database does not hold; nothing if it does."""
    broken = verified(runtime, *anchors).broken
    return broken.reason if broken else ""


def anchored_now(runtime: Runtime) -> Anchor:
    """Cover all that is stored, and return the root as it is kept outside."""
    Tree(runtime).grow_now()
    return anchored(runtime)


def tamper(runtime: Runtime, *statements: str) -> None:
    """Change the database past the portal and its own guards."""
    with unguarded(runtime), runtime.transaction() as session:
        for statement in statements:
            session.connection().execute(text(statement))


def exported(runtime: Runtime) -> list[str]:
    """Return the lines of an export of all histories."""
    with runtime.reading(PORTAL) as session:
        return [json.dumps(line) for line in export_history(session, runtime.keyring)]


def changed(lines: list[str], which: Callable[[dict[str, Any]], bool], **told: Any) -> list[str]:
    """Return the export with other values in the lines chosen."""
    read = [json.loads(line) for line in lines]
    return [json.dumps({**one, **told} if which(one) else one) for one in read]
