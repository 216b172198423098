"""An agency joins on a page: started, published, written to by a citizen, read by an officer."""

from __future__ import annotations

import re

from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import complaint, history_holds
from tests.journeys.browser import Browser
from tests.pages.settings.starting.lakes import ANSWERS
from tests.support import add_user, on_both


@on_both
def test_an_agency_joins_and_receives_its_first_complaint(app: Flask, runtime: Runtime):
    app.config["WTF_CSRF_ENABLED"] = True
    add_user(runtime, "admin@portail.example", Role.ADMINISTRATOR, None, None)
    add_user(runtime, "ann@lacs.example", Role.AUDITOR, "water", None)
    admin = Browser(app).sign_in("admin@portail.example").open("/fr/reglages/nouveau")
    admin.send("Préparer l’organisme", **ANSWERS, administrator="ann@lacs.example")
    assert "Pas encore en vigueur" in admin.text

    ann = Browser(app).sign_in("ann@lacs.example").open("/fr/reglages/lacs/publication")
    assert "aurait sa réponse le 15 décembre 2026" in ann.text
    ann.send("Publier")
    assert "La version 1 est en vigueur" in ann.text

    citizen = Browser(app).open("/fr/").send("Trouver", mots="La glace est trop mince")
    citizen.send("Porter plainte : Office des lacs")
    citizen.send("Continuer", recit="La glace du lac est trop mince et rien ne le dit.")
    reply = {"qui": "self", "nom": "Michel Gagnon", "moyen": "email", "langue": "fr"}
    citizen.send("Continuer", courriel="m.gagnon@exemple.org", **reply)
    assert "15 décembre 2026" in citizen.text
    citizen.send("Envoyer ma plainte")
    found = re.search(r"20\d\d-\d{6}", citizen.text)
    assert found is not None

    add_user(runtime, "claire@lacs.example", agency="lacs", post="service")
    officer = Browser(app).sign_in("claire@lacs.example")
    officer.open(f"/fr/gestion/lacs/plaintes/{found[0]}")
    assert "La glace du lac est trop mince" in officer.text
    assert complaint(runtime, found[0]).category == "glace_trop_mince"
    assert history_holds(runtime)
