"""What whoever decides of a transfer reads: where reports of reprisals go, and what was done."""

from __future__ import annotations

from functools import partial

from flask.testing import FlaskClient

from portal.domain.actor import complainant
from portal.domain.role import Role
from portal.features.reprisals.actions import apart, report
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.features.transfers.transferred import propose
from tests.pages.office.people import words
from tests.support import add_user, file

GOES_ALONG = "Vos signalements de représailles, s’il y en a, suivent toujours"
READERS = "seules la personne qui dirige le service des plaintes et la plus haute autorité"
NO_MORE = "L’organisme qui a votre plainte ne pourra plus agir pour vous protéger"


def test_before_deciding_its_person_reads_who_gets_a_report_and_who_can_act_no_more(
    client: FlaskClient, runtime: Runtime
):
    receipt = file(runtime)
    page = f"/fr/suivi/{receipt.number}"
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    propose(runtime, receipt.number)
    asked = words(client.get(f"{page}/transfert").text)
    for said in (GOES_ALONG, READERS, NO_MORE, "partent aussi"):
        assert said in asked
    assert GOES_ALONG in words(client.get(page).text)
    client.post(f"{page}/transfert", data={"rien": "1"})
    assert complaint(runtime, receipt.number).agency == "water"
    assert "s’il y en a, ont suivi" in words(client.get(page).text)


def test_whoever_made_a_report_reads_where_it_goes_without_any_proposal(
    client: FlaskClient, runtime: Runtime
):
    receipt = file(runtime)
    add_user(runtime, "head@parcs.example", Role.HEAD)
    owner = complainant(complaint(runtime, receipt.number).id)
    apart(runtime, owner, receipt.number, partial(report, body="On me refuse l’entrée."))
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    page = words(client.get(f"/fr/suivi/{receipt.number}").text)
    assert "vos signalements suivent : c’est alors à cet organisme d’agir" in page


def test_what_another_tab_ended_is_said_as_it_was_ended(client: FlaskClient, runtime: Runtime):
    receipt = file(runtime)
    page = f"/fr/suivi/{receipt.number}"
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    propose(runtime, receipt.number)
    client.post(f"{page}/transfert", data={"garder": "1"})
    client.get(page)
    client.post(f"{page}/transfert", data={"tout": "1"})
    assert "vous aviez déjà gardé votre plainte ici" in words(client.get(page).text)
    assert complaint(runtime, receipt.number).agency == "parks"
    propose(runtime, receipt.number)
    client.post(f"{page}/transfert", data={"tout": "1"})
    client.get(page)
    client.post(f"{page}/transfert", data={"garder": "1"})
    assert "était déjà remise à l’autre organisme" in words(client.get(page).text)
