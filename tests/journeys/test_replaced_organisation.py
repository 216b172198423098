"""An organisation is merged into another while people complain: nobody has to begin again."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from portal.worker import Worker
from tests.complaints.cases import complaint, due, history_holds
from tests.journeys.browser import Browser
from tests.support import FixedClock, RecordingMailer, add_user, file, on_both

APRIL = datetime(2027, 4, 1, 12, 0, tzinfo=UTC)


def work(runtime: Runtime, clock: FixedClock) -> None:
    """Let the worker do everything that is due, letters included."""
    while Worker(runtime).run_once(clock.moment).more:
        pass


def plan_the_merge(app: Flask, runtime: Runtime) -> None:
    """Let the administrator of the portal plan it for the first of April, seeing the effect."""
    add_user(runtime, "admin@portail.example", Role.ADMINISTRATOR, None, None)
    admin = (
        Browser(app)
        .sign_in("admin@portail.example")
        .open("/fr/reglages/parks/changements/remplacer")
    )
    day = {"on-day": "1er", "on-month": "avril", "on-year": "2027"}
    admin.send("Voir l’effet", into="water", **day)
    assert "1 plainte en cours suit. Aucune date promise ne bouge." in admin.text
    assert "1 personne du service suit." in admin.text
    admin.send("Confirmer", into="water", **{"to-trail": "water:bill"})
    assert "Fusion Service des eaux attend son jour" in admin.text


@on_both
def test_a_merge_is_planned_and_everything_follows_on_its_day(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    clock.moment = datetime(2027, 3, 30, 15, 0, tzinfo=UTC)
    add_user(runtime, "claire@parcs.example")
    receipt = file(runtime, reply_language="en")
    promised = due(runtime, receipt.number)
    citizen = Browser(app).open("/fr").send("Trouver", mots="Le sentier est couvert de boue")
    citizen.send("Choisir cet organisme", liste="parks")
    story = {"recit": "La passerelle du lac est tombée.", "mon-appareil": "yes"}
    citizen.send("Continuer", **story)
    plan_the_merge(app, runtime)

    clock.moment = APRIL
    work(runtime, clock)
    assert complaint(runtime, receipt.number).agency == "water"
    assert due(runtime, receipt.number) == promised
    letters = [one.get_body(("plain",)).get_content() for one in mailbox.sent]  # type: ignore[union-attr]
    told = [" ".join(letter.split()) for letter in letters]
    assert any("your complaint is in the hands of: Water board" in letter for letter in told)

    follow = Browser(app).open("/en/follow")
    follow.send("See my complaint", numero=receipt.number, code=receipt.code)
    assert "Water board takes the place of: Parks board." in follow.text

    citizen.open(citizen.path)
    assert "Service des eaux prend la place de : Régie des parcs." in citizen.text
    reply = {"qui": "anonymous", "moyen": "none", "langue": "fr"}
    citizen.send("Continuer", **reply)
    assert "La passerelle du lac est tombée." in citizen.text
    citizen.send("Envoyer ma plainte")
    assert complaint(runtime, "2027-000002").agency == "water"

    officer = Browser(app).sign_in("claire@parcs.example")
    officer.open(f"/fr/gestion/parks/plaintes/{receipt.number}")
    assert officer.path == f"/fr/gestion/water/plaintes/{receipt.number}"
    assert history_holds(runtime)
