"""Reading what is signed, sessions and the tokens of forms: at every request, so in few steps.

Itsdangerous makes a signer for each value that it reads, and derives its key from the secret each
time: a request that reads three spends more on that than on anything else outside of its page.
What has a right signature is read here; whatever else is left to itsdangerous, which says why not.
"""

from __future__ import annotations

import base64
import hmac
import time
from functools import cached_property
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer, want_bytes
from itsdangerous.encoding import base64_encode
from itsdangerous.serializer import Serializer

_DIGEST = "sha1"
"""What itsdangerous and Flask sign with."""


class _Reader(Serializer[str]):
    """Knows what it signed itself, by a key that is derived once from its one secret."""

    @cached_property
    def _key(self) -> bytes:
        return self.make_signer().derive_key()

    def _signed(self, written: bytes) -> bytes:
        """Return the value whose signature follows it; nothing if it is another's."""
        value, _, signature = written.rpartition(b".")
        own = base64_encode(hmac.digest(self._key, value, _DIGEST))
        return value if hmac.compare_digest(signature, own) else b""


class Signatures(_Reader, URLSafeSerializer):
    """Writes and reads what URLSafeSerializer does."""

    def loads(self, s: str | bytes, salt: str | bytes | None = None, **others: Any) -> Any:
        """Return what was written; raise BadSignature if it was changed since."""
        value = b"" if salt or others else self._signed(want_bytes(s))
        return self.load_payload(value) if value else super().loads(s, salt, **others)


class TimedSignatures(_Reader, URLSafeTimedSerializer):
    """Writes and reads what URLSafeTimedSerializer does."""

    def loads(  # type: ignore[override]  # as in itsdangerous
        self,
        s: str | bytes,
        max_age: int | None = None,
        return_timestamp: bool = False,
        salt: str | bytes | None = None,
    ) -> Any:
        """Return what was written; raise BadSignature if it was changed, or so many seconds ago."""
        value, _, moment = self._signed(want_bytes(s)).rpartition(b".")
        if not value or salt or return_timestamp or not _is_recent(moment, max_age):
            return super().loads(s, max_age, return_timestamp, salt)
        return self.load_payload(value)


def _is_recent(moment: bytes, max_age: int | None) -> bool:
    """Tell whether a moment, as it is written beside a value, is at most so many seconds ago."""
    if max_age is None:
        return True
    written_at = int.from_bytes(base64.urlsafe_b64decode(moment + b"=="), "big")
    return 0 <= int(time.time()) - written_at <= max_age


class SignedSessions(SecureCookieSessionInterface):
    """Reads and writes the cookies that Flask's own sessions would, for one application."""

    _serializer: TimedSignatures | None = None

    def get_signing_serializer(self, app: Flask) -> TimedSignatures:
        """Return what signs the sessions of `app`."""
        if self._serializer is None:
            self._serializer = TimedSignatures(
                app.secret_key or b"",
                salt=self.salt,
                serializer=self.serializer,
                signer_kwargs={
                    "key_derivation": self.key_derivation,
                    "digest_method": self.digest_method,
                },
            )
        return self._serializer
