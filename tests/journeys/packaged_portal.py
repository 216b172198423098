"""A portal in a process of its own, as it starts with what is installed at that moment."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from portal.app import create_app
from portal.commands.opened import portal_opened
from portal.commands.serving import prepare
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import complaint, kinds
from tests.journeys.browser import Browser
from tests.support import PASSWORD, add_user


@contextmanager
def started() -> Iterator[tuple[Runtime, Flask]]:
    """Start the portal that the environment describes: migrated, its settings in force."""
    with portal_opened(migrated=False, makes=True) as runtime:
        prepare(runtime)
        yield runtime, create_app(runtime)


def file_one(runtime: Runtime, app: Flask) -> dict[str, Any]:
    """File a complaint, from the words on the first page to the receipt."""
    citizen = Browser(app)
    citizen.open("/fr/").send("Trouver", mots="Mon canot est percé")
    citizen.send("Porter plainte : Office des canots")
    citizen.send("Continuer", recit="Mon canot est à la dérive sur le lac.")
    citizen.send("Continuer", qui="self", nom="Michel Gagnon", moyen="none")
    citizen.send("Envoyer ma plainte")
    number = re.findall(r"20\d\d-\d{6}", citizen.text)[0]
    return {"number": number, "unit": complaint(runtime, number).unit}


def staff(runtime: Runtime, app: Flask) -> dict[str, Any]:
    """Add an officer and an administrator of the agency."""
    add_user(runtime, "claire@canots.example", Role.OFFICER, "canoes", "office")
    add_user(runtime, "luc@canots.example", Role.ADMINISTRATOR, "canoes", None)
    return {}


def answer(runtime: Runtime, app: Flask, number: str) -> dict[str, Any]:
    """Let the officer find the complaint in the list, read it and answer it."""
    officer = _signed_in(app, "claire@canots.example")
    listed = officer.open("/fr/gestion/canoes/file?vue=non-attribuees").text
    case = f"/fr/gestion/canoes/plaintes/{number}"
    read = officer.open(case).text
    officer.open(f"{case}/premier-contact").send("Prendre la plainte en charge", contact="phone")
    officer.open(f"{case}/repondre").send("Voir la réponse", body="Le canot est ramené.")
    officer.send("Envoyer")
    status = complaint(runtime, number).status
    return {"listed": listed, "read": read, "status": status, "kinds": kinds(runtime, number)}


def settings_home(runtime: Runtime, app: Flask) -> dict[str, Any]:
    """Let the administrator look at the settings."""
    return {"text": _signed_in(app, "luc@canots.example").open("/fr/reglages/canoes").text}


def _signed_in(app: Flask, email: str) -> Browser:
    browser = Browser(app).open("/fr/connexion")
    return browser.send("Me connecter", email=email, password=PASSWORD)


STEPS = {"file": file_one, "staff": staff, "answer": answer, "settings": settings_home}


if __name__ == "__main__":
    told = {}
    with started() as portal:
        for step in sys.argv[1:]:
            name, *facts = step.split("=")
            told[name] = STEPS[name](*portal, *facts)
    json.dump(told, sys.stdout)
