"""Ordinary ways to say that one was refused tell of the time to contest, without any learning."""

from __future__ import annotations

import pytest

from portal.agencies.configured import Configured
from portal.domain.complaint import Draft
from tests.agencies.samples import settings_of

DESK = "dcs"
REFUSED = [
    ("fr", "Vendredi on m’a refusé par une lettre le remboursement de mes lunettes."),
    ("fr", "Vendredi, on m'a refusé par une lettre."),
    ("fr", "On m’a refusé mon permis la semaine passée."),
    ("fr", "Ma demande est rejetée."),
    ("fr", "MA DEMANDE A ÉTÉ REJETÉE, sans explication"),
    ("fr", "Ma réclamation m’a été refusée en juin."),
    ("fr", "J’ai reçu une lettre qui dit que je n’ai pas droit à la rente."),
    ("fr", "Lettre de refus reçue hier."),
    ("en", "My claim was denied."),
    ("en", "My claim has been denied and nobody explained why."),
    ("en", "My application got rejected."),
    ("en", "They turned down my application last week."),
    ("en", "I was refused my disability pension by letter on Friday."),
    ("en", "I got a letter on Friday saying I do not qualify."),
]
OTHERWISE = [
    ("fr", "On m’a refusé l’entrée de la bibliothèque parce que j’avais mon chien."),
    ("fr", "On a refusé de me donner le nom de l’employé."),
    ("fr", "Le chauffeur m’a refusé l’accès à l’autobus."),
    ("fr", "Ma demande n’a toujours pas de réponse depuis six semaines."),
    ("fr", "J’ai envoyé ma demande par une lettre vendredi."),
    ("fr", "Ma carte est refusée par la machine du stationnement."),
    ("en", "The clerk refused to give me her name."),
    ("en", "I was refused a seat on the bus by a rude driver."),
    ("en", "My claim has not been answered for two months."),
    ("en", "My application was lost and I had to send it again."),
]


def is_told(language: str, text: str) -> bool:
    told = Configured(settings_of(DESK)).complaint_notices(Draft(None, text, language))
    return "delai_contestation" in {notice.code for notice in told}


@pytest.mark.parametrize(("language", "text"), REFUSED)
def test_whoever_says_that_they_were_refused_reads_that_a_time_runs(language: str, text: str):
    assert is_told(language, text)


@pytest.mark.parametrize(("language", "text"), OTHERWISE)
def test_the_same_words_about_a_service_tell_of_no_time(language: str, text: str):
    assert not is_told(language, text)
