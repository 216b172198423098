"""Drafts: kept 30 days, opened by their cookie or their resume code, never after they are sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.complaints import kept_drafts
from portal.complaints.handling.filing import file_complaint
from portal.complaints.kept_drafts import DraftContent, OpenDraft
from portal.complaints.planning import plan_filing
from portal.complaints.queries.kept_drafts import expired_draft_ids
from portal.complaints.records.complaint import DraftRecord
from portal.complaints.records.message import AttachmentRecord
from portal.domain.actor import PORTAL
from portal.domain.complaint import FiledFor
from portal.domain.errors import DraftGoneError
from portal.domain.number import written_code
from portal.runtime import Runtime
from tests.support import TUESDAY, FixedClock, on_both


def start(runtime: Runtime) -> tuple[str, str]:
    words = DraftContent(words="sentier fermé")
    return kept_drafts.start_draft(runtime.database, "fr", runtime.now(), words)


def opened(runtime: Runtime, draft_id: str, secret: str) -> OpenDraft:
    with runtime.database.glancing() as connection:
        return kept_drafts.open_draft(connection, runtime.keyring, draft_id, secret, runtime.now())


def save(runtime: Runtime, draft: OpenDraft, **told: Any) -> OpenDraft:
    return kept_drafts.save_draft(runtime.database, draft, runtime.now(), **told)


def begun(runtime: Runtime) -> OpenDraft:
    return opened(runtime, *start(runtime))


def send(runtime: Runtime, draft_id: str, secret: str) -> str:
    draft = opened(runtime, draft_id, secret)
    plan = plan_filing(runtime.agencies.agency("parks"), draft.as_told(), runtime.now())
    told, now = draft.as_told(), runtime.now()
    return file_complaint(runtime, plan, draft_id, draft.content, told, now).number


@on_both
def test_what_was_typed_on_each_page_is_kept(runtime: Runtime):
    draft_id, secret = start(runtime)
    save(
        runtime,
        opened(runtime, draft_id, secret),
        story="Le sentier est fermé.",
        place={"agency": "parks"},
    )
    save(runtime, opened(runtime, draft_id, secret), email="pas une adresse", needs=("relay",))
    draft = opened(runtime, draft_id, secret)
    assert (draft.content.words, draft.content.story) == ("sentier fermé", "Le sentier est fermé.")
    assert (draft.content.email, draft.content.needs) == ("pas une adresse", ("relay",))
    assert draft.agency == "parks"


@on_both
def test_two_pages_kept_at_once_are_both_kept(runtime: Runtime):
    draft_id, secret = start(runtime)
    seen = opened(runtime, draft_id, secret)
    save(runtime, seen, story="Le sentier est fermé.", place={"agency": "parks"})
    kept = save(runtime, seen, name="Michel Gagnon")
    assert (kept.agency, kept.content.story) == ("parks", "Le sentier est fermé.")
    assert kept.content.name == "Michel Gagnon"
    assert kept == opened(runtime, draft_id, secret)


@on_both
def test_what_is_typed_after_the_draft_was_erased_is_kept_nowhere(runtime: Runtime):
    draft_id, secret = start(runtime)
    seen = opened(runtime, draft_id, secret)
    with runtime.transaction() as session:
        kept_drafts.erase_draft(session, draft_id)
    with pytest.raises(DraftGoneError):
        save(runtime, seen, story="Le sentier est fermé.")


@on_both
def test_only_its_own_secret_opens_a_draft(runtime: Runtime):
    draft_id, _ = start(runtime)
    _, another = start(runtime)
    for secret in (another, "", draft_id):
        with pytest.raises(DraftGoneError):
            opened(runtime, draft_id, secret)
    with pytest.raises(DraftGoneError):
        opened(runtime, "unknown", another)


@on_both
def test_a_draft_is_gone_30_days_after_it_was_last_touched(runtime: Runtime, clock: FixedClock):
    draft_id, secret = start(runtime)
    clock.moment = TUESDAY + timedelta(days=20)
    save(runtime, opened(runtime, draft_id, secret), story="Encore.")
    clock.moment = TUESDAY + timedelta(days=50, seconds=-1)
    assert opened(runtime, draft_id, secret).content.story == "Encore."
    clock.moment = TUESDAY + timedelta(days=50)
    with pytest.raises(DraftGoneError):
        opened(runtime, draft_id, secret)


@on_both
def test_a_resume_code_opens_the_draft_elsewhere_and_closes_it_here(runtime: Runtime):
    draft_id, secret = start(runtime)
    save(runtime, opened(runtime, draft_id, secret), story="Le sentier est fermé.")
    with runtime.transaction() as session:
        code = kept_drafts.give_resume_code(session, runtime.keyring, draft_id)
    with runtime.transaction() as session:
        typed = f" {written_code(code).lower()} "
        found, fresh = kept_drafts.resume_draft(session, runtime.keyring, typed, runtime.now())
    assert opened(runtime, found, fresh).content.story == "Le sentier est fermé."
    with pytest.raises(DraftGoneError):
        opened(runtime, draft_id, secret)


def test_a_wrong_code_or_an_expired_draft_resumes_nothing(runtime: Runtime, clock: FixedClock):
    draft_id, _ = start(runtime)
    with runtime.transaction() as session:
        code = kept_drafts.give_resume_code(session, runtime.keyring, draft_id)
    clock.moment = TUESDAY + timedelta(days=30)
    for typed in (code, "ABCD-2345", ""):
        with runtime.transaction() as session, pytest.raises(DraftGoneError):
            kept_drafts.resume_draft(session, runtime.keyring, typed, runtime.now())


@on_both
def test_once_sent_a_draft_no_longer_changes_resumes_or_goes_away(
    runtime: Runtime, clock: FixedClock
):
    draft_id, secret = start(runtime)
    with runtime.transaction() as session:
        code = kept_drafts.give_resume_code(session, runtime.keyring, draft_id)
    seen = opened(runtime, draft_id, secret)
    number = send(runtime, draft_id, secret)
    for draft in (seen, opened(runtime, draft_id, secret)):
        assert save(runtime, draft, story="Autre chose.").receipt is not None
    draft = opened(runtime, draft_id, secret)
    assert draft.content.story == ""
    assert draft.receipt is not None
    assert draft.receipt["number"] == number
    with runtime.transaction() as session:
        assert kept_drafts.erase_draft(session, draft_id) == []
        with pytest.raises(DraftGoneError):
            kept_drafts.resume_draft(session, runtime.keyring, code, runtime.now())
    clock.moment += timedelta(days=31)
    with runtime.reading(PORTAL) as session:
        assert expired_draft_ids(session, runtime.now()) == []


@on_both
def test_an_erased_draft_leaves_nothing_and_names_its_files(runtime: Runtime):
    draft_id, secret = start(runtime)
    stranger, _ = start(runtime)
    with runtime.transaction() as session:
        for owner in (draft_id, stranger):
            session.add(
                AttachmentRecord(
                    draft_id=owner,
                    name="photo.jpg",
                    content_type="image/jpeg",
                    size=1,
                    file_key=f"key of {owner}",
                    sha256="0" * 64,
                    added_at=TUESDAY,
                )
            )
    with runtime.transaction() as session:
        assert kept_drafts.erase_draft(session, draft_id) == [f"key of {draft_id}"]
    with pytest.raises(DraftGoneError):
        opened(runtime, draft_id, secret)
    with runtime.reading(PORTAL) as session:
        assert list(session.scalars(select(AttachmentRecord.draft_id))) == [stranger]
        assert list(session.scalars(select(DraftRecord.id))) == [stranger]


def test_a_draft_is_told_to_the_agency_without_personal_data(runtime: Runtime):
    given = {"story": "Fermé.", "name": "Michel Gagnon", "answers": {"place": "Nord"}}
    told = save(runtime, begun(runtime), **given).as_told()
    assert (told.story, told.answers, told.filed_for) == (
        "Fermé.",
        {"place": "Nord"},
        FiledFor.SELF,
    )
    assert "Gagnon" not in repr(told)


def test_a_draft_reads_as_any_version_of_the_portal_stored_it():
    stored = {"story": "Le sentier est fermé.", "needs": ["relay"], "typed": {"where": ["Nord"]}}
    content = DraftContent(
        story="Le sentier est fermé.", needs=("relay",), typed={"where": ["Nord"]}
    )
    assert DraftContent.read(stored) == content
    assert DraftContent.read(stored | {"words": ""}) == content
    assert DraftContent.read(content.stored()) == content
