"""Changing an agency's settings on pages: a draft, what is wrong in it, and its publication.

An agency begins with a draft, too, before anything is in force: only administrators see it.
Publishing that brings the agency into being, by its first release.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum

import structlog
from msgspec import Struct
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.agencies.files.first_file import Beginning, first_file, without_reminders
from portal.agencies.files.places import Place
from portal.agencies.files.tree import read_tree
from portal.agencies.settings.checks import RESERVED
from portal.agencies.settings.fields import is_agency_code
from portal.agencies.settings.matching import folded
from portal.agencies.settings.reader import Mistake, read_agency, read_among
from portal.agencies.settings.schema import AgencySettings
from portal.agencies.settings.shared import PortalSettings
from portal.complaints.records.complaint import PAGE, AgencyReleaseRecord
from portal.db.taking_turns import take_turns
from portal.domain.errors import PortalError, SecondPersonNeededError, SettingsMovedError
from portal.domain.text import Text
from portal.releases.files import SettingsMistakesError
from portal.releases.queries import (
    agencies_in_force,
    drafts_in_preparation,
    forget_staff,
    locked_draft,
    release_in_force,
    texts_in_force,
)
from portal.releases.records import SettingsDraftRecord
from portal.releases.releases import new_release, put_in_force
from portal.releases.second_person import needs_second_person, note_author

log = structlog.get_logger()


class CheckedSettings(Struct, frozen=True):
    """What the text of a draft says, or what is wrong in it."""

    settings: AgencySettings | None
    mistakes: list[Mistake]


def save_draft(
    session: Session, agency: str, text: str, user_id: int | None, now: datetime, seen: int
) -> None:
    """Keep the text of a draft, right or not yet; `seen` is the version looked at, 0 for none.

    Raise SettingsMovedError if somebody else changed the draft meanwhile.
    """
    take_turns(session.connection(), "releases")
    draft = locked_draft(session, agency)
    if (draft.version if draft else 0) != seen:
        raise SettingsMovedError(agency)
    if draft is None:
        base = release_in_force(session, agency)
        if base is None:
            raise SettingsMovedError(agency)
        draft = SettingsDraftRecord(agency=agency, base_release_id=base.id, version=0)
        session.add(draft)
    note_author(draft, text, user_id)
    draft.edited_at = now
    draft.version = seen + 1


def discard_draft(session: Session, agency: str, seen: int) -> None:
    """Forget a draft; raise SettingsMovedError if somebody else changed it meanwhile."""
    draft = locked_draft(session, agency)
    if draft is None or draft.version != seen:
        raise SettingsMovedError(agency)
    session.delete(draft)


def check_settings(
    session: Session, agency: str, text: str, portal: PortalSettings
) -> CheckedSettings:
    """Read the text of a draft beside what is in force for every other agency."""
    return CheckedSettings(*read_among(agency, {**texts_in_force(session), agency: text}, portal))


def publish(
    session: Session,
    agency: str,
    portal: PortalSettings,
    user_id: int | None,
    now: datetime,
    *,
    seen: int,
    instead_of: int,
    moving_dates: bool = False,
) -> AgencyReleaseRecord:
    """Put a draft in force instead of the release `instead_of`, and return its release.

    `instead_of` is 0 for an agency that nothing is in force of: its first release brings it in.
    With `moving_dates`, open complaints get the later date that its calendar gives them.

    Raise SettingsMovedError if the draft or what is in force is not what the person saw,
    SettingsMistakesError for a draft that is not right, SecondPersonNeededError where the rules in
    force ask for another person.
    """
    take_turns(session.connection(), "releases")
    draft = locked_draft(session, agency)
    current = release_in_force(session, agency)
    replaced, in_force = (current.id, current.settings) if current else (0, {})
    if draft is None or (draft.version, replaced) != (seen, instead_of):
        raise SettingsMovedError(agency)
    if needs_second_person(in_force, draft.edited_by, user_id):
        raise SecondPersonNeededError(agency)
    log.info("draft published", agency=agency, written_by=draft.edited_by, published_by=user_id)
    checked = check_settings(session, agency, draft.text, portal)
    if checked.settings is None:
        raise SettingsMistakesError(checked.mistakes)
    settings = checked.settings.model_dump(mode="json")
    text = without_said(draft.text, checked.settings)
    release = new_release(session, agency, settings, text, PAGE, now)
    release.published_by, release.dates_to_move = user_id, moving_dates
    put_in_force(session, release, now)
    session.delete(draft)
    return release


def without_said(text: str, settings: AgencySettings) -> str:
    """Return a text without the reminders of what it says by now."""
    channels = settings.channels
    is_said = {
        "agency": settings.agency.aliases and settings.agency.verified_on,
        # What fits no subject needs no words.
        "categories": all(
            category.retired
            or (category.words and category.examples)
            or category.code == settings.default_category
            for category in settings.categories
        ),
        "recourses": settings.recourses,
        "channels": channels.phone or channels.post or channels.counter,
    }
    return without_reminders(
        text, [section for section, is_complete in is_said.items() if is_complete]
    )


# Before anything is in force.

DAYS_TO_ANSWER = 20
"""What is proposed to an agency that has not decided yet, in working days."""


class BeginningProblem(StrEnum):
    """What keeps an agency from being started as it was described."""

    CODE_FORM = "code_form"
    CODE_RESERVED = "code_reserved"
    CODE_TAKEN = "code_taken"
    NAME_TAKEN = "name_taken"


class Refusal(Struct, frozen=True):
    """A problem, the question that it is about, and for a name the code of whose it is."""

    question: str
    problem: BeginningProblem
    owner: str = ""


class BeginningRefusedError(PortalError):
    """An agency cannot be started so; `refusals` says everything that keeps it."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__(", ".join(refusal.problem.value for refusal in refusals))
        self.refusals = refusals


