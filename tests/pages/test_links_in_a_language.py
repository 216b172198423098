"""A link to another site leads to the reader's language, or says in which language it is."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.domain.handling.notices import Recourse
from portal.domain.text import Text
from portal.pages.filters import link_language
from portal.runtime import Runtime
from tests.support import file

FRENCH, ENGLISH = "https://ombuds.example/fr/plainte", "https://ombuds.example/en/complaint"


@pytest.mark.parametrize(
    ("address", "language"),
    [
        (FRENCH, "fr"),
        (ENGLISH, "en"),
        ("https://ombuds.example/en", "en"),
        ("https://ombuds.example/fr-CA/accueil", "fr"),
        ("https://ombuds.example", ""),
        ("https://ombuds.example/enquetes", ""),
        ("https://en.ombuds.example/plainte?x=/fr/", ""),
    ],
)
def test_an_address_says_its_language_by_a_part_of_its_path(address: str, language: str):
    assert link_language(address) == language


def test_who_reads_english_is_led_to_the_english_address_where_there_is_one():
    words = Text("Ombudsman", "Ombudsman")
    both = Recourse("ombuds", words, words, words, link=FRENCH, link_en=ENGLISH)
    one = Recourse("ombuds", words, words, words, link=FRENCH)
    assert (both.link_in("fr"), both.link_in("en")) == (FRENCH, ENGLISH)
    assert (one.link_in("fr"), one.link_in("en")) == (FRENCH, FRENCH)


@pytest.mark.parametrize(
    ("address", "path", "says"),
    [
        (FRENCH, "/fr/suivi", ""),
        (FRENCH, "/en/follow", "(in French)"),
        (ENGLISH, "/fr/suivi", "(en anglais)"),
        ("https://ombuds.example", "/en/follow", ""),
    ],
)
def test_the_follow_page_says_which_language_a_link_leads_to(
    client: FlaskClient, runtime: Runtime, address: str, path: str, says: str
):
    receipt = file(runtime)
    runtime.notice_releases()
    agency = runtime.agencies.agency("parks")
    changed = agency.settings.model_copy(
        update={
            "recourses": tuple(
                one.model_copy(update={"link": address}) for one in agency.settings.recourses
            )
        }
    )
    runtime.agencies.in_force.agencies["parks"] = type(agency)(changed, agency.release_id)
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    page = client.get(f"{path}/{receipt.number}").text
    link = page[page.index(f'href="{address}"') :].split("</li>")[0]
    told = link_language(address)
    assert (f'hreflang="{told}"' in link) is bool(told)
    assert [said in link for said in ("(in French)", "(en anglais)")] == [
        says == "(in French)",
        says == "(en anglais)",
    ]
