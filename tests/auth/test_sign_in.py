from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.auth.tries import MISTYPED
from portal.complaints import accounts
from portal.complaints.queries.accounts import user_by_email
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.pages.office.people import PASSWORD, bodies, case_path, sign_in, signed_in, words
from tests.support import FixedClock, add_user, file
from tests.support.forms import forms_of

CLAIRE = "claire@parcs.example"
LIST = "/fr/gestion/parks/file"
WRONG = "Cette adresse et ce mot de passe ne vont pas ensemble"
_TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')


def tried(client: FlaskClient, email: str = CLAIRE, password: str = "not this one") -> TestResponse:
    return client.post("/fr/connexion", data={"email": email, "password": password})


def attempt(client: FlaskClient, email: str = CLAIRE, password: str = "not this one") -> str:
    return tried(client, email, password).text


def test_a_page_of_the_office_asks_to_sign_in_first_and_then_opens(
    client: FlaskClient, runtime: Runtime
):
    add_user(runtime, CLAIRE)
    answer = client.get(f"{LIST}?vue=equipe")
    assert answer.status_code == 303
    asked = client.get(answer.location)
    assert 'value="/fr/gestion/parks/file?vue=equipe"' in asked.text
    signed = client.post(
        "/fr/connexion",
        data={"email": CLAIRE, "password": PASSWORD, "next": f"{LIST}?vue=equipe"},
    )
    assert signed.location == f"{LIST}?vue=equipe"
    assert client.get(signed.location).status_code == 200


def test_the_english_page_leads_to_the_english_sign_in(client: FlaskClient):
    assert client.get("/en/office/parks/list").location.startswith("/en/sign-in?next=")


@pytest.mark.parametrize(
    "address",
    ["https://mal.example/", "//mal.example", "/\\mal.example", "javascript:alert(1)", "/\t/mal"],
)
def test_nobody_is_sent_to_another_site(client: FlaskClient, runtime: Runtime, address: str):
    add_user(runtime, CLAIRE)
    answer = client.post(
        "/fr/connexion", data={"email": CLAIRE, "password": PASSWORD, "next": address}
    )
    assert answer.location == "/fr/gestion"


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(
    client: FlaskClient, runtime: Runtime
):
    add_user(runtime, CLAIRE)
    stranger = "personne@parcs.example"
    known, unknown = attempt(client).replace(CLAIRE, ""), attempt(client, stranger)
    assert WRONG in known
    # A token tells only the second in which it was made.
    assert _TOKEN.sub("", known) == _TOKEN.sub("", unknown.replace(stranger, ""))


def test_an_unknown_address_takes_the_same_work(
    client: FlaskClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    checked = []
    verify = accounts.is_password
    monkeypatch.setattr(accounts, "is_password", lambda *a: checked.append(a) or verify(*a))
    attempt(client, "personne@parcs.example")
    assert checked == [(None, "not this one")]


@pytest.mark.parametrize("email", [CLAIRE, "personne@parcs.example"])
def test_ten_wrong_passwords_slow_an_address_whether_the_account_exists_or_not(
    client: FlaskClient, runtime: Runtime, clock: FixedClock, email: str
):
    add_user(runtime, CLAIRE)
    assert {tried(client, email).status_code for _ in range(10)} == {422}
    refused = tried(client, email, PASSWORD)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "30"
    assert "pour cette adresse courriel. Réessayez dans 1 minute, ou appelez-nous" in refused.text
    assert "réseau" not in refused.text
    assert PASSWORD not in refused.text
    clock.moment += timedelta(seconds=30)
    assert tried(client, email).status_code == 422
    assert "Réessayez dans 1 minute" in tried(client, email).text


def test_wrong_passwords_from_elsewhere_shut_nobody_out(client: FlaskClient, runtime: Runtime):
    add_user(runtime, CLAIRE)
    for number in range(60):
        place = {"REMOTE_ADDR": f"10.0.0.{number}"}
        client.post(
            "/fr/connexion", data={"email": CLAIRE, "password": "wrong"}, environ_base=place
        )
    assert tried(client, CLAIRE, PASSWORD).status_code == 303


def test_beside_an_attacker_whoever_is_right_signs_in_even_for_the_first_time_there(
    client: FlaskClient, runtime: Runtime, app: Flask
):
    """An office behind one address: somebody in it tries whatever accounts there are."""
    add_user(runtime, CLAIRE)
    add_user(runtime, "new@parcs.example")
    office, elsewhere = {"REMOTE_ADDR": "10.0.0.1"}, {"REMOTE_ADDR": "10.0.0.2"}
    right = {"email": CLAIRE, "password": PASSWORD}
    device, attacker = app.test_client(), app.test_client()
    assert device.post("/fr/connexion", data=right, environ_base=elsewhere).status_code == 303
    device.post("/fr/deconnexion", environ_base=elsewhere)

    def attacked(email: str) -> TestResponse:
        data = {"email": email, "password": "wrong"}
        return attacker.post("/fr/connexion", data=data, environ_base=office)

    for number in range(130):
        attacked(f"a{number}@parcs.example")
        attacked(CLAIRE)
    assert device.post("/fr/connexion", data=right, environ_base=office).status_code == 303
    new = {"email": "new@parcs.example", "password": PASSWORD}
    assert app.test_client().post("/fr/connexion", data=new, environ_base=office).status_code == 303
    refused = [attacked("a0@parcs.example") for _ in range(MISTYPED + 1)][-1]
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) <= 60
    assert "à partir de votre réseau. Réessayez dans 1 minute" in refused.text


