"""What a kept database holds: invented lives in every state, and a row of everything else."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select

from portal.commands.demo import fill
from portal.commands.serving import prepare
from portal.complaints.handling.following import withdraw
from portal.db.structure import METADATA
from portal.domain.actor import PORTAL, complainant
from portal.domain.complaint import Status
from portal.runtime import Runtime
from tests.support import TUESDAY

COUNT = 36
STATES = {status.value for status in Status} - {Status.TRANSFERRED.value}
"""The states of complaints; one that is transferred has the state that it had."""

_DAY = timedelta(days=1)
_TEXT = "La date annoncée est passée, et personne ne m’a rappelé.\n"


def fill_in(runtime: Runtime, seed: int) -> None:
    """Fill an empty database."""
    prepare(runtime)
    with redirect_stdout(io.StringIO()):
        fill(runtime, COUNT, seed, recommending=0, exceptional=1)
    _withdraw_one(runtime)
    with runtime.database.writer.begin() as connection:
        _fill_what_is_empty(runtime, connection)


def lacking(runtime: Runtime) -> list[str]:
    """Return the tables without a row, and the states that no complaint is in."""
    with runtime.database.reader.connect() as connection:
        empty = [
            table.name
            for table in METADATA.sorted_tables
            if connection.scalar(select(func.count()).select_from(table)) == 0
        ]
        status = METADATA.tables["complaint"].c.status
        there = set(connection.scalars(select(status).distinct()))
    return empty + sorted(STATES - there)


def _withdraw_one(runtime: Runtime) -> None:
    complaint = METADATA.tables["complaint"].c
    newest = (
        select(complaint.id, complaint.number)
        .where(complaint.status == Status.RECEIVED.value, complaint.parent_id.is_(None))
        .order_by(complaint.id)
    )
    with runtime.reading(PORTAL) as session:
        chosen = session.connection().execute(newest).first()
    assert chosen is not None
    runtime.change(complainant(chosen.id), chosen.number, withdraw)


def _fill_what_is_empty(runtime: Runtime, connection: Connection) -> None:
    """Put a row into each table that the demonstration leaves empty."""

    def put(table: str, **values: object) -> None:
        connection.execute(insert(METADATA.tables[table]), values)

    now, soon, later = TUESDAY, TUESDAY + 30 * _DAY, TUESDAY + 35 * _DAY
    agency, user_id, release = "parks", _officer(connection), _release(connection)
    one, other = _in_progress(connection)
    put("absence", agency=agency, user_id=user_id, begins_at=soon, ends_at=later, recorded_at=now)
    put("access_log", at=now, user_id=user_id, complaint_id=one.id, what="complaint")
    put(
        "agency_change",
        kind="rename",
        agency="water",
        on_day=soon.date(),
        effective_at=soon,
        plan={"fr": "Office des eaux", "en": "Water office", "short_name": None},
        created_at=now,
        called_off_at=now,
        complaints=0,
        version=2,
    )
    put(
        "alarm",
        rule="recommendations",
        agency=agency,
        theme="",
        period="2026-Q4",
        raised_at=now,
        figures={"refused": 2, "late": 1, "count": 3},
        responded_at=now,
        responded_by=user_id,
        reason=_TEXT,
    )
    put("complaint_link", complaint_id=one.id, other_id=other.id, at=now)
    put("complaint_link", complaint_id=other.id, other_id=one.id, at=now)
    put(
        "held_message",
        complaint_id=other.id,
        kind="answer",
        waiting="author",
        content={"body": _TEXT, "tells": False},
        author_id=user_id,
        confirmed_at=now,
        came_back="sent_back",
        came_back_at=now,
        remark="Quelle date?",
    )
    params = {"number": one.number, "agency": agency}
    put("notice", user_id=user_id, complaint_id=one.id, kind="post_vacant", params=params, at=now)
    put(
        "routing_rule",
        phrases=["pont suspendu"],
        agency=agency,
        category="trail",
        reason=_TEXT,
        number=one.number,
        made_at=now,
    )
    put("saved_search", user_id=user_id, agency=agency, name=_TEXT, query={"vue": "late"})
    _put_a_draft_of_settings(put, agency, release, user_id, one.id)
    put(
        "draft",
        id="kept",
        secret_hash="0" * 32,
        language="fr",
        content={"words": "sentier", "story": _TEXT},
        created_at=now,
        updated_at=now,
        expires_at=soon,
        documents=1,
    )
    for owner in ({"draft_id": "kept"}, {"complaint_id": one.id}):
        put("attachment", **owner, **_document(runtime), added_at=now, from_citizen=True)


def _put_a_draft_of_settings(
    put: Callable[..., None], agency: str, release: Any, user_id: int, reached: int
) -> None:
    text = f"{release.text}# À revoir.\n"
    put(
        "settings_draft",
        agency=agency,
        text=text,
        base_release_id=release.id,
        edited_by=user_id,
        edited_at=TUESDAY,
        version=1,
    )
    put(
        "settings_replay",
        agency=agency,
        text=text,
        release_id=release.id,
        asked_at=TUESDAY,
        total=3,
        reached=reached,
        is_done=True,
        report={"replayed": 3, "differing": 0, "parts": {}},
    )


def _document(runtime: Runtime) -> dict[str, Any]:
    content = _TEXT.encode()
    return {
        "name": "lettre.txt",
        "content_type": "text/plain",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "file_key": runtime.files.put(content),
    }


def _officer(connection: Connection) -> int:
    member = METADATA.tables["membership"].c
    is_of_parks = member.agency == "parks", member.role == "officer"
    return int(connection.scalars(select(member.user_id).where(*is_of_parks)).first() or 0)


def _in_progress(connection: Connection) -> tuple[Any, Any]:
    """Return two complaints that somebody of the parks works on."""
    complaint = METADATA.tables["complaint"].c
    in_progress = complaint.agency == "parks", complaint.status == Status.TAKEN_IN_CHARGE.value
    found = select(complaint.id, complaint.number).where(*in_progress).order_by(complaint.id)
    first, second = connection.execute(found.limit(2)).all()
    return first, second


def _release(connection: Connection) -> Any:
    release = METADATA.tables["agency_release"].c
    found = select(release.id, release.text).where(release.agency == "parks", release.in_force)
    return connection.execute(found).one()
