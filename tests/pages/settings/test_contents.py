"""The first page of the settings leads to each form, and says what stands there now."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.pages.settings.pages import said, save
from tests.support.agencies import PARKS_YAML


def test_each_form_is_named_with_what_stands_there(admin: FlaskClient):
    assert said(admin) == {
        "page-publique": "vérifiée le 24 novembre 2026",
        "canaux": "sur ce portail, téléphone",
        "avis": "un avis",
        "recours": "2 recours",
        "territoire": "partout",
        "delais": "réponse en 20 jours ouvrables",
        "suspensions": "aucune raison",
        "paliers": "3 paliers",
        "reprise": "30 jours civils",
        "calendrier": "jours fériés : Gouvernement du Québec",
        "categories": "3 catégories, 2 questions",
        "unites": "une unité",
        "criteres": "aucun critère",
        "modeles": "aucun texte",
        "mots-du-metier": "aucun mot",
        "deuxieme-lecture": "aucune réponse",
        "urgence": "les mots communs",
        "plaintes-semblables": "dès 5 plaintes en 30 jours",
        "limite-de-contact": "au plus 6 mois",
        "personnel": "sans mot",
        "reparations": "la liste du portail",
        "representation": "preuve demandée pour tous les sujets",
    }


def test_it_is_said_in_english_as_well(admin: FlaskClient):
    entries = said(admin, "/en/settings/parks")
    assert entries["deadlines"] == "answer within 20 working days"
    assert entries["categories"] == "3 categories, 2 questions"


@pytest.mark.parametrize(
    ("before", "after", "page", "sentence"),
    [
        ("    theme: courtesy", "    theme: courtesy\n    retired: true", "categories", "dont une"),
        (
            "    theme: courtesy",
            "    theme: courtesy\n    deadlines: {answer: {within: 5 working days, basis: Loi}}",
            "delais",
            "réponse en 20 jours ouvrables, sauf une catégorie",
        ),
        ("  verified_on: 2026-11-24\n", "", "page-publique", "sans date de vérification"),
        ("web: true", "web: false, fax: 514 555-0111", "canaux", "téléphone, télécopieur"),
        (
            "units:\n",
            'calendar: {jurisdiction: CA-QC, hours: "08:30-16:30", timezone: America/Toronto,'
            " extra_closures: [12-24, 12-31]}\nunits:\n",
            "calendrier",
            "et 2 autres jours",
        ),
        (
            "channels:",
            "letters:\n  - {code: mud, use: answer, name: {fr: Boue, en: Mud},"
            " text: {fr: Merci, en: Thanks}}\nchannels:",
            "modeles",
            "un modèle",
        ),
    ],
)
def test_it_says_what_the_draft_says(
    admin: FlaskClient, before: str, after: str, page: str, sentence: str
):
    assert before in PARKS_YAML
    save(admin, PARKS_YAML.replace(before, after))
    assert sentence in said(admin)[page]
