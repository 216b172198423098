"""An export of history: entries, signed heads, and a seal over every line of them.

What is read of it is what was sealed: lines of two genuine exports under one seal are refused.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.complaints.proof.chains import Verified, signature_of, verify_chains
from portal.complaints.queries import exports
from portal.domain.history import Break, Link, canonical
from portal.keyring import Keyring, is_signed

_SEAL = "portal history export"
_LINK_FIELDS = frozenset(Link.__match_args__)
_HEAD_FIELDS = frozenset({"complaint", "head", "hash", "signature"})
_SEAL_FIELDS = frozenset({"seal", "entries", "heads", "public_key", "signature"})
_COUNTS_ALONE = "the seal is an earlier version's and covers counts alone: export it again"


class UnreadableExportError(Exception):
    """The file is not an export of history: `line` is where it stops being one."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} is not a line of a history export")
        self.line = line


def export_history(
    session: Session, keyring: Keyring, complaint_id: int | None = None
) -> Iterator[dict[str, Any]]:
    """Yield an export of one complaint or of all: entries, signed heads, a seal over all of it."""
    entries = heads = 0
    lines = hashlib.sha256()
    for line in exports.history_links(session, complaint_id):
        entries += 1
        lines.update(_covered(line))
        yield line
    for line in exports.heads(session, complaint_id):
        heads += 1
        lines.update(_covered(line))
        yield line
    message = _seal_message(entries, heads, lines.hexdigest())
    yield {
        "seal": _SEAL,
        "entries": entries,
        "heads": heads,
        "lines": lines.hexdigest(),
        "public_key": keyring.public_key,
        "signature": base64.b64encode(keyring.sign(message)).decode(),
    }


def signed_by(lines: Iterable[str]) -> str | None:
    """Return the key that an export says it is sealed by; None without a seal."""
    seals = (line for line in _read(lines) if set(line) >= _SEAL_FIELDS)
    return next((str(seal["public_key"]) for seal in seals), None)


def verify_export(lines: Iterable[str], public_key: str, *, is_covered: bool = False) -> Verified:
    """Check that an export is what the holder of `public_key` sealed.

    Raise UnreadableExportError for a line that is not one of an export. A file whose end was cut
    has no seal; one whose entries were taken out does not match its signed heads. Seals of earlier
    versions cover counts alone: that is enough only where the file `is_covered` by what signed it.
    """
    entries: list[Link] = []
    heads: list[Mapping[str, Any]] = []
    seal: Mapping[str, Any] | None = None
    digest = hashlib.sha256()
    for line in _read(lines):
        if set(line) >= _SEAL_FIELDS:
            seal = line
            continue
        digest.update(_covered(line))
        if set(line) >= _HEAD_FIELDS:
            heads.append(line)
        else:
            entries.append(Link(**{name: line[name] for name in _LINK_FIELDS}))
    if seal is None:
        last = entries[-1] if entries else Link("", 0, "", "", "", "", "")
        return Verified(len(heads), len(entries), Break(last.complaint, last.seq, "no seal: cut"))
    if unsigned := _seal_break(seal, public_key, is_covered=is_covered):
        return Verified(len(heads), len(entries), unsigned)
    verified = verify_chains(iter(entries), iter(heads), public_key)
    sealed = {"entries": len(entries), "heads": len(heads), "lines": digest.hexdigest()}
    if verified.broken or all(seal.get(name, told) == told for name, told in sealed.items()):
        return verified
    other = Break("", 0, "seal does not match what precedes it")
    return Verified(verified.complaints, verified.entries, other)


def _read(lines: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    for position, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        read = _parsed(line)
        if not any(fields <= set(read) for fields in (_SEAL_FIELDS, _HEAD_FIELDS, _LINK_FIELDS)):
            raise UnreadableExportError(position)
        yield read


def _parsed(line: str) -> Mapping[str, Any]:
    try:
        read = json.loads(line)
        # A text with half a character is read, and cannot be written: nobody sealed it.
        canonical(read)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _covered(line: Mapping[str, Any]) -> bytes:
    """Return what a seal covers of a line: all that it says, however it was spelt."""
    return canonical(line) + b"\n"


def _seal_message(entries: int, heads: int, lines: str | None) -> bytes:
    counts = f"{_SEAL}\n{entries}\n{heads}"
    return (counts if lines is None else f"{counts}\n{lines}").encode()


def _seal_break(seal: Mapping[str, Any], key: str, *, is_covered: bool) -> Break | None:
    lines = seal.get("lines")
    message = _seal_message(seal["entries"], seal["heads"], lines)
    if not is_signed(message, signature_of(seal), key):
        return Break("", 0, "seal was not signed by this key")
    return None if lines is not None or is_covered else Break("", 0, _COUNTS_ALONE)
