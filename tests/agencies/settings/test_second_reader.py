"""What a file says of the second reader, and of words of the trade."""

from __future__ import annotations

import pytest

from portal.agencies.agency import Agency, hints_on
from portal.agencies.settings.reader import read_agency, read_portal
from tests.support.agencies import AGENCIES, PARKS_YAML

PORTAL, _ = read_portal(AGENCIES / "_portal.yaml")


def agency(more: str) -> Agency:
    settings, mistakes = read_agency(PARKS_YAML + more, PORTAL)
    assert settings is not None, mistakes
    return Agency(settings)


@pytest.mark.parametrize(
    ("said", "mistake"),
    [
        ("second_reader: {answers: categories}", "second_reader.answers"),
        ("second_reader: {answers: categories, categories: [sentier]}", "categories[0]"),
        ("second_reader: {answers: often}", "second_reader.answers"),
        ("jargon: [{language: fr}]", "jargon[0].words"),
    ],
)
def test_a_mistake_is_told_where_it_stands(said: str, mistake: str):
    settings, mistakes = read_agency(PARKS_YAML + said + "\n", PORTAL)
    assert settings is None
    assert any(mistake in str(one) for one in mistakes), mistakes


def test_a_release_that_says_nothing_of_it_stays_as_it_was():
    assert {"second_reader", "jargon"}.isdisjoint(agency("").settings.model_dump(mode="json"))


def test_an_agency_adds_its_own_words():
    own = agency("jargon: [{language: fr, words: sente, instead: sentier}]\n")
    text = "La sente et le panneau RDP, conformément à la règle."
    found = [(one.written, one.instead) for one in hints_on(own, text, "fr").jargon]
    assert found == [("sente", "sentier"), ("conformément à", "selon")]
    assert hints_on(own, text, "en").jargon == ()


def test_its_own_names_need_no_explanation():
    text = "Le PDLX a écrit au RPQ."
    assert hints_on(agency(""), text, "fr").acronyms == ("PDLX", "RPQ")
    settings = agency("").settings
    identity = settings.agency.model_copy(update={"aliases": ("RPQ", "P.D.L.X.")})
    own = Agency(settings.model_copy(update={"agency": identity}))
    assert hints_on(own, text, "fr").acronyms == ()
