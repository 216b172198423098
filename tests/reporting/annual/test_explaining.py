"""Words on why are asked for once, written by whom they are asked of, and never lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.complaints.records.message import OutboxRecord
from portal.domain.actor import PORTAL, Actor
from portal.domain.errors import IncompleteError, NotAllowedError
from portal.domain.role import Role
from portal.domain.text import Text
from portal.reporting.annual.explaining import (
    Asking,
    NotAskedError,
    ReportedError,
    take_back_words,
    write_words,
)
from portal.reporting.annual.letters import AnnualReportMade, AnnualWordsAsked
from portal.reporting.annual.making import WordsAwaitedError
from portal.reporting.annual.queries import ALL, times_written
from portal.reporting.annual.records import AnnualRequestRecord
from portal.runtime import Runtime
from tests.pages.office.people import sign_in, signed_in
from tests.reporting.annual.register import fill, made
from tests.reporting.figures import words
from tests.support import FixedClock, add_user, officer, on_both

WORDS = Text("Deux agents de plus depuis mars.", "Two more officers since March.")
POST = Text("Direction des plaintes", "Complaints directorate")
HEAD = officer("parks", role=Role.HEAD)
FORM = {
    "body": WORDS.fr,
    "body_en": WORDS.en,
    "post": POST.fr,
    "post_en": POST.en,
    "read": "yes",
}
AT = "/fr/gestion/parks/rapport-annuel"


def letters(runtime: Runtime, code: str) -> list[OutboxRecord]:
    with runtime.reading(PORTAL) as session:
        of_code = select(OutboxRecord).where(OutboxRecord.template == code)
        return list(session.scalars(of_code.order_by(OutboxRecord.id)))


def asked(runtime: Runtime) -> int:
    """Count a year, and let the worker ask for words on it."""
    fill(runtime)
    return Asking(runtime).run(runtime.now())


def write(
    runtime: Runtime,
    actor: Actor = HEAD,
    agency: str = "parks",
    text: Text = WORDS,
    year: int = 2025,
) -> None:
    with runtime.acting(actor) as work:
        write_words(work, agency, year, text, POST)


@on_both
def test_words_are_asked_for_once_of_each_head_and_of_analysts(runtime: Runtime):
    add_user(runtime, "head@parcs.example", Role.HEAD, "parks", None)
    add_user(runtime, "analyst@portail.example", Role.ANALYST, None, None)
    assert asked(runtime) == 2
    assert Asking(runtime).run(runtime.now() + timedelta(days=1)) == 0
    of_all, of_parks = letters(runtime, AnnualWordsAsked.code)
    assert of_parks.params["agencies"] == ["parks"]
    assert (of_parks.params["year"], of_parks.params["across"]) == (2025, False)
    assert of_all.params["across"] is True


def test_a_report_waits_for_words_until_their_day(runtime: Runtime, clock: FixedClock):
    asked(runtime)
    with pytest.raises(WordsAwaitedError):
        made(runtime, 2025, "parks")
    write(runtime)
    said = made(runtime, 2025, "parks").content.editions["en"]
    [why] = [section.quote for section in said.sections if section.quote]
    assert (why.paragraphs, why.function) == ((WORDS.en,), POST.en)
    # Nobody wrote for all together: it waits for its day, then says so.
    with pytest.raises(WordsAwaitedError):
        made(runtime, 2025)
    clock.moment += timedelta(days=23)
    nothing = made(runtime, 2025).content.editions["fr"]
    assert any("Personne n’a écrit" in " ".join(one.paragraphs) for one in nothing.sections)


def test_what_is_written_later_stands_beside_and_what_is_the_same_is_no_other(runtime: Runtime):
    asked(runtime)
    write(runtime)
    write(runtime)
    write(runtime, text=Text("Trois agents de plus.", ""))
    assert runtime.read(PORTAL, times_written, 2025, "parks") == 2


def test_only_whom_they_are_asked_of_writes(runtime: Runtime):
    asked(runtime)
    analyst = officer(None, role=Role.ANALYST)
    for actor in (officer("parks"), officer("water", role=Role.HEAD), analyst):
        with pytest.raises(NotAllowedError):
            write(runtime, actor)
    with pytest.raises(NotAllowedError):
        write(runtime, HEAD, ALL)
    write(runtime, analyst, ALL)
    with pytest.raises(NotAskedError):
        write(runtime, year=2024)
    with pytest.raises(IncompleteError):
        write(runtime, text=Text("", ""))


def test_the_top_authority_is_written_to_once_about_a_whole_year(runtime: Runtime):
    add_user(runtime, "top@parcs.example", Role.TOP_AUTHORITY, "parks", None)
    fill(runtime)
    made(runtime, 2026, "parks")
    assert letters(runtime, AnnualReportMade.code) == []
    report = made(runtime, 2025, "parks")
    assert report.told == 1
    assert made(runtime, 2025, "parks").told is None
    write_reason = Text("Une règle.", "A rule.")
    with runtime.acting(PORTAL) as work:
        due = runtime.now().date()
        request = AnnualRequestRecord(year=2025, agency="parks", asked_at=runtime.now(), due_on=due)
        work.session.add(request)
    write(runtime)
    assert made(runtime, 2025, "parks", write_reason).told is None
    [letter] = letters(runtime, AnnualReportMade.code)
    assert letter.params["said_fr"] == list(report.content.editions["fr"].lead)
    assert len(letter.params["said_en"]) == 3


def test_the_head_writes_on_a_page_and_everybody_reads_it(
    app: Flask, runtime: Runtime, client: FlaskClient
):
    head = signed_in(app, runtime, "head@parcs.example", Role.HEAD, "parks", None)
    assert "Aucun mot n’est demandé" in head.get(AT).text
    asked(runtime)
    page = head.get(AT).text
    assert "Rapport annuel 2025" in words(page)
    assert 'value="Responsable du service des plaintes"' in page
    lacking = head.post(AT, data=FORM | {"read": "", "post": "", "post_en": ""} | {"body": "Ici"})
    assert lacking.status_code == 422
    assert "Écrivez la fonction de qui signe ce texte" in lacking.text
    assert ">\nIci</textarea>" in lacking.text
    long = head.post(AT, data=FORM | {"body": "mot " * 400})
    assert "Raccourcissez ce texte" in long.text
    sent = head.post(AT, data=FORM)
    assert sent.status_code == 303, sent.text
    english = head.get("/en/office/parks/annual-report").text
    assert WORDS.fr in english
    assert WORDS.en in english
    made(runtime, 2025, "parks")
    public = words(client.get("/en/statistics/report/2025/parks").text)
    assert WORDS.en in public
    assert POST.en in public
    assert "This report is published" in head.get("/en/office/parks/annual-report").text


def test_the_page_says_what_is_true_before_the_day_after_it_and_once_it_is_reported(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    head = signed_in(app, runtime, "head@parcs.example", Role.HEAD, "parks", None)
    asked(runtime)
    assert "À écrire au plus tard le" in head.get(AT).text
    clock.moment += timedelta(days=23)
    sign_in(head, "head@parcs.example")
    made(runtime, 2025)
    late = words(head.get(AT).text)
    assert "À écrire au plus tard" not in late
    assert "Ce texte était attendu au plus tard le" in late
    assert "Ce rapport n’est pas encore publié : ce que vous écrivez avant y sera." in late
    assert "Celui de tous les organismes ensemble est déjà publié." in late
    assert 'href="/fr/statistiques/rapport/2025/les-chiffres"' in head.get(AT).text
    said = head.post(AT, data=FORM, follow_redirects=True).text
    assert "le rapport annuel le dira" in said
    made(runtime, 2025, "parks")
    other = FORM | marks_of(head.get(AT).text) | {"body": "Autre."}
    reported = head.post(AT, data=other, follow_redirects=True).text
    assert "il ne le dira que s’il est fait de nouveau" in reported
    assert "le rapport annuel le dira" not in reported
    assert 'href="/fr/statistiques/rapport/2025/parks/les-chiffres"' in reported
    again = FORM | marks_of(reported)
    english = head.post("/en/office/parks/annual-report", data=again, follow_redirects=True).text
    assert "it will say so only if it is made again" in english


def test_words_are_taken_back_before_the_report_and_stay_as_a_version(app: Flask, runtime: Runtime):
    head = signed_in(app, runtime, "head@parcs.example", Role.HEAD, "parks", None)
    asked(runtime)
    assert "Retirer ce texte" not in head.get(AT).text
    write(runtime)
    emptied = head.post(AT, data=FORM | {"body": "", "body_en": ""} | marks_of(head.get(AT).text))
    assert "choisissez « Retirer ce texte »" in words(emptied.text).replace("\xa0", " ")
    taken = marks_of(head.get(AT).text) | {"take_back": "yes"}
    for _ in range(2):
        page = head.post(AT, data=taken, follow_redirects=True).text
        assert "Le texte est retiré" in page
        assert WORDS.fr not in page
        assert "Ce qui était écrit a été retiré, et reste gardé" in page
    assert runtime.read(PORTAL, times_written, 2025, "parks") == 2
    with pytest.raises(WordsAwaitedError):
        made(runtime, 2025, "parks")
    write(runtime)
    made(runtime, 2025, "parks")
    assert "Retirer ce texte" not in head.get(AT).text
    with runtime.acting(HEAD) as work, pytest.raises(ReportedError):
        take_back_words(work, "parks", 2025)
    late = head.post(AT, data=taken)
    assert late.status_code == 409
    assert WORDS.fr in late.text


def marks_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(mark-\w+)" value="(\w*)"', page))


def test_two_who_write_at_once_see_each_others_words(app: Flask, runtime: Runtime):
    one = signed_in(app, runtime, "head@parcs.example", Role.HEAD, "parks", None)
    asked(runtime)
    marks = marks_of(one.get(AT).text)
    write(runtime, text=Text("Autre chose.", "Something else."))
    answer = one.post(AT, data=FORM | marks)
    assert answer.status_code == 409
    assert "Quelqu’un d’autre a écrit entre-temps" in answer.text
    assert "Autre chose." in answer.text
    assert WORDS.fr in answer.text


def test_analysts_write_for_all_and_not_for_an_agency(app: Flask, runtime: Runtime):
    asked(runtime)
    add_user(runtime, "analyst@portail.example", Role.ANALYST, None, None)
    analyst = app.test_client()
    sign_in(analyst, "analyst@portail.example")
    assert analyst.get(AT).status_code == 403
    at = "/fr/portrait/rapport-annuel"
    assert f'href="{at}"' in analyst.get("/fr/portrait", follow_redirects=True).text
    assert analyst.post(at, data=FORM).status_code == 303
    assert WORDS.fr in analyst.get(at).text
    head = signed_in(app, runtime, "head@parcs.example", Role.HEAD, "parks", None)
    assert head.get(at).status_code == 403
    assert at not in head.get("/fr/portrait", follow_redirects=True).text
    clerk = signed_in(app, runtime, "agent@parcs.example", Role.OFFICER, "parks", None)
    assert clerk.get(AT).status_code == 403
