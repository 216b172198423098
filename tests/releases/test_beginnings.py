"""An agency begins as a draft that nobody else sees; its publication brings it into force."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.agencies.files.editing import with_item
from portal.agencies.files.first_file import REMINDERS, STILL_TO_SAY, first_file, without_reminders
from portal.complaints.records.people import AbsenceRecord, UserRecord
from portal.domain.actor import PORTAL
from portal.domain.errors import SettingsMovedError, UnknownAgencyError
from portal.domain.role import Role
from portal.domain.text import Text
from portal.features.absences.actions import absence_of_days, record_absence
from portal.releases import drafts
from portal.releases.drafts import (
    BeginningProblem,
    BeginningRefusedError,
    agencies_in_preparation,
    as_prepared,
    give_up_agency,
)
from portal.releases.queries import draft_of, release_text
from portal.runtime import Runtime, build_runtime
from tests.releases.lakes import LAKES, begin, publish
from tests.releases.publishing import edit, sync
from tests.support import add_user, file, on_both


def prepared(runtime: Runtime) -> dict[str, str]:
    """Return the agencies in preparation, by their codes, and their names."""
    with runtime.reading(PORTAL) as session:
        prepared = agencies_in_preparation(session, runtime.agencies.portal)
        return {agency.code: agency.name.fr for agency in prepared}


@on_both
def test_an_agency_in_preparation_is_nowhere_but_in_its_draft(runtime: Runtime):
    begin(runtime)
    runtime.take_up_changes()
    assert prepared(runtime) == {"lacs": "Office des lacs"}
    with pytest.raises(UnknownAgencyError):
        runtime.agencies.agency("lacs")
    assert "lacs" not in {
        suggestion.agency for suggestion in runtime.suggested("glace trop mince", "fr")
    }


@on_both
def test_its_publication_brings_it_into_force(runtime: Runtime):
    begin(runtime)
    publish(runtime)
    assert prepared(runtime) == {}
    assert runtime.agencies.agency("lacs").name.en == "Lakes office"
    assert runtime.suggested("glace trop mince", "fr")[0].agency == "lacs"
    assert file(runtime, "lacs", category="ice").number


@pytest.mark.parametrize(
    ("change", "question", "problem"),
    [
        ({"code": "Lacs"}, "code", BeginningProblem.CODE_FORM),
        ({"code": "lacs\n"}, "code", BeginningProblem.CODE_FORM),
        ({"code": "nouveau"}, "code", BeginningProblem.CODE_RESERVED),
        ({"code": "parks"}, "code", BeginningProblem.CODE_TAKEN),
        ({"name": Text("Régie  des PARCS", "Lakes")}, "name_fr", BeginningProblem.NAME_TAKEN),
        ({"name": Text("Lacs", "rdp")}, "name_en", BeginningProblem.NAME_TAKEN),
        ({"name": Text("Parcs nationaux", "Lakes")}, "name_fr", BeginningProblem.NAME_TAKEN),
    ],
)
def test_a_code_or_a_name_that_it_cannot_have_is_refused_by_its_question(
    runtime: Runtime, change: dict[str, object], question: str, problem: BeginningProblem
):
    with pytest.raises(BeginningRefusedError) as refused:
        begin(runtime, replace(LAKES, **change))  # type: ignore[arg-type]
    assert [(refusal.question, refusal.problem) for refusal in refused.value.refusals] == [
        (question, problem)
    ]
    assert prepared(runtime) == {}


def test_what_another_agency_in_preparation_has_is_taken_too(runtime: Runtime):
    begin(runtime)
    with pytest.raises(BeginningRefusedError) as refused:
        begin(runtime)
    problems = {refusal.question: refusal.problem for refusal in refused.value.refusals}
    assert problems == {
        "code": BeginningProblem.CODE_TAKEN,
        "name_fr": BeginningProblem.NAME_TAKEN,
        "name_en": BeginningProblem.NAME_TAKEN,
    }


@on_both
def test_of_two_people_who_start_the_same_agency_at_once_one_is_told(runtime: Runtime):
    def one(_: int) -> bool:
        with suppress(BeginningRefusedError):
            begin(runtime)
            return True
        return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, range(2))) == [False, True]


def test_what_came_into_force_meanwhile_is_not_replaced_unseen(runtime: Runtime):
    begin(runtime)
    publish(runtime)
    with runtime.transaction() as session:
        drafts.save_draft(session, "lacs", "schema: 1", 1, runtime.now(), seen=0)
    with pytest.raises(SettingsMovedError):
        publish(runtime)


def test_no_draft_begins_for_an_agency_that_was_not_started(runtime: Runtime):
    with pytest.raises(SettingsMovedError), runtime.transaction() as session:
        drafts.save_draft(session, "lacs", "schema: 1", 1, runtime.now(), seen=0)
    assert prepared(runtime) == {}


def test_what_is_still_to_say_stays_in_the_text_when_forms_change_it():
    text = first_file(LAKES)
    title = {"title": {"fr": "Directrice", "en": "Director"}, "within": "5 working days"}
    text = with_item(text, "escalation", "director", title, ahead_of="top", key="to")
    text = with_item(text, "categories", "pier", {"theme": "delay"}, ahead_of="other")
    assert text.rstrip().split("\n")[-5:] == first_file(LAKES).rstrip().split("\n")[-5:]


SAID = {
    "agency": ("  sample: true", "  sample: true\n  aliases: [lacs]\n  verified_on: 2026-11-24"),
    "categories": (
        "    theme: delay",
        "    theme: delay\n    words: [glace]\n    examples: [Trop mince]",
    ),
    "recourses": ("schema: 1\n", "schema: 1\nrecourses: [ombuds]\n"),
    "channels": ("schema: 1\n", "schema: 1\nchannels: {phone: 514 555-0110}\n"),
}


def published_text(runtime: Runtime, *sections: str) -> str:
    """Publish the lakes once some sections say what they have to, and return the release's text."""
    begin(runtime)
    text = first_file(LAKES)
    for section in sections:
        text = text.replace(*SAID[section], 1)
    with runtime.transaction() as session:
        drafts.save_draft(session, "lacs", text, 1, runtime.now(), seen=1)
    publish(runtime, seen=2)
    with runtime.reading(PORTAL) as session:
        return release_text(session, "lacs") or ""


