"""An officer's day in the work list: views, filters, a search, several at once, two at once."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.runtime import Runtime
from tests.complaints.cases import complaint, history_holds, messages
from tests.journeys.browser import Browser
from tests.support import FixedClock, add_user, file

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
CLAIRE, LUC, WATER = "claire@parcs.example", "luc@parcs.example", "ana@eaux.example"
STORIES = {
    "fr": (
        "Les sentiers près de la rivière étaient fermés.",
        "L’accueil du camping était désagréable.",
    ),
    "en": ("The trails near the café were closed.", "The welcome at the campground was rude."),
}
LIST = {"fr": "/fr/gestion/{}/file", "en": "/en/office/{}/list"}
CASE = {"fr": "/fr/gestion/parks/plaintes/{}", "en": "/en/office/parks/complaints/{}"}
WORDS = {
    "fr": {
        "unassigned": "Non attribuées 2",
        "none": "Aucune plainte ne vous est attribuée.",
        "apply": "Appliquer",
        "chip": "Catégorie : État d’un sentier",
        "keep": "Garder",
        "name": "Mes sentiers",
        "go on": "Continuer",
        "assign": "Attribuer les plaintes choisies",
        "effect": "La personne choisie en devient responsable.",
        "done": "2 plaintes changées.",
        "mine": "À moi 2",
        "reading": "Luc lit aussi cette plainte (à l’instant).",
        "note": "Ajouter la note interne",
        "stale": "Cette plainte a changé depuis que vous avez ouvert la page",
        "search": "Rechercher",
        "found": "riviere sentier ferme",
        "nothing": "Aucune plainte ne correspond",
    },
    "en": {
        "unassigned": "Not assigned 2",
        "none": "No complaint is assigned to you.",
        "apply": "Apply",
        "chip": "Category: State of a trail",
        "keep": "Keep",
        "name": "My trails",
        "go on": "Continue",
        "assign": "Assign the chosen complaints",
        "effect": "The chosen person becomes responsible for them.",
        "done": "2 complaints changed.",
        "mine": "Mine 2",
        "reading": "Luc is also reading this complaint (just now).",
        "note": "Add the internal note",
        "stale": "This complaint has changed since you opened the page",
        "search": "Search",
        "found": "cafe trail",
        "nothing": "No complaint matches",
    },
}


@BOTH
def test_the_list_is_narrowed_kept_worked_through_together_and_searched(
    app: Flask, runtime: Runtime, language: str
):
    said = WORDS[language]
    trail, welcome = filed(runtime, language)
    id_of_claire = add_user(runtime, CLAIRE)
    claire = Browser(app).sign_in(CLAIRE, language)

    claire.open(LIST[language].format("parks"))
    assert said["unassigned"] in claire.text
    assert said["none"] in claire.text
    claire.open(LIST[language].format("parks") + "?vue=non-attribuees")
    claire.send(said["apply"], categorie="trail", canal="web")
    assert "vue=non-attribuees" in claire.address
    assert "categorie=trail" in claire.address
    assert said["chip"] in claire.text
    assert trail in claire.text
    assert welcome not in claire.text

    claire.send(said["keep"], **{"nom-recherche": said["name"]})
    narrowed = claire.address
    claire.open(LIST[language].format("parks")).follow(said["name"])
    assert claire.address == narrowed
    assert welcome not in claire.text

    claire.open(LIST[language].format("parks") + "?vue=non-attribuees")
    claire.send(said["go on"], faire="attribuer", plainte=[trail, welcome])
    for shown in (trail, welcome, said["effect"]):
        assert shown in claire.text
    assert complaint(runtime, trail).assignee_id is None
    claire.send(said["assign"], assignee=str(id_of_claire))
    assert said["done"] in claire.text
    assert said["mine"] in claire.text
    assert "vue=non-attribuees" in claire.address
    assert {complaint(runtime, one).assignee_id for one in (trail, welcome)} == {id_of_claire}

    found = claire.send(said["search"], q=said["found"]).text
    assert trail in found
    assert welcome not in found
    assert history_holds(runtime)


@BOTH
def test_a_search_finds_only_what_its_reader_may_see(app: Flask, runtime: Runtime, language: str):
    said = WORDS[language]
    trail, _ = filed(runtime, language)
    add_user(runtime, CLAIRE)
    add_user(runtime, WATER, agency="water")
    ours = file(runtime, "water", STORIES[language][0], reply_language=language).number
    claire = Browser(app).sign_in(CLAIRE, language).open(LIST[language].format("parks"))
    claire.send(said["search"], q=said["found"])
    assert (trail in claire.text, ours in claire.text) == (True, False)
    ana = Browser(app).sign_in(WATER, language).open(LIST[language].format("water"))
    ana.send(said["search"], q=said["found"])
    assert (trail in ana.text, ours in ana.text) == (False, True)
    # The number of somebody else's complaint leads nowhere either.
    assert said["nothing"] in ana.send(said["search"], q=trail).text


@BOTH
def test_two_officers_at_one_complaint_see_each_other_and_overwrite_nothing(
    app: Flask, runtime: Runtime, clock: FixedClock, language: str
):
    said = WORDS[language]
    number, _ = filed(runtime, language)
    add_user(runtime, CLAIRE)
    add_user(runtime, LUC)
    claire, luc = (Browser(app).sign_in(one, language) for one in (CLAIRE, LUC))
    case = CASE[language].format(number)
    luc.open(case)
    assert said["reading"] in claire.open(case).text

    claire.open(f"{case}/note")
    luc.open(f"{case}/note").send(said["note"], body="Le garde a été appelé.")
    claire.refused(said["note"], body="J’appelle le garde demain.")
    for shown in (said["stale"], "Le garde a été appelé.", "J’appelle le garde demain."):
        assert shown in claire.text
    assert [one.body for one in messages(runtime, number)] == ["Le garde a été appelé."]
    claire.send(said["note"], body="Alors je rappelle la personne.")
    assert [one.body for one in messages(runtime, number)] == [
        "Le garde a été appelé.",
        "Alors je rappelle la personne.",
    ]


def filed(runtime: Runtime, language: str) -> tuple[str, str]:
    """File a complaint about a trail and one about a welcome; return their numbers."""
    trail, welcome = STORIES[language]
    return (
        file(runtime, story=trail, category="trail", reply_language=language).number,
        file(runtime, story=welcome, category="welcome", reply_language=language).number,
    )
