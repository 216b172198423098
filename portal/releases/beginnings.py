"""Starting an agency: what has to be known of it, and its draft before anything is in force.

The command writes the first text as a file, the page keeps it as a draft that only administrators
see. Publishing the draft brings the agency into being: its first release.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.agencies.files.first_file import Beginning, first_file
from portal.agencies.files.places import Place
from portal.agencies.files.tree import read_tree
from portal.agencies.settings.checks import RESERVED
from portal.agencies.settings.fields import is_agency_code
from portal.agencies.settings.matching import folded
from portal.agencies.settings.reader import read_agency
from portal.agencies.settings.schema import AgencySettings
from portal.agencies.settings.shared import PortalSettings
from portal.complaints.records.people import AbsenceRecord, MembershipRecord
from portal.db.engine import take_turns
from portal.domain.errors import PortalError
from portal.domain.text import Text
from portal.releases.drafts import discard_draft
from portal.releases.files import SettingsMistakesError
from portal.releases.queries import agencies_in_force, drafts_in_preparation
from portal.releases.records import SettingsDraftRecord

DAYS_TO_ANSWER = 20
"""What is proposed to an agency that has not decided yet, in working days."""


class BeginningProblem(StrEnum):
    """What keeps an agency from being started as it was described."""

    CODE_FORM = "code_form"
    CODE_RESERVED = "code_reserved"
    CODE_TAKEN = "code_taken"
    NAME_TAKEN = "name_taken"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A problem, the question that it is about, and for a name the code of whose it is."""

    question: str
    problem: BeginningProblem
    owner: str = ""


class BeginningRefusedError(PortalError):
    """An agency cannot be started so; `refusals` says everything that keeps it."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__(", ".join(refusal.problem.value for refusal in refusals))
        self.refusals = refusals


@dataclass(frozen=True, slots=True)
class Taken:
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
        if not is_agency_code(code):
            return BeginningProblem.CODE_FORM
        if code in RESERVED:
            return BeginningProblem.CODE_RESERVED
        return BeginningProblem.CODE_TAKEN if code in self.codes else None


def taken_by(agencies: Iterable[AgencySettings], codes: Iterable[str] = ()) -> Taken:
    """Return what agencies have taken; `codes` are those of agencies whose names are not known."""
    names = {folded(words): agency.agency.code for agency in agencies for words in _names(agency)}
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
    for ours in (AbsenceRecord, MembershipRecord):
        session.execute(delete(ours).where(ours.agency == code))


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


def _names(settings: AgencySettings) -> list[str]:
    own = settings.agency
    names = (own.code, own.short_name, own.name.fr, own.name.en, *own.aliases)
    return [name for name in names if name]
