"""What was sent is printed, copied and put into a calendar."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
import typst
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image

from portal.complaints.handling import following
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.complaints.cases import act
from tests.pages.citizen.journeys import NUMBER, STORY, at, code_in, post, to_check
from tests.support import TUESDAY


@pytest.fixture
def draft(client: FlaskClient) -> str:
    draft = to_check(client)
    post(client, draft, "verifier")
    return draft


def read_qr(page: str) -> str:
    """Return what a telephone reads in the code of a page."""
    drawn = re.search(r'c-scan__code"[^>]*>(<svg.*?</svg>)', page, re.DOTALL)
    assert drawn is not None
    source = b"#image(bytes(sys.inputs.svg), width: 8cm)"
    image = typst.compile(source, sys_inputs={"svg": drawn[1]}, format="png", ppi=100)
    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(image)))
    return str(found.text)


def test_the_code_to_scan_names_the_number_and_never_the_access_code(
    client: FlaskClient, draft: str, runtime: Runtime
):
    page = client.get(at(draft, "envoyee")).text
    address = f"{runtime.config.base_url}/fr/suivi?numero={NUMBER}"
    assert f"<strong>{address}</strong>" in page
    assert read_qr(page) == address
    assert code_in(page) not in address


def test_number_and_code_stand_in_one_field_to_copy_while_the_code_is_shown(
    client: FlaskClient, draft: str, runtime: Runtime
):
    page = client.get(at(draft, "envoyee")).text
    assert f'readonly value="{NUMBER} {code_in(page)}"' in page
    runtime.now = lambda: TUESDAY + timedelta(minutes=11)
    assert "à copier" not in client.get(at(draft, "envoyee")).text


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/fr/plainte/{}/dates", ["prise en charge", "réponse écrite"]),
        ("/en/complaint/{}/dates", ["somebody takes it on", "written answer"]),
    ],
)
def test_the_promised_days_go_into_a_calendar_with_nothing_of_the_complaint(
    client: FlaskClient, draft: str, address: str, words: list[str]
):
    response = client.get(address.format(draft))
    assert response.mimetype == "text/calendar"
    assert f"dates-{NUMBER}.ics" in response.headers["Content-Disposition"]
    lines = response.text.replace("\r\n ", "")
    assert lines.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20261126" in lines
    assert "DTSTART;VALUE=DATE:20261222" in lines
    assert NUMBER in lines
    assert all(said in lines for said in words)
    assert not any(word in lines for word in (STORY.split()[2], "Gagnon", "Sentier"))


def test_the_days_open_for_the_browser_that_sees_the_page_and_for_no_other(
    client: FlaskClient, draft: str
):
    link = f'href="{at(draft, "dates")}"'
    assert link in client.get(at(draft, "envoyee")).text
    stranger = client.application.test_client()
    assert stranger.get(at(draft, "dates")).status_code == 404
    unsent = to_check(client)
    assert client.get(at(unsent, "dates")).location == at(unsent, "verifier")


def test_a_withdrawn_complaint_promises_no_day(client: FlaskClient, runtime: Runtime, draft: str):
    client.get(at(draft, "envoyee"))
    client.post(f"/fr/suivi/{NUMBER}/retirer", data={"confirmer": "yes", "raison": "Réglé."})
    act(runtime, NUMBER, following.withdraw, PORTAL)
    page = client.get(at(draft, "envoyee")).text
    assert "Plainte retirée" in page
    assert at(draft, "dates") not in page
    assert client.get(at(draft, "dates")).location == at(draft, "envoyee")


@pytest.mark.parametrize(("agency", "told"), [("parks", True), ("water", False)])
def test_more_time_is_spoken_of_only_where_the_rule_lets_the_agency_take_it(
    client: FlaskClient, agency: str, told: bool
):
    draft = to_check(client)
    post(client, draft, "organisme", organisme=agency)
    post(client, draft, "verifier")
    page = client.get(at(draft, "envoyee")).text
    assert "Vous recevez une réponse écrite." in page
    assert ("S’il faut plus de temps" in page) is told
