"""A complaint ready to be taken to another recourse: one signed archive that anybody can check."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from msgspec import Struct
from sqlalchemy.orm import Session

from portal.complaints.proof.exported import (
    UnreadableExportError,
    export_history,
    verify_export,
)
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.actor import ActorKind
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.domain.time.explanation import Explanation
from portal.keyring import Keyring, is_signed

MANIFEST, SIGNATURE = "manifest.json", "signature.txt"
HISTORY, DATES = "history.jsonl", "dates.json"
_FORMAT = "portal ready file 1"


class NotAReadyFileError(Exception):
    """The file is none that this portal makes."""


class Part(Struct, frozen=True):
    """One file of the archive."""

    name: str
    content: bytes


def record_ready_file(work: Work, complaint: ComplaintRecord) -> None:
    """Note in the history that the file was made, by the complainant or by the agency."""
    if work.actor.kind is not ActorKind.COMPLAINANT:
        require(work, complaint, Permission.READY_FILE)
    work.record(complaint, EntryKind.READY_FILE_MADE)


def history_part(session: Session, keyring: Keyring, complaint_id: int) -> Part:
    """Return the chained history of a complaint, as `portal history verify --file` reads it."""
    lines = export_history(session, keyring, complaint_id)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return Part(HISTORY, text.encode())


class AgencyDates(Struct, frozen=True):
    """How one agency counted its dates; without a name it is the one that has the complaint."""

    explanations: Sequence[Explanation]
    agency: Text | None = None

    def as_facts(self) -> Iterator[dict[str, Any]]:
        """Yield every date as values that JSON can hold, with whose it is if another's."""
        named = {"agency": {"fr": self.agency.fr, "en": self.agency.en}} if self.agency else {}
        for explanation in self.explanations:
            yield {**named, **explanation.as_facts()}


def dates_part(counted: Iterable[AgencyDates]) -> Part:
    """Return the explanations of every date, from which anybody can count them again."""
    facts = [fact for dates in counted for fact in dates.as_facts()]
    return Part(DATES, json.dumps(facts, ensure_ascii=False, indent=1).encode())


def packed(number: str, parts: Sequence[Part], made_at: datetime, keyring: Keyring) -> bytes:
    """Return the archive: the parts, a manifest with their hashes, and its signature."""
    manifest = json.dumps(
        {
            "format": _FORMAT,
            "complaint": number,
            "made_at": made_at.isoformat(),
            "public_key": keyring.public_key,
            "files": [{"name": part.name, "sha256": _digest(part.content)} for part in parts],
        },
        ensure_ascii=False,
        indent=1,
    ).encode()
    signature = base64.b64encode(keyring.sign(manifest))
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writing:
        for part in (*parts, Part(MANIFEST, manifest), Part(SIGNATURE, signature)):
            writing.writestr(part.name, part.content)
    return archive.getvalue()


def ready_file_signed_by(path: Path) -> str:
    """Return the key that an archive says it is signed by; raise NotAReadyFileError for none."""
    with _opened(path) as archive:
        return str(json.loads(archive.read(MANIFEST))["public_key"])


def ready_file_problem(path: Path, public_key: str) -> str | None:
    """Return the first thing in an archive that does not hold; None if all of it does.

    It must be signed with `public_key`. Raise NotAReadyFileError for what is no such archive.
    """
    with _opened(path) as archive:
        manifest, signature = archive.read(MANIFEST), archive.read(SIGNATURE)
        signed = json.loads(manifest)
        if not is_signed(manifest, base64.b64decode(signature), public_key):
            return f"{MANIFEST}: the signature does not match"
        return next(_broken_parts(archive, signed, public_key), None)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError):
        raise NotAReadyFileError(str(path)) from None


def _broken_parts(archive: zipfile.ZipFile, signed: Any, key: str) -> Iterator[str]:
    expected = {part["name"]: part["sha256"] for part in signed["files"]}
    names = archive.namelist()
    yield from (f"{name}: missing" for name in expected if name not in names)
    for name in names:
        if name in (MANIFEST, SIGNATURE):
            continue
        if expected.get(name) != _digest(archive.read(name)):
            yield f"{name}: not what was signed"
    if HISTORY in expected:
        yield from _broken_history(archive, key)


def _broken_history(archive: zipfile.ZipFile, key: str) -> Iterator[str]:
    try:
        # The signed manifest covers all of it, whatever its own seal covers.
        lines = archive.read(HISTORY).decode().splitlines()
        verified = verify_export(lines, key, is_covered=True)
    except UnreadableExportError as error:
        yield f"{HISTORY}: {error}"
    else:
        if verified.broken:
            yield f"{HISTORY}: entry {verified.broken.seq}: {verified.broken.reason}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
