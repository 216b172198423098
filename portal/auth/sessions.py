"""The session cookie of Flask, read in few steps by what is made once."""

from __future__ import annotations

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from portal.auth.signing import TimedSignatures


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
