"""An agency's public commitment: its mandate, times, channels, steps, recourses; its units."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from portal.agencies.agency import Agency, Consultation
from portal.agencies.settings.schema import AgencySettings, Channels, Identity
from portal.complaints.planning import facts_before
from portal.complaints.registering import ANOTHER_UNIT
from portal.domain.category import Category
from portal.domain.complaint import Complaint, Draft
from portal.domain.handling.escalation import EscalationStep
from portal.domain.handling.notices import Recourse
from portal.domain.text import Text
from portal.domain.time.promise import Promise, Stage
from portal.pages.current import current_language, gettext, runtime
from portal.releases.effects import recourses_told


class PromisedCategory(Struct, frozen=True):
    """What complaints can be about, and within what time they are answered."""

    category: Category
    answer: Promise


class ShownAgency(Struct, frozen=True):
    """What an agency's public page says.

    `acknowledge` is for complaints that come another way: here the number is shown at once.
    `subjects` are those of the recourses that are not for every one, by their codes.
    `replaced` are those whose place it took; `to_come` is from when on which others take its own.
    """

    name: Text
    who: Identity
    channels: Channels
    acknowledge: Promise
    first_contact: Promise
    answer: Promise
    categories: list[PromisedCategory]
    path: tuple[EscalationStep, ...]
    recourses: tuple[Recourse, ...]
    subjects: Mapping[str, tuple[Text, ...]]
    replaced: list[Text]
    to_come: tuple[date, list[Text]] | None


def shown_agency(agency: Agency) -> ShownAgency:
    """Ask an agency, in force or only drafted, for what its public page says."""
    consultation, settings = agency.consult(), agency.settings
    default = facts_now(agency, settings.default_category)
    return ShownAgency(
        name=agency.name,
        who=settings.agency,
        channels=settings.channels,
        acknowledge=consultation.allowance(default, Stage.ACKNOWLEDGE),
        first_contact=consultation.allowance(default, Stage.FIRST_CONTACT),
        answer=consultation.allowance(default, Stage.ANSWER),
        categories=_promised_categories(agency, consultation),
        path=consultation.escalation_path(default),
        recourses=recourses_told(agency, runtime().now()),
        subjects=subjects_of_recourses(settings),
        replaced=_names_replaced(agency.code),
        to_come=_to_come(agency.code),
    )


def subjects_of_recourses(settings: AgencySettings) -> dict[str, tuple[Text, ...]]:
    """Return the names of the subjects of each recourse that is not for every one, by its code."""
    names = {category.code: category.name.text for category in settings.categories}
    return {
        recourse.code: tuple(names[code] for code in recourse.categories if code in names)
        for recourse in settings.recourses
        if recourse.categories
    }


def facts_now(agency: Agency, category: str) -> Complaint:
    """Return what would be known of a complaint about this category that was received now."""
    now = runtime().now()
    draft = Draft(category, story="", language=current_language(), received_at=now)
    return facts_before(agency, category, draft, now)


def _to_come(code: str) -> tuple[date, list[Text]] | None:
    """Return from which day on others take the agency's place, and their names."""
    agencies = runtime().agencies
    succession = agencies.in_force.successions.get(code)
    if succession is None:
        return None
    zone = agencies.agency(code).configured.working_calendar(None).zone
    names = [agencies.agency(successor).name for successor in succession.successors]
    return succession.effective_at.astimezone(zone).date(), names


def _names_replaced(code: str) -> list[Text]:
    """Return the names of those whose place this agency took, or a part of it."""
    in_force, now = runtime().agencies.in_force, runtime().now()
    return [
        in_force.agencies[succession.agency].name
        for succession in in_force.successions.values()
        if succession.effective_at <= now and code in succession.successors
    ]


def _promised_categories(agency: Agency, consultation: Consultation) -> list[PromisedCategory]:
    return [
        PromisedCategory(
            category, consultation.allowance(facts_now(agency, category.code), Stage.ANSWER)
        )
        for category in consultation.categories()
    ]


def theme_name(code: str) -> Text:
    """Return the name of a theme, or its code where the settings no longer have it."""
    names = {theme.code: theme.name.text for theme in runtime().agencies.portal.themes}
    return names.get(code, Text(code, code))


def unit_names(agency: Agency) -> dict[str, Text]:
    """Return the name of every unit of an agency by its code."""
    return {unit.code: unit.name.text for unit in agency.settings.units}


def unit_choices(agency: Agency) -> list[tuple[str, str]]:
    """Return each unit of an employee by its code, and one for those that have no name here."""
    language = current_language()
    named = [(code, name.in_(language)) for code, name in unit_names(agency).items()]
    return [*named, (ANOTHER_UNIT, gettext("Un autre service de l’organisme"))]


def referring_unit(agency: Agency, code: str) -> str:
    """Name the unit that led somebody here, in a sentence."""
    unit = unit_names(agency).get(code)
    return unit.in_(current_language()) if unit else gettext("un autre service")
