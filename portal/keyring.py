"""The installation's keys: what is sealed, looked up by hash, and signed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.private import private_opener

_NONCE = 12
_TEXT = 1 + _NONCE
"""Where the text of a sealed value begins."""
_OF_A_ROW = b"\0"
"""What stands ahead of a value that is bound to its row: no key has this id."""
_ROW_TEXT = len(_OF_A_ROW) + _TEXT


class UnreadableKeysError(Exception):
    """What stands where the keys should be are none: it is empty, cut, or something else."""


class UnknownKeyError(Exception):
    """Something was sealed with a key that this installation does not hold."""


@dataclass(frozen=True)
class Keyring:
    """Keys by id (a number from 1 to 255): the newest seals, all open.

    A sealed value is one byte of key id, 12 of nonce, then AES-256-GCM text and tag. Its context
    (a table and column) is authenticated, so a value moved to another column does not open. One
    that is bound to its row has a zero ahead, and the row's id is authenticated with the context.
    """

    sealing: Mapping[int, bytes]
    index: bytes
    signing: bytes

    def seal(self, plain: bytes, context: str) -> bytes:
        """Encrypt `plain` for `context` with the newest key."""
        nonce = os.urandom(_NONCE)
        return (
            self._newest.to_bytes(1, "big")
            + nonce
            + self._ciphers[self._newest].encrypt(nonce, plain, context.encode())
        )

    def open(self, sealed: bytes, context: str) -> bytes:
        """Decrypt what `seal` made for the same context.

        Raise UnknownKeyError for a key that is gone, InvalidTag for a changed value.
        """
        return self.opener(context)(sealed)

    def seal_in_row(self, plain: bytes, context: str, row: bytes) -> bytes:
        """Encrypt `plain` for one row of `context`; `row` is its id, as text."""
        return _OF_A_ROW + self.seal(plain, _of_row(context, row))

    def opener_in_rows(self, context: str) -> Callable[[bytes, bytes], bytes]:
        """Return what opens a value of a context that stands in a row, told by the row's id.

        It opens as `open` does. What was sealed by `seal`, before values were bound to their rows,
        opens in any.
        """
        ciphers, unbound = self._ciphers, self.opener(context)
        ahead = _of_row(context, b"").encode()

        def opened(sealed: bytes, row: bytes) -> bytes:
            if sealed[:1] != _OF_A_ROW:
                return unbound(sealed)
            cipher = ciphers.get(sealed[1])
            if cipher is None:
                raise UnknownKeyError(sealed[1])
            return cipher.decrypt(sealed[2:_ROW_TEXT], sealed[_ROW_TEXT:], ahead + row)

        return opened

    def opener(self, context: str) -> Callable[[bytes], bytes]:
        """Return what opens as `open` does: made ready once for all the values of a context."""
        ciphers, authenticated = self._ciphers, context.encode()

        def opened(sealed: bytes) -> bytes:
            cipher = ciphers.get(sealed[0])
            if cipher is None:
                raise UnknownKeyError(sealed[0])
            return cipher.decrypt(sealed[1:_TEXT], sealed[_TEXT:], authenticated)

        return opened

    def hashed(self, value: str, purpose: str) -> str:
        """Return a keyed hash by which equal values can be found and nothing else learnt."""
        return self._mac(purpose, value).hexdigest()[:32]

    def secret(self, purpose: str) -> bytes:
        """Return a secret of 32 bytes for another purpose, such as signing cookies."""
        return self._mac("secret", purpose).digest()

    def sign(self, message: bytes) -> bytes:
        """Sign `message` so that anybody with the public key can check it."""
        return self._private.sign(message)

    @cached_property
    def public_key(self) -> str:
        """The key that checks signatures, in base64."""
        return base64.b64encode(self._private.public_key().public_bytes_raw()).decode()

    def _mac(self, purpose: str, value: str) -> hmac.HMAC:
        return hmac.new(self.index, f"{purpose}\0{value}".encode(), hashlib.sha256)

    @cached_property
    def _ciphers(self) -> dict[int, AESGCM]:
        return {key_id: AESGCM(key) for key_id, key in self.sealing.items()}

    @cached_property
    def _newest(self) -> int:
        return max(self.sealing)

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.signing)


def is_bound(sealed: bytes) -> bool:
    """Tell whether a sealed value is bound to its row; those of earlier versions are not."""
    return sealed[:1] == _OF_A_ROW


def _of_row(context: str, row: bytes) -> str:
    return f"{context} {row.decode()}"


def is_signed(message: bytes, signature: bytes, public_key: str) -> bool:
    """Tell whether the holder of `public_key` signed `message`; what is no key signed nothing."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
        key.verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def new_keyring() -> Keyring:
    """Make fresh keys."""
    return Keyring({1: secrets.token_bytes(32)}, secrets.token_bytes(32), secrets.token_bytes(32))


def load_keyring(path: Path) -> Keyring:
    """Read the keys of an installation from the file `path`; make them the first time.

    Two processes that start at once end up with the same keys: the file is made whole and
    linked into place, and whoever comes second reads the first one's.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_once(path, _written(new_keyring()))
    return read_keyring(path)


def read_keyring(path: Path) -> Keyring:
    """Read the keys in the file `path`; raise UnreadableKeysError if it holds none."""
    try:
        return _read(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise UnreadableKeysError from None


def known_public_key(path: Path) -> str | None:
    """Return the public key of the keys in the file `path`; None, and make none, without it."""
    return read_keyring(path).public_key if path.exists() else None


def _write_once(path: Path, text: str) -> None:
    fresh = path.with_name(f".keys-{secrets.token_hex(8)}")
    with open(fresh, "x", encoding="utf-8", opener=private_opener) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _written(keyring: Keyring) -> str:
    def encoded(key: bytes) -> str:
        return base64.b64encode(key).decode()

    sealing = {str(key_id): encoded(key) for key_id, key in keyring.sealing.items()}
    return json.dumps(
        {"sealing": sealing, "index": encoded(keyring.index), "signing": encoded(keyring.signing)}
    )


def _read(text: str) -> Keyring:
    try:
        keys = json.loads(text)
        return Keyring(
            {int(key_id): base64.b64decode(key) for key_id, key in keys["sealing"].items()},
            base64.b64decode(keys["index"]),
            base64.b64decode(keys["signing"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        # Without what went wrong, which may quote a key.
        raise UnreadableKeysError from None
