"""A place counts as heard after a preposition, by a postal code, or where it is asked for."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.finder.territory.hearing import places_asked, places_in
from portal.finder.territory.municipalities import municipalities

HEARD = {
    "Le déneigement à Laval": "Laval",
    "le deneigement a laval": "Laval",
    "LE DÉNEIGEMENT À LAVAL": "Laval",
    "La Ville de Longueuil ne répond pas": "Longueuil",
    "Les rues de Laval sont pleines de trous": "Laval",
    "Je reste à ste-foy": "Québec",
    "Un trou à Saint Jérome": "Saint-Jérôme",
    "Mon permis à l’Île-Perrot": "L’Île-Perrot",
    "Les poubelles d’Alma": "",
    "J’habite à Mercier": "Mercier",
    "Dans la rue à Trois-Rivières": "Trois-Rivières",
    "My street in Laval is full of holes": "Laval",
    "The city of Westmount towed my car": "Westmount",
    "I live in Hull and nobody answers": "Gatineau",
    "On m’a remorqué, H7N 1A1": "Laval (H7N)",
    "on m’a remorqué h7n1a1": "Laval (H7N)",
    "La neige à Québec": "Québec",
    "Le traversier à Tadoussac": "Tadoussac",
    "Un ponceau à Saint-Élie-de-Caxton": "Saint-Élie-de-Caxton",
    "Un chien errant à St-Louis-du-Ha! Ha!": "Saint-Louis-du-Ha! Ha!",
    "La municipalité de Maria ne répond pas": "Maria",
    "Une odeur à Gentilly": "Bécancour",
}

NOT_HEARD = [
    "Mon cours à l’université Laval",
    "L’Université de Laval",
    "Un trou sur Saint-Laurent",
    "Le boulevard de Laval est fermé",
    "Le boulevard Saint-Laurent à l’angle de Sherbrooke",
    "Un nid de poule à Sherbrooke et Saint-Denis",
    "The pothole at Sherbrooke and Saint-Denis",
    "J’ai parlé à Lorraine au comptoir",
    "Un colis à Maria, jamais arrivé",
    "Le dossier de Labelle est perdu",
    "Une contravention à Waterloo",
    "J’ai parlé à Laval",
    "Victoria a perdu mon dossier",
    "Le pont Victoria est bloqué",
    "a Laval University student and his ticket",
    "The hospital of Verdun",
    "J’ai demandé à Laval Tremblay",
    "Le bureau de M. François de Laval",
    "J’en ai parlé à ma grand-mère, à Grand-Mère",
    "Au Québec, personne ne répond",
    "The rules in Quebec are unfair",
    "Le gouvernement du Québec",
    "C’est près de Laval",
    "Modèle H7N de mon compteur",
    "Laval",
    "",
]

ASKED = {
    "laval": "Laval",
    "Ville de Laval": "Laval",
    "à Laval": "Laval",
    "Laval, QC": "Laval",
    "Longeuil": "Longueuil",
    "Brosard": "Brossard",
    "st-hyacinthe": "Saint-Hyacinthe",
    "Cote Saint Luc": "Côte-Saint-Luc",
    "H7N": "Laval (H7N)",
    "h7n 1a1": "Laval (H7N)",
    "M5V 2T6": "M5V",
    "Québec": "Québec",
    "TMR": "Mont-Royal",
}


@pytest.mark.parametrize(("text", "name"), HEARD.items())
def test_a_place_is_heard_where_the_words_say_that_it_is_one(text: str, name: str):
    assert [place.name for place in places_in(text, "fr")] == ([name] if name else [])


@pytest.mark.parametrize("text", NOT_HEARD)
def test_a_name_that_may_be_something_else_is_not_heard(text: str):
    assert places_in(text, "fr") == []


@pytest.mark.parametrize(("typed", "name"), ASKED.items())
def test_what_is_typed_in_the_field_of_the_place_is_read_as_one(typed: str, name: str):
    assert [place.name for place in places_asked(typed, "fr")] == [name]


@pytest.mark.parametrize("typed", ["", "xyz", "chez moi", "Vic"])
def test_what_is_no_place_is_none_in_the_field_either(typed: str):
    assert places_asked(typed, "fr") == []


def test_several_places_are_heard_each_once():
    text = "J’habite à Laval, mais c’est à Montréal que ma voiture a été remorquée, à Montréal!"
    assert [place.name for place in places_in(text, "fr")] == ["Laval", "Montréal"]


@given(st.text(max_size=4000))
def test_any_text_is_read(text: str):
    places_in(text, "fr")
    places_asked(text, "en")


NAMES = st.sampled_from(
    ["à", "de", "in", "Saint", "H7N 1A1", "mot", "é", ".", *municipalities().by_name]
)


@given(st.lists(NAMES, max_size=300).map(lambda words: " ".join(words)[:4000]))
def test_a_text_full_of_names_is_read(text: str):
    assert all(place.name for place in places_in(text, "fr"))


@pytest.mark.parametrize("repeated", ["à Laval ", "a ", "de saint ", "h7n 1a1 ", "x", "à l’île é "])
def test_the_longest_story_is_read_in_five_milliseconds(repeated: str):
    story = (repeated * 4000)[:4000]
    places_in(story, "fr")

    def once() -> float:
        begun = perf_counter()
        places_in(story, "fr")
        return perf_counter() - begun

    assert min(once() for _ in range(20)) < 0.005
