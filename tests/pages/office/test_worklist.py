from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.complaints.handling import casework, escalation, following
from portal.complaints.records.message import NoticeRecord
from portal.domain.actor import PORTAL, complainant
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import issues
from tests.features.transfers.transferred import transferred
from tests.pages.office.people import (
    case_path,
    change,
    complaint,
    let_dates_pass,
    sign_in,
    signed_in,
    words,
)
from tests.releases.publishing import publish
from tests.support import FixedClock, add_user, file, on_both
from tests.support.agencies import PARKS_YAML
from tests.support.statements import counted

LIST, OF_WATER = "/fr/gestion/parks/file", "/fr/gestion/water/file"


def numbers(client: FlaskClient, query: str = "vue=equipe", path: str = LIST) -> list[str]:
    """Return the numbers of the complaints in a list, in its order."""
    page = client.get(f"{path}?{query}")
    assert page.status_code == 200
    return re.findall(r"<span>(\d{4}-\d{6}) ", page.text)


def size(client: FlaskClient, view: str) -> str:
    """Return the count beside the name of a view."""
    page = client.get(LIST).text
    match = re.search(rf'vue={view}"[^>]*><span>[^<]*</span><span class="s-n">([^<]*)<', page)
    assert match is not None
    return match[1]


@on_both
def test_the_soonest_date_comes_first_and_no_date_last(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    anna = signed_in(app, runtime, agency="water")
    late_filed = file(runtime, "water").number
    clock.moment -= timedelta(days=5)
    early_filed = file(runtime, "water").number
    stopped = file(runtime, "water").number
    change(runtime, stopped, casework.ask_complainant, "water", body="Combien?", pause="meter")
    clock.moment += timedelta(days=5)
    assert numbers(anna, path=OF_WATER) == [early_filed, late_filed, stopped]


@on_both
def test_what_is_written_after_the_end_waits_in_a_list_and_somebody_is_told(
    app: Flask, runtime: Runtime
):
    claire = signed_in(app, runtime)
    view, ended = "ecrit-apres-la-fin", file(runtime).number
    owner = complainant(complaint(runtime, ended).id)
    going_on = file(runtime).number
    write = partial(following.write_message, body="J’ai changé d’avis.", once=None)
    runtime.change(complainant(complaint(runtime, going_on).id), going_on, write)
    runtime.change(owner, ended, following.withdraw)
    assert "Message après la fin" not in claire.get(LIST).text
    runtime.change(owner, ended, write)
    assert size(claire, view) == "1"
    assert numbers(claire, f"vue={view}") == [ended]
    with runtime.reading(PORTAL) as session:
        told = session.scalars(select(NoticeRecord.kind).order_by(NoticeRecord.id)).all()
    assert told[-1] == "new_message"
    change(runtime, ended, casework.add_note, body="Rappelée : rien à faire.")
    assert numbers(claire, f"vue={view}") == []
    assert "Message après la fin" not in claire.get(LIST).text


@on_both
def test_an_answered_complaint_stands_there_by_the_date_of_its_closing(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    answered = file(runtime).number
    clock.moment += timedelta(days=1)
    filed = file(runtime).number
    clock.moment += timedelta(days=1)
    change(runtime, answered, casework.answer, body="Voici.")
    assert numbers(signed_in(app, runtime)) == [filed, answered]
    change(runtime, filed, casework.answer, body="Voici.")
    clock.moment = due_to_close = complaint(runtime, answered).due_at
    claire = signed_in(app, runtime, "autre@parcs.example")
    assert complaint(runtime, filed).due_at == due_to_close
    assert numbers(claire, "vue=en-retard") == [answered, filed]


@on_both
def test_what_was_answered_late_is_not_late_to_be_closed(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    answered = file(runtime).number
    clock.moment = complaint(runtime, answered).due_at
    claire = signed_in(app, runtime)
    let_dates_pass(runtime)
    change(runtime, answered, casework.answer, body="Voici.")
    assert (size(claire, "en-retard"), size(claire, "equipe")) == ("0", "1")
    assert "20 jours" in words(claire.get(LIST, query_string={"vue": "equipe"}).text)


@on_both
def test_what_was_missed_stays_first_although_a_new_date_was_promised(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    claire = signed_in(app, runtime)
    clock.moment -= timedelta(days=40)
    missed = file(runtime).number
    clock.moment += timedelta(days=14)
    soon = file(runtime).number
    clock.moment += timedelta(days=25)
    let_dates_pass(runtime)
    due = {number: complaint(runtime, number).due_at for number in (missed, soon)}
    assert due[missed] > due[soon]
    assert numbers(claire) == [missed, soon]


@on_both
def test_each_view_holds_what_it_says(app: Flask, runtime: Runtime, clock: FixedClock):
    claire = signed_in(app, runtime)
    clock.moment -= timedelta(days=40)
    late = file(runtime).number
    clock.moment += timedelta(days=4)
    soon = file(runtime).number
    clock.moment += timedelta(days=24)
    asked, passed, closed, mine = (file(runtime).number for _ in range(4))
    change(runtime, asked, casework.ask_complainant, body="Quand?")
    add_user(runtime, "director@parcs.example", Role.MANAGER, post="director")
    add_user(runtime, "top@parcs.example", Role.TOP_AUTHORITY, post="president")
    change(runtime, passed, escalation.pass_to_top, question="Payer?", opinion="Oui.")
    runtime.change(complainant(complaint(runtime, closed).id), closed, following.withdraw)
    claire.post(
        f"/fr/gestion/parks/plaintes/{mine}/attribuer", data={"assignee": "1", "version": "1"}
    )
    clock.moment += timedelta(days=1)
    let_dates_pass(runtime)
    assert numbers(claire, "vue=a-moi") == [mine]
    assert numbers(claire, "vue=en-retard") == [late]
    assert numbers(claire, "vue=bientot") == [soon]
    assert numbers(claire, "vue=question-posee") == [asked]
    assert numbers(claire, "vue=direction") == [passed]
    assert numbers(claire, "vue=fermees") == [closed]
    assert set(numbers(claire, "vue=non-attribuees")) == {late, soon, asked, passed}
    assert size(claire, "equipe") == "5"


def test_the_first_view_is_ones_own_work_for_those_who_handle_complaints(
    app: Flask, runtime: Runtime
):
    number = file(runtime).number
    claire = signed_in(app, runtime)
    auditor = signed_in(app, runtime, "audit@portail.example", Role.AUDITOR, None, None)
    assert numbers(claire, "") == []
    assert numbers(auditor, "") == [number]


def test_an_empty_view_says_why_and_leads_on(app: Flask, runtime: Runtime):
    page = signed_in(app, runtime).get(LIST).text
    assert "Aucune plainte ne vous est attribuée." in page
    assert "Voir les plaintes non attribuées" in page


@on_both
@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("categorie=trail", True),
        ("categorie=welcome", False),
        ("canal=web", True),
        ("canal=phone", False),
        ("recues=7", False),
        ("recues=30", True),
        ("q=passerelle", True),
        ("q=PASSERELLES+brisées", True),
        ("unite=trails", True),
        ("unite=wardens", False),
        ("q=gagnon", True),
        ("q=camping", False),
    ],
)
def test_filters_and_words_narrow_the_list(
    app: Flask, runtime: Runtime, clock: FixedClock, query: str, is_found: bool
):
    claire = signed_in(app, runtime)
    clock.moment -= timedelta(days=10)
    number = file(runtime, story="La passerelle est brisée.", category="trail").number
    clock.moment += timedelta(days=10)
    assert numbers(claire, f"vue=equipe&{query}") == ([number] if is_found else [])


@pytest.mark.parametrize("typed", ["2026-000001", "2026 000001", "2026000001"])
def test_a_typed_number_leads_straight_to_its_complaint(app: Flask, runtime: Runtime, typed: str):
    claire = signed_in(app, runtime)
    number = file(runtime).number
    answer = claire.get(LIST, query_string={"q": typed})
    assert answer.location == f"/fr/gestion/parks/plaintes/{number}"


def test_a_number_of_another_agency_is_just_not_found(app: Flask, runtime: Runtime):
    claire = signed_in(app, runtime)
    file(runtime, "water")
    assert numbers(claire, "vue=equipe&q=2026-000001") == []


def test_fifty_complaints_make_a_page_and_every_one_is_on_one_page(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    anna = signed_in(app, runtime, agency="water")
    filed = []
    for _ in range(52):
        clock.moment += timedelta(seconds=1)
        filed.append(file(runtime, "water").number)
    for number in filed[:3]:
        change(runtime, number, casework.ask_complainant, "water", body="Où?", pause="meter")
    first, second = (numbers(anna, f"vue=equipe&page={page}", OF_WATER) for page in (1, 2))
    assert (len(first), len(second)) == (50, 2)
    assert first + second == filed[3:] + filed[:3]


def test_a_page_past_the_end_leads_to_the_last_and_is_no_error(app: Flask, runtime: Runtime):
    file(runtime)
    claire = signed_in(app, runtime)
    past = claire.get(f"{LIST}?vue=equipe&page=7")
    assert past.location.endswith("?vue=equipe&page=1")
    assert claire.get(LIST, query_string={"page": "x", "vue": "inconnue"}).status_code == 200


def test_a_row_says_how_late_it_is_and_who_holds_it(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    claire = signed_in(app, runtime)
    clock.moment -= timedelta(days=30)
    file(runtime, name="Lina Benali", category="welcome")
    clock.moment += timedelta(days=30)
    let_dates_pass(runtime)
    page = words(claire.get(f"{LIST}?vue=en-retard").text)
    assert "jour ouvrable de retard" in page or "jours ouvrables de retard" in page
    assert "Palier 2 : Directrice" in page
    assert "Lina Benali · Accueil" in page


def test_a_page_costs_few_queries_however_many_complaints_there_are(app: Flask, runtime: Runtime):
    claire = signed_in(app, runtime)
    file(runtime)
    few = counted(runtime, lambda: numbers(claire, "vue=equipe&q=sentier"))
    for _ in range(20):
        file(runtime)
    many = counted(runtime, lambda: numbers(claire, "vue=equipe&q=sentier"))
    # One more at times: releases are looked at twice a second.
    assert many <= few + 1 <= 18


def test_the_english_list_is_english(app: Flask, runtime: Runtime):
    file(runtime)
    page = words(signed_in(app, runtime).get("/en/office/parks/list?vue=equipe").text)
    assert "The whole team" in page
    assert "Parks board" in page
    assert "Toute l’équipe" not in page


@pytest.mark.parametrize("within", ["30 calendar days", "1 month"])
def test_days_left_that_are_not_working_days_are_named(app: Flask, runtime: Runtime, within: str):
    publish(
        runtime,
        f"{PARKS_YAML}deadlines: {{answer: {{within: {within}, basis: Loi}}}}\n",
        moving=False,
    )
    number = file(runtime).number
    claire = signed_in(app, runtime)
    for path in ("/fr/gestion/parks/file?vue=equipe", case_path(number)):
        assert re.search(r">\d+ jours civils</span>", claire.get(path).text.replace("\xa0", " ")), (
            path
        )


def test_working_days_left_need_no_name(app: Flask, runtime: Runtime):
    file(runtime)
    page = signed_in(app, runtime).get("/fr/gestion/parks/file?vue=equipe").text
    assert ">20 jours</span>" in page.replace("\xa0", " ")


def test_a_name_that_was_held_back_is_told_from_an_anonymous_complaint(
    app: Flask, runtime: Runtime
):
    held = file(runtime).number
    transferred(runtime, held)
    file(runtime, agency="water", filed_for="anonymous", name="")
    anna = signed_in(app, runtime, agency="water")
    page = words(anna.get(f"{OF_WATER}?vue=equipe").text)
    assert "Nom non communiqué" in page
    assert page.count("Anonyme") == 1


@on_both
def test_a_complaint_is_found_by_the_end_of_its_number(app: Flask, runtime: Runtime):
    first, second = file(runtime).number, file(runtime).number
    stranger = file(runtime, "water").number
    claire = signed_in(app, runtime)
    assert (first, stranger) == ("2026-000001", "2026-000003")
    assert claire.get(f"{LIST}?q=000001").location.endswith(case_path(first))
    assert numbers(claire, "q=002") == [second]
    assert numbers(claire, "q=000003") == []


def test_digits_in_a_story_are_found_beside_the_end_of_a_number(app: Flask, runtime: Runtime):
    numbered = file(runtime).number
    told = file(runtime, story="Mon dossier porte le 001.").number
    assert sorted(numbers(signed_in(app, runtime), "q=001")) == [numbered, told]


def test_a_search_says_where_it_looked_and_leads_to_what_is_closed(app: Flask, runtime: Runtime):
    number = file(runtime, story="Le pont est brisé.").number
    who = complainant(complaint(runtime, number).id)
    runtime.change(who, number, following.withdraw)
    claire = signed_in(app, runtime)
    page = claire.get(f"{LIST}?q=pont").text
    assert "Cherché dans : Toute l’équipe." in words(page).replace("\xa0", " ")
    closed = re.search(r'href="([^"]*)">Chercher parmi les plaintes fermées', page)
    assert closed is not None
    assert number in claire.get(closed[1].replace("&amp;", "&")).text


def test_a_name_that_turns_the_direction_of_writing_turns_nothing_around_it(
    app: Flask, runtime: Runtime
):
    name = "Ana\u202eoirotciV"
    number = file(runtime, name=name).number
    claire = signed_in(app, runtime)
    pages = (LIST + "?vue=equipe", case_path(number), case_path(number, "note"))
    for page in (claire.get(address).text for address in pages):
        assert f"<bdi>{name}</bdi>" in page


@on_both
def test_what_is_closed_says_for_ever_how_late_it_was_answered(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    early, late, left, dropped = (file(runtime).number for _ in range(4))
    owners = {number: complainant(complaint(runtime, number).id) for number in (left, dropped)}
    change(runtime, early, casework.answer, body="Voici.")
    runtime.change(owners[left], left, following.withdraw)
    clock.moment = complaint(runtime, late).due_at + timedelta(days=7)
    let_dates_pass(runtime)
    change(runtime, late, casework.answer, body="Voici, en retard.")
    runtime.change(owners[dropped], dropped, following.withdraw)
    for number in (early, late):
        found = tuple(
            IssueFinding(issue.id, Finding.UNFOUNDED, "Vu.") for issue in issues(runtime, number)
        )
        change(runtime, number, casework.close, findings=found)
    clock.moment += timedelta(days=100)
    let_dates_pass(runtime)
    add_user(runtime, "plus-tard@parcs.example", Role.OFFICER, "parks", "office")
    later = app.test_client()
    sign_in(later, "plus-tard@parcs.example")
    assert date_tags(later, "/fr/gestion/parks/file?vue=fermees") == {
        early: "Réponse à temps",
        late: "Réponse avec 3 jours ouvrables de retard",
        left: "Fin avant l’échéance",
        dropped: "3 jours ouvrables de retard",
    }
    assert date_tags(later, "/en/office/parks/list?vue=fermees") == {
        early: "Answered on time",
        late: "Answered 3 working days late",
        left: "Ended before it was due",
        dropped: "3 working days late",
    }


def date_tags(client: FlaskClient, address: str) -> dict[str, str]:
    """Return what a list says of the date of each of its complaints, by their numbers."""
    rows = client.get(address).text.split('<tr role="row">')[2:]
    found = (re.search(r'<span class="c-(?:tag|meta)[^>]*>([^<]*)<', row) for row in rows)
    numbered = (re.search(r"<span>(\d{4}-\d{6}) ", row) for row in rows)
    return {
        number[1]: tag[1].replace("\xa0", " ")
        for number, tag in zip(numbered, found, strict=True)
        if number and tag
    }


def test_a_count_without_its_figure_says_so_and_lists_all_that_is_open(
    app: Flask, runtime: Runtime
):
    number = file(runtime).number
    client = signed_in(app, runtime)
    page = client.get(f"{LIST}?vue=comptees").text
    assert "Cette adresse ne dit pas quel chiffre" in page
    assert "Toute l’équipe" in words(page)
    assert number in page
