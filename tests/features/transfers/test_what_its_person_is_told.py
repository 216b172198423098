"""What whoever decides of a transfer reads: where reports of reprisals go, and what was done."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from flask.testing import FlaskClient

from portal.complaints.records.message import OutboxRecord
from portal.domain.actor import complainant
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind
from portal.features.reprisals.actions import apart, report
from portal.features.transfers.actions_refusing import refuse
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import clocks, complaint, last, member
from tests.features.transfers.transferred import agree, propose, rows
from tests.pages.office.people import words
from tests.support import FixedClock, add_user, file, on_both

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


def test_a_proposal_stands_above_all_that_may_be_done_besides(
    client: FlaskClient, runtime: Runtime
):
    receipt = file(runtime)
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    propose(runtime, receipt.number)
    pages = {"/fr/suivi": "On propose de remettre", "/en/follow": "The agency proposes to hand"}
    for page, proposal in pages.items():
        shown = client.get(f"{page}/{receipt.number}").text
        assert shown.index(proposal) < shown.index('class="s-acts')


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


PROPOSED = "transfer_proposed"
BY_YES = "Vous avez déjà refusé cet organisme : votre plainte n’y part que si vous l’acceptez"


@on_both
def test_to_an_agency_that_its_person_refused_it_goes_by_a_yes_alone(
    runtime: Runtime, clock: FixedClock
):
    number = file(runtime).number
    owner = complainant(complaint(runtime, number).id)
    claire = member(runtime)
    propose(runtime, number, actor=claire)
    runtime.change(owner, number, refuse)
    propose(runtime, number, actor=claire)
    proposals = [row for row in rows(runtime, OutboxRecord, number) if row.template == PROPOSED]
    assert [row.params.get("is_by_yes_alone") for row in proposals] == [False, True]
    clock.moment += timedelta(days=30)
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, number).agency == "parks"
    assert not clocks(runtime, number, ClockKind.TRANSFER)[-1].pending
    assert last(runtime, number, "transfer_taken_back").facts["is_unanswered"] is True
    assert "transfer_unanswered" in [row.template for row in rows(runtime, OutboxRecord, number)]
    propose(runtime, number, actor=claire)
    agree(runtime, number)
    assert complaint(runtime, number).agency == "water"


def test_a_refusal_of_one_agency_holds_for_no_other(runtime: Runtime, clock: FixedClock):
    number = file(runtime).number
    owner = complainant(complaint(runtime, number).id)
    propose(runtime, number)
    runtime.change(owner, number, refuse)
    propose(runtime, number, to="desk")
    clock.moment += timedelta(days=30)
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, number).agency == "desk"


def test_whoever_refused_reads_that_silence_keeps_it_here(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    receipt = file(runtime)
    page, opening = f"/fr/suivi/{receipt.number}", {"numero": receipt.number, "code": receipt.code}
    client.post("/fr/suivi", data=opening)
    propose(runtime, receipt.number)
    client.post(f"{page}/transfert", data={"garder": "1"})
    propose(runtime, receipt.number)
    followed, asked = (words(client.get(at).text) for at in (page, f"{page}/transfert"))
    assert BY_YES in followed
    assert "Votre plainte reste ici : vous avez déjà refusé cet organisme" in asked
    assert "part d’elle-même" not in followed + asked
    clock.moment += timedelta(days=30)
    run_clocks(runtime, clock.moment)
    client.post("/fr/suivi", data=opening)
    assert "sans réponse, votre plainte reste ici" in words(client.get(page).text)
