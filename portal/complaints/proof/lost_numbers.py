"""Numbers that were given by a newer state which is lost: signed, where an older one was accepted.

Without them, a history that goes on after those numbers would look as if complaints were removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from portal.domain.number import complaint_number
from portal.keyring import Keyring, is_signed
from portal.private import add_whole

_WHAT = "portal lost numbers"


class LostNumbers(msgspec.Struct, frozen=True):
    """The ranks of a year from `first` to `last`, which have no complaint, and since when."""

    year: int
    first: int
    last: int
    accepted_at: datetime
    signature: bytes = b""

    @property
    def message(self) -> bytes:
        """What is signed."""
        at = self.accepted_at.isoformat(timespec="seconds")
        return "\n".join((_WHAT, str(self.year), str(self.first), str(self.last), at)).encode()

    @property
    def told(self) -> str:
        """In one sentence, which they are."""
        first, last = (complaint_number(self.year, rank) for rank in (self.first, self.last))
        at = self.accepted_at.isoformat(timespec="seconds")
        return f"The numbers {first} to {last} were given and are lost: accepted {at}."

    @property
    def numbers(self) -> Iterable[str]:
        """Each of them."""
        return (complaint_number(self.year, rank) for rank in range(self.first, self.last + 1))


def keep_lost(file: Path, keyring: Keyring, lost: Iterable[LostNumbers]) -> None:
    """Add numbers to the file in which they are kept, each signed; raise OSError, or keep all."""
    signed = (msgspec.structs.replace(each, signature=keyring.sign(each.message)) for each in lost)
    add_whole(file, "".join(f"{msgspec.json.encode(each).decode()}\n" for each in signed))


def kept_lost(file: Path, public_key: str) -> Sequence[LostNumbers]:
    """Return the lost numbers that are kept in a file, as far as this key signed them."""
    if not file.exists():
        return ()
    found = []
    for line in file.read_bytes().splitlines():
        try:
            lost = msgspec.json.decode(line, type=LostNumbers)
        except msgspec.DecodeError:
            continue
        if is_signed(lost.message, lost.signature, public_key):
            found.append(lost)
    return found
