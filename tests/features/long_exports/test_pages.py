"""The pages of exports: asked for, left, found again, downloaded; and what they say otherwise."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete

from portal.complaints.records.people import MembershipRecord
from portal.domain.role import Role
from portal.features.long_exports import queries_contents
from portal.features.long_exports.actions_progress import Making, erase_what_is_over
from portal.features.long_exports.rules import LEASE
from portal.runtime import Runtime
from portal.worker.beside import BesideRuns
from tests.features.long_exports.asked import (
    LIST,
    QUARTER,
    auditor_at,
    content,
    lived,
    made,
    problems,
)
from tests.pages.office.people import signed_in, words
from tests.support import FixedClock


def test_an_export_is_asked_for_left_and_downloaded_by_whoever_asked(
    app: Flask, runtime: Runtime, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(queries_contents, "SLICE", 1)
    vera = auditor_at(app, runtime)
    assert "Rien n’est encore publié" in vera.get(LIST).text
    lived(runtime)
    wrong = vera.post(LIST, data={"quarter": "2019-T1"})
    assert (wrong.status_code, "Choisissez un trimestre publié" in wrong.text) == (422, True)
    answer = vera.post(LIST, data={"quarter": str(QUARTER)})
    page = answer.location
    assert (answer.status_code, page) == (303, f"{LIST}/1")
    assert vera.post(LIST, data={"quarter": str(QUARTER)}).location == page
    waiting = words(vera.get(page).text)
    assert "En attente" in waiting
    assert "Vous pouvez quitter cette page" in waiting
    # The rest of the page as anybody reads it while it is made.
    making = Making(runtime)
    making.go_on(clock())
    running = vera.get(page).text
    assert "1 plainte lue sur 3" in words(running)
    assert '<progress id="done" value="1" max="3">' in running
    assert "Encore une minute au plus." in words(running)
    assert "http-equiv" not in running
    assert vera.get(f"{page}/fichier").location == page
    clock.moment += LEASE + timedelta(seconds=1)
    assert "reprendra où il en était" in words(vera.get(page).text)
    # The worker does it beside its runs.
    beside = BesideRuns(runtime)
    while beside.step():
        pass
    assert "Le fichier est prêt" in words(vera.get(page).text)
    english = words(vera.get("/en/overview/my-exports/1").text)
    assert "The file is ready" in english
    file = vera.get(f"{page}/fichier")
    assert file.headers["Content-Disposition"] == (
        "attachment; filename=2026-t4-verification.jsonl.gz"
    )
    assert file.headers["Cache-Control"] == "no-store"
    assert (len(file.data), problems(file.data)) == (int(file.headers["Content-Length"]), [])
    assert file.data == content(runtime, 1)
    listed = words(vera.get(LIST).text)
    assert "Prêt" in listed
    # Nobody else, and not whoever asked once the right is lost.
    other = auditor_at(app, runtime, "autre@exemple.org")
    assert {other.get(f"{page}{end}").status_code for end in ("", "/fichier")} == {404}
    assert other.post(f"{page}/annuler").status_code == 404
    assert "Ce que vous avez demandé" not in other.get(LIST).text
    with runtime.transaction() as session:
        session.execute(delete(MembershipRecord).where(MembershipRecord.user_id == 1))
    assert {vera.get(f"{page}{end}").status_code for end in ("", "/fichier")} == {403}


def test_what_came_to_nothing_says_so_and_is_asked_for_again(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    lived(runtime)
    vera = auditor_at(app, runtime)
    page = vera.post(LIST, data={"quarter": str(QUARTER)}).location
    assert vera.post(f"{page}/annuler").location == page
    cancelled = vera.get(page).text
    assert "L’export est annulé." in words(cancelled)
    assert re.search(r'<button[^>]+name="quarter"\s+value="2026-T4"', cancelled)
    again = vera.post(LIST, data={"quarter": str(QUARTER)}).location
    assert again != page
    made(runtime)
    clock.moment += timedelta(days=9)
    vera = auditor_at(app, runtime, "encore@exemple.org")
    other = vera.post(LIST, data={"quarter": str(QUARTER)}).location
    made(runtime)
    assert "Télécharger" in vera.get(other).text
    assert vera.post(f"{other}/annuler").status_code == 303
    assert "Le fichier est effacé." in words(vera.get(other).text)
    assert erase_what_is_over(runtime, clock()) == 2
    assert vera.get(f"{other}/fichier").location == other


def test_only_whoever_verifies_all_of_it_is_led_there(app: Flask, runtime: Runtime):
    vera = auditor_at(app, runtime)
    assert f'href="{LIST}"' in vera.get("/fr/portrait", follow_redirects=True).text
    for rank, (role, agency) in enumerate(((Role.ANALYST, None), (Role.HEAD, "parks"))):
        client = signed_in(app, runtime, f"p{rank}@exemple.org", role, agency)
        assert client.get(LIST).status_code == 403
        assert LIST not in client.get("/fr/portrait", follow_redirects=True).text
