"""Everybody who could read a report is kept from it: it is refused, or its author is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.features.conflicts_of_interest import actions as declaring
from portal.features.reprisals.actions_dates import keep_dates
from portal.features.reprisals.rules import Against, NobodyInsideError, Reader
from portal.runtime import Runtime
from tests.complaints.cases import act, member
from tests.features.conflicts_of_interest.named_staff import somebody
from tests.features.reprisals.reported import WORDS, kept, kept_files, reported, told
from tests.pages.office.people import case_path, signed_in, words
from tests.support import FixedClock, file, on_both

OUTSIDE = "Adressez-vous à un organisme indépendant"


@pytest.fixture
def people(runtime: Runtime) -> dict[str, int]:
    """The head, the top authority and whoever looks after the settings."""
    member(runtime, Role.ADMINISTRATOR, "parks", None)
    head = somebody(runtime, "Zoé Roy", Role.HEAD, None)
    top = somebody(runtime, "Ada Lemieux", Role.TOP_AUTHORITY, "president")
    assert head.user_id is not None
    assert top.user_id is not None
    return {"head": head.user_id, "top": top.user_id}


@pytest.fixture
def opened(
    app: Flask, runtime: Runtime, client: FlaskClient, people: dict[str, int]
) -> Callable[[str], str]:
    """Let a complaint be filed and opened by its complainant."""

    def filed(story: str) -> str:
        receipt = file(runtime, story=story)
        client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
        return receipt.number

    return filed


def keep_out(runtime: Runtime, number: str, user_id: int) -> None:
    act(runtime, number, declaring.declare, user_id=user_id)


def page(client: FlaskClient, number: str) -> str:
    return words(client.get(f"/fr/suivi/{number}").text)


@on_both
def test_where_the_complaint_names_both_the_report_is_refused(
    runtime: Runtime, client: FlaskClient, opened: Callable[[str], str]
):
    number = opened("Zoé Roy et Ada Lemieux ne répondent jamais.")
    answer = client.post(f"/fr/suivi/{number}/represailles", data={"faits": WORDS})
    assert answer.status_code == 422
    said = words(answer.text)
    assert "Toutes les personnes qui pourraient lire ce signalement sont en cause" in said
    assert f"<h2>{OUTSIDE}</h2>" in answer.text
    assert WORDS in answer.text
    assert kept_files(runtime, number) == []
    assert told(runtime) == []
    assert "Votre signalement est reçu" not in page(client, number)


def test_who_notes_one_that_nobody_may_read_is_told_and_keeps_the_words(
    app: Flask, runtime: Runtime, opened: Callable[[str], str]
):
    number = opened("Zoé Roy et Ada Lemieux ne répondent jamais.")
    claire = signed_in(app, runtime)
    sent = {"body": WORDS, "version": "0"}
    answer = claire.post(case_path(number, "represailles"), data=sent)
    assert answer.status_code == 422
    said = words(answer.text)
    assert "Donnez à la personne l’adresse d’un organisme indépendant, plus bas" in said
    assert "Où la personne peut s’adresser" in said
    assert "Lisez ce qui a changé" not in said
    assert WORDS in answer.text
    assert told(runtime) == []


def test_without_the_top_authority_what_is_about_the_head_is_refused(
    runtime: Runtime, client: FlaskClient, opened: Callable[[str], str]
):
    number = opened("Ada Lemieux ne répond jamais.")
    assert reported(runtime, number).told is Reader.HEAD
    said = page(client, number)
    assert "seule la personne qui dirige le service des plaintes peut lire ce signalement" in said
    with pytest.raises(NobodyInsideError) as refused:
        reported(runtime, number, against=Against.HEAD)
    assert refused.value.is_closed
    assert page(client, number) == said
    assert len(kept(runtime, number).reports) == 1


def test_a_date_that_the_head_missed_is_not_the_top_authoritys_where_it_may_not_read(
    runtime: Runtime, client: FlaskClient, clock: FixedClock, people: dict[str, int]
):
    receipt = file(runtime, story="Ada Lemieux ne répond jamais.")
    reported(runtime, receipt.number)
    clock.moment += timedelta(days=2)
    keep_dates(runtime, clock.moment)
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    said = page(client, receipt.number)
    assert "après votre signalement est passée" in said
    assert OUTSIDE in said
    assert "C’est maintenant à la plus haute autorité" not in said


@pytest.mark.parametrize("order", [("head", "top"), ("top", "head")])
def test_after_the_last_who_could_act_is_kept_out_the_page_says_where_to_turn(
    runtime: Runtime,
    client: FlaskClient,
    clock: FixedClock,
    opened: Callable[[str], str],
    people: dict[str, int],
    order: tuple[str, str],
):
    number = opened("Le sentier est fermé.")
    reported(runtime, number)
    written = told(runtime)
    keep_out(runtime, number, people[order[0]])
    assert "Prochain geste : au plus tard" in page(client, number)
    keep_out(runtime, number, people[order[1]])
    said = page(client, number)
    assert "Plus personne dans l’organisme ne peut lire ce signalement ni agir" in said
    assert OUTSIDE in said
    assert "Prochain geste" not in said
    assert "Premier geste contre les représailles" not in said
    # The letter is about the complaint, and says nothing of a report.
    assert len(told(runtime, "recourse_opened")) == 1
    clock.moment += timedelta(minutes=1)
    for one in kept(runtime, number).owed:
        keep_dates(runtime, one.due_at)
    assert told(runtime) == written


def test_while_somebody_who_could_read_it_is_kept_out_a_vacant_post_is_nobody(
    runtime: Runtime, client: FlaskClient
):
    somebody(runtime, "Ada Lemieux", Role.TOP_AUTHORITY, "president")
    number = file(runtime, story="Ada Lemieux ne répond jamais.").number
    with pytest.raises(NobodyInsideError):
        reported(runtime, number)
