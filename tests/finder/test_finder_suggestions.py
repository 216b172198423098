"""What people type leads to the agency and the category that can answer."""

from __future__ import annotations

import pytest

from portal.domain.text import Text
from portal.finder.index import Subject, SubjectCategory
from portal.finder.suggest import Finder, build


def agencies(finder: Finder, text: str, language: str = "fr") -> list[str]:
    return [suggestion.agency for suggestion in finder.suggest(text, language)]


@pytest.mark.parametrize(
    ("text", "agency", "category"),
    [
        ("Il y a une fuite devant chez moi", "water", "leak"),
        ("My basement flooded last night", "water", "leak"),
        ("La facture est deux fois plus élevée", "water", "bill"),
        ("Des branches mortes menacent ma clôture", "parks", "trees"),
        ("The keeper was very rude", "parks", "keepers"),
        ("J’ai eu une contravention sur le pont", "tolls", "fine"),
    ],
)
def test_everyday_words_lead_to_an_agency_and_a_category(
    finder: Finder, text: str, agency: str, category: str
):
    best = finder.suggest(text, "fr")[0]
    assert (best.agency, best.category) == (agency, category)


def test_english_words_on_a_french_page_are_understood(finder: Finder):
    assert agencies(finder, "a burst pipe in our street", "fr")[0] == "water"


def test_an_example_leads_to_its_category(finder: Finder):
    assert finder.suggest("un robinet reste ouvert", "fr")[0].category == "bill"


def test_the_words_of_an_example_count_less_than_everyday_words(finder: Finder):
    by_word = finder.suggest("facture", "fr")[0]
    by_example = finder.suggest("robinet", "fr")[0]
    assert by_word.score > by_example.score


def test_a_whole_phrase_counts_more_than_a_part_of_it(finder: Finder):
    assert agencies(finder, "ma facture de péage")[0] == "tolls"


def test_a_former_name_leads_to_the_successor(finder: Finder):
    assert agencies(finder, "l’Office des fontaines m’a ignoré")[0] == "water"


def test_an_acronym_is_known_with_dots_and_in_small_letters(finder: Finder):
    for typed in ("R.D.E.", "rde", "RDE", "l’ODF", "l’O.D.F."):
        assert agencies(finder, f"j’ai écrit à {typed} en mars")[:1] == ["water"], typed


def test_a_short_acronym_is_never_guessed_from_another_word(finder: Finder):
    for typed in ("RDF", "ode", "rdes", "RODE"):
        assert agencies(finder, typed) == [], typed


def test_a_long_acronym_may_be_misspelt(finder: Finder):
    assert agencies(finder, "les gens de Verudr") == ["parks"]


def test_an_acronym_that_is_an_empty_word_counts_only_in_capitals(finder: Finder):
    assert agencies(finder, "j’ai appelé la SES") == ["parks"]
    assert agencies(finder, "SES") == ["parks"]
    assert agencies(finder, "j’ai perdu ses clés") == []
    assert agencies(finder, "J’AI PERDU SES CLÉS") == []


def test_a_named_agency_comes_before_those_whose_words_are_many(finder: Finder):
    story = "fuite, inondation, facture et compteur d’eau, dit la Société des parcs"
    assert agencies(finder, story)[:2] == ["parks", "water"]


def test_of_names_that_overlap_the_longest_counts():
    finder = build(
        (
            Subject("roads", ("Office des routes",)),
            Subject("rural", ("Office des routes rurales",)),
        )
    )
    assert agencies(finder, "l’Office des routes rurales est fermé")[0] == "rural"
    assert agencies(finder, "l’Office des routes est fermé")[0] == "roads"


def test_a_part_of_a_name_does_not_name_the_agency(finder: Finder):
    assert agencies(finder, "un bureau, une branche cassée et un arbre")[0] == "parks"


@pytest.mark.parametrize(
    "typed", ["contraventoin", "contraventionn", "controvantion", "inondatoin"]
)
def test_long_words_may_have_two_mistakes(finder: Finder, typed: str):
    assert len(finder.suggest(typed, "fr")) == 1


@pytest.mark.parametrize("typed", ["fiute", "fuitte", "fuit"])
def test_short_words_may_have_one_mistake(finder: Finder, typed: str):
    assert agencies(finder, typed)[:1] == ["water"]


def test_a_short_word_with_another_first_letter_is_another_word(finder: Finder):
    assert agencies(finder, "cuite") == []


def test_a_misspelt_word_counts_less_than_the_word_itself(finder: Finder):
    assert finder.suggest("factuer", "fr")[0].score < finder.suggest("facture", "fr")[0].score


def test_a_misspelt_stop_word_is_not_taken_for_another_word():
    finder = build((Subject("clocks", ("Horloges",), aliases=("maintenel",)),))
    assert agencies(finder, "maintenat") == []
    assert agencies(finder, "maintenl") == ["clocks"]


def test_car_is_a_vehicle_in_english_and_an_empty_word_in_french(finder: Finder):
    assert agencies(finder, "they took my car", "en") == ["tolls"]
    assert agencies(finder, "je suis triste car il pleut", "fr") == []


def test_the_words_of_complaining_alone_lead_nowhere(finder: Finder):
    assert agencies(finder, "Bonjour, je veux porter plainte, j’ai un problème") == []
    assert agencies(finder, "I have a complaint about an agency", "en") == []


def test_what_no_agency_speaks_of_leads_nowhere(finder: Finder):
    assert agencies(finder, "Mon violon est désaccordé") == []


def test_the_typed_words_that_led_there_are_shown_in_their_order(finder: Finder):
    best = finder.suggest("Le Gardien a coupé des ARBRES, un arbre et une branche", "fr")[0]
    assert best.matched == ("Gardien", "ARBRES", "branche")


def test_at_most_five_words_are_shown(finder: Finder):
    story = "facture fuite inondation tuyau leak aqueduc compteur pipe"
    assert len(finder.suggest(story, "fr")[0].matched) == 5


def test_no_more_than_what_is_asked_for_is_suggested(finder: Finder):
    story = "fuite branche contravention"
    assert len(finder.suggest(story, "fr")) == 3
    assert finder.suggest(story, "fr", most=2) == finder.suggest(story, "fr")[:2]


def test_a_name_alone_suggests_no_category(finder: Finder):
    assert finder.suggest("jardins publics", "fr")[0].category is None


def test_of_two_that_are_as_likely_the_first_comes_first():
    words = (SubjectCategory("any", Text("Divers", "Various"), words=("neige",)),)
    subjects = (Subject("b", ("Nord",), categories=words), Subject("a", ("Sud",), categories=words))
    assert agencies(build(subjects), "neige") == ["b", "a"]


def test_a_portal_without_agencies_suggests_nothing():
    assert build(()).suggest("fuite", "fr") == []
