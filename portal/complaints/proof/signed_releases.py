"""What is in force, and was, is signed: whoever changes a release past the portal is found.

A signature covers every column of a release but `in_force`, which follows from the ranks, and
whatever is empty. What an upgrade found of earlier versions was signed as it stood then, and says
so: nothing tells what was changed before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from portal.agencies.registry import PORTAL_CODE
from portal.complaints.queries.kept_releases import kept_releases, releases_gone
from portal.complaints.records.complaint import AgencyReleaseRecord
from portal.domain.history import Break, canonical, moment_text
from portal.keyring import Keyring, is_signed

MADE, FOUND = "release", "release found by an upgrade"
"""What a signature says besides the release: that the portal made it, or an upgrade found it."""
_BESIDE = frozenset({"in_force", "signature"})
_COVERED = tuple(
    column.key for column in AgencyReleaseRecord.__table__.c if column.key not in _BESIDE
)


def sign_new(session: Session, release: AgencyReleaseRecord) -> None:
    """Sign a release that is being made; it is given its id."""
    session.flush()
    release.signature = _keyring(session).sign(_message(MADE, _told(release)))


def change_signed(session: Session, release: AgencyReleaseRecord, **told: Any) -> None:
    """Let a release say something else, and sign it anew.

    One that is not as it was signed is not: whatever the portal does, it is found.
    """
    keyring = _keyring(session)
    signed_as = _signed_as(release, keyring.public_key)
    for name, value in told.items():
        setattr(release, name, value)
    if signed_as is not None:
        release.signature = keyring.sign(_message(signed_as, _told(release)))


def is_as_signed(session: Session, release: AgencyReleaseRecord) -> bool:
    """Tell whether a release says what it said when it was signed."""
    return _signed_as(release, _keyring(session).public_key) is not None


def releases_break(session: Session, public_key: str) -> Iterator[Break]:
    """Yield each release that is not as it was signed, is missing, or is wrongly in force."""
    for _, group in groupby(kept_releases(session), key=lambda release: release.agency):
        yield from _breaks(list(group), public_key)
    for release_id in releases_gone(session):
        yield Break("", 0, f"the release {release_id}, under which complaints came, is missing")


def forged_releases(session: Session, agency: str, public_key: str) -> list[AgencyReleaseRecord]:
    """Return the releases of an agency, and those all share, that are not as they were signed."""
    kept = kept_releases(session, (agency, PORTAL_CODE))
    return [release for release in kept if _signed_as(release, public_key) is None]


def found_by_upgrade(session: Session, public_key: str) -> int:
    """Count the releases that were signed as an upgrade found them."""
    kept = kept_releases(session)
    return sum(_signed_as(release, public_key) == FOUND for release in kept)


def _breaks(releases: Sequence[AgencyReleaseRecord], public_key: str) -> Iterator[Break]:
    agency = releases[0].agency
    for rank in _missing(release.rank for release in releases):
        yield Break("", 0, f"release {rank} of {agency} is missing")
    for release in releases:
        if _signed_as(release, public_key) is None:
            yield Break("", 0, f"release {release.rank} of {agency} is not as it was signed")
    last = max((one.rank for one in releases if one.in_force_from is not None), default=None)
    for release in releases:
        if release.in_force != (release.rank == last):
            told = "is in force" if release.in_force else "is not in force"
            reason = f"release {release.rank} of {agency} {told}, and release {last} came last"
            yield Break("", 0, reason)


def _missing(ranks: Iterable[int]) -> list[int]:
    there = {*ranks}
    return [rank for rank in range(1, max(there)) if rank not in there]


def _signed_as(release: AgencyReleaseRecord, public_key: str) -> str | None:
    """Return what the signature of a release says besides it; None if it is not its signature."""
    signature = release.signature or b""
    told = _told(release)
    for said in (MADE, FOUND):
        if is_signed(_message(said, told), signature, public_key):
            return said
    return None


def _message(said: str, told: bytes) -> bytes:
    return said.encode() + b"\n" + told


def _told(release: AgencyReleaseRecord) -> bytes:
    """Return what a release says, as it is signed."""
    filled = ((name, getattr(release, name)) for name in _COVERED)
    return canonical({name: _as_written(value) for name, value in filled if value is not None})


def _as_written(value: Any) -> Any:
    return moment_text(value) if isinstance(value, datetime) else value


def _keyring(session: Session) -> Keyring:
    keyring: Keyring = session.get_bind().dialect.keyring  # type: ignore[attr-defined]
    return keyring
