"""The person takes their complaint over; whoever represented them gets nothing more of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from portal.app import create_app
from portal.complaints.handling import following
from portal.complaints.letters.posted import printed_letters
from portal.complaints.queries.waiting_letters import letters_to_post
from portal.domain.actor import PORTAL, complainant
from portal.domain.complaint import ReplyBy
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.number import CODE_LENGTH, RESUME_CODE_LENGTH
from portal.features.representatives.actions_ending import Reached, invite
from portal.features.representatives.actions_taking import Taking, set_reading, take_back
from portal.features.representatives.records import TakeoverCodeRecord
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, history_holds, kinds, letters, messages
from tests.features.representatives.represented import (
    MOTHER,
    SAID,
    SON,
    asked,
    code_sent,
    filed_for,
    opened,
    take_over,
    until,
    verified,
    worked,
)
from tests.pages.citizen.journeys import at, number_in
from tests.pages.office.people import words
from tests.support import FixedClock, RecordingMailer, officer, on_both

AT_HOME = "8, rue Neuve\nLévis (Québec) G6V 1A1"
SECRET = "rita.nouvelle@exemple.org"


@pytest.fixture
def receipt(runtime: Runtime):
    return filed_for(runtime)


def limited(runtime: Runtime) -> Flask:
    """Return the portal with its limits on floods, as it is installed."""
    made = create_app(runtime)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made


def invited(runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, number: str) -> str:
    """Let the agency write to the person, and return the code that she gets."""
    verified(runtime, number)
    worked(runtime, clock)
    return code_sent(mailbox)


@on_both
def test_the_person_takes_it_over_by_a_code_of_her_own(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    receipt = filed_for(runtime)
    code = invited(runtime, clock, mailbox, receipt.number)
    rita = app.test_client()
    new = take_over(rita, receipt.number, code)
    assert rita.get(f"/fr/suivi/{receipt.number}").status_code == 200
    hers = opened(app, receipt.number, new).get(f"/fr/suivi/{receipt.number}")
    assert "Vous suivez maintenant votre plainte vous-même" in words(hers.text)
    assert ("representation_over", SON) in letters(runtime, receipt.number)
    assert ("complaint_taken_back", MOTHER) in letters(runtime, receipt.number)
    assert history_holds(runtime)


def test_the_code_leaves_sealed_and_is_kept_as_a_hash(
    runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, receipt
):
    code = invited(runtime, clock, mailbox, receipt.number)
    bare = code.replace("-", "")
    with runtime.reading(PORTAL) as session:
        rows = [str(row) for row in session.execute(text("SELECT * FROM outbox"))]
        rows += [str(row) for row in session.execute(text("SELECT * FROM takeover_code"))]
    assert not any(bare in row or code in row for row in rows)


@pytest.mark.parametrize(
    ("address", "no_code", "no_number"),
    [
        ("/fr/reprendre-ma-plainte", "Écrivez le code que vous avez reçu", "Écrivez le numéro"),
        ("/en/take-over-my-complaint", "Enter the code you received", "Enter the whole number"),
    ],
)
def test_what_is_left_empty_is_told_as_missing(
    app: Flask, receipt, address: str, no_code: str, no_number: str
):
    page = app.test_client().post(address, data={"numero": receipt.number}).text
    assert no_code in page
    assert no_number not in page
    page = app.test_client().post(address, data={"code-unique": "ABCD-EFGH-JKMN"}).text
    assert no_number in page
    assert no_code not in page


def test_a_code_works_once_and_sent_twice_shows_the_same_new_code(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, receipt
):
    code = invited(runtime, clock, mailbox, receipt.number)
    rita = app.test_client()
    first = take_over(rita, receipt.number, code)
    assert take_over(rita, receipt.number, code) == first
    assert kinds(runtime, receipt.number).count("taken_back") == 1
    clock.moment += timedelta(minutes=11)
    form = {"numero": receipt.number, "code-unique": code}
    assert rita.post("/fr/reprendre-ma-plainte", data=form).status_code == 422
    assert rita.get("/fr/reprendre-ma-plainte/code").location == "/fr/reprendre-ma-plainte"
    worked(runtime, clock)
    with runtime.reading(PORTAL) as session:
        assert session.scalars(select(TakeoverCodeRecord)).one().shown is None


@on_both
def test_whoever_finds_the_used_code_at_once_is_shown_nothing_by_it(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    receipt = filed_for(runtime)
    code = invited(runtime, clock, mailbox, receipt.number)
    form = {"numero": receipt.number, "code-unique": code}
    early = app.test_client()
    assert early.post("/fr/reprendre-ma-plainte", data=form).status_code == 303
    new = take_over(app.test_client(), receipt.number, code)
    # Neither one who typed it before it was used, nor one who finds the letter now.
    for browser in (early, app.test_client()):
        assert browser.get("/fr/reprendre-ma-plainte/code").location == "/fr/reprendre-ma-plainte"
        assert browser.post("/fr/reprendre-ma-plainte", data=form).status_code == 422
        late = {"moyen": "email", "courriel": SECRET, "lecture": "oui"}
        answer = browser.post("/fr/reprendre-ma-plainte/choisir", data=late)
        assert answer.location.startswith("/fr/reprendre-ma-plainte")
        assert browser.get(f"/fr/suivi/{receipt.number}").status_code == 303
    assert opened(app, receipt.number, new).get(f"/fr/suivi/{receipt.number}").status_code == 200
    assert ("complaint_taken_back", SECRET) not in letters(runtime, receipt.number)


def test_a_code_put_off_or_moved_to_another_complaint_opens_nothing(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, receipt
):
    code = invited(runtime, clock, mailbox, receipt.number)
    other = filed_for(runtime)
    form = {"numero": receipt.number, "code-unique": code}
    with runtime.transaction(PORTAL) as session:
        row = session.scalars(select(TakeoverCodeRecord)).one()
        kept = (row.complaint_id, row.ends_at)
        row.ends_at += timedelta(days=300)
    assert app.test_client().post("/fr/reprendre-ma-plainte", data=form).status_code == 422
    with runtime.transaction(PORTAL) as session:
        row = session.scalars(select(TakeoverCodeRecord)).one()
        row.complaint_id, row.ends_at = complaint(runtime, other.number).id, kept[1]
    moved = {"numero": other.number, "code-unique": code}
    assert app.test_client().post("/fr/reprendre-ma-plainte", data=moved).status_code == 422


def test_an_earlier_code_stays_good_beside_the_next_and_each_ends_after_its_time(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, receipt
):
    early = invited(runtime, clock, mailbox, receipt.number)
    clock.moment += timedelta(hours=1)
    late = invited(runtime, clock, mailbox, receipt.number)
    form = {"numero": receipt.number}

    def statuses() -> list[int]:
        return [
            app.test_client()
            .post("/fr/reprendre-ma-plainte", data={**form, "code-unique": code})
            .status_code
            for code in (early, late)
        ]

    assert statuses() == [303, 303]
    clock.moment += timedelta(days=30) - timedelta(minutes=30)
    assert statuses() == [422, 303]
    clock.moment += timedelta(hours=1)
    assert statuses() == [422, 422]


def test_a_code_of_one_complaint_takes_no_other_over(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, receipt
):
    code = invited(runtime, clock, mailbox, receipt.number)
    other = filed_for(runtime)
    form = {"numero": other.number, "code-unique": code}
    assert app.test_client().post("/fr/reprendre-ma-plainte", data=form).status_code == 422


def test_by_email_a_code_goes_to_the_known_address_alone(
    app: Flask, runtime: Runtime, clock: FixedClock, receipt
):
    client, page = app.test_client(), "/fr/reprendre-ma-plainte/courriel"
    said = []
    for address in ("fraude@exemple.org", "RITA@exemple.org", MOTHER):
        form = {"numero": receipt.number, "courriel-connu": address}
        answer = client.post(page, data=form, follow_redirects=True)
        said.append("un code y part" in words(answer.text))
        worked(runtime, clock)
    assert said == [True, True, True]
    sent = [to for code, to in letters(runtime, receipt.number) if code == "code_to_take_over"]
    assert sent == [MOTHER]


def test_how_often_it_may_be_asked_tells_no_right_address_from_a_wrong_one(
    runtime: Runtime, receipt
):
    runtime.config = runtime.config.model_copy(update={"flood_limits": True})
    client, page = limited(runtime).test_client(), "/fr/reprendre-ma-plainte/courriel"
    answers = []
    for number, address in (
        (receipt.number, MOTHER),
        (filed_for(runtime).number, "fraude@exemple.org"),
        ("2026-009999", "fraude@exemple.org"),
    ):
        form = {"numero": number, "courriel-connu": address}
        answers.append([client.post(page, data=form).status_code for _ in range(11)])
    assert answers == [[303] * 10 + [429]] * 3


def test_on_paper_the_letter_is_addressed_to_the_person(
    app: Flask, runtime: Runtime, clock: FixedClock, receipt
):
    told = {"email": "", "address": AT_HOME, "how_known": "Pièce d’identité vue au comptoir."}
    act(runtime, receipt.number, invite, officer(), reached=Reached(**told))
    with runtime.reading(PORTAL) as session:
        (waiting,) = letters_to_post(session, "parks")
        assert (waiting.person, waiting.is_held) == ("Rita Gagnon", False)
        config, agencies, features = runtime.config, runtime.agencies, runtime.features
        (letter,) = printed_letters(
            session, config, agencies, features.letters, [waiting.id], clock.moment
        )
    assert letter.recipient == ("Rita Gagnon", *AT_HOME.splitlines())
    assert any("unique" in block.text for block in letter.blocks)


# What whoever represented still tries.


def taken(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, receipt, reading: str
) -> FlaskClient:
    """Take a complaint over while the son has it open, and return his browser."""
    son = opened(app, receipt.number, receipt.code)
    assert son.get(f"/fr/suivi/{receipt.number}").status_code == 200
    code = invited(runtime, clock, mailbox, receipt.number)
    take_over(app.test_client(), receipt.number, code, reading)
    return son


def test_an_open_session_and_its_copy_write_nothing_and_keep_the_words(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, receipt
):
    son = taken(app, runtime, clock, mailbox, receipt, "non")
    copied = app.test_client()
    for cookie in son._cookies.values():
        copied.set_cookie(cookie.key, cookie.value, domain="localhost")
    for browser in (son, copied):
        answer = browser.post(
            f"/fr/suivi/{receipt.number}/message", data={"message": "Je continue à sa place."}
        )
        assert answer.status_code == 403
        assert "Je continue à sa place." in answer.text
    assert not [one for one in messages(runtime, receipt.number) if "à sa place" in one.body]


@pytest.mark.parametrize(
    "page", ["", "/message", "/document", "/coordonnees", "/retirer", "/dossier", "/lecture"]
)
@pytest.mark.parametrize("reading", ["oui", "non"])
def test_the_persons_contact_is_shown_on_no_page(
    app: Flask,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    receipt,
    page: str,
    reading: str,
):
    son = taken(app, runtime, clock, mailbox, receipt, reading)
    owner = complainant(complaint(runtime, receipt.number).id)
    change = partial(
        following.change_contact, reply_by=ReplyBy.EMAIL, email=SECRET, phone="", address=AT_HOME
    )
    runtime.change(owner, receipt.number, change)
    for method in (son.get, son.post):
        answer = method(f"/fr/suivi/{receipt.number}{page}", follow_redirects=True)
        assert SECRET not in answer.text
        assert "rue Neuve" not in answer.text


def test_what_the_agency_learned_is_never_shown_to_whoever_represents(
    app: Flask, runtime: Runtime, receipt
):
    told = {"email": SECRET, "address": AT_HOME, "how_known": "Vue au comptoir."}
    act(runtime, receipt.number, invite, officer(), reached=Reached(**told))
    son = opened(app, receipt.number, receipt.code)
    for page in ("", "/message", "/coordonnees", "/retirer"):
        answer = son.get(f"/fr/suivi/{receipt.number}{page}").text
        assert SECRET not in answer
        assert "rue Neuve" not in answer
        assert "comptoir" not in answer
    own = son.post(f"/fr/suivi/{receipt.number}/dossier").data
    assert SECRET.encode() not in own


def test_the_old_code_opens_nothing_or_only_what_may_be_read(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, receipt
):
    taken(app, runtime, clock, mailbox, receipt, "oui")
    pair = {"numero": receipt.number, "code": receipt.code}
    son = app.test_client()
    assert son.post("/fr/suivi", data=pair).status_code == 403
    read = son.get(f"/fr/suivi/{receipt.number}/lecture")
    assert "Vous lisez la plainte d’une autre personne" in words(read.text)
    rita = complainant(complaint(runtime, receipt.number).id)
    runtime.change(rita, receipt.number, partial(set_reading, may_read=False))
    assert son.get(f"/fr/suivi/{receipt.number}/lecture").status_code != 200


def test_the_page_of_what_was_sent_shows_the_person_to_nobody(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):

    son = app.test_client()
    draft = asked(son)
    son.post(at(draft, "representation"), data={**SAID, "son-courriel": MOTHER})
    son.post(at(draft, "verifier"))
    number = number_in(son.get(at(draft, "envoyee")).text)
    code = invited(runtime, clock, mailbox, number)
    form = {"moyen": "email", "courriel": SECRET, "lecture": "non"}
    rita = app.test_client()
    rita.post("/fr/reprendre-ma-plainte", data={"numero": number, "code-unique": code})
    rita.post("/fr/reprendre-ma-plainte/choisir", data=form)
    assert SECRET not in son.get(at(draft, "envoyee")).text
    assert son.get(f"/fr/suivi/{number}").status_code == 403


@pytest.mark.parametrize(
    ("scope", "message", "withdrawal"),
    [("whole", 200, 200), ("answer", 200, 403), ("letters", 403, 403)],
)
def test_nobody_does_more_than_was_said(
    app: Flask, runtime: Runtime, scope: str, message: int, withdrawal: int
):
    receipt = filed_for(runtime, represents_for=scope)
    son = opened(app, receipt.number, receipt.code)
    pages = {"message": message, "retirer": withdrawal}
    for page, status in pages.items():
        answer = son.get(f"/fr/suivi/{receipt.number}/{page}")
        assert answer.status_code == status, (page, answer.text)
    answer = son.post(f"/fr/suivi/{receipt.number}/message", data={"message": "Une précision."})
    assert (answer.status_code == 403) is (message == 403)
    assert bool(messages(runtime, receipt.number)) is (message == 200)


def test_a_wrong_use_of_the_use_case_is_refused(runtime: Runtime, receipt):

    owner = complainant(complaint(runtime, receipt.number).id)
    taking = Taking(ReplyBy.NONE, "", "", "", False)
    with pytest.raises(TransitionNotAllowedError):
        runtime.change(
            owner, receipt.number, partial(take_back, typed="AAAABBBBCCCC", here="", taking=taking)
        )


def test_after_a_date_the_person_takes_over_and_the_son_stays_out(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    receipt = filed_for(runtime, **until(30, 11, 2026))
    clock.moment = datetime(2026, 12, 2, 15, 0, tzinfo=UTC)
    worked(runtime, clock)
    verified(runtime, receipt.number)
    worked(runtime, clock)
    rita = app.test_client()
    new = take_over(rita, receipt.number, code_sent(mailbox))
    assert opened(app, receipt.number, new).get(f"/fr/suivi/{receipt.number}").status_code == 200
    pair = {"numero": receipt.number, "code": receipt.code}
    assert app.test_client().post("/fr/suivi", data=pair).status_code == 403
    assert history_holds(runtime)


@pytest.mark.parametrize(("language", "form"), [("fr", "lettres et chiffres"), ("en", "letters")])
def test_every_page_that_asks_for_a_code_says_its_true_form(
    client: FlaskClient, language: str, form: str
):
    follow, taking, resume = {
        "fr": ("/fr/suivi", "/fr/reprendre-ma-plainte", "/fr/reprendre"),
        "en": ("/en/follow", "/en/take-over-my-complaint", "/en/resume"),
    }[language]
    follows = words(client.get(follow).text)
    assert f"{CODE_LENGTH} {form}" in follows
    assert taking in client.get(follow).text
    for page in (taking, resume):
        assert f"{RESUME_CODE_LENGTH} {form}" in words(client.get(page).text)
        assert f"{CODE_LENGTH} {form}" not in words(client.get(page).text)
