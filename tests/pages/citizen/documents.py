"""Documents that a complainant adds to a draft."""

from __future__ import annotations

import io

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.complaints.records.message import AttachmentRecord
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.pages.citizen.journeys import at

GOOD = ("note.txt", b"Le sentier est en boue.")


def uploads(*files: tuple[str, bytes]) -> list[tuple[io.BytesIO, str]]:
    """Return documents as a form sends them."""
    return [(io.BytesIO(content), name) for name, content in files]


def add(client: FlaskClient, draft: str, *files: tuple[str, bytes]) -> TestResponse:
    """Send documents from the page of a draft."""
    return client.post(at(draft, "documents"), data={"document": uploads(*files)})


def kept(runtime: Runtime) -> list[AttachmentRecord]:
    """Return the documents that were kept, in order."""
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(AttachmentRecord).order_by(AttachmentRecord.id)))
