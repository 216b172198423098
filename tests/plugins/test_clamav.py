"""Documents are scanned by a clamd: a small one of our own, and a real one if it is installed."""

from __future__ import annotations

import shutil
import socket
import socketserver
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from plugins import clamav
from portal.agencies.portal_plugins import PortalPlugins
from portal.domain.portal_services import CLEAN, File, Verdict
from portal.runtime import Runtime
from tests.pages.citizen.documents import GOOD, add, kept
from tests.pages.citizen.journeys import at, post, to_check

# The test file of all scanners, in two pieces: whole, it would be found in here too.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
EICAR_SIGNATURE = "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature\n"
INFECTED = ("constat.txt", EICAR)


class Speaker(socketserver.StreamRequestHandler):
    """Answers as clamd does: whole pieces with their lengths, an empty one, then the verdict."""

    at_most = 30_000_000
    reply: bytes | None = None

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        received = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            received += self.rfile.read(size)
        self.wfile.write(self.reply if self.reply is not None else self._verdict(received))

    def _verdict(self, received: bytes) -> bytes:
        if len(received) > self.at_most:
            return b"INSTREAM size limit exceeded. ERROR\0"
        found = b"Eicar-Test-Signature FOUND" if received == EICAR else b"OK"
        return b"stream: " + found + b"\0"


@pytest.fixture
def speaker() -> type[Speaker]:
    """What answers at the other end, for a test to change."""
    return type("OfThisTest", (Speaker,), {})


@pytest.fixture
def clamd(speaker: type[Speaker], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A small clamd where the plugin looks for it."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), speaker) as server:
        monkeypatch.setenv(clamav.ADDRESS, f"127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield
        server.shutdown()
        thread.join()


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address where nothing listens."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv(clamav.ADDRESS, f"127.0.0.1:{closed.getsockname()[1]}")


@pytest.fixture
def scanning(runtime: Runtime) -> Runtime:
    """The portal with the scanner."""
    runtime.plugins = PortalPlugins({"clamav": clamav})
    return runtime


def verdict(content: bytes) -> Verdict | None:
    return PortalPlugins({"clamav": clamav}).verdict(File("text/plain", content))


@pytest.mark.usefixtures("clamd")
def test_a_clean_file_is_clean_and_a_virus_has_its_name():
    assert verdict(b"Le sentier est en boue.") == CLEAN
    assert verdict(EICAR) == Verdict("Eicar-Test-Signature")


@pytest.mark.usefixtures("clamd")
@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, 3_000_000])
def test_a_file_of_any_size_arrives_whole(size: int):
    assert verdict(bytes(size)) == CLEAN


@pytest.mark.usefixtures("clamd")
@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"stream: OK",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"x" * 9000,
    ],
)
def test_any_other_reply_is_no_verdict(speaker: type[Speaker], reply: bytes):
    speaker.reply = reply
    assert verdict(b"Le sentier est en boue.") is None


@pytest.mark.usefixtures("nobody")
def test_without_a_scanner_at_its_address_there_is_no_verdict():
    assert verdict(b"Le sentier est en boue.") is None


@pytest.mark.parametrize("address", ["/nowhere/clamd.ctl", "clamd", "127.0.0.1:x"])
def test_an_address_that_is_none_gives_no_verdict(monkeypatch: pytest.MonkeyPatch, address: str):
    monkeypatch.setenv(clamav.ADDRESS, address)
    assert verdict(b"Le sentier est en boue.") is None


@pytest.mark.usefixtures("clamd")
def test_a_document_with_a_virus_is_not_kept_and_the_others_are(
    client: FlaskClient, scanning: Runtime
):
    page = add(client, to_check(client), INFECTED, GOOD)
    assert page.status_code == 422
    assert "constat.txt contient un virus. Il n’a pas été gardé" in page.text
    assert [document.name for document in kept(scanning)] == ["note.txt"]


@pytest.mark.usefixtures("nobody")
def test_while_the_scanner_is_away_documents_wait_and_complaints_do_not(
    client: FlaskClient, scanning: Runtime
):
    draft = to_check(client)
    page = add(client, draft, GOOD)
    assert page.status_code == 422
    assert "Nous n’avons pas pu vérifier note.txt" in page.text
    assert kept(scanning) == []
    assert post(client, draft, "verifier").location == at(draft, "envoyee")


def test_a_real_clamd_finds_the_virus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    program = shutil.which("clamd")
    if program is None:
        pytest.skip("clamd is not installed")
    listening = tmp_path / "clamd.ctl"
    with _running(program, tmp_path, listening):
        monkeypatch.setenv(clamav.ADDRESS, str(listening))
        assert verdict(EICAR) == Verdict("Eicar-Test-Signature.UNOFFICIAL")
        assert verdict(b"Le sentier est en boue." * 100_000) == CLEAN
        assert verdict(bytes(6_000_000)) is None  # more than it was told to take


def _running(program: str, folder: Path, listening: Path) -> subprocess.Popen[bytes]:
    """Start a clamd that knows one virus, and wait until it listens."""
    (folder / "test.hdb").write_text(EICAR_SIGNATURE, encoding="ascii")
    told = f"DatabaseDirectory {folder}\nLocalSocket {listening}\nForeground yes\n"
    settings = folder / "clamd.conf"
    settings.write_text(f"{told}StreamMaxLength 5M\n", encoding="ascii")
    process = _Stopped([program, "-c", str(settings)], stdout=subprocess.DEVNULL)
    for _ in range(200):
        if listening.exists():
            return process
        time.sleep(0.1)
    process.kill()
    raise AssertionError("clamd did not start")


class _Stopped(subprocess.Popen[bytes]):
    """A process that ends with its block."""

    def __exit__(self, *how: object) -> None:
        self.terminate()
        super().__exit__(*how)  # type: ignore[arg-type]
