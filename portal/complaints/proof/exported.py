"""An export of history: entries, signed heads, the newest root, and a seal over every line.

What is read of it is what was sealed: lines of two genuine exports under one seal are refused.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from msgspec import Struct, field
from sqlalchemy.orm import Session

from portal.complaints.proof.anchoring import anchor_of
from portal.complaints.proof.chains import Checked, Verified, check_chains, signature_of
from portal.complaints.proof.rooted import anchor_break, entries_break, newest_told
from portal.complaints.queries import exports
from portal.domain.history import Break, Link, canonical
from portal.domain.history_tree import Anchor, UnreadableAnchorError, anchors_in
from portal.keyring import Keyring, is_signed

_SEAL = "portal history export"
_LINK_FIELDS = frozenset(Link.__match_args__)
_HEAD_FIELDS = frozenset({"complaint", "head", "hash", "signature"})
_ROOT_FIELDS = frozenset({"anchor"})
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
    """Yield an export of one complaint or of all; that of all has the newest root as well."""
    counts, lines = {"entries": 0, "heads": 0}, hashlib.sha256()
    for what, line in _lines(session, keyring, complaint_id):
        if what in counts:
            counts[what] += 1
        lines.update(_covered(line))
        yield line
    sealed = {"seal": _SEAL, **counts, "lines": lines.hexdigest()}
    yield {
        **sealed,
        "public_key": keyring.public_key,
        "signature": base64.b64encode(keyring.sign(_seal_message(sealed))).decode(),
    }


def _lines(
    session: Session, keyring: Keyring, complaint_id: int | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    for line in exports.history_links(session, complaint_id):
        yield "entries", line
    for line in exports.heads(session, complaint_id):
        yield "heads", line
    newest = newest_told(session) if complaint_id is None else None
    if newest is not None:
        yield "root", {"anchor": anchor_of(newest, keyring).as_text()}


def signed_by(lines: Iterable[str]) -> str | None:
    """Return the key that an export says it is sealed by; None without a seal."""
    seals = (line for line in _read(lines) if set(line) >= _SEAL_FIELDS)
    return next((str(seal["public_key"]) for seal in seals), None)


def verify_export(
    lines: Iterable[str],
    public_key: str,
    *,
    anchors: Sequence[Anchor] = (),
    is_covered: bool = False,
) -> Verified:
    """Check that an export is what the holder of `public_key` sealed.

    It must lead to the roots in `anchors`, which were kept outside, and to the one it has. A file
    whose end was cut has no seal; one whose entries were taken out does not match its signed heads.
    Raise UnreadableExportError for a line that is not one of an export. Seals of earlier versions
    cover counts alone: that is enough only where the file `is_covered` by what signed it.
    """
    export = _Export.of(_read(lines))
    if unsigned := export.seal_break(public_key, is_covered=is_covered):
        return Verified(len(export.heads), len(export.entries), (unsigned,), 1)
    checked = Checked()
    links = (Link(**{name: line[name] for name in _LINK_FIELDS}) for line in export.entries)
    check_chains(checked, links, iter(export.heads), public_key)
    checked.add(export.content_break(), export.root_break(public_key, anchors))
    return checked.verified(export.roots[-1].root if export.roots else None)


class _Leaf(Struct, frozen=True):
    """An entry, as far as the tree is made of it."""

    hash: str


class _Export(Struct):
    """The lines of an export by what they are, and what its seal has to say of them."""

    entries: list[Mapping[str, Any]] = field(default_factory=list)
    heads: list[Mapping[str, Any]] = field(default_factory=list)
    roots: list[Anchor] = field(default_factory=list)
    seal: Mapping[str, Any] | None = None
    digest: str = ""

    @classmethod
    def of(cls, lines: Iterable[Mapping[str, Any]]) -> _Export:
        export, digest = cls(), hashlib.sha256()
        for line in lines:
            fields = set(line)
            if fields >= _SEAL_FIELDS:
                export.seal = line
                continue
            digest.update(_covered(line))
            if fields >= _HEAD_FIELDS:
                export.heads.append(line)
            elif fields >= _LINK_FIELDS:
                export.entries.append(line)
            else:
                export.roots.extend(anchors_in(str(line["anchor"])))
        export.digest = digest.hexdigest()
        return export

    def seal_break(self, key: str, *, is_covered: bool) -> Break | None:
        """Return why this is not sealed by a key, if it is not."""
        seal = self.seal
        if seal is None:
            last = self.entries[-1] if self.entries else {}
            return Break(last.get("complaint", ""), last.get("seq", 0), "no seal: cut")
        if not is_signed(_seal_message(seal), signature_of(seal), key):
            return Break("", 0, "seal was not signed by this key")
        return None if "lines" in seal or is_covered else Break("", 0, _COUNTS_ALONE)

    def content_break(self) -> Break | None:
        """Return that the lines are not those that were sealed, if they are not."""
        counted = {"entries": len(self.entries), "heads": len(self.heads), "lines": self.digest}
        sealed = self.seal or {}
        if all(sealed.get(name, told) == told for name, told in counted.items()):
            return None
        return Break("", 0, "seal does not match what precedes it")

    def root_break(self, key: str, anchors: Sequence[Anchor]) -> Break | None:
        """Return the first root that the entries do not lead to, its own or one kept outside."""
        told = [*self.roots, *anchors]
        forged = next(filter(None, (anchor_break(anchor, key) for anchor in told)), None)
        if forged or not told:
            return forged
        if not all(isinstance(line.get("id"), int) for line in self.entries):
            return Break("", 0, "the entries have no order of their own: export it again")
        leaves = (_Leaf(line["hash"]) for line in sorted(self.entries, key=itemgetter("id")))
        return entries_break(leaves, [anchor.root for anchor in told])


def _read(lines: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    known = (_SEAL_FIELDS, _HEAD_FIELDS, _LINK_FIELDS, _ROOT_FIELDS)
    for position, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        read = _parsed(line)
        if not any(fields <= set(read) for fields in known):
            raise UnreadableExportError(position)
        yield read


def _parsed(line: str) -> Mapping[str, Any]:
    try:
        read = json.loads(line)
        # A text with half a character is read, and cannot be written: nobody sealed it.
        canonical(read)
        if isinstance(read, dict) and set(read) == _ROOT_FIELDS:
            anchors_in(str(read["anchor"]))
    except (ValueError, RecursionError, UnreadableAnchorError):
        return {}
    return read if isinstance(read, dict) else {}


def _covered(line: Mapping[str, Any]) -> bytes:
    """Return what a seal covers of a line: all that it says, however it was spelt."""
    return canonical(line) + b"\n"


def _seal_message(seal: Mapping[str, Any]) -> bytes:
    told = [_SEAL, seal["entries"], seal["heads"], *([seal["lines"]] if "lines" in seal else [])]
    return "\n".join(map(str, told)).encode()