class Taken(Struct, frozen=True):
    """The codes that agencies have, and by its folded words whose each name is."""

    codes: frozenset[str]
    names: Mapping[str, str]

    def refusals(self, code: str, name: Text) -> Iterator[Refusal]:
        """Yield what is wrong with the code and the names of an agency that is to begin."""
        if problem := self.problem_of(code):
            yield Refusal("code", problem)
        for question, words in (("name_fr", name.fr), ("name_en", name.en)):
            if owner := self.names.get(folded(words)):
                yield Refusal(question, BeginningProblem.NAME_TAKEN, owner)

    def problem_of(self, code: str) -> BeginningProblem | None:
        """Return what is wrong with a code, if anything is."""
        problems = {
            BeginningProblem.CODE_FORM: not is_agency_code(code),
            BeginningProblem.CODE_RESERVED: code in RESERVED,
            BeginningProblem.CODE_TAKEN: code in self.codes,
        }
        return next((problem for problem, is_so in problems.items() if is_so), None)


def taken_by(agencies: Iterable[AgencySettings], codes: Iterable[str] = ()) -> Taken:
    """Return what agencies have taken; `codes` are those of agencies whose names are not known."""
    names = {
        folded(words): own.code
        for own in (settings.agency for settings in agencies)
        for words in (own.code, own.short_name, own.name.fr, own.name.en, *own.aliases)
        if words
    }
    return Taken(frozenset({*names.values(), *codes}), names)


def first_text(beginning: Beginning, portal: PortalSettings, taken: Taken) -> str:
    """Return the first settings of an agency as a text, sound at once.

    Raise BeginningRefusedError for a code or a name that it cannot have.
    """
    if refusals := list(taken.refusals(beginning.code, beginning.name)):
        raise BeginningRefusedError(refusals)
    text = first_file(beginning)
    if mistakes := read_agency(text, portal)[1]:
        raise SettingsMistakesError(mistakes)
    return text


def begin_agency(
    session: Session,
    beginning: Beginning,
    portal: PortalSettings,
    user_id: int | None,
    now: datetime,
) -> None:
    """Keep the draft of a new agency, which nothing is in force of; raise as `first_text` does."""
    take_turns(session.connection(), "releases")
    text = first_text(beginning, portal, taken_here(session, portal))
    draft = SettingsDraftRecord(agency=beginning.code, text=text, version=1)
    draft.edited_by, draft.edited_at = user_id, now
    session.add(draft)
    session.flush()


def give_up_agency(session: Session, code: str, seen: int) -> None:
    """Forget an agency that never came into force, and who was to work there, or be away.

    Raise SettingsMovedError if somebody changed its draft meanwhile.
    """
    discard_draft(session, code, seen)
    forget_staff(session, code)


def taken_here(session: Session, portal: PortalSettings) -> Taken:
    """Return the codes and names of agencies that are in force or in preparation."""
    known = [
        AgencySettings.model_validate(release.settings) for release in agencies_in_force(session)
    ]
    prepared = [agency.settings for agency in agencies_in_preparation(session, portal)]
    return taken_by([*known, *prepared])


def agencies_in_preparation(session: Session, portal: PortalSettings) -> list[Agency]:
    """Return the agencies that were started and never published, by their codes."""
    return [as_prepared(code, text, portal) for code, text in drafts_in_preparation(session)]


def as_prepared(code: str, text: str, portal: PortalSettings) -> Agency:
    """Return an agency as its first draft has it.

    While the draft is not right, its code and its name alone stand for it.
    """
    settings, _ = read_agency(text, portal)
    if settings is None or settings.agency.code != code:
        name = _name_in(code, text)
        plain = Beginning(code, name, name, name, name, DAYS_TO_ANSWER, (), other_theme(portal))
        settings, _ = read_agency(first_file(plain), portal)
        assert settings is not None
    return Agency(settings)


def other_theme(portal: PortalSettings) -> str:
    """Return the theme of what fits no category."""
    themes = [theme.code for theme in portal.themes]
    return "other" if "other" in themes else themes[0]


def _name_in(code: str, text: str) -> Text:
    """Return the name in a text that may be wrong anywhere, or the code."""
    node, _ = read_tree(text, code)
    name = Place(code, node).at("agency", "name") if node is not None else None
    wordings = [name.at(language).text if name else None for language in ("fr", "en")]
    return Text(*(words.strip() if words and words.strip() else code for words in wordings))