@pytest.mark.parametrize("section", SAID)
def test_what_is_said_is_no_longer_still_to_say_once_published(runtime: Runtime, section: str):
    text = published_text(runtime, section)
    assert REMINDERS[section] not in text
    assert STILL_TO_SAY in text
    assert all(REMINDERS[other] in text for other in SAID if other != section)


def test_once_everything_is_said_the_text_reminds_of_nothing(runtime: Runtime):
    text = published_text(runtime, *SAID)
    assert "#" not in text
    assert text.endswith("top_authority: true\n")


def test_a_text_that_reminds_of_nothing_stays_as_it_is():
    assert without_reminders("# mine\na: 1\n\n\n", []) == "# mine\na: 1\n\n\n"


@on_both
def test_an_agency_given_up_leaves_no_draft_and_no_member(runtime: Runtime):
    begin(runtime)
    add_user(runtime, "ann@lakes.example", Role.ADMINISTRATOR, "lacs", None)
    with pytest.raises(SettingsMovedError), runtime.transaction() as session:
        give_up_agency(session, "lacs", seen=7)
    with runtime.transaction() as session:
        give_up_agency(session, "lacs", seen=1)
    assert prepared(runtime) == {}
    begin(runtime)


def test_nobody_is_away_any_more_from_an_agency_given_up(runtime: Runtime):
    begin(runtime)
    add_user(runtime, "ann@lakes.example", Role.ADMINISTRATOR, "lacs", None)
    lakes = as_prepared("lacs", first_file(LAKES), runtime.agencies.portal)
    today = runtime.now().date()
    with runtime.transaction() as session:
        ann = session.scalars(select(UserRecord.id)).one()
        record_absence(
            session, PORTAL, absence_of_days(lakes, ann, today, today, None), runtime.now()
        )
    with runtime.transaction() as session:
        give_up_agency(session, "lacs", seen=1)
        assert not session.scalars(select(AbsenceRecord)).all()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("agency: [", "lacs"),
        ("agency: {code: lacs, name: {fr: Office des lacs}}", "Office des lacs"),
        ("agency: {name: {fr: ' ', en: Lakes}}", "lacs"),
        ("", "lacs"),
    ],
)
def test_a_draft_that_is_not_right_still_has_a_code_and_a_name(
    runtime: Runtime, text: str, name: str
):
    agency = as_prepared("lacs", text, runtime.agencies.portal)
    assert (agency.code, agency.name.fr) == ("lacs", name)


@on_both
def test_what_the_portal_gives_to_all_reaches_an_agency_without_a_file(
    runtime: Runtime, agency_files: Path
):
    begin(runtime)
    publish(runtime)
    assert sync(runtime, agency_files) == ()
    edit(agency_files, "_portal", "acknowledge: {within: ", "acknowledge: {within: 1")
    assert "lacs" in sync(runtime, agency_files)


def test_a_file_of_the_same_code_that_came_meanwhile_is_compared_not_overwritten(
    runtime: Runtime, agency_files: Path
):
    begin(runtime)
    text = first_file(replace(LAKES, days_to_answer=30))
    (agency_files / "lacs.yaml").write_text(text, encoding="utf-8")
    assert sync(runtime, agency_files) == ("lacs",)
    with pytest.raises(SettingsMovedError):
        publish(runtime)
    assert prepared(runtime) == {}
    with runtime.reading(PORTAL) as session:
        draft = draft_of(session, "lacs")
        assert draft is not None
        assert draft.base_release_id is None


@on_both
def test_every_process_sees_the_new_agency_once_it_looks(runtime: Runtime):
    other = build_runtime(
        runtime.config,
        runtime.keyring,
        runtime.mailer,
        runtime.files,
        runtime.features,
        runtime.now,
    )
    other.notice_releases()
    begin(runtime)
    publish(runtime)
    time.sleep(0.6)  # a process looks every half second
    other.notice_releases()
    assert other.agencies.agency("lacs").name.fr == "Office des lacs"
    assert other.suggested("glace trop mince", "fr")[0].agency == "lacs"
    other.database.close()
