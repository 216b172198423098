"""What opens something once, until it ends: a link or a code, which is sent and never kept.

A keyed hash alone is kept, over its row, whose it is and its end: copied, moved or put off, it
opens nothing. A code may also be made of what one browser has: of the same, it is the same again.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from typing import NamedTuple

from portal.domain.number import CODE_ALPHABET, CODE_LENGTH
from portal.keyring import Keyring


class OneTime(NamedTuple):
    """What opens something once: of which purpose, its row, whose it is, and when it ends."""

    purpose: str
    row_id: int
    owner: int | str
    ends_at: datetime


def key_hash(keyring: Keyring, one: OneTime, key: str) -> str:
    """Return the keyed hash of what is sent, bound to its row, its owner and its end."""
    until = one.ends_at.astimezone(UTC).isoformat()
    return keyring.hashed(f"{one.row_id}\0{one.owner}\0{until}\0{key}", one.purpose)


def is_key_of(keyring: Keyring, kept: str, one: OneTime, key: str) -> bool:
    """Tell whether the `kept` hash is that of a key, whether it still opens anything or not."""
    return hmac.compare_digest(kept, key_hash(keyring, one, key))


def code_made_of(keyring: Keyring, purpose: str, *parts: object) -> str:
    """Return the access code that a browser is given for what it has: for the same, the same."""
    return code_of(keyring.secret(" ".join(map(str, (purpose, *parts)))))


def code_of(digest: bytes) -> str:
    """Return the access code that a digest stands for: of the same one, the same."""
    number, code = int.from_bytes(digest, "big"), ""
    for _ in range(CODE_LENGTH):
        number, sign = divmod(number, len(CODE_ALPHABET))
        code += CODE_ALPHABET[sign]
    return code
