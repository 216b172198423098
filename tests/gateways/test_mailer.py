from __future__ import annotations

import io
import os
import smtplib
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from portal.config import load_config
from portal.gateways.mailer import (
    ConsoleMailer,
    FileMailer,
    MailDelayedError,
    MailRefusedError,
    SmtpMailer,
    Tls,
    build_mailer,
)

RECIPIENT = "m.gagnon@exemple.org"


def a_letter() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "plaintes@plaintes.example", RECIPIENT
    message["Subject"] = "Plainte 2026-000001 : votre réponse est prête"
    message.set_content("Bonjour,\n\nÀ bientôt.\n")
    return message


class FakeServer:
    """Stands for smtplib.SMTP: remembers what was asked of it and fails when told to."""

    def __init__(self) -> None:
        self.opened = 0
        self.done: list[str] = []
        self.failures: list[Exception] = []
        self.alive = True

    def __call__(self, host: str, port: int, **_: object) -> FakeServer:
        self.opened += 1
        self.alive = True
        return self

    def starttls(self, context: object) -> None:
        self.done.append("starttls")

    def login(self, user: str, password: str) -> None:
        self.done.append(f"login {user}")

    def noop(self) -> tuple[int, bytes]:
        return (250, b"OK") if self.alive else (421, b"bye")

    def rset(self) -> None:
        self.done.append("rset")

    def close(self) -> None:
        self.done.append("close")

    def send_message(self, message: EmailMessage) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.done.append("sent")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> FakeServer:
    fake = FakeServer()
    monkeypatch.setattr(smtplib, "SMTP", fake)
    monkeypatch.setattr(smtplib, "SMTP_SSL", fake)
    return fake


def refused(code: int, reply: bytes = b"5.1.1 no such user here") -> Exception:
    return smtplib.SMTPRecipientsRefused({RECIPIENT: (code, reply)})


def test_the_console_shows_the_whole_letter() -> None:
    stream = io.StringIO()
    ConsoleMailer(stream).send(a_letter())
    assert RECIPIENT in stream.getvalue()


def test_a_folder_gets_one_readable_file_for_each_letter(tmp_path: Path) -> None:
    folder = FileMailer(tmp_path / "mail")
    folder.send(a_letter())
    folder.send(a_letter())
    files = sorted((tmp_path / "mail").iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    read = message_from_bytes(files[0].read_bytes(), policy=policy.default)
    assert "À bientôt." in read.get_content()


def test_a_folder_that_cannot_be_written_delays_the_letter_and_leaves_no_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MailDelayedError):
        FileMailer(tmp_path).send(a_letter())
    assert list(tmp_path.iterdir()) == []


def test_letters_that_follow_each_other_share_one_connection(server: FakeServer) -> None:
    smtp = SmtpMailer("mail.example", 587, "portal", "secret")
    smtp.send(a_letter())
    smtp.send(a_letter())
    assert server.opened == 1
    assert server.done == ["starttls", "login portal", "sent", "sent"]


def test_a_connection_that_the_server_closed_is_opened_again(server: FakeServer) -> None:
    smtp = SmtpMailer("mail.example", 587)
    smtp.send(a_letter())
    server.alive = False
    smtp.send(a_letter())
    assert server.opened == 2
    assert server.done.count("sent") == 2


@pytest.mark.parametrize("tls", ["tls", "none"])
def test_starttls_is_asked_for_only_where_the_settings_say_so(server: FakeServer, tls: Tls) -> None:
    SmtpMailer("mail.example", 465, tls=tls).send(a_letter())
    assert server.done == ["sent"]


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (refused(550), MailRefusedError),
        (refused(450, b"4.2.0 greylisted"), MailDelayedError),
        (refused(550, b"5.7.1 relaying denied"), MailDelayedError),
        (refused(530, b"authentication required"), MailDelayedError),
        (smtplib.SMTPDataError(554, b"5.6.0 refused"), MailRefusedError),
        (smtplib.SMTPDataError(451, b"later"), MailDelayedError),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), MailRefusedError),
        (smtplib.SMTPServerDisconnected("gone"), MailDelayedError),
        (smtplib.SMTPSenderRefused(550, b"no", "plaintes@plaintes.example"), MailDelayedError),
        (TimeoutError(), MailDelayedError),
    ],
)
def test_only_what_can_never_arrive_is_refused(
    server: FakeServer, failure: Exception, expected: type[Exception]
) -> None:
    server.failures = [failure]
    with pytest.raises(expected) as caught:
        SmtpMailer("mail.example", 587).send(a_letter())
    assert type(caught.value) is expected


def test_the_error_names_neither_the_recipient_nor_what_the_server_said(
    server: FakeServer,
) -> None:
    server.failures = [refused(550, b"5.1.1 m.gagnon@exemple.org is unknown")]
    with pytest.raises(MailRefusedError) as caught:
        SmtpMailer("mail.example", 587).send(a_letter())
    assert str(caught.value) == "the mail server answered 550"
    assert caught.value.__suppress_context__


def test_a_refused_letter_does_not_hold_back_the_next(server: FakeServer) -> None:
    smtp = SmtpMailer("mail.example", 587, tls="none")
    server.failures = [refused(550)]
    with pytest.raises(MailRefusedError):
        smtp.send(a_letter())
    smtp.send(a_letter())
    assert server.opened == 1
    assert server.done == ["rset", "sent"]


def test_a_lost_connection_is_opened_again_for_the_next_letter(server: FakeServer) -> None:
    smtp = SmtpMailer("mail.example", 587, tls="none")
    server.failures = [smtplib.SMTPServerDisconnected("gone")]
    with pytest.raises(MailDelayedError):
        smtp.send(a_letter())
    smtp.send(a_letter())
    assert server.opened == 2


def test_a_server_that_cannot_be_reached_delays_the_letter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(smtplib, "SMTP", nobody)
    with pytest.raises(MailDelayedError, match="ConnectionRefusedError"):
        SmtpMailer("mail.example", 587).send(a_letter())


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        ({"mail": "console"}, ConsoleMailer),
        ({"mail": "file"}, FileMailer),
        ({"mail": "smtp", "smtp_host": "mail.example"}, SmtpMailer),
    ],
)
def test_the_settings_choose_the_mailer(settings: dict[str, str], kind: type) -> None:
    assert type(build_mailer(load_config(_env_file=None, **settings))) is kind
