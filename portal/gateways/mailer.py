"""Mail leaves the portal here: to a mail server, to a folder, or to the console."""

from __future__ import annotations

import os
import smtplib
import ssl
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Literal, Protocol, TextIO
from uuid import uuid4

from portal.config import Config
from portal.private import private_folder, private_opener

Tls = Literal["starttls", "tls", "none"]
_TIMEOUT = 20.0
_KEPT_OPEN = 60.0
_ABOUT_US = (530, 535)


class MailRefusedError(Exception):
    """This letter can never be delivered: its recipient was refused for good."""


class MailDelayedError(Exception):
    """This letter could not leave now; trying again later may succeed."""


class Mailer(Protocol):
    """Whatever takes a finished letter and gets it on its way."""

    def send(self, message: EmailMessage) -> None:
        """Hand the letter over; raise MailRefusedError or MailDelayedError if that failed."""


class ConsoleMailer:
    """Prints each letter; for trying things out."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    def send(self, message: EmailMessage) -> None:
        """Print the letter."""
        print(message.as_string(), file=self._stream or sys.stderr, flush=True)


class FileMailer:
    """Puts each letter into a folder as an `.eml` file, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write the letter beside the others, then give it its name."""
        private_folder(self._folder)
        name = f"{time.time_ns()}-{uuid4().hex[:8]}"
        unfinished = self._folder / f".{name}.part"
        try:
            with open(unfinished, "xb", opener=private_opener) as file:
                file.write(message.as_bytes(policy=SMTP))
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self._folder / f"{name}.eml")
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise MailDelayedError("the mail folder cannot be written") from error


class SmtpMailer:
    """Sends through a mail server, keeping the connection for the letters that follow soon."""

    def __init__(
        self, host: str, port: int, user: str = "", password: str = "", tls: Tls = "starttls"
    ) -> None:
        self._host, self._port = host, port
        self._user, self._password, self._tls = user, password, tls
        self._lock = threading.Lock()
        self._open: smtplib.SMTP | None = None
        self._used_at = 0.0

    def send(self, message: EmailMessage) -> None:
        """Send the letter; the errors never carry an address or the server's own words."""
        with self._lock:
            try:
                self._hand_over(message)
            except (smtplib.SMTPException, OSError) as error:
                self.close()
                raise MailDelayedError(f"the mail server: {type(error).__name__}") from None

    def close(self) -> None:
        """Let go of the connection."""
        connection, self._open = self._open, None
        if connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                connection.close()

    def _hand_over(self, message: EmailMessage) -> None:
        connection = self._connection()
        try:
            connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            self._forget_letter()
            raise _refusal(error.recipients.values()) from None
        except smtplib.SMTPDataError as error:
            self._forget_letter()
            raise _refusal([(error.smtp_code, error.smtp_error)]) from None
        except smtplib.SMTPNotSupportedError:
            raise MailRefusedError("the mail server does not take such an address") from None

    def _connection(self) -> smtplib.SMTP:
        if self._open is not None and not self._is_alive(self._open):
            self.close()
        if self._open is None:
            self._open = self._connect()
        self._used_at = time.monotonic()
        return self._open

    def _is_alive(self, connection: smtplib.SMTP) -> bool:
        if time.monotonic() - self._used_at > _KEPT_OPEN:
            return False
        try:
            return connection.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def _connect(self) -> smtplib.SMTP:
        trusted = ssl.create_default_context()
        connection: smtplib.SMTP
        if self._tls == "tls":
            connection = smtplib.SMTP_SSL(self._host, self._port, timeout=_TIMEOUT, context=trusted)
        else:
            connection = smtplib.SMTP(self._host, self._port, timeout=_TIMEOUT)
        try:
            if self._tls == "starttls":
                connection.starttls(context=trusted)
            if self._user:
                connection.login(self._user, self._password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _forget_letter(self) -> None:
        if self._open is not None:
            try:
                self._open.rset()
            except (smtplib.SMTPException, OSError):
                self.close()


def build_mailer(config: Config) -> Mailer:
    """Return the mailer that the installation's settings name."""
    if config.mail == "smtp":
        return SmtpMailer(
            config.smtp_host,
            config.smtp_port,
            config.smtp_user,
            config.smtp_password,
            config.smtp_tls,
        )
    if config.mail == "file":
        return FileMailer(config.data / "mail")
    return ConsoleMailer()


def _refusal(
    answers: Iterable[tuple[int, bytes | str]],
) -> MailRefusedError | MailDelayedError:
    refusals = list(answers)
    words = "the mail server answered " + ", ".join(sorted({str(code) for code, _ in refusals}))
    final = bool(refusals) and all(_is_final(code, reply) for code, reply in refusals)
    return MailRefusedError(words) if final else MailDelayedError(words)


def _is_final(code: int, reply: bytes | str) -> bool:
    """Tell whether trying again is in vain.

    A 5.7 refusal is about us, not about the recipient: somebody may set the server right.
    """
    start = reply if isinstance(reply, bytes) else reply.encode()
    return 500 <= code < 600 and code not in _ABOUT_US and not start.startswith(b"5.7.")
