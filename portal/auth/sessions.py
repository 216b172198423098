"""The session cookie of Flask, signed and read with what is made once."""

from __future__ import annotations

import hmac

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer, want_bytes
from itsdangerous.signer import SigningAlgorithm

_DIGEST = "sha1"


class SignedSessions(SecureCookieSessionInterface):
    """Reads and writes the cookies that Flask's own sessions would, for one application.

    Flask makes what signs them anew for each request, and derives its key for each signature.
    """

    _serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        """Return what signs the sessions of `app`."""
        if self._serializer is None:
            self._serializer = URLSafeTimedSerializer(
                hmac.digest(want_bytes(app.secret_key or b""), want_bytes(self.salt), _DIGEST),
                salt=self.salt,
                serializer=self.serializer,
                signer_kwargs={"key_derivation": "none", "algorithm": _Signature()},
            )
        return self._serializer


class _Signature(SigningAlgorithm):
    """A signature as those of Flask's sessions, made in one step."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return hmac.digest(key, value, _DIGEST)
