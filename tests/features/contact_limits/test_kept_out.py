"""Limits on contact where whoever would review them, or answer alone, is kept out."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask

from portal.complaints import accounts
from portal.complaints.handling.filing import Receipt
from portal.domain.actor import PORTAL, Actor, complainant
from portal.domain.errors import IncompleteError
from portal.domain.role import Role
from portal.domain.time.promise import Allowance, Unit
from portal.features.conflicts_of_interest import actions as conflicts
from portal.features.contact_limits import actions as limits
from portal.features.contact_limits.queries import own_limit
from portal.features.contact_limits.rules import Means
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, letters, member, templates
from tests.features.absences.absent import away
from tests.pages.citizen.journeys import followed_page
from tests.pages.office.people import sign_in, words
from tests.support import file, on_both

FACTS = "Quarante appels en trois jours, avec des injures, malgré deux avis."
INSIDE = "La plus haute autorité"
NOBODY = "Personne de l’organisme ne peut réviser cette limite."


def said(*means: Means, contact_id: int | None = None) -> limits.Limit:
    lasts = Allowance(3, Unit.MONTHS)
    return limits.Limit(means or (Means.WRITTEN,), FACTS, lasts, contact_id)


@pytest.fixture
def receipt(runtime: Runtime) -> Receipt:
    return file(runtime)


@pytest.fixture
def head(runtime: Runtime) -> Actor:
    return member(runtime, Role.HEAD, post=None)


@pytest.fixture
def top(runtime: Runtime) -> Actor:
    return member(runtime, Role.TOP_AUTHORITY, post="president")


def keep_out(runtime: Runtime, number: str, actor: Actor) -> None:
    runtime.change(PORTAL, number, partial(conflicts.declare, user_id=actor.user_id))


def ask(runtime: Runtime, number: str) -> None:
    owner = complainant(complaint(runtime, number).id)
    act(runtime, number, limits.ask_review, owner, why="Je suis sourde.")


def review_page(app: Flask, receipt: Receipt) -> str:
    """What whoever filed a complaint reads where a review of its limit is asked for."""
    client = app.test_client()
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    return words(client.get(f"/fr/suivi/{receipt.number}/limite").text)


def office_page(app: Flask, number: str, reader: Actor) -> str:
    """What a member of staff reads on the page of a complaint."""
    client = app.test_client()
    sign_in(client, reader.name)
    return words(client.get(f"/fr/gestion/parks/plaintes/{number}").text)


def contact(runtime: Runtime, number: str) -> str | None:
    complaint_id = complaint(runtime, number).id
    with runtime.reading(complainant(complaint_id)) as session:
        limit = own_limit(session, complaint_id)
    assert limit is not None
    return limit.contact


@on_both
def test_a_review_is_promised_by_the_top_authority_while_it_may_read_the_complaint(
    runtime: Runtime, app: Flask, receipt: Receipt, head: Actor, top: Actor
):
    act(runtime, receipt.number, limits.limit_contact, head, limit=said())
    assert INSIDE in review_page(app, receipt)
    keep_out(runtime, receipt.number, top)
    assert INSIDE not in followed_page(app, receipt)
    page = review_page(app, receipt)
    assert NOBODY in page
    assert "Envoyer ma demande" not in page
    assert "Vous pouvez vous adresser à : " in page


@on_both
def test_what_is_asked_where_nobody_may_review_is_kept_and_told_with_where_to_turn(
    runtime: Runtime, app: Flask, receipt: Receipt, head: Actor, top: Actor
):
    number = receipt.number
    act(runtime, number, limits.limit_contact, head, limit=said())
    keep_out(runtime, number, top)
    ask(runtime, number)
    assert letters(runtime, number)[-1] == ("limit_review_outside", "m.gagnon@exemple.org")
    assert "limit_review_for_you" not in templates(runtime, number)
    page = office_page(app, number, head)
    assert "La personne en demande la révision. Personne de l’organisme ne peut la réviser" in page


@on_both
def test_a_review_that_waits_for_somebody_kept_out_is_told_once_as_for_an_outside_body(
    runtime: Runtime, app: Flask, receipt: Receipt, head: Actor, top: Actor
):
    number = receipt.number
    act(runtime, number, limits.limit_contact, head, limit=said())
    ask(runtime, number)
    assert INSIDE in review_page(app, receipt)
    keep_out(runtime, number, top)
    keep_out(runtime, number, member(runtime))
    assert templates(runtime, number).count("limit_review_outside") == 1
    assert NOBODY in review_page(app, receipt)


@on_both
def test_a_review_stays_inside_while_somebody_else_is_the_top_authority(
    runtime: Runtime, app: Flask, receipt: Receipt, head: Actor, top: Actor
):
    number = receipt.number
    other = member(runtime, Role.TOP_AUTHORITY, post="board")
    act(runtime, number, limits.limit_contact, head, limit=said())
    keep_out(runtime, number, top)
    ask(runtime, number)
    assert letters(runtime, number)[-1] == ("limit_review_for_you", other.name)
    assert NOBODY not in review_page(app, receipt)
    assert "Personne de l’organisme ne peut la réviser" not in office_page(app, number, head)
    # Nor where whoever replaces the one who is away reviews it.
    away(runtime, other.name, member(runtime).name)
    assert "Personne de l’organisme ne peut la réviser" not in office_page(app, number, head)
    keep_out(runtime, number, other)
    assert "Personne de l’organisme ne peut la réviser" in office_page(app, number, head)


def test_the_review_is_not_offered_to_whoever_decided_the_limit(
    runtime: Runtime, app: Flask, receipt: Receipt, head: Actor, top: Actor
):
    number = receipt.number
    act(runtime, number, limits.limit_contact, head, limit=said())
    ask(runtime, number)
    with runtime.transaction() as session:
        accounts.add_membership(session, head.user_id or 0, Role.TOP_AUTHORITY, "parks", post=None)
    assert "Réviser la limite de contact" not in office_page(app, number, head)
    assert "Réviser la limite de contact" in office_page(app, number, top)


@on_both
def test_no_review_inside_is_promised_where_nobody_is_the_top_authority(
    runtime: Runtime, app: Flask, receipt: Receipt
):
    head = member(runtime, Role.HEAD, post=None)
    act(runtime, receipt.number, limits.limit_contact, head, limit=said())
    assert NOBODY in review_page(app, receipt)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST, Role.MANAGER])
def test_nobody_is_the_one_who_answers_who_may_not_open_the_complaint(
    runtime: Runtime, app: Flask, receipt: Receipt, head: Actor, role: Role
):
    other = member(runtime, role, post="director")
    one = said(Means.ONE_PERSON, contact_id=other.user_id)
    with pytest.raises(IncompleteError, match="contact_person"):
        act(runtime, receipt.number, limits.limit_contact, head, limit=one)
    client = app.test_client()
    sign_in(client, head.name)
    page = client.get(f"/fr/gestion/parks/plaintes/{receipt.number}/limiter-les-contacts").text
    page = page.partition('name="contact"')[2].partition("</select>")[0]
    assert f'value="{other.user_id}"' not in page
    assert f'value="{head.user_id}"' in page


@on_both
def test_whoever_answers_alone_is_named_no_more_when_kept_out(
    runtime: Runtime, app: Flask, receipt: Receipt, head: Actor
):
    number, alone = receipt.number, member(runtime)
    one = said(Means.ONE_PERSON, contact_id=alone.user_id)
    act(runtime, number, limits.limit_contact, head, limit=one)
    assert contact(runtime, number) is not None
    keep_out(runtime, number, alone)
    assert contact(runtime, number) is None
    assert "Celle qui était nommée ne le fait plus" in followed_page(app, receipt)
    assert ("limit_without_contact", head.name) in letters(runtime, number)


@on_both
def test_a_proposal_that_names_nobody_any_more_is_not_put_in_force(
    runtime: Runtime, receipt: Receipt, head: Actor
):
    number, alone = receipt.number, member(runtime)
    one = said(Means.ONE_PERSON, contact_id=alone.user_id)
    act(runtime, number, limits.limit_contact, limit=one)
    keep_out(runtime, number, alone)
    with pytest.raises(IncompleteError, match="contact_person"):
        act(runtime, number, limits.decide, head, is_agreed=True)
    act(runtime, number, limits.decide, head, is_agreed=False, reason="Une autre personne.")