def test_a_wait_ends_by_itself(client: FlaskClient, runtime: Runtime, clock: FixedClock):
    add_user(runtime, CLAIRE)
    for _ in range(10):
        tried(client)
    clock.moment += timedelta(seconds=30)
    sign_in(client, CLAIRE)


def test_right_passwords_from_one_address_never_lock_it(client: FlaskClient, runtime: Runtime):
    add_user(runtime, CLAIRE)
    for _ in range(40):
        assert tried(client, CLAIRE, PASSWORD).status_code == 303


def test_the_password_never_comes_back_in_a_page(client: FlaskClient):
    assert "not this one" not in attempt(client)


def test_a_session_begins_with_nothing_of_the_one_before(client: FlaskClient, runtime: Runtime):
    add_user(runtime, CLAIRE)
    with client.session_transaction() as session:
        session["left by somebody"] = "else"
        session["id"] = "chosen by somebody else"
    sign_in(client, CLAIRE)
    with client.session_transaction() as session:
        assert "left by somebody" not in session
        assert session["id"] != "chosen by somebody else"


def test_half_an_hour_without_a_request_ends_the_session(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    claire = signed_in(app, runtime)
    for _ in range(3):
        clock.moment += timedelta(minutes=29)
        assert claire.get(LIST).status_code == 200
    clock.moment += timedelta(minutes=30)
    assert claire.get(LIST).status_code == 303


def test_no_session_lasts_longer_than_twelve_hours(app: Flask, runtime: Runtime, clock: FixedClock):
    claire = signed_in(app, runtime)
    for _ in range(30):
        clock.moment += timedelta(minutes=24)
        last = claire.get(LIST).status_code
    assert last == 303


def test_signing_out_ends_the_session_on_every_device(app: Flask, runtime: Runtime):
    office = signed_in(app, runtime)
    home = app.test_client()
    sign_in(home, CLAIRE)
    assert office.post("/fr/deconnexion").status_code == 303
    assert office.get(LIST).status_code == 303
    assert home.get(LIST).status_code == 303


def test_signing_out_is_not_a_link(app: Flask, runtime: Runtime):
    assert signed_in(app, runtime).get("/fr/deconnexion").status_code == 405


def test_a_new_password_ends_what_was_open(app: Flask, runtime: Runtime):
    claire = signed_in(app, runtime)
    with runtime.transaction() as session:
        user = user_by_email(session, runtime.keyring, CLAIRE)
        assert user is not None
        accounts.set_password(user, "another long password")
    assert claire.get(LIST).status_code == 303


def test_a_deactivated_person_is_out_at_once_and_stays_out(app: Flask, runtime: Runtime):
    claire = signed_in(app, runtime)
    with runtime.transaction(PORTAL) as session:
        user = user_by_email(session, runtime.keyring, CLAIRE)
        assert user is not None
        accounts.deactivate(user)
    assert claire.get(LIST).status_code == 303
    assert WRONG in attempt(claire, CLAIRE, PASSWORD)


@pytest.mark.parametrize(
    ("role", "agency", "place"),
    [
        (Role.OFFICER, "parks", "/fr/gestion/parks/file"),
        (Role.TOP_AUTHORITY, "parks", "/fr/gestion/parks/direction"),
        (Role.ANALYST, None, "/fr/portrait"),
    ],
)
def test_everybody_arrives_where_their_work_is(
    app: Flask, runtime: Runtime, role: Role, agency: str | None, place: str
):
    client = signed_in(app, runtime, role=role, agency=agency, post=None)
    assert client.get("/fr/gestion").location.startswith(place)


def test_somebody_of_two_agencies_chooses_one(app: Flask, runtime: Runtime):
    client = signed_in(app, runtime)
    with runtime.transaction() as session:
        user = user_by_email(session, runtime.keyring, CLAIRE)
        assert user is not None
        accounts.add_membership(session, user.id, Role.OFFICER, "water")
    page = client.get("/fr/gestion").text
    assert "Régie des parcs" in page
    assert "Service des eaux" in page
    assert "/fr/gestion/desk" not in page


def sign_in_form(answer: TestResponse) -> dict[str, str]:
    """Return what the form to sign in of a page holds."""
    [form] = [form for form in forms_of(answer.text) if form.id == "connexion"]
    return {one.name: one.value for one in form.fields}


class TestAFormSentAfterTheSessionExpired:
    def kept(self, client: FlaskClient, path: str, **headers: str) -> str:
        answer = client.post(
            path, data={"body": "Écrit en une demi-heure.", "version": "1"}, headers=headers
        )
        assert answer.status_code == 401
        return answer.text.split('name="kept" value="')[1].split('"')[0]

    def expired(self, app: Flask, runtime: Runtime, clock: FixedClock) -> FlaskClient:
        client = signed_in(app, runtime)
        clock.moment += timedelta(hours=1)
        return client

    def test_comes_back_after_signing_in_and_can_be_sent_again(
        self, app: Flask, runtime: Runtime, clock: FixedClock
    ):
        number = file(runtime).number
        client = self.expired(app, runtime, clock)
        kept = self.kept(client, case_path(number, "note"))
        page = client.post(
            "/fr/connexion", data={"email": CLAIRE, "password": PASSWORD, "kept": kept}
        )
        assert page.status_code == 200
        assert "Écrit en une demi-heure." in page.text
        assert f'action="{case_path(number, "note")}"' in page.text

    def test_survives_a_wrong_password(self, app: Flask, runtime: Runtime, clock: FixedClock):
        client = self.expired(app, runtime, clock)
        kept = self.kept(client, case_path("2026-000001", "note"))
        page = client.post(
            "/fr/connexion", data={"email": CLAIRE, "password": "wrong", "kept": kept}
        )
        assert kept in page.text

    def test_is_unreadable_in_the_page_where_it_waits(
        self, app: Flask, runtime: Runtime, clock: FixedClock
    ):
        client = self.expired(app, runtime, clock)
        page = client.post(case_path("2026-000001", "note"), data={"body": "Un secret."})
        assert "Un secret." not in page.text

    def test_is_not_shown_to_somebody_else(self, app: Flask, runtime: Runtime, clock: FixedClock):
        client = self.expired(app, runtime, clock)
        kept = self.kept(client, case_path("2026-000001", "note"))
        add_user(runtime, "paul@eaux.example", agency="water")
        page = client.post(
            "/fr/connexion",
            data={"email": "paul@eaux.example", "password": PASSWORD, "kept": kept},
            follow_redirects=True,
        )
        assert "Écrit en une demi-heure." not in page.text

    def test_is_not_kept_when_it_came_from_another_site(
        self, app: Flask, runtime: Runtime, clock: FixedClock
    ):
        client = self.expired(app, runtime, clock)
        path = case_path("2026-000001", "note")
        answer = client.post(
            path, data={"body": "Une phrase."}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert answer.status_code == 401
        assert sign_in_form(answer)["kept"] == ""
        assert "Une phrase." not in answer.text

    def test_of_which_nobody_knows_whose_it_was_is_read_where_one_signs_in(
        self, app: Flask, runtime: Runtime
    ):
        add_user(runtime, CLAIRE)
        client, path = app.test_client(), case_path("2026-000001", "note")
        typed = {"body": "Écrit en une demi-heure.", "mot": "Zouave", "choix": "oui"}
        answer = client.post(path, data=typed)
        assert answer.status_code == 401
        assert "Écrit en une demi-heure.</textarea>" in answer.text
        assert "La personne qui se connectera sur cette page pourra envoyer" in answer.text
        asked = sign_in_form(answer)
        assert asked["next"] == path
        page = client.post("/fr/connexion", data={**asked, "email": CLAIRE, "password": PASSWORD})
        assert "Ne l’envoyez que s’il est de vous" in words(page.text)
        assert page.text.count("</textarea>") == answer.text.count("</textarea>") == 2
        assert f'action="{path}"' in page.text

    def test_of_nobody_known_is_not_kept_when_it_came_from_another_site(self, client: FlaskClient):
        path, foreign = case_path("2026-000001", "note"), {"Sec-Fetch-Site": "cross-site"}
        answer = client.post(path, data={"body": "Une phrase."}, headers=foreign)
        assert (answer.status_code, sign_in_form(answer)["kept"]) == (401, "")
        assert "Une phrase." not in answer.text

    def test_of_nobody_known_is_not_kept_where_it_shows_no_word(self, client: FlaskClient):
        answer = client.post(case_path("2026-000001", "note"), data={"choix": "oui"})
        assert (answer.status_code, sign_in_form(answer)["kept"]) == (401, "")

    def test_of_nobody_known_does_what_whoever_signs_in_may_do(self, app: Flask, runtime: Runtime):
        add_user(runtime, "paul@eaux.example", agency="water")
        number, client = file(runtime).number, app.test_client()
        asked = sign_in_form(client.post(case_path(number, "note"), data={"body": "Une note."}))
        paul = {**asked, "email": "paul@eaux.example", "password": PASSWORD}
        page = client.post("/fr/connexion", data=paul)
        [form] = [form for form in forms_of(page.text) if form.id == "renvoi"]
        assert client.post(form.action, data=form.filled([])).status_code in (403, 404)
        assert bodies(runtime, number, "note") == []

    def test_of_a_citizen_is_shown_to_nobody_of_the_staff(self, app: Flask, runtime: Runtime):
        add_user(runtime, CLAIRE)
        client = app.test_client()
        asked = client.post(
            "/fr/suivi/2026-000001/message", data={"texte": "Un secret de six mots."}
        )
        sealed = asked.text.split('name="garde" value="')[1].split('"')[0]
        waiting = {"kept": sealed, "email": CLAIRE}
        for answer in (
            client.post("/en/sign-in", data={**waiting, "changer-langue": "connexion"}),
            client.post("/fr/connexion", data={**waiting, "password": "wrong"}),
            client.post("/fr/connexion", data={**waiting, "password": PASSWORD}),
        ):
            assert "Un secret" not in answer.text

    def test_goes_back_to_its_page_where_it_was_a_button(self, client: FlaskClient):
        button, page = "/fr/deconnexion", case_path("2026-000001")
        answer = client.post(button, headers={"Referer": f"http://localhost{page}"})
        assert sign_in_form(answer)["next"] == page
        foreign = client.post(button, headers={"Referer": f"http://ailleurs.example{page}"})
        assert sign_in_form(foreign)["next"] == ""

    def test_goes_over_to_the_other_language_once_it_is_there_again(
        self, app: Flask, runtime: Runtime, clock: FixedClock
    ):
        client = self.expired(app, runtime, clock)
        kept = self.kept(client, case_path("2026-000001", "note"))
        page = client.post(
            "/fr/connexion", data={"email": CLAIRE, "password": PASSWORD, "kept": kept}
        )
        [form] = [form for form in forms_of(page.text) if form.id == "renvoi"]
        address = "/en/office/parks/complaints/2026-000001/note"
        assert f'formaction="{address}"' in page.text
        turned = client.post(address, data={**form.filled([]), "changer-langue": "renvoi"})
        [form] = [form for form in forms_of(turned.text) if form.id == "renvoi"]
        held = {one.name: one.value for one in form.fields}
        assert (form.action, held["body"]) == (address, "Écrit en une demi-heure.")
        assert held["version"] == "1"

    @pytest.mark.parametrize("kept", ["", "nonsense", "AAAA", "é"])
    def test_that_was_tampered_with_is_ignored(
        self, client: FlaskClient, runtime: Runtime, kept: str
    ):
        add_user(runtime, CLAIRE)
        sign_in(client, CLAIRE, kept=kept)
