"""A public page weighs at most 40 kB as it is sent to a browser that was here before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.app import FEATURES
from portal.config import Config
from portal.gateways.file_store import FolderStore
from portal.keyring import Keyring
from portal.runtime import Runtime, build_runtime
from tests.pages.citizen.journeys import REPLY, STORY, at, begin, code_in, number_in, post
from tests.support import FixedClock, RecordingMailer

MOST = 40_000
WORDS = "J’ai été humilié au comptoir de la SAAQ par une employée"
SHIPPED = Path(__file__).parents[2] / "agency_configs"
_A_DAY = 24 * 3600


@pytest.fixture
def runtime(
    database_url: str, keyring: Keyring, clock: FixedClock, mailbox: RecordingMailer, tmp_path: Path
) -> Iterator[Runtime]:
    """A portal with the agencies that are shipped: their pages have much more to say."""
    config = Config(
        data=tmp_path / "data", database=database_url, agencies=SHIPPED, flood_limits=False
    )
    files = FolderStore(tmp_path / "files", keyring)
    running = build_runtime(config, keyring, mailbox, files, FEATURES, clock)
    yield running
    running.database.close()


def sent_bytes(client: FlaskClient, address: str) -> int:
    """Return what is transferred for a page whose kept parts are kept."""
    page = client.get(address, headers={"Accept-Encoding": "gzip, br"}, follow_redirects=True)
    assert page.status_code == 200, page.text
    return len(page.data) + sum(weight(client, part) for part in parts_of(client, address))


def parts_of(client: FlaskClient, address: str) -> set[str]:
    """Return the addresses of what a page loads besides itself."""
    page = client.get(address, follow_redirects=True).text
    loaded = re.findall(r'<(?:link rel="(?:icon|stylesheet)"|script|img)[^>]*>', page)
    return {match[1] for tag in loaded if (match := re.search(r'(?:href|src)="([^"]+)"', tag))}


def weight(client: FlaskClient, part: str) -> int:
    """Return what a part weighs for a browser that was here before: nothing where it is kept."""
    answer = client.get(part, headers={"Accept-Encoding": "gzip, br"}, buffered=True)
    return 0 if is_kept_by_browsers(answer) else len(answer.data)


def is_kept_by_browsers(answer: TestResponse) -> bool:
    return (answer.cache_control.max_age or 0) >= _A_DAY


def ready_to_send(client: FlaskClient) -> str:
    """Go as far as the check page, with a subject that asks nothing."""
    draft = begin(client, **{"mots": WORDS, "sans-choisir": "oui"})
    post(client, draft, "recit", recit=STORY)
    client.post(at(draft, "reponse"), data=REPLY)
    return draft


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_public_page_is_light(client: FlaskClient, language: str):
    begun, ready, filed = begin(client, mots=WORDS), ready_to_send(client), ready_to_send(client)
    sent = post(client, filed, "verifier")
    assert sent.location == at(filed, "envoyee"), sent.location
    receipt = client.get(at(filed, "envoyee")).text
    number, code = number_in(receipt), code_in(receipt)
    french = ("", f"plainte/{begun}/organisme", f"plainte/{ready}/verifier")
    english = ("", f"complaint/{begun}/agency", f"complaint/{ready}/check")
    pages = {
        "fr": (*french, f"plainte/{filed}/envoyee", "suivi", f"suivi/{number}"),
        "en": (*english, f"complaint/{filed}/sent", "follow", f"follow/{number}"),
    }
    client.post("/fr/suivi", data={"numero": number, "code": code})
    weights = {page: sent_bytes(client, f"/{language}/{page}") for page in pages[language]}
    assert {page: weight for page, weight in weights.items() if weight > MOST} == {}
