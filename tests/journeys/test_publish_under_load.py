"""Rules change while people file: no request is lost, and no date already promised moves."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.app import open_portal
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.config import Config
from portal.domain.actor import PORTAL
from portal.keyring import Keyring
from portal.releases import drafts as settings_drafts
from portal.releases.queries import release_in_force
from portal.runtime import Runtime
from portal.words.dates import day_words
from tests.journeys.over_http import filed
from tests.support.agencies import AGENCIES, PARKS_YAML
from tests.support.keys import keep_keys

CLIENTS, EACH = 4, 12
NEW_RULE = "deadlines: {answer: {within: 10 working days, basis: {fr: Règle, en: Rule}}}\n"
NOTICED_WITHIN = 1.0
_ROOT = Path(__file__).parents[2]


@pytest.fixture
def backend() -> str:
    """Two processes share a server, not a file."""
    return "postgresql"


@pytest.fixture
def runtime(database_url: str, keyring: Keyring, tmp_path: Path) -> Iterator[Runtime]:
    """A portal on the same database and with the same keys as the two that serve."""
    config = Config(
        data=tmp_path / "data", database=database_url, agencies=AGENCIES, flood_limits=False
    )
    keep_keys(keyring, config.keys)
    running = open_portal(config)
    yield running
    running.database.close()


@pytest.fixture
def ports(runtime: Runtime) -> Iterator[tuple[int, int]]:
    """Two processes that serve the portal, each on a port of its own."""
    with ExitStack() as stack:
        first, second = (stack.enter_context(serving(runtime.config)) for _ in range(2))
        yield first, second


@contextmanager
def serving(config: Config) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = {
        "PORTAL_DATA": str(config.data),
        "PORTAL_DATABASE": config.database,
        "PORTAL_AGENCIES": str(AGENCIES),
        "PORTAL_PORT": str(port),
        "PORTAL_PROCESSES": "1",
        "PORTAL_FLOOD_LIMITS": "false",
        "PORTAL_LOG_LEVEL": "error",
    }
    command = [sys.executable, "-m", "portal.cli", "serve", "--no-worker"]
    process = subprocess.Popen(command, cwd=_ROOT, env=os.environ | told)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the portal did not start")


def publish(runtime: Runtime) -> int:
    """Publish a shorter time to answer; return the release."""
    text = PARKS_YAML + NEW_RULE
    with runtime.transaction() as session:
        settings_drafts.save_draft(session, "parks", text, None, runtime.now(), seen=0)
        current = release_in_force(session, "parks")
        assert current is not None
        release = settings_drafts.publish(
            session,
            "parks",
            runtime.agencies.portal,
            None,
            runtime.now(),
            seen=1,
            instead_of=current.id,
        )
        return release.id


def promises(runtime: Runtime) -> dict[str, tuple[int, str, str]]:
    """Return the release, the allowance and the promised day in words of every complaint."""
    wanted = (
        select(
            *(ComplaintRecord.number, ComplaintRecord.release_id),
            *(ClockRecord.allowance, ClockRecord.last_day),
        )
        .join(ClockRecord, ClockRecord.complaint_id == ComplaintRecord.id)
        .where(ClockRecord.kind == "answer")
    )
    with runtime.reading(PORTAL) as session:
        return {
            number: (release, allowance, day_words(day, "fr"))
            for number, release, allowance, day in session.execute(wanted)
        }


def test_a_publication_during_load_loses_nothing_and_moves_no_promise(
    runtime: Runtime, ports: tuple[int, int]
):
    def client(rank: int) -> list[tuple[str, str]]:
        return [filed(ports[(rank + turn) % 2]) for turn in range(EACH)]

    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = [pool.submit(client, rank) for rank in range(CLIENTS)]
        until = time.monotonic() + 30
        while len(promises(runtime)) < CLIENTS * EACH // 3 and time.monotonic() < until:
            time.sleep(0.05)
        new = publish(runtime)
        at_publication = promises(runtime)
        receipts = dict(receipt for one in clients for receipt in one.result(timeout=120))
    time.sleep(NOTICED_WITHIN)
    receipts |= dict(filed(port) for port in ports)
    kept = promises(runtime)
    assert set(kept) == set(receipts)
    assert len(kept) == CLIENTS * EACH + len(ports)
    for number, (release, allowance, day) in kept.items():
        said = receipts[number].replace("\N{NO-BREAK SPACE}", " ")
        assert day.replace("\N{NO-BREAK SPACE}", " ") in said, number
        assert allowance == ("10 working days" if release == new else "20 working days")
    assert {number: kept[number] for number in at_publication} == at_publication
    assert [release for release, *_ in kept.values()].count(new) >= len(ports)
    assert all(kept[number][0] == new for number in sorted(kept)[-len(ports) :])
