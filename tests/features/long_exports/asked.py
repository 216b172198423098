"""A published quarter, an auditor who asks for its file, and workers that make it."""

from __future__ import annotations

import gzip
from datetime import timedelta
from functools import partial

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.app import FEATURES
from portal.complaints.handling import casework
from portal.complaints.queries.staff import known_user
from portal.complaints.records.message import OutboxRecord
from portal.complaints.records.people import UserRecord
from portal.domain.actor import PORTAL, Actor
from portal.domain.role import Role
from portal.domain.time.periods import Period
from portal.features.long_exports.actions import ask_for_dump
from portal.features.long_exports.actions_progress import Making
from portal.features.long_exports.queries import Export, one_export, part_keys
from portal.features.long_exports.rules import PUT_OFF
from portal.reporting import counting
from portal.reporting.open_data.dumps import differences, read_file
from portal.reporting.vintages.freezing import publish
from portal.runtime import Runtime
from tests.pages.office.people import signed_in
from tests.support import add_user, file, officer

QUARTER = Period(2026, 4)
LIST = "/fr/portrait/mes-exports"


def lived(runtime: Runtime, complaints: int = 3) -> None:
    """Receive complaints, one of them answered, and publish their quarter."""
    numbers = [file(runtime, email=f"p{rank}@exemple.org").number for rank in range(complaints)]
    runtime.change(officer(), numbers[0], partial(casework.answer, body="Voici."))
    with runtime.transaction() as session:
        counting.rebuild(session)
        publish(session, runtime, QUARTER, runtime.now())


def auditor(runtime: Runtime, email: str = "vera@exemple.org") -> Actor:
    """Return somebody who verifies the whole portal."""
    add_user(runtime, email, Role.AUDITOR, None, None)
    with runtime.reading(PORTAL) as session:
        last = session.scalars(select(UserRecord.id).order_by(UserRecord.id.desc())).first()
        user = known_user(session, last or 0, runtime.now())
    assert user is not None
    return user.actor


def auditor_at(app: Flask, runtime: Runtime, email: str = "vera@exemple.org") -> FlaskClient:
    """Return the browser of an auditor."""
    return signed_in(app, runtime, email, Role.AUDITOR, None, None)


def asked(runtime: Runtime, actor: Actor, quarter: Period = QUARTER) -> int:
    """Let somebody ask for the file of a quarter."""
    with runtime.acting(actor) as work:
        return ask_for_dump(work, quarter)


def made(runtime: Runtime, making: Making | None = None) -> int:
    """Let a worker go on for as long as there is anything to do; return in how many steps."""
    making, steps = making or Making(runtime), 0
    while making.go_on(runtime.now()):
        steps += 1
    return steps


def seen(runtime: Runtime, actor: Actor, number: int) -> Export:
    """Return an export as its person sees it."""
    found = runtime.read(actor, one_export, number, runtime.now())
    assert found is not None
    return found


def content(runtime: Runtime, number: int) -> bytes:
    """Return the whole file of an export."""
    keys = runtime.read(PORTAL, part_keys, number)
    return b"".join(map(runtime.files.get, keys))


def problems(packed: bytes) -> list[str]:
    """Return what does not hold of a file, worked out from it alone."""
    dump, lives = read_file(gzip.decompress(packed).splitlines(keepends=True))
    assert lives.count
    return list(differences(dump, FEATURES.counted_apart, lives=lives))


def letters(runtime: Runtime) -> list[str]:
    """Return which letters about exports were written, in their order."""
    about = OutboxRecord.template.startswith("export")
    with runtime.reading(PORTAL) as session:
        rows = select(OutboxRecord.template).where(about).order_by(OutboxRecord.id)
        return list(session.scalars(rows))


LATER = PUT_OFF + timedelta(seconds=1)
