"""The leaflet that employees hand out: a page, a tagged PDF, and a QR code that cameras read."""

from __future__ import annotations

import json
from io import BytesIO
from urllib.parse import urlsplit

import pytest
import typst
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from msgspec import to_builtins
from msgspec.structs import replace
from PIL import Image
from sqlalchemy import select

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.domain.actor import PORTAL
from portal.features.referrals.citizen import leaflet_of
from portal.gateways import printer
from portal.gateways.printer import Leaflet, leaflet_pdf
from portal.runtime import Runtime
from tests.features.organisation_changes.successions import merge
from tests.pages.citizen.journeys import ANSWERS, REPLY, STORY, at, post
from tests.pages.office.people import signed_in, words

PAGES = {"fr": "/fr/organismes/parks/depliant", "en": "/en/agencies/parks/leaflet"}
BOTH = pytest.mark.parametrize("language", ["fr", "en"])


def made(app: Flask, language: str, unit: str = "trails", agency: str = "parks") -> Leaflet:
    """Return what the leaflet of a unit says."""
    with app.test_request_context(PAGES[language]):
        app.preprocess_request()
        return leaflet_of(app.extensions["portal"].agencies.agency(agency), unit)


def seen(leaflet: Leaflet) -> list[Image.Image]:
    """Return the sheet's two sides as pictures."""
    facts = json.dumps(to_builtins(leaflet), ensure_ascii=False)
    pages = typst.compile(
        printer.HERE / "leaflet.typ",
        font_paths=[printer.FONTS],
        sys_inputs={"leaflet": facts},
        format="png",
        ppi=72,
    )
    assert isinstance(pages, list)
    return [Image.open(BytesIO(page)) for page in pages]


@BOTH
def test_a_camera_reads_the_address_with_the_unit_that_handed_it_out(app: Flask, language: str):
    outside, inside = seen(made(app, language))
    [code] = zxingcpp.read_barcodes(outside)
    path = {"fr": "/fr/organismes/parks", "en": "/en/agencies/parks"}[language]
    assert code.text == f"http://127.0.0.1:8000{path}?depliant=trails"
    assert zxingcpp.read_barcodes(inside) == []
    # A sheet of letter paper on its side, so that it folds into halves.
    assert outside.size == inside.size == (792, 612)


@BOTH
def test_the_leaflet_is_a_tagged_pdf_that_prints_on_one_sheet(client: FlaskClient, language: str):
    answer = client.get(f"{PAGES[language]}/pdf?depliant=trails")
    assert answer.mimetype == "application/pdf"
    assert b"pdfuaid" in answer.data
    assert b"/Type/Pages/Count 2/" in answer.data
    assert f"/Lang({language})".encode() in answer.data


def test_what_people_write_is_printed_as_it_stands(app: Flask):
    odd = made(app, "fr")
    title, words = "#let $x$ *gras* _ital_", "[\\crochets] // <étiquette> @ref = titre\n- un"
    changed = replace(odd, rights=(printer.Passage(title, words),))
    assert b"pdfuaid" in leaflet_pdf(changed)


def test_however_much_an_agency_says_it_stays_on_one_sheet(app: Flask):
    odd = made(app, "fr")
    long = printer.Passage("Une très longue façon de joindre l’organisme", "Des mots. " * 15)
    changed = replace(odd, ways=(long,) * 7)
    assert len(seen(changed)) == 2


@BOTH
def test_the_page_says_what_the_sheet_says_and_lets_the_unit_be_chosen(
    client: FlaskClient, app: Flask, language: str
):
    page = client.get(f"{PAGES[language]}?depliant=trails").text
    assert 'value="trails" selected' in page
    assert f'href="{PAGES[language]}/pdf?depliant=trails"' in page
    text = words(page)
    leaflet = made(app, language)
    for part in (*leaflet.ways, *leaflet.steps, *leaflet.rights, *leaflet.recourses):
        assert words(part.words) in text, part
    assert "514" in text


def test_a_unit_that_is_not_there_is_one_without_a_name(client: FlaskClient):
    page = client.get(f"{PAGES['fr']}?depliant=<b>").text
    assert "Remis par : un autre service." in words(page)
    assert "depliant=other" in page


def test_the_leaflet_of_a_replaced_agency_is_that_of_its_heir(
    client: FlaskClient, runtime: Runtime
):
    merge(runtime)
    answer = client.get(PAGES["fr"])
    assert urlsplit(answer.location).path == "/fr/organismes/water/depliant"
    assert client.get("/fr/organismes/rien/depliant").status_code == 404


def follow(client: FlaskClient, path: str, agency: str = "parks") -> str:
    """Follow a leaflet's code to the page of its agency and send a complaint to `agency`."""
    page = client.get(path).text
    form = {"organisme": "parks"}
    if 'name="depliant"' in page:
        form["depliant"] = page.split('name="depliant" value="')[1].split('"')[0]
    draft = client.post("/fr/plainte", data=form).location.split("/")[3]
    if agency != "parks":
        post(client, draft, "organisme", organisme=agency)
    post(client, draft, "recit", recit=STORY)
    client.post(at(draft, "questions"), data={**ANSWERS, "pour-sujet": "parks/trail"})
    client.post(at(draft, "reponse"), data=REPLY)
    assert post(client, draft, "verifier").status_code == 303
    return draft


def filed_facts(runtime: Runtime) -> dict[str, object]:
    """Return what the history tells of the one filing."""
    with runtime.reading(PORTAL) as session:
        kind = HistoryEntryRecord.kind
        return session.scalars(select(HistoryEntryRecord.facts).where(kind == "filed")).one()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?depliant=trails", {"referred_by": "trails", "by_leaflet": True}),
        ("?depliant=gone", {"referred_by": "other", "by_leaflet": True}),
        ("", {}),
    ],
)
def test_whoever_follows_it_takes_the_unit_along(
    client: FlaskClient, runtime: Runtime, query: str, told: dict[str, object]
):
    follow(client, f"/fr/organismes/parks{query}")
    facts = filed_facts(runtime)
    assert {name: facts[name] for name in ("referred_by", "by_leaflet") if name in facts} == told


def test_the_person_is_told_that_the_unit_is_counted(client: FlaskClient):
    page = words(client.get("/fr/organismes/parks?depliant=trails").text)
    assert "On compte seulement le service qui l’a remis : Sentiers." in page


def test_sent_to_another_agency_it_takes_nothing_along(client: FlaskClient, runtime: Runtime):
    follow(client, "/fr/organismes/parks?depliant=trails", agency="water")
    assert "referred_by" not in filed_facts(runtime)


def test_the_history_tells_the_staff_of_the_leaflet(
    client: FlaskClient, app: Flask, runtime: Runtime
):
    follow(client, "/fr/organismes/parks?depliant=trails")
    with runtime.reading(PORTAL) as session:
        number = session.scalars(select(ComplaintRecord.number)).one()
    page = signed_in(app, runtime).get(f"/fr/gestion/parks/plaintes/{number}").text
    assert "Orientée par un dépliant remis : Sentiers." in words(page)
