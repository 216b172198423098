"""The desk of e-mails: each says why it is there, and one button says what it is."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.features.incoming_mail.actions import work_kept
from portal.runtime import Runtime
from tests.complaints.cases import complaint, documents_of, kinds
from tests.features.incoming_mail.received import (
    STRANGER,
    emails,
    message,
    open_inbox,
    receive,
    to_agency,
    to_complaint,
)
from tests.journeys.browser import Browser
from tests.journeys.steps import office
from tests.mail.broken_parts import HTML, PDF
from tests.mail.writing import mixed, part, text_part
from tests.pages.office.people import signed_in, words
from tests.support import add_user, file

LIST = "/fr/gestion/parks/courriels"


def test_a_reply_from_another_address_is_looked_at_and_added_by_one_button(
    app: Flask, runtime: Runtime
):
    open_inbox(runtime)
    number = file(runtime).number
    client = signed_in(app, runtime)
    receive(runtime, message(STRANGER, text="Ma nouvelle adresse."), to_complaint(runtime, number))
    [email] = emails(runtime)
    above = words(client.get("/fr/gestion/parks/file").text)
    assert "1 courriel est à trier" in above
    listed = words(client.get(LIST).text)
    assert "mais d’une autre adresse" in listed
    assert f"Verser à la plainte {number}" in listed
    assert kinds(runtime, number)[-1] != "message_received"
    for _ in range(2):
        done = client.post(f"{LIST}/{email.id}/verser")
        assert done.status_code == 303
    assert kinds(runtime, number).count("message_received") == 1
    again = words(client.get(f"{LIST}/{email.id}").text)
    assert "a été trié depuis" in again
    assert "Trié par" in again
    assert "Aucun courriel à trier" in words(client.get(LIST).text)
    english = words(client.get("/en/office/parks/e-mails").text)
    assert "No email to sort" in english


def test_a_new_message_fills_the_form_and_becomes_a_complaint_of_its_day(
    app: Flask, runtime: Runtime
):
    open_inbox(runtime)
    add_user(runtime, "claire@parcs.example", Role.OFFICER, "parks", "office")
    pdf = part("application/pdf", PDF, "base64", 'attachment; filename="photo.pdf"')
    receive(runtime, mixed(STRANGER, [text_part(STRANGER), pdf]), to_agency())
    browser: Browser = office(app, "claire@parcs.example")
    [email] = emails(runtime)
    browser.open(f"{LIST}/{email.id}")
    browser.send("Nouvelle plainte")
    assert "J’attends ma carte" in browser.text
    browser.send("Inscrire la plainte", sujet="welcome")
    work_kept(runtime, runtime.now())
    [email] = emails(runtime)
    assert email.state == "complaint"
    with_number = words(browser.open(f"{LIST}/{email.id}").text)
    assert "Inscrit comme plainte" in with_number
    number = next(word for word in with_number.split() if word.startswith("2026-"))
    assert complaint(runtime, number).channel == "email"
    assert documents_of(runtime, number) == ["photo.pdf"]


def test_what_is_no_complaint_stays_and_comes_back(app: Flask, runtime: Runtime):
    open_inbox(runtime)
    client = signed_in(app, runtime)
    receive(runtime, message(STRANGER), to_agency())
    receive(runtime, message(STRANGER, "Nouvelles", List_Id="<voisins.example>"), to_agency())
    first, second = emails(runtime)
    client.post(f"{LIST}/{first.id}/pas-une-plainte")
    assert "Ma carte" in client.get(f"{LIST}?vue=pas-plainte").text
    assert "Liste d’envoi" in client.get(f"{LIST}?vue=machines").text
    for one in (first, second):
        client.post(f"{LIST}/{one.id}/remettre")
    assert [one.state for one in emails(runtime)] == ["to_sort", "to_sort"]


def test_an_e_mail_is_shown_as_text_and_to_nobody_of_another_agency(app: Flask, runtime: Runtime):
    open_inbox(runtime)
    html = "<p>Bonjour</p><script>alert(1)</script><img src='https://spy.example/a.gif'>"
    receive(runtime, message(STRANGER, text=html, Content_Type=HTML), to_agency())
    receive(
        runtime, message(STRANGER, text="<b>Gras</b>", Subject="<i>Objet</i>"), to_agency("parks")
    )
    first, second = emails(runtime)
    client = signed_in(app, runtime)
    page = client.get(f"{LIST}/{first.id}").text
    assert "Bonjour" in page
    assert "spy.example" not in page
    assert "alert(1)" not in page
    assert "&lt;b&gt;Gras" in client.get(f"{LIST}/{second.id}").text
    other = signed_in(app, runtime, "eau@eau.example", Role.OFFICER, "water")
    manager = signed_in(app, runtime, "gerant@parcs.example", Role.MANAGER, "parks", "director")
    for stranger in (other, manager):
        assert _status(stranger, f"{LIST}/{first.id}") in (403, 404)
    elsewhere = f"/fr/gestion/water/courriels/{first.id}"
    assert _status(other, elsewhere) == 404
    assert other.post(f"{elsewhere}/pas-une-plainte").status_code == 404
    assert emails(runtime)[0].state == "to_sort"


def _status(client: FlaskClient, path: str) -> int:
    return client.get(path).status_code
